//! The ladder of proof after a slip was accepted whole: process number, echo, status, nothing.

use std::time::{Duration, Instant};

use super::{Outcome, Printer};
use crate::profile::Level;
use crate::status::{Frame, Status};

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
        let cleared = link.clear(Instant::now() + each)
            || (link.transport.soft_reset() && link.clear(Instant::now() + each));
        if cleared {
            self.debt = 0;
        }
        cleared
    }

    /// The outcome of a slip that is in doubt: what the printer says now, and whether its rest could be cleared.
    pub(super) fn doubt(&mut self, accepted: usize, alive: bool) -> Outcome {
        let status = if alive { self.ask() } else { Status::Gone };
        let cleared = alive && self.clear();
        if !alive {
            self.lose("the connection ended within a slip");
        }
        Outcome::Unknown { accepted, status, cleared }
    }

    /// The slip `id` of `len` bytes was accepted whole; `before` is what the printer said right before.
    pub(super) fn confirm(&mut self, id: u16, len: usize, before: Status, paper: Duration) -> Outcome {
        match self.profile.confirm {
            Level::Accepted => Outcome::Printed { confirmed: Level::Accepted },
            Level::Status => self.by_status(len, before, paper),
            Level::Echo => self.by_frame(Level::Echo, len, paper, |f| matches!(f, Frame::Asb(_))),
            Level::ProcessId => self.by_frame(
                Level::ProcessId,
                len,
                paper,
                |f| matches!(f, Frame::ProcessId(got) if number(*got) == Some(id)),
            ),
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

    fn by_frame(
        &mut self,
        level: Level,
        len: usize,
        paper: Duration,
        mut wanted: impl FnMut(&Frame) -> bool,
    ) -> Outcome {
        let end = Instant::now() + paper + self.limits.grace;
        let came = self.link.as_mut().map(|l| l.collect(end, &mut wanted));
        let Some(Ok(mut frames)) = came else { return self.doubt(len, false) };
        let confirmed = frames.iter().any(&mut wanted);
        frames.retain(|f| !wanted(f));
        self.note(&frames);
        if confirmed { Outcome::Printed { confirmed: level } } else { self.doubt(len, true) }
    }
}
