//! The line before the connection that writes. Whoever finds it free writes on the spot: to wake a thread and be woken by it
//! costs half a commit. Who comes meanwhile stands in line for the writer's thread, which takes together all who wait.

use super::error::Fault;
use super::writer::{Alone, Commit, Writer};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

/// Transactions that share one commit, at most.
const GROUP: usize = 64;

/// Work for the writer.
pub(super) enum Job {
    /// A transaction, which may share a commit with others.
    Commit(Commit),
    /// Anything else, alone.
    Alone(Alone),
}

/// The writer, and how many stand in line for it.
pub(super) struct Line {
    writer: Mutex<Writer>,
    waiting: AtomicUsize,
}

impl Line {
    /// The first in line is the thread itself, with its look through the file: see [`run`].
    pub(super) fn new(writer: Writer) -> Line {
        Line { writer: Mutex::new(writer), waiting: AtomicUsize::new(1) }
    }

    /// Does a job at once, or lets it stand in line for the writer's thread, where `jobs` lead to.
    pub(super) fn take(&self, job: Job, jobs: &SyncSender<Job>) -> Result<(), Fault> {
        let Some(job) = self.at_once(job) else { return Ok(()) };
        self.waiting.fetch_add(1, Ordering::AcqRel);
        jobs.send(job).map_err(|_| {
            self.goes();
            Fault::Gone
        })
    }

    /// Does a job on the caller's own thread where nobody writes and nobody waits; else gives it back. So does a writer that is
    /// to carry over after it, which nobody shall wait for.
    fn at_once(&self, job: Job) -> Option<Job> {
        if self.waiting.load(Ordering::Acquire) > 0 {
            return Some(job);
        }
        let mut writer = match self.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(writer)) => writer.into_inner(),
            Err(TryLockError::WouldBlock) => return Some(job),
        };
        if writer.may_carry_over() {
            return Some(job);
        }
        match job {
            Job::Alone(work) => writer.alone(work),
            Job::Commit(work) => writer.commit(vec![work]),
        }
        None
    }

    /// Somebody's turn has come, or nobody takes them any more.
    fn goes(&self) {
        self.waiting.fetch_sub(1, Ordering::AcqRel);
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Works until every handle on the store is gone. Nothing is written before the whole file was looked through; `looked` is
/// told what was found, as long as somebody listens, and later every job is: so the loop, which asks each second for news of
/// other processes, hears it too.
pub(super) fn run(line: &Line, inbox: &Receiver<Job>, looked: &SyncSender<Result<(), Fault>>) {
    line.writer().look_through(looked);
    line.goes();
    while let Ok(first) = inbox.recv() {
        let mut writer = line.writer();
        line.goes();
        let mut next = Some(first);
        while let Some(job) = next.take() {
            match job {
                Job::Alone(work) => writer.alone(work),
                Job::Commit(work) => {
                    let mut group = vec![work];
                    while group.len() < GROUP && next.is_none() {
                        let Ok(job) = inbox.try_recv() else { break };
                        line.goes();
                        match job {
                            Job::Commit(work) => group.push(work),
                            alone @ Job::Alone(_) => next = Some(alone),
                        }
                    }
                    writer.commit(group);
                }
            }
            writer.carry_over();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tx::{Db, Tx};
    use super::super::writer::commit;
    use super::super::{Error, Keys, open};
    use super::*;
    use crate::rules::{Author, Fact, Personal, Refusal, Stamp};
    use chrono::DateTime;
    use rusqlite::Connection;
    use std::cell::Cell;
    use std::path::Path;
    use std::sync::mpsc::sync_channel;

    fn line(folder: &Path) -> Line {
        let (path, offset) = (folder.join("front-desk.db"), *stamp().now.offset());
        let conn = open::writer(&path, &open::find(&path).unwrap()).unwrap();
        let keys = Keys::load(folder, true).unwrap().into();
        Line::new(Writer { path, conn, keys, offset, lost: None, carried: 0, hands: Cell::new(false) })
    }

    fn stamp() -> Stamp {
        let now = DateTime::parse_from_rfc3339("2026-11-21T09:30:00+08:00").unwrap();
        Stamp { now, author: Author::Clock }
    }

    /// Gives out a number.
    fn write(tx: &mut Tx<'_>) {
        let number = tx.next_number("A").unwrap();
        let ticket = uuid::Uuid::from_u128(number.n.into()).into();
        tx.record(&Fact::NumberTaken { ticket, number, service: "fees".into() }, &Personal::default())
            .unwrap();
    }

    /// How many facts a connection sees.
    fn seen(conn: &Connection, keys: &Keys) -> u32 {
        Db { conn, keys, offset: *stamp().now.offset() }.facts().unwrap()
    }

    type Work = Box<dyn FnOnce(&mut Tx<'_>) -> Result<[u32; 2], Error> + Send>;

    #[test]
    fn who_waits_is_taken_together_and_who_is_refused_or_breaks_takes_nobody_along() {
        let folder = tempfile::tempdir().unwrap();
        let line = line(folder.path());
        let outside = open::reader(&folder.path().join("front-desk.db")).unwrap();
        let keys = Keys::load(folder.path(), false).unwrap();
        let works: [Work; 4] = [
            Box::new(|tx| {
                write(tx);
                Ok([tx.facts()?, 0])
            }),
            Box::new(|tx| {
                write(tx);
                Err(Refusal::NotFound.into())
            }),
            Box::new(|tx| {
                write(tx);
                panic!("a bug")
            }),
            Box::new(move |tx| {
                write(tx);
                Ok([tx.facts()?, seen(&outside, &keys)])
            }),
        ];
        let (jobs, inbox) = sync_channel(works.len());
        let answers = works.map(|work| {
            let (answer, wait) = sync_channel(1);
            line.take(Job::Commit(commit(stamp(), work, answer)), &jobs).unwrap(); // the look stands before it
            wait
        });
        drop(jobs);
        run(&line, &inbox, &sync_channel(1).0);
        let [first, refused, broken, last] = answers.map(|wait| wait.recv().unwrap());
        assert_eq!(first.unwrap()[0], 1);
        assert!(matches!(refused, Err(Error::Refused(Refusal::NotFound))));
        assert!(matches!(broken, Err(Error::Fault(Fault::Bug))));
        assert_eq!(last.unwrap(), [2, 0], "of one commit with the first, which does not stand yet");
        let writer = line.writer();
        assert_eq!(seen(&writer.conn, &writer.keys), 2);
    }

    #[test]
    fn on_the_spot_only_where_nobody_writes_and_nobody_waits() {
        let folder = tempfile::tempdir().unwrap();
        let line = line(folder.path());
        let job = || {
            let (answer, wait) = sync_channel(1);
            let work = |tx: &mut Tx<'_>| {
                write(tx);
                Err::<(), _>(Refusal::NotFound.into())
            };
            (Job::Commit(commit(stamp(), work, answer)), wait)
        };
        assert!(line.at_once(job().0).is_some(), "the look through the file comes first");
        line.goes();
        let (work, wait) = job();
        assert!(line.at_once(work).is_none());
        assert!(matches!(wait.recv().unwrap(), Err(Error::Refused(Refusal::NotFound))));
        let writes = line.writer();
        assert_eq!(seen(&writes.conn, &writes.keys), 0, "alone it needs no savepoint");
        assert!(line.at_once(job().0).is_some(), "somebody writes");
        drop(writes);
        line.waiting.store(1, Ordering::Release);
        assert!(line.at_once(job().0).is_some(), "nobody is overtaken");
    }
}
