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
    /// Answers came short: they are asked for one at a time, except those that never come.
    singly: bool,
    deaf: [bool; 4],
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
        Link {
            transport,
            demux: Demux::new(custom),
            owed: 0,
            owed_until: None,
            late,
            singly: false,
            deaf: [false; 4],
        }
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
        let before = others.iter().filter(|f| is_answer(f)).count();
        self.owed = self.owed.saturating_sub(before);
        others.retain(|f| !is_answer(f));
        if self.owed_until.is_some_and(|until| Instant::now() >= until) {
            // What has not come by now never comes: a printer that leaves out one of four.
            self.singly |= how == Ask::DleEot && !self.owed.is_multiple_of(4);
            (self.owed, self.owed_until) = (0, None);
        }
        let reading = match how {
            Ask::Never => Reading::default(),
            Ask::DleEot if self.singly && self.owed > 0 => Reading::default(),
            Ask::DleEot if self.singly => self.ask_singly(end, &mut others)?,
            Ask::DleEot => Reading(
                self.answers::<4>(&DLE_EOT, end, &mut others)?
                    .each_ref()
                    .map(|it| it.as_ref().and_then(byte)),
            ),
            Ask::DleEot20 => match self.answers::<1>(&DLE_EOT_20, end, &mut others)? {
                [Some(Frame::DleEot20(bytes))] => Reading(bytes.map(Some)),
                _ => Reading::default(),
            },
        };
        Ok((reading, others))
    }

    /// The four questions one after the other, so that one without an answer is known and the others count. It is not asked
    /// again on this connection; what is behind it is asked once its answer can no longer come.
    fn ask_singly(&mut self, end: Instant, others: &mut Vec<Frame>) -> Result<Reading, String> {
        let mut reading = Reading::default();
        for n in 1..=4 {
            let place = usize::from(n) - 1;
            if self.deaf[place] {
                continue;
            }
            let [answer] = self.answers::<1>(&[0x10, 4, n], end, others)?;
            reading.0[place] = answer.as_ref().and_then(byte);
            if reading.0[place].is_none() {
                self.deaf[place] = self.owed > 0;
                break;
            }
        }
        // It does not leave some out: it is silent.
        if self.deaf.iter().filter(|deaf| **deaf).count() > 2 {
            (self.singly, self.deaf) = (false, [false; 4]);
        }
        Ok(reading)
    }

    /// Which of the four answers this printer never gives.
    pub(super) fn deaf(&self) -> [bool; 4] {
        self.deaf
    }

    /// Asks, and waits for so many answers: all of them, or none that could be believed.
    fn answers<const N: usize>(
        &mut self,
        question: &[u8],
        end: Instant,
        others: &mut Vec<Frame>,
    ) -> Result<[Option<Frame>; N], String> {
        let none = [const { None }; N];
        let left = end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        if let Err(e) = self.transport.write(question, left) {
            return match e.kind {
                crate::transport::WriteKind::Timeout if e.accepted == 0 => Ok(none),
                _ => Err(e.to_string()),
            };
        }
        let mut missing = N + self.owed;
        let mut came = self.collect(end, |f| {
            missing -= usize::from(is_answer(f)).min(missing);
            missing == 0
        })?;
        let mut answers: Vec<Frame> = came.iter().filter(|f| is_answer(f)).cloned().collect();
        came.retain(|f| !is_answer(f));
        others.extend(came);
        // More than were asked for: somebody else's, or noise that looks like one. Which are ours is unknown as well.
        let strange = answers.len() > N + self.owed;
        let silent = answers.len() < N;
        self.owed = (N + self.owed).saturating_sub(answers.len()).min(MOST_OWED);
        if silent {
            self.owed_until = Some(Instant::now() + self.late);
        }
        if silent || strange || self.owed > 0 {
            return Ok(none);
        }
        let mut ours = answers.split_off(answers.len() - N).into_iter();
        Ok(std::array::from_fn(|_| ours.next()))
    }

    /// DLE DC4 8, and whether `37 25 00` came.
    pub(super) fn clear(&mut self, end: Instant, others: &mut Vec<Frame>) -> bool {
        let left = end.saturating_duration_since(Instant::now());
        if self.transport.write(&CLEAR, left).is_err() {
            return false;
        }
        let Ok(frames) = self.collect(end, |f| *f == Frame::Cleared) else { return false };
        let cleared = frames.contains(&Frame::Cleared);
        others.extend(frames);
        cleared
    }
}

fn byte(answer: &Frame) -> Option<u8> {
    match answer {
        Frame::DleEot(byte) => Some(*byte),
        _ => None,
    }
}

fn is_answer(frame: &Frame) -> bool {
    matches!(frame, Frame::DleEot(_) | Frame::DleEot20(_))
}
