//! The policy: one thread owns a [`Reader`] and calls [`Reader::step`] for ever. It opens, finds the rate, tests,
//! polls while someone waits for a card, reads, recovers and backs off on its own.
//!
//! ```text
//! Closed → Probing → Ident → Ready ⇄ (find → select → read → lying there → armed)
//!    ↑        │        │       │ three errors in a row: reset, Booting
//!    └────────┴────────┴───────┘ five, or the port is gone: back-off, reopen by path
//! ```

mod cycle;
mod link;
mod opening;

use std::collections::VecDeque;
use std::hash::RandomState;
use std::path::PathBuf;
use std::time::Duration;

use crate::card::Card;
use crate::clock::{Clock, SystemClock};
use crate::command::{Answer, Baud, Command};
use crate::dialect::{Dialect, Sdt};
use crate::port::{Opener, PortError, SerialOpener};
use crate::sam::SamNumber;
use crate::status::{Class, Status};
use cycle::{Cycle, Presence};
use link::{Link, LinkError};

/// How a reader is to be driven. [`Settings::new`] gives the usual timings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The port, best by a path that survives replugging (`/dev/serial/by-path/…`). Symbolic links are followed
    /// anew at every opening.
    pub path: PathBuf,
    /// The rate tried first. The others follow.
    pub baud: Baud,
    /// Between two looks for a card; 300..=1000 ms are kept to.
    pub poll: Duration,
    /// Self test while nobody waits for a card, so that an unplugged reader is noticed. It touches no card.
    /// `None`: the line is silent while nobody waits.
    pub heartbeat: Option<Duration>,
    /// The longest pause between two attempts to open or to find the module; it starts at 1 s and doubles.
    /// While someone waits for a card, 5 s is the longest.
    pub backoff_max: Duration,
    /// Set a module found at another rate back to 115200. Off: it is left as it is.
    pub restore_baud: bool,
    /// Ask for the newest address (and throw it away) to see when a card is taken away. Off: it moves personal data
    /// for no other purpose, and [`News::Removed`] then comes only from modules that answer find for a lying card.
    pub watch_removal: bool,
    /// A second read of the same number within this time is one presentation, not two, while the same wish for a card
    /// lasts. Who asks anew gets it again.
    pub same_card: Duration,
}

impl Settings {
    /// The usual timings for the port at `path`.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Settings {
        Settings { path: path.into(), ..Settings::default() }
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            path: PathBuf::new(),
            baud: Baud::B115200,
            poll: Duration::from_millis(350),
            heartbeat: Some(Duration::from_secs(3)),
            backoff_max: Duration::from_secs(30),
            restore_baud: false,
            watch_removal: false,
            same_card: Duration::from_secs(3),
        }
    }
}

/// How the reader is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Health {
    /// Not opened yet.
    Closed,
    /// The port is open and the module is being looked for.
    Opening,
    /// It works.
    Ready,
    /// Nothing at the configured path: not plugged in, or the path is wrong.
    NoPort,
    /// This user may not open the port.
    NotPermitted,
    /// Another program holds the port.
    Busy,
    /// The port is there; nothing answers at any rate: wrong port, no power, or a faulty module.
    Silent,
    /// The module failed its self test.
    SelfTestFailed,
    /// The module is not authorised; only its supplier can help.
    NotAuthorised,
}

/// Why a card was not delivered: what to tell the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Lift the card and put it down again (请拿起证件重新放置).
    LiftAndReplace,
    /// It failed again: probably two cards, a thick wallet, a phone (请单独放置证件).
    OneCardOnly,
    /// Not a card this reader reads: bank, bus or social-security card, an unknown type (此证件无法识别).
    NotThisCard,
    /// Card and module did not accept each other, or the information did not verify. Do not use the card.
    NotGenuine,
    /// The number on the chip fails its own check.
    BadNumber,
    /// The reader itself failed; go on by hand (读卡器故障, 请手动登记).
    ReaderFault,
}

/// What happened.
#[derive(Debug)]
pub enum News {
    /// A card was found; its data follow, or a [`News::Trouble`]. Say so at once.
    Reading,
    /// A card was read.
    Card(Box<Card>),
    /// A card was found and not delivered.
    Trouble(Trouble),
    /// The card read last was taken away. Only where that is known for certain: see [`Settings::watch_removal`].
    Removed,
    /// The reader's health changed to this.
    Health(Health),
    /// A module with another number answers now: the reader was exchanged.
    Exchanged,
}

/// What the reader is doing.
enum State {
    /// No port is open, for so long.
    Closed { since: Duration, pause: Duration },
    /// Trying the rates; `at` is the place in the scan.
    Probing { at: usize },
    /// Reading the module's number until two reads agree.
    Ident { tries: u32, seen: Option<SamNumber> },
    /// Waiting for the module to come back from a reset.
    Booting { until: Duration, next: Duration },
    /// Working.
    Ready,
}

/// A reader on a serial line. Blocking: give it a thread of its own.
pub struct Reader {
    settings: Settings,
    opener: Box<dyn Opener>,
    clock: Box<dyn Clock>,
    dialect: Option<Box<dyn Dialect>>,
    link: Option<Link>,
    state: State,
    health: Health,
    baud: Option<Baud>,
    sam: Option<SamNumber>,
    news: VecDeque<News>,
    wanted: bool,
    /// When the wish for a card began that lasts, or the last one.
    wished: Duration,
    /// That wish got a card or a trouble.
    answered: bool,
    /// Exchanges without an answer, in a row.
    errors: u32,
    /// Scans or openings that failed, in a row.
    failures: u32,
    next_poll: Duration,
    last_exchange: Duration,
    presence: Presence,
    cycle: Option<Cycle>,
    keys: RandomState,
    last_card: Option<(u64, Duration)>,
    last_trouble: Option<Duration>,
    /// The module was seen to find a card that it had read.
    refinds: bool,
}

/// The longest sleep in one slice while nothing is to be done.
const IDLE: Duration = Duration::from_millis(100);
/// The longest rest while nobody wants a card.
const REST: Duration = Duration::from_secs(60);

impl Reader {
    /// A reader on the machine's serial ports. Nothing is opened before the first [`Reader::step`].
    #[must_use]
    pub fn new(settings: Settings) -> Reader {
        Reader::with(settings, Box::new(SerialOpener), Box::new(SystemClock::start()))
    }

    /// A reader on any port and any clock, e.g. both of [`crate::sim::Bench`].
    #[must_use]
    pub fn with(settings: Settings, opener: Box<dyn Opener>, clock: Box<dyn Clock>) -> Reader {
        let poll = settings.poll.clamp(Duration::from_millis(300), Duration::from_secs(1));
        let now = clock.now();
        Reader {
            settings: Settings { poll, ..settings },
            opener,
            clock,
            dialect: Some(Box::new(Sdt::default())),
            link: None,
            state: State::Closed { since: now, pause: Duration::ZERO },
            health: Health::Closed,
            baud: None,
            sam: None,
            news: VecDeque::new(),
            wanted: false,
            wished: now,
            answered: false,
            errors: 0,
            failures: 0,
            next_poll: now,
            last_exchange: now,
            presence: Presence::Armed,
            cycle: None,
            keys: RandomState::new(),
            last_card: None,
            last_trouble: None,
            refinds: false,
        }
    }

    /// One slice of work: at most one attempt at a card, otherwise one exchange or a short sleep. An attempt takes
    /// about a second; a module that hangs in the middle of one can hold it for some seconds, a line that never stops
    /// talking for some more (every wait has an end). `wanted`: someone is waiting for a card now. Without it no card is looked for; only
    /// a card already read is watched until it is gone, so that it is not taken for the next one.
    pub fn step(&mut self, wanted: bool) -> Option<News> {
        if wanted && !self.wanted {
            self.wished = self.clock.now();
            self.answered = false;
        }
        self.wanted = wanted;
        if self.news.is_empty() {
            match self.state {
                State::Closed { since, pause } => self.closed(since, pause),
                State::Probing { at } => self.probe(at),
                State::Ident { tries, seen } => self.ident(tries, seen),
                State::Booting { until, next } => self.booting(until, next),
                State::Ready => self.ready(),
            }
        }
        let news = self.news.pop_front();
        self.answered |= matches!(news, Some(News::Card(_) | News::Trouble(_)));
        news
    }

    /// How long nothing is to be done while nobody wants a card: the next [`Reader::step`] may wait as long, or until
    /// somebody does. Zero: it is due now. At most a minute.
    #[must_use]
    pub fn rest(&self) -> Duration {
        if self.wanted || !self.news.is_empty() {
            return Duration::ZERO;
        }
        let due = match self.state {
            State::Closed { since, pause } => Some(since + pause),
            State::Ready if self.cycle.is_none() && self.presence == Presence::Armed => {
                self.settings.heartbeat.map(|beat| self.last_exchange + beat)
            }
            _ => return Duration::ZERO,
        };
        due.map_or(REST, |due| due.saturating_sub(self.clock.now()).min(REST))
    }

    /// How the reader is.
    #[must_use]
    pub fn health(&self) -> Health {
        self.health
    }

    /// The module's number, once read.
    #[must_use]
    pub fn sam_number(&self) -> Option<&SamNumber> {
        self.sam.as_ref()
    }

    /// The rate the module was found at.
    #[must_use]
    pub fn baud(&self) -> Option<Baud> {
        self.baud
    }

    fn set_health(&mut self, health: Health) {
        if self.health != health {
            tracing::info!(from = ?self.health, to = ?health, "reader health");
            self.health = health;
            self.news.push_back(News::Health(health));
        }
    }

    /// Sleeps towards `until`, one slice of it. `true` when that time has come.
    fn slept_until(&self, until: Duration, slice: Duration) -> bool {
        let now = self.clock.now();
        if now < until {
            self.clock.sleep((until - now).min(slice));
        }
        self.clock.now() >= until
    }

    /// One exchange with the usual timeout. On failure the ladder has been climbed and there is nothing to do but return.
    fn ask(&mut self, command: Command) -> Option<Answer> {
        self.ask_within(command, command.timeout(self.baud.unwrap_or_default()))
    }

    fn ask_within(&mut self, command: Command, timeout: Duration) -> Option<Answer> {
        let link = self.link.as_mut()?;
        let result = link.exchange(&*self.clock, command, timeout);
        self.last_exchange = self.clock.now();
        match result {
            Ok(answer) => {
                self.errors = 0;
                if answer.status.class() == Class::ReaderFault {
                    self.faulty(answer.status);
                    return None;
                }
                Some(answer)
            }
            Err(error) => {
                self.climb(error);
                None
            }
        }
    }

    /// The recovery ladder: three errors in a row reset the module, five reopen the port, a dead port at once.
    fn climb(&mut self, error: LinkError) {
        self.errors += 1;
        tracing::warn!(%error, in_a_row = self.errors, "reader exchange failed");
        match error {
            LinkError::Port(error) => self.lost(error),
            _ if self.errors >= 5 => self.give_up_line(Health::Silent),
            _ if self.errors == 3 => self.reset(),
            _ => {}
        }
    }

    /// The module says that it is faulty itself.
    fn faulty(&mut self, status: Status) {
        if status == Status::NotAuthorised {
            self.failures = self.failures.max(5);
            self.give_up_line(Health::NotAuthorised);
        } else {
            if let Some(link) = self.link.as_mut() {
                let _ = link.exchange(&*self.clock, Command::Reset, Duration::from_millis(500));
            }
            self.give_up_line(Health::SelfTestFailed);
        }
    }

    /// The port is gone or cannot be opened.
    fn lost(&mut self, error: PortError) {
        let health = match error {
            PortError::NotPermitted => Health::NotPermitted,
            PortError::Busy => Health::Busy,
            PortError::NotFound | PortError::Gone | PortError::Io(_) => Health::NoPort,
        };
        self.give_up_line(health);
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Reader")
            .field("path", &self.settings.path)
            .field("health", &self.health)
            .field("baud", &self.baud)
            .finish_non_exhaustive()
    }
}
