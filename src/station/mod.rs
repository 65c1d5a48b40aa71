//! The station: one loop over one closed [`Event`]; [`Intent`] in, [`View`] out; one handler file per noun.
//!
//! [`Station::handle`] is told the time and touches no device: it decides, writes one transaction, shows. The threads
//! around it (loop, printer's feed) are in `run.rs` and `outbox.rs`.

mod achieved;
mod appointments;
mod board;
mod card;
mod day;
mod desk;
mod event;
mod guard;
mod guesses;
mod help;
mod households;
mod intent;
mod kiosk;
mod leaving;
mod outbox;
mod patience;
mod printer;
mod progress;
mod queue;
mod requests;
mod run;
mod slips;
mod staff;
mod view;
mod visits;
mod writable;

pub use appointments::{Coming, Token, book};
pub use event::{Event, SlipNews};
pub use households::{Imported, import_households};
pub use intent::{
    BenchIntent, DeskIntent, DeskPanel, GuardIntent, GuardList, Intent, KioskIntent, KioskPage,
    PrinterIntent, ProgressIntent, StaffIntent,
};
pub use leaving::Leaver;
pub use outbox::{Feed, feed};
pub use run::{Clock, EVENTS, Running, place, start, system_clock};
pub use view::{
    Ahead, AlarmRow, AlikeRow, BenchView, BoardView, Booked, CalledRow, CardStage, DeskView, Done, DoneKind,
    FaultKind, GuardView, HelpStage, HelpView, KioskView, Notice, PrintState, PrinterView, ProgressView,
    RateState, RequestDetail, RequestRow, ServiceRow, SlipRow, SlipsView, StaffSheet, StaffStage,
    StationView, StepRow, TicketRow, UrgeState, View, VisitRow, VisitorWaits, VisitorWord, VisitsPanel,
    WaitingRow,
};

use crate::config::{Face, PrinterPort, ReaderPort, StationConfig};
use crate::devices::{Devices, PrinterHealth, ReaderHealth};
use crate::rules::help::HelpKind;
use crate::rules::{Author, House, Stamp};
use crate::store::{Error, Fault, Store};
use chrono::{DateTime, FixedOffset};
use day::Today;
use desk::Desk;
use guard::Guard;
use help::Calls;
use kiosk::Kiosk;
use printer::Commissioning;
use std::sync::Arc;
use tokio::sync::watch;

/// The station's state between two events. Everything that must survive is in the store.
pub struct Station {
    store: Store,
    house: Arc<House>,
    config: StationConfig,
    devices: Devices,
    kiosk: Kiosk,
    desk: Desk,
    guard: Guard,
    calls: Calls,
    reader: ReaderHealth,
    printer: PrinterHealth,
    commissioning: Commissioning,
    stale: bool,
    /// Why nothing can be kept just now.
    closed: Option<FaultKind>,
    /// The damage of the database that was found after the start.
    lost: Option<Fault>,
    today: Today,
    seen: Seen,
    bench_answer: String,
    faces: watch::Sender<View>,
}

/// What the last tick saw, so that a tick that changes nothing shows nothing.
#[derive(Default)]
struct Seen {
    minute: String,
    data_version: i64,
}

impl Station {
    /// A station over an open store. `devices` are the wires to the reader, the printer and their simulators.
    pub fn new(config: StationConfig, house: House, store: Store, devices: Devices) -> Station {
        Station {
            store,
            house: Arc::new(house),
            kiosk: Kiosk::new(&config),
            config,
            devices,
            desk: Desk::default(),
            guard: Guard::default(),
            calls: Calls::default(),
            reader: ReaderHealth::Opening,
            printer: PrinterHealth::Unknown,
            commissioning: Commissioning::default(),
            stale: false,
            closed: None,
            lost: None,
            today: Today::default(),
            seen: Seen::default(),
            bench_answer: String::new(),
            faces: watch::Sender::new(View::default()),
        }
    }

    /// The fault with which this station cannot go on: its database turned out to be damaged.
    pub fn lost(&mut self) -> Option<Fault> {
        self.lost.take()
    }

    /// What the faces show; the newest only.
    pub fn views(&self) -> watch::Receiver<View> {
        self.faces.subscribe()
    }

    /// Takes one event at a given time. True where a face may have to show something new: see [`Station::show`].
    pub fn handle(&mut self, event: Event, now: DateTime<FixedOffset>) -> bool {
        let changed = match event {
            Event::Intent(intent) => {
                self.intent(intent, now);
                true
            }
            Event::Reading | Event::Card(_) | Event::CardTrouble(_) | Event::CardRemoved => {
                self.card(event, now)
            }
            Event::Reader(health) => std::mem::replace(&mut self.reader, health) != health,
            Event::Printer(health) => std::mem::replace(&mut self.printer, health) != health,
            Event::Printers(news) => {
                self.commissioning.take(news);
                self.desk.shows(DeskPanel::Printer)
            }
            Event::Slip(_) => {
                self.look_at_first();
                true
            }
            Event::Tick => self.tick(now),
            Event::Stop => false,
        };
        self.devices.want_card(self.kiosk.wants_card());
        changed
    }

    fn intent(&mut self, intent: Intent, now: DateTime<FixedOffset>) {
        let faults = self.faults();
        match intent {
            Intent::Kiosk(intent) => self.kiosk_intent(intent, self.stamp(now, Author::Kiosk)),
            Intent::Desk(intent) => {
                self.desk_intent(&intent, self.stamp(now, Author::Counter(self.desk.counter())));
            }
            Intent::Guard(intent) => self.guard_intent(intent, self.stamp(now, Author::Guard)),
            Intent::Bench(BenchIntent::Reader(line)) => {
                self.bench_answer = self.devices.bench().steer_reader(&line);
            }
            Intent::Bench(BenchIntent::Printer(line)) => {
                self.bench_answer = self.devices.bench().steer_printer(&line);
            }
        }
        self.devices.wake_printer();
        if self.faults() != faults {
            self.ask_store(now);
        }
    }

    fn stamp(&self, now: DateTime<FixedOffset>, author: Author) -> Stamp {
        Stamp { now: now.with_timezone(&self.house.offset), author }
    }

    /// Once a second: idle pages, the clock on the wall, a new day, and what other processes wrote.
    fn tick(&mut self, now: DateTime<FixedOffset>) -> bool {
        let stamp = self.stamp(now, Author::Clock);
        let mut changed = self.kiosk.tick(stamp.now);
        if self.closed.is_none() {
            changed |= self.turn_day(stamp); // what cannot be kept is not tried each second
        }
        let minute = stamp.now.format("%H:%M").to_string();
        if self.closed.is_some() || minute != self.seen.minute {
            changed |= self.ask_store(stamp.now);
        }
        if minute != self.seen.minute {
            self.seen.minute = minute;
            changed = true;
            self.climb(stamp);
            self.sweep();
        }
        match self.store.data_version() {
            Ok(version) if version != self.seen.data_version => {
                self.seen.data_version = version;
                changed = true;
            }
            Ok(_) => {}
            Err(Error::Fault(fault @ Fault::Corrupt(_))) => self.lost = Some(fault),
            Err(e) => tracing::error!(cause = %e, "asking for news of other processes"),
        }
        changed
    }

    /// Builds what every open face shows and hands it over; a face that is slow sees only the newest.
    pub fn show(&mut self, now: DateTime<FixedOffset>) {
        let now = now.with_timezone(&self.house.offset);
        match self.kiosk.listen(&self.store, now).and_then(|()| self.view(now)) {
            Ok(view) => {
                self.stale = false;
                self.devices.ring(help::peal(&view.desk, &view.guard));
                self.kiosk.read(&view.kiosk);
                self.faces.send_replace(view);
            }
            Err(e) => {
                // What stands on the boards may be old now, and they say so.
                tracing::error!(cause = %e, "reading for the faces");
                self.stale = true;
                self.faces.send_modify(|view| Arc::make_mut(&mut view.board).stale = true);
            }
        }
    }

    fn view(&self, now: DateTime<FixedOffset>) -> Result<View, Error> {
        let open = |face| self.config.faces.contains(&face);
        self.store.read(|db| {
            let ringing = self.calls.ringing(db)?;
            Ok(View {
                station: Arc::new(self.station_view(db, now)?),
                kiosk: Arc::new(if open(Face::Kiosk) {
                    let help = self.calls.view(db, &ringing, &self.config.name, now)?;
                    let view = self.kiosk.view(db, &self.house, (self.reader, self.printer), now)?;
                    KioskView { help, ..view }
                } else {
                    KioskView::default()
                }),
                desk: Arc::new(if open(Face::Desk) {
                    let alarms = help::alarms(&ringing, &[HelpKind::Emergency, HelpKind::Staff], now);
                    let printer = self.desk.shows(DeskPanel::Printer).then(|| self.printer_view());
                    DeskView { alarms, printer, ..self.desk.view(db, &self.house, self.printer, now)? }
                } else {
                    DeskView::default()
                }),
                guard: Arc::new(if open(Face::Guard) {
                    let alarms = help::alarms(&ringing, &[HelpKind::Emergency], now);
                    GuardView { alarms, ..self.guard.view(db, now)? }
                } else {
                    GuardView::default()
                }),
                bench: Arc::new(self.bench_view()),
                board: Arc::new(if open(Face::Board) {
                    board::view(db, &self.house, self.stale, now)?
                } else {
                    BoardView::default()
                }),
            })
        })
    }

    fn bench_view(&self) -> BenchView {
        let bench = self.devices.bench();
        if !bench.reader_simulated() && !bench.printer_simulated() {
            return BenchView::default();
        }
        BenchView {
            cards: bench.cards(),
            faults: bench.faults(),
            answer: self.bench_answer.clone(),
            paper: bench.paper(),
        }
    }

    fn station_view(
        &self,
        db: &crate::store::Db<'_>,
        now: DateTime<FixedOffset>,
    ) -> Result<StationView, Error> {
        Ok(StationView {
            name: self.config.name.clone(),
            estate: self.house.name.clone(),
            clock: now.format("%H:%M").to_string(),
            date: now.date_naive(),
            reader: self.reader,
            printer: self.printer,
            reader_simulated: self.config.reader == ReaderPort::Sim,
            printer_simulated: self.config.printer == PrinterPort::Sim,
            slips_waiting: db.slips_waiting()?.iter().filter(|(_, _, state)| !state.in_doubt()).count(),
            closed: self.closed,
            doubted: self.today.doubted(),
        })
    }
}

/// What a person is told when something did not work: a refusal in its own words, a fault by what still works.
fn notice(error: Error) -> Notice {
    match error {
        Error::Refused(refusal) => Notice::Refused(refusal),
        Error::Fault(fault) => {
            tracing::error!(cause = %fault, "not saved");
            Notice::Fault(fault_kind(&fault))
        }
    }
}

/// A fault, as far as a person needs to know.
fn fault_kind(fault: &Fault) -> FaultKind {
    use Fault as F;
    match fault {
        F::ReadOnly => FaultKind::ReadOnly,
        F::Full => FaultKind::Full,
        F::Newer { .. }
        | F::Corrupt(_)
        | F::Content(_)
        | F::File { .. }
        | F::Key { .. }
        | F::Unreadable { .. }
        | F::NotCommitted(_)
        | F::Gone
        | F::Bug
        | F::Busy
        | F::Sqlite(_) => FaultKind::Store,
    }
}

/// A fresh UUIDv7 of this moment.
fn fresh(now: DateTime<FixedOffset>) -> uuid::Uuid {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &crate::store::random()).into_uuid()
}
