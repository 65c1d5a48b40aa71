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

/// The station's end: pulled for what rings, let go when it is answered. Clones pull the same bell.
#[derive(Clone, Default)]
pub struct BellRope(Word<Option<HelpKind>>);

impl BellRope {
    /// From now on this rings; none: nothing does. Never waits.
    pub fn pull(&self, kind: Option<HelpKind>) {
        self.0.set(kind);
    }

    /// The station is gone.
    pub(super) fn over(&self) {
        self.0.over();
    }

    /// Whether it is pulled like this still, after so long or as soon as it is not.
    fn holds(&self, kind: HelpKind, most: Duration) -> bool {
        self.0.wait(Some(most), |pulled| pulled == Some(kind)) == Some(Some(kind))
    }
}

/// Rings until the station is gone. `play` is the player with its arguments; it gets a WAV on its standard input.
pub fn ring(rope: &BellRope, play: &[String]) {
    let mut broken = false;
    while let Some(pulled) = rope.0.wait(None, |pulled| pulled.is_none()) {
        let Some(kind) = pulled else { continue };
        if let Err(e) = sound(rope, kind, play)
            && !broken
        {
            broken = true;
            tracing::warn!(cause = %e, player = ?play.first(), "the bell has no sound");
        }
        rope.holds(kind, pause(kind));
    }
}

/// Between two ringings.
fn pause(kind: HelpKind) -> Duration {
    match kind {
        HelpKind::Staff => Duration::from_secs(5),
        HelpKind::Emergency => Duration::from_secs(1),
    }
}

/// Plays once; stops at once when somebody has answered.
fn sound(rope: &BellRope, kind: HelpKind, play: &[String]) -> std::io::Result<()> {
    let Some((program, arguments)) = play.split_first() else { return Ok(()) };
    let wav = chime(kind).map_err(std::io::Error::other)?;
    let mut player = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // All of it fits into the pipe, so this does not wait for the player.
    let handed = player.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(&wav));
    let heard = finish(rope, kind, &mut player);
    heard.and(handed)
}

fn finish(rope: &BellRope, kind: HelpKind, player: &mut Child) -> std::io::Result<()> {
    for _ in 0..LOOKS {
        if let Some(status) = player.try_wait()? {
            return if status.success() { Ok(()) } else { Err(std::io::Error::other(status.to_string())) };
        }
        if !rope.holds(kind, LOOK) {
            break;
        }
    }
    player.kill()?;
    player.wait()?;
    Ok(())
}

/// What a call sounds like, as a WAV: a soft two-tone for staff, three sharp ones in an emergency.
/// Under 64 kB, which is what a pipe holds.
fn chime(kind: HelpKind) -> hound::Result<Vec<u8>> {
    let notes: &[(f32, f32)] = match kind {
        HelpKind::Staff => &[(659.3, 0.35), (523.3, 0.65)],
        HelpKind::Emergency => &[(987.8, 0.22), (0.0, 0.08), (987.8, 0.22), (0.0, 0.08), (987.8, 0.22)],
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
            let value = (time * pitch * std::f32::consts::TAU).sin() * fade * 0.6;
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
        for kind in [HelpKind::Staff, HelpKind::Emergency] {
            let wav = chime(kind).unwrap();
            assert!(wav.len() < 65_536, "{}", wav.len());
            let mut reader = hound::WavReader::new(wav.as_slice()).unwrap();
            let loudest = reader.samples::<i16>().map(|s| s.unwrap().unsigned_abs()).max();
            assert!(loudest.is_some_and(|l| l > 10_000), "it can be heard");
        }
    }

    /// The player keeps what it heard last, and says when.
    #[test]
    fn it_rings_until_somebody_answers_and_ends_with_the_station() {
        let folder = tempfile::tempdir().unwrap();
        let heard = folder.path().join("heard");
        let fifo = folder.path().join("told");
        assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let script = format!("cat > {} && echo rung > {}", heard.display(), fifo.display());
        let play = ["sh".to_owned(), "-c".into(), script];
        let rope = BellRope::default();
        let ringing = std::thread::spawn({
            let rope = rope.clone();
            move || ring(&rope, &play)
        });
        rope.pull(Some(HelpKind::Emergency));
        for _ in 0..2 {
            assert_eq!(std::fs::read_to_string(&fifo).unwrap(), "rung\n"); // waits for the player
            assert_eq!(std::fs::read(&heard).unwrap(), chime(HelpKind::Emergency).unwrap());
        }
        rope.pull(None);
        rope.over();
        ringing.join().unwrap();
    }

    #[test]
    fn a_player_that_is_missing_or_fails_is_a_fault_and_none_is_silence() {
        let play = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(ToString::to_string).collect();
            let rope = BellRope::default();
            rope.pull(Some(HelpKind::Staff));
            sound(&rope, HelpKind::Staff, &words)
        };
        assert!(play(&[]).is_ok());
        assert_eq!(play(&["/nowhere/player"]).unwrap_err().kind(), std::io::ErrorKind::NotFound);
        assert!(play(&["sh", "-c", "cat > /dev/null; exit 3"]).unwrap_err().to_string().contains('3'));
    }
}
