//! Scenes of trouble: each ends with the right outcome and a printer that prints again.

use std::time::{Duration, Instant};

use receipt_printer::sim::BUFFER;
use receipt_printer::transport::WriteKind;
use receipt_printer::{Absence, Level, Outcome, Status, Why};

use super::far::{order, say};
use super::scenes::{LONG, ONE, connect, hear, long_slip, printer, slip};

pub(crate) const SCENES: &[(&str, fn())] = &[
    ("partial_write_is_counted", partial_write_is_counted),
    ("refused_slip_is_not_sent", refused_slip_is_not_sent),
    ("stall_is_recovered", stall_is_recovered),
    ("stall_within_a_slip", stall_within_a_slip),
    ("reading_side_stalls", reading_side_stalls),
    ("unplugged_at_rest_and_back", unplugged_at_rest_and_back),
    ("unplugged_within_a_slip", unplugged_within_a_slip),
    ("unplugged_while_refusing", unplugged_while_refusing),
    ("status_comes_while_writing", status_comes_while_writing),
    ("paper_ends_within_a_slip", paper_ends_within_a_slip),
    ("paper_ends_and_nothing_gets_in", paper_ends_and_nothing_gets_in),
    ("power_cycle", power_cycle),
];

const READY: Outcome = Outcome::Printed { confirmed: Level::Status };

fn partial_write_is_counted() {
    let slip = slip();
    let mut link = connect().unwrap();
    for take in [0, 1, 64, 128, slip.len() - 1] {
        order(&format!("stall after {take}"));
        let begin = Instant::now();
        let e = link.write(&slip, Duration::from_millis(200)).unwrap_err();
        assert_eq!(e.accepted, take);
        assert!(matches!(e.kind, WriteKind::Timeout), "{e}");
        assert!(begin.elapsed() < Duration::from_secs(3));
        // The connection lives, and the count is right: the rest makes the slip whole.
        order("go");
        link.write(&slip[take..], LONG).unwrap();
        assert_eq!(say("sheets A001"), ONE, "after {take}");
    }
    // The same with what the printer's buffer does by itself.
    order("paper out");
    let e = link.write(&long_slip(), Duration::from_millis(200)).unwrap_err();
    assert_eq!((e.accepted, say("held")), (BUFFER, BUFFER.to_string()));
}

fn refused_slip_is_not_sent() {
    let mut printer = printer(Level::Status);
    order("stall");
    assert_eq!(printer.status(), Status::Unknown, "it does not even take the question");
    let begin = Instant::now();
    assert_eq!(printer.print(&slip()), Outcome::NotSent(Why::Busy));
    let took = begin.elapsed();
    assert!((Duration::from_secs(5)..Duration::from_secs(12)).contains(&took), "{took:?}");
    order("go");
    assert_eq!(printer.print(&slip()), READY);
    assert_eq!(say("sheets A001"), ONE, "once");
}

fn stall_is_recovered() {
    let mut link = connect().unwrap();
    order("halt out after 3");
    let e = link.write(&slip(), LONG).unwrap_err();
    assert!(matches!(e.kind, WriteKind::Other(_)), "{e}");
    assert_eq!(e.accepted, slip().len(), "libusb does not say how far it came");
    drop(link);
    // Closed, found again, and the halt is gone.
    let mut link = connect().unwrap();
    link.write(&[0x10, 4, 1], LONG).unwrap();
    assert_eq!(hear(&mut *link, 1, LONG), [0x12]);
}

fn stall_within_a_slip() {
    let mut printer = printer(Level::Status);
    assert_eq!(printer.status(), Status::Ready);
    order("halt out after 60"); // 12 bytes of questions come first
    let len = slip().len();
    assert_eq!(
        printer.print(&slip()),
        Outcome::Unknown { accepted: len, status: Status::Gone, cleared: false },
        "doubt, never success"
    );
    assert_eq!(printer.print(&slip()), READY, "the next one is whole");
    assert!(say("sheets A001").starts_with("1 of 1"), "what stood on the roll came out with it");
    order("halt out after 5");
    assert!(matches!(printer.print(&slip()), Outcome::NotSent(Why::Gone(_))), "the question was halted");
    assert_eq!(printer.print(&slip()), READY);
}

fn reading_side_stalls() {
    let mut printer = printer(Level::ProcessId);
    assert_eq!(printer.status(), Status::Ready);
    order("await reader");
    order("halt in");
    while printer.watch(LONG) != Some(Status::Gone) {}
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
}

fn unplugged_at_rest_and_back() {
    let mut printer = printer(Level::Status);
    assert_eq!(printer.status(), Status::Ready);
    for _ in 0..3 {
        order("await reader");
        order("unplug");
        let begin = Instant::now();
        assert_eq!(printer.watch(LONG), Some(Status::Gone));
        println!("pulled cable noticed after {} ms", begin.elapsed().as_millis());
        assert!(matches!(printer.print(&slip()), Outcome::NotSent(Why::Gone(_))));
        assert_eq!(printer.absence(), Some(Absence::NotFound));
        assert_eq!(printer.watch(Duration::from_millis(50)), None, "nothing was plugged in");
        let begin = Instant::now();
        order("plug");
        // The pauses are an hour here: only the message of the device coming can have led to it.
        assert_eq!(printer.watch(LONG), Some(Status::Ready));
        println!("plugged in, found, claimed and asked after {} ms", begin.elapsed().as_millis());
        assert_eq!(printer.print(&slip()), READY);
        assert_eq!(say("sheets A001"), ONE);
    }
    // Without waiting for it: the next slip finds the printer as well.
    order("unplug");
    while printer.status() != Status::Gone {}
    order("plug");
    while printer.print(&slip()) != READY {}
    assert_eq!(say("sheets A001"), ONE);
}

fn unplugged_within_a_slip() {
    let slip = slip();
    let mut printer = printer(Level::Status);
    assert_eq!(printer.status(), Status::Ready);
    for at in (1..slip.len()).step_by(17) {
        // The questions before the slip are 12 bytes; zeros that close a command cut in half went when it was plugged in.
        order(&format!("unplug after {}", 12 + at));
        assert_eq!(
            printer.print(&slip),
            Outcome::Unknown { accepted: slip.len(), status: Status::Gone, cleared: false },
            "at {at}"
        );
        assert!(matches!(printer.print(&slip), Outcome::NotSent(Why::Gone(_))), "at {at}");
        order("plug");
        assert_eq!(printer.watch(LONG), Some(Status::Ready), "at {at}");
    }
    assert_eq!(printer.print(&slip), READY);
    // Each pull left a torn piece on the roll; the last slip is whole behind them.
    assert!(say("sheets 叫号。").starts_with("1 of "));
}

fn unplugged_while_refusing() {
    let mut link = connect().unwrap();
    order("stall after 100");
    let writer = std::thread::spawn(move || link.write(&slip(), LONG).unwrap_err());
    order("await refusal");
    let begin = Instant::now();
    order("unplug");
    let e = writer.join().unwrap();
    assert!(matches!(e.kind, WriteKind::Gone | WriteKind::Other(_)), "{e}");
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    assert_eq!(connect().err().unwrap().absence(), Absence::NotFound);
    order("go");
    order("plug");
    assert!(connect().is_ok());
}

fn status_comes_while_writing() {
    let mut link = connect().unwrap();
    link.write(&[0x1D, 0x61, 0x0E], LONG).unwrap();
    assert_eq!(hear(&mut *link, 4, LONG), [0x10, 0, 0, 0]);
    order("forget heard");
    order("stall after 100");
    let slip = slip();
    let writer = std::thread::spawn(move || {
        link.write(&slip, LONG).unwrap();
        link
    });
    order("await refusal");
    order("cover open");
    order("await heard");
    assert_eq!(say("refusing"), "true", "the report was taken while the slip was still being written");
    order("cover close");
    order("await heard");
    order("go");
    let mut link = writer.join().unwrap();
    let mut reports = [0; 8];
    let n = link.read(&mut reports, Duration::ZERO).unwrap();
    assert_eq!(reports[..n.min(4)], [0x38, 0, 0, 0][..n.min(4)]);
    assert_eq!(say("sheets A001"), ONE);
}

fn paper_ends_within_a_slip() {
    // A short slip vanishes in the buffer: only its proof is missing.
    let mut printer = printer(Level::ProcessId);
    assert_eq!(printer.status(), Status::Ready);
    say("resets");
    // The roll ends while the slip is being interpreted.
    order("paper out after 150");
    let doubt = |accepted| Outcome::Unknown { accepted, status: Status::PaperOut, cleared: true };
    assert_eq!(printer.print(&slip()), doubt(slip().len()));
    assert_eq!(
        (say("held"), say("resets")),
        ("0".into(), "0".into()),
        "the rest was thrown away, and said so"
    );
    assert_eq!(printer.print(&slip()), Outcome::NotSent(Why::Status(Status::PaperOut)));
    order("paper in");
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });

    // A long one fills it: the write ends by its deadline, with the count.
    say("sheets -");
    order("paper out after 1150");
    let Outcome::Unknown { accepted, status: Status::PaperOut, cleared: true } = printer.print(&long_slip())
    else {
        panic!("a slip cut short is in doubt")
    };
    assert!((BUFFER..BUFFER + 1150).contains(&accepted), "{accepted}");
    order("paper in");
    assert!(say("sheets -").contains("of 0,"), "no rest of it follows the refill");
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
}

fn paper_ends_and_nothing_gets_in() {
    // A printer that takes not even questions: what USB has beside the stream tells why and makes room.
    let mut printer = printer(Level::ProcessId);
    assert_eq!(printer.status(), Status::Ready);
    order("stall after 300");
    order("paper out after 250");
    let Outcome::Unknown { accepted, status, cleared } = printer.print(&long_slip()) else {
        panic!("a slip cut short is in doubt")
    };
    assert_eq!((status, cleared), (Status::PaperOut, false), "GET_PORT_STATUS told");
    assert_eq!(accepted, 300 - 12);
    assert_eq!((say("resets"), say("held")), ("1".into(), "0".into()), "SOFT_RESET emptied it");
    order("go");
    order("paper in");
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
}

fn power_cycle() {
    let mut printer = printer(Level::Echo);
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Echo });
    order("power cycle");
    while printer.watch(LONG) != Some(Status::Ready) {}
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Echo });
    assert_eq!(say("sheets A001"), "2 of 2, 0 bytes unknown");
}
