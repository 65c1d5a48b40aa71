//! The table of calls for help: written by facts, read by the kiosk that called and by the posts that answer.

use super::error::{Error, Fault};
use super::tx::{Db, decode, encode};
use crate::rules::HelpId;
use crate::rules::help::{Help, HelpKind, Post};
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

const COLUMNS: &str = "id, kind, place, called, post, answered";

pub(super) fn insert(
    conn: &Connection,
    at: i64,
    id: HelpId,
    kind: HelpKind,
    place: &str,
) -> Result<(), Fault> {
    conn.prepare_cached("INSERT INTO help (id, kind, place, called) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id.bytes(), encode(&kind)?, place, at])?;
    Ok(())
}

/// The first answer stands.
pub(super) fn answered(conn: &Connection, at: i64, id: HelpId, post: Post) -> Result<(), Fault> {
    let post = serde_json::to_string(&post).map_err(|_| Fault::Bug)?;
    conn.prepare_cached("UPDATE help SET post = ?2, answered = ?3 WHERE id = ?1 AND answered IS NULL")?
        .execute(params![id.bytes(), post, at])?;
    Ok(())
}

impl Db<'_> {
    /// Calls that nobody has answered yet, the oldest first.
    pub fn help_open(&self) -> Result<Vec<Help>, Error> {
        self.helps("answered IS NULL ORDER BY row", [])
    }

    /// One call.
    pub fn help(&self, id: HelpId) -> Result<Option<Help>, Error> {
        Ok(self.helps("id = ?1", [id.bytes()])?.pop())
    }

    fn helps(&self, condition: &str, with: impl rusqlite::Params) -> Result<Vec<Help>, Error> {
        let mut ask = self.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM help WHERE {condition}"))?;
        let mut rows = ask.query(with)?;
        let mut helps = Vec::new();
        while let Some(row) = rows.next()? {
            helps.push(self.read_help(row)?);
        }
        Ok(helps)
    }

    fn read_help(&self, row: &Row<'_>) -> Result<Help, Fault> {
        let (post, answered) = (row.get::<_, Option<String>>(4)?, row.get::<_, Option<i64>>(5)?);
        let answered = match (post, answered) {
            (Some(post), Some(at)) => {
                let post = serde_json::from_str(&post).map_err(|_| Fault::Content(post.clone()))?;
                Some((post, self.time(at)))
            }
            _ => None,
        };
        Ok(Help {
            id: HelpId(Uuid::from_bytes(row.get(0)?)),
            kind: decode(&row.get::<_, String>(1)?)?,
            place: row.get(2)?,
            called: self.time(row.get(3)?),
            answered,
        })
    }
}
