//! The far end inside the machine: a gadget of the printer class (configfs, dummy_hcd), and the thread that carries
//! bytes between its device file and the simulated printer. The kernel shows the file's bytes only in whole transfers:
//! one whose length is a multiple of 64 comes with the next.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, symlink};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use receipt_printer::Transport;
use receipt_printer::sim::SimPrinter;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;

const GADGET: &str = "/sys/kernel/config/usb_gadget/printer";
const PORT: &str = "/sys/class/udc/dummy_udc.0/soft_connect";
const FILE: &str = "/dev/g_printer0";
/// How long one look takes at most.
const LOOK: Duration = Duration::from_millis(5);

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
        put("UDC", "dummy_udc.0")?;
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NONBLOCK.bits() as i32)
            .open(FILE)?;
        let received = Arc::new(AtomicUsize::new(0));
        let (stop, stopped) = sync_channel(0);
        let (count, printer) = (received.clone(), sim.clone());
        let thread = std::thread::spawn(move || carry(file, &printer, &count, &stopped));
        Ok(Gadget { received, stop: Some(stop), thread: Some(thread) })
    }

    /// The plug, out or in.
    pub(crate) fn connect(sim: &SimPrinter, plugged: bool) -> io::Result<()> {
        if plugged {
            sim.plug();
        } else {
            sim.unplug();
        }
        fs::write(PORT, if plugged { "connect" } else { "disconnect" })
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

/// One thread for both ways: the kernel's file lets only one call in at a time, so none may wait inside it.
fn carry(mut file: File, sim: &SimPrinter, received: &AtomicUsize, stop: &Receiver<()>) {
    let mut waiting: Vec<u8> = Vec::new();
    let mut said: Vec<u8> = Vec::new();
    let mut link = sim.transport().ok();
    let mut buf = [0; 8192];
    loop {
        let Some(open) = link.as_mut() else {
            // Unplugged: look for a new connection until there is one.
            if stop.recv_timeout(LOOK) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            waiting.clear();
            said.clear();
            link = sim.transport().ok();
            continue;
        };
        let n = if waiting.is_empty() { read(&mut file, &mut buf) } else { 0 };
        received.fetch_add(n, Ordering::AcqRel);
        waiting.extend(&buf[..n]);
        let alive = exchange(&mut **open, &mut waiting, &mut said);
        if !said.is_empty()
            && let Ok(n) = file.write(&said)
        {
            said.drain(..n);
        }
        if !alive {
            // The printer itself ended it (a cable pulled at a byte): the plug follows.
            let _out = Gadget::connect(sim, false);
            link = None;
        }
        if matches!(stop.try_recv(), Err(std::sync::mpsc::TryRecvError::Disconnected)) {
            return;
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
