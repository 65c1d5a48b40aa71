//! A printer on a serial line (RS-232, or a USB adapter that shows itself as one), 8 data bits, no parity.
//!
//! Receipt printers hold the sender back while they print: by their ready line (DTR of the printer on CTS of the
//! host) or by XON/XOFF. Without either, a slip longer than the printer's buffer is lost in silence, so the choice is
//! the caller's and has no default. Linux and other Unix systems.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::event::PollFlags;
use rustix::fs::{FlockOperation, OFlags, flock};
use rustix::termios::{
    ControlModes, InputModes, OptionalActions, QueueSelector, tcflush, tcgetattr, tcsetattr,
};

use super::ear::{Ear, ready};
use super::{Connect, ConnectError, News, ReadError, Transport, WriteError, WriteKind};

/// How the printer holds the sender back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// By its ready line: RTS and CTS are obeyed.
    Hardware,
    /// By XON and XOFF.
    Software,
    /// Not at all.
    None,
}

/// Connects to one serial line.
#[derive(Clone)]
pub struct Serial {
    path: PathBuf,
    baud: u32,
    flow: Flow,
    news: Option<News>,
}

impl std::fmt::Debug for Serial {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Serial({}, {}, {:?})", self.path.display(), self.baud, self.flow)
    }
}

impl Serial {
    /// The line at `path` (a device under `/dev`) with so many bits per second; 9600, 19200, 38400 and 115200 are usual.
    pub fn new(path: impl Into<PathBuf>, baud: u32, flow: Flow) -> Self {
        Serial { path: path.into(), baud, flow, news: None }
    }

    fn open(&self) -> io::Result<File> {
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
        let file = OpenOptions::new().read(true).write(true).custom_flags(flags as i32).open(&self.path)?;
        // One sender a line: a second station would print into the first one's slips.
        flock(&file, FlockOperation::NonBlockingLockExclusive)?;
        let mut settings = tcgetattr(&file)?;
        settings.make_raw();
        settings.control_modes |= ControlModes::CLOCAL | ControlModes::CREAD | ControlModes::CS8;
        settings.control_modes -= ControlModes::CSTOPB | ControlModes::PARENB;
        settings.control_modes.set(ControlModes::CRTSCTS, self.flow == Flow::Hardware);
        settings.input_modes.set(InputModes::IXON, self.flow == Flow::Software);
        settings.input_modes.remove(InputModes::IXOFF);
        settings.set_speed(self.baud)?;
        tcsetattr(&file, OptionalActions::Now, &settings)?;
        tcflush(&file, QueueSelector::IFlush)?;
        Ok(file)
    }
}

impl Connect for Serial {
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        let file = self.open().map_err(|cause| ConnectError { place: place(&self.path), cause })?;
        let file = Arc::new(file);
        let ear = self.news.clone().and_then(|news| Ear::listen(file.clone(), news));
        Ok(Box::new(SerialLink { file, baud: self.baud.max(300), ear }))
    }

    fn on_news(&mut self, call: News) {
        self.news = Some(call);
    }

    fn place(&self) -> String {
        place(&self.path)
    }
}

fn place(path: &Path) -> String {
    path.display().to_string()
}

struct SerialLink {
    file: Arc<File>,
    baud: u32,
    ear: Option<Ear>,
}

impl Transport for SerialLink {
    /// The line itself needs ten bits a byte; that time comes on top of the deadline.
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError> {
        let wire = Duration::from_millis(bytes.len() as u64 * 10_000 / u64::from(self.baud));
        let end = Instant::now() + deadline + wire;
        let mut accepted = 0;
        while accepted < bytes.len() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(WriteError { accepted, kind: WriteKind::Timeout });
            }
            let written = ready(&*self.file, PollFlags::OUT, left).and_then(|ready| {
                if ready {
                    (&*self.file).write(&bytes[accepted..])
                } else {
                    Err(ErrorKind::WouldBlock.into())
                }
            });
            match written {
                Ok(n) => accepted += n,
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(e) if e.kind() == ErrorKind::BrokenPipe => {
                    return Err(WriteError { accepted, kind: WriteKind::Gone });
                }
                Err(e) => return Err(WriteError { accepted, kind: WriteKind::Other(e) }),
            }
        }
        Ok(())
    }

    fn read(&mut self, buf: &mut [u8], timeout: Duration) -> Result<usize, ReadError> {
        if !ready(&*self.file, PollFlags::IN, timeout)? {
            return Ok(0);
        }
        let read = (&*self.file).read(buf);
        self.ear.iter().for_each(Ear::read);
        match read {
            Ok(0) => Err(ReadError(ErrorKind::UnexpectedEof.into())),
            Ok(n) => Ok(n),
            Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(0),
            Err(e) => Err(ReadError(e)),
        }
    }
}
