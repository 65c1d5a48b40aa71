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

    /// Does a job on the caller's own thread where nobody writes and nobody waits; else gives it back. So does a writer that is
    /// to carry over after it, which nobody shall wait for.
    pub(super) fn at_once(&self, job: Job) -> Option<Job> {
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

    /// Somebody is about to stand in line.
    pub(super) fn comes(&self) {
        self.waiting.fetch_add(1, Ordering::AcqRel);
    }

    /// Somebody's turn has come, or nobody takes them any more.
    pub(super) fn goes(&self) {
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
