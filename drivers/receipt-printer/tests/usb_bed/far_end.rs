//! Plugging a device in and pulling it, and the threads that move bytes between its transfers and the printer.

use std::io;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use receipt_printer::transport::WriteKind;

use super::control;
use super::device::{Device, Done, IN, OUT};
use super::tree::{Place, Tree};
use super::tty::Tty;
use super::usbfs::{self, ENOENT, EPIPE, EPROTO};

/// How long the printer is waited for at a time: the longest an ended transfer takes to be noticed.
const SLICE: Duration = Duration::from_millis(5);
/// Longer than any scene.
const LONG: Duration = Duration::from_secs(120);

/// A device and where it is plugged in.
pub(crate) struct Port {
    pub(crate) device: Arc<Device>,
    tree: Arc<Tree>,
    plugged: Mutex<Option<(Place, PathBuf)>>,
    clients: AtomicU64,
}

impl Port {
    pub(crate) fn new(device: Device, tree: Arc<Tree>) -> Arc<Self> {
        let device = Arc::new(device);
        Arc::new(Port { device, tree, plugged: Mutex::default(), clients: AtomicU64::new(1) })
    }

    /// Puts the plug in: the node appears with the system's driver bound to it, then the message is sent.
    pub(crate) fn plug(self: &Arc<Self>) -> io::Result<()> {
        let mut plugged = self.plugged.lock().unwrap_or_else(PoisonError::into_inner);
        if plugged.is_some() {
            return Ok(());
        }
        self.device.sim.plug();
        let kind = &self.device.kind;
        let place = self.tree.next_place(kind.name);
        let files =
            [("idVendor", format!("{:04x}", kind.vendor)), ("idProduct", format!("{:04x}", kind.product))];
        let tty = Tty::open()?;
        let socket = self.tree.add(&place, &files, &control::descriptors(kind), tty.path())?;
        let listener = UnixListener::bind(&socket)?;
        self.tree.offer(&socket)?;
        let era = self.device.change(|s| {
            (s.plugged, s.usblp, s.tty) = (true, true, Some(tty));
            s.era
        });
        for work in [Port::listen_to_paper as fn(&Arc<Port>, u32), Port::feed] {
            let port = self.clone();
            thread::spawn(move || work(&port, era));
        }
        let port = self.clone();
        thread::spawn(move || port.accept(&listener, era));
        self.tree.tell("add", &place)?;
        *plugged = Some((place, socket));
        Ok(())
    }

    /// Pulls it: transfers end, the node hangs up and goes, then the message is sent.
    pub(crate) fn pull(&self) -> io::Result<()> {
        self.pull_of(None)
    }

    /// The same, but only if it is still the plugging in of that era.
    fn pull_of(&self, era: Option<u32>) -> io::Result<()> {
        let mut plugged = self.plugged.lock().unwrap_or_else(PoisonError::into_inner);
        if era.is_some_and(|era| era != self.device.state().era) {
            return Ok(());
        }
        let Some((place, socket)) = plugged.take() else { return Ok(()) };
        self.device.sim.unplug();
        self.device.abort();
        // Wakes the thread that accepts, which then ends.
        drop(UnixStream::connect(&socket));
        self.tree.remove(&place)?;
        drop(self.device.change(|s| s.tty.take()));
        self.tree.tell("remove", &place)
    }

    fn accept(&self, listener: &UnixListener, era: u32) {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { return };
            if self.device.state().era != era {
                return;
            }
            let device = self.device.clone();
            let id = self.clients.fetch_add(1, Ordering::Relaxed);
            thread::spawn(move || usbfs::serve(stream, &device, id));
        }
    }

    /// Hands the printer what transfers out carry, as far as it takes it.
    fn feed(self: &Arc<Self>, era: u32) {
        let Ok(mut link) = self.device.sim.transport() else { return };
        loop {
            let next = self.device.wait(LONG, |s| match s.going_out.front() {
                _ if s.era != era => Some(None),
                Some(urb) => {
                    let left = &urb.data[urb.taken..];
                    let most = s.halt_out_after.map_or(left.len(), |n| n.min(left.len()));
                    Some(Some((left[..most].to_vec(), s.sink)))
                }
                None => None,
            });
            let Some(Some((bytes, sink))) = next else { return };
            let (taken, gone) = match if sink { Ok(()) } else { link.write(&bytes, SLICE) } {
                Ok(()) => (bytes.len(), false),
                Err(e) => (e.accepted, matches!(e.kind, WriteKind::Gone)),
            };
            if gone {
                // The cable was pulled inside the transfer: its host sees an error first, and then no device.
                self.device.change(|s| {
                    if s.era == era {
                        end_front(s, taken, EPROTO);
                    }
                });
                let _gone = self.pull_of(Some(era));
                return;
            }
            self.device.change(|s| moved(s, era, taken));
        }
    }

    /// Hands the client what the printer says, when the client asks for it.
    fn listen_to_paper(self: &Arc<Self>, era: u32) {
        let Ok(mut link) = self.device.sim.transport() else { return };
        let mut said: Vec<u8> = Vec::new();
        let mut buf = [0; 64];
        loop {
            let asked = self.device.wait(LONG, |s| {
                if s.era == era { (!s.coming_in.is_empty()).then_some(true) } else { Some(false) }
            });
            if asked != Some(true) {
                return;
            }
            if said.is_empty() {
                match link.read(&mut buf, SLICE) {
                    Ok(n) => said.extend(&buf[..n]),
                    Err(_) => return,
                }
            }
            if said.is_empty() {
                continue;
            }
            self.device.change(|s| {
                if s.era != era || s.halted.contains(&IN) {
                    return;
                }
                if let Some(urb) = s.coming_in.pop_front() {
                    let n = urb.len.min(said.len());
                    s.heard += n;
                    s.finish(Done::of(&urb, 0, said.drain(..n).collect()));
                }
            });
        }
    }
}

fn end_front(s: &mut super::device::State, taken: usize, errno: i32) {
    if let Some(mut urb) = s.going_out.pop_front() {
        urb.taken += taken;
        s.transfers += usize::from(errno == 0);
        s.finish(Done::of(&urb, errno, Vec::new()));
    }
    s.refusing = false;
}

/// So many bytes of the first transfer were taken: it is whole, halted, ended early, or waits for room.
fn moved(s: &mut super::device::State, era: u32, taken: usize) {
    let Some(urb) = s.going_out.front().filter(|_| s.era == era) else { return };
    let (whole, discard) = (urb.taken + taken == urb.data.len(), urb.discard);
    let halts = s.halt_out_after.as_mut().is_some_and(|left| {
        *left -= taken;
        *left == 0
    });
    if halts {
        s.halt_out_after = None;
        s.halted.push(OUT);
        end_front(s, taken, EPIPE);
    } else if whole {
        end_front(s, taken, 0);
    } else if discard {
        end_front(s, taken, ENOENT);
    } else {
        s.refusing = true;
        if let Some(urb) = s.going_out.front_mut() {
            urb.taken += taken;
        }
    }
}
