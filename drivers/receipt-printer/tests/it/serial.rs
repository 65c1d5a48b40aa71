//! The serial transport on a pseudo terminal, with the simulated printer at its far end.

use std::fs::File;
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use receipt_printer::profile::{Ask, Bits};
use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::serial::{Flow, Serial};
use receipt_printer::{Absence, Level, Outcome, Printer, Profile, Status, Why, encode};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::samples::{quick, ticket};

/// A serial line and its far end.
fn line() -> (String, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let path = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    (path, File::from(master))
}

#[test]
fn a_slip_goes_over_a_serial_line_and_its_end_is_noticed() {
    let profile = Profile { confirm: Level::ProcessId, ..Profile::default() };
    let sim = SimPrinter::new(profile.clone());
    let (path, master) = line();
    let mut to_host = master.try_clone().unwrap();
    let mut from_host = master;
    let mut limits = quick();
    (limits.answer, limits.grace) = (Duration::from_secs(2), Duration::from_secs(2));
    let mut printer = Printer::with_limits(Serial::new(&path, 38_400, Flow::Hardware), profile, limits);
    let (ring, rung) = sync_channel(1);
    printer.on_news(Arc::new(move || {
        let _ = ring.try_send(());
    }));
    let (far, mut by_itself) = (sim.clone(), to_host.try_clone().unwrap());
    // Both ends in one process: the far end answers between the calls of its own thread.
    let thread = std::thread::spawn(move || {
        let mut link = far.transport().unwrap();
        let mut buf = [0; 512];
        while let Ok(n) = from_host.read(&mut buf) {
            if n == 0 || link.write(&buf[..n], Duration::from_secs(1)).is_err() {
                return;
            }
            while let Ok(n @ 1..) = link.read(&mut buf, Duration::ZERO) {
                to_host.write_all(&buf[..n]).unwrap();
            }
        }
    });
    assert_eq!(printer.status(), Status::Ready);
    let slip = encode(&ticket(), printer.profile(), None).bytes;
    assert_eq!(printer.print(&slip), Outcome::Printed { confirmed: Level::ProcessId });
    assert!(sim.take_sheets()[0].grid().contains("A001"));
    // What it says by itself wakes an owner who sleeps.
    while printer.watch(Duration::ZERO).is_some() || rung.try_recv().is_ok() {}
    by_itself.write_all(&[0x10, 0x00, 0x03, 0x0F]).unwrap();
    let called = || rung.recv_timeout(Duration::from_secs(10)).is_ok();
    let mut told = None;
    while told.is_none() && called() {
        told = printer.watch(Duration::ZERO);
    }
    assert_eq!(told, Some(Status::PaperLow));
    let mut second =
        Printer::with_limits(Serial::new(&path, 38_400, Flow::Hardware), Profile::default(), quick());
    assert!(matches!(second.print(&slip), Outcome::NotSent(Why::Gone(_))), "one sender a line");
    drop(printer); // the last one to hold the line: the far end reads its end
    thread.join().unwrap();
}

/// The system takes every byte of these lines, and nobody is there, or stopped reading.
#[test]
fn a_line_on_which_nobody_answers_gets_no_slip() {
    let (path, mut far) = line();
    let profile = Profile { asb: Bits::default(), ..Profile::default() };
    let slip = encode(&ticket(), &profile, None).bytes;
    let mut printer = Printer::with_limits(Serial::new(&path, 38_400, Flow::Hardware), profile, quick());
    assert_eq!(printer.print(&slip), Outcome::NotSent(Why::Busy), "off, or the wrong port");
    // It answers once, and then holds its line: out of paper, or open.
    far.write_all(&[0x12; 8]).unwrap();
    let told: Vec<Status> = (0..4).map(|_| printer.status()).collect();
    assert_eq!(told.last(), Some(&Status::Gone), "given up in the end: {told:?}");
    for _ in 0..3 {
        assert!(matches!(printer.print(&slip), Outcome::NotSent(_)));
    }
    assert_eq!((printer.status(), printer.absence()), (Status::Gone, Some(Absence::NotFound)));
    far.write_all(b"!").unwrap();
    drop(printer);
    let mut came = [0; 4096];
    let n = far.read(&mut came).unwrap_or(0);
    assert!(!came[..n].windows(2).any(|w| w == b"A0"), "no slip is in it: {:x?}", &came[..n]);
}

#[test]
fn a_printer_that_cannot_be_asked_is_believed_on_a_serial_line_as_anywhere() {
    let (path, mut far) = line();
    let profile = Profile { ask: Ask::Never, confirm: Level::Accepted, ..Profile::default() };
    let slip = encode(&ticket(), &profile, None).bytes;
    let mut printer = Printer::with_limits(Serial::new(&path, 38_400, Flow::None), profile, quick());
    assert_eq!(printer.print(&slip), Outcome::Printed { confirmed: Level::Accepted });
    let mut came = vec![0; slip.len()];
    far.read_exact(&mut came).unwrap();
    assert_eq!(came, slip);
}
