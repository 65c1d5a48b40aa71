//! Hears an open line while its owner sleeps. Unix systems.

use std::io::{self, ErrorKind};
use std::net::Shutdown;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::News;

/// Waits until the line is ready for `what`; `false` when the time is over.
pub(super) fn ready(line: &impl AsFd, what: PollFlags, left: Duration) -> io::Result<bool> {
    let timeout = Timespec::try_from(left.min(Duration::from_secs(3600))).map_err(io::Error::other)?;
    let mut fds = [PollFd::new(line, what)];
    match poll(&mut fds, Some(&timeout)) {
        Ok(0) => Ok(false),
        Ok(_) if fds[0].revents().intersects(what) => Ok(true),
        Ok(_) => Err(ErrorKind::BrokenPipe.into()), // hung up, or no longer there
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(e) => Err(e.into()),
    }
}

/// Waits until the line has something to read, or has ended, or `over` has.
fn anything(line: &impl AsFd, over: &impl AsFd) {
    let mut fds = [PollFd::new(line, PollFlags::IN), PollFd::new(over, PollFlags::IN)];
    // Interrupted or refused: the owner looks once too often, and then knows better.
    let _ = poll(&mut fds, None);
}

/// Calls the owner when something came, and then rests until it was read. It sleeps until then: a line that is silent
/// costs nothing.
pub(super) struct Ear {
    stop: Arc<AtomicBool>,
    /// Hung up, so that a line that is silent does not hold the ear.
    wake: UnixStream,
    thread: Option<JoinHandle<()>>,
}

impl Ear {
    /// `None` where the system gives no thread: then the owner has to ask.
    pub(super) fn listen(line: Arc<impl AsFd + Send + Sync + 'static>, news: News) -> Option<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let (wake, over) = UnixStream::pair().ok()?;
        let thread = std::thread::Builder::new().name("printer-ear".to_owned()).spawn(move || {
            while !stopped.load(Ordering::Acquire) {
                anything(&line, &over);
                // An end of the line is news as well.
                if !stopped.load(Ordering::Acquire) {
                    news();
                    std::thread::park();
                }
            }
        });
        Some(Ear { stop, wake, thread: Some(thread.ok()?) })
    }

    /// What came was read: listens on.
    pub(super) fn read(&self) {
        self.thread.iter().for_each(|t| t.thread().unpark());
    }

    /// Calls nobody any more; dropping it waits for its thread.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        drop(self.wake.shutdown(Shutdown::Both));
        self.read();
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.stop();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
