//! The table of notices before a visit: each text that somebody agreed to, kept once.

use super::error::{Error, Fault};
use super::tx::Db;
use super::{FILE, open};
use crate::rules::NoticeId;
use crate::rules::notice::NoticeText;
use rusqlite::{Connection, params};
use std::path::Path;

/// The same words of another station are the same words.
pub(super) fn insert(
    conn: &Connection,
    at: i64,
    id: NoticeId,
    version: &str,
    lines: &[(String, Vec<String>)],
) -> Result<(), Fault> {
    let lines = serde_json::to_string(lines).map_err(|_| Fault::Bug)?;
    conn.prepare_cached("INSERT OR IGNORE INTO notice (id, version, at, lines) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![id.bytes(), version, at, lines])?;
    Ok(())
}

impl Db<'_> {
    /// Whether these words are kept.
    pub fn knows_notice(&self, id: NoticeId) -> Result<bool, Error> {
        Ok(self.conn.prepare_cached("SELECT 1 FROM notice WHERE id = ?1")?.exists([id.bytes()])?)
    }

    /// Every text that somebody agreed to, and since when, ms since 1970 UTC; the oldest first.
    pub fn notices(&self) -> Result<Vec<(i64, NoticeText)>, Error> {
        Ok(all(self.conn)?)
    }
}

fn all(conn: &Connection) -> Result<Vec<(i64, NoticeText)>, Fault> {
    let mut ask = conn.prepare_cached("SELECT at, version, lines FROM notice ORDER BY at, id")?;
    let mut rows = ask.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let lines: String = row.get(2)?;
        let lines = serde_json::from_str(&lines).map_err(|_| Fault::Corrupt("登记说明".into()))?;
        found.push((row.get(0)?, NoticeText { version: row.get(1)?, lines }));
    }
    Ok(found)
}

/// As [`Db::notices`], for whoever only looks at a data folder: it is left as it is. None where there is no database, or one
/// from before the words were kept.
pub fn notices(folder: &Path) -> Result<Option<Vec<(i64, NoticeText)>>, Fault> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Ok(None);
    }
    let _alone = open::alone(&path);
    if open::find(&path)?.is_new() {
        return Ok(None);
    }
    let conn = open::look(&path)?;
    if conn.table_exists(None, "notice")? { all(&conn).map(Some) } else { Ok(None) }
}
