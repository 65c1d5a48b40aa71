//! A store that takes no change: said before anybody fills anything in, by itself, and taken back by itself.

use crate::bed::{Bed, request};
use front_desk::rules::help::HelpKind;
use front_desk::station::{FaultKind, HelpStage, KioskIntent, KioskPage};

const KEEPING: [KioskPage; 4] = [KioskPage::Visit, KioskPage::Request, KioskPage::Number, KioskPage::Leave];
const TELLING: [KioskPage; 3] = [KioskPage::Home, KioskPage::Notices, KioskPage::Progress];

#[test]
fn it_is_said_before_anything_is_filled_in_and_goes_by_itself() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.kiosk(KioskIntent::Open(KioskPage::Home));
    bed.store.refuse_writes(true).unwrap();
    let view = bed.wait(60);
    assert_eq!(view.station.closed, Some(FaultKind::ReadOnly), "nobody had to try");
    for page in KEEPING {
        let view = bed.kiosk(KioskIntent::Open(page));
        assert_eq!((view.kiosk.page, &view.kiosk.notice), (KioskPage::Closed, &None), "{page:?}");
    }
    for page in TELLING {
        assert_eq!(bed.kiosk(KioskIntent::Open(page)).kiosk.page, page, "what only tells goes on");
    }
    let view = bed.kiosk(KioskIntent::CallHelp(HelpKind::Staff));
    assert_eq!((view.kiosk.help.staff, view.desk.alarms.len()), (HelpStage::Ringing, 1));
    assert_eq!(view.desk.waiting.len(), 1, "reading goes on");
    bed.open(KioskPage::Visit);
    bed.store.refuse_writes(false).unwrap();
    let view = bed.wait(1);
    assert_eq!((view.station.closed, view.kiosk.page), (None, KioskPage::Home));
    assert!(bed.log(request()).kiosk.done.is_some());
}

#[test]
fn whoever_is_writing_keeps_what_is_written_and_is_told_at_once() {
    let mut bed = Bed::new();
    let key = bed.open(KioskPage::Request);
    bed.store.refuse_writes(true).unwrap();
    let view = bed.kiosk(KioskIntent::LogRequest { key, form: request() });
    assert_eq!((view.kiosk.page, view.kiosk.key), (KioskPage::Request, key), "the page stays");
    assert_eq!(view.station.closed, Some(FaultKind::ReadOnly));
    bed.store.refuse_writes(false).unwrap();
    let view = bed.kiosk(KioskIntent::LogRequest { key, form: request() });
    assert!(view.kiosk.done.is_some(), "and the same tap does it");
    assert_eq!(bed.wait(1).station.closed, None);
}

#[test]
fn whoever_comes_the_moment_it_works_again_is_let_through() {
    let mut bed = Bed::new();
    bed.store.refuse_writes(true).unwrap();
    bed.wait(60);
    bed.store.refuse_writes(false).unwrap();
    assert_eq!(bed.kiosk(KioskIntent::Open(KioskPage::Number)).kiosk.page, KioskPage::Number);
}

#[test]
fn a_full_disk_is_seen_before_it_refuses_anybody() {
    let mut bed = Bed::new();
    bed.store.limit_pages(bed.store.pages().unwrap()).unwrap();
    assert_eq!(bed.wait(60).station.closed, Some(FaultKind::Full));
    bed.store.limit_pages(1_000_000).unwrap();
    assert_eq!(bed.wait(1).station.closed, None);
}

#[test]
fn asking_changes_nothing_on_the_disk() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.store.writable().unwrap();
    let before = bed.files();
    for _ in 0..10 {
        bed.store.writable().unwrap();
    }
    assert!(bed.files() == before, "no byte of any file");
    bed.wait(180);
    assert_eq!(bed.view().station.closed, None);
    assert_eq!(bed.store.verify().unwrap().broken, None);
}
