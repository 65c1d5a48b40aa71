//! Raw TCP printing, by custom on port 9100.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

#[cfg(unix)]
use super::ear::Ear;
use super::{Connect, ConnectError, News, ReadError, Transport, WriteError, WriteKind};

/// The usual port of raw printing.
pub const PORT: u16 = 9100;
/// How long one address may take to answer a connection.
const CONNECT: Duration = Duration::from_secs(2);

/// Connects to one address.
#[derive(Clone)]
pub struct Tcp {
    address: String,
    kept: bool,
    news: Option<News>,
}

impl std::fmt::Debug for Tcp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Tcp({}{})", self.address, if self.kept { ", kept" } else { "" })
    }
}

impl Tcp {
    /// `host`, `host:port` or an address of either kind; without a port it is [`PORT`]. Others may print there too: each
    /// slip and each question has a line of its own.
    pub fn new(address: impl Into<String>) -> Self {
        let address = address.into();
        let bare_v6 = address.matches(':').count() > 1 && !address.starts_with('[');
        let has_port =
            !bare_v6 && address.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        Tcp {
            address: match (has_port, bare_v6) {
                (true, _) => address,
                (false, true) => format!("[{address}]:{PORT}"),
                (false, false) => format!("{address}:{PORT}"),
            },
            kept: false,
            news: None,
        }
    }

    /// The same, for a printer on which nobody else prints: the line stays open, so that what the printer reports by itself
    /// is heard at once. A printer that reports nothing is asked as any other. Whoever else connects meanwhile finds
    /// it busy; a second owner that keeps its line as well waits for ever, and says so ([`super::Absence::Busy`]).
    pub fn kept(self) -> Self {
        Tcp { kept: true, ..self }
    }

    fn open(&self) -> io::Result<TcpStream> {
        let mut last = io::Error::from(ErrorKind::NotFound);
        for address in self.address.to_socket_addrs()?.take(4) {
            match TcpStream::connect_timeout(&address, CONNECT) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(stream);
                }
                Err(e) => last = e,
            }
        }
        Err(last)
    }
}

impl Connect for Tcp {
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        let stream = self.open().map_err(|cause| ConnectError { place: self.address.clone(), cause })?;
        let stream = Arc::new(stream);
        #[cfg(unix)]
        let ear = self.news.clone().filter(|_| self.kept).and_then(|news| Ear::listen(stream.clone(), news));
        Ok(Box::new(TcpLink {
            stream,
            #[cfg(unix)]
            ear,
        }))
    }

    fn on_news(&mut self, call: News) {
        self.news = Some(call);
    }

    fn place(&self) -> String {
        self.address.clone()
    }

    fn shared(&self) -> bool {
        !self.kept
    }

    fn queues(&self) -> bool {
        true
    }
}

/// One connection.
struct TcpLink {
    stream: Arc<TcpStream>,
    #[cfg(unix)]
    ear: Option<Ear>,
}

impl Drop for TcpLink {
    fn drop(&mut self) {
        #[cfg(unix)]
        self.ear.iter().for_each(Ear::stop);
        // The ear ends with its line and not with its patience; a line that is gone already refuses this.
        drop(self.stream.shutdown(Shutdown::Both));
    }
}

impl Transport for TcpLink {
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError> {
        let end = Instant::now() + deadline;
        let mut accepted = 0;
        let failed = |accepted, kind| Err(WriteError { accepted, kind });
        while accepted < bytes.len() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return failed(accepted, WriteKind::Timeout);
            }
            if let Err(e) = self.stream.set_write_timeout(Some(left)) {
                return failed(accepted, WriteKind::Other(e));
            }
            match (&*self.stream).write(&bytes[accepted..]) {
                Ok(0) => return failed(accepted, WriteKind::Gone),
                Ok(n) => accepted += n,
                Err(e) => match e.kind() {
                    ErrorKind::Interrupted => {}
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                        return failed(accepted, WriteKind::Timeout);
                    }
                    ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
                        return failed(accepted, WriteKind::Gone);
                    }
                    _ => return failed(accepted, WriteKind::Other(e)),
                },
            }
        }
        Ok(())
    }

    fn read(&mut self, buf: &mut [u8], timeout: Duration) -> Result<usize, ReadError> {
        // A timeout of zero means "for ever" to the system.
        self.stream.set_read_timeout(Some(timeout.max(Duration::from_millis(1))))?;
        let read = (&*self.stream).read(buf);
        #[cfg(unix)]
        self.ear.iter().for_each(Ear::read);
        match read {
            Ok(0) => Err(ReadError(ErrorKind::UnexpectedEof.into())),
            Ok(n) => Ok(n),
            Err(e)
                if matches!(
                    e.kind(),
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
                ) =>
            {
                Ok(0)
            }
            Err(e) => Err(ReadError(e)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_9100_unless_said() {
        for (given, want) in [
            ("printer.example", "printer.example:9100"),
            ("192.0.2.7:9101", "192.0.2.7:9101"),
            ("2001:db8::7", "[2001:db8::7]:9100"),
            ("[2001:db8::7]:9101", "[2001:db8::7]:9101"),
        ] {
            assert_eq!(Tcp::new(given).place(), want);
        }
    }
}
