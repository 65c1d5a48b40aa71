//! One open connection with its stream of frames: questions and their answers.

use std::time::{Duration, Instant};

use crate::profile::Ask;
use crate::status::{Demux, Frame, Reading};
use crate::transport::Transport;

pub(super) struct Link {
    pub(super) transport: Box<dyn Transport>,
    demux: Demux,
    /// Answers to earlier questions that may still come, and until when they may.
    owed: usize,
    owed_until: Option<Instant>,
    late: Duration,
}

/// How often a line is still read once the time is over: what is there already is taken, and a line that never stops is not
/// read for ever.
const READS_AFTER: usize = 16;

/// The most answers that are still reckoned with.
const MOST_OWED: usize = 16;

/// The four questions in one write: they may be sent together, and then all answers are awaited.
const DLE_EOT: [u8; 12] = [0x10, 4, 1, 0x10, 4, 2, 0x10, 4, 3, 0x10, 4, 4];
const DLE_EOT_20: [u8; 3] = [0x10, 4, 20];
const CLEAR: [u8; 10] = [0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8];

impl Link {
    /// `late` is how long after its question an answer may still come.
    pub(super) fn new(transport: Box<dyn Transport>, custom: bool, late: Duration) -> Self {
        Link { transport, demux: Demux::new(custom), owed: 0, owed_until: None, late }
    }

    /// Frames until one is `wanted` or the time is over (an answer that is there already is still taken).
    pub(super) fn collect(
        &mut self,
        end: Instant,
        mut wanted: impl FnMut(&Frame) -> bool,
    ) -> Result<Vec<Frame>, String> {
        let mut out = Vec::new();
        let mut buf = [0; 512];
        let mut after = 0;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            after += usize::from(left.is_zero());
            let n = self.transport.read(&mut buf, left).map_err(|e| e.to_string())?;
            let frames = self.demux.feed(&buf[..n]);
            let found = frames.iter().any(&mut wanted);
            out.extend(frames);
            out.truncate(4096);
            if found || (n == 0 && after > 0) || after >= READS_AFTER {
                return Ok(out);
            }
        }
    }

    /// Asks for the status and waits for all answers; also gives what else came meanwhile.
    ///
    /// Answers carry no name. Those still owed to an earlier question come first, so the last four count; when fewer
    /// came than are owed in all, which of them are old is unknown, and none is believed: an old "well" for a new one would
    /// call a slip printed that is not.
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
        if self.owed_until.is_some_and(|until| Instant::now() >= until) {
            (self.owed, self.owed_until) = (0, None);
        }
        let mut missing = fresh + self.owed;
        let mut came = self.collect(end, |f| {
            missing -= usize::from(is_answer(f)).min(missing);
            missing == 0
        })?;
        let mut answers: Vec<Frame> = came.iter().filter(|f| is_answer(f)).cloned().collect();
        came.retain(|f| !is_answer(f));
        others.extend(came);
        // More than were asked for: somebody else's, or noise that looks like one. Which are ours is unknown as well.
        let strange = answers.len() > fresh + self.owed;
        let silent = answers.len() < fresh;
        self.owed = (fresh + self.owed).saturating_sub(answers.len()).min(MOST_OWED);
        if silent {
            self.owed_until = Some(Instant::now() + self.late);
        }
        if silent || strange || self.owed > 0 {
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
