//! A booked guest who comes with a card, or with a guardian: the shorter way keeps what the long one does, and a name is no
//! proof.

use crate::appointments::{book, booking, coming, only, tail};
use crate::bed::{Bed, refused, time, visit};
use front_desk::rules::appointments::BookingForm;
use front_desk::rules::people::{IdNumber, PersonName};
use front_desk::rules::visits::{CardHolder, VisitForm};
use front_desk::rules::{Fact, Refusal, VisitId};
use front_desk::station::{Coming, DoneKind, Event, KioskIntent, KioskPage, Token, View};

/// Puts a card on the reader of the visit page.
fn card(bed: &mut Bed, name: &str, number: &str) -> View {
    let name = PersonName::parse(name).unwrap();
    bed.tell(Event::Card(Box::new(CardHolder { name, number: IdNumber::parse(number).ok() })))
}

/// What the journal says of a guest's arrival.
fn arrival(bed: &Bed, id: VisitId) -> Fact {
    let facts = bed.store.read(|db| db.history(id.0)).unwrap().into_iter().map(|h| h.fact);
    facts.into_iter().find(|fact| matches!(fact, Fact::VisitArrived { .. })).unwrap()
}

#[test]
fn a_booked_guest_keeps_guardian_and_card() {
    let (grown, child) = ("110000199003071231", "110000201503071238");
    for (number, minor) in [(grown, true), (child, false)] {
        let mut bed = Bed::new();
        let booked = book(&mut bed, booking());
        bed.now = time("2026-11-21T10:05:00+08:00");
        let key = bed.visit();
        assert_eq!(card(&mut bed, "测试戊", number).kiosk.minor, number == child);
        for guardian in [false, true] {
            let guest = Coming { token: Token::Code(booked.code.clone()), minor, guardian };
            let view = bed.kiosk(KioskIntent::Arrive { key, guest });
            if guardian {
                assert!(view.kiosk.done.is_some(), "{:?}", view.kiosk.notice);
            } else {
                assert_eq!(refused(&view.kiosk.notice), Refusal::GuardianNeeded);
            }
        }
        let (id, _) = only(&bed);
        let kept = bed.store.read(|db| db.visit(id)).unwrap().unwrap();
        assert_eq!((kept.by_card, kept.id_last4.as_deref()), (true, Some(&number[14..])));
        assert!(matches!(arrival(&bed, id), Fact::VisitArrived { guardian: true, by_card: true, .. }));
        let key = bed.open(KioskPage::Leave);
        let leaves = card(&mut bed, "测试戊", number).kiosk.done.clone();
        assert!(matches!(leaves.map(|d| d.kind), Some(DoneKind::Left { .. })), "the card lets out, {key}");
    }
    // In full, and found to be expected: the tick is kept just as well.
    let mut bed = Bed::new();
    book(&mut bed, booking());
    bed.now = time("2026-11-21T10:05:00+08:00");
    let form = VisitForm { name: "测试戊".into(), phone: "13700004321".into(), minor: true, ..visit() };
    bed.register(VisitForm { guardian: true, ..form });
    assert!(matches!(arrival(&bed, only(&bed).0), Fact::VisitArrived { guardian: true, .. }));
}

#[test]
fn somebody_elses_code_does_not_fit_a_card_and_a_namesake_learns_nothing() {
    let number = "110000199003071231";
    let mut bed = Bed::new();
    let booked = book(&mut bed, booking());
    bed.now = time("2026-11-21T10:05:00+08:00");
    let key = bed.visit();
    assert!(!card(&mut bed, "测试庚", number).kiosk.expected, "nobody of that name is expected");
    for token in [Token::Code(booked.code), tail("测试戊")] {
        let view = bed.kiosk(KioskIntent::Arrive { key, guest: coming(token) });
        assert_eq!(refused(&view.kiosk.notice), Refusal::AppointmentUnknown);
    }
    let key = bed.visit();
    assert!(card(&mut bed, "测试戊", number).kiosk.expected, "the page asks for the telephone's end next");
    let guest = coming(Token::Tail { name: "测试戊".into(), tail: "9999".into() });
    let view = bed.kiosk(KioskIntent::Arrive { key, guest });
    assert_eq!(refused(&view.kiosk.notice), Refusal::AppointmentUnknown);
    let view = bed.kiosk(KioskIntent::Arrive { key, guest: coming(tail("测试戊")) });
    assert!(view.kiosk.done.is_some());
}

#[test]
fn whom_a_booked_guest_comes_to_see_is_known_and_may_be_another() {
    let mut bed = Bed::new();
    book(&mut bed, BookingForm { host: "示例庚".into(), ..booking() });
    assert_eq!(bed.view().desk.visits.expected[0].host, "示*庚");
    bed.now = time("2026-11-21T10:05:00+08:00");
    let form = VisitForm { name: "测试戊".into(), phone: "13700004321".into(), ..visit() };
    bed.register(VisitForm { host: "示例辛".into(), ..form });
    assert_eq!(bed.view().guard.visits[0].host, "示*辛", "the guest knows best");
    let mut bed = Bed::new();
    let booked = book(&mut bed, BookingForm { host: "示例庚".into(), ..booking() });
    bed.now = time("2026-11-21T10:05:00+08:00");
    let key = bed.visit();
    bed.kiosk(KioskIntent::Arrive { key, guest: coming(Token::Code(booked.code)) });
    assert_eq!(bed.view().guard.visits[0].host, "示*庚");
}
