//! How bytes get to a printer and back. A transport is one open connection; a [`Connect`] makes new ones, because a
//! connection that failed is never used again.
//!
//! Two stations on one TCP printer: raw port 9100 serves one connection after the other, and a second connection is
//! merely not listened to. So [`Connect::shared`] connections are closed after every slip and every question, and one on
//! which nobody answers is somebody else's ([`crate::printer::Why::Busy`]): nothing is sent into it. A TCP printer that
//! belongs to one station alone keeps its line, so that it can report by itself ([`tcp::Tcp::kept`]).

#[cfg(unix)]
mod ear;
pub mod memory;
#[cfg(unix)]
pub mod serial;
pub mod tcp;
#[cfg(feature = "usb")]
pub mod usb;

use std::io;
use std::sync::Arc;
use std::time::Duration;

/// Why a write ended early.
#[derive(Debug, thiserror::Error)]
#[error("{kind} after {accepted} bytes")]
pub struct WriteError {
    /// How many bytes may have been taken; 0 only where it is certain that none was.
    pub accepted: usize,
    /// What happened.
    pub kind: WriteKind,
}

/// What ended a write.
#[derive(Debug, thiserror::Error)]
pub enum WriteKind {
    /// The printer took no more in time: out of paper, open, or busy. The connection may still be alive.
    #[error("the printer took no more bytes in time")]
    Timeout,
    /// The other end is gone.
    #[error("the printer is gone")]
    Gone,
    /// Anything else; treated as gone.
    #[error("{0}")]
    Other(#[source] io::Error),
}

/// Reading failed: the connection is dead.
#[derive(Debug, thiserror::Error)]
#[error("the printer is gone: {0}")]
pub struct ReadError(#[from] pub io::Error);

/// No connection could be made.
#[derive(Debug, thiserror::Error)]
#[error("no printer at {place}: {cause}")]
pub struct ConnectError {
    /// Where it was looked for.
    pub place: String,
    /// What the system said.
    #[source]
    pub cause: io::Error,
}

/// Why there is no connection, as far as a person has to do something different about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Absence {
    /// Nothing is there: plug it in, switch it on.
    NotFound,
    /// It is there, and this user may not open it: its permission comes a moment later, or never.
    NotPermitted,
    /// It is there, and another program or another station holds it.
    Busy,
    /// Anything else; the text of the error says what.
    Other,
}

impl Absence {
    /// What the system's answer means.
    pub fn of(kind: io::ErrorKind) -> Self {
        match kind {
            io::ErrorKind::NotFound => Absence::NotFound,
            io::ErrorKind::PermissionDenied => Absence::NotPermitted,
            io::ErrorKind::ResourceBusy | io::ErrorKind::WouldBlock => Absence::Busy,
            _ => Absence::Other,
        }
    }
}

impl ConnectError {
    /// The reason in one word.
    pub fn absence(&self) -> Absence {
        Absence::of(self.cause.kind())
    }
}

/// One open connection to a printer. Every call is bounded by the time it is given.
pub trait Transport: Send {
    /// Hands over all bytes, or says how far it came.
    ///
    /// # Errors
    /// [`WriteError`] with the count that was accepted.
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError>;

    /// Reads what has come, waiting at most `timeout` for the first byte; `Ok(0)` when nothing came.
    ///
    /// # Errors
    /// [`ReadError`] when the connection is dead.
    fn read(&mut self, buf: &mut [u8], timeout: Duration) -> Result<usize, ReadError>;

    /// The byte that the USB printer class keeps beside the stream (GET_PORT_STATUS), so that it can be had while the
    /// printer takes nothing: bit 5 no paper, bit 4 selected, bit 3 no error. `None` where there is no such way or no
    /// answer came. Many printers answer the same byte for ever: see [`no_paper`]. Lasts at most 0.5 s.
    fn port_status(&mut self) -> Option<u8> {
        None
    }

    /// Asks the device beside the stream to throw away what it holds (SOFT_RESET); `true` when it took the request,
    /// which proves nothing about the paper. `false` where there is no such way. Lasts at most 0.5 s.
    fn soft_reset(&mut self) -> bool {
        false
    }
}

/// Whether a byte of [`Transport::port_status`] says that the paper is out. Only this is believed of it: a byte whose
/// reserved bits are set is noise, and "error" alone is what some printers say for ever.
pub fn no_paper(port_status: u8) -> bool {
    port_status & 0xC7 == 0 && port_status & 0x20 != 0
}

/// Called when there may be something new to hear of a printer: see [`Connect::on_news`].
pub type News = Arc<dyn Fn() + Send + Sync>;

/// Makes connections to one printer.
pub trait Connect: Send {
    /// Opens a fresh connection, within a few seconds.
    ///
    /// # Errors
    /// [`ConnectError`] when there is none to be had.
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError>;

    /// Where the printer is, for people: an address, a port.
    fn place(&self) -> String;

    /// Waits at most `wait` for a sign that connecting is worth another try: a device was plugged in. `false` when
    /// none came, and at once where this transport has no such signs. A sign is advice: it may be about another
    /// device, and none may come for the right one.
    fn await_arrival(&mut self, wait: Duration) -> bool {
        let _no_signs = wait;
        false
    }

    /// From now on calls this, on a thread of the transport's own, when there may be news: bytes came from the printer, its
    /// connection ended, a device was plugged in. So the owner may sleep and need not ask again and again; what the
    /// news are it finds out by [`crate::Printer::watch`]. A call is advice: the answer to a question is one too. It must
    /// return at once. Where a transport hears nothing by itself (a shared printer has no connection between slips) it is
    /// never called.
    fn on_news(&mut self, _call: News) {}

    /// Whether other stations may use the same printer, one connection after the other: then a connection is closed
    /// as soon as nothing is under way on it.
    fn shared(&self) -> bool {
        false
    }

    /// Whether a line that opens may still be somebody else's: the far end accepts it and listens to it only when its turn
    /// comes (TCP). There silence is no word of the printer, and nothing is sent into a line that is not answered on.
    fn queues(&self) -> bool {
        false
    }

    /// Whether bytes may be taken where no printer is at all: by the system, for a line that queues or a serial cable. There
    /// nothing is sent while nobody answers, unless the profile says that the printer cannot ([`crate::profile::Ask`]).
    fn must_answer(&self) -> bool {
        self.queues()
    }
}

impl<F> Connect for F
where
    F: FnMut() -> Result<Box<dyn Transport>, ConnectError> + Send,
{
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        self()
    }

    fn place(&self) -> String {
        "in process".to_owned()
    }
}

/// How long so many bytes may take: the slowest head prints a picture at 46 kB/s and holds the line meanwhile.
pub fn write_deadline(bytes: usize) -> Duration {
    Duration::from_secs(5) + Duration::from_millis((bytes / 46) as u64)
}
