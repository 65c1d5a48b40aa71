//! The bed: the shipped config, a data folder of its own, a clock that moves when told, the kiosk's real window.

use crate::screens::{Faces, Wire};
use chrono::{DateTime, Duration, FixedOffset};
use front_desk::config::{Config, Face};
use front_desk::devices::{Bench, Devices, Ends, Place, Printer, PrinterHealth, ReaderHealth};
use front_desk::rules::{Author, House, Stamp};
use front_desk::station::{Event, Feed, KioskPage, Station, View};
use front_desk::store::Store;
use receipt_printer::Limits;
use receipt_printer::sim::SimPrinter;
use std::cell::RefCell;
use std::path::Path;
use tempfile::TempDir;
use tokio::sync::mpsc;
use ui::headless;

/// How often pages and station answer each other before they are at rest; a page that never is would be a defect.
const ROUNDS: usize = 16;

pub(super) struct Lobby {
    pub(super) station: Station,
    pub(super) store: Store,
    pub(super) house: House,
    pub(super) now: DateTime<FixedOffset>,
    pub(super) sim: SimPrinter,
    pub(super) idle: i64,
    faces: Faces,
    inbox: mpsc::Receiver<Event>,
    feed: Feed,
    _ends: Ends,
    _folder: TempDir,
}

impl Lobby {
    pub(super) fn new(width: f32, height: f32) -> Lobby {
        headless::init();
        let mut config = Config::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("config")).unwrap();
        config.station.faces = vec![Face::Kiosk];
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), config.house.offset).unwrap();
        let sim = SimPrinter::new(config.profile.clone());
        let zero = std::time::Duration::ZERO;
        let limits = Limits { paper_percent: 0, settle: zero, retry_first: zero, ..Limits::default() };
        let printer = Printer::new(Place::Sim(sim.clone()), config.profile.clone(), limits);
        let (devices, ends) = Devices::new(Bench::default());
        let (events, inbox) = mpsc::channel(front_desk::station::EVENTS);
        let station = Station::new(config.station.clone(), config.house.clone(), store.clone(), devices);
        let faces = Faces::new(&config, &Wire::new(events), station.views(), false).unwrap();
        let now = DateTime::parse_from_rfc3339("2026-11-21T09:30:00+08:00").unwrap();
        let feed = Feed::start(&store, printer, Stamp { now, author: Author::Clock }).unwrap();
        let idle = i64::from(config.station.idle_seconds);
        let mut lobby = Lobby {
            station,
            store,
            house: config.house,
            now,
            sim,
            idle,
            faces,
            inbox,
            feed,
            _ends: ends,
            _folder: folder,
        };
        headless::open(lobby.window(), width, height).unwrap();
        lobby.tell(Event::Reader(ReaderHealth::Ready));
        lobby.tell(Event::Printer(PrinterHealth::Ready));
        lobby.tell(Event::Tick);
        lobby
    }

    pub(super) fn window(&self) -> &ui::KioskWindow {
        &self.faces.kiosk.as_ref().unwrap().window
    }

    pub(super) fn view(&self) -> View {
        self.station.views().borrow().clone()
    }

    pub(super) fn at_home(&self) -> bool {
        matches!(self.view().kiosk.page, KioskPage::Home | KioskPage::Rest)
    }

    /// Something happens outside the pages; they show what became of it.
    pub(super) fn tell(&mut self, event: Event) {
        if self.station.handle(event, self.now) {
            self.show();
        }
        self.answer();
    }

    /// What the pages asked for since the last time is done and shown.
    pub(super) fn answer(&mut self) {
        for _ in 0..ROUNDS {
            let mut changed = false;
            while let Ok(event) = self.inbox.try_recv() {
                changed |= self.station.handle(event, self.now);
            }
            if !changed {
                return headless::elapse(std::time::Duration::from_millis(20));
            }
            self.show();
        }
        panic!("the pages ask again whenever they are answered");
    }

    fn show(&mut self) {
        self.station.show(self.now);
        self.faces.apply();
        headless::elapse(std::time::Duration::from_millis(20));
    }

    pub(super) fn tap(&mut self, label: &str) {
        headless::tap(self.window(), label).unwrap();
        self.answer();
    }

    /// Lets time go by, one tick a second.
    pub(super) fn wait(&mut self, seconds: i64) {
        for _ in 0..seconds {
            self.now += Duration::seconds(1);
            self.tell(Event::Tick);
        }
    }

    /// Lets the printer take what waits.
    pub(super) fn print(&mut self) {
        let stamp = Stamp { now: self.now, author: Author::Clock };
        self.feed.printer.ask();
        let news = RefCell::new(Vec::new());
        self.feed.print_waiting(&self.store, || stamp, |slip| news.borrow_mut().push(slip)).unwrap();
        for slip in news.take() {
            self.tell(Event::Slip(slip));
        }
    }
}
