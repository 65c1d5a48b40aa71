//! The business day: the date that numbers are counted on and that history is closed by.
//!
//! A clock may be wrong. One that is behind goes on with the day already begun, so that no number is given out twice. One
//! that is far ahead opens no day: closing a day cancels numbers and blanks what was kept long enough, and neither can be
//! taken back.

use chrono::NaiveDate;

/// Days that a station may have been off, holidays and all, before it asks whether the date is right.
pub const AWAY: i64 = 31;

/// Which day it is for the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BusinessDay {
    /// The clock is believed, or is behind: numbers are counted on this day.
    Known(NaiveDate),
    /// The clock is further ahead than [`AWAY`]: this day, the last one opened, goes on until staff says that the date is
    /// right.
    Doubted(NaiveDate),
}

impl BusinessDay {
    /// `opened` is the last day that was opened; none on a new station. `today` is what the clock says.
    pub fn new(opened: Option<NaiveDate>, today: NaiveDate) -> BusinessDay {
        match opened {
            Some(last) if (today - last).num_days() > AWAY => BusinessDay::Doubted(last),
            Some(last) => BusinessDay::Known(last.max(today)),
            None => BusinessDay::Known(today),
        }
    }

    /// The day itself.
    pub fn day(self) -> NaiveDate {
        match self {
            BusinessDay::Known(day) | BusinessDay::Doubted(day) => day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_follows_the_clock_unless_it_is_behind_or_far_ahead() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let known = |text| BusinessDay::Known(day(text));
        let of = |opened: Option<&str>, today| BusinessDay::new(opened.map(day), day(today));
        assert_eq!(of(None, "2026-11-21"), known("2026-11-21"));
        assert_eq!(of(Some("2026-11-21"), "2026-11-22"), known("2026-11-22"));
        assert_eq!(of(Some("2026-11-21"), "1970-01-01"), known("2026-11-21"));
        assert_eq!(of(Some("2026-11-21"), "2026-12-22"), known("2026-12-22"), "31 days");
        assert_eq!(of(Some("2026-11-21"), "2026-12-23"), BusinessDay::Doubted(day("2026-11-21")));
    }
}
