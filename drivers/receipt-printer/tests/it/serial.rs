//! The serial transport on a pseudo terminal, with the simulated printer at its far end.

use std::fs::File;
use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::serial::{Flow, Serial};
use receipt_printer::{Level, Outcome, Printer, Profile, Status, Why, encode};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::samples::{quick, ticket};

#[test]
fn a_slip_goes_over_a_serial_line_and_its_end_is_noticed() {
    let profile = Profile { confirm: Level::ProcessId, ..Profile::default() };
    let sim = SimPrinter::new(profile.clone());
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let path = ptsname(&master, Vec::new()).unwrap().into_string().unwrap();
    let mut to_host = File::from(master.try_clone().unwrap());
    let mut from_host = File::from(master);
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
