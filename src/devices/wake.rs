//! How the printer's thread is woken: for a slip that may wait, for news from the printer itself, for an order of staff.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

/// Why the thread was woken, as bits: several callers are one ring of the bell.
const SLIP: u8 = 1;
const NEWS: u8 = 2;
const OVER: u8 = 4;

/// Wakes the printer's thread; never waits. Clones ring the same bell.
#[derive(Clone)]
pub struct Waker {
    why: Arc<AtomicU8>,
    bell: SyncSender<()>,
}

/// Where the printer's thread sleeps.
pub struct Woken {
    why: Arc<AtomicU8>,
    bell: Receiver<()>,
}

/// Whether the station is gone, for who is busy and does not sleep.
#[derive(Clone, Default)]
pub struct Over(Arc<AtomicU8>);

impl Over {
    /// Whether it is.
    pub fn yet(&self) -> bool {
        self.0.load(Ordering::Acquire) & OVER != 0
    }

    /// It is.
    pub fn say(&self) {
        self.0.fetch_or(OVER, Ordering::AcqRel);
    }
}

/// What ended the sleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Somebody called.
    Called {
        /// A slip may wait in the outbox, or an order of staff.
        slip: bool,
        /// Something came from the printer, or one was plugged in.
        news: bool,
    },
    /// Nobody did.
    Time,
    /// The station is gone.
    Over,
}

impl Waker {
    /// A bell and where it is heard.
    pub(super) fn pair() -> (Waker, Woken) {
        let (why, (bell, heard)) = (Arc::new(AtomicU8::new(0)), sync_channel(1));
        (Waker { why: why.clone(), bell }, Woken { why, bell: heard })
    }

    /// A slip may wait.
    pub fn slip(&self) {
        self.ring(SLIP);
    }

    /// The printer may have said something.
    pub fn news(&self) {
        self.ring(NEWS);
    }

    /// The station is gone. Said, because the printer holds a bell of its own to call its owner.
    pub(super) fn over(&self) {
        self.ring(OVER);
    }

    fn ring(&self, why: u8) {
        self.why.fetch_or(why, Ordering::AcqRel);
        // Full: the bell rings already, and who comes to it reads all reasons.
        let _ = self.bell.try_send(());
    }
}

impl Woken {
    /// Whether the station is gone.
    pub fn over(&self) -> Over {
        Over(self.why.clone())
    }

    /// Sleeps until somebody calls, at most so long.
    pub fn wait(&self, most: Duration) -> Wake {
        match self.bell.recv_timeout(most) {
            Ok(()) => {
                let why = self.why.swap(0, Ordering::AcqRel);
                if why & OVER != 0 {
                    return Wake::Over;
                }
                Wake::Called { slip: why & SLIP != 0, news: why & NEWS != 0 }
            }
            Err(RecvTimeoutError::Timeout) => Wake::Time,
            Err(RecvTimeoutError::Disconnected) => Wake::Over,
        }
    }
}
