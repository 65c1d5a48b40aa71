//! An orderly end when the system asks for one (`systemctl stop`, a shutdown, Ctrl+C): the faces close, and data and
//! devices are closed as after the last window. Without it the next start would look the whole file through.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};

/// Listens until dropped.
pub(super) struct Listening {
    asked: Arc<AtomicBool>,
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

/// Calls `end` when the system asks for the end. A locked kiosk is not ended from a keyboard: there Ctrl+C does nothing, also
/// where the program owns the terminal (linuxkms).
pub(super) fn listen(locked: bool, end: impl Fn() + Send + 'static) -> io::Result<Listening> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let handle = signals.handle();
    let asked = Arc::<AtomicBool>::default();
    let heard = asked.clone();
    let thread = Builder::new().name("stop".into()).spawn(move || {
        for signal in signals.forever() {
            if locked && signal == SIGINT {
                continue;
            }
            tracing::info!(signal, "asked to end");
            heard.store(true, Ordering::Release);
            end();
        }
    })?;
    Ok(Listening { asked, handle, thread: Some(thread) })
}

impl Listening {
    /// Whether the system has asked: then a locked kiosk does not begin anew.
    pub(super) fn asked(&self) -> bool {
        self.asked.load(Ordering::Acquire)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.handle.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
