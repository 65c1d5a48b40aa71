//! The outbox: no slip is lost, none is doubled in silence.

use crate::bed::{Bed, request, visit};
use chrono::Duration;
use front_desk::devices::PrinterHealth;
use front_desk::rules::SlipId;
use front_desk::rules::slips::{Doubt, SlipAct, SlipReason, SlipState};
use front_desk::station::{DeskIntent, DeskPanel, PrintState};
use front_desk::store::{Outcome, Store};
use receipt_printer::{Connect, Sheet};
use rusqlite::Connection;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[test]
fn without_paper_the_number_stands_and_the_slip_waits() {
    let mut bed = Bed::new();
    bed.sim.paper_out();
    bed.log(request());
    assert!(bed.print().is_empty());
    let view = bed.view();
    assert_eq!((view.station.printer, view.station.slips_waiting), (PrinterHealth::PaperOut, 1));
    assert_eq!(view.kiosk.done.as_ref().unwrap().print, PrintState::Waiting);
    bed.sim.load_paper();
    let slips = bed.print();
    assert_eq!(slips.len(), 1, "printing resumes by itself");
    assert!(!slips[0].contains("补打"), "nothing was sent before, so this is the first");
    assert_eq!(bed.view().kiosk.done.as_ref().unwrap().print, PrintState::Printed);
    assert_eq!(bed.view().station.slips_waiting, 0);
}

#[test]
fn after_a_refill_tickets_of_long_ago_do_not_flood_out() {
    let mut bed = Bed::new();
    bed.sim.paper_out();
    bed.take("fees");
    bed.register(visit());
    bed.print();
    bed.now += Duration::minutes(3);
    bed.sim.load_paper();
    let slips = bed.print();
    assert_eq!(slips.len(), 1);
    assert!(slips[0].contains("访客通行证"), "a pass waits for its paper, a ticket does not");
}

#[test]
fn a_cable_pulled_anywhere_in_a_ticket_gives_one_more_that_says_so() {
    // The printer is asked how it is first, 12 bytes: a cable pulled there has lost nothing of the ticket.
    for (bytes, marks) in [(1, 0), (20, 1), (100, 1), (250, 1)] {
        let mut bed = Bed::new();
        let stamp = bed.stamp();
        bed.take("fees");
        bed.feed.printer.ask();
        bed.sim.cut_after(bytes);
        bed.feed.print_waiting(&bed.store, || stamp, |_| {}).unwrap();
        bed.sim.plug();
        let torn: String = bed.sim.take_sheets().iter().map(Sheet::grid).collect();
        assert!(!torn.contains("补打"));
        bed.feed_printer();
        let again: String = bed.sim.take_sheets().iter().map(Sheet::grid).collect();
        assert_eq!(again.matches("补打").count(), marks, "after {bytes} bytes:\n{again}");
        assert!(again.contains("A001"), "after {bytes} bytes:\n{again}");
        assert_eq!(bed.store.read(|db| db.slips_waiting()).unwrap().len(), 0);
    }
}

#[test]
fn a_receipt_in_doubt_waits_for_staff_and_then_says_so() {
    let mut bed = Bed::new();
    bed.log(request());
    let stamp = bed.stamp();
    let handed = bed.store.read(|db| db.slips_waiting()).unwrap()[0].0;
    bed.store.write(stamp, move |tx| tx.settle_slip(handed, Outcome::Unknown(Doubt::Lost))).unwrap();
    assert!(bed.print().is_empty());
    assert_eq!(
        (bed.view().desk.in_doubt, bed.view().kiosk.done.as_ref().unwrap().print),
        (1, PrintState::Failed)
    );
    bed.desk(DeskIntent::Slip(handed, SlipAct::Reprint, SlipReason::NotOut));
    let slips = bed.print();
    assert!(slips[0].contains("补打") && slips[0].contains("R20261121-001"));
    assert_eq!(bed.view().desk.in_doubt, 0);
}

#[test]
fn what_was_being_sent_when_the_program_died_is_settled_at_the_next_start() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.register(visit());
    bed.log(request());
    let stamp = bed.stamp();
    let states = |bed: &Bed| -> Vec<SlipState> {
        bed.store.read(|db| db.slips_waiting()).unwrap().iter().map(|(_, _, state)| *state).collect()
    };
    let line = [SlipState::Sending, SlipState::Queued, SlipState::Queued];
    assert_eq!(states(&bed), line, "the first is handed, the others stand in line");
    let pass = bed.store.write(stamp, |tx| tx.claim_slip()).unwrap().unwrap().slip.id;
    bed.store.write(stamp, move |tx| tx.slip_sending(pass)).unwrap();
    bed.store.write(stamp, |tx| tx.recover_outbox()).unwrap();
    assert_eq!(states(&bed), [SlipState::Queued, SlipState::Unknown, SlipState::Queued]);
    let slips = bed.print();
    assert_eq!(slips.len(), 2, "the ticket once more and the receipt; the pass waits for staff");
    assert!(slips[0].contains("补打") && slips[0].contains("A001"));
    assert!(slips[1].contains("R20261121-001") && !slips[1].contains("补打"), "it was never sent");
    assert_eq!(bed.view().desk.in_doubt, 1);
}

#[test]
fn a_slip_is_taken_once_even_where_its_end_could_not_be_written_down() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.feed.printer.ask();
    let (store, stamp) = (bed.store.clone(), bed.stamp());
    store.refuse_writes(true).unwrap();
    assert!(bed.feed.print_waiting(&store, || stamp, |_| {}).is_err(), "it came out, and the disk says no");
    store.refuse_writes(false).unwrap();
    assert_eq!(bed.sim.take_sheets().len(), 1);
    assert!(bed.print().is_empty(), "not a second time in silence");
}

#[test]
fn a_ticket_is_tried_twice_and_no_more() {
    let mut bed = Bed::new();
    bed.take("fees");
    let stamp = bed.stamp();
    let handed = bed.store.read(|db| db.slips_waiting()).unwrap()[0].0;
    bed.store.write(stamp, move |tx| tx.settle_slip(handed, Outcome::Unknown(Doubt::Lost))).unwrap();
    let again = bed.store.write(stamp, |tx| tx.claim_slip()).unwrap().unwrap();
    assert_eq!((again.slip.id, again.attempt), (handed, 2));
    bed.store.write(stamp, move |tx| tx.slip_sending(handed)).unwrap();
    bed.store.write(stamp, move |tx| tx.settle_slip(handed, Outcome::Unknown(Doubt::Lost))).unwrap();
    assert!(bed.store.write(stamp, |tx| tx.claim_slip()).unwrap().is_none());
    assert_eq!(bed.tell(front_desk::station::Event::Tick).desk.in_doubt, 1);
}

#[test]
fn a_slip_that_cannot_be_read_holds_up_no_other_and_staff_can_void_it() {
    let mut bed = Bed::new();
    bed.sim.paper_out();
    for _ in 0..3 {
        bed.log(request());
    }
    bed.print();
    let waiting = bed.store.read(|db| db.slips_waiting()).unwrap();
    let spoilt = waiting[1].0;
    let file = Connection::open(bed.store.path()).unwrap();
    file.execute("UPDATE outbox SET slip = '{' WHERE id = ?1", [spoilt.bytes()]).unwrap();
    bed.sim.load_paper();
    assert_eq!(bed.print().len(), 2, "the one before it and the one behind it");
    assert_eq!(bed.store.read(|db| db.slip_state(spoilt)).unwrap(), Some(SlipState::Failed));
    bed.desk(DeskIntent::Open(DeskPanel::Slips));
    assert!(bed.view().desk.slips.rows.iter().any(|row| row.id == spoilt && !row.whole), "staff sees it");
    bed.desk(DeskIntent::Slip(spoilt, SlipAct::Void, SlipReason::NotOut));
    assert_eq!(bed.store.read(|db| db.slip_state(spoilt)).unwrap(), Some(SlipState::Void));
}

#[test]
fn a_slip_that_is_erased_right_before_its_first_byte_is_not_sent() {
    for handed in [true, false] {
        let mut bed = Bed::new();
        if !handed {
            bed.sim.paper_out();
        }
        bed.log(request());
        if !handed {
            bed.print();
            bed.sim.load_paper();
        }
        bed.feed.printer.ask();
        let (id, stamp, store) = (bed.view().desk.requests[0].id, bed.stamp(), bed.store.clone());
        // The printer is asked once more before a slip: then the person is erased.
        let once = AtomicBool::new(false);
        bed.sim.clone().on_news(Arc::new(move || {
            if !once.swap(true, Ordering::AcqRel) {
                let asked = front_desk::rules::fact::ErasureReason::Asked;
                store.write(stamp, move |tx| tx.erase(id.0, asked)).unwrap();
            }
        }));
        bed.feed_printer();
        assert_eq!(bed.sim.take_sheets().len(), 0, "handed: {handed}");
        assert_eq!(bed.store.read(|db| db.slips_waiting()).unwrap().len(), 0, "handed: {handed}");
    }
}

#[test]
fn a_station_that_ends_begins_no_further_slip() {
    let mut bed = Bed::new();
    bed.sim.paper_out();
    for _ in 0..3 {
        bed.log(request());
    }
    bed.print();
    bed.sim.load_paper();
    let over = bed.feed.over.clone();
    bed.sim.on_sheet(move |_| over.say());
    bed.feed_printer();
    assert_eq!(bed.sim.take_sheets().len(), 1, "the one that was under way");
    assert_eq!(bed.store.read(|db| db.slips_waiting()).unwrap().len(), 2);
}

#[test]
fn what_another_process_puts_in_line_is_not_in_doubt_when_the_printer_is_taken_over() {
    let mut bed = Bed::new();
    bed.log(request());
    let mut slip = bed.store.read(|db| db.handed_slip(0)).unwrap().unwrap().slip;
    bed.print();
    let (stamp, other) = (bed.stamp(), Store::open(bed.folder.path(), *bed.now.offset()).unwrap());
    slip.id = SlipId(uuid::Uuid::from_u128(7));
    other.write(stamp, move |tx| tx.print(&slip)).unwrap();
    bed.store.write(stamp, |tx| tx.recover_outbox()).unwrap();
    let slips = bed.print();
    assert_eq!(slips.len(), 1);
    assert!(!slips[0].contains("补打"), "not a byte of it ever left");
}
