//! The printer's thread: takes the oldest slip of the outbox, prints it, writes down how that ended. The only place
//! where the store and the printer meet, and never inside a transaction.

use super::event::{Event, SlipNews};
use super::run::Clock;
use crate::devices::{Printer, PrinterHealth};
use crate::rules::{Author, Stamp};
use crate::store::{Error, Outcome, Store};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How often the printer is asked how it is while nothing is printed.
const ASK: Duration = Duration::from_secs(1);

/// Feeds the printer until the station is gone. What was being sent when the program last died is settled first.
pub fn feed(store: &Store, mut printer: Printer, woken: &Receiver<()>, clock: &Clock, tell: impl Fn(Event)) {
    let stamp = || Stamp { now: clock(), author: Author::Clock };
    if let Err(e) = store.write(stamp(), |tx| tx.recover_outbox()) {
        tracing::error!(cause = %e, "outbox: settling what was being sent");
    }
    let mut told: Option<PrinterHealth> = None;
    loop {
        match woken.recv_timeout(ASK) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => {
                printer.ask();
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if let Err(e) = print_waiting(store, &mut printer, stamp, |news| tell(Event::Slip(news))) {
            tracing::error!(cause = %e, "outbox");
        }
        let health = printer.health();
        if told.replace(health) != Some(health) {
            tell(Event::Printer(health));
        }
    }
}

/// Prints whatever waits in the outbox, until it is empty or the printer takes no more.
pub fn print_waiting(
    store: &Store,
    printer: &mut Printer,
    stamp: impl Fn() -> Stamp,
    tell: impl Fn(SlipNews),
) -> Result<(), Error> {
    while printer.health().can_print() {
        let Some(queued) = store.write(stamp(), |tx| tx.claim_slip())? else { break };
        let slip = queued.slip.id;
        let outcome = match printer.print(&queued.slip) {
            receipt_printer::Outcome::Printed { .. } => Outcome::Printed,
            receipt_printer::Outcome::NotSent(_) => Outcome::NotSent,
            receipt_printer::Outcome::Unknown { .. } => Outcome::Unknown,
        };
        store.write(stamp(), move |tx| tx.settle_slip(slip, outcome))?;
        tell(SlipNews { slip, outcome });
        if outcome == Outcome::NotSent {
            break;
        }
    }
    Ok(())
}
