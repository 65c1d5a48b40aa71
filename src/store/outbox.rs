//! The outbox: slips on their way to paper. A state is written before the step that it names, so a crash can be told
//! from a success at every point.
//!
//! A slip that nothing stands in front of is *handed*: it goes to the printer's thread as being sent, in the commit of its
//! own fact, which saves a second commit between tap and paper. Behind it slips are queued and claimed one by one, so a
//! crash leaves at most one slip in doubt.

use super::error::{Error, Fault};
use super::tx::{Db, Tx, decode, encode};
use crate::rules::slips::SlipKind;
use crate::rules::{Slip, SlipId};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Prints of one slip that are tried before staff decides.
const ATTEMPTS: u32 = 2;

/// How long a queue ticket waits for paper, ms: the number stood on the screen, and after a refill nobody wants a flood
/// of tickets whose people were called long ago.
const TICKET_WAITS: i64 = 120_000;

/// What the index of waiting slips covers: without these very words SQLite would look through every slip ever printed.
const WAITING: &str = "state NOT IN ('printed', 'void')";

/// Where a slip stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Waits for the printer.
    Queued,
    /// Bytes may have reached the printer.
    Sending,
    /// The printer has it.
    Printed,
    /// Nobody can tell whether it came out; staff decides.
    Unknown,
    /// Not wanted any more.
    Void,
}

/// A slip taken from the outbox to be printed now.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its place in the outbox.
    pub row: i64,
    /// The slip; already marked 补打 where an earlier print may have come out.
    pub slip: Slip,
    /// Counts from 1.
    pub attempt: u32,
}

/// How a print ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The printer has all of it.
    Printed,
    /// Not one byte was accepted: it can be tried again as if nothing had been.
    NotSent,
    /// Some bytes were accepted, then the line broke.
    Unknown,
}

pub(super) fn push(conn: &Connection, slip: &Slip, made: i64) -> Result<(), Fault> {
    let body = serde_json::to_string(slip).map_err(|_| Fault::Bug)?;
    let line: bool = conn
        .prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE {WAITING} AND state IN ('queued', 'sending'))"
        ))?
        .query_row([], |r| r.get(0))?;
    let (state, attempt) = if line { ("queued", 0) } else { ("sending", 1) };
    conn.prepare_cached(
        "INSERT INTO outbox (id, kind, entity, slip, made, state, attempt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        slip.id.bytes(),
        encode(&slip.kind)?,
        slip.entity.as_bytes(),
        body,
        made,
        state,
        attempt
    ])?;
    Ok(())
}

pub(super) fn blank(conn: &Connection, entity: Uuid) -> Result<(), Fault> {
    conn.execute(
        "UPDATE outbox SET slip = NULL, state = CASE WHEN state = 'printed' THEN state ELSE 'void' END WHERE entity = ?1",
        [entity.as_bytes()],
    )?;
    Ok(())
}

impl Tx<'_> {
    /// Takes the oldest slip that waits and marks it as being sent, before its first byte leaves.
    pub fn claim_slip(&mut self) -> Result<Option<Claimed>, Error> {
        self.conn
            .prepare_cached(&format!(
                "UPDATE outbox SET state = 'void'
                 WHERE {WAITING} AND state = 'queued' AND kind = 'ticket' AND made < ?1"
            ))?
            .execute([self.stamp().millis() - TICKET_WAITS])?;
        let found: Option<(i64, String, u32, bool)> = self
            .conn
            .prepare_cached(&format!(
                "SELECT row, slip, attempt, reprint FROM outbox
                 WHERE {WAITING} AND state = 'queued' ORDER BY row LIMIT 1"
            ))?
            .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
            .optional()?;
        let Some((row, body, attempt, reprint)) = found else { return Ok(None) };
        let slip: Slip = serde_json::from_str(&body).map_err(|_| Fault::Corrupt("小票".into()))?;
        self.conn
            .prepare_cached("UPDATE outbox SET state = 'sending', attempt = attempt + 1 WHERE row = ?1")?
            .execute([row])?;
        let slip = if reprint { slip.reprint() } else { slip };
        Ok(Some(Claimed { row, slip, attempt: attempt + 1 }))
    }

    /// Writes down how a print ended.
    pub fn settle_slip(&mut self, id: SlipId, outcome: Outcome) -> Result<(), Error> {
        let (sql, settled) = match outcome {
            Outcome::Unknown => return self.doubt(Some(id)),
            Outcome::Printed => ("state = 'printed'", Some(self.stamp().millis())),
            // Nothing left the station: this attempt does not count and the slip keeps its place.
            Outcome::NotSent => ("state = 'queued', attempt = attempt - 1", None),
        };
        let sql = format!("UPDATE outbox SET {sql}, settled = ?2 WHERE id = ?1 AND state = 'sending'");
        self.conn.prepare_cached(&sql)?.execute(params![id.bytes(), settled])?;
        Ok(())
    }

    /// After a crash: whatever was being sent may have come out. Gives the last place in the outbox: what is handed from
    /// now on stands behind it.
    pub fn recover_outbox(&mut self) -> Result<i64, Error> {
        self.doubt(None)?;
        Ok(self.conn.query_row("SELECT coalesce(max(row), 0) FROM outbox", [], |r| r.get(0))?)
    }

    /// Staff asks for a slip once more; the print says 补打.
    pub fn reprint_slip(&mut self, id: SlipId) -> Result<(), Error> {
        let changed = self
            .conn
            .prepare_cached(
                "UPDATE outbox SET state = 'queued', reprint = 1 WHERE id = ?1 AND slip IS NOT NULL AND state <> 'sending'",
            )?
            .execute([id.bytes()])?;
        if changed == 0 { Err(crate::rules::Refusal::NotFound.into()) } else { Ok(()) }
    }

    /// An unknown outcome: a queue ticket is printed once more, marked; any other slip waits for staff.
    fn doubt(&mut self, id: Option<SlipId>) -> Result<(), Error> {
        self.conn
            .prepare_cached(&format!(
                "UPDATE outbox SET reprint = 1,
                        state = CASE WHEN kind = 'ticket' AND attempt < ?2 THEN 'queued' ELSE 'unknown' END
                 WHERE {WAITING} AND state = 'sending' AND (?1 IS NULL OR id = ?1)"
            ))?
            .execute(params![id.map(|i| i.bytes()), ATTEMPTS])?;
        Ok(())
    }
}

impl Db<'_> {
    /// The slip that was handed to the printer's thread behind this place and that it has not taken yet.
    pub fn handed_slip(&self, after: i64) -> Result<Option<Claimed>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT row, slip, attempt FROM outbox WHERE {WAITING} AND state = 'sending' AND row > ?1 ORDER BY row LIMIT 1"
        ))?;
        let found: Option<(i64, String, u32)> =
            ask.query_row([after], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?;
        let Some((row, body, attempt)) = found else { return Ok(None) };
        let slip = serde_json::from_str(&body).map_err(|_| Fault::Corrupt("小票".into()))?;
        Ok(Some(Claimed { row, slip, attempt }))
    }

    /// Where a slip stands.
    pub fn slip_state(&self, id: SlipId) -> Result<Option<OutboxState>, Error> {
        let mut ask = self.conn.prepare_cached("SELECT state FROM outbox WHERE id = ?1")?;
        let state: Option<String> = ask.query_row([id.bytes()], |r| r.get(0)).optional()?;
        Ok(state.map(|s| decode(&s)).transpose()?)
    }

    /// Slips that wait for paper or for staff.
    pub fn slips_waiting(&self) -> Result<Vec<(SlipId, SlipKind, OutboxState)>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT id, kind, state FROM outbox WHERE {WAITING} ORDER BY row LIMIT 200"
        ))?;
        let mut rows = ask.query([])?;
        let mut slips = Vec::new();
        while let Some(row) = rows.next()? {
            let (kind, state): (String, String) = (row.get(1)?, row.get(2)?);
            let id = SlipId(Uuid::from_bytes(row.get::<_, [u8; 16]>(0)?));
            slips.push((
                id,
                decode::<SlipKind>(&kind).map_err(Error::Fault)?,
                decode(&state).map_err(Error::Fault)?,
            ));
        }
        Ok(slips)
    }
}
