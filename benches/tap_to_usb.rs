//! From the tap to the last byte handed to the USB transport, beside a bare commit on the same disk, taken turn by turn.
//!
//! `.ci/usb-bed` runs it: the real rusb and libusb under it, and an emulated printer behind those. By itself it says that
//! there is no printer. The status of the printer is asked before each slip, and that is in the figure; its paper is not.

#[path = "bed/mod.rs"]
#[expect(dead_code, reason = "the spine's bed has a simulated printer too")]
mod bed;
#[path = "spine/floor.rs"]
mod floor;
#[path = "spine/table.rs"]
#[expect(dead_code, reason = "only the times of the spine's table are used")]
mod table;

use bed::{Bed, Result};
use floor::Floor;
use receipt_printer::Connect;
use receipt_printer::transport::usb::{Find, Usb};
use receipt_printer::transport::{ConnectError, ReadError, Transport, WriteError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use table::Times;

const TURNS: usize = 300;
/// Questions are shorter, slips longer.
const SLIP: usize = 100;

type At = Arc<Mutex<Option<Instant>>>;

/// USB, noting when the last byte of a slip was taken.
struct Noted(Usb, At);

struct Link(Box<dyn Transport>, At);

impl Connect for Noted {
    fn connect(&mut self) -> std::result::Result<Box<dyn Transport>, ConnectError> {
        Ok(Box::new(Link(self.0.connect()?, self.1.clone())))
    }

    fn place(&self) -> String {
        self.0.place()
    }
}

impl Transport for Link {
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> std::result::Result<(), WriteError> {
        let done = self.0.write(bytes, deadline);
        if bytes.len() > SLIP {
            *self.1.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        }
        done
    }

    fn read(&mut self, buf: &mut [u8], timeout: Duration) -> std::result::Result<usize, ReadError> {
        self.0.read(buf, timeout)
    }
}

fn main() -> Result<()> {
    let at = At::default();
    let mut bed = Bed::over(Noted(Usb::new(Find::Any), at.clone()), at)?;
    if !bed.feed.printer.ask().can_print() {
        return Err("no printer on USB; .ci/usb-bed shows it one".into());
    }
    let mut floor = Floor::open(&bed.store)?;
    let mut took = Times::default();
    for _ in 0..TURNS {
        floor.commit()?;
        let [tapped, _, handed] = bed.take()?;
        took.add(tapped, handed);
    }
    let (tap, commit) = (took.median(), floor.times.median());
    println!(
        "tap handled → last byte of the ticket handed to USB: median {tap:.2} ms, {:.1} × a bare commit ({commit:.2} ms), \
         {TURNS} turns",
        tap / commit
    );
    Ok(())
}
