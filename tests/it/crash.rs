//! The seventh rule: a crash in any state, a kill before every commit, a disk that says no. No slip is lost, none doubled in
//! silence.

use crate::bed::{Bed, START, request, time, visit};
use crate::seven_rules::{far_printer, first, naming};
use chrono::Duration;
use front_desk::config::Config;
use front_desk::rules::slips::{Doubt, Proof, SlipState};
use front_desk::rules::{Author, SlipId, Stamp};
use front_desk::station::{Feed, PrintState};
use front_desk::store::{Outcome, Store};
use receipt_printer::Sheet;
use receipt_printer::sim::{SimPrinter, listen};
use std::cell::Cell;
use std::path::Path;
use std::process::Command;

/// Brings the first slip into a state, as a station that then dies would have.
fn brought_to(bed: &Bed, state: SlipState) -> SlipId {
    let (stamp, id) = (bed.stamp(), first(bed));
    let store = bed.store.clone();
    let write = |what: fn(&mut front_desk::store::Tx<'_>, SlipId) -> Result<(), front_desk::store::Error>| {
        store.write(stamp, move |tx| what(tx, id)).unwrap();
    };
    match state {
        SlipState::Queued => write(|tx, id| tx.settle_slip(id, Outcome::NotSent)),
        SlipState::Claimed => {
            write(|tx, id| tx.settle_slip(id, Outcome::NotSent));
            write(|tx, _| tx.claim_slip().map(|_| ()));
        }
        SlipState::Sending => {}
        SlipState::Sent => write(|tx, id| tx.slip_sent(id).map(drop)),
        SlipState::Confirmed => write(|tx, id| tx.settle_slip(id, Outcome::Printed(Proof::Status))),
        SlipState::Unknown => write(|tx, id| tx.settle_slip(id, Outcome::Unknown(Doubt::Held))),
        SlipState::Failed => {
            write(|tx, id| tx.settle_slip(id, Outcome::Unknown(Doubt::Cleared)));
            write(|tx, _| tx.claim_slip().map(|_| ()));
            write(|tx, id| tx.slip_sending(id).map(drop));
            write(|tx, id| tx.settle_slip(id, Outcome::Unknown(Doubt::Cleared)));
        }
        SlipState::Expired => {
            write(|tx, id| tx.settle_slip(id, Outcome::NotSent));
            let late = Stamp { now: stamp.now + Duration::hours(1), ..stamp };
            store.write(late, |tx| tx.claim_slip()).unwrap();
        }
        SlipState::Void => {
            write(|tx, id| tx.settle_slip(id, Outcome::NotSent));
            write(|tx, id| tx.void_slip(id));
        }
    }
    assert_eq!(store.read(|db| db.slip_state(id)).unwrap(), Some(state));
    id
}

#[test]
fn rule_7_a_crash_in_any_state_is_recovered_at_the_start() {
    // The state it died in; what comes out of itself afterwards (0, 1, or 2: one that says 补打) of a ticket and a receipt.
    let table = [
        (SlipState::Queued, 1, 1),
        (SlipState::Claimed, 1, 1),
        (SlipState::Sending, 2, 0),
        (SlipState::Sent, 2, 0),
        (SlipState::Confirmed, 0, 0),
        (SlipState::Unknown, 0, 0),
        (SlipState::Failed, 0, 0),
        (SlipState::Expired, 0, -1),
        (SlipState::Void, 0, 0),
    ];
    for (state, ticket, receipt) in table {
        for (is_ticket, wanted) in [(true, ticket), (false, receipt)] {
            if wanted < 0 {
                continue; // a receipt never expires
            }
            let mut bed = Bed::new();
            if is_ticket {
                bed.take("fees")
            } else {
                bed.log(request())
            };
            let id = brought_to(&bed, state);
            let Bed { folder, station, store, feed, sim, .. } = bed;
            drop((station, store, feed, sim));
            let mut bed = Bed::in_folder(folder);
            let slips = bed.print();
            let marked = slips.iter().filter(|s| s.contains("补打")).count();
            let came = i32::try_from(slips.len() + marked).unwrap();
            assert_eq!(came, wanted, "{state:?}, a ticket: {is_ticket}");
            let left = bed.store.read(|db| db.slip_state(id)).unwrap().unwrap();
            let settled = matches!(left, SlipState::Confirmed | SlipState::Expired | SlipState::Void);
            assert!(settled || left.in_doubt(), "{state:?} became {left:?}: nobody would ever look at it");
        }
    }
}

/// Set for a child of the test below: the store's folder, the printer's address, and the commit before which it dies.
const DIES: &str = "FRONT_DESK_DIES";

/// Prints what waits, and dies right before a given commit.
fn print_and_die(folder: &Path, address: &str, before: u32) {
    let store = Store::open(folder, *time(START).offset()).unwrap();
    let stamp = Stamp { now: time(START), author: Author::Clock };
    let left = Cell::new(before);
    let count = || {
        if left.get() == 0 {
            std::process::abort();
        }
        left.set(left.get() - 1);
        stamp
    };
    let mut feed = Feed::start(&store, far_printer(address), count()).unwrap();
    feed.printer.ask();
    feed.print_waiting(&store, count, |_| {}).unwrap();
}

#[test]
fn rule_7_killed_before_every_commit_the_paper_shows_each_number_once_or_marked() {
    if let Ok(task) = std::env::var(DIES) {
        let parts: Vec<&str> = task.split('|').collect();
        return print_and_die(Path::new(parts[0]), parts[1], parts[2].parse().unwrap());
    }
    // One commit at the start, then claim, sending, sent, end for each of three slips.
    for before in 0..13 {
        let mut bed = Bed::with(naming);
        bed.sim.paper_out();
        bed.take("fees");
        bed.register(visit());
        bed.log(request());
        bed.print();
        let mut profile = Config::load(&crate::bed::shipped()).unwrap().profile;
        naming(&mut profile);
        let far = SimPrinter::new(profile);
        let listening = listen("127.0.0.1:0", far.clone()).unwrap();
        let address = listening.address().to_string();
        let Bed { folder, station, store, feed, sim, .. } = bed;
        drop((station, store, feed, sim));
        let child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "crash::rule_7_killed_before_every_commit_the_paper_shows_each_number_once_or_marked",
            ])
            .env(DIES, format!("{}|{address}|{before}", folder.path().display()))
            .output()
            .unwrap();
        assert!(!child.status.success(), "it was to die before commit {before}");
        print_and_die(folder.path(), &address, u32::MAX);
        let store = Store::open(folder.path(), *time(START).offset()).unwrap();
        let text: Vec<String> = far.take_sheets().iter().map(Sheet::grid).collect();
        for number in ["A001", "V001", "R20261121-001"] {
            let came: Vec<&String> = text.iter().filter(|t| t.contains(number)).collect();
            let bare = came.iter().filter(|t| !t.contains("补打")).count();
            assert!(bare <= 1, "killed before commit {before}: {number} came out twice in silence");
            let waiting = store.read(|db| db.slips_waiting()).unwrap();
            assert!(
                !came.is_empty() || waiting.iter().any(|(_, _, s)| s.in_doubt()),
                "{number} is lost, {before}"
            );
        }
    }
}

#[test]
fn an_end_the_disk_would_not_take_is_written_down_before_the_next_slip() {
    let mut bed = Bed::new();
    bed.log(request());
    bed.feed.printer.ask();
    let (store, stamp) = (bed.store.clone(), bed.stamp());
    store.refuse_writes(true).unwrap();
    for _ in 0..3 {
        assert!(bed.feed.print_waiting(&store, || stamp, |_| {}).is_err());
    }
    let done = |bed: &mut Bed| bed.tell(front_desk::station::Event::Tick).kiosk.done.as_ref().unwrap().print;
    assert_eq!(done(&mut bed), PrintState::Printing);
    store.refuse_writes(false).unwrap();
    let told = Cell::new(0);
    bed.feed.print_waiting(&store, || stamp, |_| told.set(told.get() + 1)).unwrap();
    assert_eq!((told.get(), done(&mut bed)), (1, PrintState::Printed), "the page no longer says it prints");
    assert_eq!(bed.sim.take_sheets().len(), 1, "and it came out once");
}

#[test]
fn a_claimed_slip_whose_sending_cannot_be_written_down_is_not_sent() {
    let mut bed = Bed::new();
    bed.sim.paper_out();
    bed.log(request());
    bed.print();
    bed.sim.load_paper();
    bed.feed.printer.ask();
    let (store, stamp, asked) = (bed.store.clone(), bed.stamp(), Cell::new(0));
    let refuse_second = || {
        asked.set(asked.get() + 1);
        if asked.get() == 2 {
            store.refuse_writes(true).unwrap();
        }
        stamp
    };
    assert!(bed.feed.print_waiting(&store, refuse_second, |_| {}).is_err());
    assert!(bed.sim.take_sheets().is_empty(), "not a byte of it");
    bed.store.refuse_writes(false).unwrap();
    let slips = bed.print();
    assert!(slips.len() == 1 && !slips[0].contains("补打"), "{slips:?}");
}
