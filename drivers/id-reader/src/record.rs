//! A session's bytes written down, and played back (feature `record`).
//!
//! A recording holds everything the cards said. Record synthetic cards only; never on a station in service.
//!
//! One event a line: seconds, what, bytes in hexadecimal. `>` to the module, `<` from it, `=` a rate, `!` the port
//! was lost, `#` a remark.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::command::Baud;
use crate::port::{Opener, Port, PortError};

/// Opens ports as another opener does and writes down what goes over them.
pub struct Recorder<O, W> {
    inner: O,
    out: Arc<Mutex<W>>,
    start: Instant,
}

impl<O: Opener, W: Write + Send + 'static> Recorder<O, W> {
    /// Records everything that goes over ports opened by `inner` into `out`.
    ///
    /// # Errors
    /// `out` cannot be written.
    pub fn new(inner: O, mut out: W) -> std::io::Result<Recorder<O, W>> {
        writeln!(out, "# id-reader recording: synthetic cards only")?;
        Ok(Recorder { inner, out: Arc::new(Mutex::new(out)), start: Instant::now() })
    }
}

impl<O: Opener, W: Write + Send + 'static> Opener for Recorder<O, W> {
    fn open(&mut self, path: &Path, baud: Baud) -> Result<Box<dyn Port>, PortError> {
        let inner = self.inner.open(path, baud)?;
        let port = RecordedPort { inner, out: Arc::clone(&self.out), start: self.start };
        port.note('=', baud.rate().to_string().as_str());
        Ok(Box::new(port))
    }
}

struct RecordedPort<W> {
    inner: Box<dyn Port>,
    out: Arc<Mutex<W>>,
    start: Instant,
}

impl<W: Write> RecordedPort<W> {
    /// A recording that cannot be written is no reason to fail a reader.
    fn note(&self, what: char, text: &str) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(out, "{:.4} {what} {text}", self.start.elapsed().as_secs_f64());
    }

    fn lost<T>(&self, result: Result<T, PortError>) -> Result<T, PortError> {
        if result.is_err() {
            self.note('!', "");
        }
        result
    }
}

impl<W: Write + Send> Port for RecordedPort<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        self.note('>', &hex(bytes));
        let result = self.inner.write(bytes);
        self.lost(result)
    }

    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> Result<usize, PortError> {
        let result = self.inner.read(buffer, wait);
        if let Some(bytes) =
            result.as_ref().ok().and_then(|count| buffer.get(..*count)).filter(|b| !b.is_empty())
        {
            self.note('<', &hex(bytes));
        }
        self.lost(result)
    }

    fn clear(&mut self) -> Result<(), PortError> {
        let result = self.inner.clear();
        self.lost(result)
    }

    fn set_baud(&mut self, baud: Baud) -> Result<(), PortError> {
        self.note('=', baud.rate().to_string().as_str());
        let result = self.inner.set_baud(baud);
        self.lost(result)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02X}");
        text
    })
}

/// Why a text is not a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not one of a recording")]
pub struct BadRecording {
    /// Counted from 1.
    pub line: usize,
}

/// One exchange: what was asked and what came back until the next question.
type Exchange = (Vec<u8>, VecDeque<Vec<u8>>);

struct Tape {
    exchanges: VecDeque<Exchange>,
    current: VecDeque<Vec<u8>>,
    now: Duration,
    strayed: Option<Vec<u8>>,
}

/// A recording played back to a driver: opener, port and clock in one. Each request must be the one recorded; then it
/// is answered with the bytes recorded, in the pieces recorded. Time passes only by waiting.
#[derive(Clone)]
pub struct Replay(Arc<Mutex<Tape>>);

impl Replay {
    /// Reads a recording.
    ///
    /// # Errors
    /// [`BadRecording`] with the first line that cannot be read.
    pub fn parse(text: &str) -> Result<Replay, BadRecording> {
        let mut exchanges: VecDeque<Exchange> = VecDeque::new();
        for (at, line) in text.lines().enumerate() {
            let bad = BadRecording { line: at + 1 };
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let mut words = line.split(' ');
            let (Some(_), Some(what), bytes) = (words.next(), words.next(), words.next().unwrap_or(""))
            else {
                return Err(bad);
            };
            match what {
                ">" => exchanges.push_back((bytes_of(bytes).ok_or(bad)?, VecDeque::new())),
                "<" => {
                    let bytes = bytes_of(bytes).ok_or(bad)?;
                    exchanges.back_mut().ok_or(bad)?.1.push_back(bytes);
                }
                "=" | "!" => {}
                _ => return Err(bad),
            }
        }
        let (current, now) = (VecDeque::new(), Duration::ZERO);
        Ok(Replay(Arc::new(Mutex::new(Tape { exchanges, current, now, strayed: None }))))
    }

    fn tape(&self) -> std::sync::MutexGuard<'_, Tape> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Exchanges not played yet.
    #[must_use]
    pub fn left(&self) -> usize {
        self.tape().exchanges.len()
    }

    /// The first request that was not the one recorded, if any: from there on nothing is answered.
    #[must_use]
    pub fn strayed(&self) -> Option<Vec<u8>> {
        self.tape().strayed.clone()
    }
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let even = hex.len().is_multiple_of(2) && hex.is_ascii();
    let pairs = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok());
    if even { pairs.collect() } else { None }
}

impl Clock for Replay {
    fn now(&self) -> Duration {
        self.tape().now
    }

    fn sleep(&self, time: Duration) {
        self.tape().now += time;
    }
}

impl Opener for Replay {
    fn open(&mut self, _path: &Path, _baud: Baud) -> Result<Box<dyn Port>, PortError> {
        Ok(Box::new(self.clone()))
    }
}

impl Port for Replay {
    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        let mut tape = self.tape();
        tape.current.clear();
        match tape.exchanges.pop_front() {
            Some((request, answer)) if request == bytes && tape.strayed.is_none() => tape.current = answer,
            _ => {
                tape.strayed.get_or_insert_with(|| bytes.to_vec());
            }
        }
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> Result<usize, PortError> {
        let mut tape = self.tape();
        let Some(mut piece) = tape.current.pop_front() else {
            tape.now += wait;
            return Ok(0);
        };
        let count = piece.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(piece.drain(..count)) {
            *to = from;
        }
        if !piece.is_empty() {
            tape.current.push_front(piece);
        }
        Ok(count)
    }

    fn clear(&mut self) -> Result<(), PortError> {
        self.tape().current.clear();
        Ok(())
    }

    fn set_baud(&mut self, _baud: Baud) -> Result<(), PortError> {
        Ok(())
    }
}
