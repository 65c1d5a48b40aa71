//! Visits: registered by card or by hand, let out at the time somebody saw, closed without inventing one.

use crate::bed::{Bed, refused, time, visit};
use front_desk::devices::{CardTrouble, ReaderHealth};
use front_desk::rules::people::{IdNumber, PersonName};
use front_desk::rules::visits::{CardHolder, VisitForm, VisitState};
use front_desk::rules::{Refusal, VisitId};
use front_desk::station::{CardStage, DoneKind, Event, GuardIntent, KioskIntent, KioskPage, Notice};

fn holder() -> CardHolder {
    CardHolder {
        name: PersonName::parse("测试丙").unwrap(),
        number: Some(IdNumber::parse("110000199003071231").unwrap()),
    }
}

#[test]
fn by_hand_a_pass_is_printed_and_the_guard_sees_the_visitor() {
    let mut bed = Bed::new();
    let view = bed.register(visit());
    let done = view.kiosk.done.clone().unwrap();
    let DoneKind::Pass { label, name, unit, .. } = &done.kind else { panic!("{done:?}") };
    assert_eq!((label.as_str(), name.as_str(), unit.as_str()), ("V001", "测*甲", "3-1-502"));
    let slips = bed.print();
    assert_eq!(slips.len(), 1);
    for wanted in ["访客通行证", "测*甲", "3-1-502", "亲友", "V001"] {
        assert!(slips[0].contains(wanted), "{wanted} in\n{}", slips[0]);
    }
    assert!(!slips[0].contains("测试甲"), "a whole name is on paper");
    let row = bed.view().guard.visits[0].clone();
    assert_eq!((row.name.as_str(), row.plate.as_str(), row.companions), ("测*甲", "粤B***45", 1));
    assert_eq!(bed.view().guard.people_inside, 2);
}

#[test]
fn a_card_fills_the_page_and_its_number_is_kept_as_the_house_says() {
    let mut bed = Bed::new();
    let key = bed.open(KioskPage::Visit);
    assert!(matches!(*bed.tell(Event::Reading).kiosk, ref k if matches!(k.card, CardStage::Reading)));
    let view = bed.tell(Event::Card(Box::new(holder())));
    let CardStage::Read { name, number } = &view.kiosk.card else { panic!("{:?}", view.kiosk.card) };
    assert_eq!((name.reveal(), number.as_str()), ("测试丙", "1****************1"));
    let form = VisitForm { name: "不用".into(), phone: String::new(), ..visit() };
    bed.kiosk(KioskIntent::RegisterVisit { key, form });
    let kept = bed.store.read(|db| db.visit(VisitId(key))).unwrap().unwrap();
    assert_eq!(kept.name.unwrap().reveal(), "测试丙");
    assert_eq!(kept.id_last4.as_deref(), Some("1231"));
    assert!(kept.by_card && kept.phone.is_none());
    assert!(!crate::bed::contains(&bed.files(), "110000199003071231"), "an ID number in clear on disk");
}

#[test]
fn a_card_nobody_asked_for_is_not_taken() {
    let mut bed = Bed::new();
    let view = bed.tell(Event::Card(Box::new(holder())));
    assert!(matches!(view.kiosk.card, CardStage::Waiting));
    bed.open(KioskPage::Visit);
    bed.kiosk(KioskIntent::WantCard(false));
    let view = bed.tell(Event::Card(Box::new(holder())));
    assert!(matches!(view.kiosk.card, CardStage::Waiting));
}

#[test]
fn card_trouble_is_told_and_the_next_card_is_taken() {
    let mut bed = Bed::new();
    bed.open(KioskPage::Visit);
    let view = bed.tell(Event::CardTrouble(CardTrouble::OneCardOnly));
    assert!(matches!(view.kiosk.card, CardStage::Trouble(CardTrouble::OneCardOnly)));
    let view = bed.tell(Event::Card(Box::new(holder())));
    assert!(matches!(view.kiosk.card, CardStage::Read { .. }));
}

#[test]
fn without_a_reader_the_page_says_so_and_a_reader_that_comes_back_is_used() {
    let mut bed = Bed::new();
    bed.tell(Event::Reader(ReaderHealth::Absent));
    bed.open(KioskPage::Visit);
    assert_eq!(bed.view().kiosk.card, CardStage::Trouble(CardTrouble::ReaderFault));
    assert!(bed.register(visit()).kiosk.done.is_some(), "by hand it goes on");
    bed.open(KioskPage::Visit);
    assert_eq!(bed.tell(Event::Reader(ReaderHealth::Ready)).kiosk.card, CardStage::Waiting);
}

#[test]
fn nothing_of_a_person_stays_when_the_page_clears_itself() {
    let mut bed = Bed::new();
    bed.open(KioskPage::Visit);
    bed.tell(Event::Card(Box::new(holder())));
    assert_eq!(bed.wait(50).kiosk.seconds_left, Some(10));
    bed.kiosk(KioskIntent::Touch);
    assert_eq!(bed.wait(59).kiosk.seconds_left, Some(1));
    let view = bed.wait(1);
    assert_eq!(view.kiosk.page, KioskPage::Home);
    assert!(matches!(view.kiosk.card, CardStage::Waiting) && view.kiosk.seconds_left.is_none());
}

#[test]
fn a_clock_that_jumps_back_clears_the_page_too() {
    let mut bed = Bed::new();
    bed.open(KioskPage::Visit);
    bed.tell(Event::Card(Box::new(holder())));
    bed.now = time("2026-11-21T08:00:00+08:00");
    assert_eq!(bed.tell(Event::Tick).kiosk.page, KioskPage::Home);
}

#[test]
fn a_form_that_is_wrong_is_refused_in_words_and_stays_on_its_page() {
    let wrong = |change: fn(&mut VisitForm)| {
        let mut form = visit();
        change(&mut form);
        form
    };
    let cases = [
        (VisitForm::default(), Refusal::UnitMissing),
        (wrong(|f| f.name = "\u{1b}@\u{0}".into()), Refusal::NameNotAName),
        (wrong(|f| f.name = "测".repeat(51)), Refusal::NameTooLong { max: 50 }),
        (wrong(|f| f.phone = "abcdefg".into()), Refusal::PhoneWrong),
        (wrong(|f| f.unit[2] = "9999".into()), Refusal::UnitUnknown { unit: "3-1-9999".into() }),
        (wrong(|f| f.plate = "1234567".into()), Refusal::PlateWrong),
        (wrong(|f| f.companions = 200), Refusal::CompanionsTooMany { max: 9 }),
    ];
    let mut bed = Bed::new();
    for (form, refusal) in cases {
        let key = bed.open(KioskPage::Visit);
        let view = bed.kiosk(KioskIntent::RegisterVisit { key, form });
        assert_eq!(refused(&view.kiosk.notice), refusal);
        assert_eq!(
            (view.kiosk.page, view.kiosk.key),
            (KioskPage::Visit, key),
            "the page and what was typed stay"
        );
    }
    assert_eq!(bed.view().guard.people_inside, 0);
    assert!(bed.print().is_empty());
}

#[test]
fn hostile_text_is_kept_as_text() {
    let names = ["测'); DROP TABLE visit;--", "𬭎龑堃喆", "Ана·Мария", "示例 \u{1d}V\u{0}A", "测😀试"];
    let mut bed = Bed::new();
    for (i, name) in names.into_iter().enumerate() {
        let view = bed.register(VisitForm { name: name.into(), ..visit() });
        assert!(view.kiosk.done.is_some(), "{name}: {:?}", view.kiosk.notice);
        let slips = bed.print();
        assert_eq!(slips.len(), 1, "{name} made {} slips", slips.len());
        assert_eq!(bed.view().guard.people_inside as usize, 2 * (i + 1));
    }
}

#[test]
fn a_visitor_leaves_once_at_the_time_somebody_saw() {
    let mut bed = Bed::new();
    bed.register(visit());
    let id = bed.view().guard.visits[0].id;
    bed.now = time("2026-11-21T11:05:00+08:00");
    let view = bed.guard(GuardIntent::Leave(id));
    assert!(view.guard.visits.is_empty() && view.guard.people_inside == 0);
    let kept = bed.store.read(|db| db.visit(id)).unwrap().unwrap();
    assert_eq!((kept.state, kept.left), (VisitState::Left, Some(bed.now)));
    let view = bed.guard(GuardIntent::Leave(id));
    assert_eq!(
        refused(&view.guard.notice),
        Refusal::NotFromThisState { label: "V001".into(), state: "已离开" }
    );
}

#[test]
fn who_was_not_seen_leaving_is_closed_with_the_time_unknown() {
    let mut bed = Bed::new();
    bed.register(visit());
    let id = bed.view().guard.visits[0].id;
    bed.now = time("2026-11-22T00:00:01+08:00");
    bed.tell(Event::Tick);
    let kept = bed.store.read(|db| db.visit(id)).unwrap().unwrap();
    assert_eq!((kept.state, kept.left), (VisitState::ClosedUnknown, None));
}

#[test]
fn a_second_tap_is_not_a_second_visit() {
    let mut bed = Bed::new();
    let key = bed.open(KioskPage::Visit);
    bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert_eq!(bed.view().guard.visits.len(), 1);
    bed.open(KioskPage::Home);
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert_eq!(view.kiosk.notice, Some(Notice::Refused(Refusal::PageGone)));
    assert_eq!(view.guard.visits.len(), 1);
}
