//! Scenes in which all goes well, and the figures. They run in the child: everything here is the crate, rusb, libusb
//! and udev as a station would have them.

use std::time::{Duration, Instant};

use receipt_printer::transport::usb::{Find, Found, Usb};
use receipt_printer::transport::{ConnectError, Transport};
use receipt_printer::{
    Absence, Connect, Item, Level, Limits, Outcome, Printer, Profile, Status, Style, encode,
};

use super::far::{order, say};

pub(crate) const SCENES: &[(&str, fn())] = &[
    ("found_and_claimed", found_and_claimed),
    ("printed_at_every_level", printed_at_every_level),
    ("asked_and_told", asked_and_told),
    ("permission_comes_late", permission_comes_late),
    ("held_by_another", held_by_another),
    ("figures", figures),
];

/// The answer to `sheets A001` when one slip was printed, whole.
pub(crate) const ONE: &str = "1 of 1, 0 bytes unknown";
/// Long enough for anything that happens at all.
pub(crate) const LONG: Duration = Duration::from_secs(10);

pub(crate) fn ticket() -> Vec<Item> {
    vec![
        Item::styled("示例花园物业服务中心", Style::center().tall()),
        Item::styled("A001", Style::center().size(6).bold()),
        Item::pair("您前面还有", "3 位"),
        Item::text("请带好身份证、门禁卡，在休息区等候叫号。"),
        Item::Cut,
    ]
}

/// More than the printer's buffer holds.
pub(crate) fn long_slip() -> Vec<u8> {
    let mut items = vec![Item::text("厨房水管漏水，已关总阀，请尽快上门查看。"); 200];
    items.push(Item::Cut);
    encode(&items, &Profile::default(), None).bytes
}

pub(crate) fn slip() -> Vec<u8> {
    encode(&ticket(), &Profile::default(), None).bytes
}

/// Only the paper's time is left out; a lost printer is looked for only when its bell rings.
pub(crate) fn limits() -> Limits {
    Limits {
        answer: Duration::from_secs(1),
        settle: Duration::ZERO,
        grace: Duration::from_secs(2),
        late: Duration::ZERO,
        retry_first: Duration::from_secs(3600),
        retry_most: Duration::from_secs(3600),
        paper_percent: 0,
    }
}

pub(crate) fn profile(confirm: Level) -> Profile {
    Profile { confirm, can_clear: true, ..Profile::default() }
}

pub(crate) fn printer(confirm: Level) -> Printer {
    Printer::with_limits(Usb::new(Find::Any), profile(confirm), limits())
}

pub(crate) fn connect() -> Result<Box<dyn Transport>, ConnectError> {
    Usb::new(Find::Any).connect()
}

/// Reads until as many bytes came, or the time is over.
pub(crate) fn hear(link: &mut dyn Transport, len: usize, most: Duration) -> Vec<u8> {
    let (mut heard, end) = (Vec::new(), Instant::now() + most);
    let mut buf = [0; 64];
    while heard.len() < len && Instant::now() < end {
        let n = link.read(&mut buf, end.saturating_duration_since(Instant::now())).unwrap();
        heard.extend(&buf[..n]);
    }
    heard
}

fn named(port: Option<&str>) -> Find {
    Find::Device { vendor: 0x04B8, product: 0x0202, port: port.map(str::to_owned) }
}

fn found_and_claimed() {
    let mut found = Usb::list().unwrap();
    found.sort_by_key(|f| f.find.to_string());
    let [office, ours]: &[Found; 2] = found.as_slice().try_into().unwrap();
    assert_eq!(ours.find, named(Some("1-1")));
    assert_eq!(ours.id.as_deref(), Some("MFG:EPSON;CMD:ESC/POS;MDL:TM-T88V;CLS:PRINTER;"));
    assert_eq!((ours.problem.as_ref(), office.find.to_string().as_str()), (None, "USB 03f0:0517 at 1-2"));
    assert_eq!(say("driver"), "usblp", "looking changes nothing");

    // A claim without detaching would be refused: the emulated kernel does hold the interface.
    let device = rusb::open_device_with_vid_pid(0x04B8, 0x0202).unwrap();
    assert_eq!(device.kernel_driver_active(0), Ok(true));
    assert_eq!(device.claim_interface(0), Err(rusb::Error::Busy));
    drop(device);

    for find in [Find::Any, named(None), named(Some("1-1"))] {
        let link = Usb::new(find).connect().unwrap();
        assert_eq!((say("driver"), say("driver office")), ("usbfs".into(), "usblp".into()));
        drop(link);
        assert_eq!(say("await driver usblp"), "yes", "the system has its printer back");
    }
    let elsewhere = Usb::new(named(Some("1-7"))).connect().err().unwrap();
    assert_eq!(elsewhere.absence(), Absence::NotFound);
}

fn printed_at_every_level() {
    for level in [Level::Accepted, Level::Status, Level::Echo, Level::ProcessId] {
        let mut printer = printer(level);
        assert_eq!(printer.status(), Status::Ready);
        say("transfers");
        assert_eq!(printer.print(&slip()), Outcome::Printed { confirmed: level }, "{level:?}");
        let around = match level {
            Level::Accepted | Level::ProcessId => 1,
            Level::Status | Level::Echo => 2,
        };
        assert_eq!(say("transfers"), (1 + around).to_string(), "one for the slip, {around} for questions");
        assert_eq!(say("sheets A001"), ONE);
    }
}

fn asked_and_told() {
    let mut printer = printer(Level::ProcessId);
    assert_eq!(printer.status(), Status::Ready);
    assert_eq!(printer.raw(), [Some(0x12); 4]);
    order("cover open");
    assert_eq!(printer.watch(LONG), Some(Status::CoverOpen), "told without being asked");
    assert_eq!(printer.status(), Status::CoverOpen);
    assert_eq!(say("transfers"), "4", "reports on, three questions; being told took none");
    order("cover close");
    while printer.watch(LONG) != Some(Status::Ready) {}
    let probe = printer.probe().unwrap();
    assert_eq!(probe.level(), Level::ProcessId);
    drop(printer);

    let mut link = connect().unwrap();
    assert_eq!(link.port_status(), Some(0x18));
    let begin = Instant::now();
    let wait = Duration::from_millis(300);
    assert_eq!(link.read(&mut [0; 8], wait).unwrap(), 0, "nothing comes");
    assert!((wait..wait * 10).contains(&begin.elapsed()), "{:?}", begin.elapsed());
    order("paper out");
    assert_eq!(link.port_status(), Some(0x30));
}

fn permission_comes_late() {
    order("permit none");
    let mut printer = Printer::with_limits(Usb::new(Find::Any), profile(Level::Status), limits());
    assert_eq!(printer.status(), Status::Gone);
    assert_eq!(printer.absence(), Some(Absence::NotPermitted), "not the same as not there");
    let ours = Usb::list().unwrap().into_iter().find(|f| f.find == named(Some("1-1"))).unwrap();
    assert!(ours.problem.is_some_and(|p| p.contains("denied")));
    order("permit all");
    assert_eq!(printer.watch(LONG), Some(Status::Ready), "tried again without any message");
    assert_eq!(printer.absence(), None);
    drop(printer);

    order("unplug");
    let mut printer = super::scenes::printer(Level::Status);
    assert_eq!(printer.status(), Status::Gone);
    assert_eq!(printer.absence(), Some(Absence::NotFound));
}

fn held_by_another() {
    let link = connect().unwrap();
    let mut second = printer(Level::Status);
    assert_eq!(second.status(), Status::Gone);
    assert_eq!(second.absence(), Some(Absence::Busy));
    assert!(Usb::list().unwrap().iter().any(|f| f.id.as_ref().is_some_and(|id| id.contains("ESC/POS"))));
    drop(link);
    assert_eq!(say("await driver usblp"), "yes");
    assert_eq!(printer(Level::Status).status(), Status::Ready);
}

/// Prints `name: median … (least … most)` of so many runs.
fn figure(name: &str, runs: usize, mut run: impl FnMut()) {
    let mut took: Vec<Duration> = (0..runs)
        .map(|_| {
            let begin = Instant::now();
            run();
            begin.elapsed()
        })
        .collect();
    took.sort();
    let us = |at: usize| took[at].as_micros();
    println!("{name}: median {} us ({} to {} us, {runs} runs)", us(runs / 2), us(0), us(runs - 1));
}

fn figures() {
    let profile = profile(Level::Status);
    let mut link = connect().unwrap();
    figure("status round trip (DLE EOT 1 to 4)", 300, || {
        link.write(&[0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4], LONG).unwrap();
        assert_eq!(hear(&mut *link, 4, LONG).len(), 4);
    });
    figure("port status (control request)", 300, || assert!(link.port_status().is_some()));
    figure("slip: items to bytes to last byte accepted by the emulated device", 300, || {
        let bytes = encode(&ticket(), &profile, None).bytes;
        link.write(&bytes, LONG).unwrap();
    });
    order("sink on");
    let bytes = slip();
    figure(&format!("slip of {} bytes handed over, nothing printed", bytes.len()), 300, || {
        link.write(&bytes, LONG).unwrap();
    });
    let picture = vec![0x55; 40_000];
    figure("40 kB handed over, nothing printed", 100, || link.write(&picture, LONG).unwrap());
    order("sink off");
    drop(link);
    let mut held = Vec::new();
    figure("find, open, detach, claim", 1, || held.push(connect().unwrap()));
    drop(held);
    let mut printer = printer(Level::Status);
    assert_eq!(printer.status(), Status::Ready);
    figure("whole Printer::print, status before and after, paper time left out", 100, || {
        assert_eq!(printer.print(&bytes), Outcome::Printed { confirmed: Level::Status });
    });
}
