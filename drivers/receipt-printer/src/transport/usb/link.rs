//! One claimed printer: a writer that counts what was accepted, and a thread that always reads.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusb::{Context, DeviceHandle};

use super::super::{News, ReadError, Transport, WriteError, WriteKind};
use super::find::Port;
use super::{CONTROL, io_error};

/// How long one reading transfer waits: the longest a dropped connection takes to end its thread.
const SLICE: Duration = Duration::from_millis(200);
/// Messages from the printer that nobody reads, at most; newer ones are dropped.
const UNREAD: usize = 1024;

pub(super) struct UsbLink {
    handle: Arc<DeviceHandle<Context>>,
    port: Port,
    incoming: Receiver<Vec<u8>>,
    unread: Vec<u8>,
    stop: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

impl UsbLink {
    /// Takes over a handle whose interface is claimed; `news` is called for whatever comes, and at the end.
    pub(super) fn start(handle: DeviceHandle<Context>, port: &Port, news: Option<News>) -> io::Result<Self> {
        let handle = Arc::new(handle);
        let (sender, incoming) = sync_channel(UNREAD);
        let stop = Arc::new(AtomicBool::new(false));
        let (far, stopped, input) = (handle.clone(), stop.clone(), port.input);
        let reader =
            std::thread::Builder::new().name("printer-usb".to_owned()).spawn(move || match input {
                Some(input) => {
                    let ring = || news.iter().for_each(|call| call());
                    read_always(&far, input, &sender, &ring, &stopped);
                    // Whoever is called now finds the connection dead.
                    drop(sender);
                    ring();
                }
                // Nothing ever comes; the sender lives as long as the connection.
                None => {
                    while !stopped.load(Ordering::Acquire) {
                        std::thread::park();
                    }
                    drop(sender);
                }
            })?;
        Ok(UsbLink { handle, port: *port, incoming, unread: Vec::new(), stop, reader: Some(reader) })
    }

    /// Whether the reading thread has seen the end of the device.
    fn over(&self) -> bool {
        self.reader.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// A class request to the interface.
    fn index(&self) -> u16 {
        u16::from(self.port.interface)
    }
}

/// Reads until the connection is dropped or the device fails. Io, Pipe, NoDevice and the rest end it alike: dropping
/// the sender tells the owner that this connection is dead.
fn read_always(
    far: &DeviceHandle<Context>,
    input: u8,
    sender: &SyncSender<Vec<u8>>,
    ring: &dyn Fn(),
    stop: &AtomicBool,
) {
    let mut buf = [0; 512];
    while !stop.load(Ordering::Acquire) {
        match far.read_bulk(input, &mut buf, SLICE) {
            Ok(n) if n > 0 => {
                drop(sender.try_send(buf[..n].to_vec()));
                ring();
            }
            Ok(_) | Err(rusb::Error::Timeout | rusb::Error::Interrupted) => {}
            Err(e) => {
                mend(far, input, e);
                return;
            }
        }
    }
}

/// A halted endpoint stays halted for the next connection too, unless the halt is taken away.
fn mend(handle: &DeviceHandle<Context>, endpoint: u8, e: rusb::Error) {
    if e == rusb::Error::Pipe {
        // A device that refuses this as well is found out by the next connection.
        let _refused = handle.clear_halt(endpoint);
    }
}

impl Transport for UsbLink {
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError> {
        if self.over() {
            return Err(WriteError { accepted: 0, kind: WriteKind::Gone });
        }
        let end = Instant::now() + deadline;
        let mut accepted = 0;
        while accepted < bytes.len() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(WriteError { accepted, kind: WriteKind::Timeout });
            }
            // A timeout of zero means "for ever" to libusb.
            let wait = left.max(Duration::from_millis(1));
            match self.handle.write_bulk(self.port.output, &bytes[accepted..], wait) {
                // Fewer than asked for: the time ran out after a part. The count is right.
                Ok(n) => accepted += n,
                Err(rusb::Error::Timeout | rusb::Error::Interrupted) => {}
                // After any other error libusb does not say how far it came: all of it may have been taken.
                Err(rusb::Error::NoDevice) => {
                    return Err(WriteError { accepted: bytes.len(), kind: WriteKind::Gone });
                }
                Err(e) => {
                    mend(&self.handle, self.port.output, e);
                    return Err(WriteError { accepted: bytes.len(), kind: WriteKind::Other(io_error(e)) });
                }
            }
        }
        Ok(())
    }

    fn read(&mut self, buf: &mut [u8], timeout: Duration) -> Result<usize, ReadError> {
        if self.unread.is_empty() {
            let came = if timeout.is_zero() {
                self.incoming.try_recv().map_err(|e| e == TryRecvError::Empty)
            } else {
                self.incoming.recv_timeout(timeout).map_err(|e| e == RecvTimeoutError::Timeout)
            };
            match came {
                Ok(bytes) => self.unread = bytes,
                Err(true) => return Ok(0),
                Err(false) => return Err(ReadError(ErrorKind::UnexpectedEof.into())),
            }
        }
        let n = buf.len().min(self.unread.len());
        buf[..n].copy_from_slice(&self.unread[..n]);
        self.unread.drain(..n);
        Ok(n)
    }

    fn port_status(&mut self) -> Option<u8> {
        let mut byte = [0];
        let n = self.handle.read_control(0xA1, 1, 0, self.index(), &mut byte, CONTROL).ok()?;
        (n == 1).then_some(byte[0])
    }

    fn soft_reset(&mut self) -> bool {
        // The class says 21; devices made before its revision of 1997 know 23 only.
        [0x21, 0x23]
            .into_iter()
            .any(|to| self.handle.write_control(to, 2, 0, self.index(), &[], CONTROL).is_ok())
    }
}

impl Drop for UsbLink {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(reader) = self.reader.take() {
            reader.thread().unpark();
            drop(reader.join());
        }
    }
}
