//! The writer thread: owns the one connection that writes. Transactions that wait at the same time share one commit,
//! each in a savepoint of its own: at 8:55 eight callers pay for one disk, not for eight.

use super::error::{Error, Fault};
use super::keys::Keys;
use super::tx::{Db, Tx};
use super::{open, search, sweep};
use crate::rules::Stamp;
use chrono::FixedOffset;
use rusqlite::{Connection, MAIN_DB, Transaction, TransactionBehavior};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};

/// Transactions that share one commit, at most.
const GROUP: usize = 64;

/// Work for the thread.
pub(super) enum Job {
    /// A transaction, which may share a commit with others.
    Commit(Commit),
    /// Anything else, alone; told with the fault where nothing is written any more.
    Alone(Alone),
}

/// Work alone on the writer.
type Alone = Box<dyn FnOnce(Result<&mut Writer, &Fault>) + Send>;

/// A transaction's work: run inside an open one, or told with `None` that none could be opened.
type Commit = Box<dyn FnOnce(Option<&Writer>) -> Done + Send>;

/// Tells the caller; with a fault where the commit failed.
type Answer = Box<dyn FnOnce(Option<&Fault>)>;

/// A transaction that did its work and does not yet know whether it stands.
pub(super) struct Done {
    fate: Fate,
    answer: Answer,
}

/// How a transaction's own work ended.
#[derive(Clone, Copy, PartialEq)]
enum Fate {
    /// It has something to commit.
    Fine,
    /// It was refused or failed by itself, and was rolled back.
    Refused,
    /// The connection cannot be trusted after it.
    Broken,
}

/// What the thread owns.
pub(super) struct Writer {
    pub(super) path: PathBuf,
    pub(super) conn: Connection,
    pub(super) keys: Arc<Keys>,
    pub(super) offset: FixedOffset,
    /// The damage that was found, after which nothing is written any more.
    pub(super) lost: Option<Fault>,
    /// Rows that this connection had changed when it was last looked whether pieces of the search are to be carried over.
    pub(super) looked: u64,
    /// Whether this process has the printer: see [`Tx::recover_outbox`].
    pub(super) hands: Cell<bool>,
}

/// A transaction as work for the thread. The caller may be gone when it is answered; the transaction stands all the same.
pub(super) fn commit<T, F>(stamp: Stamp, work: F, answer: SyncSender<Result<T, Error>>) -> Job
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
{
    Job::Commit(Box::new(move |writer| {
        let result = match writer {
            Some(writer) => writer.savepoint(stamp, work).map(Some),
            None => Ok(None),
        };
        let fate = match &result {
            Ok(Some(_)) => Fate::Fine,
            Ok(None) | Err(Error::Refused(_)) => Fate::Refused,
            Err(Error::Fault(fault)) if fault.breaks_trust() => Fate::Broken,
            Err(Error::Fault(_)) => Fate::Refused,
        };
        let tell = move |fault: Option<&Fault>| {
            let _ = answer.send(match (result, fault) {
                (Err(e), _) => Err(e),
                (Ok(_), Some(fault)) => Err(fault.shared().into()),
                (Ok(Some(value)), None) => Ok(value),
                (Ok(None), None) => Err(Fault::Bug.into()),
            });
        };
        Done { fate, answer: Box::new(tell) }
    }))
}

/// Works until every handle on the store is gone. Nothing is written before the whole file was looked through; `looked` is
/// told what was found, as long as somebody listens, and later every job is: so the loop, which asks each second for news of
/// other processes, hears it too.
pub(super) fn run(mut writer: Writer, inbox: &Receiver<Job>, looked: &SyncSender<Result<(), Fault>>) {
    writer.lost = open::look_through(&writer.conn).err();
    let _ = looked.try_send(writer.lost.as_ref().map_or(Ok(()), |fault| Err(fault.shared())));
    match &writer.lost {
        Some(fault) => tracing::error!(%fault, "store: nothing is written"),
        None => writer.settle(),
    }
    while let Ok(first) = inbox.recv() {
        let mut next = Some(first);
        while let Some(job) = next.take() {
            match job {
                Job::Alone(work) => {
                    if catch_unwind(AssertUnwindSafe(|| work(writer.alive()))).is_err() {
                        tracing::error!("store: maintenance panicked");
                    }
                }
                Job::Commit(work) => {
                    let mut group = vec![work];
                    while group.len() < GROUP && next.is_none() {
                        match inbox.try_recv() {
                            Ok(Job::Commit(work)) => group.push(work),
                            Ok(alone) => next = Some(alone),
                            Err(_) => break,
                        }
                    }
                    writer.commit(group);
                    writer.carry_over();
                }
            }
        }
    }
}

impl Writer {
    /// What comes before the first write.
    fn settle(&self) {
        open::grow_wal(&self.conn, &self.path);
        if let Ok(Some(_)) = sweep::owed(&self.conn)
            && let Err(fault) = sweep::sweep(&self.conn, &self.path)
        {
            tracing::warn!(%fault, "store: what was erased still stands in the log");
        }
    }

    fn alive(&mut self) -> Result<&mut Writer, &Fault> {
        match self.lost {
            None => Ok(self),
            Some(ref fault) => Err(fault),
        }
    }

    /// Runs a group of transactions under one commit and answers each.
    fn commit(&mut self, group: Vec<Commit>) {
        let mut waiting = group.into_iter();
        while waiting.len() > 0 {
            let mut done: Vec<Done> = Vec::new();
            let stands = self.attempt(&mut waiting, &mut done);
            let fault = stands.err();
            let broken = done.iter().any(|d| d.fate == Fate::Broken)
                || fault.as_ref().is_some_and(Fault::breaks_trust);
            done.into_iter().for_each(|d| (d.answer)(fault.as_ref()));
            if broken && self.lost.is_none() {
                self.reopen();
            }
        }
    }

    /// What nobody waits for: the pieces of the guard's search go to their own pages. Not after each commit: whoever was just
    /// answered reads now, and a look at the file is in the way. Where it cannot be just now they stand where they are, and
    /// visits are found by them all the same; it is tried again.
    fn carry_over(&mut self) {
        let changed = self.conn.total_changes();
        if self.lost.is_some() || changed.wrapping_sub(self.looked) < search::NEW.into() {
            return;
        }
        self.looked = changed;
        let carried = search::is_due(&self.conn).and_then(|due| {
            if !due {
                return Ok(());
            }
            let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?;
            search::carry_over(&tx)?;
            Ok(tx.commit()?)
        });
        if carried.is_err_and(|fault| fault.breaks_trust()) {
            self.reopen();
        }
    }

    /// One commit. SQLite itself ends a transaction on a full disk or a failed read: then what was done so far does not
    /// stand, and what still waits is left for the next commit.
    fn attempt(&self, waiting: &mut std::vec::IntoIter<Commit>, done: &mut Vec<Done>) -> Result<(), Fault> {
        let opened = match &self.lost {
            Some(fault) => Err(fault.shared()),
            None => {
                Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate).map_err(Fault::from)
            }
        };
        let transaction = match opened {
            Ok(transaction) => transaction,
            Err(fault) => {
                done.extend(waiting.map(|work| work(None)));
                return Err(fault);
            }
        };
        for work in waiting.by_ref() {
            done.push(work(Some(self)));
            if self.conn.is_autocommit() {
                return Err(Fault::NotCommitted("事务被中止".into()));
            }
        }
        if done.iter().any(|d| d.fate == Fate::Fine) { Ok(transaction.commit()?) } else { Ok(()) }
    }

    /// One transaction's work in a savepoint: an error or a panic takes back its own writes and nobody else's.
    fn savepoint<T>(
        &self,
        stamp: Stamp,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let sql = |text| self.conn.prepare_cached(text).and_then(|mut s| s.execute([]));
        sql("SAVEPOINT one")?;
        let mut tx =
            Tx::new(Db { conn: &self.conn, keys: &self.keys, offset: self.offset }, stamp, &self.hands);
        let result = catch_unwind(AssertUnwindSafe(|| work(&mut tx))).unwrap_or_else(|_| {
            tracing::error!("store: a transaction panicked and was rolled back");
            Err(Fault::Bug.into())
        });
        if result.is_err() && !self.conn.is_autocommit() {
            sql("ROLLBACK TO one")?;
        }
        if !self.conn.is_autocommit() {
            sql("RELEASE one")?;
        }
        result
    }

    /// Whether a change can be made just now. A database that could not be written when it was opened is opened anew.
    pub(super) fn takes_a_change(&mut self) -> Result<(), Fault> {
        open::room(&self.path)?;
        if self.conn.is_readonly(MAIN_DB)? {
            self.conn = self.anew()?;
        }
        open::takes_a_change(&self.conn)
    }

    /// After an I/O error nothing that this connection believes can be trusted.
    fn reopen(&mut self) {
        tracing::error!("store: transaction failed, reopening");
        match self.anew() {
            Ok(conn) => self.conn = conn,
            Err(fault) => {
                tracing::error!(%fault, "store: cannot reopen");
                self.lost = Some(fault).filter(|fault| matches!(fault, Fault::Corrupt(_)));
            }
        }
    }

    fn anew(&self) -> Result<Connection, Fault> {
        let alone = open::alone(&self.path);
        let conn = open::writer(&self.path, &open::find(&self.path)?)?;
        drop(alone);
        open::grow_wal(&conn, &self.path);
        Ok(conn)
    }
}
