//! The loop's thread, and the threads of the devices around it. Every one of them is joined at the end.

use super::{Event, Intent, Station, View, feed};
use crate::config::{Config, Face, Flow, PrinterPort, ReaderPort};
use crate::devices::{
    Bench, Devices, Ends, Hold, Place, Preview, Printer, PrinterEnds, PrinterHealth, PrinterNews,
    PrinterOrder, ReaderHealth, ReaderNews, TestPrint, Wake, Wish, find_printers, ring, test_preview,
    watch_reader,
};
use crate::store::{Fault, Store};
use chrono::{DateTime, FixedOffset, Utc};
use id_reader::reader::{Reader, Settings};
use id_reader::sim::{SimOptions, SimReader};
use receipt_printer::Limits;
use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::serial::{Flow as Line, Serial};
use receipt_printer::transport::tcp::Tcp;
use receipt_printer::transport::usb::{Find, Usb};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::MissedTickBehavior;

/// Events that may wait for the loop before a device's thread waits too.
pub const EVENTS: usize = 256;
/// Events taken in one go before the faces are shown what became of them.
const BATCH: usize = 64;
/// How often a process looks whether a device that another one has became free.
const TURN: Duration = Duration::from_secs(1);

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
    lost: Arc<OnceLock<Fault>>,
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

    /// The fault that ended the station, where one did.
    pub fn lost(&self) -> Option<&Fault> {
        self.lost.get()
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

/// Starts the station of a config over an open store: the loop and a thread for each device. Of several processes on one data
/// folder one works the reader, one that has a kiosk, and one the printer; the others show how they are. `bench`: this
/// process has the simulators, where the config asks for any.
pub fn start(config: Config, store: Store, clock: Clock, bench: bool) -> io::Result<Running> {
    let (events, inbox) = mpsc::channel(EVENTS);
    let sims = if bench { simulators(&config)? } else { (None, None) };
    let place = place(&config.station.printer, sims.1.as_ref());
    let (mut devices, ends) = Devices::new(Bench::new(sims.0, sims.1));
    devices.show_slips_by(Preview::new(config.profile.clone()));
    let waker = devices.waker();
    let Ends { wish, printer: printer_ends, look, bell } = ends;
    let mut threads = Vec::new();

    let hold = Hold::open(&config.station.data, "reader");
    let (port, kiosk) = (reader_port(&config), config.station.faces.contains(&Face::Kiosk));
    let tell = events.clone();
    threads.push(Builder::new().name("reader".into()).spawn(move || {
        read_cards(hold, Settings::new(port), kiosk, &wish, |event| drop(tell.blocking_send(event)));
    })?);

    let hold = Hold::open(&config.station.data, "printer");
    let printer = place.map(|place| {
        Printer::new(place, config.profile.clone(), Limits::default())
            .heard_by(waker)
            .knowing(config.families.clone())
    });
    let (tell, printer_store, printer_clock) = (events.clone(), store.clone(), clock.clone());
    threads.push(Builder::new().name("printer".into()).spawn(move || {
        let tell = |event| drop(tell.blocking_send(event));
        print_slips(hold, printer, &printer_store, &printer_ends, &printer_clock, tell);
    })?);

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
    let lost = Arc::<OnceLock<Fault>>::default();
    let told = lost.clone();
    threads
        .insert(0, Builder::new().name("station".into()).spawn(move || run(station, inbox, &clock, &told))?);
    Ok(Running { events, views, threads, lost })
}

/// The reader's thread. A kiosk that does not have the reader invites nobody to put a card onto it.
fn read_cards(hold: Hold<ReaderHealth>, settings: Settings, kiosk: bool, wish: &Wish, tell: impl Fn(Event)) {
    let shown = |health| tell(Event::Reader(if kiosk { ReaderHealth::Absent } else { health }));
    let Some(hold) = hold.turn(kiosk, || wish.over_within(TURN), shown) else { return };
    watch_reader(Reader::new(settings), wish, |news| {
        if let ReaderNews::Health(health) = news {
            hold.tell(health);
        }
        tell(event(news));
    });
}

/// The printer's thread; without a printer of its own it only shows. What staff asks of a printer that another process has
/// is answered at once.
fn print_slips(
    hold: Hold<PrinterHealth>,
    printer: Option<Printer>,
    store: &Store,
    ends: &PrinterEnds,
    clock: &Clock,
    tell: impl Fn(Event),
) {
    let over = || {
        for order in ends.orders.try_iter() {
            tell(Event::Printers(match order {
                PrinterOrder::Probe => PrinterNews::Answers(None),
                PrinterOrder::TestPage => PrinterNews::Test(TestPrint::NotSent(PrinterHealth::Held)),
            }));
        }
        ends.woken.wait(TURN) == Wake::Over
    };
    let Some(hold) = hold.turn(printer.is_some(), over, |health| tell(Event::Printer(health))) else {
        return;
    };
    let Some(printer) = printer else { return };
    feed(store, printer, ends, clock, |event| {
        if let Event::Printer(health) = event {
            hold.tell(health);
        }
        tell(event);
    });
}

/// The simulators that the config asks for.
fn simulators(config: &Config) -> io::Result<(Option<SimReader>, Option<SimPrinter>)> {
    let reader = match config.station.reader {
        ReaderPort::Sim => {
            let start = |link| SimReader::start(SimOptions { link, ..SimOptions::default() });
            // Where the folder takes no link, no kiosk finds the simulator, and says so.
            Some(start(Some(reader_port(config))).or_else(|_| start(None))?)
        }
        ReaderPort::Serial(_) => None,
    };
    let printer =
        (config.station.printer == PrinterPort::Sim).then(|| SimPrinter::new(config.profile.clone()));
    Ok((reader, printer))
}

/// Where the configured reader is. The simulator's is a link, because a pty that is plugged in again has another number, and
/// because the kiosk may be another process than the bench.
fn reader_port(config: &Config) -> PathBuf {
    match &config.station.reader {
        ReaderPort::Serial(path) => path.clone(),
        ReaderPort::Sim => config.station.data.join("reader"),
    }
}

/// Where the configured printer is; none where it is a simulator that another process works.
pub fn place(port: &PrinterPort, sim: Option<&SimPrinter>) -> Option<Place> {
    Some(match port {
        PrinterPort::Sim => Place::Sim(sim?.clone()),
        PrinterPort::Tcp(address) => Place::Tcp(Tcp::new(address.to_string()).kept()),
        PrinterPort::TcpShared(address) => Place::Tcp(Tcp::new(address.to_string())),
        PrinterPort::Serial { path, baud, flow } => {
            let flow = match flow {
                Flow::Ready => Line::Hardware,
                Flow::Xon => Line::Software,
                Flow::None => Line::None,
            };
            Place::Serial(Serial::new(path, *baud, flow))
        }
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

/// The loop: takes what waits, decides, then shows once. It ends when it is told to, or `lost` with the fault it left there.
fn run(mut station: Station, mut inbox: mpsc::Receiver<Event>, clock: &Clock, lost: &OnceLock<Fault>) {
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
            if let Some(fault) = station.lost() {
                let _ = lost.set(fault);
                return;
            }
            if changed {
                station.show(clock());
            }
        }
    });
}
