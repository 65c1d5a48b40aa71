//! The staff's way out of a locked kiosk: a PIN, and a wait that doubles for whoever guesses.

use super::Refusal;
use chrono::{DateTime, Duration, FixedOffset};

/// Digits of a PIN, the fewest and the most.
pub const DIGITS: (usize, usize) = (6, 12);
/// Wrong tries before the first wait.
const FREE: u32 = 3;
/// The first wait, and the longest, seconds.
const FIRST: i64 = 30;
const LONGEST: i64 = 3_600;

/// How often a wrong PIN was typed since the last right one.
#[derive(Clone, Debug, Default)]
pub struct Door {
    wrong: u32,
    last: Option<DateTime<FixedOffset>>,
}

impl Door {
    /// Whether a try is taken now; if not, the refusal says in how many seconds.
    pub fn may_try(&self, now: DateTime<FixedOffset>) -> Result<(), Refusal> {
        let Some(last) = self.last.filter(|_| self.wrong >= FREE) else { return Ok(()) };
        let doubled = FIRST.checked_shl(self.wrong - FREE).filter(|s| (FIRST..LONGEST).contains(s));
        let gone = (now - last).abs();
        match Duration::seconds(doubled.unwrap_or(LONGEST)) - gone {
            left if left > Duration::zero() => Err(Refusal::PinWait { seconds: left.num_seconds().max(1) }),
            _ => Ok(()),
        }
    }

    /// Counts a try.
    pub fn tried(&mut self, right: bool, now: DateTime<FixedOffset>) {
        self.wrong = if right { 0 } else { self.wrong.saturating_add(1) };
        self.last = Some(now);
    }
}

/// A PIN as the command line takes it: digits only, not too few, not all the same, not a run like 123456.
pub fn pin(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    let digits = text.bytes().all(|b| b.is_ascii_digit()) && (DIGITS.0..=DIGITS.1).contains(&text.len());
    let steps: Vec<i16> = text.as_bytes().windows(2).map(|w| i16::from(w[1]) - i16::from(w[0])).collect();
    let run = steps.iter().all(|s| *s == steps[0]) && matches!(steps.first(), Some(-1..=1));
    if digits && !run { Ok(text) } else { Err(Refusal::PinTooEasy) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guesser_waits_longer_and_longer() {
        let mut now = DateTime::parse_from_rfc3339("2026-11-21T09:30:00+08:00").unwrap_or_default();
        let mut door = Door::default();
        let mut waits = Vec::new();
        for _ in 0..14 {
            while let Err(Refusal::PinWait { seconds }) = door.may_try(now) {
                waits.push(seconds);
                now += Duration::seconds(seconds);
            }
            door.tried(false, now);
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
        let mut door = Door { wrong: u32::MAX, last: Some(now) };
        assert_eq!(door.may_try(now), Err(Refusal::PinWait { seconds: 3600 }), "for ever is an hour");
        door.tried(true, now);
        assert_eq!(door.may_try(now), Ok(()));
    }

    #[test]
    fn a_pin_that_anybody_tries_first_is_none() {
        for good in ["258036", " 112233\n", "900817264511"] {
            assert!(pin(good).is_ok(), "{good}");
        }
        for bad in ["", "25803", "111111", "123456", "987654", "1234567890123", "25803a", "２５８０３６"]
        {
            assert_eq!(pin(bad), Err(Refusal::PinTooEasy), "{bad}");
        }
    }
}
