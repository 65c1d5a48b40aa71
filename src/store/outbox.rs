//! The outbox: slips on their way to paper. A state is written before the step that it names, so a crash can be told
//! from a success at every point.
//!
//! A slip that nothing stands in front of is *handed*: it goes to the printer's thread as being sent, in the commit of its
//! own fact, which saves two commits between tap and paper. Behind it slips are queued and claimed one by one, so a
//! crash leaves at most one slip in doubt.

use super::error::{Error, Fault};
use super::tx::{Db, Tx, decode, encode};
use crate::rules::slips::{Doubt, Proof, SlipKind, SlipState, after_doubt};
use crate::rules::{Refusal, Slip, SlipId};
use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

/// What the index of slips that are not done with covers: without these very words SQLite would look through every slip
/// ever printed. (No list: SQLite builds a b-tree of each list of three or more, in each statement.)
const WAITING: &str = "state <> 'confirmed' AND state <> 'expired' AND state <> 'void'";

/// What of them stands in line or is with the printer.
const IN_LINE: &str = "state <> 'unknown' AND state <> 'failed'";

/// A slip taken from the outbox to be printed now.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Its place in the outbox.
    pub row: i64,
    /// The slip; already marked 补打 where an earlier print may have come out.
    pub slip: Slip,
    /// Counts from 1.
    pub attempt: u32,
    /// The number by which a printer names this very print (GS ( H). It follows from what is written down already, so it
    /// is known before the first byte without being written.
    pub process: u16,
}

/// What whoever takes the printer finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// The last place in the outbox: what this process prints from now on is handed behind it.
    pub last: i64,
    /// A slip was being sent, and may end anywhere.
    pub cut: bool,
}

/// How a print ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The printer has all of it, and this is how well that is proved.
    Printed(Proof),
    /// Not one byte was accepted: it can be tried again as if nothing had been.
    NotSent,
    /// Some bytes were accepted and it did not end as it should.
    Unknown(Doubt),
}

/// A slip as staff's list shows it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which.
    pub id: SlipId,
    /// What kind.
    pub kind: SlipKind,
    /// Where it stands.
    pub state: SlipState,
    /// How well its print is proved.
    pub proof: Option<Proof>,
    /// Whether its next or last print says 补打.
    pub reprint: bool,
    /// When it was put in line.
    pub made: DateTime<FixedOffset>,
    /// The record it belongs to.
    pub entity: Uuid,
    /// What is or would be printed; none after erasure, and where it cannot be read.
    pub slip: Option<Slip>,
}

/// The process number of a print, 1 to 9999: out of the random end of the slip's id, so that two stations at one printer do
/// not take each other's for their own, and another for each attempt.
fn process(id: SlipId, attempt: u32) -> u16 {
    let [.., a, b, c] = id.bytes();
    u16::try_from((u32::from_be_bytes([0, a, b, c]) + attempt) % 9_999 + 1).unwrap_or(1)
}

fn claimed(row: i64, body: &str, attempt: u32, reprint: bool) -> Result<Claimed, Fault> {
    let slip: Slip = serde_json::from_str(body).map_err(|_| Fault::Content("小票".into()))?;
    let process = process(slip.id, attempt);
    let slip = if reprint { slip.reprint(attempt.saturating_sub(1)) } else { slip };
    Ok(Claimed { row, slip, attempt, process })
}

/// `handed` where this process has the printer: elsewhere nobody takes what was never claimed.
pub(super) fn push(conn: &Connection, slip: &Slip, made: i64, handed: bool) -> Result<(), Fault> {
    let body = serde_json::to_string(slip).map_err(|_| Fault::Bug)?;
    let line: bool = conn
        .prepare_cached(&format!("SELECT EXISTS (SELECT 1 FROM outbox WHERE {WAITING} AND {IN_LINE})"))?
        .query_row([], |r| r.get(0))?;
    let (state, attempt) = if handed && !line { ("sending", 1) } else { ("queued", 0) };
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

/// Blanks the slips of records, of all of them in one look through the outbox, which has no index by record.
pub(super) fn blank(conn: &Connection, entities: &[Uuid]) -> Result<(), Fault> {
    let ids: Vec<_> = entities.iter().map(|id| id.simple().to_string()).collect();
    conn.execute(
        "UPDATE outbox SET slip = NULL, state = iif(state IN ('confirmed', 'expired'), state, 'void')
         WHERE slip IS NOT NULL AND entity IN (SELECT unhex(value) FROM json_each(?1))",
        [serde_json::to_string(&ids).map_err(|_| Fault::Bug)?],
    )?;
    Ok(())
}

impl Tx<'_> {
    /// Takes the oldest slip that waits for the printer. What has waited longer than its kind may is not printed any more.
    pub fn claim_slip(&mut self) -> Result<Option<Claimed>, Error> {
        let now = self.stamp().millis();
        loop {
            let found: Option<(i64, String, i64, String, u32, bool)> = self
                .conn
                .prepare_cached(&format!(
                    "SELECT row, kind, made, ifnull(slip, ''), attempt, reprint FROM outbox
                     WHERE {WAITING} AND state = 'queued' ORDER BY row LIMIT 1"
                ))?
                .query_row([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)))
                .optional()?;
            let Some((row, kind, made, body, attempt, reprint)) = found else { return Ok(None) };
            let whole = decode::<SlipKind>(&kind)
                .and_then(|kind| Ok((kind.waits(), claimed(row, &body, attempt + 1, reprint)?)));
            let (state, taken) = match whole {
                Ok((Some(most), _)) if made < now - most => ("expired", None),
                Ok((_, taken)) => ("claimed", Some(taken)),
                // It is lost, and must not hold up the slips behind it.
                Err(fault) => {
                    tracing::error!(%fault, row, "outbox: a slip that cannot be read");
                    ("failed", None)
                }
            };
            let (attempts, settled) = (u32::from(taken.is_some()), (state == "expired").then_some(now));
            self.conn
                .prepare_cached(
                    "UPDATE outbox SET state = ?2, attempt = attempt + ?3, settled = ifnull(?4, settled) WHERE row = ?1",
                )?
                .execute(params![row, state, attempts, settled])?;
            if taken.is_some() {
                return Ok(taken);
            }
        }
    }

    /// The first byte of a claimed slip leaves next; `false` where it may not any more: it was erased.
    pub fn slip_sending(&mut self, id: SlipId) -> Result<bool, Error> {
        self.step(id, "UPDATE outbox SET state = 'sending' WHERE id = ?1 AND state = 'claimed'")
    }

    /// The printer has accepted all of a slip; its word is waited for.
    pub fn slip_sent(&mut self, id: SlipId) -> Result<bool, Error> {
        self.step(id, "UPDATE outbox SET state = 'sent' WHERE id = ?1 AND state = 'sending'")
    }

    /// Takes one step, where the slip stands before it.
    fn step(&self, id: SlipId, sql: &str) -> Result<bool, Error> {
        Ok(self.conn.prepare_cached(sql)?.execute([id.bytes()])? > 0)
    }

    /// Writes down how a print ended.
    pub fn settle_slip(&mut self, id: SlipId, outcome: Outcome) -> Result<(), Error> {
        match outcome {
            Outcome::Unknown(doubt) => self.doubt(Some(id), doubt).map(drop),
            Outcome::Printed(proof) => {
                let sql = "UPDATE outbox SET state = 'confirmed', proof = ?2, settled = ?3
                           WHERE id = ?1 AND state IN ('sending', 'sent')";
                let values = params![id.bytes(), encode(&proof)?, self.stamp().millis()];
                self.conn.prepare_cached(sql)?.execute(values)?;
                Ok(())
            }
            // Nothing left the station: this attempt does not count and the slip keeps its place.
            Outcome::NotSent => {
                let sql = "UPDATE outbox SET state = 'queued', attempt = attempt - 1
                           WHERE id = ?1 AND state IN ('claimed', 'sending')";
                self.step(id, sql).map(drop)
            }
        }
    }

    /// Process numbers that came after their print was given up: those slips came out after all. Gives which.
    pub fn settle_late(&mut self, numbers: &[u16]) -> Result<Vec<SlipId>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT row, id, attempt FROM outbox WHERE {WAITING} AND state IN ('queued', 'unknown', 'failed')"
        ))?;
        let rows = ask.query_map([], |r| Ok((r.get(0)?, r.get::<_, [u8; 16]>(1)?, r.get(2)?)))?;
        let rows: Vec<(i64, [u8; 16], u32)> = rows.collect::<Result<_, _>>()?;
        let mut settled = Vec::new();
        for (row, id, attempts) in rows {
            let id = SlipId(Uuid::from_bytes(id));
            if !(1..=attempts).any(|n| numbers.contains(&process(id, n))) {
                continue;
            }
            self.conn
                .prepare_cached(
                    "UPDATE outbox SET state = 'confirmed', proof = 'process_id', settled = ?2 WHERE row = ?1",
                )?
                .execute([row, self.stamp().millis()])?;
            settled.push(id);
        }
        Ok(settled)
    }

    /// For who takes the printer: what was claimed never left, and whatever was being sent may have come out.
    pub fn recover_outbox(&mut self) -> Result<Recovered, Error> {
        self.hands.set(true);
        self.conn.execute(
            &format!(
                "UPDATE outbox SET state = 'queued', attempt = attempt - 1 WHERE {WAITING} AND state = 'claimed'"
            ),
            [],
        )?;
        let cut = self.doubt(None, Doubt::Lost)? > 0;
        let last = self.conn.query_row("SELECT coalesce(max(row), 0) FROM outbox", [], |r| r.get(0))?;
        Ok(Recovered { last, cut })
    }

    /// Puts a slip in line once more; the print says 补打. The caller records why.
    pub fn reprint_slip(&mut self, id: SlipId) -> Result<(), Error> {
        self.staff(
            id,
            "UPDATE outbox SET state = 'queued', reprint = 1, made = ?2, proof = NULL, settled = NULL
             WHERE id = ?1 AND slip IS NOT NULL AND state NOT IN ('claimed', 'sending', 'sent')",
        )
    }

    /// Takes a slip out of the line or out of doubt. The caller records why.
    pub fn void_slip(&mut self, id: SlipId) -> Result<(), Error> {
        self.staff(
            id,
            "UPDATE outbox SET state = 'void', settled = ?2
             WHERE id = ?1 AND state NOT IN ('claimed', 'sending', 'sent')",
        )
    }

    /// Staff has seen that a slip in doubt is on paper. The caller records it.
    pub fn seen_slip(&mut self, id: SlipId) -> Result<(), Error> {
        self.staff(
            id,
            // What came out was the last print, and only one beyond the first says 补打.
            "UPDATE outbox SET state = 'confirmed', settled = ?2, reprint = attempt > 1
             WHERE id = ?1 AND state IN ('unknown', 'failed')",
        )
    }

    fn staff(&self, id: SlipId, sql: &str) -> Result<(), Error> {
        let values = params![id.bytes(), self.stamp().millis()];
        let changed = self.conn.prepare_cached(sql)?.execute(values)?;
        if changed == 0 { Err(Refusal::NotFound.into()) } else { Ok(()) }
    }

    /// Slips whose print ended in doubt, or the one; how many.
    fn doubt(&mut self, id: Option<SlipId>, doubt: Doubt) -> Result<usize, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT row, kind, attempt FROM outbox
             WHERE {WAITING} AND state IN ('sending', 'sent') AND (?1 IS NULL OR id = ?1)"
        ))?;
        let rows = ask.query_map([id.map(|i| i.bytes())], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let rows: Vec<(i64, String, u32)> = rows.collect::<Result<_, _>>()?;
        let count = rows.len();
        for (row, kind, attempt) in rows {
            let state = decode(&kind).map_or(SlipState::Failed, |kind| after_doubt(kind, attempt, doubt));
            self.conn
                .prepare_cached("UPDATE outbox SET state = ?2, reprint = 1 WHERE row = ?1")?
                .execute(params![row, encode(&state)?])?;
        }
        Ok(count)
    }
}

impl Db<'_> {
    /// The slip that was handed to the printer's thread behind this place and that it has not taken yet.
    pub fn handed_slip(&self, after: i64) -> Result<Option<Claimed>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT row, ifnull(slip, ''), attempt FROM outbox WHERE {WAITING} AND state = 'sending' AND row > ?1 ORDER BY row"
        ))?;
        let mut found = ask.query([after])?;
        while let Some(row) = found.next()? {
            // What cannot be read is settled at the next start and holds up nothing until then.
            if let Ok(slip) = claimed(row.get(0)?, &row.get::<_, String>(1)?, row.get(2)?, false) {
                return Ok(Some(slip));
            }
        }
        Ok(None)
    }

    /// Whether a slip waits to be claimed.
    pub fn slip_queued(&self) -> Result<bool, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT EXISTS (SELECT 1 FROM outbox WHERE {WAITING} AND state = 'queued')"
        ))?;
        Ok(ask.query_row([], |r| r.get(0))?)
    }

    /// Where a slip stands.
    pub fn slip_state(&self, id: SlipId) -> Result<Option<SlipState>, Error> {
        let mut ask = self.conn.prepare_cached("SELECT state FROM outbox WHERE id = ?1")?;
        let state: Option<String> = ask.query_row([id.bytes()], |r| r.get(0)).optional()?;
        Ok(state.map(|s| decode(&s)).transpose()?)
    }

    /// Slips that wait for paper or for staff.
    pub fn slips_waiting(&self) -> Result<Vec<(SlipId, SlipKind, SlipState)>, Error> {
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

    /// One slip.
    pub fn slip(&self, id: SlipId) -> Result<Option<Standing>, Error> {
        Ok(self.standings("WHERE id = ?1", params![id.bytes()])?.pop())
    }

    /// What staff may have to do with: all that is not done with, the oldest first, then the `recent` newest that are.
    pub fn slips_listed(&self, recent: u32) -> Result<Vec<Standing>, Error> {
        let mut listed = self.standings(&format!("WHERE {WAITING} ORDER BY row LIMIT 200"), [])?;
        let done = "WHERE state IN ('confirmed', 'expired', 'void') ORDER BY row DESC LIMIT ?1";
        listed.extend(self.standings(done, [recent])?);
        Ok(listed)
    }

    /// Slips by a WHERE clause of this module; never text from a person.
    fn standings(&self, rows: &str, with: impl rusqlite::Params) -> Result<Vec<Standing>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT id, kind, state, proof, reprint, made, slip, entity FROM outbox {rows}"
        ))?;
        let mut found = ask.query(with)?;
        let mut standings = Vec::new();
        while let Some(row) = found.next()? {
            standings.push(self.read_standing(row)?);
        }
        Ok(standings)
    }

    fn read_standing(&self, row: &Row<'_>) -> Result<Standing, Fault> {
        let text = |i: usize| row.get::<_, String>(i);
        let body: Option<String> = row.get(6)?;
        Ok(Standing {
            id: SlipId(Uuid::from_bytes(row.get(0)?)),
            kind: decode(&text(1)?)?,
            state: decode(&text(2)?)?,
            proof: row.get::<_, Option<String>>(3)?.map(|p| decode(&p)).transpose()?,
            reprint: row.get(4)?,
            made: self.time(row.get(5)?),
            entity: Uuid::from_bytes(row.get(7)?),
            slip: body.and_then(|b| serde_json::from_str(&b).ok()),
        })
    }
}
