//! What the printer says: the answers to its questions, what it reports by itself, and one word out of both.

use std::time::Instant;

use super::link::Link;
use super::{NETWORK, Printer, Why, confirm};
use crate::profile::{Ask, Level};
use crate::status::{Frame, Reading, Status};
use crate::transport::WriteKind;

impl Printer {
    pub(super) fn ask(&mut self) -> Status {
        self.ask_hearing(&|_| false).0
    }

    /// Asks, and says whether a frame came meanwhile that is waited for.
    pub(super) fn ask_hearing(&mut self, wanted: &dyn Fn(&Frame) -> bool) -> (Status, bool) {
        if self.profile.ask == Ask::Never {
            let out = self.no_paper_beside();
            return (if out { Status::PaperOut } else { Status::Unknown }, false);
        }
        let (reading, came) = self.fresh_reading(wanted);
        self.last = reading;
        if self.link.is_none() {
            return (Status::Gone, came);
        }
        // The question did not get in, or nobody answers: a printer that is full and out of paper takes no byte.
        if reading.is_silent() && self.no_paper_beside() {
            return (Status::PaperOut, came);
        }
        let status = self.word(reading);
        // A report that says no more than the answer is no news.
        if self.reported == Some(status) {
            self.reported = None;
        }
        (status, came)
    }

    /// What an answer says; where it does not say enough, bad news of the last report holds.
    pub(super) fn word(&self, reading: Reading) -> Status {
        let deaf = self.link.as_ref().map_or([false; 4], Link::deaf);
        let status = reading.status(&self.profile.status.without(deaf));
        let report = self.report.map(|report| report.status(&self.profile.asb));
        let bad = report.filter(|report| status == Status::Unknown && !report.may_print());
        bad.unwrap_or(status)
    }

    /// How the printer was by the last question that was asked, without asking again.
    pub fn last_status(&self) -> Status {
        self.word(self.last)
    }

    pub(super) fn reading(&mut self) -> Reading {
        self.last = self.fresh_reading(&|_| false).0;
        self.last
    }

    fn fresh_reading(&mut self, wanted: &dyn Fn(&Frame) -> bool) -> (Reading, bool) {
        // A radio link may sleep longer than any cable; an answer that comes is not waited for a moment longer.
        let patience = if self.connect.queues() { NETWORK } else { 1 };
        let Some(link) = self.link.as_mut() else { return (Reading::default(), false) };
        match link.ask(self.profile.ask, Instant::now() + self.limits.answer * patience) {
            Ok((reading, others)) => {
                let came = self.hear(others, wanted);
                if reading.is_silent() {
                    if self.must_answer() {
                        self.unanswered();
                    }
                } else {
                    self.silent = 0;
                    self.answers |= self.word(reading) != Status::Unknown;
                }
                (reading, came)
            }
            Err(why) => {
                self.lose(&why);
                (Reading::default(), false)
            }
        }
    }

    /// Right before a slip: an echo is asked for with reports off, and what was said until now is no word about the slip.
    pub(super) fn clean_line(&mut self) -> Result<(), Why> {
        let Some(link) = self.link.as_mut() else { return Err(Why::Gone(self.why_gone.clone())) };
        if self.profile.confirm == Level::Echo
            && let Err(e) = link.transport.write(&[0x1D, 0x61, 0], self.limits.answer)
        {
            if e.accepted == 0 && matches!(e.kind, WriteKind::Timeout) {
                return Err(Why::Busy);
            }
            self.lose(&e.to_string());
            return Err(Why::Gone(self.why_gone.clone()));
        }
        match link.collect(Instant::now(), |_| false) {
            Ok(frames) => {
                self.note(&frames);
                let told = frames.iter().any(|f| matches!(f, Frame::Asb(_)));
                let report = self.report.filter(|_| told).map(|report| report.status(&self.profile.asb));
                report.filter(|report| !report.may_print()).map_or(Ok(()), |bad| Err(Why::Status(bad)))
            }
            Err(why) => {
                self.lose(&why);
                Err(Why::Gone(why))
            }
        }
    }

    /// Whether what is waited for is among these; the others are noted, and of a report that was waited for, how it was.
    pub(super) fn hear(&mut self, frames: Vec<Frame>, wanted: &dyn Fn(&Frame) -> bool) -> bool {
        let (came, others): (Vec<Frame>, Vec<Frame>) = frames.into_iter().partition(wanted);
        self.note(&others);
        if let Some(Frame::Asb(bytes)) = came.last() {
            self.report = Some(Reading(bytes.map(Some)));
        }
        !came.is_empty()
    }

    /// Keeps what came unasked: a report for [`Printer::watch`], a number for [`Printer::take_late`].
    pub(super) fn note(&mut self, frames: &[Frame]) {
        for frame in frames {
            match frame {
                Frame::ProcessId(id) => self.late.extend(confirm::number(*id)),
                Frame::Asb(bytes) => {
                    let report = Reading(bytes.map(Some));
                    (self.report, self.reported) = (Some(report), Some(report.status(&self.profile.asb)));
                }
                _ => {}
            }
        }
        let len = self.late.len();
        self.late.drain(..len.saturating_sub(64));
    }
}
