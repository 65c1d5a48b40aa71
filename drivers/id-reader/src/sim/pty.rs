//! A module behind a pty: the driver opens its path as it opens any serial port.
//!
//! The far end of a pty shares the line settings, so the simulator sees the rate the driver really set and paces its
//! bytes to it. Pulling the plug closes the pty; putting it in opens another one, under another path.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::cards::SimCard;
use super::control::Control;
use super::fault::Fault;
use super::module::{Module, ModuleOptions};

/// How a simulated reader is to be started.
#[derive(Debug, Clone, Default)]
pub struct SimOptions {
    /// What the module is like.
    pub module: ModuleOptions,
    /// A symbolic link kept on the current pty, so that the path stays the same when the plug is pulled and put in.
    /// Must not exist yet, or be a link. Removed while unplugged and at the end.
    pub link: Option<PathBuf>,
}

struct Shared {
    module: Mutex<Module>,
    path: Mutex<PathBuf>,
    stop: AtomicBool,
    start: Instant,
}

impl Shared {
    fn module(&self) -> MutexGuard<'_, Module> {
        self.module.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A simulated reader at the far end of a pty. Its thread ends when this is dropped.
pub struct SimReader {
    shared: Arc<Shared>,
    wake: UnixStream,
    thread: Option<JoinHandle<()>>,
}

/// While no driver has the pty open, how often to look for one.
const NOBODY: Duration = Duration::from_millis(20);

impl SimReader {
    /// Opens a pty and starts the module behind it.
    ///
    /// # Errors
    /// No pty to be had, no thread, or the link cannot be made.
    pub fn start(options: SimOptions) -> io::Result<SimReader> {
        let (wake, woken) = UnixStream::pair()?;
        woken.set_nonblocking(true)?;
        wake.set_nonblocking(true)?;
        let shared = Arc::new(Shared {
            module: Mutex::new(Module::new(options.module)),
            path: Mutex::new(PathBuf::new()),
            stop: AtomicBool::new(false),
            start: Instant::now(),
        });
        let mut host = Host { shared: Arc::clone(&shared), woken, pty: None, link: options.link };
        host.settle()?;
        let thread = std::thread::Builder::new().name("sim-reader".to_owned()).spawn(move || host.run())?;
        Ok(SimReader { shared, wake, thread: Some(thread) })
    }

    /// The path for the driver: the link if there is one, else the pty of the moment.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.shared.path.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts a card down.
    pub fn place(&self, card: SimCard) {
        self.with(|module, _| module.place(card));
    }

    /// Takes the card away.
    pub fn remove(&self) {
        self.with(|module, _| module.remove());
    }

    /// Another card in its place, at once.
    pub fn swap(&self, card: SimCard) {
        self.place(card);
    }

    /// Pulls the plug.
    pub fn unplug(&self) {
        self.with(|module, _| module.unplug());
    }

    /// Puts the plug in: the module boots.
    pub fn plug(&self) {
        self.with(Module::plug);
    }

    /// The next answer of the usual kind suffers `fault`.
    pub fn fault(&self, fault: Fault) {
        self.with(|module, _| module.fault(fault));
    }

    /// Does what a line of text said, and gives the sentence to show.
    pub fn apply(&self, control: Control) -> String {
        self.with(|module, now| control.apply(module, now))
    }

    /// Anything else: the module and its time.
    pub fn with<T>(&self, deed: impl FnOnce(&mut Module, Duration) -> T) -> T {
        let result = deed(&mut self.shared.module(), self.shared.start.elapsed());
        self.wake();
        result
    }

    fn wake(&self) {
        // A full pipe means that it is being woken already.
        let _ = (&self.wake).write(&[1]);
    }
}

impl Drop for SimReader {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        self.wake();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The thread's side.
struct Host {
    shared: Arc<Shared>,
    woken: UnixStream,
    pty: Option<File>,
    link: Option<PathBuf>,
}

impl Host {
    fn run(mut self) {
        while !self.shared.stop.load(Ordering::Acquire) {
            if let Err(error) = self.turn() {
                tracing::error!(%error, "the simulated reader stops");
                break;
            }
        }
        self.unlink();
    }

    fn now(&self) -> Duration {
        self.shared.start.elapsed()
    }

    /// Opens or closes the pty as the plug says.
    fn settle(&mut self) -> io::Result<()> {
        let plugged = self.shared.module().is_plugged();
        if plugged == self.pty.is_some() {
            return Ok(());
        }
        self.unlink();
        if !plugged {
            self.pty = None;
            return Ok(());
        }
        let pty = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&pty)?;
        unlockpt(&pty)?;
        rustix::io::ioctl_fionbio(&pty, true)?;
        let name = ptsname(&pty, Vec::new())?;
        let name = PathBuf::from(name.to_string_lossy().into_owned());
        let shown = match &self.link {
            Some(link) => {
                symlink(&name, link)?;
                link.clone()
            }
            None => name,
        };
        *self.shared.path.lock().unwrap_or_else(PoisonError::into_inner) = shown;
        self.pty = Some(File::from(pty));
        Ok(())
    }

    /// Removes the link, if it is one.
    fn unlink(&self) {
        if let Some(link) = self.link.as_deref().filter(|link| is_link(link)) {
            let _ = std::fs::remove_file(link);
        }
    }

    /// The rate the driver set on the line.
    fn rate(&self) -> u32 {
        let settings = self.pty.as_ref().map(rustix::termios::tcgetattr);
        settings.and_then(Result::ok).map_or(0, |settings| settings.output_speed())
    }

    fn turn(&mut self) -> io::Result<()> {
        self.settle()?;
        let rate = self.rate();
        let (sent, due) = {
            let mut module = self.shared.module();
            let sent = module.take(self.now(), rate);
            (sent, module.due())
        };
        if let Some(pty) = self.pty.as_mut().filter(|_| !sent.is_empty()) {
            // What does not fit is lost, as it is on a line without flow control.
            let _ = pty.write(&sent);
        }
        let plugged = self.shared.module().is_plugged();
        if plugged != self.pty.is_some() {
            return Ok(());
        }
        let mut wait = due.map(|due| due.saturating_sub(self.now()));
        if self.nobody_there()? {
            wait = Some(wait.map_or(NOBODY, |wait| wait.clamp(Duration::from_millis(1), NOBODY)));
            self.wait(wait, false)?;
        } else if self.wait(wait, true)? {
            self.hear()?;
        }
        Ok(())
    }

    /// Whether the driver has closed its end.
    fn nobody_there(&self) -> io::Result<bool> {
        let Some(pty) = &self.pty else { return Ok(true) };
        let mut fds = [PollFd::new(pty, PollFlags::IN)];
        poll(&mut fds, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))?;
        Ok(fds.iter().any(|fd| fd.revents().contains(PollFlags::HUP)))
    }

    /// Waits to be woken, for bytes, or for `wait`. `true`: the line has something.
    fn wait(&self, wait: Option<Duration>, line: bool) -> io::Result<bool> {
        let mut fds = vec![PollFd::from_borrowed_fd(self.woken.as_fd(), PollFlags::IN)];
        fds.extend(self.pty.iter().filter(|_| line).map(|pty| PollFd::new(pty, PollFlags::IN)));
        let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
        match poll(&mut fds, wait.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let mut ready = fds.iter().map(|fd| !fd.revents().is_empty());
        let woken = ready.next().unwrap_or_default();
        let line = ready.next().unwrap_or_default();
        if woken {
            let _ = (&self.woken).read(&mut [0; 64]);
        }
        Ok(line)
    }

    fn hear(&mut self) -> io::Result<()> {
        let mut buffer = [0; 512];
        let Some(pty) = self.pty.as_mut() else { return Ok(()) };
        // An error is a driver that has just closed its end.
        let count = pty.read(&mut buffer).unwrap_or(0);
        let (now, rate) = (self.now(), self.rate());
        self.shared.module().receive(now, rate, buffer.get(..count).unwrap_or_default());
        Ok(())
    }
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|data| data.file_type().is_symlink())
}
