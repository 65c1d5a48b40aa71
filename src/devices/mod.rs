//! Devices: the card reader and the receipt printer, each behind one thread; what is wrong with them in one word; and
//! the simulators, at the far end of the same bytes.

mod bench;
mod health;
mod printer;
mod reader;

pub use bench::{Bench, Picture};
pub use health::{CardTrouble, PrinterHealth, ReaderHealth};
pub use printer::{Place, Printer, paper_face, to_items};
pub use reader::{ReaderNews, watch_reader};

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// The station's ends of the wires. The other ends are with the devices' threads, or nowhere in a test.
pub struct Devices {
    want_card: Arc<AtomicBool>,
    wake: SyncSender<()>,
    bench: Bench,
}

/// The devices' ends.
pub struct Ends {
    /// A page is asking for a card now.
    pub want_card: Arc<AtomicBool>,
    /// A slip may be waiting in the outbox. Ends when the station is gone.
    pub woken: Receiver<()>,
}

impl Devices {
    /// A pair of ends. `bench` holds the simulators, where there are any.
    pub fn new(bench: Bench) -> (Devices, Ends) {
        let want_card = Arc::new(AtomicBool::new(false));
        let (wake, woken) = sync_channel(1);
        (Devices { want_card: want_card.clone(), wake, bench }, Ends { want_card, woken })
    }

    /// Tells the reader's thread whether a page is asking for a card.
    pub fn want_card(&self, wanted: bool) {
        self.want_card.store(wanted, Ordering::Relaxed);
    }

    /// Tells the printer's thread that a slip may be waiting. It looks by itself once a second, so one that is busy
    /// need not be told twice.
    pub fn wake_printer(&self) {
        let _ = self.wake.try_send(());
    }

    /// The simulators.
    pub fn bench(&self) -> &Bench {
        &self.bench
    }
}
