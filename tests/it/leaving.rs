//! Leaving: one move at the real time; whatever a scanner or a child types is harmless.

use crate::bed::{Bed, refused, time, visit};
use front_desk::rules::people::{IdNumber, PersonName};
use front_desk::rules::visits::{CardHolder, VisitForm, VisitState};
use front_desk::rules::{Refusal, VisitId};
use front_desk::station::{
    CardStage, Coming, DoneKind, Event, KioskIntent, KioskPage, Leaver, PrintState, Token, View,
};
use uuid::Uuid;

fn holder() -> CardHolder {
    CardHolder {
        name: PersonName::parse("测试丙").unwrap(),
        number: Some(IdNumber::parse("110000199003071231").unwrap()),
    }
}

fn leave(bed: &mut Bed, leaver: Leaver) -> View {
    let key = bed.open(KioskPage::Leave);
    bed.kiosk(KioskIntent::Leave { key, leaver })
}

fn scan(bed: &mut Bed, line: &str) -> View {
    leave(bed, Leaver::Scan(line.into()))
}

fn number(bed: &mut Bed, number: &str, tail: &str) -> View {
    leave(bed, Leaver::Number { number: number.into(), tail: tail.into() })
}

/// Somebody inside, and the text of the pass's symbol.
fn inside() -> (Bed, VisitId, String) {
    let mut bed = Bed::new();
    let qr = bed.register(visit()).kiosk.done.as_ref().unwrap().qr.clone();
    let id = bed.view().guard.visits[0].id;
    (bed, id, qr)
}

fn kept(bed: &Bed, id: VisitId) -> (VisitState, Option<chrono::DateTime<chrono::FixedOffset>>) {
    let visit = bed.store.read(|db| db.visit(id)).unwrap().unwrap();
    (visit.state, visit.left)
}

#[test]
fn the_symbol_of_a_pass_lets_out_once_at_the_real_time() {
    let (mut bed, id, qr) = inside();
    bed.now = time("2026-11-21T16:20:07+08:00");
    let view = scan(&mut bed, &format!(" {qr}\r"));
    let done = view.kiosk.done.clone().unwrap();
    assert_eq!(done.kind, DoneKind::Left { label: "V001".into(), at: "16:20".into() });
    assert_eq!((done.print, view.kiosk.take_card), (PrintState::Nothing, false));
    assert_eq!(kept(&bed, id), (VisitState::Left, Some(bed.now)));
    bed.now = time("2026-11-21T16:30:00+08:00");
    assert_eq!(refused(&scan(&mut bed, &qr).kiosk.notice), Refusal::LeftAlready);
    assert_eq!(kept(&bed, id).1, Some(time("2026-11-21T16:20:07+08:00")), "the first time stands");
}

#[test]
fn the_card_that_came_in_goes_out_and_is_not_forgotten_on_the_reader() {
    let mut bed = Bed::new();
    let key = bed.visit();
    let view = bed.tell(Event::Card(Box::new(holder())));
    assert!(view.kiosk.take_card);
    let view = bed.kiosk(KioskIntent::RegisterVisit { key, form: visit() });
    assert!(view.kiosk.done.is_some() && view.kiosk.take_card, "the pass is there, the card still lies");
    assert!(!bed.tell(Event::CardRemoved).kiosk.take_card);
    bed.open(KioskPage::Home);
    bed.open(KioskPage::Leave);
    let view = bed.tell(Event::Card(Box::new(holder())));
    assert!(matches!(view.kiosk.done.as_ref().unwrap().kind, DoneKind::Left { .. }));
    assert!(view.kiosk.take_card && view.guard.people_inside == 0);
    // A reader that cannot tell: home says it for a short while and then no longer.
    assert!(bed.open(KioskPage::Home) != Uuid::nil() && bed.view().kiosk.take_card);
    assert!(bed.wait(14).kiosk.take_card && !bed.wait(2).kiosk.take_card);
}

#[test]
fn a_card_of_nobody_inside_is_told_and_the_next_one_is_taken() {
    let mut bed = Bed::new();
    bed.open(KioskPage::Leave);
    for _ in 0..20 {
        let view = bed.tell(Event::Card(Box::new(holder())));
        assert_eq!(
            refused(&view.kiosk.notice),
            Refusal::NotInside,
            "a card is no guess: nobody is locked out"
        );
        assert_eq!((view.kiosk.page, &view.kiosk.card), (KioskPage::Leave, &CardStage::Waiting));
    }
    let foreign = CardHolder { name: PersonName::parse("Ана").unwrap(), number: None };
    let view = bed.tell(Event::Card(Box::new(foreign)));
    assert_eq!(refused(&view.kiosk.notice), Refusal::NotInside);
}

#[test]
fn by_number_and_tail_of_the_telephone_or_of_the_id_number() {
    for typed in ["V001", "v1", "1", "Ｖ００１"] {
        let (mut bed, id, _) = inside();
        assert!(number(&mut bed, typed, "5678").kiosk.done.is_some(), "{typed}");
        assert_eq!(kept(&bed, id).0, VisitState::Left);
    }
    let mut bed = Bed::new();
    let key = bed.visit();
    bed.tell(Event::Card(Box::new(holder())));
    bed.kiosk(KioskIntent::RegisterVisit { key, form: VisitForm { phone: String::new(), ..visit() } });
    assert!(number(&mut bed, "V001", "1231").kiosk.done.is_some());
    let view = number(&mut bed, "V001", "1231");
    assert_eq!(refused(&view.kiosk.notice), Refusal::LeftAlready);
}

/// A line of the scanner on the page that is shown.
fn shown(bed: &mut Bed, line: &str) -> View {
    let key = bed.view().kiosk.key;
    bed.kiosk(KioskIntent::Scanned { key, line: line.into() })
}

#[test]
fn a_slip_under_the_scanner_does_what_it_is_for_on_any_page() {
    let (mut bed, id, pass) = inside();
    let receipt = bed.log(crate::bed::request()).kiosk.done.as_ref().unwrap().qr.clone();
    for page in [KioskPage::Home, KioskPage::Leave, KioskPage::Progress] {
        bed.open(page);
        let view = shown(&mut bed, &receipt);
        assert_eq!((view.kiosk.page, view.kiosk.progress.is_some()), (KioskPage::Progress, true), "{page:?}");
    }
    let old = bed.open(KioskPage::Home);
    let before = bed.view();
    for other in ["", "FDV", "FDT019aa4a27d8070008000000000000001", "6901234567890", "'; --"] {
        let view = shown(&mut bed, other);
        assert_eq!((view.kiosk.page, &view.kiosk.notice), (KioskPage::Home, &before.kiosk.notice), "{other}");
    }
    let view = shown(&mut bed, &pass);
    assert!(matches!(view.kiosk.done.as_ref().map(|d| &d.kind), Some(DoneKind::Left { .. })));
    assert_eq!(kept(&bed, id).0, VisitState::Left);
    let line = pass.clone();
    let view = bed.kiosk(KioskIntent::Scanned { key: old, line });
    assert!(
        view.kiosk.done.is_some() && view.kiosk.notice.is_none(),
        "a scanner that stutters changes nothing"
    );
    let view = shown(&mut bed, &pass);
    assert!(view.kiosk.done.is_some() && view.kiosk.notice.is_none(), "nor there");
    bed.open(KioskPage::Home);
    let view = shown(&mut bed, &pass);
    assert_eq!((view.kiosk.page, refused(&view.kiosk.notice)), (KioskPage::Leave, Refusal::LeftAlready));
}

#[test]
fn wrong_numbers_are_few_and_say_nothing_about_anybody() {
    let (mut bed, id, qr) = inside();
    let wrong =
        [("V001", "0000"), ("V001", ""), ("V002", "5678"), ("-1", "5678"), ("99999999999999999999", "5678")];
    for (n, tail) in wrong {
        assert_eq!(refused(&number(&mut bed, n, tail).kiosk.notice), Refusal::NotInside, "{n} {tail}");
    }
    assert_eq!(
        refused(&number(&mut bed, "V001", "5678").kiosk.notice),
        Refusal::TriesTooMany { minutes: 10 }
    );
    assert_eq!(kept(&bed, id).0, VisitState::Inside);
    assert!(scan(&mut bed, &qr).kiosk.done.is_some(), "a symbol cannot be guessed: it always works");
    let key = bed.visit();
    let guest = Coming { token: Token::Code("123456".into()), minor: false, guardian: false };
    let told = refused(&bed.kiosk(KioskIntent::Arrive { key, guest }).kiosk.notice);
    assert_eq!(told, Refusal::AppointmentUnknown, "tries at a booking's code are counted apart");
}

#[test]
fn what_a_scanner_types_by_mistake_is_harmless() {
    let (mut bed, id, qr) = inside();
    let megabyte = qr.repeat(1 << 15);
    let half = &qr[..17];
    let receipt = qr.replacen("FDV", "FDR", 1);
    let other = format!("FDV{}", Uuid::from_u128(7).simple());
    for line in ["", half, &megabyte, &receipt, &other, "6901234567892", "\u{0}\u{1b}@", "FDV🂡"] {
        let view = scan(&mut bed, line);
        assert_eq!(refused(&view.kiosk.notice), Refusal::NotInside);
        assert_eq!(view.kiosk.page, KioskPage::Leave);
    }
    assert_eq!(kept(&bed, id).0, VisitState::Inside);
}

#[test]
fn who_waits_or_was_refused_cannot_leave() {
    let mut bed = Bed::new();
    let form = VisitForm { purpose: Some(front_desk::rules::visits::Purpose::Viewing), ..visit() };
    let qr = bed.register(form).kiosk.done.as_ref().unwrap().qr.clone();
    assert_eq!(refused(&scan(&mut bed, &qr).kiosk.notice), Refusal::NotInside);
}
