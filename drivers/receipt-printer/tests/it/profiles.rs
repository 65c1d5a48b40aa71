//! Every shipped profile file is read, valid, and the first is the built-in default.

use std::collections::BTreeMap;
use std::path::Path;

use receipt_printer::profile::{Cutter, Profile, ProfileError};
use receipt_printer::sim::SimPrinter;
use receipt_printer::text::columns;
use receipt_printer::{Outcome, Printer, Status, encode};

use crate::samples::{quick, receipt};

/// The shipped profiles by file name.
fn shipped() -> BTreeMap<String, Profile> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/printers"));
    let files = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    files
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let profile = Profile::from_toml(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (path.file_stem().unwrap().to_string_lossy().into_owned(), profile)
        })
        .collect()
}

#[test]
fn every_shipped_profile_is_valid_and_the_generic_one_is_the_default() {
    let profiles = shipped();
    assert_eq!(profiles["generic-80mm"], Profile::default());
    assert_eq!(profiles.len(), 7);
}

/// The simulated printer answers with the bits of its profile, so this proves that the places of each file tell the
/// conditions apart, not that a real printer agrees.
#[test]
fn every_shipped_profile_tells_the_conditions_apart_and_prints() {
    for (name, profile) in shipped() {
        let sim = SimPrinter::new(profile.clone());
        let mut printer = Printer::with_limits(sim.clone(), profile.clone(), quick());
        for (say, status) in [
            ("paper low", Status::PaperLow),
            ("paper out", Status::PaperOut),
            ("cover open", Status::CoverOpen),
            ("cover close", Status::PaperOut),
            ("paper in", Status::Ready),
            ("cutter stuck", Status::CutterError),
            ("cutter free", Status::Ready),
        ] {
            sim.obey(say.parse().unwrap());
            assert_eq!(printer.status(), status, "{name}: {say}");
        }
        let encoded = encode(&receipt(), &profile, None);
        assert_eq!(encoded.notes, [], "{name}");
        assert_eq!(printer.print(&encoded.bytes), Outcome::Printed { confirmed: profile.confirm }, "{name}");
        let waiting = profile.status.ticket_present.map(|_| true);
        assert_eq!(printer.ticket_waiting(), waiting, "{name}");
        sim.take_ticket();
        assert_eq!(printer.ticket_waiting(), waiting.map(|_| false), "{name}");
        sim.load_paper();
        if profile.cutter == Cutter::None {
            assert!(sim.take_sheets().is_empty());
            sim.tear();
        }
        let sheets = sim.take_sheets();
        assert_eq!(sheets.len(), 1, "{name}");
        assert_eq!(sheets[0].unknown, 0, "{name}");
        let widest = sheets[0].grid().lines().filter(|l| !l.contains("[QR")).map(columns).max();
        assert_eq!(widest, Some(usize::from(profile.columns)), "{name}");
    }
}

#[test]
fn unknown_keys_and_all_bad_values_are_told() {
    let good = toml_of(&Profile::default());
    assert!(matches!(Profile::from_toml(&format!("colour = 1\n{good}")), Err(ProfileError::Toml(_))));
    let bad = Profile { dots: 0, qr_module: 99, name: " ".into(), ..Profile::default() };
    let Err(ProfileError::Values(complaints)) = Profile::from_toml(&toml_of(&bad)) else { panic!() };
    assert_eq!(complaints.len(), 4, "{complaints:?}");
}

fn toml_of(profile: &Profile) -> String {
    toml::to_string(profile).unwrap()
}
