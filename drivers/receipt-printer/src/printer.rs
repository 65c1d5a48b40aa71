//! When to send, and what to believe afterwards. Blocking, for ONE thread; every call is bounded in time.
//!
//! The rules it keeps: ask before sending, and send nothing to a printer that is out of paper or open (it would print
//! a flood after the refill); one buffer a slip; a failed connection is never used again; a status that does not come
//! stops nothing; an error before the first accepted byte is "not sent", any later doubt is "unknown", never "sent".

mod confirm;
mod hear;
mod link;
mod probe;
mod reach;

pub use probe::Probe;

use std::time::{Duration, Instant};

use crate::escpos::raster;
use crate::paper;
use crate::profile::{Level, Profile};
use crate::status::{Reading, Status};
use crate::transport::{Absence, Connect, News, WriteKind, write_deadline};
use link::Link;

/// How long the printer's own waiting may last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For all answers to one question about the status; three times as long over a network.
    pub answer: Duration,
    /// Beyond the time the paper takes, before the status is believed again ([`Level::Status`]).
    pub settle: Duration,
    /// Beyond the time the paper takes, for an echo or a process number.
    pub grace: Duration,
    /// How long after its question an answer may still come: until then answers are believed only when all that are
    /// owed are there.
    pub late: Duration,
    /// Until a lost printer is looked for again; doubles up to `retry_most`.
    pub retry_first: Duration,
    /// The longest of these pauses.
    pub retry_most: Duration,
    /// How much of the time that the paper takes is waited for, in percent; 0 in tests.
    pub paper_percent: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            answer: Duration::from_millis(300),
            settle: Duration::from_millis(500),
            grace: Duration::from_secs(2),
            late: Duration::from_secs(1),
            retry_first: Duration::from_millis(250),
            retry_most: Duration::from_secs(5),
            paper_percent: 100,
        }
    }
}

/// How many questions in a row may stay without an answer on a line that may be somebody else's, before it counts as that.
const PATIENCE: u8 = 3;

/// How much longer than [`Limits::answer`] an answer over a network may take.
const NETWORK: u32 = 3;

/// Why nothing was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The printer says it cannot print.
    Status(Status),
    /// There is no connection; the text says why, for the log.
    Gone(String),
    /// It took no byte in time, or is serving another station.
    Busy,
    /// The caller did not let it begin: see [`Step::Sending`].
    Withheld,
}

/// Where a slip stands on its way: said before the next thing is done, so that it can be written down first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The printer is well, and the first byte leaves next.
    Sending,
    /// All bytes were accepted, and the proof is waited for.
    Sent,
}

/// What became of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was sent whole, and this is how well that is proved.
    Printed {
        /// The proof; never more than the profile asks for.
        confirmed: Level,
    },
    /// Not one byte was accepted: safe to try again, unmarked.
    NotSent(Why),
    /// Some or all of it was accepted, and whether it stands on paper is not known: it may be printed again only
    /// marked (补打), or after a person decided.
    Unknown {
        /// How many bytes of the slip may have been accepted.
        accepted: usize,
        /// How the printer was right afterwards.
        status: Status,
        /// Whether the printer confirmed that it threw away what it still held, so that a marked reprint is not
        /// followed by the rest of the first slip.
        cleared: bool,
    },
}

/// One printer: finds it again by itself, asks it, prints on it.
pub struct Printer {
    connect: Box<dyn Connect>,
    profile: Profile,
    limits: Limits,
    link: Option<Link>,
    pause: Duration,
    retry_at: Option<Instant>,
    why_gone: String,
    absence: Option<Absence>,
    next_id: u16,
    /// Zeros to send before anything else, so that a command cut in half swallows those and not the slip.
    debt: usize,
    /// Whether it has ever answered a question about its status.
    answers: bool,
    /// Whether the byte beside the stream was ever seen without "no paper": one that never changes says nothing.
    port_moves: bool,
    /// How many questions in a row stayed without an answer on a line that may be somebody else's.
    silent: u8,
    /// When the connection was made, and until when a printer that ended one at once is asked as a shared one.
    opened: Option<Instant>,
    brief_until: Option<Instant>,
    late: Vec<u16>,
    /// How many slips in a row a printer that said it is well left unnamed.
    unnamed: u8,
    /// The last answers, for whoever shows them.
    last: Reading,
    /// The last report of this connection.
    report: Option<Reading>,
    /// What it reported by itself and nobody was told of yet.
    reported: Option<Status>,
}

impl Printer {
    /// A printer of this family at the end of `connect`; nothing is opened yet.
    pub fn new(connect: impl Connect + 'static, profile: Profile) -> Self {
        Printer::with_limits(connect, profile, Limits::default())
    }

    /// The same with other limits.
    pub fn with_limits(connect: impl Connect + 'static, profile: Profile, limits: Limits) -> Self {
        Printer {
            connect: Box::new(connect),
            profile,
            limits,
            link: None,
            pause: limits.retry_first,
            retry_at: None,
            why_gone: String::new(),
            absence: None,
            next_id: 1,
            debt: 0,
            answers: false,
            port_moves: false,
            silent: 0,
            opened: None,
            brief_until: None,
            late: Vec::new(),
            unnamed: 0,
            last: Reading::default(),
            report: None,
            reported: None,
        }
    }

    /// The family it was made for.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Where it is, for people.
    pub fn place(&self) -> String {
        self.connect.place()
    }

    /// The process number (1 to 9999) that the next slip will carry: write it down before [`Printer::print`], and a
    /// number that comes late can still be matched.
    pub fn next_id(&self) -> u16 {
        self.next_id
    }

    /// Sets the process number of the next slip, so that numbers go on after a restart; brought into 1 to 9999.
    pub fn set_next_id(&mut self, id: u16) {
        self.next_id = id.clamp(1, 9999);
    }

    /// Says that the last slip may have been cut short within a command, as when the station died while it printed: before
    /// anything else go as many zeros as the longest command takes, so that it swallows those and not the next slip.
    pub fn expect_a_cut(&mut self) {
        self.debt = self.debt.max(raster::longest(self.profile.dots));
    }

    /// How many slips in a row it left unnamed though it said that it is well. Two or more: it is of another family, and a
    /// profile with [`Level::Echo`] or less fits it.
    pub fn unnamed(&self) -> u8 {
        self.unnamed
    }

    /// Process numbers that came after their slip was given up as unknown, for instance once paper was put in: those
    /// slips are printed after all. Every call that asks or waits collects them; at most 64 are kept.
    pub fn take_late(&mut self) -> Vec<u16> {
        std::mem::take(&mut self.late)
    }

    /// Asks how the printer is, at most [`Limits::answer`] long, over a network three times that (and a connection's time
    /// where there is none yet).
    pub fn status(&mut self) -> Status {
        if self.ensure().is_err() {
            return Status::Gone;
        }
        let status = self.ask();
        self.release();
        status
    }

    /// The raw answers of the present moment, for a commissioning page; `None` where none came.
    pub fn raw(&mut self) -> [Option<u8>; 4] {
        if self.ensure().is_err() {
            return [None; 4];
        }
        let raw = self.reading().0;
        self.release();
        raw
    }

    /// The answers to the last question that was asked, without asking again; nothing after the connection was lost.
    pub fn last_reading(&self) -> Reading {
        self.last
    }

    /// From now on calls this when [`Printer::watch`] may have something to tell; see [`Connect::on_news`].
    pub fn on_news(&mut self, call: News) {
        self.connect.on_news(call);
    }

    /// Whether a slip is waiting at the mouth to be taken; `None` where the printer has no sensor for it.
    pub fn ticket_waiting(&mut self) -> Option<bool> {
        let bit = self.profile.status.ticket_present?;
        self.ensure().ok()?;
        let reading = self.reading();
        self.release();
        reading.holds(Some(bit))
    }

    /// Sends one slip, as [`crate::encode`] made it, in one buffer, and finds out what became of it as well as the
    /// profile allows. Lasts at most [`write_deadline`] plus the time the paper takes plus the limits.
    pub fn print(&mut self, slip: &[u8]) -> Outcome {
        self.print_in_steps(slip, &mut |_| true)
    }

    /// The same, telling each step before it is done. Where `step` says `false` to [`Step::Sending`], nothing is sent
    /// and the outcome is [`Why::Withheld`]; what it says to [`Step::Sent`] changes nothing any more.
    pub fn print_in_steps(&mut self, slip: &[u8], step: &mut dyn FnMut(Step) -> bool) -> Outcome {
        let outcome = self.attempt(slip, step);
        self.release();
        outcome
    }

    fn attempt(&mut self, slip: &[u8], step: &mut dyn FnMut(Step) -> bool) -> Outcome {
        if let Err(why) = self.ensure() {
            return Outcome::NotSent(why);
        }
        let before = self.ask();
        if !before.may_print() {
            return Outcome::NotSent(if before == Status::Gone {
                Why::Gone(self.why_gone.clone())
            } else {
                Why::Status(before)
            });
        }
        if before == Status::Unknown && self.must_answer() {
            return Outcome::NotSent(Why::Busy);
        }
        if !step(Step::Sending) {
            return Outcome::NotSent(Why::Withheld);
        }
        let id = self.next_id;
        self.next_id = if id >= 9999 { 1 } else { id + 1 };
        let padding = self.debt;
        let mut bytes = vec![0; padding];
        bytes.extend_from_slice(slip);
        bytes.extend(confirm::tail(self.profile.confirm, id, self.reports()));
        if let Err(why) = self.clean_line() {
            return Outcome::NotSent(why);
        }
        let Some(link) = self.link.as_mut() else {
            return Outcome::NotSent(Why::Gone(self.why_gone.clone()));
        };
        let sent = link.transport.write(&bytes, write_deadline(bytes.len()));
        match sent {
            Ok(()) => {
                step(Step::Sent);
                self.debt = 0;
                let paper = self.paper_time(slip);
                self.confirm(id, slip.len(), before, paper)
            }
            Err(e) if e.accepted <= padding => {
                let why = match e.kind {
                    WriteKind::Timeout => Why::Busy,
                    kind => Why::Gone(kind.to_string()),
                };
                self.lose("a write failed");
                Outcome::NotSent(why)
            }
            Err(e) => {
                self.debt = padding.max(bytes.len() - padding).min(16 * 1024);
                let alive = matches!(e.kind, WriteKind::Timeout);
                let outcome = self.doubt((e.accepted - padding).min(slip.len()), alive);
                self.lose("a slip was cut short");
                outcome
            }
        }
    }

    /// How long the paper of this slip takes.
    fn paper_time(&self, slip: &[u8]) -> Duration {
        let mm = u64::from(paper::length_mm(slip, &self.profile));
        let ms = mm * 1000 / u64::from(self.profile.speed_mm_s.max(1));
        Duration::from_millis(ms * u64::from(self.limits.paper_percent) / 100)
    }
}
