//! One request, one answer: deadlines, gaps, draining, and never another command's answer.

use std::time::Duration;

use zeroize::Zeroize;

use crate::clock::Clock;
use crate::command::{Answer, Baud, Command, Fit};
use crate::dialect::{Dialect, Incoming};
use crate::port::{Port, PortError};
use crate::status::Class;

/// Silence inside an answer after which the rest is given up.
const GAP: Duration = Duration::from_millis(200);
/// Silence that ends a drain, and the longest a drain may take.
const DRAIN_SILENCE: Duration = Duration::from_millis(150);
const DRAIN_CAP: Duration = Duration::from_secs(3);
/// How often a request is sent again when the module says it arrived spoiled.
const RESENDS: u32 = 2;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum LinkError {
    #[error("the port is of no more use")]
    Port(#[from] PortError),
    #[error("no answer in time")]
    Silent,
    #[error("the answer came spoiled")]
    Spoiled,
}

/// An open line and the dialect spoken on it.
pub(super) struct Link {
    port: Box<dyn Port>,
    dialect: Box<dyn Dialect>,
    pub(super) baud: Baud,
    dirty: bool,
}

/// How an exchange stands while its answer is awaited.
struct Wait {
    deadline: Duration,
    last_byte: Duration,
    spoiled: bool,
}

impl Link {
    pub(super) fn new(port: Box<dyn Port>, dialect: Box<dyn Dialect>, baud: Baud) -> Link {
        Link { port, dialect, baud, dirty: false }
    }

    /// Gives the dialect back and closes the port.
    pub(super) fn close(mut self) -> Box<dyn Dialect> {
        self.dialect.clear();
        self.dialect
    }

    /// Changes the rate and forgets whatever came at the old one.
    pub(super) fn set_baud(&mut self, clock: &dyn Clock, baud: Baud) -> Result<(), PortError> {
        self.port.set_baud(baud)?;
        self.baud = baud;
        clock.sleep(Duration::from_millis(20));
        self.dirty = false;
        self.port.clear()
    }

    /// Sends `command` and waits at most `timeout` for an answer that fits it.
    pub(super) fn exchange(
        &mut self,
        clock: &dyn Clock,
        command: Command,
        timeout: Duration,
    ) -> Result<Answer, LinkError> {
        let begun = clock.now();
        let mut resent = 0;
        let result = loop {
            match self.once(clock, command, timeout) {
                Ok(answer) if answer.status.class() == Class::Resend && resent < RESENDS => resent += 1,
                other => break other,
            }
        };
        self.dialect.clear();
        self.dirty = result.is_err();
        // Never the data: they are a person's.
        tracing::debug!(?command, ?result, took = ?(clock.now() - begun), "exchange");
        result
    }

    fn once(&mut self, clock: &dyn Clock, command: Command, timeout: Duration) -> Result<Answer, LinkError> {
        if self.dirty {
            self.drain(clock)?;
            self.dirty = false;
        }
        self.dialect.clear();
        self.port.clear()?;
        self.port.write(&self.dialect.request(command))?;
        let now = clock.now();
        let mut wait = Wait { deadline: now + timeout, last_byte: now, spoiled: false };
        let mut buffer = [0; 512];
        let result = self.await_answer(clock, command, &mut wait, &mut buffer);
        buffer.zeroize();
        result
    }

    fn await_answer(
        &mut self,
        clock: &dyn Clock,
        command: Command,
        wait: &mut Wait,
        buffer: &mut [u8],
    ) -> Result<Answer, LinkError> {
        loop {
            let now = clock.now();
            let partial = self.dialect.is_within();
            let gap_ends = wait.last_byte + GAP;
            let until = if partial || wait.spoiled { wait.deadline.min(gap_ends) } else { wait.deadline };
            let mut rest: &[u8] = &[];
            if now < until {
                let count = self.port.read(buffer, until - now)?;
                rest = buffer.get(..count).unwrap_or_default();
            }
            if !rest.is_empty() {
                wait.last_byte = clock.now();
            } else if clock.now() >= until {
                if !partial {
                    return Err(if wait.spoiled { LinkError::Spoiled } else { LinkError::Silent });
                }
                wait.spoiled = true;
                self.dialect.give_up();
            }
            loop {
                let taken = self.dialect.push(rest);
                rest = rest.get(taken..).unwrap_or_default();
                if let Some(answer) = self.fitting(command, wait) {
                    return Ok(answer);
                }
                if rest.is_empty() {
                    break;
                }
            }
        }
    }

    /// The first answer found that fits `command`; notes what was spoiled, passes over the rest.
    fn fitting(&mut self, command: Command, wait: &mut Wait) -> Option<Answer> {
        while let Some(incoming) = self.dialect.next() {
            match incoming {
                Incoming::Answer(answer) if command.fit(answer.status, &answer.data) != Fit::Foreign => {
                    return Some(answer);
                }
                Incoming::Answer(answer) => tracing::debug!(?command, ?answer, "not this command's answer"),
                Incoming::Spoiled => wait.spoiled = true,
                Incoming::Noise => {}
            }
        }
        None
    }

    /// Reads and throws away until the line is silent.
    fn drain(&mut self, clock: &dyn Clock) -> Result<(), PortError> {
        let cap = clock.now() + DRAIN_CAP;
        let mut buffer = [0; 512];
        while clock.now() < cap && self.port.read(&mut buffer, DRAIN_SILENCE)? > 0 {}
        buffer.zeroize();
        Ok(())
    }
}
