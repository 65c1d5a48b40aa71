//! One transaction: one author, one `now`, two verbs. Record a fact; print a slip.

use super::error::{Error, Fault};
use super::keys::Keys;
use super::{day, journal, outbox, sweep, tables};
use crate::rules::fact::{ErasureReason, Happened, IdTrace};
use crate::rules::house::IdKept;
use crate::rules::people::IdNumber;
use crate::rules::{Fact, Number, Personal, Slip, Stamp};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone, Utc};
use rusqlite::{Connection, OptionalExtension, Row};
use std::cell::Cell;
use std::ops::Deref;
use uuid::Uuid;

/// What can be read. Its questions stand beside the nouns: `visits.rs`, `requests.rs`, `queue.rs`, `outbox.rs`.
pub struct Db<'c> {
    pub(super) conn: &'c Connection,
    pub(super) keys: &'c Keys,
    pub(super) offset: FixedOffset,
}

impl Db<'_> {
    /// A stored time in the estate's own zone.
    pub(super) fn time(&self, millis: i64) -> DateTime<FixedOffset> {
        Utc.timestamp_millis_opt(millis).single().unwrap_or_default().with_timezone(&self.offset)
    }

    /// Whether anything is known about a record.
    pub fn knows(&self, entity: Uuid) -> Result<bool, Error> {
        Ok(journal::knows(self.conn, entity)?)
    }

    /// The visit or request with this number.
    pub fn record_of(&self, number: &Number) -> Result<Option<Uuid>, Error> {
        let mut ask = self.conn.prepare_cached(
            "SELECT id FROM visit WHERE day = ?1 AND series = ?2 AND number = ?3
             UNION ALL SELECT id FROM request WHERE day = ?1 AND series = ?2 AND number = ?3",
        )?;
        let found: Option<[u8; 16]> =
            ask.query_row((number.day.to_string(), &number.series, number.n), |r| r.get(0)).optional()?;
        Ok(found.map(Uuid::from_bytes))
    }

    /// What happened to a record, in the journal's order. Its personal parts stay sealed.
    pub fn history(&self, entity: Uuid) -> Result<Vec<Happened>, Error> {
        let told = journal::history(self.conn, entity)?;
        Ok(told.into_iter().map(|(at, fact)| Happened { at: self.time(at), fact }).collect())
    }

    /// How many facts the journal holds.
    pub fn facts(&self) -> Result<u32, Error> {
        Ok(self.conn.query_row("SELECT count(*) FROM journal", [], |r| r.get(0))?)
    }
}

/// One transaction. Dropped without an error from the handler it commits; with one, nothing of it happened.
pub struct Tx<'c> {
    db: Db<'c>,
    stamp: Stamp,
    /// Whether this process has the printer, so that a slip can be handed to it.
    pub(super) hands: &'c Cell<bool>,
}

impl<'c> Deref for Tx<'c> {
    type Target = Db<'c>;
    fn deref(&self) -> &Db<'c> {
        &self.db
    }
}

impl<'c> Tx<'c> {
    pub(super) fn new(db: Db<'c>, stamp: Stamp, hands: &'c Cell<bool>) -> Self {
        Tx { db, stamp, hands }
    }

    /// The one `now` and author of this transaction.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Writes a fact into the journal and its effect into the tables.
    pub fn record(&mut self, fact: &Fact, personal: &Personal) -> Result<(), Error> {
        journal::append(self.db.conn, self.db.keys, &self.stamp, fact, personal)?;
        tables::apply(self.db.conn, self.db.keys, self.stamp.millis(), fact, personal)?;
        Ok(())
    }

    /// Puts a slip into the outbox; the printer's thread takes it from there after the commit.
    pub fn print(&mut self, slip: &Slip) -> Result<(), Error> {
        Ok(outbox::push(self.db.conn, slip, self.stamp.millis(), self.hands.get())?)
    }

    /// The next number of a series today. It is used in this very transaction, so nobody else can get it.
    pub fn next_number(&self, series: &str) -> Result<Number, Error> {
        let day = self.db.business_day(self.stamp.day())?.day();
        let last: Option<u32> = self
            .db
            .conn
            .prepare_cached("SELECT last FROM counter WHERE day = ?1 AND series = ?2")?
            .query_row((day.to_string(), series), |r| r.get(0))
            .optional()?;
        Ok(Number { day, series: series.to_owned(), n: last.unwrap_or(0) + 1 })
    }

    /// Opens a day, so that it and the days after it are believed: [`crate::rules::day::BusinessDay`].
    pub fn open_day(&mut self, day: NaiveDate) -> Result<(), Error> {
        Ok(day::open(self.db.conn, day)?)
    }

    /// What the house keeps of an ID number.
    pub fn trace(&self, number: &IdNumber, kept: IdKept) -> Option<IdTrace> {
        self.db.keys.trace(number, kept)
    }

    /// Blanks the personal part of everything about a record, here and in the journal. Afterwards the caller lets
    /// [`super::Store::sweep_log`] clear the write-ahead log; until then the sweep is owed.
    pub fn erase(&mut self, entity: Uuid, reason: ErasureReason) -> Result<(), Error> {
        if !self.db.knows(entity)? {
            return Err(crate::rules::Refusal::NotFound.into());
        }
        self.erase_all(&[entity], reason)
    }

    /// The same for many records, all of them known.
    pub fn erase_all(&mut self, entities: &[Uuid], reason: ErasureReason) -> Result<(), Error> {
        if entities.is_empty() {
            return Ok(());
        }
        for entity in entities {
            journal::blank(self.db.conn, *entity)?;
            self.record(&Fact::PersonErased { entity: *entity, reason }, &Personal::default())?;
        }
        outbox::blank(self.db.conn, entities)?;
        Ok(sweep::owe(self.db.conn)?)
    }

    /// Blanks visits whose time to be kept is over (PIPL 19): those closed and from before a time, ms since 1970 UTC, behind a
    /// place in the table; at most `limit`. Gives the place of the last one; none where there was none.
    pub fn expire_visits(&mut self, before: i64, after: i64, limit: u32) -> Result<Option<i64>, Error> {
        let over = self.visits_to_blank(before, after, limit)?;
        let entities: Vec<Uuid> = over.iter().map(|(_, entity)| *entity).collect();
        self.erase_all(&entities, ErasureReason::Expired)?;
        Ok(over.last().map(|(row, _)| *row))
    }
}

/// Reads a code back into its enum, by the same serde names that facts use.
pub(super) fn decode<T: serde::de::DeserializeOwned>(code: &str) -> Result<T, Fault> {
    serde_json::from_value(serde_json::Value::String(code.to_owned()))
        .map_err(|_| Fault::Content(format!("未知代码 {code}")))
}

/// The code of a plain enum, by the same serde names that facts use.
pub(super) fn encode(value: &impl serde::Serialize) -> Result<String, Fault> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => Ok(code),
        _ => Err(Fault::Bug),
    }
}

/// Day, series and number in three columns from `first` on.
pub(super) fn read_number(row: &Row<'_>, first: usize) -> Result<Number, Fault> {
    let day: String = row.get(first)?;
    let day = day.parse().map_err(|_| Fault::Content("日期".into()))?;
    Ok(Number { day, series: row.get(first + 1)?, n: row.get(first + 2)? })
}
