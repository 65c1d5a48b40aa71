//! Opening the database: pragmas, migrations, and leaving alone what is damaged or newer.

use super::error::Fault;
use super::{journal, search};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `FDsk`: says in the file's header whose database this is.
const APPLICATION: i64 = 0x4644_736B;

/// The schema, one file a version. Appended to, never edited once shipped.
const SCHEMA: &[&str] = &[include_str!("schema/0001_start.sql"), include_str!("schema/0002_whole_kiosk.sql")];

/// The newest schema version this program knows.
pub const VERSION: i64 = SCHEMA.len() as i64;

/// Bytes the write-ahead log has from the start, so that no commit has to grow it: 1,100 pages, past the automatic
/// checkpoint at 1,000. A reused log commits in half the time of a growing one.
const WAL_BYTES: u32 = 1_100 * 4_096;

/// The one connection that writes. Makes and upgrades the database as needed, in one transaction.
///
/// What was left behind by a crash or a power cut (its log is still there), or is to be upgraded, is looked through before
/// anything else. What was closed in good order is looked through by the writer's thread before its first write.
pub(super) fn writer(path: &Path) -> Result<Connection, Fault> {
    let crashed = wal(path).exists(); // asked first: looking makes a log too
    if path.exists() && (inspect(path)? < VERSION || crashed) {
        look_through(&reader(path)?)?;
    }
    let mut conn = Connection::open(path)?;
    pragmas(&conn)?;
    migrate(&mut conn)?;
    grow_wal(&conn, path)?;
    Ok(conn)
}

/// A connection that reads.
pub(super) fn reader(path: &Path) -> Result<Connection, Fault> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.execute_batch(
        "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
    )?;
    plan_once(&conn)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// Reads the header of an existing file through a connection that cannot write, and refuses what must not be touched. Gives
/// its version.
fn inspect(path: &Path) -> Result<i64, Fault> {
    if std::fs::metadata(path).is_ok_and(|m| m.len() == 0) {
        return Ok(VERSION); // made, but cut off before its first page
    }
    let conn = reader(path)?;
    let number = |pragma: &str| conn.pragma_query_value(None, pragma, |r| r.get::<_, i64>(0));
    let found = number("user_version")?;
    if number("application_id")? != APPLICATION {
        return Err(Fault::Corrupt("不是本程序的数据库".into()));
    }
    if found > VERSION {
        return Err(Fault::Newer { found, known: VERSION });
    }
    Ok(found)
}

/// Looks through every page: half a second for 200,000 facts.
pub(super) fn look_through(conn: &Connection) -> Result<(), Fault> {
    let verdict: String = conn.pragma_query_value(None, "quick_check", |r| r.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(Fault::Corrupt(verdict)) }
}

/// The write-ahead log beside a database. Closing the last connection takes it away.
fn wal(path: &Path) -> PathBuf {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    wal.into()
}

fn pragmas(conn: &Connection) -> Result<(), Fault> {
    conn.busy_timeout(Duration::from_secs(5))?;
    // FULL, always: NORMAL lost acknowledged tickets in half of the simulated power cuts.
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -32768;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    plan_once(conn)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// A plan does not depend on what is bound. Otherwise SQLite plans every statement with a bound LIMIT anew at each use,
/// a third of all instructions of a tap.
fn plan_once(conn: &Connection) -> Result<(), Fault> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Brings the schema from whatever version the file has to [`VERSION`], all or nothing.
fn migrate(conn: &mut Connection) -> Result<(), Fault> {
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let found: i64 = tx.pragma_query_value(None, "user_version", |r| r.get(0))?;
    for sql in SCHEMA.iter().skip(usize::try_from(found).unwrap_or(0)) {
        tx.execute_batch(sql)?;
    }
    if found == 1 {
        search::reindex(&tx)?; // version 2 finds a visit by more
    }
    if found == 0 {
        tx.pragma_update(None, "application_id", APPLICATION)?;
        journal::begin(&tx)?;
    }
    if found != VERSION {
        tx.pragma_update(None, "user_version", VERSION)?;
    }
    Ok(tx.commit()?)
}

/// Grows the write-ahead log once, by a transaction that is rolled back: its pages spill into the log, none of them counts.
pub(super) fn grow_wal(conn: &Connection, path: &Path) -> Result<(), Fault> {
    if std::fs::metadata(wal(path)).is_ok_and(|m| m.len() >= u64::from(WAL_BYTES)) {
        return Ok(());
    }
    conn.execute_batch("PRAGMA cache_size = 8; BEGIN IMMEDIATE; CREATE TABLE grow (filler BLOB);")?;
    let filled = conn.execute("INSERT INTO grow VALUES (zeroblob(?1))", [WAL_BYTES]);
    conn.execute_batch("ROLLBACK; PRAGMA cache_size = -32768;")?;
    filled?;
    Ok(())
}

/// Bytes that must be free on the disk: what some hundred facts need, and the log's way into the file.
const ROOM: u64 = 1 << 20;

/// Whether a change can be made just now. One that needs room is made and taken back: nothing reaches the disk.
pub(super) fn takes_a_change(conn: &mut Connection, path: &Path) -> Result<(), Fault> {
    if let Ok(disk) = rustix::fs::statvfs(path) {
        if disk.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) {
            return Err(Fault::ReadOnly);
        }
        if disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM {
            return Err(Fault::Full);
        }
    }
    let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    tx.execute("INSERT INTO meta (key, value) VALUES ('room', zeroblob(8192))", [])?;
    Ok(tx.rollback()?)
}
