//! The bell at a post: it rings while a call for help stands, through a program that plays what it reads (`aplay`).
//!
//! A library that plays sound needs the system's own headers to build; a program is there or not, and without it the call
//! stands on the screen all the same.

use super::word::Word;
use crate::rules::help::HelpKind;
use hound::{SampleFormat, WavSpec, WavWriter};
use std::io::{Cursor, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Samples a second.
const RATE: u32 = 16_000;
/// Between two looks at a player.
const LOOK: Duration = Duration::from_millis(50);
/// Looks after which a player hangs and is ended: five seconds.
const LOOKS: u32 = 100;

/// What a bell is pulled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Peal {
    /// A call for help: until somebody answers.
    Call(HelpKind),
    /// A visitor waits for the household's word: once for each who comes.
    Visitor {
        /// When the last one came, ms since 1970 UTC.
        came: i64,
    },
}

/// The station's end: pulled for what rings, let go when it is answered. Clones pull the same bell.
#[derive(Clone, Default)]
pub struct BellRope(Word<Option<Peal>>);

impl BellRope {
    /// From now on this rings; none: nothing does. Never waits.
    pub fn pull(&self, peal: Option<Peal>) {
        self.0.set(peal);
    }

    /// The station is gone.
    pub(super) fn over(&self) {
        self.0.over();
    }

    /// Whether it is pulled like this still, after so long or as soon as it is not; none: for as long as it is.
    fn holds(&self, peal: Peal, most: Option<Duration>) -> bool {
        self.0.wait(most, |pulled| pulled == Some(peal)) == Some(Some(peal))
    }
}

/// Rings until the station is gone. `play` is the player with its arguments; it gets a WAV on its standard input.
pub fn ring(rope: &BellRope, play: &[String]) {
    let (mut broken, mut told) = (false, i64::MIN);
    while let Some(pulled) = rope.0.wait(None, |pulled| pulled.is_none()) {
        let Some(peal) = pulled else { continue };
        // A visitor who came before the last one that was told has been told, too.
        let news = !matches!(peal, Peal::Visitor { came } if came <= told);
        if let Peal::Visitor { came } = peal {
            told = told.max(came);
        }
        if news
            && let Err(e) = sound(rope, peal, play)
            && !broken
        {
            broken = true;
            tracing::warn!(cause = %e, player = ?play.first(), "the bell has no sound");
        }
        rope.holds(peal, pause(peal));
    }
}

/// Between two ringings; none where it rings once.
fn pause(peal: Peal) -> Option<Duration> {
    match peal {
        Peal::Visitor { .. } => None,
        Peal::Call(HelpKind::Staff) => Some(Duration::from_secs(5)),
        Peal::Call(HelpKind::Emergency) => Some(Duration::from_secs(1)),
    }
}

/// Plays once; stops at once when somebody has answered.
fn sound(rope: &BellRope, peal: Peal, play: &[String]) -> std::io::Result<()> {
    let Some((program, arguments)) = play.split_first() else { return Ok(()) };
    let wav = chime(peal).map_err(std::io::Error::other)?;
    let mut player = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // All of it fits into the pipe, so this does not wait for the player.
    let handed = player.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(&wav));
    let heard = finish(rope, peal, &mut player);
    heard.and(handed)
}

fn finish(rope: &BellRope, peal: Peal, player: &mut Child) -> std::io::Result<()> {
    for _ in 0..LOOKS {
        if let Some(status) = player.try_wait()? {
            return if status.success() { Ok(()) } else { Err(std::io::Error::other(status.to_string())) };
        }
        if !rope.holds(peal, Some(LOOK)) {
            break;
        }
    }
    player.kill()?;
    player.wait()?;
    Ok(())
}

/// What it sounds like, as a WAV: one soft tone for a visitor, two for staff, three sharp ones in an emergency.
/// Under 64 kB, which is what a pipe holds.
fn chime(peal: Peal) -> hound::Result<Vec<u8>> {
    let (loud, notes): (f32, &[(f32, f32)]) = match peal {
        Peal::Visitor { .. } => (0.4, &[(523.3, 0.8)]),
        Peal::Call(HelpKind::Staff) => (0.6, &[(659.3, 0.35), (523.3, 0.65)]),
        Peal::Call(HelpKind::Emergency) => {
            (0.6, &[(987.8, 0.22), (0.0, 0.08), (987.8, 0.22), (0.0, 0.08), (987.8, 0.22)])
        }
    };
    let spec =
        WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: SampleFormat::Int };
    let mut wav = Cursor::new(Vec::new());
    let mut writer = WavWriter::new(&mut wav, spec)?;
    for (pitch, seconds) in notes {
        let count = (seconds * RATE as f32) as u32;
        for at in 0..count {
            let time = at as f32 / RATE as f32;
            let fade = 1.0 - at as f32 / count as f32;
            let value = (time * pitch * std::f32::consts::TAU).sin() * fade * loud;
            writer.write_sample((value * f32::from(i16::MAX)) as i16)?;
        }
    }
    writer.finalize()?;
    Ok(wav.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chime_is_a_wav_that_a_pipe_holds() {
        for peal in [Peal::Visitor { came: 1 }, Peal::Call(HelpKind::Staff), Peal::Call(HelpKind::Emergency)]
        {
            let wav = chime(peal).unwrap();
            assert!(wav.len() < 65_536, "{}", wav.len());
            let mut reader = hound::WavReader::new(wav.as_slice()).unwrap();
            let loudest = reader.samples::<i16>().map(|s| s.unwrap().unsigned_abs()).max();
            assert!(loudest.is_some_and(|l| l > 10_000), "it can be heard");
        }
    }

    /// A bell whose player keeps what it heard last and says so; `rung` waits for it.
    struct Heard {
        rope: BellRope,
        folder: tempfile::TempDir,
        ringing: std::thread::JoinHandle<()>,
    }

    impl Heard {
        fn new() -> Heard {
            let folder = tempfile::tempdir().unwrap();
            let (heard, fifo) = (folder.path().join("heard"), folder.path().join("told"));
            assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
            let script = format!("cat > {} && echo rung > {}", heard.display(), fifo.display());
            let play = ["sh".to_owned(), "-c".into(), script];
            let rope = BellRope::default();
            let pulled = rope.clone();
            let ringing = std::thread::spawn(move || ring(&pulled, &play));
            Heard { rope, folder, ringing }
        }

        fn rung(&self, peal: Peal) {
            assert_eq!(std::fs::read_to_string(self.folder.path().join("told")).unwrap(), "rung\n");
            assert_eq!(std::fs::read(self.folder.path().join("heard")).unwrap(), chime(peal).unwrap());
        }

        fn over(self) {
            self.rope.over();
            self.ringing.join().unwrap();
        }
    }

    #[test]
    fn it_rings_until_somebody_answers_and_ends_with_the_station() {
        let heard = Heard::new();
        let emergency = Peal::Call(HelpKind::Emergency);
        heard.rope.pull(Some(emergency));
        heard.rung(emergency);
        heard.rung(emergency);
        heard.rope.pull(None);
        heard.over();
    }

    #[test]
    fn for_a_visitor_it_rings_once_and_again_only_for_one_who_came_later() {
        let heard = Heard::new();
        let (staff, visitor) = (Peal::Call(HelpKind::Staff), |came| Peal::Visitor { came });
        heard.rope.pull(Some(visitor(20)));
        heard.rung(visitor(20));
        heard.rope.pull(Some(visitor(10))); // the later one was let in; the first waits on
        heard.rope.pull(None);
        heard.rope.pull(Some(staff));
        heard.rung(staff); // the next that is heard: nothing rang in between
        heard.rope.pull(Some(visitor(30)));
        heard.rung(visitor(30));
        heard.rope.pull(None);
        heard.over();
    }

    #[test]
    fn a_player_that_is_missing_or_fails_is_a_fault_and_none_is_silence() {
        let play = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            let rope = BellRope::default();
            let staff = Peal::Call(HelpKind::Staff);
            rope.pull(Some(staff));
            sound(&rope, staff, &words)
        };
        assert!(play(&[]).is_ok());
        assert_eq!(play(&["/nowhere/player"]).unwrap_err().kind(), std::io::ErrorKind::NotFound);
        assert!(play(&["sh", "-c", "cat > /dev/null; exit 3"]).unwrap_err().to_string().contains('3'));
    }
}
