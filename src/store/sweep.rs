//! The sweep after an erasure: every page into the file, and the write-ahead log emptied, where the old pages still stood. That it
//! is owed stands in `meta` from the erasure's own commit on, so a reader in the way, a crash or another process delays it and
//! never loses it.

use super::error::Fault;
use super::open;
use rusqlite::{Connection, OptionalExtension};
use std::path::Path;
use std::time::Duration;

/// How long a sweep waits for readers. Writers wait with it, and it is tried again.
const PATIENCE: Duration = Duration::from_millis(200);

/// Writes down that a sweep is owed. A mark is never the same twice: a sweep takes away the one that it found.
pub(super) fn owe(conn: &Connection) -> Result<(), Fault> {
    conn.prepare_cached("REPLACE INTO meta (key, value) VALUES ('sweep', random())")?.execute([])?;
    Ok(())
}

/// The mark, where a sweep is owed.
pub(super) fn owed(conn: &Connection) -> Result<Option<i64>, Fault> {
    let mut ask = conn.prepare_cached("SELECT value FROM meta WHERE key = 'sweep'")?;
    Ok(ask.query_row([], |r| r.get(0)).optional()?)
}

/// Sweeps now; [`Fault::Busy`] where somebody still reads what is to go.
pub(super) fn sweep(conn: &Connection, path: &Path) -> Result<(), Fault> {
    let mark = owed(conn)?;
    conn.busy_timeout(PATIENCE)?;
    let busy = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get::<_, bool>(0));
    conn.busy_timeout(open::WAIT)?;
    if busy? {
        return Err(Fault::Busy);
    }
    open::grow_wal(conn, path);
    if let Some(mark) = mark {
        conn.execute("DELETE FROM meta WHERE key = 'sweep' AND value = ?1", [mark])?;
    }
    Ok(())
}
