//! One open connection with its stream of frames: questions and their answers.

use std::time::{Duration, Instant};

use crate::profile::Ask;
use crate::status::{Demux, Frame, Reading};
use crate::transport::Transport;

pub(super) struct Link {
    pub(super) transport: Box<dyn Transport>,
    demux: Demux,
    /// Answers to an earlier question that may still come.
    owed: usize,
}

/// The four questions in one write: they may be sent together, and then all answers are awaited.
const DLE_EOT: [u8; 12] = [0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4];
const DLE_EOT_20: [u8; 3] = [0x10, 4, 20];
const CLEAR: [u8; 10] = [0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8];

impl Link {
    pub(super) fn new(transport: Box<dyn Transport>, custom: bool) -> Self {
        Link { transport, demux: Demux::new(custom), owed: 0 }
    }

    /// Frames until one is `wanted` or the time is over (an answer that is there already is still taken).
    pub(super) fn collect(
        &mut self,
        end: Instant,
        mut wanted: impl FnMut(&Frame) -> bool,
    ) -> Result<Vec<Frame>, String> {
        let mut out = Vec::new();
        let mut buf = [0; 512];
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let n = self.transport.read(&mut buf, left).map_err(|e| e.to_string())?;
            let frames = self.demux.feed(&buf[..n]);
            let found = frames.iter().any(&mut wanted);
            out.extend(frames);
            out.truncate(4096);
            if found || (n == 0 && left.is_zero()) || (left.is_zero() && out.len() >= 64) {
                return Ok(out);
            }
        }
    }

    /// Asks for the status and waits for all answers; also gives what else came meanwhile.
    ///
    /// Answers carry no name. Those still owed to an earlier question come first, so the last four count; when
    /// fewer than four came the place of each is unknown, and none is believed.
    pub(super) fn ask(&mut self, how: Ask, end: Instant) -> Result<(Reading, Vec<Frame>), String> {
        let mut others = self.collect(Instant::now(), |_| false)?;
        let question: &[u8] = match how {
            Ask::Never => return Ok((Reading::default(), others)),
            Ask::DleEot => &DLE_EOT,
            Ask::DleEot20 => &DLE_EOT_20,
        };
        let before = others.iter().filter(|f| is_answer(f)).count();
        self.owed = self.owed.saturating_sub(before);
        others.retain(|f| !is_answer(f));
        let left = end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        if let Err(e) = self.transport.write(question, left) {
            return match e.kind {
                crate::transport::WriteKind::Timeout if e.accepted == 0 => Ok((Reading::default(), others)),
                _ => Err(e.to_string()),
            };
        }
        let fresh = if how == Ask::DleEot { 4 } else { 1 };
        let mut missing = fresh + self.owed;
        let mut came = self.collect(end, |f| {
            missing -= usize::from(is_answer(f)).min(missing);
            missing == 0
        })?;
        let mut answers: Vec<Frame> = came.iter().filter(|f| is_answer(f)).cloned().collect();
        came.retain(|f| !is_answer(f));
        others.extend(came);
        self.owed = if answers.len() >= fresh { 0 } else { fresh };
        if answers.len() < fresh {
            return Ok((Reading::default(), others));
        }
        let answers = answers.split_off(answers.len() - fresh);
        let mut reading = Reading::default();
        for (place, frame) in answers.into_iter().enumerate() {
            match frame {
                Frame::DleEot(b) => reading.0[place] = Some(b),
                Frame::DleEot20(bytes) => reading = Reading(bytes.map(Some)),
                _ => {}
            }
        }
        Ok((reading, others))
    }

    /// DLE DC4 8, and whether `37 25 00` came.
    pub(super) fn clear(&mut self, end: Instant) -> bool {
        let left = end.saturating_duration_since(Instant::now());
        self.transport.write(&CLEAR, left).is_ok()
            && self
                .collect(end, |f| *f == Frame::Cleared)
                .is_ok_and(|frames| frames.contains(&Frame::Cleared))
    }
}

fn is_answer(frame: &Frame) -> bool {
    matches!(frame, Frame::DleEot(_) | Frame::DleEot20(_))
}
