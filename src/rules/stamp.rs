//! Who does something, and when. The only way by which time gets into the rules and the store.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who made a fact. No personal data: a counter has a number, a person's own name is never here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// A visitor or owner at the kiosk.
    Kiosk,
    /// A receptionist at this counter, counted from 1.
    Counter(u8),
    /// The guard's post.
    Guard,
    /// The station itself, on a tick.
    Clock,
    /// Whoever runs a verb of the command line.
    Operator,
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Author::Kiosk => write!(f, "kiosk"),
            Author::Counter(n) => write!(f, "counter {n}"),
            Author::Guard => write!(f, "guard"),
            Author::Clock => write!(f, "clock"),
            Author::Operator => write!(f, "operator"),
        }
    }
}

/// One author and one `now`, in the estate's own time zone; a transaction has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The time at which it happened.
    pub now: DateTime<FixedOffset>,
    /// Who did it.
    pub author: Author,
}

impl Stamp {
    /// The calendar day of this stamp where the estate stands.
    pub fn day(&self) -> NaiveDate {
        self.now.date_naive()
    }

    /// Milliseconds since 1970-01-01 UTC, as kept in the database.
    pub fn millis(&self) -> i64 {
        self.now.timestamp_millis()
    }
}
