//! The last day that was opened: one line of `meta`, this station's own.

use super::error::{Error, Fault};
use super::tx::Db;
use crate::rules::day::BusinessDay;
use chrono::NaiveDate;
use rusqlite::Connection;

impl Db<'_> {
    /// The day that numbers are counted on, where the clock says `today`: the last one on which a number was given out or
    /// that was opened, or a later one.
    pub fn business_day(&self, today: NaiveDate) -> Result<BusinessDay, Error> {
        let mut ask = self.conn.prepare_cached(
            "SELECT max(day) FROM (SELECT max(day) AS day FROM counter UNION ALL SELECT value FROM meta WHERE key = 'day')",
        )?;
        let opened: Option<String> = ask.query_row([], |r| r.get(0))?;
        Ok(BusinessDay::new(opened.and_then(|day| day.parse().ok()), today))
    }
}

pub(super) fn open(conn: &Connection, day: NaiveDate) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO meta (key, value) VALUES ('day', ?1)
         ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)",
    )?
    .execute([day.to_string()])?;
    Ok(())
}
