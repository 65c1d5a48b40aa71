//! The store: one SQLite file. Journal, plain tables written beside it, outbox, search.
//!
//! One connection writes; [`Store::write`] runs a closure on it, on the spot where it is free, else in line. Readers have
//! connections of their own (WAL), so a page never waits for a commit. Only [`Tx::record`] writes a table.

mod appointments;
mod beside;
mod day;
mod error;
mod help;
mod households;
mod journal;
mod keys;
mod line;
mod notices;
mod open;
mod outbox;
mod pin;
mod queue;
mod rebuild;
mod requests;
mod search;
mod sweep;
mod tables;
mod tx;
mod visits;
mod writer;

pub use error::{Error, Fault};
pub use households::Kept;
pub use journal::Chain;
pub use keys::{Keys, random};
pub use notices::notices;
pub use open::VERSION;
pub use outbox::{Claimed, Outcome, Recovered, Standing};
pub use pin::{clear_pin, has_pin, pin_fits, set_pin};
pub use queue::{Served, Wait};
pub use tables::REBUILT;
pub use tx::{Db, Tx};

use crate::rules::Stamp;
use chrono::FixedOffset;
use line::{Job, Line};
use rusqlite::{Connection, TransactionBehavior};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use writer::Writer;

/// Transactions that may wait for the writer before a caller waits too.
const JOBS: usize = 256;

/// How long opening waits for the look through the whole file: some 20,000 facts (200,000 took 0.5 s). A longer file is
/// shown meanwhile, and nothing is written to it before the end of the look.
const FIRST_LOOK: Duration = Duration::from_millis(50);

/// The database in its data folder.
const FILE: &str = "front-desk.db";

/// Facts among which opening looks for a sealed part to try the key on: a desk that only gives out numbers has none for years.
const LOOKED_FOR_A_KEY: i64 = 10_000;

/// Checks the database of a data folder as [`Store::verify`] does, and leaves it as it is: it is neither made nor upgraded nor
/// brought up to date with its log. None where there is none.
pub fn verify(folder: &Path) -> Result<Option<Chain>, Fault> {
    let path = folder.join(FILE);
    if !path.exists() {
        return Ok(None);
    }
    let _alone = open::alone(&path);
    if open::find(&path)?.is_new() {
        return Ok(Some(Chain::default()));
    }
    let conn = open::look(&path)?;
    let snapshot = conn.unchecked_transaction()?;
    check(&snapshot, &Keys::load(folder, false)?, &path).map(Some)
}

fn check(conn: &Connection, keys: &Keys, path: &Path) -> Result<Chain, Fault> {
    let verdict: String = conn.pragma_query_value(None, "integrity_check", |r| r.get(0))?;
    if verdict != "ok" {
        return Err(Fault::Corrupt(verdict));
    }
    if !journal::opens(conn, keys, i64::MAX)? {
        return Err(foreign_key(path));
    }
    journal::verify(conn)
}

fn foreign_key(database: &Path) -> Fault {
    let path = keys::file(database.parent().unwrap_or(database));
    Fault::Key {
        path, why: "不是这个数据库的密钥，未作任何改动；请放回与数据库一起备份的那一份"
    }
}

/// A handle on the store; cheap to clone, shared by all threads. The last one to go closes the file.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    offset: FixedOffset,
    keys: Arc<Keys>,
    line: Arc<Line>,
    jobs: Option<SyncSender<Job>>,
    readers: Mutex<Vec<Connection>>,
    thread: Option<JoinHandle<()>>,
}

impl Store {
    /// Opens the store in a data folder, which is made where it is missing. `offset` is the estate's time zone.
    /// A damaged or newer database is refused and left as it is. One that cannot be written now is opened all the same: what
    /// it holds can be read, and every change is refused until it can.
    pub fn open(folder: &Path, offset: FixedOffset) -> Result<Store, Fault> {
        Store::open_within(FIRST_LOOK, folder, offset)
    }

    /// The same, waiting so long for the look through the whole file. Damage that is found later is told to every write.
    pub fn open_within(first_look: Duration, folder: &Path, offset: FixedOffset) -> Result<Store, Fault> {
        std::fs::create_dir_all(folder).map_err(|source| Fault::file(folder, source))?;
        let path = folder.join(FILE);
        let alone = open::alone(&path);
        let found = open::find(&path)?;
        let keys = Arc::new(Keys::load(folder, found.is_new())?);
        if !found.is_new() && !journal::opens(&open::look(&path)?, &keys, LOOKED_FOR_A_KEY)? {
            return Err(foreign_key(&path));
        }
        let conn = open::writer(&path, &found)?;
        drop(alone);
        let writer = Writer {
            path: path.clone(),
            conn,
            keys: keys.clone(),
            offset,
            lost: None,
            carried: 0,
            hands: Cell::new(false),
        };
        let line = Arc::new(Line::new(writer));
        let behind = line.clone();
        let (jobs, inbox) = sync_channel(JOBS);
        let (looked, verdict) = sync_channel(1);
        let thread = std::thread::Builder::new()
            .name("store".into())
            .spawn(move || line::run(&behind, &inbox, &looked))
            .map_err(|source| Fault::File { path: path.clone(), source })?;
        let readers = Mutex::new(Vec::new());
        let inner = Inner { path, offset, keys, line, jobs: Some(jobs), readers, thread: Some(thread) };
        // Not even a look that is over already is waited for in no time: whoever asks for that wants the late verdict.
        match (!first_look.is_zero()).then(|| verdict.recv_timeout(first_look)) {
            Some(Ok(Err(fault))) => Err(fault),
            _ => Ok(Store { inner: Arc::new(inner) }),
        }
    }

    /// Runs one transaction: all of it is durable when this returns, or none of it happened.
    pub fn write<T, F>(&self, stamp: Stamp, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (answer, wait) = sync_channel(1);
        self.send(Job::Commit(writer::commit(stamp, work, answer)))?;
        wait.recv().map_err(|_| Fault::Gone)?
    }

    /// Reads on a connection of its own: a snapshot that no commit disturbs while `work` runs.
    pub fn read<T>(&self, work: impl FnOnce(&Db<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let idle = self.inner.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let (mut conn, lasts) = match idle {
            Some(conn) => (conn, true),
            None => match open::reader(&self.inner.path) {
                // Where nothing can be made beside the file it is read as it stands, and opened anew each time.
                Err(Fault::ReadOnly | Fault::Full) => (open::look(&self.inner.path)?, false),
                conn => (conn?, true),
            },
        };
        let snapshot = conn.transaction().map_err(Fault::from)?;
        let result = work(&Db { conn: &snapshot, keys: &self.inner.keys, offset: self.inner.offset });
        drop(snapshot);
        if lasts {
            self.inner.readers.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
        result
    }

    /// Changes whenever another process has committed; asked from time to time by the loop.
    pub fn data_version(&self) -> Result<i64, Error> {
        self.on_writer(|writer| Ok(writer.conn.pragma_query_value(None, "data_version", |r| r.get(0))?))
    }

    /// Checks the file and the whole journal chain.
    pub fn verify(&self) -> Result<Chain, Error> {
        self.read(|db| Ok(check(db.conn, db.keys, &self.inner.path)?))
    }

    /// Writes all plain tables anew from the journal, in one transaction.
    pub fn rebuild(&self) -> Result<(), Error> {
        self.on_writer(|writer| {
            let tx = writer.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            rebuild::rebuild(&tx, &writer.keys)?;
            Ok(tx.commit()?)
        })
    }

    /// After an erasure: moves every page into the file and empties the write-ahead log, where the old pages still stood.
    /// [`Fault::Busy`] where somebody still reads them: the sweep stays owed, and the station goes on trying.
    pub fn sweep_log(&self) -> Result<(), Error> {
        self.inner.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        self.on_writer(|writer| Ok(sweep::sweep(&writer.conn, &writer.path)?))
    }

    /// Sweeps where an erasure still owes it.
    pub fn sweep_owed(&self) -> Result<(), Error> {
        if self.read(|db| Ok(sweep::owed(db.conn)?))?.is_some() { self.sweep_log() } else { Ok(()) }
    }

    /// The most the database file may grow to, in pages of 4,096 bytes. What does not fit is refused as a full disk is.
    pub fn limit_pages(&self, pages: u32) -> Result<(), Error> {
        self.on_writer(move |writer| {
            let set = format!("PRAGMA max_page_count = {pages}");
            Ok(writer.conn.query_row(&set, [], |_| Ok(()))?)
        })
    }

    /// Refuses every change from now on, as a read-only disk does; reading goes on. For maintenance and for tests.
    pub fn refuse_writes(&self, refuse: bool) -> Result<(), Error> {
        self.on_writer(move |writer| Ok(writer.conn.pragma_update(None, "query_only", refuse)?))
    }

    /// Whether a change can be made just now; if not, why. One is made and taken back: nothing reaches the disk.
    pub fn writable(&self) -> Result<(), Error> {
        self.on_writer(|writer| Ok(writer.takes_a_change()?))
    }

    /// Bytes free on the disk with the data; none where the system does not say.
    pub fn free(&self) -> Option<u64> {
        let disk = rustix::fs::statvfs(self.inner.path.as_path()).ok()?;
        disk.f_bavail.checked_mul(disk.f_frsize)
    }

    /// Pages of 4,096 bytes in use.
    pub fn pages(&self) -> Result<u32, Error> {
        self.on_writer(|writer| Ok(writer.conn.pragma_query_value(None, "page_count", |r| r.get(0))?))
    }

    /// The database file.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    fn on_writer<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writer) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, wait) = sync_channel(1);
        self.send(Job::Alone(Box::new(move |writer| {
            let _ = answer.send(writer.map_err(|fault| fault.shared().into()).and_then(work));
        })))?;
        wait.recv().map_err(|_| Fault::Bug)?
    }

    fn send(&self, job: Job) -> Result<(), Error> {
        let jobs = self.inner.jobs.as_ref().ok_or(Fault::Gone)?;
        Ok(self.inner.line.take(job, jobs)?)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // The last connection to close takes the log away, and one that only reads cannot.
        self.readers.get_mut().unwrap_or_else(PoisonError::into_inner).clear();
        self.jobs = None; // ends the thread's loop
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}
