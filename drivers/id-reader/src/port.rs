//! The serial line behind one small trait: the machine's own, or one in memory.

use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::time::Duration;

use serialport::{ClearBuffer, SerialPort};

use crate::command::Baud;

/// What goes wrong with a line. None of these says anything about a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PortError {
    /// Nothing at the configured path.
    #[error("no such port")]
    NotFound,
    /// This user may not open the port (group `dialout` or `uucp`).
    #[error("no permission to open the port")]
    NotPermitted,
    /// Another program holds the port (brltty and ModemManager are the usual ones).
    #[error("the port is in use by another program")]
    Busy,
    /// The port vanished: unplugged, or its far end closed. The handle is of no more use.
    #[error("the port is gone")]
    Gone,
    /// Anything else the operating system said.
    #[error("port failure: {0}")]
    Io(ErrorKind),
}

/// An open line, 8N1, no flow control, no modem lines.
pub trait Port: Send {
    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// Any [`PortError`]; the port must then be reopened.
    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError>;

    /// Reads what is there, waiting at most `wait` for the first byte. `Ok(0)` means that nothing came in time.
    ///
    /// # Errors
    /// [`PortError::Gone`] if the port has vanished.
    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> Result<usize, PortError>;

    /// Throws away what has arrived and was not read.
    ///
    /// # Errors
    /// Any [`PortError`]; the port must then be reopened.
    fn clear(&mut self) -> Result<(), PortError>;

    /// Changes the rate.
    ///
    /// # Errors
    /// Any [`PortError`]; the port must then be reopened.
    fn set_baud(&mut self, baud: Baud) -> Result<(), PortError>;
}

/// Opens ports by path.
pub trait Opener: Send {
    /// Opens the port at `path` with `baud`.
    ///
    /// # Errors
    /// Why it cannot be opened.
    fn open(&mut self, path: &Path, baud: Baud) -> Result<Box<dyn Port>, PortError>;
}

/// Opens the machine's serial ports, each for itself alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct SerialOpener;

impl Opener for SerialOpener {
    fn open(&mut self, path: &Path, baud: Baud) -> Result<Box<dyn Port>, PortError> {
        if !path.exists() {
            return Err(PortError::NotFound);
        }
        let name = path.to_str().ok_or(PortError::NotFound)?;
        let port = serialport::new(name, baud.rate()).timeout(Duration::from_millis(100)).open();
        match port {
            Ok(port) => Ok(Box::new(Serial(port))),
            Err(error) => Err(match error.kind {
                serialport::ErrorKind::NoDevice if path.exists() => PortError::Busy,
                serialport::ErrorKind::NoDevice => PortError::NotFound,
                serialport::ErrorKind::Io(kind) => opening(kind),
                _ => PortError::Io(ErrorKind::Other),
            }),
        }
    }
}

fn opening(kind: ErrorKind) -> PortError {
    match kind {
        ErrorKind::NotFound => PortError::NotFound,
        ErrorKind::PermissionDenied => PortError::NotPermitted,
        ErrorKind::ResourceBusy => PortError::Busy,
        other => PortError::Io(other),
    }
}

struct Serial(Box<dyn SerialPort>);

impl Port for Serial {
    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        self.0.write_all(bytes).map_err(|error| gone(&error))
    }

    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> Result<usize, PortError> {
        self.0.set_timeout(wait.max(Duration::from_millis(1))).map_err(|_| PortError::Gone)?;
        match self.0.read(buffer) {
            // Adapters that were pulled out answer "0 bytes" at once and for ever: not an empty line.
            Ok(0) => Err(PortError::Gone),
            Ok(count) => Ok(count),
            Err(error) if matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted) => Ok(0),
            Err(error) => Err(gone(&error)),
        }
    }

    fn clear(&mut self) -> Result<(), PortError> {
        self.0.clear(ClearBuffer::Input).map_err(|_| PortError::Gone)
    }

    fn set_baud(&mut self, baud: Baud) -> Result<(), PortError> {
        self.0.set_baud_rate(baud.rate()).map_err(|_| PortError::Gone)
    }
}

/// On an open port every failure but a timeout means the handle is dead.
fn gone(error: &io::Error) -> PortError {
    tracing::debug!(kind = ?error.kind(), "port failed");
    PortError::Gone
}
