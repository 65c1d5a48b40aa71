//! From a closed port to a module that works: opening, the rate, the self test, the number; and back after faults.

use std::time::Duration;

use super::cycle::{Doubt, Presence};
use super::link::Link;
use super::{Health, IDLE, News, Reader, State, Trouble};
use crate::command::{Baud, Command, Fit};
use crate::sam::SamNumber;

/// For one rate of the scan.
const PROBE: Duration = Duration::from_millis(500);
/// After a reset: how often and how long the module is asked whether it is back.
const BOOT_POLL: Duration = Duration::from_millis(300);
const BOOT_CAP: Duration = Duration::from_secs(5);
/// The first scan may have met a module that was still booting: the second follows at once.
const FIRST_PAUSE: Duration = Duration::from_millis(300);
/// A path that is not there costs nothing to look for.
const PATH_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause while a person waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// Reads of the module's number, until two agree.
const IDENT_TRIES: u32 = 4;

impl Reader {
    pub(super) fn closed(&mut self, since: Duration, pause: Duration) {
        let pause = if self.wanted { pause.min(PATIENCE) } else { pause };
        if !self.slept_until(since + pause, IDLE) {
            return;
        }
        let first = self.scan_order(0);
        match self.opener.open(&self.settings.path, first) {
            Ok(port) => {
                let dialect = self.dialect.take().unwrap_or_else(|| Box::new(crate::dialect::Sdt::default()));
                self.link = Some(Link::new(port, dialect, first));
                self.state = State::Probing { at: 0 };
                if matches!(
                    self.health,
                    Health::Closed | Health::NoPort | Health::NotPermitted | Health::Busy
                ) {
                    // That there was no port says nothing about the module: it may be booting just now.
                    self.failures = 0;
                    self.set_health(Health::Opening);
                }
            }
            Err(error) => self.lost(error),
        }
    }

    /// The rates in the order of the scan: the one that worked last or is configured, then the others.
    fn scan_order(&self, at: usize) -> Baud {
        let first = self.baud.unwrap_or(self.settings.baud);
        let mut rest = Baud::ALL.into_iter().filter(|baud| *baud != first);
        if at == 0 { first } else { rest.nth(at - 1).unwrap_or(first) }
    }

    pub(super) fn probe(&mut self, at: usize) {
        let baud = self.scan_order(at);
        let Some(link) = self.link.as_mut() else { return self.give_up_line(Health::NoPort) };
        if let Err(error) = link.set_baud(&*self.clock, baud) {
            return self.lost(error);
        }
        match link.exchange(&*self.clock, Command::Status, PROBE) {
            Ok(answer) => {
                tracing::info!(rate = baud.rate(), "reader found");
                self.baud = Some(baud);
                self.errors = 0;
                if answer.status.class() == crate::status::Class::ReaderFault {
                    return self.faulty(answer.status);
                }
                self.restore(baud);
                self.state = State::Ident { tries: 0, seen: None };
            }
            Err(super::LinkError::Port(error)) => self.lost(error),
            Err(_) if at + 1 < Baud::ALL.len() => self.state = State::Probing { at: at + 1 },
            Err(_) => {
                // One silent scan proves nothing: the module may have been booting.
                let health = if self.failures == 0 { self.health } else { Health::Silent };
                self.give_up_line(health);
            }
        }
    }

    fn restore(&mut self, found: Baud) {
        if !self.settings.restore_baud || found == Baud::B115200 {
            return;
        }
        let command = Command::SetBaud(Baud::B115200);
        let Some(link) = self.link.as_mut() else { return };
        let answer = link.exchange(&*self.clock, command, command.timeout(found));
        if answer.is_ok_and(|answer| command.fit(answer.status, &answer.data) == Fit::Success)
            && link.set_baud(&*self.clock, Baud::B115200).is_ok()
        {
            tracing::info!(from = found.rate(), "reader set back to 115200");
            self.baud = Some(Baud::B115200);
        }
    }

    /// The first number after power-up is sometimes wrong: two reads must agree. Going without is no reason to stop.
    pub(super) fn ident(&mut self, tries: u32, seen: Option<SamNumber>) {
        let answer = self.ask(Command::SamNumber);
        if !matches!(self.state, State::Ident { .. }) {
            return;
        }
        let now = answer.and_then(|answer| SamNumber::from_data(&answer.data));
        let agreed = now.is_some() && now == seen;
        if !agreed && tries + 1 < IDENT_TRIES {
            self.state = State::Ident { tries: tries + 1, seen: now.or(seen) };
            return;
        }
        if let Some(number) = now.or(seen) {
            if self.sam.is_some_and(|before| before != number) {
                tracing::warn!(%number, "another module answers");
                self.news.push_back(News::Exchanged);
            }
            self.sam = Some(number);
            // Whether it finds a card that it has read is for this module to show.
            self.refinds = false;
        }
        self.become_ready();
    }

    fn become_ready(&mut self) {
        self.failures = 0;
        self.errors = 0;
        self.state = State::Ready;
        self.next_poll = self.clock.now();
        self.set_health(Health::Ready);
    }

    /// Sends a reset; [`Reader::booting`] waits for the module to come back.
    pub(super) fn reset(&mut self) {
        let Some(link) = self.link.as_mut() else { return };
        tracing::warn!("resetting the reader");
        match link.exchange(&*self.clock, Command::Reset, Command::Reset.timeout(link.baud)) {
            Err(super::LinkError::Port(error)) => self.lost(error),
            _ => {
                let now = self.clock.now();
                self.state = State::Booting { until: now + BOOT_CAP, next: now };
                self.presence = self.presence.in_doubt();
            }
        }
    }

    pub(super) fn booting(&mut self, until: Duration, next: Duration) {
        if !self.slept_until(next, BOOT_POLL) {
            return;
        }
        let Some(link) = self.link.as_mut() else { return self.give_up_line(Health::NoPort) };
        match link.exchange(&*self.clock, Command::Status, PROBE) {
            Ok(answer) if answer.status.class() == crate::status::Class::ReaderFault => {
                self.faulty(answer.status);
            }
            Ok(_) => self.become_ready(),
            Err(super::LinkError::Port(error)) => self.lost(error),
            Err(_) if self.clock.now() < until => {
                self.state = State::Booting { until, next: self.clock.now() + BOOT_POLL };
            }
            Err(_) => self.give_up_line(Health::Silent),
        }
    }

    /// Closes the port and pauses before it is opened again. A card in the middle of being read is not coming.
    pub(super) fn give_up_line(&mut self, health: Health) {
        if let Some(link) = self.link.take() {
            self.dialect = Some(link.close());
        }
        if self.cycle.take().is_some_and(|cycle| cycle.announced) {
            self.news.push_back(News::Trouble(Trouble::ReaderFault));
        }
        self.presence = self.presence.in_doubt();
        let doubled = 2_u32.saturating_pow(self.failures.saturating_sub(1).min(16));
        let pause = match (health, self.failures) {
            (Health::NoPort, _) => PATH_PAUSE,
            (Health::Opening | Health::Ready, 0) => FIRST_PAUSE,
            (_, 0) => PATH_PAUSE,
            _ => (Duration::from_secs(1) * doubled).min(self.settings.backoff_max),
        };
        self.errors = 0;
        self.failures = self.failures.saturating_add(1);
        self.state = State::Closed { since: self.clock.now(), pause };
        self.set_health(health);
    }
}

impl Presence {
    /// After a reset or a reopening nobody knows whether the card lying there is the one that was read.
    pub(super) fn in_doubt(self) -> Presence {
        match self {
            Presence::Armed => Presence::Armed,
            Presence::Lying { .. } => Presence::Lying { nothing: 0, answered: false, doubt: Doubt::Any },
        }
    }
}
