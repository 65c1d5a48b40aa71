//! The turn of the day, and a clock that is wrong: nothing is closed or blanked on a date that nobody believes.

use crate::bed::{Bed, START, time, visit};
use crate::queue::label;
use chrono::Duration;
use front_desk::rules::queue::TicketState;
use front_desk::rules::visits::VisitState;
use front_desk::station::{DeskIntent, Event};

#[test]
fn a_clock_that_jumps_ahead_destroys_nothing() {
    let mut bed = Bed::new();
    let guest = bed.register(visit()).guard.visits[0].id;
    assert_eq!(label(&bed.take("fees")), "A001");
    for at in ["2037-01-01T08:00:00+08:00", "2037-01-02T08:00:00+08:00", "2099-12-31T23:59:59+08:00"] {
        bed.now = time(at);
        let view = bed.tell(Event::Tick);
        assert_eq!(view.station.doubted, Some(time(START).date_naive()), "staff is asked at {at}");
        assert_eq!(view.desk.waiting.len(), 1, "nobody's number is cancelled at {at}");
    }
    assert_eq!(label(&bed.take("fees")), "A002", "and numbers go on");
    let kept = bed.store.read(|db| db.visit(guest)).unwrap().unwrap();
    assert_eq!((kept.state, kept.name.is_some()), (VisitState::Inside, true));

    bed.now = time(START) + Duration::days(1);
    assert!(bed.tell(Event::Tick).station.doubted.is_none(), "the clock was put right");
    let ticket = bed.take("fees");
    assert_eq!(label(&ticket), "A001", "of the next day");
    let ticket = bed.store.read(|db| db.ticket(ticket.kiosk.key.into())).unwrap().unwrap();
    assert_eq!((ticket.number.day, ticket.state), (bed.now.date_naive(), TicketState::Waiting));
}

#[test]
fn staff_says_that_the_date_is_right_and_the_day_begins() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.now += Duration::days(40);
    assert!(bed.tell(Event::Tick).station.doubted.is_some());
    assert!(bed.desk(DeskIntent::BelieveClock).desk.notice.is_none());
    let view = bed.tell(Event::Tick);
    assert!(view.station.doubted.is_none() && view.desk.waiting.is_empty(), "yesterday is closed");
    assert_eq!(label(&bed.take("fees")), "A001");
    bed.now += Duration::days(31);
    assert!(bed.tell(Event::Tick).station.doubted.is_none(), "a holiday is no question");
}

#[test]
fn a_number_taken_before_the_first_tick_is_of_no_doubtful_day() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.now += Duration::days(40);
    let taken = bed.take("fees");
    let ticket = bed.store.read(|db| db.ticket(taken.kiosk.key.into())).unwrap().unwrap();
    assert_eq!((ticket.number.day, ticket.number.n), (time(START).date_naive(), 2));
}

#[test]
fn a_day_that_turns_while_nothing_can_be_kept_turns_when_it_can() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.store.refuse_writes(true).unwrap();
    bed.now += Duration::days(1) + Duration::minutes(1);
    for _ in 0..3 {
        bed.tell(Event::Tick);
    }
    assert!(bed.view().station.closed.is_some());
    assert_eq!(bed.view().desk.waiting.len(), 1, "yesterday's stands");
    bed.store.refuse_writes(false).unwrap();
    for _ in 0..2 {
        bed.tell(Event::Tick);
    }
    assert!(bed.view().station.closed.is_none() && bed.view().desk.waiting.is_empty());
}
