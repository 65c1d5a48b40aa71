//! Short numbers that people carry: a queue number, a pass, a receipt. One series a day, without gaps.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The series of visitor passes.
pub const PASS: &str = "V";
/// The series of request receipts.
pub const RECEIPT: &str = "R";

/// A number of a series on a day: `A007`. Unique by (day, series, n); `n` counts from 1 each day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// The business day it was issued on.
    pub day: NaiveDate,
    /// One or two letters from the config; [`PASS`] and [`RECEIPT`] are taken.
    pub series: String,
    /// Counts from 1.
    pub n: u32,
}

impl Number {
    /// How a receipt is quoted later on another day: `R20261121-007`.
    pub fn dated(&self) -> String {
        format!("{}{}-{:03}", self.series, self.day.format("%Y%m%d"), self.n)
    }
}

/// `A007`, as called in the lobby; more digits when a day has more than 999.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:03}", self.series, self.n)
    }
}
