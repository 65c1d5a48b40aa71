//! What a printer says, by itself or too much of it, too little or too late; and what is believed of that.

use std::time::Duration;

use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::memory::Memory;
use receipt_printer::transport::{ReadError, WriteError};
use receipt_printer::{Level, Outcome, Printer, Profile, Status, Transport, Why};

use crate::samples::quick;
use crate::trouble::{pair, slip, with};

#[test]
fn a_report_of_trouble_is_no_echo() {
    // ESC @ turns the reports on again, and the paper ends inside the slip.
    let (sim, mut printer) = pair(&with(Level::Echo));
    sim.init_sets_asb(0x0E);
    assert_eq!(printer.status(), Status::Ready);
    sim.paper_out_after(120);
    assert!(matches!(printer.print(&slip()), Outcome::Unknown { status: Status::PaperOut, .. }));
    sim.load_paper();
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Echo });
    assert_eq!(sim.take_sheets().len(), 2);
}

#[test]
fn what_the_printer_reports_by_itself_holds_a_slip_back() {
    // No question is answered; what comes is a report: no paper.
    let memory = Memory::new();
    let mut printer = Printer::with_limits(memory.clone(), Profile::default(), quick());
    assert_eq!(printer.status(), Status::Unknown);
    memory.answer(&[0x18, 0x00, 0x0C, 0x0F]);
    assert_eq!(printer.status(), Status::PaperOut);
    assert_eq!(printer.print(&slip()), Outcome::NotSent(Why::Status(Status::PaperOut)));
    memory.answer(&[0x10, 0x00, 0x00, 0x0F]);
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Accepted });
}

#[test]
fn a_printer_that_leaves_one_answer_out_is_known_by_the_others() {
    for n in [1, 2, 3] {
        let (sim, mut printer) = pair(&Profile::default());
        sim.never_answers(n);
        let learned = (0..8).find(|_| printer.status() == Status::Ready);
        assert!(learned.is_some_and(|turns| turns < 6), "{n}: {learned:?}");
        for _ in 0..2 {
            assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status }, "{n}");
        }
        sim.paper_out();
        assert_eq!(printer.status(), Status::PaperOut, "{n}");
        sim.load_paper();
        sim.paper_low();
        assert_eq!(printer.status(), Status::PaperLow, "{n}");
    }
    // One that never tells of its paper is not known to be well.
    let (sim, mut printer) = pair(&Profile::default());
    sim.never_answers(4);
    assert!((0..8).all(|_| printer.status() == Status::Unknown));
}

/// Names a slip only once it was asked again how it is: it prints slowly.
struct Slow {
    inner: Box<dyn Transport>,
    name: Vec<u8>,
    questions: usize,
}

impl Transport for Slow {
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError> {
        assert!(!bytes.starts_with(&[0x10, 0x14]), "nothing is cleared");
        self.questions += usize::from(bytes.starts_with(&[0x10, 4]));
        self.inner.write(bytes, deadline)
    }

    fn read(&mut self, buf: &mut [u8], timeout: Duration) -> Result<usize, ReadError> {
        let mut heard = vec![0; buf.len()];
        let n = self.inner.read(&mut heard, timeout)?;
        heard.truncate(n);
        if let Some(at) = heard.windows(2).position(|w| w == [0x37, 0x22]) {
            self.name = heard.drain(at..at + 7).collect();
        }
        if self.questions > 1 {
            heard.append(&mut self.name);
        }
        buf[..heard.len()].copy_from_slice(&heard);
        Ok(heard.len())
    }
}

#[test]
fn a_slow_printer_that_is_well_is_waited_for_and_not_cleared() {
    let profile = Profile { can_clear: true, ..with(Level::ProcessId) };
    let sim = SimPrinter::new(profile.clone());
    let far = sim.clone();
    let connect = move || {
        let slow = Slow { inner: far.transport()?, name: Vec::new(), questions: 0 };
        Ok(Box::new(slow) as Box<dyn Transport>)
    };
    let mut printer = Printer::with_limits(connect, profile, quick());
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
    assert_eq!(sim.take_sheets().len(), 1);
}

/// Takes everything, and never stops saying the same byte.
struct Endless(u8);

impl Transport for Endless {
    fn write(&mut self, _bytes: &[u8], _deadline: Duration) -> Result<(), WriteError> {
        Ok(())
    }

    fn read(&mut self, buf: &mut [u8], _timeout: Duration) -> Result<usize, ReadError> {
        buf.fill(self.0);
        Ok(buf.len())
    }
}

#[test]
fn a_line_that_never_stops_ends_no_call() {
    for noise in [0xFF, 0x37, 0x10, 0x12, 0x5F, 0x00] {
        let (done, waited) = std::sync::mpsc::sync_channel(1);
        std::thread::spawn(move || {
            let connect = move || Ok(Box::new(Endless(noise)) as Box<dyn Transport>);
            let mut printer = Printer::with_limits(connect, with(Level::ProcessId), quick());
            let told = (printer.status(), printer.watch(Duration::ZERO), printer.print(&slip()));
            let _ = done.send(told);
        });
        let (status, _, outcome) = waited.recv_timeout(Duration::from_secs(20)).expect("it ends");
        assert_eq!(status, Status::Unknown, "{noise:02x}");
        assert!(!matches!(outcome, Outcome::Printed { .. }), "{noise:02x}");
    }
}

#[test]
fn a_printer_that_is_well_and_names_no_slip_is_noticed() {
    // It answers every question and knows nothing of process numbers.
    let sim = SimPrinter::new(with(Level::ProcessId));
    let connect = move || Ok(Box::new(Nameless(sim.transport()?)) as Box<dyn Transport>);
    let mut printer = Printer::with_limits(connect, with(Level::ProcessId), quick());
    for n in 1..=2 {
        assert!(matches!(printer.print(&slip()), Outcome::Unknown { status: Status::Ready, .. }));
        assert_eq!(printer.unnamed(), n);
    }
}

/// A printer that leaves out process numbers.
struct Nameless(Box<dyn Transport>);

impl Transport for Nameless {
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError> {
        let end = bytes.windows(3).position(|w| w == [0x1D, 0x28, 0x48]).unwrap_or(bytes.len());
        self.0.write(&bytes[..end], deadline)
    }

    fn read(&mut self, buf: &mut [u8], timeout: Duration) -> Result<usize, ReadError> {
        self.0.read(buf, timeout)
    }
}
