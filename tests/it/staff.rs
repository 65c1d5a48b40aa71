//! The staff's way in at a locked kiosk: no PIN, no door; a guesser waits; whoever is in is out by himself.

use crate::bed::{Bed, contains, refused, shipped};
use chrono::Duration;
use front_desk::config::Config;
use front_desk::devices::{Bench, Devices};
use front_desk::rules::Refusal;
use front_desk::station::{KioskIntent, KioskPage, StaffIntent, StaffStage, Station};
use front_desk::store::{clear_pin, pin_fits, set_pin};

const PIN: &str = "258036";

/// A bed whose station knows its own data folder.
fn bed() -> Bed {
    let mut bed = Bed::new();
    let mut config = Config::load(&shipped()).unwrap();
    config.station.data = bed.folder.path().to_owned();
    let (devices, _ends) = Devices::new(Bench::default());
    bed.station = Station::new(config.station, config.house, bed.store.clone(), devices);
    bed
}

fn staff(bed: &mut Bed, intent: StaffIntent) -> StaffStage {
    bed.kiosk(KioskIntent::Staff(intent)).kiosk.staff.clone()
}

#[test]
fn without_a_pin_there_is_no_door() {
    let mut bed = bed();
    assert_eq!(staff(&mut bed, StaffIntent::Knock), StaffStage::Closed);
    assert_eq!(staff(&mut bed, StaffIntent::Enter(PIN.into())), StaffStage::Closed);
    set_pin(bed.folder.path(), PIN).unwrap();
    assert_eq!(staff(&mut bed, StaffIntent::Enter(PIN.into())), StaffStage::Closed, "nobody knocked");
    assert_eq!(staff(&mut bed, StaffIntent::Knock), StaffStage::Asking);
    clear_pin(bed.folder.path()).unwrap();
    assert_eq!(staff(&mut bed, StaffIntent::Enter(PIN.into())), StaffStage::Asking);
}

#[test]
fn the_right_pin_shows_how_the_station_is() {
    let mut bed = bed();
    set_pin(bed.folder.path(), PIN).unwrap();
    staff(&mut bed, StaffIntent::Knock);
    let StaffStage::Open(sheet) = staff(&mut bed, StaffIntent::Enter(PIN.into())) else { panic!() };
    assert!(sheet.readable && sheet.writable && sheet.free.is_some_and(|b| b > 0));
    assert_eq!(staff(&mut bed, StaffIntent::Close), StaffStage::Closed);
    bed.store.refuse_writes(true).unwrap();
    staff(&mut bed, StaffIntent::Knock);
    let StaffStage::Open(sheet) = staff(&mut bed, StaffIntent::Enter(PIN.into())) else { panic!() };
    assert!(sheet.readable && !sheet.writable, "a disk that says no is told");
}

#[test]
fn a_guesser_waits_even_where_the_page_was_opened_anew() {
    let mut bed = bed();
    set_pin(bed.folder.path(), PIN).unwrap();
    for _ in 0..3 {
        staff(&mut bed, StaffIntent::Knock);
        assert_eq!(staff(&mut bed, StaffIntent::Enter("000001".into())), StaffStage::Asking);
        assert_eq!(refused(&bed.view().kiosk.notice), Refusal::PinWrong);
        bed.kiosk(KioskIntent::Open(KioskPage::Home));
    }
    staff(&mut bed, StaffIntent::Knock);
    assert_eq!(staff(&mut bed, StaffIntent::Enter(PIN.into())), StaffStage::Asking);
    assert_eq!(refused(&bed.view().kiosk.notice), Refusal::PinWait { seconds: 30 });
    bed.now += Duration::seconds(30);
    assert!(matches!(staff(&mut bed, StaffIntent::Enter(PIN.into())), StaffStage::Open(_)));
}

#[test]
fn whoever_walks_away_is_out() {
    let mut bed = bed();
    set_pin(bed.folder.path(), PIN).unwrap();
    staff(&mut bed, StaffIntent::Knock);
    staff(&mut bed, StaffIntent::Enter(PIN.into()));
    let view = bed.wait(59);
    assert!(matches!(view.kiosk.staff, StaffStage::Open(_)) && view.kiosk.seconds_left == Some(1));
    assert_eq!(bed.wait(1).kiosk.staff, StaffStage::Closed);
}

#[test]
fn only_a_hash_is_kept_and_a_damaged_one_fits_nothing() {
    let bed = bed();
    let file = bed.folder.path().join("pin");
    set_pin(bed.folder.path(), PIN).unwrap();
    assert!(!contains(&bed.files(), PIN) && pin_fits(bed.folder.path(), PIN));
    assert!(!pin_fits(bed.folder.path(), "258037"));
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
    assert_eq!(mode & 0o077, 0);
    std::fs::write(&file, "$argon2id$v=19$nonsense").unwrap();
    assert!(!pin_fits(bed.folder.path(), PIN));
}
