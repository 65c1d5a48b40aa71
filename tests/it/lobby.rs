//! The lobby: announcements by date, the screen-saver, and that a touch that wakes does nothing else.

use crate::bed::{Bed, time};
use front_desk::rules::help::HelpKind;
use front_desk::station::{HelpStage, KioskIntent, KioskPage};

#[test]
fn announcements_come_and_go_by_their_dates() {
    let mut bed = Bed::new();
    let titles = |bed: &mut Bed, at: &str| -> Vec<String> {
        bed.now = time(at);
        bed.kiosk(KioskIntent::Open(KioskPage::Notices));
        bed.view().kiosk.news.iter().map(|a| a.title.clone()).collect()
    };
    assert_eq!(titles(&mut bed, "2026-11-17T09:00:00+08:00"), [""; 0]);
    assert_eq!(titles(&mut bed, "2026-11-18T09:00:00+08:00"), ["冬季用电用火安全提醒"]);
    let both = ["电梯年检通知", "冬季用电用火安全提醒"];
    assert_eq!(titles(&mut bed, "2026-11-21T09:00:00+08:00"), both, "the newest first");
    assert_eq!(titles(&mut bed, "2027-03-02T09:00:00+08:00"), ["电梯年检通知"]);
    bed.open(KioskPage::Visit);
    assert!(bed.view().kiosk.news.is_empty(), "a page that shows none carries none");
}

#[test]
fn home_falls_asleep_and_a_touch_wakes_it() {
    let mut bed = Bed::new();
    bed.kiosk(KioskIntent::Open(KioskPage::Home));
    assert_eq!(bed.wait(179).kiosk.page, KioskPage::Home);
    bed.kiosk(KioskIntent::Touch);
    assert_eq!(bed.wait(179).kiosk.page, KioskPage::Home, "a touch begins the time anew");
    let view = bed.wait(1);
    assert_eq!(view.kiosk.page, KioskPage::Rest);
    assert!(!view.kiosk.news.is_empty() && view.kiosk.seconds_left.is_none());
    assert_eq!(bed.wait(3_600).kiosk.page, KioskPage::Rest);
    assert_eq!(bed.kiosk(KioskIntent::Open(KioskPage::Home)).kiosk.page, KioskPage::Home);
}

#[test]
fn home_takes_off_what_somebody_left_on_it_and_then_waits_for_the_next() {
    let mut bed = Bed::new();
    assert_eq!(bed.wait(5).kiosk.seconds_left, None, "nobody was here");
    bed.open(KioskPage::Notices);
    let view = bed.kiosk(KioskIntent::Open(KioskPage::Home)); // in English, perhaps: only he knows
    assert_eq!(view.kiosk.seconds_left, Some(60));
    assert_eq!(bed.wait(59).kiosk.person, view.kiosk.person, "still his");
    let next = bed.wait(1);
    assert_eq!((next.kiosk.page, next.kiosk.seconds_left), (KioskPage::Home, None));
    assert_ne!(next.kiosk.person, view.kiosk.person);
    assert_eq!(bed.kiosk(KioskIntent::Touch).kiosk.seconds_left, Some(60), "and the next one's");
}

#[test]
fn a_page_somebody_left_goes_home_first_and_sleeps_later() {
    let mut bed = Bed::new();
    bed.open(KioskPage::Visit);
    assert_eq!(bed.wait(60).kiosk.page, KioskPage::Home);
    assert_eq!(bed.wait(179).kiosk.page, KioskPage::Home);
    assert_eq!(bed.wait(1).kiosk.page, KioskPage::Rest);
}

#[test]
fn a_call_goes_on_while_the_kiosk_sleeps() {
    let mut bed = Bed::new();
    bed.kiosk(KioskIntent::CallHelp(HelpKind::Emergency));
    let view = bed.wait(3_600);
    assert_eq!(view.kiosk.help.emergency, HelpStage::Ringing);
    assert_eq!(view.guard.alarms.len(), 1);
}
