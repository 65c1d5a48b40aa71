//! A printer on a serial line (RS-232, or a USB adapter that shows itself as one), 8 data bits, no parity.
//!
//! Receipt printers hold the sender back while they print: by their ready line (DTR of the printer on CTS of the
//! host) or by XON/XOFF. Without either, a slip longer than the printer's buffer is lost in silence, so the choice is
//! the caller's and has no default. Linux and other Unix systems.
//!
//! The system takes bytes for a line on which nobody is, and keeps what a printer holds back: so bytes count as accepted
//! once they left the system's queue, what did not leave in time is taken back, and a line on which nobody answers gets
//! no slip ([`Connect::must_answer`]).

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

use rustix::ioctl::{Getter, Opcode, ioctl};

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
        Ok(Box::new(SerialLink { file, baud: self.baud.max(300), ear, queued }))
    }

    fn on_news(&mut self, call: News) {
        self.news = Some(call);
    }

    fn place(&self) -> String {
        place(&self.path)
    }

    fn must_answer(&self) -> bool {
        true
    }
}

fn place(path: &Path) -> String {
    path.display().to_string()
}

/// Asks a terminal how many bytes it has not sent yet.
#[cfg(any(target_os = "linux", target_os = "android"))]
const TIOCOUTQ: Opcode = 0x5411;
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const TIOCOUTQ: Opcode = 0x4004_7473;

/// How many bytes the system still holds for the line.
fn queued(line: &File) -> io::Result<usize> {
    #[expect(unsafe_code, reason = "rustix has no name for this question, whose answer is one int")]
    // SAFETY: TIOCOUTQ writes one int and nothing else.
    let count = unsafe { ioctl(line, Getter::<TIOCOUTQ, std::ffi::c_int>::new())? };
    Ok(usize::try_from(count).unwrap_or(0))
}

struct SerialLink {
    file: Arc<File>,
    baud: u32,
    ear: Option<Ear>,
    queued: fn(&File) -> io::Result<usize>,
}

impl Drop for SerialLink {
    /// What a printer has not taken by now it does not get later, from a queue that nobody remembers.
    fn drop(&mut self) {
        let _gone = tcflush(&*self.file, QueueSelector::OFlush);
    }
}

impl SerialLink {
    /// How long so many bytes take on the line, at ten bits each.
    fn wire(&self, bytes: usize) -> Duration {
        Duration::from_millis(bytes as u64 * 10_000 / u64::from(self.baud))
    }

    /// Puts the bytes into the system's queue; how many it took by `end`, and what ended it early.
    fn put(&self, bytes: &[u8], end: Instant) -> (usize, Option<WriteKind>) {
        let mut taken = 0;
        while taken < bytes.len() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return (taken, Some(WriteKind::Timeout));
            }
            let written = ready(&*self.file, PollFlags::OUT, left).and_then(|ready| {
                if ready { (&*self.file).write(&bytes[taken..]) } else { Err(ErrorKind::WouldBlock.into()) }
            });
            match written {
                Ok(n) => taken += n,
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                Err(e) if e.kind() == ErrorKind::BrokenPipe => return (taken, Some(WriteKind::Gone)),
                Err(e) => return (taken, Some(WriteKind::Other(e))),
            }
        }
        (taken, None)
    }

    /// Waits until the queue is empty; how many bytes are left in it at `end`.
    fn drain(&self, end: Instant) -> io::Result<usize> {
        loop {
            let left = (self.queued)(&self.file)?;
            let time = end.saturating_duration_since(Instant::now());
            if left == 0 || time.is_zero() {
                return Ok(left);
            }
            // Nothing wakes whoever waits for a queue to run empty.
            let pause = self.wire(left).clamp(Duration::from_millis(1), Duration::from_millis(20));
            std::thread::sleep(pause.min(time));
        }
    }
}

impl Transport for SerialLink {
    /// The time that the line itself needs comes on top of the deadline.
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError> {
        let end = Instant::now() + deadline + self.wire(bytes.len());
        let (taken, ended) = self.put(bytes, end);
        let drained = if ended.is_none() { self.drain(end) } else { (self.queued)(&self.file) };
        let kind = match (ended, &drained) {
            (Some(kind), _) => kind,
            (None, Ok(0)) => return Ok(()),
            (None, _) => WriteKind::Timeout,
        };
        let _gone = tcflush(&*self.file, QueueSelector::OFlush);
        // A queue that cannot be asked may have sent all it took.
        Err(WriteError { accepted: taken.saturating_sub(drained.unwrap_or(0)), kind })
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

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    #[test]
    fn what_the_system_still_holds_is_not_accepted() {
        let far = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&far).unwrap();
        unlockpt(&far).unwrap();
        let path = ptsname(&far, Vec::new()).unwrap().into_string().unwrap();
        let file = Arc::new(Serial::new(&path, 115_200, Flow::Hardware).open().unwrap());
        // A pseudo terminal holds nothing back: what a real line would is told here.
        let mut link = SerialLink { file, baud: 115_200, ear: None, queued: |_| Ok(7) };
        let error = link.write(&[b'a'; 20], Duration::ZERO).unwrap_err();
        assert_eq!((error.accepted, error.to_string().contains("in time")), (13, true));
        link.queued = |_| Ok(20);
        assert_eq!(link.write(&[b'a'; 20], Duration::ZERO).unwrap_err().accepted, 0, "safe to try again");
        link.queued = queued;
        link.write(&[b'b'; 20], Duration::from_secs(5)).unwrap();
    }
}
