//! A station on a bed for the benchmarks: the shipped config, a folder on the disk the build is on (never in memory), a
//! given clock, a printer's simulator that does not wait for paper.

use chrono::{DateTime, Duration, FixedOffset};
use front_desk::config::Config;
use front_desk::devices::{Bench, Devices, Ends, Printer};
use front_desk::rules::{Author, Stamp};
use front_desk::station::{Event, Feed, Intent, KioskIntent, KioskPage, Notice, SlipNews, Station, View};
use front_desk::store::Store;
use receipt_printer::sim::SimPrinter;
use receipt_printer::{Connect, Limits};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tempfile::TempDir;
use uuid::Uuid;

/// Whatever goes wrong ends the benchmark with its own words.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The shipped config.
fn config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config")
}

/// A station, its printer and its clock.
pub(crate) struct Bed {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) station: Station,
    pub(crate) feed: Feed,
    pub(crate) now: DateTime<FixedOffset>,
    /// When the printer had all bytes of the newest slip.
    arrived: Arc<Mutex<Option<Instant>>>,
    _ends: Ends,
    pub(crate) _folder: TempDir,
}

impl Bed {
    /// A bed with the printer's simulator.
    pub(crate) fn new() -> Result<Bed> {
        let arrived = Arc::new(Mutex::new(None));
        let profile = Config::load(&config())?.profile;
        let (sim, note) = (SimPrinter::new(profile), arrived.clone());
        sim.on_sheet(move |_| *note.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now()));
        Bed::over(sim, arrived)
    }

    /// A bed with whatever printer is at the end of this; `arrived` is told there when a slip's bytes have come.
    pub(crate) fn over(printer: impl Connect + 'static, arrived: Arc<Mutex<Option<Instant>>>) -> Result<Bed> {
        let mut config = Config::load(&config())?;
        config.house.numbers_per_hour = u32::MAX; // the limit is for people
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let store = Store::open(folder.path(), config.house.offset)?;
        let zero = std::time::Duration::ZERO;
        let limits = Limits { paper_percent: 0, settle: zero, retry_first: zero, ..Limits::default() };
        let printer = Printer::new(printer, config.profile.clone(), limits);
        let (devices, ends) = Devices::new(Bench::default());
        let station = Station::new(config.station.clone(), config.house.clone(), store.clone(), devices);
        let now = DateTime::parse_from_rfc3339("2026-11-21T09:30:00+08:00")?;
        let feed = Feed::start(&store, printer, Stamp { now, author: Author::Clock })?;
        Ok(Bed { config, store, station, feed, now, arrived, _ends: ends, _folder: folder })
    }

    pub(crate) fn stamp(&self) -> Stamp {
        Stamp { now: self.now, author: Author::Clock }
    }

    pub(crate) fn handle(&mut self, intent: Intent) {
        self.station.handle(Event::Intent(intent), self.now);
    }

    /// What the faces show now.
    pub(crate) fn show(&mut self) -> View {
        self.station.show(self.now);
        self.station.views().borrow().clone()
    }

    /// Opens a page of the kiosk a second later, and gives the page's key.
    pub(crate) fn open(&mut self, page: KioskPage) -> Uuid {
        self.now += Duration::seconds(1);
        self.handle(Intent::Kiosk(KioskIntent::Open(page)));
        self.show().kiosk.key
    }

    /// Lets the printer take what waits; when the last byte of it had arrived.
    pub(crate) fn print(&mut self) -> Result<Instant> {
        let stamp = self.stamp();
        self.feed.print_waiting(&self.store, || stamp, |_: SlipNews| {})?;
        let arrived = self.arrived.lock().unwrap_or_else(PoisonError::into_inner).take();
        arrived.ok_or_else(|| "nothing was printed".into())
    }

    /// Takes a number and prints its ticket: when the tap came, when the number was durable, when its bytes had arrived.
    pub(crate) fn take(&mut self) -> Result<[Instant; 3]> {
        let key = self.open(KioskPage::Number);
        let service = self.config.house.services.first().map(|s| s.code.clone()).unwrap_or_default();
        self.submit(KioskIntent::TakeNumber { key, service })
    }

    /// Submits a page of the kiosk and prints its slip; the three times of [`Bed::take`].
    pub(crate) fn submit(&mut self, intent: KioskIntent) -> Result<[Instant; 3]> {
        let tapped = Instant::now();
        self.handle(Intent::Kiosk(intent));
        let durable = Instant::now();
        let printed = self.print()?;
        match &self.show().kiosk.notice {
            None => Ok([tapped, durable, printed]),
            Some(Notice::Refused(refusal)) => Err(refusal.to_string().into()),
            Some(Notice::Fault(fault)) => Err(format!("{fault:?}").into()),
        }
    }
}
