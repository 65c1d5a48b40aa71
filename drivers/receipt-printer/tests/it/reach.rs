//! Finding the printer again, and what is known of one that takes nothing; the same as on USB, in memory.

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use receipt_printer::profile::Ask;
use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::{ConnectError, no_paper};
use receipt_printer::{Absence, Connect, Level, Limits, Outcome, Printer, Profile, Status, Transport, Why};

use crate::samples::{quick, ticket};

/// Fails as told, then leads to the simulated printer; its bell rings as often as told.
struct Door {
    fails: VecDeque<io::ErrorKind>,
    rings: VecDeque<bool>,
    sim: SimPrinter,
}

impl Connect for Door {
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        match self.fails.pop_front() {
            Some(kind) => Err(ConnectError { place: "door".into(), cause: kind.into() }),
            None => self.sim.transport(),
        }
    }

    fn place(&self) -> String {
        "door".into()
    }

    fn await_arrival(&mut self, _wait: Duration) -> bool {
        self.rings.pop_front().unwrap_or(false)
    }
}

fn behind(fails: &[io::ErrorKind], rings: &[bool], limits: Limits) -> Printer {
    let door = Door {
        fails: fails.iter().copied().collect(),
        rings: rings.iter().copied().collect(),
        sim: SimPrinter::new(Profile::default()),
    };
    Printer::with_limits(door, Profile::default(), limits)
}

#[test]
fn a_printer_that_may_not_be_opened_is_not_an_absent_one() {
    use io::ErrorKind::{InvalidData, NotFound, PermissionDenied, ResourceBusy};
    let mut printer = behind(&[NotFound, PermissionDenied, ResourceBusy, InvalidData], &[], quick());
    assert_eq!(printer.absence(), None, "nobody has looked yet");
    for word in [Absence::NotFound, Absence::NotPermitted, Absence::Busy, Absence::Other] {
        assert_eq!(printer.status(), Status::Gone);
        assert_eq!(printer.absence(), Some(word));
    }
    assert_eq!((printer.status(), printer.absence()), (Status::Ready, None));
}

#[test]
fn the_bell_ends_the_pause_and_nothing_else_does() {
    let hour = Duration::from_secs(3600);
    let patient = Limits { retry_first: hour, retry_most: hour, ..quick() };
    let absent = [io::ErrorKind::NotFound];
    // Asked once before each attempt that a pause might forbid.
    let mut printer = behind(&absent, &[false, false, true], patient);
    assert_eq!(printer.status(), Status::Gone);
    assert_eq!(printer.status(), Status::Gone, "the pause lasts");
    assert_eq!(printer.status(), Status::Ready, "the bell rang");
    let mut printer = behind(&absent, &[false, false, true], patient);
    assert_eq!(printer.status(), Status::Gone);
    assert_eq!(printer.watch(hour), None, "no bell, no news");
    assert_eq!(printer.watch(hour), Some(Status::Ready));
}

#[test]
fn usb_tells_beside_the_stream_that_the_paper_is_out_and_makes_room() {
    let profile = Profile { can_clear: true, confirm: Level::Status, ..Profile::default() };
    let sim = SimPrinter::new(profile.clone());
    sim.set_patience(Duration::ZERO);
    let slip = receipt_printer::encode(&ticket(), &profile, None).bytes;
    let limits = Limits { answer: Duration::from_millis(20), ..quick() };
    let mut printer = Printer::with_limits(sim.clone(), profile, limits);
    assert_eq!(printer.status(), Status::Ready);
    sim.stall(true);
    assert_eq!(printer.status(), Status::Unknown, "silence alone is no trouble");
    sim.paper_out();
    assert_eq!(printer.status(), Status::PaperOut);
    assert_eq!(printer.print(&slip), Outcome::NotSent(Why::Status(Status::PaperOut)));
    sim.load_paper();
    sim.stall(false);
    // Within a slip: nothing more gets in, so SOFT_RESET empties it; without its word for it that is no proof.
    sim.paper_out_after(100);
    sim.stall_after(12 + 120);
    assert_eq!(
        printer.print(&slip),
        Outcome::Unknown { accepted: 120, status: Status::PaperOut, cleared: false }
    );
    assert_eq!(sim.held(), 0);
    sim.stall(false);
    sim.load_paper();
    assert_eq!(printer.print(&slip), Outcome::Printed { confirmed: Level::Status });
}

#[test]
fn a_printer_that_cannot_be_asked_is_not_flooded_where_usb_tells() {
    let profile = Profile { ask: Ask::Never, confirm: Level::Accepted, ..Profile::default() };
    let slip = receipt_printer::encode(&ticket(), &profile, None).bytes;
    let sim = SimPrinter::new(profile.clone());
    let mut printer = Printer::with_limits(sim.clone(), profile.clone(), quick());
    assert_eq!(printer.print(&slip), Outcome::Printed { confirmed: Level::Accepted });
    sim.paper_out();
    assert_eq!(printer.print(&slip), Outcome::NotSent(Why::Status(Status::PaperOut)));
    // A byte that was never seen to say anything else says nothing.
    let mut stranger = Printer::with_limits(sim.clone(), profile, quick());
    assert_eq!(stranger.status(), Status::Unknown);
    assert_eq!(stranger.print(&slip), Outcome::Printed { confirmed: Level::Accepted });
    sim.load_paper();
    assert_eq!(sim.take_sheets().len(), 2);
}

#[test]
fn only_the_paper_bit_of_a_plausible_byte_is_believed() {
    for (byte, out) in [(0x18, false), (0x30, true), (0x38, true), (0x10, false), (0, false), (0xFF, false)] {
        assert_eq!(no_paper(byte), out, "{byte:02x}");
    }
}
