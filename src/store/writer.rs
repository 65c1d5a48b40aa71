//! The one connection that writes. Transactions that come together share one commit, each in a savepoint of its own: at 8:55
//! eight callers pay for one disk, not for eight.

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
use std::sync::mpsc::SyncSender;

/// Work alone on the writer; told with the fault where nothing is written any more.
pub(super) type Alone = Box<dyn FnOnce(Result<&mut Writer, &Fault>) + Send>;

/// A transaction's work: run inside an open one, or told with `None` that none could be opened.
pub(super) type Commit = Box<dyn FnOnce(Option<Open<'_>>) -> Done + Send>;

/// An open transaction.
#[derive(Clone, Copy)]
pub(super) struct Open<'w> {
    writer: &'w Writer,
    /// Others share its commit: what one wrote must be taken back without theirs.
    shared: bool,
}

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

/// What writes.
pub(super) struct Writer {
    pub(super) path: PathBuf,
    pub(super) conn: Connection,
    pub(super) keys: Arc<Keys>,
    pub(super) offset: FixedOffset,
    /// The damage that was found, after which nothing is written any more.
    pub(super) lost: Option<Fault>,
    /// Rows that the connection had changed when pieces of the search were last carried over.
    pub(super) carried: u64,
    /// Whether this process has the printer: see [`Tx::recover_outbox`].
    pub(super) hands: Cell<bool>,
}

/// A transaction as work. The caller may be gone when it is answered; the transaction stands all the same.
pub(super) fn commit<T, F>(stamp: Stamp, work: F, answer: SyncSender<Result<T, Error>>) -> Commit
where
    T: Send + 'static,
    F: FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
{
    Box::new(move |open| {
        let result = open.map(|open| open.run(stamp, work)).transpose();
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
    })
}

impl Open<'_> {
    /// One transaction's work, in a savepoint of its own where others share the commit: an error or a panic takes back its own
    /// writes and nobody else's. Alone, it is not committed then.
    fn run<T>(self, stamp: Stamp, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let Writer { conn, keys, offset, hands, .. } = self.writer;
        let savepoint = |text| match self.shared && !conn.is_autocommit() {
            true => conn.prepare_cached(text).and_then(|mut s| s.execute([])),
            false => Ok(0),
        };
        savepoint("SAVEPOINT one")?;
        let mut tx = Tx::new(Db { conn, keys, offset: *offset }, stamp, hands);
        let result = catch_unwind(AssertUnwindSafe(|| work(&mut tx))).unwrap_or_else(|_| {
            tracing::error!("store: a transaction panicked and was rolled back");
            Err(Fault::Bug.into())
        });
        if result.is_err() {
            savepoint("ROLLBACK TO one")?;
        }
        savepoint("RELEASE one")?;
        result
    }
}

impl Writer {
    /// Looks through the whole file and tells what was found.
    pub(super) fn look_through(&mut self, looked: &SyncSender<Result<(), Fault>>) {
        self.lost = open::look_through(&self.conn).err();
        let _ = looked.try_send(self.lost.as_ref().map_or(Ok(()), |fault| Err(fault.shared())));
        match &self.lost {
            Some(fault) => tracing::error!(%fault, "store: nothing is written"),
            None => self.settle(),
        }
    }

    /// What comes before the first write.
    fn settle(&self) {
        open::grow_wal(&self.conn, &self.path);
        if let Ok(Some(_)) = sweep::owed(&self.conn)
            && let Err(fault) = sweep::sweep(&self.conn, &self.path)
        {
            tracing::warn!(%fault, "store: what was erased still stands in the log");
        }
    }

    /// Does what is no transaction of a caller's.
    pub(super) fn alone(&mut self, work: Alone) {
        let done = catch_unwind(AssertUnwindSafe(|| match self.lost {
            None => work(Ok(self)),
            Some(ref fault) => work(Err(fault)),
        }));
        if done.is_err() {
            tracing::error!("store: maintenance panicked");
        }
    }

    /// Runs a group of transactions under one commit and answers each.
    pub(super) fn commit(&mut self, group: Vec<Commit>) {
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

    /// Whether enough was written that pieces of the guard's search may have to go to their own pages. Asked of no file: whoever
    /// was just answered reads now, and a look at it would be in the way.
    pub(super) fn may_carry_over(&self) -> bool {
        self.lost.is_none() && self.conn.total_changes().wrapping_sub(self.carried) >= search::NEW.into()
    }

    /// What nobody waits for. Where it cannot be just now the pieces stand where they are, and visits are found by them all the
    /// same; it is tried again when as much was written again.
    pub(super) fn carry_over(&mut self) {
        if !self.may_carry_over() {
            return;
        }
        let carried = self.begin().and_then(|tx| {
            search::carry_over(&tx)?;
            Ok(tx.commit()?)
        });
        self.carried = self.conn.total_changes();
        if carried.is_err_and(|fault| fault.breaks_trust()) {
            self.reopen();
        }
    }

    /// One commit. SQLite itself ends a transaction on a full disk or a failed read: then what was done so far does not
    /// stand, and what still waits is left for the next commit.
    fn attempt(&self, waiting: &mut std::vec::IntoIter<Commit>, done: &mut Vec<Done>) -> Result<(), Fault> {
        let opened = match &self.lost {
            Some(fault) => Err(fault.shared()),
            None => self.begin(),
        };
        let transaction = match opened {
            Ok(transaction) => transaction,
            Err(fault) => {
                done.extend(waiting.map(|work| work(None)));
                return Err(fault);
            }
        };
        let open = Open { writer: self, shared: waiting.len() > 1 };
        for work in waiting.by_ref() {
            done.push(work(Some(open)));
            if self.conn.is_autocommit() {
                return Err(Fault::NotCommitted("事务被中止".into()));
            }
        }
        if done.iter().any(|d| d.fate == Fate::Fine) { Ok(transaction.commit()?) } else { Ok(()) }
    }

    fn begin(&self) -> Result<Transaction<'_>, Fault> {
        Ok(Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate)?)
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
