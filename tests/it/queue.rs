//! Queue numbers: one a tap, one a counter, none lost, none twice.

use crate::bed::{Bed, START, refused, shipped, time};
use chrono::Duration;
use front_desk::config::Config;
use front_desk::devices::{Bench, Devices};
use front_desk::rules::Refusal;
use front_desk::rules::queue::TicketState;
use front_desk::station::{DeskIntent, DoneKind, Event, Intent, KioskIntent, KioskPage, Station, View};
use front_desk::store::Store;
use std::collections::BTreeSet;

/// The number on the page of a ticket just taken.
pub(crate) fn label(view: &View) -> String {
    match view.kiosk.done.clone().map(|d| d.kind) {
        Some(DoneKind::Ticket { label, .. }) => label,
        other => panic!("no ticket: {other:?}, {:?}", view.kiosk.notice),
    }
}

#[test]
fn taken_called_finished_and_the_board_follows() {
    let mut bed = Bed::new();
    assert_eq!(label(&bed.take("fees")), "A001");
    assert_eq!(label(&bed.take("fees")), "A002");
    let slips = bed.print();
    assert!(slips[0].contains("您是下一位") && slips[1].contains("前面还有 1 人"), "{slips:?}");
    let view = bed.desk(DeskIntent::CallNext);
    assert_eq!(view.desk.current.as_ref().unwrap().label, "A001");
    assert_eq!((view.board.called[0].label.as_str(), view.board.called[0].counter), ("A001", 1));
    assert_eq!((view.board.waiting[0].service.as_str(), view.board.waiting[0].waiting), ("交费", 1));
    let view = bed.desk(DeskIntent::CallNext);
    assert_eq!(refused(&view.desk.notice), Refusal::StillServing { label: "A001".into() });
    let view = bed.desk(DeskIntent::Finish);
    assert!(view.desk.current.is_none() && view.board.called.is_empty() && view.desk.notice.is_none());
}

#[test]
fn people_ahead_are_those_who_really_wait() {
    let mut bed = Bed::new();
    for _ in 0..3 {
        bed.take("fees");
    }
    bed.desk(DeskIntent::CallNext);
    bed.desk(DeskIntent::Finish);
    bed.take("general");
    bed.open(KioskPage::Number);
    assert_eq!(bed.view().kiosk.ahead.people, 3, "the page before says the same");
    let view = bed.take("passes");
    let Some(DoneKind::Ticket { ahead, .. }) = view.kiosk.done.clone().map(|d| d.kind) else { panic!() };
    assert_eq!(
        ahead.people, 3,
        "not the one that was served, but who waits for any service: each is called before"
    );
    assert!(bed.print().last().unwrap().contains("前面还有 3 人"));
    let mut called = Vec::new();
    while called.last().is_none_or(|label| label != "D001") {
        called.push(bed.desk(DeskIntent::CallNext).desk.current.as_ref().unwrap().label.clone());
        bed.desk(DeskIntent::Finish);
    }
    assert_eq!(called, ["A002", "A003", "B001", "D001"]);
}

#[test]
fn a_double_tap_is_one_ticket() {
    let mut bed = Bed::new();
    let key = bed.open(KioskPage::Number);
    let first = label(&bed.kiosk(KioskIntent::TakeNumber { key, service: "fees".into() }));
    let second = label(&bed.kiosk(KioskIntent::TakeNumber { key, service: "fees".into() }));
    assert_eq!((first.as_str(), second.as_str()), ("A001", "A001"));
    assert_eq!((bed.view().desk.waiting.len(), bed.print().len()), (1, 1));
}

#[test]
fn two_counters_never_get_one_number() {
    let mut bed = Bed::new();
    bed.take("fees");
    let other = Config::load(&shipped()).unwrap();
    let (devices, _ends) = Devices::new(Bench::default());
    let mut second = Station::new(other.station, other.house, bed.store.clone(), devices);
    let wanted = bed.view().desk.waiting[0].id;
    bed.desk(DeskIntent::Call(wanted));
    let now = time(START);
    second.handle(Event::Intent(Intent::Desk(DeskIntent::Counter(2))), now);
    second.handle(Event::Intent(Intent::Desk(DeskIntent::Call(wanted))), now);
    second.show(now);
    let told = second.views().borrow().desk.notice.clone();
    assert_eq!(refused(&told), Refusal::AlreadyCalled { label: "A001".into(), counter: 1 });
}

#[test]
fn missed_can_be_called_again_and_recalled() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.desk(DeskIntent::CallNext);
    let view = bed.desk(DeskIntent::Miss);
    assert_eq!(
        (view.desk.aside[0].state, view.board.missed.clone()),
        (TicketState::Missed, vec!["A001".to_owned()])
    );
    let again = view.desk.aside[0].id;
    assert_eq!(refused(&bed.desk(DeskIntent::Recall).desk.notice), Refusal::NothingInHand);
    let view = bed.desk(DeskIntent::Call(again));
    assert_eq!(view.desk.current.as_ref().unwrap().label, "A001");
    assert!(bed.desk(DeskIntent::Recall).desk.notice.is_none());
    assert!(bed.desk(DeskIntent::Park).desk.current.is_none());
    assert_eq!(refused(&bed.desk(DeskIntent::CallNext).desk.notice), Refusal::NobodyWaiting);
}

#[test]
fn out_of_hours_it_says_when() {
    let mut bed = Bed::new();
    bed.now = time("2026-11-21T12:30:00+08:00");
    let view = bed.take("move-in");
    let refusal = Refusal::ServiceClosed { tomorrow: false, at: "14:00".into() };
    assert_eq!(refused(&view.kiosk.notice), refusal);
    assert_eq!(refusal.to_string(), "现在不在办理时间，今天 14:00 开始");
    bed.now = time("2026-11-21T19:00:00+08:00");
    let view = bed.take("move-in");
    assert_eq!(refused(&view.kiosk.notice), Refusal::ServiceClosed { tomorrow: true, at: "09:00".into() });
}

#[test]
fn a_kiosk_gives_so_many_an_hour() {
    let mut bed = Bed::new();
    for _ in 0..240 {
        label(&bed.take("fees"));
    }
    assert_eq!(refused(&bed.take("fees").kiosk.notice), Refusal::NumbersTooMany);
    bed.now += Duration::hours(1);
    label(&bed.take("fees"));
    bed.now -= Duration::days(1);
    label(&bed.take("fees"));
}

#[test]
fn a_new_day_counts_from_one_and_keeps_history() {
    let mut bed = Bed::new();
    bed.now = time("2026-11-21T23:59:59+08:00");
    assert_eq!(label(&bed.take("fees")), "A001");
    bed.now = time("2026-11-22T00:00:00+08:00");
    bed.tell(Event::Tick);
    assert_eq!(label(&bed.take("fees")), "A001");
    let open = bed.store.read(|db| db.tickets_open(10)).unwrap();
    assert_eq!(open.len(), 1, "yesterday's is cancelled, not called today");
    assert_eq!(bed.store.read(|db| db.facts()).unwrap(), 3, "taken, cancelled, taken");
}

#[test]
fn a_clock_that_jumps_back_never_issues_a_number_twice() {
    let mut bed = Bed::new();
    let mut seen = BTreeSet::new();
    for at in [
        "2026-11-21T23:59:00+08:00",
        "2026-11-22T00:01:00+08:00",
        "2026-11-21T23:58:00+08:00",
        "1970-01-01T08:00:00+08:00",
        "2026-11-22T00:02:00+08:00",
    ] {
        bed.now = time(at);
        bed.tell(Event::Tick);
        let view = bed.take("fees");
        let key = view.kiosk.key;
        label(&view);
        let ticket = bed.store.read(|db| db.ticket(key.into())).unwrap().unwrap();
        assert!(seen.insert((ticket.number.day, ticket.number.n)), "{} again at {at}", ticket.number);
        assert!(seen.iter().last().unwrap().1 == ticket.number.n, "the count went back at {at}");
    }
}

/// Eight callers at once, on this folder or on one of its own. `kill.rs` runs this very test in a process that it kills;
/// each number is acknowledged on standard output only after it was durable.
#[test]
fn eight_callers_get_distinct_numbers_without_gaps() {
    let given = std::env::var_os("FRONT_DESK_FOLDER");
    let own = tempfile::tempdir().unwrap();
    let folder = given.as_ref().map_or(own.path(), std::path::Path::new);
    let each = if given.is_some() { 1_000 } else { 25 };
    let config = Config::load(&shipped()).unwrap();
    let store = Store::open(folder, config.house.offset).unwrap();
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let mut config = config.clone();
            config.house.numbers_per_hour = 100_000;
            let (devices, _ends) = Devices::new(Bench::default());
            let mut station = Station::new(config.station, config.house, store.clone(), devices);
            std::thread::spawn(move || (0..each).map(|_| issue(&mut station)).collect::<Vec<String>>())
        })
        .collect();
    let labels: Vec<String> = callers.into_iter().flat_map(|c| c.join().unwrap()).collect();
    let distinct: BTreeSet<&String> = labels.iter().collect();
    assert_eq!(distinct.len(), labels.len());
    if given.is_none() {
        let wanted: BTreeSet<String> = (1..=200).map(|n| format!("A{n:03}")).collect();
        assert_eq!(labels.iter().cloned().collect::<BTreeSet<_>>(), wanted);
    }
}

fn issue(station: &mut Station) -> String {
    let now = time(START);
    station.handle(Event::Intent(Intent::Kiosk(KioskIntent::Open(KioskPage::Number))), now);
    station.show(now);
    let key = station.views().borrow().kiosk.key;
    let take = KioskIntent::TakeNumber { key, service: "fees".into() };
    station.handle(Event::Intent(Intent::Kiosk(take)), now);
    station.show(now);
    let view = station.views().borrow().clone();
    let label = label(&view);
    println!("issued {label}");
    label
}

/// One number of a service, called and finished after so many seconds.
fn serve(bed: &mut Bed, service: &str, seconds: i64) {
    bed.take(service);
    bed.desk(DeskIntent::CallNext);
    bed.now += Duration::seconds(seconds);
    bed.desk(DeskIntent::Finish);
}

#[test]
fn waiting_times_come_from_today_or_are_not_said() {
    let mut bed = Bed::new();
    let range = |bed: &mut Bed| {
        bed.open(KioskPage::Number);
        bed.view().kiosk.ahead.range
    };
    for _ in 0..4 {
        serve(&mut bed, "fees", 300);
    }
    bed.take("fees");
    assert_eq!(range(&mut bed), None, "four served are too few");
    bed.desk(DeskIntent::CallNext);
    bed.now += Duration::seconds(300);
    bed.desk(DeskIntent::Finish);
    assert_eq!(range(&mut bed), None, "nobody waits");
    bed.take("fees");
    bed.take("fees");
    assert_eq!(range(&mut bed), Some((10, 15)), "two before, five minutes each, one in hand");
    assert!(bed.view().kiosk.services[0].left.is_none() && bed.view().kiosk.services[2].left == Some(60));
    bed.kiosk(KioskIntent::Open(KioskPage::Home));
    assert!(bed.view().kiosk.services.is_empty(), "nothing is worked out while nobody looks");
    bed.now += Duration::minutes(46);
    assert_eq!(range(&mut bed), None, "no counter works any more");
    let before = bed.store.read(|db| db.served(bed.now.date_naive(), "A")).unwrap();
    bed.store.rebuild().unwrap();
    assert_eq!(bed.store.read(|db| db.served(bed.now.date_naive(), "A")).unwrap(), before);
    bed.now += Duration::days(1);
    bed.tell(Event::Tick);
    assert!(bed.store.read(|db| db.served(bed.now.date_naive(), "A")).unwrap().is_empty());
}

#[test]
fn a_day_has_so_many_numbers_of_a_service() {
    let mut bed = Bed::new();
    for _ in 0..60 {
        label(&bed.take("move-in"));
    }
    let view = bed.take("move-in");
    assert_eq!(refused(&view.kiosk.notice), Refusal::QuotaTaken { quota: 60 });
    assert_eq!(view.kiosk.services[2].closed, Some(Refusal::QuotaTaken { quota: 60 }));
    assert_eq!(view.kiosk.services[2].left, Some(0));
    label(&bed.take("fees"));
    bed.now += Duration::days(1);
    bed.tell(Event::Tick);
    assert_eq!(label(&bed.take("move-in")), "C001");
}

#[test]
fn the_last_page_says_of_waiting_what_the_page_before_said() {
    let mut bed = Bed::new();
    let range = |view: &View| match view.kiosk.done.clone().map(|d| d.kind) {
        Some(DoneKind::Ticket { ahead, .. }) => (ahead.people, ahead.range),
        other => panic!("no ticket: {other:?}"),
    };
    assert_eq!(range(&bed.take("fees")), (0, None), "nothing honest can be said in the morning");
    for _ in 0..6 {
        bed.take("fees");
        bed.desk(DeskIntent::CallNext);
        bed.now += Duration::minutes(4);
        bed.desk(DeskIntent::Finish);
    }
    let page = bed.open(KioskPage::Number);
    let said = bed.view().kiosk.ahead.range;
    assert!(said.is_some(), "{:?}", bed.view().kiosk.ahead);
    let view = bed.kiosk(KioskIntent::TakeNumber { key: page, service: "fees".into() });
    assert_eq!(range(&view), (1, said));
}
