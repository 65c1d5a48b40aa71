//! The printer's thread: takes the oldest slip of the outbox, prints it, writes down how that ended. The only place
//! where the store and the printer meet, and never inside a transaction.

use super::event::{Event, SlipNews};
use super::run::Clock;
use crate::devices::{Printer, PrinterEnds, PrinterHealth, PrinterNews, PrinterOrder, RawStatus, Wake};
use crate::rules::{Author, Slip, Stamp};
use crate::store::{Error, Outcome, Store};
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// How often the printer is asked how it is while nothing is printed.
const ASK: Duration = Duration::from_secs(1);

/// Feeds the printer until the station is gone. What was being sent when the program last died is settled first.
pub fn feed(store: &Store, printer: Printer, ends: &PrinterEnds, clock: &Clock, tell: impl Fn(Event)) {
    let stamp = || Stamp { now: clock(), author: Author::Clock };
    // A disk that says no now may say yes later: without this nothing would be printed until the next start.
    let taken = loop {
        match recover(store, stamp()) {
            Ok(taken) => break taken,
            Err(e) => tracing::error!(cause = %e, "outbox: settling what was being sent"),
        }
        if ends.woken.wait(ASK) == Wake::Over {
            return;
        }
    };
    let mut feed = Feed { printer, taken, told: None };
    loop {
        let wake = ends.woken.wait(ASK);
        if wake == Wake::Over {
            return;
        }
        feed.turn(wake, store, &ends.orders, stamp, &tell);
    }
}

/// Settles what was being sent when the program last died; gives the last place of the outbox.
fn recover(store: &Store, stamp: Stamp) -> Result<i64, Error> {
    store.write(stamp, |tx| tx.recover_outbox())
}

/// The printer and the last place of the outbox that it has taken. One a data folder.
pub struct Feed {
    /// The printer.
    pub printer: Printer,
    taken: i64,
    /// What was told last of how the printer is.
    told: Option<(PrinterHealth, RawStatus)>,
}

impl Feed {
    /// Settles what was being sent when the program last died.
    pub fn start(store: &Store, printer: Printer, stamp: Stamp) -> Result<Feed, Error> {
        Ok(Feed { printer, taken: recover(store, stamp)?, told: None })
    }

    /// Does what it was woken for: hears the printer, prints what waits, does what staff asked, and tells what changed.
    pub fn turn(
        &mut self,
        wake: Wake,
        store: &Store,
        orders: &Receiver<PrinterOrder>,
        stamp: impl Fn() -> Stamp,
        tell: &impl Fn(Event),
    ) {
        let look = match wake {
            Wake::Called { slip, news } => (news && self.printer.hear()) || slip,
            Wake::Time => {
                self.printer.ask();
                true
            }
            Wake::Over => false,
        };
        // The answer to a question is news too, and no reason to ask the store.
        if look && let Err(e) = self.print_waiting(store, stamp, |news| tell(Event::Slip(news))) {
            tracing::error!(cause = %e, "outbox");
        }
        while let Ok(order) = orders.try_recv() {
            tell(Event::Printers(self.printer.obey(order)));
        }
        let (health, raw) = (self.printer.health(), self.printer.raw());
        let told = self.told.replace((health, raw.clone()));
        if told.as_ref().map(|(health, _)| *health) != Some(health) {
            tell(Event::Printer(health));
        }
        if told.is_none_or(|(_, told)| told != raw) {
            tell(Event::Printers(PrinterNews::Bytes(raw)));
        }
    }

    /// Prints whatever waits in the outbox, until it is empty or the printer takes no more.
    pub fn print_waiting(
        &mut self,
        store: &Store,
        stamp: impl Fn() -> Stamp,
        tell: impl Fn(SlipNews),
    ) -> Result<(), Error> {
        loop {
            let handed = store.read(|db| db.handed_slip(self.taken))?;
            let claimed = match handed {
                Some(handed) => Some(handed),
                None if self.printer.health().can_print() => store.write(stamp(), |tx| tx.claim_slip())?,
                None => None,
            };
            let Some(claimed) = claimed else { return Ok(()) };
            self.taken = self.taken.max(claimed.row); // before its first byte: it is never taken twice
            let (slip, outcome) = (claimed.slip.id, self.print(&claimed.slip));
            store.write(stamp(), move |tx| tx.settle_slip(slip, outcome))?;
            tell(SlipNews { slip, outcome });
            if outcome == Outcome::NotSent {
                return Ok(());
            }
        }
    }

    fn print(&mut self, slip: &Slip) -> Outcome {
        if !self.printer.health().can_print() {
            return Outcome::NotSent;
        }
        match self.printer.print(slip) {
            receipt_printer::Outcome::Printed { .. } => Outcome::Printed,
            receipt_printer::Outcome::NotSent(_) => Outcome::NotSent,
            receipt_printer::Outcome::Unknown { .. } => Outcome::Unknown,
        }
    }
}
