//! The state of one emulated device as the kernel's usbfs would keep it: who claimed it, which transfers are under way,
//! which are done. Threads move the bytes ([`super::far_end`]); the printer behind them is the simulated one.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use receipt_printer::sim::SimPrinter;

use super::control;
use super::tty::Tty;
use super::usbfs::{EAGAIN, EBUSY, EINVAL, ENODATA, ENODEV, ENOENT, EPERM, EPIPE, ESHUTDOWN};

/// The endpoints of this device; nothing in the driver knows them.
pub(crate) const OUT: u8 = 0x01;
pub(crate) const IN: u8 = 0x82;

/// What kind of device it says it is.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) vendor: u16,
    pub(crate) product: u16,
    pub(crate) id: &'static str,
}

/// One transfer under way.
pub(crate) struct Urb {
    pub(crate) client: u64,
    pub(crate) at: u64,
    pub(crate) control: bool,
    pub(crate) endpoint: u8,
    pub(crate) buffer: u64,
    pub(crate) len: usize,
    pub(crate) data: Vec<u8>,
    pub(crate) taken: usize,
    pub(crate) discard: bool,
}

/// One transfer that ended; `errno` 0 is success, `data` goes to `buffer`.
pub(crate) struct Done {
    pub(crate) client: u64,
    pub(crate) at: u64,
    pub(crate) buffer: u64,
    pub(crate) errno: i32,
    pub(crate) actual: usize,
    pub(crate) data: Vec<u8>,
}

impl Done {
    pub(crate) fn of(urb: &Urb, errno: i32, data: Vec<u8>) -> Self {
        let actual = urb.taken.max(data.len());
        let buffer = urb.buffer + if urb.control { 8 } else { 0 };
        Done { client: urb.client, at: urb.at, buffer, errno, actual, data }
    }
}

/// Everything that changes.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) plugged: bool,
    /// Goes up at every plugging in: threads of before end.
    pub(crate) era: u32,
    pub(crate) tty: Option<Tty>,
    pub(crate) usblp: bool,
    pub(crate) claimed: Option<u64>,
    pub(crate) going_out: VecDeque<Urb>,
    pub(crate) coming_in: VecDeque<Urb>,
    done: VecDeque<Done>,
    pub(crate) halted: Vec<u8>,
    pub(crate) halt_out_after: Option<usize>,
    /// A transfer out finds no room.
    pub(crate) refusing: bool,
    /// Bytes handed to the client since it last asked.
    pub(crate) heard: usize,
    /// Whole transfers out, and SOFT_RESETs, since it last asked.
    pub(crate) transfers: usize,
    pub(crate) resets: usize,
    /// Takes everything and prints nothing: for measuring the way there.
    pub(crate) sink: bool,
}

impl State {
    /// Ends a transfer and wakes the client.
    pub(crate) fn finish(&mut self, done: Done) {
        self.done.push_back(done);
        self.light();
    }

    /// The node is writable, to a client that polls, exactly when a transfer can be reaped.
    fn light(&self) {
        if let Some(tty) = &self.tty {
            tty.set_ready(!self.done.is_empty());
        }
    }
}

/// One device; the printer outlives its unplugging.
pub(crate) struct Device {
    pub(crate) kind: Kind,
    pub(crate) sim: SimPrinter,
    state: Mutex<State>,
    changed: Condvar,
}

type Answer = Result<i64, i32>;

impl Device {
    pub(crate) fn new(kind: Kind, sim: SimPrinter) -> Self {
        Device { kind, sim, state: Mutex::default(), changed: Condvar::new() }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes whoever waits for it.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.state());
        self.changed.notify_all();
        result
    }

    /// Waits until the state is as wanted; `None` when it is not in time.
    pub(crate) fn wait<T>(
        &self,
        most: Duration,
        mut wanted: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let end = Instant::now() + most;
        let mut state = self.state();
        loop {
            if let Some(found) = wanted(&mut state) {
                return Some(found);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    pub(crate) fn alive(&self) -> Answer {
        if self.state().plugged { Ok(0) } else { Err(ENODEV) }
    }

    pub(crate) fn driver(&self) -> Option<&'static str> {
        let state = self.state();
        if state.claimed.is_some() { Some("usbfs") } else { state.usblp.then_some("usblp") }
    }

    pub(crate) fn claim(&self, client: u64) -> Answer {
        self.alive()?;
        self.change(|s| match s.claimed {
            Some(other) if other != client => Err(EBUSY),
            None if s.usblp => Err(EBUSY),
            _ => {
                s.claimed = Some(client);
                Ok(0)
            }
        })
    }

    pub(crate) fn release(&self, client: u64) -> Answer {
        self.alive()?;
        self.change(|s| {
            if s.claimed != Some(client) {
                return Err(EINVAL);
            }
            s.claimed = None;
            Ok(0)
        })
    }

    pub(crate) fn detach(&self, client: u64) -> Answer {
        self.alive()?;
        self.change(|s| match s.claimed {
            Some(other) if other != client => Err(EBUSY),
            _ if std::mem::take(&mut s.usblp) => Ok(0),
            _ => Err(ENODATA),
        })
    }

    pub(crate) fn attach(&self) -> Answer {
        self.alive()?;
        self.change(|s| s.usblp = true);
        Ok(1)
    }

    pub(crate) fn clear_halt(&self, endpoint: u8) -> Answer {
        self.alive()?;
        self.change(|s| s.halted.retain(|e| *e != endpoint));
        Ok(0)
    }

    /// Begins a transfer. A bulk transfer needs the claim; GET_DEVICE_ID does not, as in the kernel.
    pub(crate) fn submit(&self, urb: Urb) -> Answer {
        self.alive()?;
        if urb.control {
            let done = control::answer(self, &urb);
            self.change(|s| s.finish(done));
            return Ok(0);
        }
        self.change(|s| {
            if s.claimed != Some(urb.client) {
                return Err(EPERM);
            }
            match urb.endpoint {
                e if s.halted.contains(&e) => s.finish(Done::of(&urb, EPIPE, Vec::new())),
                OUT => s.going_out.push_back(urb),
                IN => s.coming_in.push_back(urb),
                _ => return Err(ENOENT),
            }
            Ok(0)
        })
    }

    /// Ends a transfer early; one whose bytes are just moving ends a moment later, with its count.
    pub(crate) fn discard(&self, client: u64, at: u64) -> Answer {
        self.change(|s| {
            let mine = |u: &Urb| u.client == client && u.at == at;
            if let Some(urb) = s.going_out.iter_mut().find(|u| mine(u)) {
                urb.discard = true;
                return Ok(0);
            }
            let place = s.coming_in.iter().position(mine).ok_or(EINVAL)?;
            if let Some(urb) = s.coming_in.remove(place) {
                s.finish(Done::of(&urb, ENOENT, Vec::new()));
            }
            Ok(0)
        })
    }

    pub(crate) fn reap(&self, client: u64) -> Result<Done, i32> {
        self.change(|s| {
            let place = s.done.iter().position(|d| d.client == client);
            let done = place.and_then(|p| s.done.remove(p));
            s.light();
            done.ok_or(if s.plugged { EAGAIN } else { ENODEV })
        })
    }

    /// The client closed its node: what it had under way is gone, and so is its claim.
    pub(crate) fn closed(&self, client: u64) {
        self.change(|s| {
            s.going_out.retain(|u| u.client != client);
            s.coming_in.retain(|u| u.client != client);
            s.done.retain(|d| d.client != client);
            s.claimed = s.claimed.filter(|c| *c != client);
            s.light();
        });
    }

    /// Everything under way ends as the kernel ends it when the device is gone.
    pub(crate) fn abort(&self) {
        self.change(|s| {
            s.plugged = false;
            s.era += 1;
            s.claimed = None;
            (s.refusing, s.halt_out_after) = (false, None);
            s.halted.clear();
            let going: Vec<Urb> = s.going_out.drain(..).collect();
            for urb in going.into_iter().chain(s.coming_in.drain(..).collect::<Vec<_>>()) {
                s.finish(Done::of(&urb, ESHUTDOWN, Vec::new()));
            }
        });
    }
}
