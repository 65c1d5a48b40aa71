//! The bell at a post: it rings while a call for help stands, through a program that plays what it reads (`aplay`).
//!
//! A library that plays sound needs the system's own headers to build; a program is there or not, and without it the call
//! stands on the screen all the same.

use crate::rules::help::HelpKind;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Samples a second.
const RATE: u32 = 16_000;
/// Between two looks at a player.
const LOOK: Duration = Duration::from_millis(50);
/// Looks after which a player hangs and is ended: five seconds.
const LOOKS: u32 = 100;

/// The station's end: pulled for what rings, let go when it is answered. Clones pull the same bell.
#[derive(Clone, Default)]
pub struct BellRope(Arc<(Mutex<Pull>, Condvar)>);

#[derive(Clone, Copy, Default, PartialEq)]
enum Pull {
    #[default]
    Quiet,
    Ring(HelpKind),
    Over,
}

impl BellRope {
    /// From now on this rings; none: nothing does. Never waits.
    pub fn pull(&self, kind: Option<HelpKind>) {
        self.set(kind.map_or(Pull::Quiet, Pull::Ring));
    }

    /// The station is gone.
    pub(super) fn over(&self) {
        self.set(Pull::Over);
    }

    fn set(&self, to: Pull) {
        let (pull, bell) = &*self.0;
        let mut pull = pull.lock().unwrap_or_else(PoisonError::into_inner);
        if *pull != to && *pull != Pull::Over {
            *pull = to;
            bell.notify_all();
        }
    }

    /// Waits until it is pulled in another way than `now`, at most so long.
    fn wait(&self, now: Pull, most: Option<Duration>) -> Pull {
        let (pull, bell) = &*self.0;
        let held = pull.lock().unwrap_or_else(PoisonError::into_inner);
        match most {
            None => *bell.wait_while(held, |p| *p == now).unwrap_or_else(PoisonError::into_inner),
            Some(most) => {
                *bell.wait_timeout_while(held, most, |p| *p == now).unwrap_or_else(PoisonError::into_inner).0
            }
        }
    }
}

/// Rings until the station is gone. `play` is the player with its arguments; it gets a WAV on its standard input.
pub fn ring(rope: &BellRope, play: &[String]) {
    let mut broken = false;
    let mut pull = Pull::Quiet;
    loop {
        match pull {
            Pull::Over => return,
            Pull::Quiet => pull = rope.wait(pull, None),
            Pull::Ring(kind) => {
                if let Err(e) = sound(rope, pull, play, &chime(kind))
                    && !broken
                {
                    broken = true;
                    tracing::warn!(cause = %e, player = ?play.first(), "the bell has no sound");
                }
                pull = rope.wait(pull, Some(pause(kind)));
            }
        }
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
fn sound(rope: &BellRope, pull: Pull, play: &[String], wav: &[u8]) -> std::io::Result<()> {
    let Some((program, arguments)) = play.split_first() else { return Ok(()) };
    let mut player = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // All of it fits into the pipe, so this does not wait for the player.
    let handed = player.stdin.take().map_or(Ok(()), |mut pipe| pipe.write_all(wav));
    let heard = finish(rope, pull, &mut player);
    handed.and(heard)
}

fn finish(rope: &BellRope, pull: Pull, player: &mut Child) -> std::io::Result<()> {
    for _ in 0..LOOKS {
        if let Some(status) = player.try_wait()? {
            return if status.success() { Ok(()) } else { Err(std::io::Error::other(status.to_string())) };
        }
        if rope.wait(pull, Some(LOOK)) != pull {
            break;
        }
    }
    player.kill()?;
    player.wait()?;
    Ok(())
}

/// What a call sounds like, as a WAV of 16 bits, one channel: a soft two-tone for staff, three sharp ones in an emergency.
/// Under 64 kB, which is what a pipe holds.
fn chime(kind: HelpKind) -> Vec<u8> {
    let notes: &[(f32, f32)] = match kind {
        HelpKind::Staff => &[(659.3, 0.35), (523.3, 0.65)],
        HelpKind::Emergency => &[(987.8, 0.22), (0.0, 0.08), (987.8, 0.22), (0.0, 0.08), (987.8, 0.22)],
    };
    let mut samples: Vec<u8> = Vec::new();
    for (pitch, seconds) in notes {
        let count = (seconds * RATE as f32) as u32;
        for at in 0..count {
            let time = at as f32 / RATE as f32;
            let fade = 1.0 - at as f32 / count as f32;
            let value = (time * pitch * std::f32::consts::TAU).sin() * fade * 0.6;
            samples.extend(((value * f32::from(i16::MAX)) as i16).to_le_bytes());
        }
    }
    let size = u32::try_from(samples.len()).unwrap_or(0);
    let mut wav = Vec::with_capacity(samples.len() + 44);
    wav.extend(b"RIFF");
    wav.extend((size + 36).to_le_bytes());
    wav.extend(b"WAVEfmt ");
    wav.extend(16_u32.to_le_bytes());
    wav.extend(1_u16.to_le_bytes()); // PCM
    wav.extend(1_u16.to_le_bytes()); // one channel
    wav.extend(RATE.to_le_bytes());
    wav.extend((RATE * 2).to_le_bytes()); // bytes a second
    wav.extend(2_u16.to_le_bytes()); // bytes a sample
    wav.extend(16_u16.to_le_bytes()); // bits a sample
    wav.extend(b"data");
    wav.extend(size.to_le_bytes());
    wav.extend(samples);
    wav
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chime_is_a_wav_that_a_pipe_holds() {
        for kind in [HelpKind::Staff, HelpKind::Emergency] {
            let wav = chime(kind);
            assert!(wav.len() < 65_536, "{}", wav.len());
            let size = |at: usize| u32::from_le_bytes(wav[at..at + 4].try_into().unwrap()) as usize;
            assert_eq!((&wav[..4], &wav[8..12], &wav[36..40]), (&b"RIFF"[..], &b"WAVE"[..], &b"data"[..]));
            assert_eq!((size(4), size(40)), (wav.len() - 8, wav.len() - 44));
            let loudest = wav[44..].chunks(2).map(|s| i16::from_le_bytes([s[0], s[1]]).unsigned_abs()).max();
            assert!(loudest.is_some_and(|l| l > 10_000), "it can be heard");
        }
    }

    /// The player writes what it hears into a folder, a file a ringing.
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
            assert_eq!(std::fs::read(&heard).unwrap(), chime(HelpKind::Emergency));
        }
        rope.pull(None);
        rope.over();
        ringing.join().unwrap();
    }

    #[test]
    fn without_a_player_nothing_breaks() {
        for play in [vec![], vec!["/nowhere/player".to_owned()], vec!["false".into()]] {
            let rope = BellRope::default();
            let ringing = std::thread::spawn({
                let rope = rope.clone();
                move || ring(&rope, &play)
            });
            rope.pull(Some(HelpKind::Staff));
            rope.over();
            ringing.join().unwrap();
        }
    }
}
