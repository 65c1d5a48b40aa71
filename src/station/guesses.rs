//! Wrong tries at the kiosk: few within a short time, whoever makes them and however often the page is opened anew.

use super::Station;
use super::achieved::Achieved;
use crate::rules::Refusal;
use crate::store::Error;
use chrono::{DateTime, Duration, FixedOffset};
use uuid::Uuid;

/// Wrong tries within [`WITHIN`] after which the desk helps. The end of a telephone number has 10,000 values: at this rate
/// two weeks of nothing else. What a scanner reads is not counted: nobody guesses it.
const MOST: usize = 5;
/// How long a wrong try counts.
const WITHIN: Duration = Duration::minutes(10);

/// When the last wrong tries were; never more than [`MOST`].
#[derive(Default)]
pub(super) struct Guesses(Vec<DateTime<FixedOffset>>);

/// What is guessed at, each counted apart: who mistypes a booking's code locks nobody in who leaves.
#[derive(Default)]
pub(super) struct Tries {
    codes: Guesses,
    leaving: Guesses,
    receipts: Guesses,
}

impl Tries {
    /// At a booking's code, or a name with the end of a telephone.
    pub(super) fn codes(&mut self) -> &mut Guesses {
        &mut self.codes
    }

    /// At the end of a telephone or ID number beside a pass's number.
    pub(super) fn leaving(&mut self) -> &mut Guesses {
        &mut self.leaving
    }

    /// At the end of a telephone beside a receipt's number.
    pub(super) fn receipts(&mut self) -> &mut Guesses {
        &mut self.receipts
    }
}

impl Guesses {
    /// Whether one more may be made now. A clock that jumps frees nobody early.
    pub(super) fn may(&mut self, now: DateTime<FixedOffset>) -> Result<(), Refusal> {
        self.0.retain(|at| (now - *at).abs() < WITHIN);
        match self.0.first() {
            Some(first) if self.0.len() >= MOST => {
                let left = WITHIN - (now - *first) + Duration::seconds(59);
                Err(Refusal::TriesTooMany { minutes: u32::try_from(left.num_minutes()).unwrap_or(1) })
            }
            _ => Ok(()),
        }
    }

    /// Remembers a wrong one.
    pub(super) fn count(&mut self, now: DateTime<FixedOffset>) {
        self.0.push(now);
    }

    /// Whether it was wrong: nobody was found by it.
    fn wrong<T>(result: &Result<T, Error>) -> bool {
        matches!(result, Err(Error::Refused(Refusal::AppointmentUnknown | Refusal::NotInside)))
    }
}

impl Station {
    /// A job by which somebody could guess: few wrong tries within a short time.
    pub(super) fn submit_try(
        &mut self,
        of: fn(&mut Tries) -> &mut Guesses,
        key: Uuid,
        now: DateTime<FixedOffset>,
        job: impl FnOnce(&Station) -> Result<Achieved, Error>,
    ) {
        let may = of(&mut self.kiosk.tries).may(now);
        let mut wrong = None;
        self.submit(key, now, |s| {
            may?;
            let result = job(s);
            wrong = Some(Guesses::wrong(&result));
            result
        });
        if wrong == Some(true) {
            of(&mut self.kiosk.tries).count(now);
        }
    }
}
