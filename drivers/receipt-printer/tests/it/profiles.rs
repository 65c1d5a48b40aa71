//! Every shipped profile file is read, valid, and the first is the built-in default.

use std::collections::BTreeMap;
use std::path::Path;

use receipt_printer::profile::{Cutter, Profile, ProfileError, propose};
use receipt_printer::sim::SimPrinter;
use receipt_printer::status::Reading;
use receipt_printer::text::columns;
use receipt_printer::{Outcome, Printer, encode, paper, test_page};

use crate::samples::{CHANGES, face, golden, quick, receipt};

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
    assert_eq!(profiles.len(), 8);
}

/// The simulated printer answers with the bits of its profile, so this proves that the places of each file tell the
/// conditions apart, not that a real printer agrees.
#[test]
fn every_shipped_profile_tells_the_conditions_apart_and_prints() {
    for (name, profile) in shipped() {
        let sim = SimPrinter::new(profile.clone());
        let mut printer = Printer::with_limits(sim.clone(), profile.clone(), quick());
        for (say, status) in CHANGES {
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

#[test]
fn a_printer_is_given_the_profile_of_what_it_calls_itself() {
    let profiles = shipped();
    for (said, file) in [
        ("MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;", "epson-tm-t88"),
        ("MFG:EPSON;MDL:TM-T88III;", "epson-tm-t88iii"),
        ("MFG:EPSON;MDL:TM-T88IV;", "epson-tm-t88"),
        ("SNBC BT_T080", "snbc-bt-t080"),
        ("MFG:CITIZEN;MDL:PPU 700II;", "citizen-ppu-700"),
        ("CUSTOM SPA VKP80III", "custom-vkp80"),
    ] {
        assert_eq!(propose(profiles.values(), said), Some(&profiles[file]), "{said}");
    }
    for stranger in ["MFG:XPrinter;CMD:ESC/POS;MDL:XP-80;", ""] {
        assert_eq!(propose(profiles.values(), stranger), None, "{stranger}");
    }
}

/// Every test page, on the paper of its own family: small, whole, and as wide as the paper. Set `GOLDEN=write` to write the
/// texts anew, and read them before they are committed.
#[test]
fn the_test_page_of_every_family_reads_as_it_did() {
    for (name, profile) in shipped() {
        let encoded = encode(&test_page(&profile), &profile, Some(&face()));
        assert_eq!(encoded.notes, [], "{name}");
        // A symbol that the printer cannot draw is a picture.
        let most = if profile.qr_native { 1024 } else { 6 * 1024 };
        assert!(encoded.bytes.len() <= most, "{name}: {} bytes", encoded.bytes.len());
        let sheets = paper::read(&encoded.bytes, &profile);
        assert_eq!((sheets.len(), sheets[0].unknown), (1, 0), "{name}");
        let grid = sheets[0].grid();
        let ruler = grid.lines().find(|l| l.starts_with("|---")).unwrap();
        assert_eq!((columns(ruler), ruler.ends_with('|')), (usize::from(profile.columns), true), "{name}");
        golden(&format!("test-page-{name}.txt"), &grid);
    }
}

#[test]
fn raw_bytes_have_their_meaning_by_the_profile() {
    let profile = Profile::default();
    let sensed = Reading([Some(0x12), Some(0x16), None, Some(0x12)]).sensed(&profile.status);
    let of = |name: &str| sensed.iter().find(|(n, ..)| *n == name).map(|(_, bit, holds)| (bit.byte, *holds));
    assert_eq!(of("cover_open"), Some((2, Some(true))));
    assert_eq!(of("offline"), Some((1, Some(false))));
    assert_eq!(of("cutter_error"), Some((3, None)), "no answer came");
    assert_eq!(of("jam"), None, "this family has no place for it");
}
