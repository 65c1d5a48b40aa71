//! Making a connection, losing it, and noticing what the printer reports by itself.

use std::time::{Duration, Instant};

use super::confirm::REPORT;
use super::link::Link;
use super::{PATIENCE, Printer, Why};
use crate::profile::{Ask, Level};
use crate::status::{Frame, Reading, Status};
use crate::transport::{Absence, WriteKind, no_paper};

/// A line that the far end closes sooner than this is one of a printer that keeps none.
const AT_ONCE: Duration = Duration::from_secs(2);
/// How long such a printer is asked as a shared one.
const BRIEF: Duration = Duration::from_secs(60);

impl Printer {
    /// Why the last attempt to connect failed; `None` while there is a connection and before the first attempt. With
    /// [`Absence::NotPermitted`] the printer is there, and a rule or a group is missing: say that and not "plug it in".
    pub fn absence(&self) -> Option<Absence> {
        self.absence
    }

    /// Waits at most `wait` for a report the printer sends by itself (GS a), or for its cable to be pulled; `None` when
    /// nothing happened. Without a connection it waits for a printer that is plugged in, where the transport can tell
    /// (USB), and says how that one is; where it cannot tell, it gives `None` at once (a shared printer has no
    /// connection between calls).
    pub fn watch(&mut self, wait: Duration) -> Option<Status> {
        let Some(link) = self.link.as_mut() else {
            if !self.connect.await_arrival(wait) {
                return None;
            }
            self.look_again();
            return Some(self.status());
        };
        // What came while something else was asked is told at once.
        let end = Instant::now() + if self.reported.is_some() { Duration::ZERO } else { wait };
        let frames = link.collect(end, |f| matches!(f, Frame::Asb(_)));
        let Ok(frames) = frames else {
            if self.connect.queues() && self.opened.is_some_and(|at| at.elapsed() < AT_ONCE) {
                self.brief_until = Some(Instant::now() + BRIEF);
            }
            self.lose("the connection ended");
            return Some(Status::Gone);
        };
        self.note(&frames);
        self.reported.take()
    }

    /// Whether the printer is told to report by itself: its profile knows what the reports mean, it can answer, and the
    /// connection lasts from one slip to the next.
    pub(super) fn reports(&self) -> bool {
        let known = self.profile.asb.named().iter().any(|(_, bit)| bit.is_some());
        let brief = self.brief_until.is_some_and(|until| Instant::now() < until);
        known && self.profile.ask != Ask::Never && !self.connect.shared() && !brief
    }

    /// Whether a line without an answer may be somebody else's or nobody's, so that nothing is sent into it.
    pub(super) fn must_answer(&self) -> bool {
        self.connect.must_answer() && self.profile.ask != Ask::Never
    }

    /// Nobody answered on such a line: after a few times it is given up, for a printer that was switched off looks just
    /// like this. Where a fresh line can be had and nobody answers on it either, it listens to another station, if it is
    /// one that others may have.
    pub(super) fn unanswered(&mut self) {
        self.silent = self.silent.saturating_add(1);
        if self.silent >= PATIENCE {
            self.lose("it does not answer: off, or busy with another station");
            self.absence = match self.connect.queues() {
                true => Some(Absence::Busy).filter(|_| self.silent > PATIENCE),
                false => Some(Absence::NotFound),
            };
        }
    }

    /// A connection, made now if there is none and the pause is over or something was plugged in.
    pub(super) fn ensure(&mut self) -> Result<(), Why> {
        if self.link.is_some() {
            return Ok(());
        }
        if self.connect.await_arrival(Duration::ZERO) {
            self.look_again();
        }
        if self.retry_at.is_some_and(|at| Instant::now() < at) {
            return Err(Why::Gone(self.why_gone.clone()));
        }
        match self.connect.connect() {
            Ok(transport) => {
                self.absence = None;
                let mut link = Link::new(transport, self.profile.ask == Ask::DleEot20, self.limits.late);
                // First of all what fills up a command that was cut in half: it would swallow questions as well.
                let mut opening = vec![0; self.debt];
                if self.reports() || self.profile.confirm >= Level::Echo {
                    opening.extend(REPORT);
                }
                if !opening.is_empty() {
                    match link.transport.write(&opening, self.limits.answer) {
                        Ok(()) => self.debt = 0,
                        // It takes nothing now: zeros go before its next slip, and reports are asked for behind it.
                        Err(e) if e.accepted <= self.debt && matches!(e.kind, WriteKind::Timeout) => {
                            self.debt -= e.accepted;
                        }
                        Err(_) => {
                            self.lose("the first write failed");
                            return Err(Why::Gone(self.why_gone.clone()));
                        }
                    }
                }
                (self.link, self.opened) = (Some(link), Some(Instant::now()));
                self.look_again();
                // How the byte looks now; whether it is believed later depends on it.
                self.no_paper_beside();
                Ok(())
            }
            Err(e) => {
                self.why_gone = e.to_string();
                self.absence = Some(e.absence());
                self.retry_at = Some(Instant::now() + self.pause);
                self.pause = (self.pause * 2).min(self.limits.retry_most);
                Err(Why::Gone(self.why_gone.clone()))
            }
        }
    }

    /// The next call looks for the printer at once, and the pauses begin anew.
    fn look_again(&mut self) {
        self.pause = self.limits.retry_first;
        self.retry_at = None;
    }

    /// Whether USB says beside the stream that the paper is out. Believed only of a printer that has also said the
    /// opposite: many give the same byte for ever.
    pub(super) fn no_paper_beside(&mut self) -> bool {
        let Some(byte) = self.link.as_mut().and_then(|link| link.transport.port_status()) else {
            return false;
        };
        let out = no_paper(byte);
        self.port_moves |= !out;
        out && self.port_moves
    }

    /// Lets others at a shared printer; a line on which nothing is reported need not be kept either.
    pub(super) fn release(&mut self) {
        if self.connect.shared() || (self.connect.queues() && !self.reports()) {
            (self.link, self.report) = (None, None);
        }
    }

    /// Closes the connection for good; the next call makes a new one.
    pub(super) fn lose(&mut self, why: &str) {
        self.link = None;
        (self.last, self.report, self.reported) = (Reading::default(), None, None);
        self.why_gone = why.to_owned();
    }
}
