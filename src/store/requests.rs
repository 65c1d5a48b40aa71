//! The table of requests: written by facts, read by the desk.

use super::error::{Error, Fault};
use super::tx::{Db, decode, encode, read_number};
use crate::rules::fact::Matter;
use crate::rules::people::{PersonName, Phone};
use crate::rules::requests::{Mark, Rank, Request, RequestAct, RequestState};
use crate::rules::units::Unit;
use crate::rules::{Fact, Number, Personal, RequestId};
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};
use uuid::Uuid;

const COLUMNS: &str = "id, day, series, number, mark, channel, unit, state, logged, answer_by, name, phone, matter, \
                       kind, wished, department, promised, urges, urged, rank, \
                       EXISTS (SELECT 1 FROM rating WHERE rating.request = request.id)";

/// Somebody still has to do something: the words of the partial indexes.
const OPEN: &str = "state IN ('new', 'accepted', 'dispatched')";

pub(super) fn insert(conn: &Connection, at: i64, fact: &Fact, personal: &Personal) -> Result<(), Fault> {
    let Fact::RequestLogged { request, number, mark, channel, unit, answer_by, kind, wished } = fact else {
        return Err(Fault::Bug);
    };
    conn.prepare_cached(
        "INSERT INTO request (id, day, series, number, mark, channel, unit, state, logged, answer_by, name, phone, matter,
                              kind, wished)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'new', ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        request.bytes(),
        number.day.to_string(),
        number.series,
        number.n,
        encode(mark)?,
        encode(channel)?,
        unit.as_str(),
        at,
        answer_by,
        personal.name.as_ref().map(PersonName::reveal),
        personal.phone.as_ref().map(Phone::reveal),
        personal.matter.as_ref().map(|m| m.0.as_str()),
        kind,
        wished,
    ])?;
    Ok(())
}

pub(super) fn moved(
    conn: &Connection,
    request: RequestId,
    act: RequestAct,
    department: Option<&str>,
) -> Result<(), Fault> {
    let state: Option<String> = conn
        .prepare_cached("SELECT state FROM request WHERE id = ?1")?
        .query_row([request.bytes()], |r| r.get(0))
        .optional()?;
    let Some(state) = state else { return Ok(()) };
    if let Some(next) = decode::<RequestState>(&state)?.after(act) {
        conn.prepare_cached(
            "UPDATE request SET state = ?2, department = coalesce(?3, department) WHERE id = ?1",
        )?
        .execute(params![request.bytes(), encode(&next)?, department])?;
    }
    Ok(())
}

pub(super) fn promised(conn: &Connection, request: RequestId, by: i64) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE request SET promised = ?2 WHERE id = ?1")?
        .execute(params![request.bytes(), by])?;
    Ok(())
}

pub(super) fn urged(conn: &Connection, request: RequestId, at: i64) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE request SET urges = urges + 1, urged = ?2 WHERE id = ?1")?
        .execute(params![request.bytes(), at])?;
    Ok(())
}

pub(super) fn escalated(conn: &Connection, request: RequestId, to: Rank) -> Result<(), Fault> {
    conn.prepare_cached("UPDATE request SET rank = ?2 WHERE id = ?1")?
        .execute(params![request.bytes(), encode(&to)?])?;
    Ok(())
}

pub(super) fn rated(conn: &Connection, at: i64, fact: &Fact, personal: &Personal) -> Result<(), Fault> {
    let Fact::RequestRated { request, speed, quality, manner } = fact else { return Err(Fault::Bug) };
    conn.prepare_cached(
        "INSERT OR IGNORE INTO rating (request, at, speed, quality, manner, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        request.bytes(),
        at,
        speed,
        quality,
        manner,
        personal.matter.as_ref().map(|m| m.0.as_str())
    ])?;
    Ok(())
}

pub(super) fn blank(conn: &Connection, entity: Uuid) -> Result<(), Fault> {
    conn.execute(
        "UPDATE request SET name = NULL, phone = NULL, matter = NULL WHERE id = ?1",
        [entity.as_bytes()],
    )?;
    conn.execute("UPDATE rating SET words = NULL WHERE request = ?1", [entity.as_bytes()])?;
    Ok(())
}

impl Db<'_> {
    /// One request.
    pub fn request(&self, id: RequestId) -> Result<Option<Request>, Error> {
        let mut ask = self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM request WHERE id = ?1"))?;
        let found = ask.query_row([id.bytes()], |row| Ok(self.read_request(row))).optional()?;
        Ok(found.transpose()?)
    }

    /// Requests somebody still has to do something about, the oldest first, at most `limit`.
    pub fn requests_open(&self, limit: u32) -> Result<Vec<Request>, Error> {
        let mut ask = self
            .conn
            .prepare_cached(&format!("SELECT {COLUMNS} FROM request WHERE {OPEN} ORDER BY row LIMIT ?1"))?;
        self.requests(ask.query([limit])?)
    }

    /// The request with this number on its receipt.
    pub fn request_numbered(&self, number: &Number) -> Result<Option<Request>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM request WHERE day = ?1 AND series = ?2 AND number = ?3"
        ))?;
        let rows = ask.query((number.day.to_string(), &number.series, number.n))?;
        Ok(self.requests(rows)?.pop())
    }

    /// Open requests of a unit under the same mark and kind, the newest first, at most `limit`.
    pub fn requests_alike(
        &self,
        unit: &Unit,
        mark: Mark,
        kind: Option<&str>,
        limit: u32,
    ) -> Result<Vec<Request>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM request WHERE unit = ?1 AND {OPEN} AND mark = ?2 AND kind IS ?3
             ORDER BY row DESC LIMIT ?4"
        ))?;
        self.requests(ask.query(params![unit.as_str(), encode(&mark)?, kind, limit])?)
    }

    /// Open requests logged before a time (ms since 1970 UTC) that are not the manager's yet.
    pub fn requests_left_lying(&self, before: i64) -> Result<Vec<Request>, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM request WHERE {OPEN} AND logged <= ?1 AND rank <> 'manager' ORDER BY row"
        ))?;
        self.requests(ask.query([before])?)
    }

    fn requests(&self, mut rows: Rows<'_>) -> Result<Vec<Request>, Error> {
        let mut requests = Vec::new();
        while let Some(row) = rows.next()? {
            requests.push(self.read_request(row)?);
        }
        Ok(requests)
    }

    fn read_request(&self, row: &Row<'_>) -> Result<Request, Fault> {
        let text = |i: usize| row.get::<_, String>(i);
        let personal = |i: usize| row.get::<_, Option<String>>(i);
        let time = |i: usize| row.get::<_, Option<i64>>(i).map(|t| t.map(|t| self.time(t)));
        let answer_by = time(9)?;
        Ok(Request {
            id: RequestId(Uuid::from_bytes(row.get(0)?)),
            number: read_number(row, 1)?,
            mark: decode(&text(4)?)?,
            channel: decode(&text(5)?)?,
            unit: decode(&text(6)?)?,
            state: decode(&text(7)?)?,
            logged: self.time(row.get(8)?),
            answer_by,
            name: personal(10)?.and_then(|n| PersonName::parse(&n).ok()),
            phone: personal(11)?.and_then(|p| Phone::parse(&p).ok()),
            matter: personal(12)?.map(Matter),
            kind: row.get(13)?,
            wished: row.get(14)?,
            department: row.get(15)?,
            promised: time(16)?.or(answer_by),
            urges: row.get(17)?,
            urged: time(18)?,
            rank: decode(&text(19)?)?,
            rated: row.get(20)?,
        })
    }
}
