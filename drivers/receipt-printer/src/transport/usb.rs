//! A printer on USB (printer class 07, or a vendor class by its ids), through libusb. Behind the feature `usb`, which
//! builds libusb (LGPL-2.1) from source: only a C compiler is needed. One writer, one thread that always reads, so
//! that a status can come while a slip is being written.
//!
//! The system's own printer driver is detached while the connection lasts. Who may open the device is a matter of its
//! node's permission, which may come a moment after the device: [`Connect::connect`] then fails with
//! `PermissionDenied` and the next attempt succeeds, so there is nothing to wait for here. A printer that comes back
//! is found by looking again; hotplug messages are not used.

mod find;

pub use find::{Find, Found};

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusb::{Context, DeviceHandle, UsbContext};

use super::{Connect, ConnectError, ReadError, Transport, WriteError, WriteKind};
use find::{Port, port_of};

/// How long one transfer waits: the longest a dropped connection takes to end its thread.
const SLICE: Duration = Duration::from_millis(200);
/// Messages from the printer that nobody reads, at most; newer ones are dropped.
const UNREAD: usize = 1024;

/// Connects to one printer on USB.
#[derive(Debug, Clone)]
pub struct Usb {
    find: Find,
}

impl Usb {
    /// The printer that `find` describes; it need not be there yet.
    pub fn new(find: Find) -> Self {
        Usb { find }
    }

    /// All devices that may be receipt printers, with what keeps each from being opened.
    ///
    /// # Errors
    /// When the system has no USB at all.
    pub fn list() -> io::Result<Vec<Found>> {
        find::list(&Context::new().map_err(io_error)?)
    }

    fn open(&self) -> io::Result<UsbLink> {
        let context = Context::new().map_err(io_error)?;
        let mut why = io::Error::from(ErrorKind::NotFound);
        for device in context.devices().map_err(io_error)?.iter() {
            // A device whose descriptors cannot be read is some other device: the search goes on.
            let Some(port) = port_of(&device, &self.find) else { continue };
            match open(&device, &port).and_then(|handle| self.wanted(handle, &port)) {
                Ok(Some(handle)) => return UsbLink::start(handle, &port),
                Ok(None) => {}
                Err(e) => why = io_error(e),
            }
        }
        Err(why)
    }

    /// Keeps the handle if its device says that it speaks ESC/POS, or was named by its ids.
    fn wanted(
        &self,
        handle: Arc<DeviceHandle<Context>>,
        port: &Port,
    ) -> rusb::Result<Option<Arc<DeviceHandle<Context>>>> {
        let named = matches!(self.find, Find::Device { .. });
        let speaks = named || find::device_id(&handle, port).is_some_and(|id| id.contains("ESC/POS"));
        Ok(speaks.then_some(handle))
    }
}

fn open(device: &rusb::Device<Context>, port: &Port) -> rusb::Result<Arc<DeviceHandle<Context>>> {
    let handle = device.open()?;
    match handle.set_auto_detach_kernel_driver(true) {
        Ok(()) | Err(rusb::Error::NotSupported) => {}
        Err(e) => return Err(e),
    }
    handle.claim_interface(port.interface)?;
    if port.setting != 0 {
        handle.set_alternate_setting(port.interface, port.setting)?;
    }
    Ok(Arc::new(handle))
}

fn io_error(e: rusb::Error) -> io::Error {
    let kind = match e {
        rusb::Error::Access => ErrorKind::PermissionDenied,
        rusb::Error::NoDevice | rusb::Error::NotFound => ErrorKind::NotFound,
        rusb::Error::Busy => ErrorKind::ResourceBusy,
        rusb::Error::Timeout => ErrorKind::TimedOut,
        _ => ErrorKind::Other,
    };
    io::Error::new(kind, e)
}

impl Connect for Usb {
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        let link = self.open().map_err(|cause| ConnectError { place: self.place(), cause })?;
        Ok(Box::new(link))
    }

    fn place(&self) -> String {
        self.find.to_string()
    }
}

struct UsbLink {
    handle: Arc<DeviceHandle<Context>>,
    out: u8,
    incoming: Receiver<Vec<u8>>,
    unread: Vec<u8>,
    stop: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
}

impl UsbLink {
    fn start(handle: Arc<DeviceHandle<Context>>, port: &Port) -> io::Result<Self> {
        let (sender, incoming) = sync_channel(UNREAD);
        let stop = Arc::new(AtomicBool::new(false));
        let (far, stopped, input) = (handle.clone(), stop.clone(), port.input);
        let reader = std::thread::Builder::new().name("printer-usb".to_owned()).spawn(move || {
            let Some(input) = input else {
                // Nothing ever comes; the sender lives as long as the connection.
                while !stopped.load(Ordering::Acquire) {
                    std::thread::park();
                }
                return drop(sender);
            };
            let mut buf = [0; 512];
            while !stopped.load(Ordering::Acquire) {
                match far.read_bulk(input, &mut buf, SLICE) {
                    Ok(n) if n > 0 => drop(sender.try_send(buf[..n].to_vec())),
                    Ok(_) | Err(rusb::Error::Timeout | rusb::Error::Interrupted) => {}
                    // Io, Pipe, NoDevice, Overflow: dropping the sender tells the owner that the device is gone.
                    Err(_) => return,
                }
            }
        })?;
        Ok(UsbLink { handle, out: port.output, incoming, unread: Vec::new(), stop, reader: Some(reader) })
    }
}

impl Transport for UsbLink {
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError> {
        let end = Instant::now() + deadline;
        let mut accepted = 0;
        while accepted < bytes.len() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(WriteError { accepted, kind: WriteKind::Timeout });
            }
            // A timeout of zero means "for ever" to libusb.
            match self.handle.write_bulk(self.out, &bytes[accepted..], left.max(Duration::from_millis(1))) {
                // Fewer than asked for: the time ran out after a part. The count is right.
                Ok(n) => accepted += n,
                Err(rusb::Error::Timeout | rusb::Error::Interrupted) => {}
                // After any other error libusb does not say how far it came: all of it may have been taken.
                Err(rusb::Error::NoDevice) => {
                    return Err(WriteError { accepted: bytes.len(), kind: WriteKind::Gone });
                }
                Err(e) => {
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
