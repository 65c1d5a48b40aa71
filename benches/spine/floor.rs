//! The floor: one row, one commit, WAL and FULL, on the same disk, in a log that was grown beforehand as the store's is.

use crate::bed::Result;
use crate::table::Times;
use front_desk::store::Store;
use rusqlite::Connection;
use std::time::Instant;

/// More than the automatic checkpoint at 1,000 pages: from then on the log is written over, not grown.
const LOG_BYTES: u32 = 1_100 * 4_096;

pub(crate) struct Floor {
    conn: Connection,
    pub(crate) times: Times,
}

impl Floor {
    /// A database of its own in the store's folder.
    pub(crate) fn open(store: &Store) -> Result<Floor> {
        let conn = Connection::open(store.path().with_file_name("floor.db"))?;
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE IF NOT EXISTS floor (row INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
             PRAGMA cache_size = 8; BEGIN IMMEDIATE; CREATE TABLE grow (filler BLOB);",
        )?;
        conn.execute("INSERT INTO grow VALUES (zeroblob(?1))", [LOG_BYTES])?;
        conn.execute_batch("ROLLBACK; PRAGMA cache_size = -2000;")?;
        Ok(Floor { conn, times: Times::default() })
    }

    pub(crate) fn commit(&mut self) -> Result<()> {
        let begin = Instant::now();
        self.conn.prepare_cached("INSERT INTO floor (at) VALUES (?1)")?.execute([0])?;
        self.times.add(begin, Instant::now());
        Ok(())
    }
}
