//! The loop's thread, and the threads of the devices around it. Every one of them is joined at the end.

use super::{Event, Intent, Station, View, feed};
use crate::config::{Config, PrinterPort, ReaderPort};
use crate::devices::{
    Bench, Devices, Ends, Place, Preview, Printer, PrinterNews, ReaderNews, find_printers, ring,
    test_preview, watch_reader,
};
use crate::store::Store;
use chrono::{DateTime, FixedOffset, Utc};
use id_reader::reader::{Reader, Settings};
use id_reader::sim::{SimOptions, SimReader};
use receipt_printer::Limits;
use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::serial::{Flow, Serial};
use receipt_printer::transport::tcp::Tcp;
use receipt_printer::transport::usb::{Find, Usb};
use std::io;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

/// Events that may wait for the loop before a device's thread waits too.
pub const EVENTS: usize = 256;
/// Events taken in one go before the faces are shown what became of them.
const BATCH: usize = 64;

/// Where the time comes from: the machine's clock, or a given one in tests.
pub type Clock = Arc<dyn Fn() -> DateTime<FixedOffset> + Send + Sync>;

/// The machine's clock in the estate's time zone. The only reading of it in the program.
pub fn system_clock(offset: FixedOffset) -> Clock {
    Arc::new(move || Utc::now().with_timezone(&offset))
}

/// A running station. Dropped, it stops and joins its threads.
pub struct Running {
    events: mpsc::Sender<Event>,
    views: watch::Receiver<View>,
    threads: Vec<JoinHandle<()>>,
}

impl Running {
    /// Sends what a person wants; never waits. False where the station is too busy or gone: nothing was done.
    pub fn send(&self, intent: Intent) -> bool {
        self.events.try_send(Event::Intent(intent)).is_ok()
    }

    /// A handle by which a face sends intents.
    pub fn sender(&self) -> mpsc::Sender<Event> {
        self.events.clone()
    }

    /// What the faces show.
    pub fn views(&self) -> watch::Receiver<View> {
        self.views.clone()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.events.blocking_send(Event::Stop);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Starts the station of a config over an open store: the loop, the reader's thread, the printer's thread.
/// `drive` is false in a process that only shows: another one of the same machine has the devices.
pub fn start(config: Config, store: Store, clock: Clock, drive: bool) -> io::Result<Running> {
    let (events, inbox) = mpsc::channel(EVENTS);
    let bench = if drive { simulators(&config)? } else { (None, None) };
    let place = place(&config.station.printer, bench.1.as_ref());
    let port = match (&config.station.reader, &bench.0) {
        (ReaderPort::Serial(path), _) => path.clone(),
        (ReaderPort::Sim, Some(sim)) => sim.path(),
        (ReaderPort::Sim, None) => "sim".into(),
    };
    let (mut devices, ends) = Devices::new(Bench::new(bench.0, bench.1));
    devices.show_slips_by(Preview::new(config.profile.clone()));
    let Ends { wish, printer: printer_ends, look, bell } = ends;
    let mut threads = Vec::new();
    if drive {
        let tell = events.clone();
        let reader = Reader::new(Settings::new(port));
        threads.push(Builder::new().name("reader".into()).spawn(move || {
            watch_reader(reader, &wish, |news| {
                let _ = tell.blocking_send(event(news));
            });
        })?);
    }
    if let (true, Some(place)) = (drive, place) {
        let (tell, printer_store, printer_clock) = (events.clone(), store.clone(), clock.clone());
        let printer = Printer::new(place, config.profile.clone(), Limits::default())
            .heard_by(devices.waker())
            .knowing(config.families.clone());
        threads.push(Builder::new().name("printer".into()).spawn(move || {
            feed(&printer_store, printer, &printer_ends, &printer_clock, |event| {
                let _ = tell.blocking_send(event);
            });
        })?);
    }
    let play = config.station.bell.clone();
    threads.push(Builder::new().name("bell".into()).spawn(move || ring(&bell, &play))?);
    let (tell, families, profile) = (events.clone(), config.families.clone(), config.profile.clone());
    threads.push(Builder::new().name("finder".into()).spawn(move || {
        for () in look {
            let found = PrinterNews::Found(find_printers(&families));
            let preview = test_preview(&profile).map(|p| PrinterNews::Preview(Arc::new(p.halved())));
            for news in [Some(found), preview].into_iter().flatten() {
                let _ = tell.blocking_send(Event::Printers(news));
            }
        }
    })?);
    let station = Station::new(config.station, config.house, store, devices);
    let views = station.views();
    threads.insert(0, Builder::new().name("station".into()).spawn(move || run(station, inbox, &clock))?);
    Ok(Running { events, views, threads })
}

/// The simulators that the config asks for.
fn simulators(config: &Config) -> io::Result<(Option<SimReader>, Option<SimPrinter>)> {
    let reader = match config.station.reader {
        // A link, because a pty that is plugged in again has another number.
        ReaderPort::Sim => {
            let link = Some(config.station.data.join("reader"));
            Some(SimReader::start(SimOptions { link, ..SimOptions::default() })?)
        }
        ReaderPort::Serial(_) => None,
    };
    let printer =
        (config.station.printer == PrinterPort::Sim).then(|| SimPrinter::new(config.profile.clone()));
    Ok((reader, printer))
}

/// Where the configured printer is; none where it is a simulator that another process works.
pub fn place(port: &PrinterPort, sim: Option<&SimPrinter>) -> Option<Place> {
    Some(match port {
        PrinterPort::Sim => Place::Sim(sim?.clone()),
        PrinterPort::Tcp(address) => Place::Tcp(Tcp::new(address.clone()).kept()),
        PrinterPort::TcpShared(address) => Place::Tcp(Tcp::new(address.clone())),
        PrinterPort::Serial { path, baud } => Place::Serial(Serial::new(path, *baud, Flow::Hardware)),
        PrinterPort::Usb(None) => Place::Usb(Usb::new(Find::Any)),
        PrinterPort::Usb(Some((vendor, product, port))) => {
            Place::Usb(Usb::new(Find::Device { vendor: *vendor, product: *product, port: port.clone() }))
        }
    })
}

fn event(news: ReaderNews) -> Event {
    match news {
        ReaderNews::Reading => Event::Reading,
        ReaderNews::Card(holder) => Event::Card(holder),
        ReaderNews::Removed => Event::CardRemoved,
        ReaderNews::Trouble(trouble) => Event::CardTrouble(trouble),
        ReaderNews::Health(health) => Event::Reader(health),
    }
}

/// The loop: takes what waits, decides, then shows once.
fn run(mut station: Station, mut inbox: mpsc::Receiver<Event>, clock: &Clock) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
        Ok(runtime) => runtime,
        Err(e) => return tracing::error!(cause = %e, "the loop cannot start"),
    };
    station.show(clock()); // before the first write, which waits until the file was looked through
    runtime.block_on(async move {
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let first = tokio::select! {
                event = inbox.recv() => event,
                _ = tick.tick() => Some(Event::Tick),
            };
            let mut next = first;
            let mut changed = false;
            for _ in 0..BATCH {
                match next {
                    None | Some(Event::Stop) => return,
                    Some(event) => changed |= station.handle(event, clock()),
                }
                next = match inbox.try_recv() {
                    Ok(event) => Some(event),
                    Err(_) => break,
                };
            }
            if changed {
                station.show(clock());
            }
        }
    });
}
