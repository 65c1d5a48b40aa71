//! What the crate does as an ordinary user on a real kernel.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use receipt_printer::transport::WriteKind;
use receipt_printer::transport::usb::{Find, Usb};
use receipt_printer::{
    Absence, Connect, Item, Level, Limits, Outcome, Printer, Profile, Status, Style, Why, encode,
};

use super::far::{order, say};

/// Name, user, play. `desk` is in the group lp, `visitor` in none.
pub(crate) const SCENES: &[(&str, &str, fn())] = &[
    ("permission_comes_with_the_rule", "desk", permission_comes_with_the_rule),
    ("who_is_not_in_the_group_may_not", "visitor", who_is_not_in_the_group_may_not),
    ("printed_and_given_back", "desk", printed_and_given_back),
    ("pulled_and_back", "desk", pulled_and_back),
    ("partial_write_is_counted", "desk", partial_write_is_counted),
    ("pulled_while_writing", "desk", pulled_while_writing),
    ("pulled_within_a_slip", "desk", pulled_within_a_slip),
    ("figures", "desk", figures),
];

/// An emulated processor is slow.
const LONG: Duration = Duration::from_secs(30);
const ONE: &str = "1 of 1, 0 bytes unknown";

pub(crate) fn client(name: &str) -> ExitCode {
    let Some((_, _, play)) = SCENES.iter().find(|(n, ..)| *n == name) else {
        println!("no scene is called {name}");
        return ExitCode::FAILURE;
    };
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    assert!(!status.contains("\nUid:\t0\t"), "an ordinary user");
    play();
    ExitCode::SUCCESS
}

/// Of a length that is no multiple of 64: the gadget's kernel side holds such transfers back.
fn slip() -> Vec<u8> {
    let items = [
        Item::styled("示例花园物业服务中心", Style::center().tall()),
        Item::styled("A001", Style::center().size(6).bold()),
        Item::pair("您前面还有", "3 位"),
        Item::text("请带好身份证、门禁卡，在休息区等候叫号。"),
        Item::Cut,
    ];
    let bytes = encode(&items, &Profile::default(), None).bytes;
    assert_ne!(bytes.len() % 64, 0);
    bytes
}

fn printer(confirm: Level) -> Printer {
    let limits = Limits {
        late: Duration::ZERO,
        answer: Duration::from_secs(2),
        settle: Duration::ZERO,
        grace: Duration::from_secs(5),
        // Only the kernel's message of the device coming can lead to another try.
        retry_first: Duration::from_secs(3600),
        retry_most: Duration::from_secs(3600),
        paper_percent: 0,
    };
    Printer::with_limits(
        Usb::new(Find::Any),
        Profile { confirm, can_clear: true, ..Profile::default() },
        limits,
    )
}

fn await_ready(printer: &mut Printer) {
    let end = Instant::now() + LONG;
    while printer.watch(LONG) != Some(Status::Ready) {
        assert!(Instant::now() < end, "not ready in time: {:?}", printer.absence());
    }
}

fn await_driver(name: &str) {
    let end = Instant::now() + LONG;
    while say("driver") != name {
        assert!(Instant::now() < end, "{name} was not bound again");
    }
}

fn permission_comes_with_the_rule() {
    await_driver("usblp");
    println!("before any rule: {}", say("node"));
    let mut printer = printer(Level::Status);
    assert_eq!(printer.status(), Status::Gone);
    assert_eq!(printer.absence(), Some(Absence::NotPermitted), "there, and told apart from absent");
    order("start udev");
    await_ready(&mut printer);
    assert_eq!(say("node"), "660 0:7 linked", "the shipped rule");
    assert_eq!(say("driver"), "usbfs", "usblp was detached");
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status });
    assert_eq!(say("sheets A001"), ONE);
}

fn who_is_not_in_the_group_may_not() {
    let mut printer = printer(Level::Status);
    assert_eq!(printer.status(), Status::Gone);
    assert_eq!(printer.absence(), Some(Absence::NotPermitted));
    let found = Usb::list().unwrap();
    assert!(found.iter().any(|f| f.problem.as_ref().is_some_and(|p| p.contains("denied"))), "{found:?}");
}

fn printed_and_given_back() {
    await_driver("usblp");
    let found = Usb::list().unwrap();
    assert!(found.iter().any(|f| f.id.as_ref().is_some_and(|id| id.contains("CMD:ESC/POS"))), "{found:?}");
    assert_eq!(say("driver"), "usblp", "asked for its 1284 id beside the system's driver");
    for level in [Level::Status, Level::Echo, Level::ProcessId] {
        let mut printer = printer(level);
        assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: level });
        assert_eq!(say("sheets A001"), ONE);
        order("cover open");
        assert_eq!(printer.status(), Status::CoverOpen);
        order("cover close");
        drop(printer);
        await_driver("usblp");
    }
}

fn pulled_and_back() {
    let mut printer = printer(Level::ProcessId);
    assert_eq!(printer.status(), Status::Ready);
    for _ in 0..2 {
        let begin = Instant::now();
        order("unplug");
        while printer.watch(LONG) != Some(Status::Gone) {}
        println!("pulled cable noticed after {} ms", begin.elapsed().as_millis());
        assert!(matches!(printer.print(&slip()), Outcome::NotSent(Why::Gone(_))));
        let begin = Instant::now();
        order("plug");
        await_ready(&mut printer);
        println!("plugged in, permitted, found, claimed and asked after {} ms", begin.elapsed().as_millis());
        assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::ProcessId });
        assert_eq!(say("sheets A001"), ONE);
    }
}

fn partial_write_is_counted() {
    let mut link = Usb::new(Find::Any).connect().unwrap();
    order("stall");
    let before: usize = say("received").parse().unwrap();
    let e = link.write(&vec![0; 60_000], Duration::from_secs(1)).unwrap_err();
    assert!(matches!(e.kind, WriteKind::Timeout), "{e}");
    assert!((1..60_000).contains(&e.accepted), "a part of it: {e}");
    drop(link);
    order("go");
    let end = Instant::now() + LONG;
    let received = || say("received").parse::<usize>().unwrap() - before;
    while received() < e.accepted {
        assert!(Instant::now() < end, "{} of {} arrived", received(), e.accepted);
    }
    // A round trip behind it, four questions and the switch of reports, three bytes each: nothing more is on its way.
    let asked = 5 * 3;
    let mut printer = printer(Level::Status);
    assert_eq!(printer.status(), Status::Ready);
    println!("of 60000 bytes {} were accepted, and {} arrived", e.accepted, received() - asked);
    assert_eq!(received(), e.accepted + asked, "the count is right to the byte");
}

fn pulled_while_writing() {
    let mut link = Usb::new(Find::Any).connect().unwrap();
    order("stall");
    let before: usize = say("received").parse().unwrap();
    let writer = std::thread::spawn(move || link.write(&vec![0; 60_000], LONG).unwrap_err());
    while say("received").parse::<usize>().unwrap() == before {}
    order("unplug");
    let begin = Instant::now();
    let e = writer.join().unwrap();
    assert!(!matches!(e.kind, WriteKind::Timeout), "{e}");
    println!("writing ended after {} ms with: {e}", begin.elapsed().as_millis());
    order("go");
    let mut printer = printer(Level::Status);
    while printer.status() != Status::Gone {}
    order("plug");
    await_ready(&mut printer);
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status });
}

fn pulled_within_a_slip() {
    let mut printer = printer(Level::Status);
    assert_eq!(printer.status(), Status::Ready);
    say("sheets -");
    order("unplug after 60");
    let outcome = printer.print(&slip());
    let len = slip().len();
    assert_eq!(outcome, Outcome::Unknown { accepted: len, status: Status::Gone, cleared: false });
    order("plug");
    await_ready(&mut printer);
    assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: Level::Status });
    assert!(say("sheets 叫号。").starts_with("1 of 1"));
}

fn figures() {
    let mut link = Usb::new(Find::Any).connect().unwrap();
    let mut took: Vec<Duration> = (0..50)
        .map(|_| {
            let begin = Instant::now();
            link.write(&[0x10, 4, 1], LONG).unwrap();
            assert_eq!(link.read(&mut [0; 8], LONG).unwrap(), 1);
            begin.elapsed()
        })
        .collect();
    took.sort();
    println!(
        "status round trip: median {} us ({} to {} us)",
        took[25].as_micros(),
        took[0].as_micros(),
        took[49].as_micros()
    );
    let begin = Instant::now();
    link.write(&vec![0; 40_001], LONG).unwrap();
    println!("40 kB handed over in {} ms", begin.elapsed().as_millis());
}
