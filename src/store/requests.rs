//! The table of requests: written by facts, read by the desk.

use super::error::{Error, Fault};
use super::tx::{Db, decode, encode, read_number};
use crate::rules::fact::Matter;
use crate::rules::people::{PersonName, Phone};
use crate::rules::requests::{Request, RequestAct, RequestState};
use crate::rules::{Fact, Personal, RequestId};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

const COLUMNS: &str =
    "id, day, series, number, mark, channel, unit, state, logged, answer_by, name, phone, matter";

pub(super) fn insert(conn: &Connection, at: i64, fact: &Fact, personal: &Personal) -> Result<(), Fault> {
    let Fact::RequestLogged { request, number, mark, channel, unit, answer_by } = fact else {
        return Err(Fault::Bug);
    };
    conn.prepare_cached(
        "INSERT INTO request (id, day, series, number, mark, channel, unit, state, logged, answer_by, name, phone, matter)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'new', ?8, ?9, ?10, ?11, ?12)",
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
    ])?;
    Ok(())
}

pub(super) fn moved(conn: &Connection, request: RequestId, act: RequestAct) -> Result<(), Fault> {
    let state: Option<String> = conn
        .prepare_cached("SELECT state FROM request WHERE id = ?1")?
        .query_row([request.bytes()], |r| r.get(0))
        .optional()?;
    let Some(state) = state else { return Ok(()) };
    if let Some(next) = decode::<RequestState>(&state)?.after(act) {
        conn.prepare_cached("UPDATE request SET state = ?2 WHERE id = ?1")?
            .execute(params![request.bytes(), encode(&next)?])?;
    }
    Ok(())
}

pub(super) fn blank(conn: &Connection, entity: Uuid) -> Result<(), Fault> {
    conn.execute(
        "UPDATE request SET name = NULL, phone = NULL, matter = NULL WHERE id = ?1",
        [entity.as_bytes()],
    )?;
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
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM request WHERE state IN ('new', 'accepted', 'dispatched') ORDER BY row LIMIT ?1"
        ))?;
        let mut rows = ask.query([limit])?;
        let mut requests = Vec::new();
        while let Some(row) = rows.next()? {
            requests.push(self.read_request(row)?);
        }
        Ok(requests)
    }

    fn read_request(&self, row: &Row<'_>) -> Result<Request, Fault> {
        let text = |i: usize| row.get::<_, String>(i);
        let personal = |i: usize| row.get::<_, Option<String>>(i);
        Ok(Request {
            id: RequestId(Uuid::from_bytes(row.get(0)?)),
            number: read_number(row, 1)?,
            mark: decode(&text(4)?)?,
            channel: decode(&text(5)?)?,
            unit: decode(&text(6)?)?,
            state: decode(&text(7)?)?,
            logged: self.time(row.get(8)?),
            answer_by: row.get::<_, Option<i64>>(9)?.map(|t| self.time(t)),
            name: personal(10)?.and_then(|n| PersonName::parse(&n).ok()),
            phone: personal(11)?.and_then(|p| Phone::parse(&p).ok()),
            matter: personal(12)?.map(Matter),
        })
    }
}
