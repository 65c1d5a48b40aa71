//! Appointments: one visit, one truth, from the booking to the goodbye; whoever guesses learns nothing.

use crate::bed::{Bed, contains, refused, time, visit};
use front_desk::rules::appointments::BookingForm;
use front_desk::rules::fact::ErasureReason;
use front_desk::rules::people::PersonName;
use front_desk::rules::visits::{CardHolder, Denial, Goods, Purpose, VisitForm, VisitState};
use front_desk::rules::{Refusal, VisitId};
use front_desk::station::{
    Booked, Coming, DeskIntent, DeskPanel, DoneKind, Event, GuardIntent, GuardList, KioskIntent, KioskPage,
    Token, View,
};

/// A guest expected today between ten and half past eleven.
pub(crate) fn booking() -> BookingForm {
    BookingForm {
        name: "测试戊".into(),
        phone: "13700004321".into(),
        unit: "3-1-502".into(),
        purpose: "亲友".into(),
        from: "10:00".into(),
        to: "11:30".into(),
        companions: "1".into(),
        plate: "粤B12345".into(),
        ..BookingForm::default()
    }
}

pub(crate) fn book(bed: &mut Bed, form: BookingForm) -> Booked {
    bed.desk(DeskIntent::Open(DeskPanel::Visits));
    let view = bed.desk(DeskIntent::Book(form));
    assert_eq!(view.desk.notice, None);
    view.desk.visits.booked.clone().unwrap()
}

pub(crate) fn arrive(bed: &mut Bed, token: Token) -> View {
    let key = bed.visit();
    bed.kiosk(KioskIntent::Arrive { key, guest: coming(token) })
}

/// Somebody of age.
pub(crate) fn coming(token: Token) -> Coming {
    Coming { token, minor: false, guardian: false }
}

pub(crate) fn tail(name: &str) -> Token {
    Token::Tail { name: name.into(), tail: "4321".into() }
}

fn by_code(bed: &mut Bed, code: &str) -> View {
    arrive(bed, Token::Code(code.into()))
}

pub(crate) fn only(bed: &Bed) -> (VisitId, VisitState) {
    let rows = bed.view().guard.visits.clone();
    assert_eq!(rows.len(), 1, "{rows:?}");
    (rows[0].id, rows[0].state)
}

#[test]
fn a_booked_guest_is_one_record_from_the_desk_to_the_gate() {
    let mut bed = Bed::new();
    let booked = book(&mut bed, booking());
    assert_eq!((booked.label.as_str(), booked.name.as_str()), ("Y001", "测*戊"));
    assert_eq!((booked.code.len(), booked.when.as_str()), (6, "11-21 10:00-11:30"));
    let expected = bed.guard(GuardIntent::Show(GuardList::Expected)).guard;
    assert_eq!((expected.expected, expected.people_inside), (1, 0));
    let (id, state) = only(&bed);
    assert_eq!((state, expected.visits[0].booked.as_str()), (VisitState::Expected, "10:00-11:30"));
    let shown = &bed.view().desk.visits.expected[0].code;
    assert_eq!((shown, expected.visits[0].code.as_str()), (&booked.code, ""), "told again at the desk alone");
    bed.guard(GuardIntent::Show(GuardList::Inside));
    bed.now = time("2026-11-21T09:45:00+08:00");
    let view = by_code(&mut bed, &booked.code);
    let Some(DoneKind::Pass { label, name, unit, .. }) = view.kiosk.done.as_ref().map(|d| &d.kind) else {
        panic!("{:?}", view.kiosk.notice)
    };
    assert_eq!((label.as_str(), name.as_str(), unit.as_str()), ("V001", "测*戊", "3-1-502"));
    assert_eq!(only(&bed), (id, VisitState::Inside), "the same record");
    assert_eq!((view.guard.people_inside, view.guard.expected), (2, 0));
    assert!(view.board.visitors.is_empty(), "nobody waited, nobody is called");
    assert_eq!(bed.print().len(), 1);
    assert_eq!(refused(&by_code(&mut bed, &booked.code).kiosk.notice), Refusal::AppointmentUnknown, "spent");
    bed.guard(GuardIntent::Leave(id));
    let kept = bed.store.read(|db| db.visit(id)).unwrap().unwrap();
    assert_eq!((kept.state, kept.left), (VisitState::Left, Some(bed.now)));
}

#[test]
fn early_late_and_on_the_wrong_day_it_is_said_and_the_desk_decides() {
    let mut bed = Bed::new();
    let booked = book(&mut bed, booking());
    let span = || "10:00-11:30".to_owned();
    let tries = [
        ("2026-11-21T09:29:00+08:00", Refusal::AppointmentEarly { span: span() }),
        ("2026-11-21T12:31:00+08:00", Refusal::AppointmentLate { span: span() }),
    ];
    for (at, refusal) in tries {
        bed.now = time(at);
        assert_eq!(refused(&by_code(&mut bed, &booked.code).kiosk.notice), refusal);
    }
    let other = BookingForm { day: "2026-11-22".into(), name: "测试己".into(), ..booking() };
    let other = book(&mut bed, other);
    let view = by_code(&mut bed, &other.code);
    assert_eq!(refused(&view.kiosk.notice), Refusal::AppointmentOtherDay { date: "11-22".into() });
    let row = view.desk.visits.expected[0].clone();
    assert_eq!((row.label.as_str(), row.booked.as_str()), ("Y001", "10:00-11:30"));
    let view = bed.desk(DeskIntent::Admit(row.id));
    assert_eq!((view.desk.notice.clone(), view.guard.people_inside), (None, 2));
    assert_eq!(bed.print().len(), 1, "the pass comes with the desk's word");
}

#[test]
fn by_name_and_tail_by_card_and_by_hand_it_is_the_same_record() {
    let tail = |name: &str, tail: &str| Token::Tail { name: name.into(), tail: tail.into() };
    let at = "2026-11-21T10:05:00+08:00";
    let mut bed = Bed::new();
    book(&mut bed, booking());
    bed.now = time(at);
    for wrong in [tail("测试戊", "9999"), tail("测试庚", "4321"), tail("", ""), tail("测试戊", "1")]
    {
        assert_eq!(refused(&arrive(&mut bed, wrong).kiosk.notice), Refusal::AppointmentUnknown);
    }
    assert!(arrive(&mut bed, tail("测试戊", "4321")).kiosk.done.is_some());

    let mut bed = Bed::new();
    book(&mut bed, booking());
    bed.now = time(at);
    let key = bed.visit();
    let name = PersonName::parse("测试戊").unwrap();
    bed.tell(Event::Card(Box::new(CardHolder { name, number: None })));
    let form = VisitForm { companions: 3, phone: String::new(), ..visit() };
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form });
    assert_eq!((view.guard.expected, view.guard.people_inside), (0, 4), "who really came counts");
    assert_eq!(only(&bed).1, VisitState::Inside);

    let mut bed = Bed::new();
    book(&mut bed, booking());
    bed.now = time(at);
    let form = VisitForm { name: "测试戊".into(), phone: "13700004321".into(), ..visit() };
    let view = bed.register(form.clone());
    assert_eq!((view.guard.expected, view.guard.visits.len()), (0, 1));
    let stranger = VisitForm { phone: "13700000000".into(), ..form };
    assert_eq!(
        bed.register(stranger).guard.visits.len(),
        2,
        "a namesake with another telephone is another visit"
    );
}

/// A guest with a card, who registers as if nobody expected them.
fn by_card(bed: &mut Bed, name: &str) -> View {
    let key = bed.visit();
    let name = PersonName::parse(name).unwrap();
    bed.tell(Event::Card(Box::new(CardHolder { name, number: None })));
    bed.kiosk(KioskIntent::RegisterVisit { key, form: VisitForm { phone: String::new(), ..visit() } })
}

/// The same by hand.
fn by_hand(bed: &mut Bed, name: &str) -> View {
    bed.register(VisitForm { name: name.into(), phone: "13700004321".into(), ..visit() })
}

#[test]
fn whoever_registers_in_full_at_a_wrong_time_is_told_too_and_stays_one_record() {
    let span = || "15:00-16:00".to_owned();
    for come in [by_card, by_hand] {
        let mut bed = Bed::new();
        let today = BookingForm { from: "15:00".into(), to: "16:00".into(), ..booking() };
        book(&mut bed, today);
        book(&mut bed, BookingForm { name: "测试己".into(), day: "2026-11-22".into(), ..booking() });
        for (at, name, refusal) in [
            ("2026-11-21T09:45:00+08:00", "测试戊", Refusal::AppointmentEarly { span: span() }),
            ("2026-11-21T17:01:00+08:00", "测试戊", Refusal::AppointmentLate { span: span() }),
            ("2026-11-21T17:01:00+08:00", "测试己", Refusal::AppointmentOtherDay { date: "11-22".into() }),
        ] {
            bed.now = time(at);
            let view = come(&mut bed, name);
            assert_eq!(refused(&view.kiosk.notice), refusal);
            assert_eq!((view.guard.people_inside, view.board.visitors.len()), (0, 0), "no second record");
        }
        bed.now = time("2026-11-21T15:05:00+08:00");
        assert!(come(&mut bed, "测试戊").kiosk.done.is_some());
        assert_eq!(only(&bed).1, VisitState::Inside);
    }
}

#[test]
fn of_two_bookings_the_one_on_time_is_meant_else_the_nearest() {
    let span = |from: &str, to: &str| BookingForm { from: from.into(), to: to.into(), ..booking() };
    let mut bed = Bed::new();
    for (from, to) in [("09:40", "10:00"), ("15:00", "16:00")] {
        book(&mut bed, span(from, to));
    }
    book(&mut bed, BookingForm { day: "2026-11-22".into(), ..booking() });
    for (at, refusal) in [
        ("2026-11-21T12:00:00+08:00", Refusal::AppointmentLate { span: "09:40-10:00".into() }),
        ("2026-11-21T13:00:00+08:00", Refusal::AppointmentEarly { span: "15:00-16:00".into() }),
    ] {
        bed.now = time(at);
        assert_eq!(refused(&arrive(&mut bed, tail("测试戊")).kiosk.notice), refusal);
        assert_eq!(refused(&by_hand(&mut bed, "测试戊").kiosk.notice), refusal);
    }
    bed.now = time("2026-11-21T15:00:00+08:00");
    assert!(arrive(&mut bed, tail("测试戊")).kiosk.done.is_some());
    let shown = bed.guard(GuardIntent::Show(GuardList::Expected)).guard.visits.clone();
    assert_eq!(
        shown.iter().map(|v| v.booked.as_str()).collect::<Vec<_>>(),
        ["09:40-10:00"],
        "the missed one"
    );
    let other = Refusal::AppointmentOtherDay { date: "11-22".into() };
    bed.now = time("2026-11-21T23:30:00+08:00");
    assert_eq!(
        refused(&arrive(&mut bed, tail("测试戊")).kiosk.notice),
        other,
        "tomorrow's is nearer than this morning's"
    );
}

#[test]
fn who_guesses_is_stopped_and_learns_nothing() {
    let mut bed = Bed::new();
    let booked = book(&mut bed, booking());
    bed.now = time("2026-11-21T10:05:00+08:00");
    let hostile = ["", "12345", "1234567", "abcdef", "1' OR 1=1"];
    let megabyte = "9".repeat(1 << 20);
    for guess in hostile {
        assert_eq!(refused(&by_code(&mut bed, guess).kiosk.notice), Refusal::AppointmentUnknown);
    }
    assert_eq!(refused(&by_code(&mut bed, &megabyte).kiosk.notice), Refusal::TriesTooMany { minutes: 10 });
    assert_eq!(
        refused(&by_code(&mut bed, &booked.code).kiosk.notice),
        Refusal::TriesTooMany { minutes: 10 },
        "a right one too"
    );
    bed.now = time("2026-11-21T10:15:00+08:00");
    assert!(by_code(&mut bed, &booked.code).kiosk.done.is_some());
}

#[test]
fn without_the_notice_no_code_is_taken() {
    let mut bed = Bed::new();
    let booked = book(&mut bed, booking());
    bed.now = time("2026-11-21T10:05:00+08:00");
    let key = bed.open(KioskPage::Visit);
    let view = bed.kiosk(KioskIntent::Arrive { key, guest: coming(Token::Code(booked.code)) });
    assert_eq!(refused(&view.kiosk.notice), Refusal::NoticeFirst);
}

#[test]
fn who_never_came_is_no_longer_expected_and_no_time_is_invented() {
    let mut bed = Bed::new();
    book(&mut bed, booking());
    bed.guard(GuardIntent::Show(GuardList::Expected));
    let (id, _) = only(&bed);
    bed.now = time("2026-11-22T00:00:01+08:00");
    bed.tell(Event::Tick);
    let kept = bed.store.read(|db| db.visit(id)).unwrap().unwrap();
    assert_eq!((kept.state, kept.left), (VisitState::Lapsed, None));
    let mut bed = Bed::new();
    let booked = book(&mut bed, booking());
    bed.guard(GuardIntent::Show(GuardList::Expected));
    let (id, _) = only(&bed);
    bed.desk(DeskIntent::CallOff(id));
    bed.now = time("2026-11-21T10:05:00+08:00");
    assert_eq!(refused(&by_code(&mut bed, &booked.code).kiosk.notice), Refusal::AppointmentUnknown);
}

#[test]
fn a_booking_that_is_wrong_is_refused_in_words() {
    let wrong = |change: fn(&mut BookingForm)| {
        let mut form = booking();
        change(&mut form);
        form
    };
    let cases = [
        (wrong(|f| f.name = String::new()), Refusal::NameMissing),
        (wrong(|f| f.name = "=HYPERLINK(\"x\")".into()), Refusal::NameNotAName),
        (wrong(|f| f.name = "＝测试".into()), Refusal::NameNotAName),
        (wrong(|f| f.phone = "12".into()), Refusal::PhoneWrong),
        (wrong(|f| f.unit = "9-9-9".into()), Refusal::UnitUnknown { unit: "9-9-9".into() }),
        (wrong(|f| f.purpose = "喝茶".into()), Refusal::PurposeUnknown),
        (wrong(|f| f.day = "2026-11-20".into()), Refusal::DayWrong),
        (wrong(|f| f.day = "2028-01-01".into()), Refusal::DayWrong),
        (wrong(|f| f.day = "13-45".into()), Refusal::DayWrong),
        (wrong(|f| f.from = "noon".into()), Refusal::TimesWrong),
        (wrong(|f| f.to = "09:00".into()), Refusal::TimesWrong),
        (wrong(|f| (f.from, f.to) = ("08:00".into(), "09:00".into())), Refusal::DayWrong),
        (wrong(|f| f.companions = "-1".into()), Refusal::CompanionsTooMany { max: 9 }),
        (wrong(|f| f.plate = "xx".into()), Refusal::PlateWrong),
    ];
    let mut bed = Bed::new();
    bed.desk(DeskIntent::Open(DeskPanel::Visits));
    for (form, refusal) in cases {
        assert_eq!(refused(&bed.desk(DeskIntent::Book(form)).desk.notice), refusal);
    }
    let view = bed.view();
    assert!(view.desk.visits.expected.is_empty() && view.desk.visits.booked.is_none());
}

#[test]
fn erasing_a_booking_takes_its_code_and_its_person() {
    let mut bed = Bed::new();
    let booked = book(&mut bed, booking());
    bed.guard(GuardIntent::Show(GuardList::Expected));
    let (id, _) = only(&bed);
    assert!(contains(&bed.files(), "测试戊") && contains(&bed.files(), &booked.code), "the test looks right");
    let stamp = bed.stamp();
    bed.store.write(stamp, move |tx| tx.erase(id.0, ErasureReason::Asked)).unwrap();
    bed.store.sweep_log().unwrap();
    let files = bed.files();
    for gone in ["测试戊", "13700004321", "粤B12345", &booked.code] {
        assert!(!contains(&files, gone), "{gone} is still in the files");
    }
    assert_eq!(bed.store.verify().unwrap().broken, None);
}

#[test]
fn every_state_of_a_visit_comes_out_of_the_journal_as_it_was() {
    let mut bed = Bed::new();
    let came = book(&mut bed, booking());
    book(&mut bed, BookingForm { name: "测试己".into(), ..booking() });
    let off = BookingForm { name: "测试庚".into(), phone: "13600001111".into(), ..booking() };
    book(&mut bed, off);
    let off = bed.view().desk.visits.expected[2].id;
    bed.desk(DeskIntent::CallOff(off));
    bed.now = time("2026-11-21T10:05:00+08:00");
    assert!(by_code(&mut bed, &came.code).kiosk.done.is_some());
    for deny in [true, false] {
        let form = VisitForm { purpose: Some(Purpose::Viewing), goods: Goods::Tools, ..visit() };
        bed.register(form);
        let waits = bed.view().desk.visits.waiting[0].id;
        bed.desk(if deny { DeskIntent::Deny(waits, Denial::Papers) } else { DeskIntent::Admit(waits) });
    }
    bed.register(VisitForm { purpose: Some(Purpose::Viewing), ..visit() });
    let before = crate::journal::dump(&bed);
    bed.store.rebuild().unwrap();
    assert_eq!(crate::journal::dump(&bed), before);
}
