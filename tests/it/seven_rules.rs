//! The rules that keep the promise "no slip is silently lost, none is printed twice without 补打", one test each
//! (the seventh, a crash, in `crash.rs`); and printers that answer badly or are shared.

use crate::bed::{Bed, request};
use chrono::Duration;
use front_desk::config::Config;
use front_desk::devices::{Place, Printer};
use front_desk::rules::SlipId;
use front_desk::rules::slips::{Proof, SlipAct, SlipReason, SlipState};
use front_desk::station::{DeskIntent, DeskPanel, Feed, PrintState};
use front_desk::store::Outcome;
use receipt_printer::sim::{SimPrinter, listen};
use receipt_printer::transport::tcp::Tcp;
use receipt_printer::{Level, Limits, Profile, Sheet};

/// The same printer, one that names what it printed.
pub(crate) fn naming(profile: &mut Profile) {
    profile.confirm = Level::ProcessId;
}

fn states(bed: &Bed) -> Vec<SlipState> {
    bed.store.read(|db| db.slips_waiting()).unwrap().iter().map(|(_, _, state)| *state).collect()
}

pub(crate) fn first(bed: &Bed) -> SlipId {
    bed.store.read(|db| db.slips_waiting()).unwrap()[0].0
}

/// The same kind of printer at the far end of a network line.
pub(crate) fn far_printer(address: &str) -> Printer {
    let mut profile = Config::load(&crate::bed::shipped()).unwrap().profile;
    naming(&mut profile);
    let limits = Limits { paper_percent: 0, retry_first: std::time::Duration::ZERO, ..Limits::default() };
    Printer::new(Place::Tcp(Tcp::new(address)), profile, limits)
}

/// All that came out, with marks.
fn paper(sim: &SimPrinter) -> String {
    sim.take_sheets().iter().map(Sheet::grid).collect()
}

#[test]
fn rule_1_a_number_and_its_slip_are_one_commit() {
    let mut bed = Bed::new();
    bed.store.refuse_writes(true).unwrap();
    assert!(bed.take("fees").kiosk.done.is_none(), "no number was shown");
    assert!(states(&bed).is_empty());
    bed.store.refuse_writes(false).unwrap();
    let view = bed.take("fees");
    assert_eq!((view.desk.waiting.len(), states(&bed)), (1, vec![SlipState::Sending]), "both, or neither");
}

#[test]
fn rule_2_nothing_is_sent_to_a_printer_that_cannot_print_and_only_a_receipt_waits_for_ever() {
    for (trouble, mended) in [("paper out", "paper in"), ("cover open", "cover close"), ("unplug", "plug")] {
        let mut bed = Bed::new();
        bed.sim.obey(trouble.parse().unwrap());
        bed.take("fees");
        bed.log(request());
        bed.guard(front_desk::station::GuardIntent::RollCall);
        let held = bed.sim.held();
        assert!(bed.print().is_empty());
        assert!(bed.sim.held() <= held + 64, "{trouble}: questions at most are held");
        assert_eq!(states(&bed), [SlipState::Queued; 3]);
        bed.now += Duration::minutes(11);
        bed.sim.obey(mended.parse().unwrap());
        let slips = bed.print();
        assert_eq!(slips.len(), 1, "{trouble}: ticket and list are too old, the receipt is not");
        assert!(slips[0].contains("R20261121-001") && !slips[0].contains("补打"));
        assert!(states(&bed).is_empty());
    }
}

#[test]
fn rule_3_every_step_is_written_down_before_it_is_done() {
    let mut bed = Bed::with(naming);
    bed.sim.paper_out();
    bed.log(request());
    bed.print();
    bed.sim.load_paper();
    bed.feed.printer.ask();
    let (store, sim, stamp) = (bed.store.clone(), bed.sim.clone(), bed.stamp());
    let seen = std::cell::RefCell::new(Vec::new());
    // Before each commit: what is written down so far, and what has come out so far.
    let look = || {
        let state = store.read(|db| db.slips_waiting()).unwrap().first().map(|(_, _, state)| *state);
        seen.borrow_mut().push((state, sim.take_sheets().len()));
        stamp
    };
    bed.feed.print_waiting(&bed.store, look, |_| {}).unwrap();
    let steps = [
        (Some(SlipState::Queued), 0),
        (Some(SlipState::Claimed), 0),
        (Some(SlipState::Sending), 1),
        (Some(SlipState::Sent), 0),
    ];
    assert_eq!(
        *seen.borrow(),
        steps,
        "claim, send, say it is sent, confirm; and no commit for an empty outbox"
    );
}

#[test]
fn rule_4_a_print_is_confirmed_by_what_proves_it() {
    let levels = [
        (Level::Accepted, Proof::Accepted),
        (Level::Status, Proof::Status),
        (Level::Echo, Proof::Echo),
        (Level::ProcessId, Proof::ProcessId),
    ];
    for (level, proof) in levels {
        let mut bed = Bed::with(|profile| profile.confirm = level);
        bed.log(request());
        assert_eq!(bed.print().len(), 1);
        let view = bed.desk(DeskIntent::Open(DeskPanel::Slips));
        let row = &view.desk.slips.rows[0];
        assert_eq!((row.state, row.proof), (SlipState::Confirmed, Some(proof)));
    }
}

#[test]
fn rule_5_an_unknown_end_is_one_marked_reprint_or_staffs_decision_by_kind() {
    // The line is cut inside the slip: a person waits for the ticket, staff looks after the receipt.
    for (ticket, after) in [(true, SlipState::Queued), (false, SlipState::Unknown)] {
        let mut bed = Bed::new();
        if ticket {
            bed.take("fees")
        } else {
            bed.log(request())
        };
        bed.sim.cut_after(120);
        bed.feed_printer();
        assert_eq!(states(&bed), [after]);
        bed.sim.plug();
        paper(&bed.sim);
        let slips = bed.print();
        assert_eq!(slips.iter().filter(|s| s.contains("补打")).count(), usize::from(ticket));
    }
}

#[test]
fn rule_5_what_the_printer_holds_is_waited_for_and_not_sent_again() {
    let mut bed = Bed::with(naming);
    bed.take("fees");
    bed.sim.paper_out_after(150);
    bed.feed_printer();
    assert_eq!(states(&bed), [SlipState::Unknown], "the printer still holds the rest");
    bed.sim.load_paper();
    bed.feed_printer();
    let text = paper(&bed.sim);
    assert_eq!((text.matches("A001").count(), text.contains("补打")), (1, false), "{text}");
    assert!(states(&bed).is_empty(), "its number came late and settled it");
    assert_eq!(
        bed.tell(front_desk::station::Event::Tick).kiosk.done.as_ref().unwrap().print,
        PrintState::Printed
    );
}

#[test]
fn rule_5_what_the_printer_threw_away_is_printed_whole_and_marked() {
    let mut bed = Bed::with(|profile| {
        profile.confirm = Level::ProcessId;
        profile.can_clear = true;
    });
    bed.log(request());
    bed.sim.paper_out_after(150);
    bed.feed_printer();
    assert_eq!(
        states(&bed),
        [SlipState::Queued],
        "it surely did not come out whole, so nobody has to decide"
    );
    bed.sim.load_paper();
    paper(&bed.sim);
    let slips = bed.print();
    assert_eq!(slips.iter().filter(|s| s.contains("补打") && s.contains("R20261121-001")).count(), 1);
    assert!(states(&bed).is_empty());
}

#[test]
fn rule_6_two_attempts_at_most_then_staff() {
    let mut bed = Bed::new();
    bed.take("fees");
    for inside in [120, 120] {
        bed.sim.plug();
        bed.feed.printer.ask();
        bed.sim.cut_after(inside);
        let stamp = bed.stamp();
        bed.feed.print_waiting(&bed.store, || stamp, |_| {}).unwrap();
    }
    bed.sim.plug();
    paper(&bed.sim);
    assert_eq!(states(&bed), [SlipState::Unknown]);
    assert!(bed.print().is_empty(), "not a third time by itself");
    let slip = first(&bed);
    bed.desk(DeskIntent::Slip(slip, SlipAct::Reprint, SlipReason::NotOut));
    bed.feed_printer();
    assert_eq!(paper(&bed.sim).matches("补打 2").count(), 1);
}

#[test]
fn a_printer_that_never_answers_answers_rubbish_or_falls_silent_loses_nothing() {
    let receipt = |bed: &mut Bed| {
        bed.log(request());
        bed.feed_printer();
        paper(&bed.sim).matches("2026-11-21 09:30").count()
    };
    let mut never = Bed::new();
    never.sim.mute(true);
    assert_eq!((receipt(&mut never), states(&never).len()), (1, 0), "believed on its accepting alone");
    let row = never.desk(DeskIntent::Open(DeskPanel::Slips)).desk.slips.rows[0].clone();
    assert_eq!(row.proof, Some(Proof::Accepted), "and that is said");
    let mut rubbish = Bed::new();
    rubbish.feed.printer.ask();
    rubbish.sim.babble(&[0xFF, 0x80, 0x95, 0x11, 0x7E, 0x37, 0x22, 0x10, 0x00, 0x5F]);
    assert_eq!(receipt(&mut rubbish), 1);
    assert!(
        states(&rubbish).iter().all(|s| s.in_doubt()),
        "printed, or staff is asked; never sent again in silence"
    );
    assert_eq!(receipt(&mut rubbish), 1, "and the next one is whole");
    let mut silent = Bed::new();
    silent.feed.printer.ask();
    silent.sim.mute(true);
    assert_eq!(
        (receipt(&mut silent), states(&silent)),
        (1, vec![SlipState::Unknown]),
        "staff looks and decides"
    );
}

#[test]
fn two_stations_at_one_printer_print_every_slip_once() {
    let mut profile = Config::load(&crate::bed::shipped()).unwrap().profile;
    naming(&mut profile);
    let far = SimPrinter::new(profile);
    let listening = listen("127.0.0.1:0", far.clone()).unwrap();
    let address = listening.address().to_string();
    let stations: Vec<Bed> = (0..2).map(|_| Bed::with(naming)).collect();
    let threads: Vec<_> = stations
        .into_iter()
        .map(|mut bed| {
            (0..4).for_each(|_| drop(bed.take("fees")));
            let (store, stamp, address) = (bed.store.clone(), bed.stamp(), address.clone());
            // What the bed handed to its own printer is taken over by this one, as after a restart.
            bed.feed.printer.ask();
            std::thread::spawn(move || {
                let handed = store.read(|db| db.slips_waiting()).unwrap()[0].0;
                store.write(stamp, move |tx| tx.settle_slip(handed, Outcome::NotSent)).unwrap();
                let mut feed = Feed::start(&store, far_printer(&address), stamp).unwrap();
                for _ in 0..500 {
                    feed.printer.ask();
                    feed.print_waiting(&store, || stamp, |_| {}).unwrap();
                    if store.read(|db| db.slips_waiting()).unwrap().is_empty() {
                        return;
                    }
                }
                panic!("the line is never free");
            })
        })
        .collect();
    threads.into_iter().for_each(|t| t.join().unwrap());
    let text = paper(&far);
    for number in ["A001", "A002", "A003", "A004"] {
        assert_eq!(text.matches(number).count(), 2, "one of each station:\n{text}");
    }
    assert!(!text.contains("补打"));
}
