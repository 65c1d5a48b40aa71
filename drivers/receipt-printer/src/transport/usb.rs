//! A printer on USB (printer class 07, or a vendor class by its ids), through libusb. Behind the feature `usb`, which
//! builds libusb (LGPL-2.1) from source: only a C compiler is needed. One writer, one thread that always reads, so
//! that a status can come while a slip is being written.
//!
//! **Opening.** A device of the printer class is asked for its 1284 id before anything is changed about it: only one
//! that names ESC/POS (or was named by its ids) is claimed, and the system's own driver (usblp) detached while the
//! connection lasts. A connection that failed in any way but a timeout is closed, and the next one looks for the
//! device anew.
//!
//! **Coming back.** A device that arrives rings a [bell](Connect::await_arrival); nothing is done in libusb's callback
//! but that. The bell is advice: every [`Connect::connect`] looks at all devices with a fresh context, so that a
//! printer is also found where no message comes (a container, a system without the messages), by the pauses of
//! [`crate::Printer`].
//!
//! **What a libusb built without libudev means** (the build has the library's headers or not; this crate does not
//! ask for them): the messages come from the kernel itself, *before* udev has set the node's owner. The first try then
//! ends in [`super::Absence::NotPermitted`], is told as that, and is repeated: [`Connect::await_arrival`] rings every
//! quarter of a second while it is refused, for half a minute. With libudev the message comes after the rules, and the
//! first try succeeds. Nothing else differs.

mod bell;
mod find;
mod link;

pub use find::{Find, Found};

use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use rusb::{Context, Device, DeviceHandle, UsbContext};

use super::{Connect, ConnectError, News, Transport};
use bell::Bell;
use find::{Port, port_of};
use link::UsbLink;

/// How long a request beside the stream may take (GET_DEVICE_ID, GET_PORT_STATUS, SOFT_RESET).
const CONTROL: Duration = Duration::from_millis(500);
/// After this long a printer that may not be opened is worth another try: its permission may have come.
const PERMISSION: Duration = Duration::from_millis(250);
/// A permission that has not come by then is a matter of the rules; the ordinary pauses go on.
const NO_PERMISSION: Duration = Duration::from_secs(30);

/// Connects to one printer on USB.
pub struct Usb {
    find: Find,
    bell: Option<Bell>,
    news: Option<News>,
    /// When opening it was first refused, and last.
    refused: Option<(Instant, Instant)>,
}

impl std::fmt::Debug for Usb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Usb({})", self.find)
    }
}

impl Usb {
    /// The printer that `find` describes; it need not be there yet, and nothing is opened before the first connection.
    pub fn new(find: Find) -> Self {
        Usb { find, bell: None, news: None, refused: None }
    }

    /// All devices that may be receipt printers, with what keeps each from being opened. Nothing is claimed and no
    /// driver detached for this, so a printer in use is found as well.
    ///
    /// # Errors
    /// When the system has no USB at all.
    pub fn list() -> io::Result<Vec<Found>> {
        find::list(&Context::new().map_err(io_error)?)
    }

    fn open(&self) -> io::Result<UsbLink> {
        // A fresh context looks at the devices anew; an old one only knows what it was told of since.
        let context = Context::new().map_err(io_error)?;
        let mut why: Option<io::Error> = None;
        for device in context.devices().map_err(io_error)?.iter() {
            // A device whose descriptors cannot be read is some other device: the search goes on.
            let Some(port) = port_of(&device, &self.find) else { continue };
            match self.open_one(&device, &port) {
                Ok(Some(handle)) => return UsbLink::start(handle, &port, self.news.clone()),
                Ok(None) => {}
                Err(e) => why = why.or(Some(io_error(e))),
            }
        }
        Err(why.unwrap_or_else(|| ErrorKind::NotFound.into()))
    }

    /// Opens and claims the device if it says that it speaks ESC/POS, or was named by its ids.
    fn open_one(&self, device: &Device<Context>, port: &Port) -> rusb::Result<Option<DeviceHandle<Context>>> {
        let handle = device.open()?;
        let named = matches!(self.find, Find::Device { .. });
        if !named && !find::device_id(&handle, port).is_some_and(|id| find::speaks_escpos(&id)) {
            return Ok(None);
        }
        match handle.set_auto_detach_kernel_driver(true) {
            Ok(()) | Err(rusb::Error::NotSupported) => {}
            Err(e) => return Err(e),
        }
        handle.claim_interface(port.interface)?;
        if port.setting != 0 {
            handle.set_alternate_setting(port.interface, port.setting)?;
        }
        Ok(Some(handle))
    }
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
        // The bell hangs before the search: what comes during it rings.
        self.bell = self.bell.take().or_else(|| Bell::hang(&self.find, self.news.clone()));
        let link = self.open();
        let now = Instant::now();
        self.refused = match &link {
            Err(e) if e.kind() == ErrorKind::PermissionDenied => {
                Some((self.refused.map_or(now, |(first, _)| first), now))
            }
            _ => None,
        };
        let link = link.map_err(|cause| ConnectError { place: self.place(), cause })?;
        Ok(Box::new(link))
    }

    fn place(&self) -> String {
        self.find.to_string()
    }

    fn on_news(&mut self, call: News) {
        self.news = Some(call);
    }

    /// Without a bell (nothing was connected yet, or the system has no messages) it tells nothing and returns at once.
    /// While a printer is there that may not be opened, a quarter of a second is a sign too, for the first half minute.
    fn await_arrival(&mut self, wait: Duration) -> bool {
        let Some(bell) = &self.bell else { return false };
        match self.refused {
            Some((first, last)) if first.elapsed() < NO_PERMISSION => {
                let left = PERMISSION.saturating_sub(last.elapsed());
                bell.rings(wait.min(left)) || last.elapsed() >= PERMISSION
            }
            _ => bell.rings(wait),
        }
    }
}
