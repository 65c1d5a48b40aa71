//! A printer in every trouble: no paper, open, pulled at every byte, silent, noisy, over TCP.

use std::time::{Duration, Instant};

use receipt_printer::profile::CodePage;
use receipt_printer::sim::{BUFFER, Command, SimPrinter, listen};
use receipt_printer::transport::memory::{Fail, Memory};
use receipt_printer::transport::tcp::Tcp;
use receipt_printer::{Item, Level, Limits, Outcome, Printer, Profile, Status, Step, Why, encode};

use crate::samples::{face, quick, ticket};

pub(crate) fn with(confirm: Level) -> Profile {
    Profile { confirm, ..Profile::default() }
}

pub(crate) fn pair(profile: &Profile) -> (SimPrinter, Printer) {
    let sim = SimPrinter::new(profile.clone());
    sim.set_patience(Duration::ZERO);
    let printer = Printer::with_limits(sim.clone(), profile.clone(), quick());
    (sim, printer)
}

pub(crate) fn slip() -> Vec<u8> {
    encode(&ticket(), &Profile::default(), None).bytes
}

#[test]
fn each_level_of_proof_is_reached() {
    for level in [Level::Accepted, Level::Status, Level::Echo, Level::ProcessId] {
        let (sim, mut printer) = pair(&with(level));
        for _ in 0..3 {
            assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: level });
        }
        let sheets = sim.take_sheets();
        assert_eq!(sheets.len(), 3);
        assert!(sheets.iter().all(|s| s.unknown == 0 && s.grid().contains("A001")), "{level:?}");
    }
}

#[test]
fn each_step_is_told_before_it_is_done_and_the_first_can_be_refused() {
    let (sim, mut printer) = pair(&with(Level::ProcessId));
    let mut told = Vec::new();
    let printed = printer.print_in_steps(&slip(), &mut |step| {
        told.push((step, sim.take_sheets().len()));
        true
    });
    assert_eq!(printed, Outcome::Printed { confirmed: Level::ProcessId });
    assert_eq!(told, [(Step::Sending, 0), (Step::Sent, 1)], "a simulated printer prints as it accepts");
    let held = sim.held();
    assert_eq!(printer.print_in_steps(&slip(), &mut |_| false), Outcome::NotSent(Why::Withheld));
    assert_eq!((sim.take_sheets().len(), sim.held()), (0, held));
    sim.paper_out();
    let mut told = 0;
    printer.print_in_steps(&slip(), &mut |_| {
        told += 1;
        true
    });
    assert_eq!(told, 0, "a printer that cannot print takes no step");
}

#[test]
fn nothing_is_sent_to_a_printer_that_cannot_print() {
    let (sim, mut printer) = pair(&Profile::default());
    let steps: [(Command, Command, Status); 3] = [
        (Command::PaperOut, Command::PaperIn, Status::PaperOut),
        (Command::CoverOpen, Command::CoverClose, Status::CoverOpen),
        (Command::Cutter(true), Command::Cutter(false), Status::CutterError),
    ];
    for (break_it, mend_it, status) in steps {
        sim.obey(break_it);
        assert_eq!(printer.status(), status);
        assert_eq!(printer.print(&slip()), Outcome::NotSent(Why::Status(status)));
        assert!(sim.held() < slip().len(), "only questions are held");
        sim.obey(mend_it);
        assert_eq!(sim.take_sheets().len(), 0, "no flood after the refill");
        assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status });
        assert_eq!(sim.take_sheets().len(), 1);
    }
    sim.paper_low();
    assert_eq!(printer.status(), Status::PaperLow);
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status });
}

#[test]
fn paper_that_ends_inside_a_slip_is_doubt_and_never_success() {
    for level in [Level::Status, Level::Echo, Level::ProcessId] {
        let (sim, mut printer) = pair(&with(level));
        // 16 bytes of questions and settings come before the slip.
        sim.paper_out_after(120);
        let Outcome::Unknown { accepted, status, cleared } = printer.print(&slip()) else {
            panic!("{level:?}")
        };
        assert_eq!((accepted, status, cleared), (slip().len(), Status::PaperOut, false));
        assert_eq!(sim.take_sheets().len(), 0);
    }
}

#[test]
fn where_the_printer_can_it_throws_the_rest_away_before_a_reprint() {
    let profile = Profile { can_clear: true, ..with(Level::ProcessId) };
    let (sim, mut printer) = pair(&profile);
    sim.paper_out_after(120);
    assert!(matches!(
        printer.print(&slip()),
        Outcome::Unknown { cleared: true, status: Status::PaperOut, .. }
    ));
    sim.load_paper();
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
    let whole = sim.take_sheets().into_iter().filter(|s| s.grid().contains("叫号")).count();
    assert_eq!(whole, 1, "the rest of the first slip does not follow");
}

#[test]
fn a_cable_pulled_at_any_byte_is_never_called_printed_and_the_next_slip_is_whole() {
    let slip = slip();
    for at in 1..=slip.len() {
        let (sim, mut printer) = pair(&Profile::default());
        assert_eq!(printer.status(), Status::Ready);
        sim.cut_after(12 + at); // the questions before the slip are 12 bytes
        let outcome = printer.print(&slip);
        assert_eq!(
            outcome,
            Outcome::Unknown { accepted: at, status: Status::Gone, cleared: false },
            "at {at}"
        );
        assert_eq!(
            printer.print(&slip),
            Outcome::NotSent(Why::Gone("no printer at sim: entity not found".into()))
        );
        sim.plug();
        assert_eq!(printer.print(&slip), Outcome::Printed { confirmed: Level::Status }, "at {at}");
        let last = sim.take_sheets().pop().unwrap();
        assert!(
            last.grid().contains("A001") && last.grid().ends_with("叫号。\n"),
            "at {at}: {}",
            last.grid()
        );
    }
}

/// A picture's command swallows what follows until it is whole, and who starts anew does not remember the cut.
#[test]
fn a_station_that_died_at_any_byte_prints_its_next_slip_whole() {
    let profile =
        Profile { dots: 192, columns: 16, code_page: CodePage::Ascii, user_glyphs: 0, ..Profile::default() };
    let face = face();
    let slip = encode(&[Item::text("中"), Item::text("END A001"), Item::Cut], &profile, Some(&face)).bytes;
    let limits = Limits { answer: Duration::ZERO, ..quick() };
    for at in 1..slip.len() {
        let (sim, mut printer) = pair(&profile);
        assert_eq!(printer.status(), Status::Ready);
        sim.cut_after(12 + at);
        assert!(matches!(printer.print(&slip), Outcome::Unknown { .. }), "at {at}");
        drop(printer);
        sim.plug();
        let mut next = Printer::with_limits(sim.clone(), profile.clone(), limits);
        next.expect_a_cut();
        assert_eq!(next.print(&slip), Outcome::Printed { confirmed: Level::Status }, "at {at}");
        let last = sim.take_sheets().pop().unwrap_or_else(|| panic!("at {at}: {:x?}", &slip[..at.min(60)]));
        assert!(last.grid().ends_with("END A001\n"), "at {at}: {}", last.grid());
    }
}

#[test]
fn a_write_that_ends_at_any_byte_gives_the_right_outcome() {
    let slip = slip();
    let limits = Limits { answer: Duration::ZERO, ..quick() };
    for how in [Fail::Gone, Fail::Timeout] {
        for room in 0..=slip.len() {
            let memory = Memory::new();
            let profile = Profile { ask: receipt_printer::profile::Ask::Never, ..with(Level::Accepted) };
            let mut printer = Printer::with_limits(memory.clone(), profile, limits);
            memory.fail_after(room, how);
            let outcome = printer.print(&slip);
            match room {
                0 => assert!(matches!(outcome, Outcome::NotSent(Why::Gone(_) | Why::Busy))),
                n if n == slip.len() => assert_eq!(outcome, Outcome::Printed { confirmed: Level::Accepted }),
                n => assert!(
                    matches!(outcome, Outcome::Unknown { accepted, .. } if accepted == n),
                    "{n} {outcome:?}"
                ),
            }
            assert_eq!(memory.take(), slip[..room]);
            memory.heal();
            assert_eq!(printer.print(&slip), Outcome::Printed { confirmed: Level::Accepted });
            assert!(memory.take().ends_with(&slip));
            assert_eq!(
                memory.connections(),
                if room == slip.len() { 1 } else { 2 },
                "a failed one is not used again"
            );
        }
    }
}

#[test]
fn a_silent_printer_is_advice_that_blocks_nothing() {
    let (sim, mut printer) = pair(&Profile::default());
    sim.mute(true);
    let begin = Instant::now();
    assert_eq!(printer.status(), Status::Unknown);
    assert!(begin.elapsed() < Duration::from_secs(3));
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Accepted });
    assert_eq!(sim.take_sheets().len(), 1);
    sim.mute(false);
    assert_eq!(printer.status(), Status::Ready);
    sim.mute(true);
    let Outcome::Unknown { accepted, .. } = printer.print(&slip()) else { panic!("it used to answer") };
    assert_eq!(accepted, slip().len());
}

#[test]
fn noise_and_late_answers_do_not_shift_the_next_reading() {
    let (sim, mut printer) = pair(&Profile::default());
    assert_eq!(printer.status(), Status::Ready);
    sim.babble(&[0xFF, 0x80, 0x95, 0x11, 0x7E, 0x7E, 0x10, 0x00]);
    sim.paper_low();
    assert_eq!(printer.status(), Status::PaperLow);
    sim.babble(&[0x12, 0x1E]);
    assert_eq!(printer.status(), Status::PaperLow);
    sim.load_paper();
    assert_eq!(printer.status(), Status::Ready);
}

#[test]
fn a_stalled_printer_takes_nothing_and_loses_nothing() {
    let profile = Profile { ask: receipt_printer::profile::Ask::Never, ..with(Level::Accepted) };
    let (sim, mut printer) = pair(&profile);
    sim.stall(true);
    assert_eq!(printer.print(&slip()), Outcome::NotSent(Why::Busy));
    sim.stall(false);
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Accepted });
    assert_eq!(sim.take_sheets().len(), 1);
}

#[test]
fn what_is_changed_at_the_printer_is_reported_by_itself() {
    let (sim, mut printer) = pair(&with(Level::ProcessId));
    assert_eq!(printer.status(), Status::Ready);
    sim.open_cover();
    assert_eq!(printer.watch(Duration::from_secs(1)), Some(Status::CoverOpen));
    sim.close_cover();
    sim.paper_low();
    assert_eq!(printer.watch(Duration::from_secs(1)), Some(Status::PaperLow));
    assert_eq!(printer.watch(Duration::ZERO), None);
    sim.unplug();
    assert_eq!(printer.watch(Duration::from_secs(1)), Some(Status::Gone));
}

#[test]
fn a_number_that_comes_late_can_still_be_matched() {
    let (sim, mut printer) = pair(&with(Level::ProcessId));
    assert_eq!(printer.status(), Status::Ready);
    printer.set_next_id(9999);
    sim.babble(b"\x37\x229998\x00");
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
    assert_eq!(printer.take_late(), [9998]);
    assert_eq!(printer.next_id(), 1);
}

#[test]
fn a_slip_that_waited_inside_the_printer_is_known_once_it_is_printed() {
    let (sim, mut printer) = pair(&with(Level::ProcessId));
    printer.set_next_id(41);
    sim.paper_out_after(120);
    assert!(matches!(
        printer.print(&slip()),
        Outcome::Unknown { status: Status::PaperOut, cleared: false, .. }
    ));
    assert_eq!(printer.take_late(), []);
    sim.load_paper();
    assert_eq!(printer.status(), Status::Ready);
    assert_eq!(printer.take_late(), [41]);
    assert_eq!(sim.take_sheets().len(), 1);
}

#[test]
fn over_tcp_it_is_the_same_printer() {
    let profile = Profile::default();
    let sim = SimPrinter::new(profile.clone());
    let listening = listen("127.0.0.1:0", sim.clone()).unwrap();
    let limits = Limits { answer: Duration::from_secs(2), ..quick() };
    let mut printer = Printer::with_limits(Tcp::new(listening.address().to_string()), profile, limits);
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status });
    sim.paper_out();
    assert_eq!(printer.print(&slip()), Outcome::NotSent(Why::Status(Status::PaperOut)));
    sim.load_paper();
    assert_eq!(printer.status(), Status::Ready);
    sim.unplug();
    let begin = Instant::now();
    while printer.status() != Status::Gone {
        assert!(begin.elapsed() < Duration::from_secs(5));
    }
    sim.plug();
    while printer.status() != Status::Ready {
        assert!(begin.elapsed() < Duration::from_secs(5));
    }
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status });
    assert_eq!(sim.take_sheets().len(), 2);
    drop(listening);
    assert_eq!(printer.status(), Status::Gone);
}

#[test]
fn two_stations_share_a_tcp_printer_slip_by_slip() {
    let profile = Profile { confirm: Level::ProcessId, ..Profile::default() };
    let sim = SimPrinter::new(profile.clone());
    let listening = listen("127.0.0.1:0", sim.clone()).unwrap();
    let connect = || Tcp::new(listening.address().to_string());
    let limits = Limits { answer: Duration::from_secs(2), grace: Duration::from_secs(2), ..quick() };
    let mut stations = [0, 1].map(|_| Printer::with_limits(connect(), profile.clone(), limits));
    for _ in 0..5 {
        for station in &mut stations {
            assert_eq!(station.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
        }
    }
    assert_eq!(sim.take_sheets().len(), 10);
    // Somebody holds the line: the slip is not sent, so it can be tried again unmarked.
    let mut impatient = Printer::with_limits(connect(), profile, quick());
    while impatient.status() != Status::Ready {}
    let _holder = std::net::TcpStream::connect(listening.address()).unwrap();
    assert_eq!(impatient.print(&slip()), Outcome::NotSent(Why::Busy));
    assert_eq!(sim.take_sheets().len(), 0);
}

#[test]
fn a_probe_finds_out_the_strongest_proof() {
    let (sim, mut printer) = pair(&Profile::default());
    let probe = printer.probe().unwrap();
    assert_eq!(probe.level(), Level::ProcessId);
    assert_eq!(probe.status, [Some(0x12); 4]);
    assert_eq!(probe.names, ["sim", "Front Desk sim"]);
    sim.mute(true);
    assert_eq!(printer.probe().unwrap().level(), Level::Accepted);
    sim.unplug();
    assert!(printer.watch(Duration::from_secs(1)).is_some());
    assert!(matches!(printer.probe(), Err(Why::Gone(_))));
}

#[test]
fn the_buffer_holds_a_bounded_amount_and_prints_it_after_the_refill() {
    let sim = SimPrinter::new(Profile::default());
    sim.set_patience(Duration::ZERO);
    let mut link = sim.transport().unwrap();
    sim.paper_out();
    let mut taken = 0;
    while link.write(&slip(), Duration::ZERO).is_ok() {
        taken += 1;
    }
    assert_eq!((taken, sim.held()), (BUFFER / slip().len(), BUFFER));
    sim.load_paper();
    assert_eq!(sim.take_sheets().len(), taken, "this flood is why the status is asked before sending");
}

#[test]
fn words_steer_the_printer() {
    let sim = SimPrinter::new(Profile::default());
    assert_eq!(sim.obey(" Paper  OUT ".parse().unwrap()), "PaperOut, 0 bytes held");
    assert_eq!(sim.obey("paper in".parse().unwrap()), "Ready, 0 bytes held");
    assert_eq!("unplug after 40".parse(), Ok(Command::UnplugAfter(40)));
    assert!("paper".parse::<Command>().is_err() && "unplug after x".parse::<Command>().is_err());
    for line in receipt_printer::sim::HELP.lines() {
        for said in line.split("  ").next().unwrap().split('|') {
            assert!(said.replace(" N", " 3").parse::<Command>().is_ok(), "{said}");
        }
    }
}
