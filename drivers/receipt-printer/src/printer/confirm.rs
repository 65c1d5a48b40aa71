//! The ladder of proof after a slip was accepted whole: process number, echo, status, nothing.

use std::time::{Duration, Instant};

use super::{Outcome, Printer};
use crate::profile::Level;
use crate::status::{Frame, Reading, Status};

/// GS a 14: on line or not, errors, paper are reported when they change, and at once. The drawer's pin is not: it floats.
pub(super) const REPORT: [u8; 3] = [0x1D, 0x61, 0x0E];

/// What stands behind the slip: GS ( H with the number, or GS a, so that its end can be noticed; and GS a where the printer
/// is to report by itself, because the slip's own ESC @ may have ended that.
pub(super) fn tail(level: Level, id: u16, reports: bool) -> Vec<u8> {
    match level {
        Level::ProcessId => {
            let mut out = vec![0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30];
            out.extend(format!("{:04}", id.min(9999)).bytes());
            if reports {
                out.extend(REPORT);
            }
            out
        }
        Level::Echo => REPORT.to_vec(),
        Level::Status | Level::Accepted if reports => REPORT.to_vec(),
        Level::Status | Level::Accepted => Vec::new(),
    }
}

/// The process number as the printer names it.
pub(super) fn number(id: [u8; 4]) -> Option<u16> {
    std::str::from_utf8(&id).ok()?.parse().ok()
}

impl Printer {
    /// Throws away what the printer still holds (DLE DC4 8), where the profile says it can; `true` when the printer
    /// confirmed it. A printer that is full takes no more commands: there the request beside the stream (USB's
    /// SOFT_RESET) makes room first, and the confirmation is asked for all the same. Lasts at most 3 s.
    pub fn clear(&mut self) -> bool {
        if !self.profile.can_clear {
            return false;
        }
        let Some(link) = self.link.as_mut() else { return false };
        let each = self.limits.grace.min(Duration::from_secs(1));
        let mut frames = Vec::new();
        let cleared = link.clear(Instant::now() + each, &mut frames)
            || (link.transport.soft_reset() && link.clear(Instant::now() + each, &mut frames));
        self.note(&frames);
        if cleared {
            self.debt = 0;
        }
        cleared
    }

    /// The outcome of a slip that is in doubt: what the printer says now, and whether its rest could be cleared. A printer
    /// that can print is not told to throw away what it may be printing.
    pub(super) fn doubt(&mut self, accepted: usize, alive: bool) -> Outcome {
        let status = if alive { self.ask() } else { Status::Gone };
        let alive = alive && status != Status::Gone;
        let cleared = alive && !status.may_print() && self.clear();
        if !alive {
            // What the system took may not have left this machine: the slip may end anywhere.
            self.expect_a_cut();
            self.lose("the connection ended within a slip");
        }
        Outcome::Unknown { accepted, status, cleared }
    }

    /// The slip `id` of `len` bytes was accepted whole; `before` is what the printer said right before.
    pub(super) fn confirm(&mut self, id: u16, len: usize, before: Status, paper: Duration) -> Outcome {
        match self.profile.confirm {
            Level::Accepted => Outcome::Printed { confirmed: Level::Accepted },
            Level::Status => self.by_status(len, before, paper),
            Level::Echo => {
                let bits = self.profile.asb;
                // A report of trouble is not the echo: the slip's end was not reached yet.
                let echo = move |f: &Frame| match f {
                    Frame::Asb(bytes) => Reading(bytes.map(Some)).status(&bits).may_print(),
                    _ => false,
                };
                self.by_frame(Level::Echo, len, paper, &echo)
            }
            Level::ProcessId => {
                let named = |f: &Frame| matches!(f, Frame::ProcessId(got) if number(*got) == Some(id));
                self.by_frame(Level::ProcessId, len, paper, &named)
            }
        }
    }

    /// Well before and well afterwards. A printer that never answered is believed on acceptance alone; one that has
    /// ever answered and is silent now is in doubt.
    fn by_status(&mut self, len: usize, before: Status, paper: Duration) -> Outcome {
        if before == Status::Unknown && !self.answers {
            return Outcome::Printed { confirmed: Level::Accepted };
        }
        let end = Instant::now() + paper + self.limits.settle;
        let waited = self.link.as_mut().map(|l| l.collect(end, |_| false));
        match waited {
            Some(Ok(frames)) => self.note(&frames),
            _ => return self.doubt(len, false),
        }
        match self.ask() {
            Status::Ready | Status::PaperLow => Outcome::Printed { confirmed: Level::Status },
            Status::Gone => self.doubt(len, false),
            _ => self.doubt(len, true),
        }
    }

    /// Waits for the frame that proves it: as long as the paper takes, and where the printer says that it is well, as long
    /// again as a slow one may take.
    fn by_frame(
        &mut self,
        level: Level,
        len: usize,
        paper: Duration,
        wanted: &dyn Fn(&Frame) -> bool,
    ) -> Outcome {
        for wait in [paper + self.limits.grace, paper * 2] {
            let end = Instant::now() + wait;
            let came = self.link.as_mut().map(|l| l.collect(end, |f| wanted(f) || *f == Frame::PowerOff));
            let Some(Ok(frames)) = came else { return self.doubt(len, false) };
            let off = frames.contains(&Frame::PowerOff);
            if self.hear(frames, wanted) {
                self.unnamed = 0;
                return Outcome::Printed { confirmed: level };
            }
            if off {
                return self.doubt(len, false);
            }
            let (status, came) = self.ask_hearing(wanted);
            if came {
                self.unnamed = 0;
                return Outcome::Printed { confirmed: level };
            }
            if !matches!(status, Status::Ready | Status::PaperLow) {
                break;
            }
        }
        let outcome = self.doubt(len, self.link.is_some());
        if let Outcome::Unknown { status: Status::Ready | Status::PaperLow, .. } = outcome {
            self.unnamed = self.unnamed.saturating_add(u8::from(level == Level::ProcessId));
        }
        outcome
    }
}
