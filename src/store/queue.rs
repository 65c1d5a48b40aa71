//! The table of queue numbers: written by facts, read by the counters and the boards.

use super::error::{Error, Fault};
use super::tx::{Db, decode, encode, read_number};
use crate::rules::queue::{Ticket, TicketAct, TicketState};
use crate::rules::{Number, TicketId};
use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

const COLUMNS: &str = "id, day, series, number, service, state, taken, counter, called";

/// What the index of open numbers covers: without these very words SQLite would look through every number ever taken.
const OPEN: &str = "state NOT IN ('done', 'cancelled')";

/// How many people wait for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The service's code.
    pub service: String,
    /// People waiting now.
    pub waiting: u32,
}

/// Numbers of a series that are looked at for how long serving takes.
const LATEST: u32 = 60;

/// A number that was served.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// Minutes from its (last) call to its end.
    pub minutes: f64,
    /// When it was finished.
    pub ended: DateTime<FixedOffset>,
    /// By which counter.
    pub counter: u8,
}

pub(super) fn insert(
    conn: &Connection,
    at: i64,
    id: TicketId,
    number: &Number,
    service: &str,
) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO ticket (id, day, series, number, service, state, taken) VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6)",
    )?
    .execute(params![id.bytes(), number.day.to_string(), number.series, number.n, service, at])?;
    Ok(())
}

pub(super) fn moved(conn: &Connection, id: TicketId, act: TicketAct, at: i64) -> Result<(), Fault> {
    let state: Option<String> = conn
        .prepare_cached("SELECT state FROM ticket WHERE id = ?1")?
        .query_row([id.bytes()], |r| r.get(0))
        .optional()?;
    let Some(state) = state else { return Ok(()) };
    let Some(next) = decode::<TicketState>(&state)?.after(act) else { return Ok(()) };
    let (counter, called, ended) = match act {
        TicketAct::Call { counter } => (Some(counter), Some(at), None),
        TicketAct::Recall => (None, Some(at), None),
        TicketAct::Finish => (None, None, Some(at)),
        TicketAct::Miss | TicketAct::Park | TicketAct::Serve | TicketAct::Cancel => (None, None, None),
    };
    conn.prepare_cached(
        "UPDATE ticket SET state = ?2, counter = coalesce(?3, counter), called = coalesce(?4, called), ended = ?5
         WHERE id = ?1",
    )?
    .execute(params![id.bytes(), encode(&next)?, counter, called, ended])?;
    Ok(())
}

impl Db<'_> {
    /// One ticket.
    pub fn ticket(&self, id: TicketId) -> Result<Option<Ticket>, Error> {
        Ok(self.tickets("id = ?1", [id.bytes()])?.pop())
    }

    /// The one that has waited longest, over all services.
    pub fn next_waiting(&self) -> Result<Option<Ticket>, Error> {
        Ok(self.tickets(&format!("{OPEN} AND state = 'waiting' ORDER BY row LIMIT 1"), [])?.pop())
    }

    /// The number a counter has in hand.
    pub fn in_hand(&self, counter: u8) -> Result<Option<Ticket>, Error> {
        Ok(self.tickets("counter = ?1 AND state IN ('called', 'serving')", [counter])?.pop())
    }

    /// All numbers somebody still has to do something about, in the order in which they were taken; at most `limit`.
    pub fn tickets_open(&self, limit: u32) -> Result<Vec<Ticket>, Error> {
        self.tickets(&format!("{OPEN} ORDER BY row LIMIT ?1"), [limit])
    }

    /// People who really wait before this ticket, of any service: [`Db::next_waiting`] calls them first.
    pub fn ahead(&self, ticket: TicketId) -> Result<u32, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT count(*) FROM ticket
             WHERE {OPEN} AND state = 'waiting' AND row < (SELECT row FROM ticket WHERE id = ?1)"
        ))?;
        Ok(ask.query_row([ticket.bytes()], |r| r.get(0))?)
    }

    /// People waiting, by service; a service nobody waits for is not in it.
    pub fn waiting(&self) -> Result<Vec<Wait>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT service, count(*) FROM ticket WHERE {OPEN} AND state = 'waiting' GROUP BY service ORDER BY service"
        ))?;
        let rows = ask.query_map([], |r| Ok(Wait { service: r.get(0)?, waiting: r.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many numbers of a series were given out on a day.
    pub fn given(&self, day: NaiveDate, series: &str) -> Result<u32, Error> {
        let mut ask = self.conn.prepare_cached("SELECT last FROM counter WHERE day = ?1 AND series = ?2")?;
        Ok(ask.query_row(params![day.to_string(), series], |r| r.get(0)).optional()?.unwrap_or(0))
    }

    /// The latest numbers of a series on a day that were finished: call, end, counter. Of the last [`LATEST`] numbers, which
    /// the index of numbers gives without looking at any other.
    pub fn served(&self, day: NaiveDate, series: &str) -> Result<Vec<Served>, Error> {
        let mut ask = self.conn.prepare_cached(
            "SELECT called, ended, counter FROM
               (SELECT called, ended, counter FROM ticket WHERE day = ?1 AND series = ?2 ORDER BY number DESC LIMIT ?3)
             WHERE ended IS NOT NULL AND called IS NOT NULL AND counter IS NOT NULL",
        )?;
        let read = |r: &Row<'_>| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?, r.get::<_, u8>(2)?));
        let rows: Vec<_> =
            ask.query_map(params![day.to_string(), series, LATEST], read)?.collect::<Result<_, _>>()?;
        let served = |(called, ended, counter)| Served {
            minutes: (ended - called) as f64 / 60_000.0,
            ended: self.time(ended),
            counter,
        };
        Ok(rows.into_iter().map(served).collect())
    }

    fn tickets(&self, condition: &str, with: impl rusqlite::Params) -> Result<Vec<Ticket>, Error> {
        let mut ask = self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM ticket WHERE {condition}"))?;
        let mut rows = ask.query(with)?;
        let mut tickets = Vec::new();
        while let Some(row) = rows.next()? {
            tickets.push(self.read_ticket(row)?);
        }
        Ok(tickets)
    }

    fn read_ticket(&self, row: &Row<'_>) -> Result<Ticket, Fault> {
        Ok(Ticket {
            id: TicketId(Uuid::from_bytes(row.get(0)?)),
            number: read_number(row, 1)?,
            service: row.get(4)?,
            state: decode(&row.get::<_, String>(5)?)?,
            taken: self.time(row.get(6)?),
            counter: row.get(7)?,
            called: row.get::<_, Option<i64>>(8)?.map(|t| self.time(t)),
        })
    }
}
