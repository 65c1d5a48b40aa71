//! The table of visits: written by facts, read by the guard's page and the desk.

use super::error::{Error, Fault};
use super::keys::Keys;
use super::search;
use super::tx::{Db, decode, encode, read_number};
use crate::rules::people::{IdNumber, PersonName, Phone, Plate};
use crate::rules::visits::{Visit, VisitAct, VisitState};
use crate::rules::{Fact, Personal, VisitId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

const COLUMNS: &str = "id, day, series, number, unit, purpose, companions, by_card, state, arrived, left_at, \
                       name, phone, plate, id_last4, valid_until, goods, booked_from, booked_to, host";

pub(super) fn insert(
    conn: &Connection,
    keys: &Keys,
    at: i64,
    fact: &Fact,
    personal: &Personal,
) -> Result<(), Fault> {
    let Fact::VisitRegistered {
        visit,
        number,
        unit,
        purpose,
        companions,
        by_card,
        state,
        valid_until,
        goods,
        notice: _,
        notice_text: _,
        guardian: _,
    } = fact
    else {
        return Err(Fault::Bug);
    };
    let id = personal.id.as_ref();
    let sealed = keys.seal_number(id, *visit)?;
    conn.prepare_cached(
        "INSERT INTO visit (id, day, series, number, unit, purpose, companions, by_card, state, arrived, valid_until,
                            name, phone, plate, id_last4, id_digest, id_sealed, goods, host)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
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
        encode(goods)?,
        personal.host.as_ref().map(PersonName::reveal),
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
    let was: VisitState = decode(&state)?;
    if let Some(next) = was.after(act) {
        let left = (next == VisitState::Left).then_some(at);
        let word = matches!(act, VisitAct::Admit | VisitAct::Refuse) && was == VisitState::AtDesk;
        conn.prepare_cached(
            "UPDATE visit SET state = ?2, left_at = ?3, decided = iif(booked_from IS NULL, coalesce(?4, decided), NULL),
                              code = NULL WHERE id = ?1",
        )?
        .execute(params![visit.bytes(), encode(&next)?, left, word.then_some(at)])?;
    }
    Ok(())
}

pub(super) fn blank(conn: &Connection, entity: Uuid) -> Result<(), Fault> {
    search::forget(conn, entity)?;
    conn.execute(
        "UPDATE visit SET name = NULL, phone = NULL, plate = NULL, id_last4 = NULL, id_digest = NULL, id_sealed = NULL,
                          code = NULL, host = NULL
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

    /// Visits that are open and whose pass or booking ran out before a time, ms since 1970 UTC.
    pub fn visits_overstayed(&self, before: i64) -> Result<Vec<Visit>, Error> {
        let mut over = Vec::new();
        for state in ["inside", "at_desk", "expected"] {
            // The state stands in the text, so that its own small index is used.
            over.extend(self.visits(
                &format!("visit WHERE state = '{state}' AND valid_until < ?1 ORDER BY arrived"),
                [before],
            )?);
        }
        Ok(over)
    }

    /// Who waits for the household's word, the longest first.
    pub fn visits_waiting(&self, limit: u32) -> Result<Vec<Visit>, Error> {
        self.visits("visit WHERE state = 'at_desk' ORDER BY arrived LIMIT ?1", [limit])
    }

    /// How many wait for the household's word.
    pub fn waiting_count(&self) -> Result<u32, Error> {
        let mut ask = self.conn.prepare_cached("SELECT count(*) FROM visit WHERE state = 'at_desk'")?;
        Ok(ask.query_row([], |r| r.get(0))?)
    }

    /// Visitors who waited and about whom the desk decided since a time, ms since 1970 UTC; the newest first.
    pub fn visits_decided(&self, since: i64, limit: u32) -> Result<Vec<Visit>, Error> {
        self.visits("visit WHERE decided > ?1 ORDER BY decided DESC LIMIT ?2", params![since, limit])
    }

    /// The newest passes with this number of the day, at most `limit`.
    pub fn passes_numbered(&self, n: u32, limit: u32) -> Result<Vec<Visit>, Error> {
        self.visits(
            "visit WHERE number = ?1 AND series = 'V' ORDER BY arrived DESC LIMIT ?2",
            params![n, limit],
        )
    }

    /// The newest visit of whoever holds this card; none where the house keeps no digest.
    pub fn visit_by_card(&self, number: &IdNumber) -> Result<Option<Visit>, Error> {
        let digest = self.keys.digest(number);
        let found = self.visits(
            "visit WHERE id_digest = ?1 ORDER BY state = 'inside' DESC, arrived DESC LIMIT 1",
            params![digest],
        )?;
        Ok(found.into_iter().next())
    }

    /// Closed visits older than a time, ms since 1970 UTC, of which something personal is still kept, with their places in the
    /// table: those behind a place, at most `limit`.
    pub fn visits_to_blank(&self, before: i64, after: i64, limit: u32) -> Result<Vec<(i64, Uuid)>, Error> {
        let mut ask = self.conn.prepare_cached(
            "SELECT row, id FROM visit
             WHERE row > ?2 AND arrived < ?1 AND state NOT IN ('expected', 'at_desk', 'inside')
               AND (name IS NOT NULL OR phone IS NOT NULL OR plate IS NOT NULL OR id_digest IS NOT NULL)
             ORDER BY row LIMIT ?3",
        )?;
        let rows =
            ask.query_map(params![before, after, limit], |r| Ok((r.get(0)?, Uuid::from_bytes(r.get(1)?))))?;
        Ok(rows.collect::<Result<_, _>>()?)
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
            host: personal(19)?.and_then(|n| PersonName::parse(&n).ok()),
            plate: personal(13)?.and_then(|p| Plate::parse(&p).ok().flatten()),
            id_last4: personal(14)?,
            goods: decode(&text(16)?)?,
            booked: match (row.get::<_, Option<i64>>(17)?, row.get::<_, Option<i64>>(18)?) {
                (Some(from), Some(to)) => Some((self.time(from), self.time(to))),
                _ => None,
            },
        })
    }
}
