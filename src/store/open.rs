//! Opening the database: pragmas, migrations, and leaving alone what is damaged or newer.

use super::error::Fault;
use super::{journal, search};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags, Transaction, TransactionBehavior};
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `FDsk`: says in the file's header whose database this is.
const APPLICATION: i64 = 0x4644_736B;

/// The schema, one file a version. Appended to, never edited once shipped.
const SCHEMA: &[&str] = &[
    include_str!("schema/0001_start.sql"),
    include_str!("schema/0002_whole_kiosk.sql"),
    include_str!("schema/0003_host_and_notice.sql"),
    include_str!("schema/0004_light_taps.sql"),
];

/// The newest schema version this program knows.
pub const VERSION: i64 = SCHEMA.len() as i64;

/// How long one process waits for another's commit.
pub(super) const WAIT: Duration = Duration::from_secs(5);

/// How a connection is opened that reads.
const READS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// KiB of pages that the writer keeps in memory, as SQLite wants them.
const CACHE: i64 = -32_768;

/// Bytes the write-ahead log has from the start, so that no commit has to grow it: 1,100 pages, past the automatic
/// checkpoint at 1,000. A reused log commits in half the time of a growing one.
const WAL_BYTES: u32 = 1_100 * 4_096;

/// What stands at the place of the database.
pub(super) struct Found {
    /// Its schema version; 0 where there is none yet, or one whose making was cut off: a file without a table and without a name.
    version: i64,
    /// A log lies beside it: whoever wrote last was cut off, or is still at it.
    logged: bool,
}

impl Found {
    /// Whether nothing was ever kept here.
    pub(super) fn is_new(&self) -> bool {
        self.version == 0
    }
}

/// Held while a database is looked for, made or upgraded: of the processes that start at once, one makes it and the others
/// find it whole. None where the folder takes no file; there nobody makes anything.
pub(super) fn alone(path: &Path) -> Option<File> {
    let path = path.with_file_name("opening.lock");
    let made = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    let file = made.or_else(|_| File::open(path)).ok()?; // one that root's `verify` made is locked all the same
    if file.try_lock().is_err() {
        tracing::info!("store: another program is opening or checking the database; waiting for it");
        file.lock().ok()?;
    }
    Some(file)
}

/// Reads the header of a file through a connection that leaves no trace, and refuses what must not be touched.
pub(super) fn find(path: &Path) -> Result<Found, Fault> {
    let logged = wal(path).exists();
    if !std::fs::metadata(path).is_ok_and(|m| m.len() > 0) {
        return Ok(Found { version: 0, logged: false });
    }
    let conn = look(path)?;
    let number = |pragma: &str| conn.pragma_query_value(None, pragma, |r| r.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application == 0 && version == 0 {
        let bare = conn.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |r| r.get(0))?;
        if bare {
            return Ok(Found { version, logged: false });
        }
    }
    if application != APPLICATION {
        return Err(Fault::Corrupt("不是本程序的数据库".into()));
    }
    if version > VERSION {
        return Err(Fault::Newer { found: version, known: VERSION });
    }
    Ok(Found { version, logged })
}

/// The one connection that writes. Makes and upgrades the database as needed, in one transaction; whoever calls is [`alone`].
/// Where nothing can be written it only reads, and every change is refused.
///
/// What was left behind by a crash or a power cut, or is to be upgraded, is looked through before anything else. What was
/// closed in good order is looked through by the writer's thread before its first write: until then a log is made beside the
/// file, and no byte of the file is touched.
pub(super) fn writer(path: &Path, found: &Found) -> Result<Connection, Fault> {
    let upgrade = found.version < VERSION;
    if !found.is_new() && (upgrade || found.logged) {
        look_through(&look(path)?)?;
    }
    let written = Connection::open(path).map_err(Fault::from).and_then(|mut conn| {
        pragmas(&conn)?;
        if upgrade {
            migrate(&mut conn)?;
        }
        Ok(conn)
    });
    match written {
        Err(Fault::ReadOnly | Fault::Full) if !upgrade => look(path),
        written => written,
    }
}

/// A connection that reads.
pub(super) fn reader(path: &Path) -> Result<Connection, Fault> {
    reading(Connection::open_with_flags(path, READS)?)
}

/// A connection that reads, for one look, and leaves no trace: where no log lies beside the file, the file is all there is, and
/// is read as it stands. So it can be read where nothing can be made beside it; that somebody else writes meanwhile is
/// excluded by [`alone`], or by the disk.
pub(super) fn look(path: &Path) -> Result<Connection, Fault> {
    match std::fs::metadata(wal(path)) {
        Err(_) => still(path),
        Ok(log) => match reader(path) {
            Err(Fault::ReadOnly | Fault::Full) if log.len() == 0 => still(path),
            conn => conn,
        },
    }
}

/// A connection that takes the file for one that nobody changes.
fn still(path: &Path) -> Result<Connection, Fault> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_bytes() {
        if plain(*byte) {
            uri.push(char::from(*byte));
        } else {
            uri += &format!("%{byte:02x}");
        }
    }
    reading(Connection::open_with_flags(uri + "?immutable=1", READS | OpenFlags::SQLITE_OPEN_URI)?)
}

fn reading(conn: Connection) -> Result<Connection, Fault> {
    conn.busy_timeout(WAIT)?;
    conn.execute_batch(
        "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
    )?;
    plan_once(&conn)?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.pragma_query_value(None, "schema_version", |_| Ok(()))?; // the first use that can fail
    Ok(conn)
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
    conn.busy_timeout(WAIT)?;
    // No table refers to another yet, since a fact may come before what it is about; a reference that is written one day is
    // to hold from its first row.
    // FULL, always: NORMAL lost acknowledged tickets in half of the simulated power cuts.
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    conn.pragma_update(None, "cache_size", CACHE)?;
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
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
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

/// Grows the write-ahead log once. It only saves time: where it cannot be, the station works all the same.
pub(super) fn grow_wal(conn: &Connection, path: &Path) {
    let long = std::fs::metadata(wal(path)).is_ok_and(|m| m.len() >= u64::from(WAL_BYTES));
    if long || conn.is_readonly(MAIN_DB).unwrap_or(true) {
        return;
    }
    let grown = spill(conn);
    let cached = conn.pragma_update(None, "cache_size", CACHE);
    if let Err(cause) = grown.and(cached) {
        tracing::warn!(%cause, "store: the log is not grown ahead");
    }
}

/// A transaction that is taken back: its pages spill into the log, none of them counts.
fn spill(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update(None, "cache_size", 8)?;
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    tx.execute_batch("CREATE TABLE grow (filler BLOB)")?;
    tx.execute("INSERT INTO grow VALUES (zeroblob(?1))", [WAL_BYTES])?;
    tx.rollback()
}

/// Bytes that must be free on the disk: what some hundred facts need, and the log's way into the file.
const ROOM: u64 = 1 << 20;

/// Whether disk and file take anything at all.
pub(super) fn room(path: &Path) -> Result<(), Fault> {
    if let Ok(disk) = rustix::fs::statvfs(path) {
        if disk.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY) {
            return Err(Fault::ReadOnly);
        }
        if disk.f_bavail.saturating_mul(disk.f_frsize) < ROOM {
            return Err(Fault::Full);
        }
    }
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).map_err(|_| Fault::ReadOnly)
}

/// Makes a change that needs room and takes it back: nothing reaches the disk.
pub(super) fn takes_a_change(conn: &Connection) -> Result<(), Fault> {
    let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    tx.execute("INSERT INTO meta (key, value) VALUES ('room', zeroblob(8192))", [])?;
    Ok(tx.rollback()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_does_not_grow_leaves_the_writer_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("front-desk.db");
        let conn = writer(&path, &find(&path).unwrap()).unwrap();
        let pages: i64 = conn.pragma_query_value(None, "page_count", |r| r.get(0)).unwrap();
        conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(())).unwrap();
        let cause = spill(&conn).unwrap_err();
        assert!(matches!(Fault::from(cause), Fault::Full), "the cause, not that it was rolled back already");
        grow_wal(&conn, &path);
        let cache: i64 = conn.pragma_query_value(None, "cache_size", |r| r.get(0)).unwrap();
        assert!(cache == CACHE && conn.is_autocommit());
    }
}
