//! Devices: the card reader, the receipt printer and the bell, each behind one thread; what is wrong with them in one word;
//! and the simulators, at the far end of the same bytes.

mod bell;
mod bench;
mod commission;
mod health;
mod hold;
mod preview;
mod printer;
mod reader;
mod wake;
mod wish;
mod word;

pub use bell::{BellRope, Peal, ring};
pub use bench::{Bench, Picture};
pub use commission::{
    Access, Answers, Families, FoundPrinter, PrinterNews, PrinterOrder, RawStatus, TestPrint, find_printers,
    test_preview,
};
pub use health::{CardTrouble, PrinterHealth, ReaderHealth};
pub use hold::Hold;
pub use preview::Preview;
pub use printer::{Place, Printer, paper_face, to_items};
pub use reader::{ReaderNews, watch_reader};
pub use wake::{Over, Wake, Waker, Woken};
pub use wish::Wish;

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// The station's ends of the wires. The other ends are with the devices' threads, or nowhere in a test.
pub struct Devices {
    wish: Wish,
    waker: Waker,
    orders: SyncSender<PrinterOrder>,
    look: SyncSender<()>,
    bell: BellRope,
    bench: Bench,
    preview: Preview,
}

impl Drop for Devices {
    fn drop(&mut self) {
        self.wish.over();
        self.waker.over();
        self.bell.over();
    }
}

/// Orders to the printer that may wait; a person who taps again need not have it done again.
const ORDERS: usize = 2;

/// The devices' ends.
pub struct Ends {
    /// Whether a page is asking for a card. Ends when the station is gone.
    pub wish: Wish,
    /// The printer's thread.
    pub printer: PrinterEnds,
    /// Somebody wants to know which printers there are. Ends when the station is gone.
    pub look: Receiver<()>,
    /// The bell at a post.
    pub bell: BellRope,
}

/// The ends of the printer's thread.
pub struct PrinterEnds {
    /// Where it sleeps. Ends when the station is gone.
    pub woken: Woken,
    /// What staff asks of the printer.
    pub orders: Receiver<PrinterOrder>,
}

impl Devices {
    /// A pair of ends. `bench` holds the simulators, where there are any.
    pub fn new(bench: Bench) -> (Devices, Ends) {
        let ((waker, woken), (order, orders), (look, looked)) =
            (Waker::pair(), sync_channel(ORDERS), sync_channel(1));
        let devices = Devices {
            wish: Wish::default(),
            waker,
            orders: order,
            look,
            bell: BellRope::default(),
            bench,
            preview: Preview::default(),
        };
        let (wish, bell) = (devices.wish.clone(), devices.bell.clone());
        (devices, Ends { wish, printer: PrinterEnds { woken, orders }, look: looked, bell })
    }

    /// Tells the reader's thread whether a page is asking for a card.
    pub fn want_card(&self, wanted: bool) {
        self.wish.set(wanted);
    }

    /// Tells the printer's thread that a slip may be waiting. It looks by itself once a second, so one that is busy
    /// need not be told twice.
    pub fn wake_printer(&self) {
        self.waker.slip();
    }

    /// What the printer calls when it has something to say.
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Asks something of the printer itself. False where it has not come to what was asked before.
    pub fn order(&self, order: PrinterOrder) -> bool {
        let taken = self.orders.try_send(order).is_ok();
        self.waker.slip();
        taken
    }

    /// Asks which printers there are. A second asking before the first is answered is one.
    pub fn look_for_printers(&self) {
        let _ = self.look.try_send(());
    }

    /// What rings at this station's posts from now on.
    pub fn ring(&self, peal: Option<Peal>) {
        self.bell.pull(peal);
    }

    /// From now on slips are shown as this preview shows them; before, as on a common 80 mm printer.
    pub fn show_slips_by(&mut self, preview: Preview) {
        self.preview = preview;
    }

    /// Slips on the screen.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }

    /// The simulators.
    pub fn bench(&self) -> &Bench {
        &self.bench
    }
}
