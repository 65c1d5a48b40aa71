//! A visitor about whom the household is asked: the word reaches whoever waits, and the desk hears that somebody does.

use crate::bed::{Bed, time, visit};
use front_desk::config::Face;
use front_desk::rules::visits::{Denial, Purpose, VisitAct, VisitForm};
use front_desk::rules::{Fact, Personal, VisitId};
use front_desk::station::{
    DeskIntent, DeskPanel, DoneKind, Event, KioskIntent, KioskPage, View, VisitorWord,
};
use front_desk::store::Store;

/// Of the shipped config.
const WAIT: i64 = 300;
const IDLE: u32 = 60;

/// Somebody about whom the household is asked, on the page.
fn waiting(bed: &mut Bed) -> VisitId {
    let form = VisitForm { purpose: Some(Purpose::Viewing), ..visit() };
    let view = bed.register(form);
    assert!(matches!(kind(&view), Some(DoneKind::Waiting { .. })));
    let waits = bed.store.read(|db| db.visits_waiting(10)).unwrap();
    waits.last().unwrap().id
}

fn kind(view: &View) -> Option<DoneKind> {
    view.kiosk.done.as_ref().map(|done| done.kind.clone())
}

#[test]
fn whoever_waits_is_waited_for_and_the_word_has_its_whole_time() {
    let mut bed = Bed::new();
    let id = waiting(&mut bed);
    let view = bed.wait(WAIT - 2);
    assert_eq!(view.kiosk.seconds_left, Some(2));
    let view = bed.desk(DeskIntent::Admit(id));
    assert!(matches!(kind(&view), Some(DoneKind::Pass { .. })));
    assert_eq!(view.kiosk.seconds_left, Some(IDLE), "time to read it and to take the pass");
    assert!(kind(&bed.wait(59)).is_some());
    assert_eq!(bed.wait(1).kiosk.page, KioskPage::Home);
}

#[test]
fn a_no_is_told_as_long() {
    let mut bed = Bed::new();
    let id = waiting(&mut bed);
    bed.wait(120);
    let view = bed.desk(DeskIntent::Deny(id, Denial::NotNow));
    assert!(matches!(kind(&view), Some(DoneKind::ToDesk { .. })));
    assert_eq!(view.kiosk.seconds_left, Some(IDLE));
}

/// The kiosk is one process, the desk another: the word is found by the clock.
#[test]
fn a_word_from_another_process_is_heard() {
    let mut bed = Bed::of_faces(&[Face::Kiosk]);
    let id = waiting(&mut bed);
    let word = Fact::VisitMoved { visit: id, act: VisitAct::Admit, reason: None };
    let stamp = bed.stamp();
    let desk = Store::open(bed.folder.path(), *stamp.now.offset()).unwrap();
    desk.write(stamp, move |tx| tx.record(&word, &Personal::default())).unwrap();
    let view = bed.wait(1);
    assert!(matches!(kind(&view), Some(DoneKind::Pass { .. })), "{:?}", kind(&view));
    assert_eq!(view.kiosk.seconds_left, Some(IDLE));
}

#[test]
fn the_next_one_need_not_wait_and_the_board_goes_on_telling() {
    let mut bed = Bed::new();
    let id = waiting(&mut bed);
    let view = bed.kiosk(KioskIntent::Open(KioskPage::Home));
    assert_eq!((view.kiosk.page, view.kiosk.seconds_left), (KioskPage::Home, None));
    assert_eq!(view.board.visitors, [("V001".to_owned(), VisitorWord::Asking)]);
    bed.wait(9 * 60);
    assert_eq!(bed.view().board.visitors.len(), 1, "the household takes its time");
    bed.desk(DeskIntent::Admit(id));
    let view = bed.wait(9 * 60);
    assert_eq!(view.board.visitors, [("V001".to_owned(), VisitorWord::Admitted)]);
    assert!(bed.wait(60).board.visitors.is_empty(), "not called for ever");
}

#[test]
fn the_desk_is_told_who_waits_longest_whatever_it_looks_at() {
    let mut bed = Bed::new();
    assert_eq!(bed.view().desk.visitor, None);
    let first = waiting(&mut bed);
    bed.wait(130);
    waiting(&mut bed);
    let told = bed.desk(DeskIntent::Open(DeskPanel::Slips)).desk.visitor.clone().unwrap();
    assert_eq!((told.label.as_str(), told.unit.as_str(), told.minutes), ("V001", "3-1-502", 2));
    assert_eq!(told.newest, bed.now, "the bell rings once for each who comes");
    let told = bed.desk(DeskIntent::Admit(first)).desk.visitor.clone().unwrap();
    assert_eq!((told.label.as_str(), told.minutes), ("V002", 0));
}

#[test]
fn out_of_hours_nobody_is_told_that_the_desk_is_calling() {
    let mut bed = Bed::new();
    waiting(&mut bed);
    assert!(bed.view().kiosk.attended);
    bed.now = time("2026-11-21T23:30:00+08:00");
    bed.tell(Event::Tick);
    waiting(&mut bed);
    assert!(!bed.view().kiosk.attended);
}
