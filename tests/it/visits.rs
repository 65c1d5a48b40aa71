//! Visits: registered by card or by hand, let out at the time somebody saw, closed without inventing one.

use crate::bed::{Bed, refused, time, visit};
use front_desk::devices::{CardTrouble, ReaderHealth};
use front_desk::rules::fact::ErasureReason;
use front_desk::rules::people::{IdNumber, PersonName};
use front_desk::rules::visits::{CardHolder, Denial, Purpose, VisitForm, VisitState};
use front_desk::rules::{Refusal, VisitId};
use front_desk::station::{
    CardStage, DeskIntent, DeskPanel, DoneKind, Event, GuardIntent, GuardList, KioskIntent, KioskPage,
    Notice, PrintState, VisitorWord,
};

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
    let key = bed.visit();
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
    bed.visit();
    bed.kiosk(KioskIntent::WantCard(false));
    let view = bed.tell(Event::Card(Box::new(holder())));
    assert!(matches!(view.kiosk.card, CardStage::Waiting));
}

#[test]
fn card_trouble_is_told_and_the_next_card_is_taken() {
    let mut bed = Bed::new();
    bed.visit();
    let view = bed.tell(Event::CardTrouble(CardTrouble::OneCardOnly));
    assert!(matches!(view.kiosk.card, CardStage::Trouble(CardTrouble::OneCardOnly)));
    let view = bed.tell(Event::Card(Box::new(holder())));
    assert!(matches!(view.kiosk.card, CardStage::Read { .. }));
}

#[test]
fn without_a_reader_the_page_says_so_and_a_reader_that_comes_back_is_used() {
    let mut bed = Bed::new();
    bed.tell(Event::Reader(ReaderHealth::Absent));
    bed.visit();
    assert_eq!(bed.view().kiosk.card, CardStage::Trouble(CardTrouble::ReaderFault));
    assert!(bed.register(visit()).kiosk.done.is_some(), "by hand it goes on");
    bed.visit();
    assert_eq!(bed.tell(Event::Reader(ReaderHealth::Ready)).kiosk.card, CardStage::Waiting);
}

#[test]
fn nothing_of_a_person_stays_when_the_page_clears_itself() {
    let mut bed = Bed::new();
    bed.visit();
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
    bed.visit();
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
        let key = bed.visit();
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
    let key = bed.visit();
    bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert_eq!(bed.view().guard.visits.len(), 1);
    bed.open(KioskPage::Home);
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert_eq!(view.kiosk.notice, Some(Notice::Refused(Refusal::PageGone)));
    assert_eq!(view.guard.visits.len(), 1);
}

/// Somebody who comes to look at a flat: the shipped house asks the household.
fn viewing() -> VisitForm {
    VisitForm { purpose: Some(Purpose::Viewing), ..visit() }
}

#[test]
fn nothing_is_read_or_kept_before_the_notice_was_agreed_to() {
    let mut bed = Bed::new();
    let key = bed.open(KioskPage::Visit);
    bed.kiosk(KioskIntent::WantCard(true));
    let view = bed.tell(Event::Card(Box::new(holder())));
    assert!(matches!(view.kiosk.card, CardStage::Waiting), "no card is taken");
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert_eq!(refused(&view.kiosk.notice), Refusal::NoticeFirst);
    bed.kiosk(KioskIntent::Agree);
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert!(view.kiosk.done.is_some());
    let conn = rusqlite::Connection::open(bed.store.path()).unwrap();
    let body: String =
        conn.query_row("SELECT body FROM journal ORDER BY seq DESC", [], |r| r.get(0)).unwrap();
    assert!(body.contains(r#""notice":"2026-11b","notice_text":"#), "{body}");
    // The next opening agrees anew.
    let key = bed.open(KioskPage::Visit);
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert_eq!(refused(&view.kiosk.notice), Refusal::NoticeFirst);
}

#[test]
fn under_fourteen_a_guardian_agrees() {
    let born = |number: &str| CardHolder {
        name: PersonName::parse("测试辛").unwrap(),
        number: Some(IdNumber::parse(number).unwrap()),
    };
    let mut bed = Bed::new();
    let key = bed.visit();
    // Born 2013-11-21: fourteen tomorrow next year, thirteen today.
    let view = bed.tell(Event::Card(Box::new(born(&with_check("11000020131121123")))));
    assert!(view.kiosk.minor);
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert_eq!(refused(&view.kiosk.notice), Refusal::GuardianNeeded);
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form: VisitForm { guardian: true, ..visit() } });
    assert!(view.kiosk.done.is_some());
    bed.visit();
    // Fourteen today.
    let view = bed.tell(Event::Card(Box::new(born(&with_check("11000020121121123")))));
    assert!(!view.kiosk.minor);
    let view = bed.register(VisitForm { minor: true, ..visit() });
    assert_eq!(refused(&view.kiosk.notice), Refusal::GuardianNeeded, "who says so by hand needs one too");
}

/// Seventeen digits with their check character.
fn with_check(digits: &str) -> String {
    "0123456789X".chars().map(|c| format!("{digits}{c}")).find(|n| IdNumber::parse(n).is_ok()).unwrap()
}

#[test]
fn the_households_yes_reaches_kiosk_board_gate_and_paper() {
    let mut bed = Bed::new();
    let done = bed.register(viewing()).kiosk.done.clone().unwrap();
    assert_eq!(done.kind, DoneKind::Waiting { label: "V001".into(), unit: "3-1-502".into() });
    assert_eq!(done.print, PrintState::Nothing);
    assert!(bed.print().is_empty(), "no pass before the word");
    let view = bed.desk(DeskIntent::Open(DeskPanel::Visits));
    let row = view.desk.visits.waiting[0].clone();
    assert_eq!((row.label.as_str(), row.name.as_str(), row.unit.as_str()), ("V001", "测*甲", "3-1-502"));
    assert_eq!((view.guard.people_inside, view.guard.waiting, view.desk.visitors_waiting), (0, 1, 1));
    assert_eq!(bed.guard(GuardIntent::Show(GuardList::Waiting)).guard.visits[0].state, VisitState::AtDesk);
    let view = bed.desk(DeskIntent::Admit(row.id));
    let done = view.kiosk.done.clone().unwrap();
    assert!(matches!(done.kind, DoneKind::Pass { .. }) && done.print == PrintState::Printing);
    assert_eq!(view.board.visitors, [("V001".to_owned(), VisitorWord::Admitted)]);
    assert_eq!(bed.print().len(), 1);
    let view = bed.desk(DeskIntent::Admit(row.id));
    assert!(matches!(refused(&view.desk.notice), Refusal::NotFromThisState { .. }));
    assert!(bed.print().is_empty(), "a second tap prints nothing");
    bed.now += chrono::Duration::minutes(10);
    assert!(bed.tell(Event::Tick).board.visitors.is_empty(), "not called for ever");
}

#[test]
fn the_households_no_is_worded_kindly_and_its_reason_stays_with_the_desk() {
    let mut bed = Bed::new();
    bed.register(viewing());
    let id = bed.desk(DeskIntent::Open(DeskPanel::Visits)).desk.visits.waiting[0].id;
    let view = bed.desk(DeskIntent::Deny(id, Denial::NotKnown));
    assert_eq!(view.kiosk.done.clone().unwrap().kind, DoneKind::ToDesk { label: "V001".into() });
    assert_eq!(view.board.visitors, [("V001".to_owned(), VisitorWord::ToDesk)]);
    assert!(bed.print().is_empty() && view.desk.visits.waiting.is_empty());
}

#[test]
fn a_purpose_or_a_unit_decides_who_is_asked() {
    let mut house = front_desk::config::Config::load(&crate::bed::shipped()).unwrap().house;
    let unit = |text: &str| house.estate.parse(text).unwrap();
    let (always, never, other) = (unit("3-1-502"), unit("3-1-503"), unit("3-1-504"));
    (house.visiting.ask_units, house.visiting.quiet_units) = (vec![always.clone()], vec![never.clone()]);
    let asks = |purpose, unit| house.visiting.asks(purpose, unit);
    assert!(asks(Purpose::Family, &always) && asks(Purpose::Viewing, &other));
    assert!(!asks(Purpose::Family, &other) && !asks(Purpose::Viewing, &never));
}

#[test]
fn who_waited_in_vain_is_closed_at_the_turn_of_the_day() {
    let mut bed = Bed::new();
    bed.register(viewing());
    let id = bed.desk(DeskIntent::Open(DeskPanel::Visits)).desk.visits.waiting[0].id;
    bed.now = time("2026-11-22T00:00:01+08:00");
    bed.tell(Event::Tick);
    let kept = bed.store.read(|db| db.visit(id)).unwrap().unwrap();
    assert_eq!((kept.state, kept.left), (VisitState::ClosedUnknown, None));
}

#[test]
fn after_the_time_it_is_kept_a_visit_forgets_its_person() {
    let mut bed = Bed::new();
    bed.register(visit());
    let old = bed.view().guard.visits[0].id;
    bed.print();
    bed.guard(GuardIntent::Leave(old));
    for day in ["2026-12-20", "2027-01-19", "2027-02-19"] {
        bed.now = time(&format!("{day}T09:00:00+08:00"));
        bed.tell(Event::Tick);
    }
    assert!(crate::bed::contains(&bed.files(), "测试甲"), "not a day early");
    let fresh =
        VisitForm { name: "示例新".into(), phone: "13911112222".into(), plate: String::new(), ..visit() };
    bed.register(fresh);
    bed.now = time("2027-02-20T00:00:01+08:00");
    bed.tell(Event::Tick);
    let files = bed.files();
    for gone in ["测试甲", "13800005678", "粤B12345", "测*甲"] {
        assert!(!crate::bed::contains(&files, gone), "{gone} is still in the files");
    }
    assert!(crate::bed::contains(&files, "示例新"), "the newer one stays");
    let chain = bed.store.verify().unwrap();
    assert_eq!((chain.broken, chain.blanked), (None, 1));
    let facts = bed.store.read(|db| db.facts()).unwrap();
    bed.now = time("2027-02-21T00:00:01+08:00");
    bed.tell(Event::Tick);
    assert!(bed.store.read(|db| db.facts()).unwrap() <= facts + 1, "it is done once");
}

#[test]
fn whom_a_visitor_comes_to_see_is_for_desk_and_guard_and_for_nobody_longer_than_the_name() {
    let mut bed = Bed::new();
    bed.desk(DeskIntent::Open(DeskPanel::Visits));
    bed.register(VisitForm { host: "示例庚".into(), ..viewing() });
    let row = bed.view().desk.visits.waiting[0].clone();
    assert_eq!(row.host, "示*庚", "masked, as everybody is");
    bed.desk(DeskIntent::Admit(row.id));
    assert_eq!(bed.view().guard.visits[0].host, "示*庚");
    let pass = bed.print().remove(0);
    assert!(pass.contains("访客通行证") && !pass.contains('庚'), "not on paper:\n{pass}");
    let conn = rusqlite::Connection::open(bed.store.path()).unwrap();
    let bodies: String = conn.query_row("SELECT group_concat(body) FROM journal", [], |r| r.get(0)).unwrap();
    assert!(!bodies.contains("示例庚"), "a person in a fact's body");
    drop(conn);
    let before = crate::journal::dump(&bed);
    bed.store.rebuild().unwrap();
    assert_eq!(crate::journal::dump(&bed), before);
    assert!(crate::bed::contains(&bed.files(), "示例庚"), "the test looks right");
    let stamp = bed.stamp();
    bed.store.write(stamp, move |tx| tx.erase(row.id.0, ErasureReason::Asked)).unwrap();
    bed.store.sweep_log().unwrap();
    assert!(!crate::bed::contains(&bed.files(), "示例庚"), "still in the files");
    let refusal = Refusal::NameTooLong { max: 50 };
    let view = bed.register(VisitForm { host: "庚".repeat(51), ..visit() });
    assert_eq!(refused(&view.kiosk.notice), refusal);
    assert!(bed.register(VisitForm { host: "  ".into(), ..visit() }).kiosk.done.is_some(), "left out");
}
