//! A bell that rings when a device is plugged in. libusb calls back on the thread that handles its events, where no
//! device may be touched: the callback puts one word into a channel and returns.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use rusb::{Context, Device, Hotplug, HotplugBuilder, Registration, UsbContext};

use super::super::News;
use super::Find;

/// How long the thread waits for an event at a time; it is woken when the bell is taken down.
const EVENTS: Duration = Duration::from_secs(10);

/// Hangs as long as it lives; dropping it ends its thread.
pub(super) struct Bell {
    context: Context,
    registration: Option<Registration<Context>>,
    rung: Receiver<()>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// One word waits at most: two devices that came are one reason to look.
struct Rope(SyncSender<()>, Option<News>);

impl Hotplug<Context> for Rope {
    fn device_arrived(&mut self, _device: Device<Context>) {
        // Full: a word waits already. Disconnected: nobody listens any more.
        let _rung = self.0.try_send(());
        self.1.iter().for_each(|call| call());
    }

    fn device_left(&mut self, _device: Device<Context>) {}
}

impl Bell {
    /// `None` where libusb has no messages of devices coming.
    pub(super) fn hang(find: &Find, news: Option<News>) -> Option<Self> {
        if !rusb::has_hotplug() {
            return None;
        }
        let context = Context::new().ok()?;
        let (sender, rung) = sync_channel(1);
        let mut builder = HotplugBuilder::new();
        if let Find::Device { vendor, product, .. } = find {
            builder.vendor_id(*vendor).product_id(*product);
        }
        let registration = builder.register(&context, Box::new(Rope(sender, news))).ok()?;
        let stop = Arc::new(AtomicBool::new(false));
        let (events, stopped) = (context.clone(), stop.clone());
        let thread = std::thread::Builder::new().name("printer-usb-bell".to_owned()).spawn(move || {
            while !stopped.load(Ordering::Acquire) {
                match events.handle_events(Some(EVENTS)) {
                    Ok(()) | Err(rusb::Error::Interrupted | rusb::Error::Timeout) => {}
                    // Nothing more will be told; the pauses between attempts remain.
                    Err(_) => return,
                }
            }
        });
        Some(Bell { context, registration: Some(registration), rung, stop, thread: Some(thread.ok()?) })
    }

    /// Whether a device came since the last call, waiting at most `wait` for it.
    pub(super) fn rings(&self, wait: Duration) -> bool {
        if wait.is_zero() {
            return !matches!(self.rung.try_recv(), Err(TryRecvError::Empty | TryRecvError::Disconnected));
        }
        self.rung.recv_timeout(wait).is_ok()
    }
}

impl std::fmt::Debug for Bell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bell")
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.context.interrupt_handle_events();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
        // Only now: the callback must not run while it is taken away.
        drop(self.registration.take());
    }
}
