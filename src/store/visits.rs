//! The table of visits: written by facts, read by the guard's page and the desk.

use super::error::{Error, Fault};
use super::keys::Keys;
use super::search;
use super::tx::{Db, decode, encode, read_number};
use crate::rules::people::{PersonName, Phone, Plate};
use crate::rules::visits::{Visit, VisitAct, VisitState};
use crate::rules::{Fact, Personal, VisitId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

const COLUMNS: &str = "id, day, series, number, unit, purpose, companions, by_card, state, arrived, left_at, \
                       name, phone, plate, id_last4, valid_until";

pub(super) fn insert(
    conn: &Connection,
    keys: &Keys,
    at: i64,
    fact: &Fact,
    personal: &Personal,
) -> Result<(), Fault> {
    let Fact::VisitRegistered { visit, number, unit, purpose, companions, by_card, state, valid_until } =
        fact
    else {
        return Err(Fault::Bug);
    };
    let id = personal.id.as_ref();
    let sealed = match id.and_then(|i| i.number.as_ref()) {
        Some(number) => Some(keys.seal(number.reveal().as_bytes(), &visit.bytes())?),
        None => None,
    };
    conn.prepare_cached(
        "INSERT INTO visit (id, day, series, number, unit, purpose, companions, by_card, state, arrived, valid_until,
                            name, phone, plate, id_last4, id_digest, id_sealed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        visit.bytes(),
        number.day.to_string(),
        number.series,
        number.n,
        unit.as_str(),
        encode(purpose)?,
        companions,
        by_card,
        encode(state)?,
        at,
        valid_until,
        personal.name.as_ref().map(PersonName::reveal),
        personal.phone.as_ref().map(Phone::reveal),
        personal.plate.as_ref().map(Plate::reveal),
        id.map(|i| i.last4.as_str()),
        id.map(|i| i.digest),
        sealed,
    ])?;
    search::index(conn, conn.last_insert_rowid(), personal, unit)
}

pub(super) fn moved(conn: &Connection, visit: VisitId, act: VisitAct, at: i64) -> Result<(), Fault> {
    let state: Option<String> = conn
        .prepare_cached("SELECT state FROM visit WHERE id = ?1")?
        .query_row([visit.bytes()], |r| r.get(0))
        .optional()?;
    let Some(state) = state else { return Ok(()) };
    // A fact that is not possible here (two stations, one visit) stays in the journal and changes nothing.
    if let Some(next) = decode::<VisitState>(&state)?.after(act) {
        let left = (next == VisitState::Left).then_some(at);
        conn.prepare_cached("UPDATE visit SET state = ?2, left_at = ?3 WHERE id = ?1")?.execute(params![
            visit.bytes(),
            encode(&next)?,
            left
        ])?;
    }
    Ok(())
}

pub(super) fn blank(conn: &Connection, entity: Uuid) -> Result<(), Fault> {
    search::forget(conn, entity)?;
    conn.execute(
        "UPDATE visit SET name = NULL, phone = NULL, plate = NULL, id_last4 = NULL, id_digest = NULL, id_sealed = NULL
         WHERE id = ?1",
        [entity.as_bytes()],
    )?;
    Ok(())
}

impl Db<'_> {
    /// One visit.
    pub fn visit(&self, id: VisitId) -> Result<Option<Visit>, Error> {
        let mut ask = self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM visit WHERE id = ?1"))?;
        let found = ask.query_row([id.bytes()], |row| Ok(self.read_visit(row))).optional()?;
        Ok(found.transpose()?)
    }

    /// Who is inside, the newest first, at most `limit`.
    pub fn visits_inside(&self, limit: u32) -> Result<Vec<Visit>, Error> {
        self.visits("visit WHERE state = 'inside' ORDER BY arrived DESC LIMIT ?1", [limit])
    }

    /// Visits inside whose pass ran out before a time, ms since 1970 UTC.
    pub fn visits_overstayed(&self, before: i64) -> Result<Vec<Visit>, Error> {
        self.visits("visit WHERE state = 'inside' AND valid_until < ?1 ORDER BY arrived", [before])
    }

    /// How many people passed in and were not seen leaving: visitors and their companions.
    pub fn people_inside(&self) -> Result<u32, Error> {
        let mut ask = self
            .conn
            .prepare_cached("SELECT coalesce(sum(1 + companions), 0) FROM visit WHERE state = 'inside'")?;
        Ok(ask.query_row([], |r| r.get(0))?)
    }

    /// Visits out of a FROM clause of this module or of `search.rs`; never text from a person.
    pub(super) fn visits(&self, rows: &str, with: impl rusqlite::Params) -> Result<Vec<Visit>, Error> {
        let mut ask = self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM {rows}"))?;
        let mut found = ask.query(with)?;
        let mut visits = Vec::new();
        while let Some(row) = found.next()? {
            visits.push(self.read_visit(row)?);
        }
        Ok(visits)
    }

    fn read_visit(&self, row: &Row<'_>) -> Result<Visit, Fault> {
        let text = |i: usize| row.get::<_, String>(i);
        let personal = |i: usize| row.get::<_, Option<String>>(i);
        Ok(Visit {
            id: VisitId(Uuid::from_bytes(row.get(0)?)),
            number: read_number(row, 1)?,
            unit: decode(&text(4)?)?,
            purpose: decode(&text(5)?)?,
            companions: row.get(6)?,
            by_card: row.get(7)?,
            state: decode(&text(8)?)?,
            arrived: self.time(row.get(9)?),
            valid_until: self.time(row.get(15)?),
            left: row.get::<_, Option<i64>>(10)?.map(|t| self.time(t)),
            name: personal(11)?.and_then(|n| PersonName::parse(&n).ok()),
            phone: personal(12)?.and_then(|p| Phone::parse(&p).ok()),
            plate: personal(13)?.and_then(|p| Plate::parse(&p).ok().flatten()),
            id_last4: personal(14)?,
        })
    }
}
