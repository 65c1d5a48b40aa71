//! A station on a bed: the shipped config, a data folder of its own, a given clock, a printer's simulator without waits.

use chrono::{DateTime, Duration, FixedOffset};
use front_desk::config::{Config, Face};
use front_desk::devices::{Bench, Devices, Ends, Place, Printer, Wake};
use front_desk::rules::requests::{Mark, RequestForm};
use front_desk::rules::visits::{Purpose, VisitForm};
use front_desk::rules::{Author, Refusal, Stamp};
use front_desk::station::{
    DeskIntent, Event, Feed, GuardIntent, Intent, KioskIntent, KioskPage, Notice, Station, View,
};
use front_desk::store::Store;
use receipt_printer::sim::SimPrinter;
use receipt_printer::{Limits, Profile};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const START: &str = "2026-11-21T09:30:00+08:00";

pub(crate) fn time(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub(crate) fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config")
}

pub(crate) struct Bed {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) station: Station,
    pub(crate) now: DateTime<FixedOffset>,
    pub(crate) sim: SimPrinter,
    pub(crate) feed: Feed,
    pub(crate) ends: Ends,
}

impl Bed {
    pub(crate) fn new() -> Bed {
        let folder = tempfile::tempdir().unwrap();
        Bed::in_folder(folder)
    }

    /// A station whose printer is of a family a little different from the shipped one.
    pub(crate) fn with(change: impl FnOnce(&mut Profile)) -> Bed {
        Bed::build(tempfile::tempdir().unwrap(), |config| change(&mut config.profile))
    }

    /// A process that shows only these faces.
    pub(crate) fn of_faces(faces: &[Face]) -> Bed {
        Bed::build(tempfile::tempdir().unwrap(), |config| config.station.faces = faces.to_vec())
    }

    /// A station over a folder that may already hold a database.
    pub(crate) fn in_folder(folder: TempDir) -> Bed {
        Bed::build(folder, |_| {})
    }

    /// A station whose printer stands somewhere else; its answers may take long on a busy machine.
    pub(crate) fn far(place: impl FnOnce(&SimPrinter) -> Place) -> Bed {
        Bed::placed(tempfile::tempdir().unwrap(), |_| {}, place, std::time::Duration::from_secs(10))
    }

    /// A station over a folder, with a config a little different from the shipped one.
    pub(crate) fn build(folder: TempDir, change: impl FnOnce(&mut Config)) -> Bed {
        Bed::placed(folder, change, |sim| Place::Sim(sim.clone()), Limits::default().answer)
    }

    fn placed(
        folder: TempDir,
        change: impl FnOnce(&mut Config),
        place: impl FnOnce(&SimPrinter) -> Place,
        answer: std::time::Duration,
    ) -> Bed {
        let mut config = Config::load(&shipped()).unwrap();
        change(&mut config);
        let store = Store::open(folder.path(), config.house.offset).unwrap();
        let sim = SimPrinter::new(config.profile.clone());
        let limits = Limits {
            paper_percent: 0,
            settle: std::time::Duration::ZERO,
            retry_first: std::time::Duration::ZERO,
            answer,
            ..Limits::default()
        };
        let (devices, ends) = Devices::new(Bench::default());
        let printer = Printer::new(place(&sim), config.profile, limits)
            .heard_by(devices.waker())
            .knowing(config.families);
        let station = Station::new(config.station, config.house, store.clone(), devices);
        let stamp = Stamp { now: time(START), author: Author::Clock };
        let feed = Feed::start(&store, printer, stamp).unwrap();
        let mut bed = Bed { folder, store, station, now: time(START), sim, feed, ends };
        bed.tell(Event::Tick);
        bed
    }

    pub(crate) fn tell(&mut self, event: Event) -> View {
        self.station.handle(event, self.now);
        self.station.show(self.now);
        self.view()
    }

    pub(crate) fn view(&self) -> View {
        self.station.views().borrow().clone()
    }

    pub(crate) fn kiosk(&mut self, intent: KioskIntent) -> View {
        self.tell(Event::Intent(Intent::Kiosk(intent)))
    }

    pub(crate) fn desk(&mut self, intent: DeskIntent) -> View {
        self.tell(Event::Intent(Intent::Desk(intent)))
    }

    pub(crate) fn guard(&mut self, intent: GuardIntent) -> View {
        self.tell(Event::Intent(Intent::Guard(intent)))
    }

    /// Opens a page and gives its key.
    pub(crate) fn open(&mut self, page: KioskPage) -> Uuid {
        self.kiosk(KioskIntent::Open(page)).kiosk.key
    }

    pub(crate) fn take(&mut self, service: &str) -> View {
        let key = self.open(KioskPage::Number);
        self.kiosk(KioskIntent::TakeNumber { key, service: service.into() })
    }

    /// Opens the visit page and agrees to its notice; gives the page's key.
    pub(crate) fn visit(&mut self) -> Uuid {
        let key = self.open(KioskPage::Visit);
        self.kiosk(KioskIntent::Agree);
        key
    }

    pub(crate) fn register(&mut self, form: VisitForm) -> View {
        let key = self.visit();
        self.kiosk(KioskIntent::RegisterVisit { key, form })
    }

    pub(crate) fn log(&mut self, form: RequestForm) -> View {
        let key = self.open(KioskPage::Request);
        self.kiosk(KioskIntent::LogRequest { key, form })
    }

    /// Lets time go by, one tick a second.
    pub(crate) fn wait(&mut self, seconds: i64) -> View {
        for _ in 0..seconds {
            self.now += Duration::seconds(1);
            self.station.handle(Event::Tick, self.now);
        }
        self.station.show(self.now);
        self.view()
    }

    pub(crate) fn stamp(&self) -> Stamp {
        Stamp { now: self.now, author: Author::Clock }
    }

    /// Lets the printer take what waits.
    pub(crate) fn feed_printer(&mut self) {
        let stamp = self.stamp();
        self.feed.printer.ask();
        self.feed.print_waiting(&self.store, || stamp, |_| {}).unwrap();
    }

    /// Lets the printer's thread do what it was woken for, if it was; true where it was.
    pub(crate) fn woken(&mut self) -> bool {
        self.woken_within(std::time::Duration::ZERO)
    }

    /// The same, for a printer whose word is on its way: waits for it at most so long.
    pub(crate) fn woken_within(&mut self, most: std::time::Duration) -> bool {
        let wake = self.ends.printer.woken.wait(most);
        if wake == Wake::Time {
            return false;
        }
        let (stamp, told) = (self.stamp(), RefCell::new(Vec::new()));
        let Bed { feed, store, ends, .. } = self;
        feed.turn(wake, store, &ends.printer.orders, || stamp, &|event| told.borrow_mut().push(event));
        for event in told.into_inner() {
            if self.station.handle(event, self.now) {
                self.station.show(self.now);
            }
        }
        true
    }

    /// Lets the printer take what waits, and gives the text of the slips that came out.
    pub(crate) fn print(&mut self) -> Vec<String> {
        self.feed_printer();
        self.station.handle(Event::Printer(self.feed.printer.health()), self.now);
        self.station.show(self.now);
        self.sim.take_sheets().iter().map(whole).collect()
    }

    /// All bytes of all files of the data folder.
    pub(crate) fn files(&self) -> Vec<u8> {
        let read = |entry: std::io::Result<std::fs::DirEntry>| std::fs::read(entry.unwrap().path()).unwrap();
        std::fs::read_dir(self.folder.path()).unwrap().flat_map(read).collect()
    }
}

/// A sheet's text; every byte that made it was understood.
fn whole(sheet: &receipt_printer::Sheet) -> String {
    assert_eq!(sheet.unknown, 0, "{}", sheet.grid());
    sheet.grid()
}

pub(crate) fn visit() -> VisitForm {
    VisitForm {
        name: "测试甲".into(),
        phone: "13800005678".into(),
        unit: ["3".into(), "1".into(), "502".into()],
        purpose: Some(Purpose::Family),
        companions: 1,
        plate: "粤B12345".into(),
        ..VisitForm::default()
    }
}

pub(crate) fn request() -> RequestForm {
    RequestForm {
        mark: Some(Mark::Repair),
        unit: ["3".into(), "1".into(), "502".into()],
        name: "示例乙".into(),
        phone: "13900001234".into(),
        matter: "厨房水管漏水".into(),
        ..RequestForm::default()
    }
}

/// The refusal of a notice.
pub(crate) fn refused(notice: &Option<Notice>) -> Refusal {
    match notice {
        Some(Notice::Refused(refusal)) => refusal.clone(),
        other => panic!("no refusal: {other:?}"),
    }
}

pub(crate) fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|w| w == needle.as_bytes())
}

/// A clock that stands still.
pub(crate) fn still(at: &str) -> front_desk::station::Clock {
    let at = time(at);
    Arc::new(move || at)
}
