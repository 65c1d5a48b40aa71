//! The far end inside the machine: a gadget of the printer class (configfs, dummy_hcd), and the thread that carries
//! bytes between its device file and the simulated printer. The kernel shows the file's bytes only in whole transfers:
//! one whose length is a multiple of 64 comes with the next.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use receipt_printer::sim::SimPrinter;
use receipt_printer::{Status, Transport};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;

const GADGET: &str = "/sys/kernel/config/usb_gadget/printer";
const PORT: &str = "dummy_udc.0";
const FILE: &str = "/dev/g_printer0";
/// How long one look takes at most.
const LOOK: Duration = Duration::from_millis(5);

/// There is one plug in one machine, and behind it the kernel's file where it is open.
static PLUG: Mutex<Plug> = Mutex::new(Plug { inserted: false, file: None });

struct Plug {
    inserted: bool,
    file: Option<File>,
}

/// Somebody wants the plug: the carrying thread stands back, else it would take the lock again and again.
static WANTED: AtomicBool = AtomicBool::new(false);

fn plug() -> MutexGuard<'static, Plug> {
    PLUG.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct Gadget {
    /// Bytes that the kernel handed over so far.
    received: Arc<AtomicUsize>,
    stop: Option<SyncSender<()>>,
    thread: Option<JoinHandle<()>>,
}

fn put(path: &str, text: &str) -> io::Result<()> {
    fs::write(Path::new(GADGET).join(path), text)
}

impl Gadget {
    /// Describes the device to the kernel and puts its plug in.
    pub(crate) fn new(sim: &SimPrinter) -> io::Result<Self> {
        for folder in ["strings/0x409", "configs/c.1", "functions/printer.0"] {
            fs::create_dir_all(Path::new(GADGET).join(folder))?;
        }
        put("idVendor", "0x04b8")?;
        put("idProduct", "0x0202")?;
        put("max_speed", "full-speed")?;
        put("strings/0x409/manufacturer", "Front Desk")?;
        put("strings/0x409/product", "simulated printer")?;
        put("strings/0x409/serialnumber", "SIM0001")?;
        put("functions/printer.0/pnp_string", "MFG:SIM;CMD:ESC/POS;MDL:gadget;CLS:PRINTER;")?;
        put("functions/printer.0/q_len", "2")?;
        symlink(
            Path::new(GADGET).join("functions/printer.0"),
            Path::new(GADGET).join("configs/c.1/printer.0"),
        )?;
        Gadget::connect(sim, true)?;
        let received = Arc::new(AtomicUsize::new(0));
        let (stop, stopped) = sync_channel(0);
        let (count, printer) = (received.clone(), sim.clone());
        let thread = std::thread::spawn(move || carry(&printer, &count, &stopped));
        Ok(Gadget { received, stop: Some(stop), thread: Some(thread) })
    }

    /// The plug, in or out; putting it where it is does nothing.
    pub(crate) fn connect(sim: &SimPrinter, inserted: bool) -> io::Result<()> {
        WANTED.store(true, Ordering::Release);
        let mut plug = plug();
        WANTED.store(false, Ordering::Release);
        if plug.inserted == inserted {
            return Ok(());
        }
        plug.inserted = inserted;
        // The kernel wants its file closed before the function goes.
        plug.file = None;
        if inserted {
            sim.plug();
            put("UDC", PORT)
        } else {
            sim.unplug();
            put("UDC", "\n")
        }
    }

    pub(crate) fn received(&self) -> usize {
        self.received.load(Ordering::Acquire)
    }
}

impl Drop for Gadget {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

/// The kernel's file; it opens only once the host has taken the device up.
fn open() -> Option<File> {
    let nonblock = OFlags::NONBLOCK.bits() as i32;
    OpenOptions::new().read(true).write(true).custom_flags(nonblock).open(FILE).ok()
}

/// One thread for both ways: the kernel's file lets only one call in at a time, so none may wait inside it.
fn carry(sim: &SimPrinter, received: &AtomicUsize, stop: &Receiver<()>) {
    let (mut waiting, mut said): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    let mut link = None;
    let mut buf = [0; 8192];
    while stop.try_recv() != Err(TryRecvError::Disconnected) {
        if WANTED.load(Ordering::Acquire) {
            let _stood_back = stop.recv_timeout(LOOK);
        }
        let mut plug = plug();
        plug.file = plug.file.take().or_else(|| if plug.inserted { open() } else { None });
        link = link.or_else(|| sim.transport().ok());
        let (Some(far), Some(near)) = (plug.file.as_mut(), link.as_mut()) else {
            // Not taken up yet, or unplugged: what was on its way is gone.
            drop(plug);
            waiting.clear();
            said.clear();
            let _looked = stop.recv_timeout(LOOK);
            continue;
        };
        let n = if waiting.is_empty() { read(far, &mut buf) } else { 0 };
        received.fetch_add(n, Ordering::AcqRel);
        waiting.extend(&buf[..n]);
        let alive = exchange(&mut **near, &mut waiting, &mut said);
        if !said.is_empty()
            && let Ok(n) = far.write(&said)
        {
            said.drain(..n);
        }
        drop(plug);
        if !alive {
            // The printer itself ended it (a cable pulled at a byte): the plug follows.
            if sim.status() == Status::Gone {
                let _out = Gadget::connect(sim, false);
            }
            link = None;
        }
    }
}

/// Hands over what waits as far as it is taken, and takes what is said; `false` once the connection is dead.
fn exchange(link: &mut dyn Transport, waiting: &mut Vec<u8>, said: &mut Vec<u8>) -> bool {
    let wait = if waiting.is_empty() { Duration::ZERO } else { LOOK };
    let (taken, mut alive) = match link.write(waiting, wait) {
        Ok(()) => (waiting.len(), true),
        Err(e) => (e.accepted, matches!(e.kind, receipt_printer::transport::WriteKind::Timeout)),
    };
    waiting.drain(..taken);
    let mut buf = [0; 512];
    match link.read(&mut buf, Duration::ZERO) {
        Ok(n) => said.extend(&buf[..n]),
        Err(_) => alive = false,
    }
    alive
}

/// What the host sent, waiting a moment for it; nothing while the plug is out.
fn read(file: &mut File, buf: &mut [u8]) -> usize {
    let Ok(look) = Timespec::try_from(LOOK) else { return 0 };
    let mut fds = [PollFd::new(&*file, PollFlags::IN)];
    match poll(&mut fds, Some(&look)) {
        Ok(1..) => file.read(buf).unwrap_or(0),
        _ => 0,
    }
}
