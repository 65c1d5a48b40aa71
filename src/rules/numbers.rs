//! Short numbers that people carry: a queue number, a pass, a receipt. One series a day, without gaps.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The series of visitor passes.
pub const PASS: &str = "V";
/// The series of appointments, until the guest comes and gets a pass.
pub const BOOKING: &str = "Y";
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

    /// Reads a number off a pad of digits: `20261121007` is number 7 of that day.
    pub fn parse_digits(series: &str, text: &str) -> Option<Number> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let (day, n) = digits.split_at_checked(8)?;
        let day = NaiveDate::parse_from_str(day, "%Y%m%d").ok()?;
        Some(Number { day, series: series.to_owned(), n: n.parse().ok()? })
    }

    /// Reads [`Number::dated`] back.
    pub fn parse_dated(text: &str) -> Option<Number> {
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let (series, rest) = text.split_at(digits);
        let (day, n) = rest.split_once('-')?;
        let day = NaiveDate::parse_from_str(day, "%Y%m%d").ok()?;
        Some(Number { day, series: series.to_ascii_uppercase(), n: n.parse().ok()? })
    }
}

/// `A007`, as called in the lobby; more digits when a day has more than 999.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:03}", self.series, self.n)
    }
}
