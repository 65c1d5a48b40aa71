//! What a printer can do, found out by asking it: for the commissioning page, which proposes a profile from it.

use std::time::{Duration, Instant};

use super::{Printer, Why};
use crate::profile::Level;
use crate::status::Frame;

/// What one look at a printer told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The raw answers to DLE EOT 1 to 4 (or the four bytes of DLE EOT 20); `None` where none came.
    pub status: [Option<u8>; 4],
    /// The automatic status it sent when asked to (GS a).
    pub asb: Option<[u8; 4]>,
    /// Whether it names process numbers (GS ( H function 48).
    pub process_id: bool,
    /// Maker and model as it names them (GS I 66, 67); empty where it does not.
    pub names: Vec<String>,
}

impl Probe {
    /// The strongest confirmation this printer can give.
    pub fn level(&self) -> Level {
        match self {
            Probe { process_id: true, .. } => Level::ProcessId,
            Probe { asb: Some(_), .. } => Level::Echo,
            Probe { status, .. } if status.iter().any(Option::is_some) => Level::Status,
            _ => Level::Accepted,
        }
    }
}

/// How long each question may take.
const EACH: Duration = Duration::from_millis(500);

impl Printer {
    /// Asks the printer what it can do. Only for commissioning, with paper in and nothing under way: a printer that
    /// does not know a question may print some characters of it. Lasts at most two seconds beyond a connection.
    ///
    /// # Errors
    /// [`Why`] there is no connection, or only one to a network printer that may be listening to somebody else.
    pub fn probe(&mut self) -> Result<Probe, Why> {
        self.ensure()?;
        let status = self.reading().0;
        if self.last.is_silent() && self.must_answer() {
            return Err(Why::Busy);
        }
        let asb = self.question(&[0x1D, 0x61, 0x0E], |f| match f {
            Frame::Asb(bytes) => Some(*bytes),
            _ => None,
        });
        let process_id =
            self.question(&[0x1D, 0x28, 0x48, 6, 0, 0x30, 0x30, b'0', b'0', b'0', b'0'], |f| match f {
                Frame::ProcessId([b'0', b'0', b'0', b'0']) => Some(()),
                _ => None,
            });
        let names = [66, 67].into_iter().filter_map(|n| {
            self.question(&[0x1D, 0x49, n], |f| match f {
                Frame::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
                _ => None,
            })
        });
        let names = names.collect();
        self.release();
        Ok(Probe { status, asb, process_id: process_id.is_some(), names })
    }

    /// Sends a question and waits for the frame that answers it.
    fn question<T>(&mut self, bytes: &[u8], answer: impl Fn(&Frame) -> Option<T>) -> Option<T> {
        let wait = EACH.min(self.limits.answer * 2);
        let link = self.link.as_mut()?;
        link.collect(Instant::now(), |_| false).ok()?;
        link.transport.write(bytes, wait).ok()?;
        let frames = link.collect(Instant::now() + wait, |f| answer(f).is_some()).ok()?;
        frames.iter().find_map(answer)
    }
}
