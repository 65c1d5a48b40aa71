//! A network printer of one station alone: its line is kept, and what it reports by itself is heard.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

use receipt_printer::profile::Bits;
use receipt_printer::sim::{Listening, SimPrinter, listen};
use receipt_printer::transport::tcp::Tcp;
use receipt_printer::{Absence, Level, Limits, Outcome, Printer, Profile, Status, Why, encode};

use crate::samples::{CHANGES, quick, ticket};

/// Longer than any machine needs; a test that works never waits for it.
const LONG: Duration = Duration::from_secs(20);

fn patient() -> Limits {
    Limits { answer: Duration::from_secs(5), grace: Duration::from_secs(5), ..quick() }
}

/// A printer on a network line of its own, and where it calls.
fn kept(address: &str, profile: &Profile, limits: Limits) -> (Printer, Receiver<()>) {
    let mut printer = Printer::with_limits(Tcp::new(address).kept(), profile.clone(), limits);
    let (ring, rung) = sync_channel(1);
    printer.on_news(Arc::new(move || {
        let _ = ring.try_send(());
    }));
    (printer, rung)
}

fn far(profile: &Profile) -> (SimPrinter, Listening, String) {
    let sim = SimPrinter::new(profile.clone());
    let listening = listen("127.0.0.1:0", sim.clone()).unwrap();
    let address = listening.address().to_string();
    (sim, listening, address)
}

/// Sleeps until it is called, as an owner does, and hears what it is; asks nothing.
fn heard(printer: &mut Printer, rung: &Receiver<()>, want: Status) {
    let mut told = Vec::new();
    while told.last() != Some(&want) {
        rung.recv_timeout(LONG).unwrap_or_else(|_| panic!("{want:?} was not heard, only {told:?}"));
        told.extend(printer.watch(Duration::ZERO));
    }
}

fn slip() -> Vec<u8> {
    encode(&ticket(), &Profile::default(), None).bytes
}

#[test]
fn what_changes_is_heard_over_the_network_without_being_asked_for() {
    let profile = Profile { confirm: Level::ProcessId, ..Profile::default() };
    let (sim, _listening, address) = far(&profile);
    let (mut printer, rung) = kept(&address, &profile, patient());
    assert_eq!(printer.status(), Status::Ready);
    for (line, status) in CHANGES {
        sim.obey(line.parse().unwrap());
        heard(&mut printer, &rung, status);
    }
    // A slip ends the reports with its ESC @ and turns them on again.
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
    sim.paper_out();
    heard(&mut printer, &rung, Status::PaperOut);
    sim.load_paper();
    heard(&mut printer, &rung, Status::Ready);
    sim.unplug();
    heard(&mut printer, &rung, Status::Gone);
    sim.plug();
    assert_eq!(
        printer.status(),
        Status::Ready,
        "nobody tells of a network printer that comes back: it is asked"
    );
    assert_eq!(sim.take_sheets().len(), 1);
}

#[test]
fn a_line_that_nobody_answers_on_gets_no_slip_and_is_called_busy() {
    let profile = Profile::default();
    let (sim, _listening, address) = far(&profile);
    let holder = TcpStream::connect(&address).unwrap();
    let shared = Printer::with_limits(Tcp::new(&address), profile.clone(), quick());
    for mut printer in [kept(&address, &profile, quick()).0, shared] {
        for _ in 0..2 {
            assert_eq!(printer.print(&slip()), Outcome::NotSent(Why::Busy));
        }
        assert!(matches!(printer.print(&slip()), Outcome::NotSent(Why::Gone(_))));
        assert_eq!((printer.status(), printer.absence()), (Status::Gone, Some(Absence::Busy)));
    }
    drop(holder);
    let (mut printer, _rung) = kept(&address, &profile, patient());
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status });
    assert_eq!(sim.take_sheets().len(), 1, "nothing of what was not sent comes out later");
}

#[test]
fn a_network_printer_that_falls_silent_is_given_up_looked_for_and_found_again() {
    let profile = Profile::default();
    let (sim, _listening, address) = far(&profile);
    let (mut printer, _rung) = kept(&address, &profile, quick());
    let found = |printer: &mut Printer| (0..100).any(|_| printer.status() == Status::Ready);
    assert!(found(&mut printer));
    sim.mute(true);
    let told: Vec<_> = (0..4).map(|_| (printer.status(), printer.absence())).collect();
    let (unknown, gone) = ((Status::Unknown, None), (Status::Gone, None));
    assert_eq!(told, [unknown, unknown, gone, (Status::Gone, Some(Absence::Busy))]);
    sim.mute(false);
    assert!(found(&mut printer));
}

#[test]
fn a_printer_that_reports_nothing_keeps_nobody_out() {
    let profile = Profile { asb: Bits::default(), ..Profile::default() };
    let (sim, _listening, address) = far(&profile);
    let mut stations = [0, 1].map(|_| kept(&address, &profile, patient()).0);
    for _ in 0..3 {
        for station in &mut stations {
            assert_eq!(station.print(&slip()), Outcome::Printed { confirmed: Level::Status });
        }
    }
    assert_eq!(sim.take_sheets().len(), 6);
    sim.paper_out();
    assert_eq!(stations[0].status(), Status::PaperOut, "it is asked, as a shared one");
}

#[test]
fn a_printer_that_closes_each_line_at_once_is_asked_and_not_called_for_ever() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let far = std::thread::spawn(move || {
        let mut lines = 0;
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut buf = [0; 64];
            let mut asked = 0;
            // Four questions answered, then it hangs up; a line without a question ends the test.
            while asked < 12 {
                match stream.read(&mut buf) {
                    Ok(0) | Err(_) => return lines,
                    Ok(n) => asked += buf[..n].windows(2).filter(|w| *w == [0x10, 4]).count() * 3,
                }
            }
            stream.write_all(&[0x12; 4]).unwrap();
            lines += 1;
        }
        lines
    });
    let (mut printer, rung) = kept(&address, &Profile::default(), patient());
    assert_eq!(printer.status(), Status::Ready);
    heard(&mut printer, &rung, Status::Gone);
    assert_eq!(printer.status(), Status::Ready, "it is there: only its line is not");
    while rung.try_recv().is_ok() {}
    assert_eq!(printer.watch(Duration::ZERO), None, "no line is kept, so none can end");
    assert_eq!(printer.status(), Status::Ready);
    drop(TcpStream::connect(&address).unwrap());
    assert_eq!(far.join().unwrap(), 3, "a line for each question, and none for its end");
}
