//! The simulated printer on a TCP port, as a network printer stands on 9100: one connection after the other.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use super::{SimPrinter, lock};

/// How often the connection looks up from reading: the longest an answer or a pulled cable goes unnoticed.
const LOOK_UP: Duration = Duration::from_millis(5);

/// A simulated printer being served; dropping it ends the connection and joins the thread.
#[derive(Debug)]
pub struct Listening {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Serves `sim` at this address; port 0 takes a free one, which [`Listening::address`] tells.
///
/// # Errors
/// What the system says when the address cannot be had.
pub fn listen(address: impl ToSocketAddrs, sim: SimPrinter) -> io::Result<Listening> {
    let listener = TcpListener::bind(address)?;
    let address = listener.local_addr()?;
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    let thread = std::thread::Builder::new().name("sim-printer".to_owned()).spawn(move || {
        for stream in listener.incoming() {
            if stopped.load(Ordering::Acquire) {
                return;
            }
            // A connection that fails is over; the printer serves the next one.
            let _ended = stream.and_then(|s| serve(s, &sim, &stopped));
        }
    })?;
    Ok(Listening { address, stop, thread: Some(thread) })
}

impl Listening {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        let mut wake = self.address;
        match wake.ip() {
            ip if !ip.is_unspecified() => {}
            ip if ip.is_ipv4() => wake.set_ip(Ipv4Addr::LOCALHOST.into()),
            _ => wake.set_ip(Ipv6Addr::LOCALHOST.into()),
        }
        // The thread sits in accept; one connection lets it see the flag.
        drop(TcpStream::connect_timeout(&wake, Duration::from_secs(1)));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn serve(mut stream: TcpStream, sim: &SimPrinter, stop: &AtomicBool) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(LOOK_UP))?;
    stream.set_write_timeout(Some(Duration::from_secs(1)))?;
    let epoch = lock(&sim.0.machine).epoch;
    let mut waiting: Vec<u8> = Vec::new();
    let mut buf = [0; 1024];
    while !stop.load(Ordering::Acquire) {
        if waiting.is_empty() {
            match stream.read(&mut buf) {
                Ok(0) => return Ok(()),
                Ok(n) => waiting.extend_from_slice(&buf[..n]),
                Err(e)
                    if matches!(
                        e.kind(),
                        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
                    ) => {}
                Err(e) => return Err(e),
            }
        } else {
            // No room: wait for the printer to change instead of reading on, so that the sender feels it.
            let machine = lock(&sim.0.machine);
            drop(sim.0.changed.wait_timeout(machine, LOOK_UP));
        }
        let taken = sim.steer(|m| if m.epoch == epoch { m.accept(&waiting) } else { None });
        let Some(taken) = taken else { return Ok(()) };
        waiting.drain(..taken);
        let n = lock(&sim.0.machine).hear(&mut buf);
        stream.write_all(&buf[..n])?;
    }
    Ok(())
}
