//! A transport that keeps what is written, for tests and for looking at bytes; it can be told to fail.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Connect, ConnectError, ReadError, Transport, WriteError, WriteKind};

/// What ends a write once the room is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fail {
    /// Nothing more is taken, the connection lives.
    Timeout,
    /// The connection is gone.
    Gone,
}

#[derive(Debug, Default)]
struct State {
    written: Vec<u8>,
    answers: Vec<u8>,
    room: Option<(usize, Option<Fail>)>,
    connections: usize,
    absent: bool,
}

/// Both ends of a connection in memory; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Memory(Arc<Mutex<State>>);

impl Memory {
    /// Takes everything, answers nothing.
    pub fn new() -> Self {
        Memory::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After so many more bytes, writes end this way.
    pub fn fail_after(&self, bytes: usize, how: Fail) {
        self.state().room = Some((bytes, Some(how)));
    }

    /// Takes everything again.
    pub fn heal(&self) {
        self.state().room = None;
    }

    /// Whether a connection can be made at all.
    pub fn set_absent(&self, absent: bool) {
        self.state().absent = absent;
    }

    /// Puts bytes where the next reads find them.
    pub fn answer(&self, bytes: &[u8]) {
        self.state().answers.extend_from_slice(bytes);
    }

    /// Everything written so far, taken out.
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.state().written)
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.state().connections
    }
}

impl Transport for Memory {
    fn write(&mut self, bytes: &[u8], _deadline: Duration) -> Result<(), WriteError> {
        let mut state = self.state();
        let room = match &mut state.room {
            Some((room, how)) if *room < bytes.len() => {
                let how = *how;
                let accepted = std::mem::take(room);
                Some((accepted, how))
            }
            Some((room, _)) => {
                *room -= bytes.len();
                None
            }
            None => None,
        };
        let Some((accepted, how)) = room else {
            state.written.extend_from_slice(bytes);
            return Ok(());
        };
        state.written.extend_from_slice(&bytes[..accepted]);
        let kind = if how == Some(Fail::Gone) { WriteKind::Gone } else { WriteKind::Timeout };
        Err(WriteError { accepted, kind })
    }

    fn read(&mut self, buf: &mut [u8], _timeout: Duration) -> Result<usize, ReadError> {
        let mut state = self.state();
        let n = buf.len().min(state.answers.len());
        for (to, from) in buf.iter_mut().zip(state.answers.drain(..n)) {
            *to = from;
        }
        Ok(n)
    }
}

impl Connect for Memory {
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        let mut state = self.state();
        if state.absent {
            let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(ConnectError { place: "memory".to_owned(), cause });
        }
        state.connections += 1;
        drop(state);
        Ok(Box::new(self.clone()))
    }

    fn place(&self) -> String {
        "memory".to_owned()
    }
}
