//! The printer's thread: takes the oldest slip of the outbox, prints it, writes down each step before it is done and how
//! it ended. The only place where the store and the printer meet, and never inside a transaction.

use super::event::{Event, SlipNews};
use super::run::Clock;
use crate::devices::{Over, Printer, PrinterEnds, PrinterHealth, PrinterNews, PrinterOrder, RawStatus, Wake};
use crate::rules::slips::{Doubt, Proof, SlipState};
use crate::rules::{Author, SlipId, Stamp};
use crate::store::{Claimed, Error, Outcome, Recovered, Store};
use receipt_printer::{Level, Outcome as Ended, Status, Step};
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// How often the printer is asked how it is while nothing is printed.
const ASK: Duration = Duration::from_secs(1);

/// Feeds the printer until the station is gone. What was being sent when the program last died is settled first.
pub fn feed(store: &Store, printer: Printer, ends: &PrinterEnds, clock: &Clock, tell: impl Fn(Event)) {
    let stamp = || Stamp { now: clock(), author: Author::Clock };
    // A disk that says no now may say yes later: without this nothing would be printed until the next start.
    let mut told = false;
    let found = loop {
        match recover(store, stamp()) {
            Ok(found) => break found,
            Err(e) if !told => {
                told = true;
                tracing::error!(cause = %e, "outbox: settling what was being sent");
            }
            Err(_) => {}
        }
        if ends.woken.wait(ASK) == Wake::Over {
            return;
        }
    };
    let mut feed = Feed { over: ends.woken.over(), ..Feed::new(printer, found) };
    // A printer that names what it printed may still have the name of the last slip for us, before that is printed again.
    feed.printer.ask();
    loop {
        let wake = ends.woken.wait(ASK);
        if wake == Wake::Over {
            return;
        }
        feed.turn(wake, store, &ends.orders, stamp, &tell);
    }
}

/// Settles what was being sent when the program last died.
fn recover(store: &Store, stamp: Stamp) -> Result<Recovered, Error> {
    store.write(stamp, |tx| tx.recover_outbox())
}

/// The printer and the last place of the outbox that it has taken. One a data folder.
pub struct Feed {
    /// The printer.
    pub printer: Printer,
    /// Whether the station is gone: then no further slip is begun.
    pub over: Over,
    taken: i64,
    /// What was told last of how the printer is.
    told: Option<(PrinterHealth, RawStatus)>,
    /// Process numbers that came late and are not written down yet; the driver keeps 64 at most.
    late: Vec<u16>,
    /// How the last print ended, where the disk would not have it written down: that comes before the next slip.
    owed: Option<SlipNews>,
}

impl Feed {
    /// Settles what was being sent when the program last died.
    pub fn start(store: &Store, printer: Printer, stamp: Stamp) -> Result<Feed, Error> {
        Ok(Feed::new(printer, recover(store, stamp)?))
    }

    fn new(mut printer: Printer, found: Recovered) -> Feed {
        if found.cut {
            printer.expect_a_cut();
        }
        Feed { printer, over: Over::default(), taken: found.last, late: Vec::new(), owed: None, told: None }
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
        // Before anything is printed: a slip lasts a second, and who put the paper in looks at the page now.
        self.tell_health(tell);
        // The answer to a question is news too, and no reason to ask the store.
        if look && let Err(e) = self.print_waiting(store, stamp, |news| tell(Event::Slip(news))) {
            tracing::error!(cause = %e, "outbox");
        }
        while let Ok(order) = orders.try_recv() {
            tell(Event::Printers(self.printer.obey(order)));
        }
        self.tell_health(tell);
    }

    /// Tells how the printer is, where that is news.
    fn tell_health(&mut self, tell: &impl Fn(Event)) {
        let (health, raw) = (self.printer.health(), self.printer.raw());
        let told = self.told.replace((health, raw.clone()));
        if told.as_ref().map(|(health, _)| *health) != Some(health) {
            tell(Event::Printer(health));
        }
        if told.is_none_or(|(_, told)| told != raw) {
            tell(Event::Printers(PrinterNews::Bytes(raw)));
        }
    }

    /// Prints whatever waits in the outbox, until it is empty or the printer takes no more. `stamp` is asked once for each
    /// commit, right before it.
    pub fn print_waiting(
        &mut self,
        store: &Store,
        stamp: impl Fn() -> Stamp,
        tell: impl Fn(SlipNews),
    ) -> Result<(), Error> {
        if let Some(news) = self.owed {
            self.settle(store, &stamp, news, &tell)?;
        }
        loop {
            self.settle_late(store, &stamp, &tell)?;
            if self.over.yet() {
                return Ok(());
            }
            let (handed, queued) = store.read(|db| Ok((db.handed_slip(self.taken)?, db.slip_queued()?)))?;
            let from_hand = handed.is_some();
            let claimed = match handed {
                Some(handed) => Some(handed),
                None if queued && self.printer.health().can_print() => {
                    store.write(stamp(), |tx| tx.claim_slip())?
                }
                None => None,
            };
            let Some(claimed) = claimed else { return Ok(()) };
            self.taken = self.taken.max(claimed.row); // before its first byte: it is never taken twice
            let outcome = self.print(store, &stamp, &claimed, from_hand);
            self.settle(store, &stamp, SlipNews { slip: claimed.slip.id, outcome }, &tell)?;
            if outcome == Outcome::NotSent {
                return Ok(());
            }
        }
    }

    /// Writes down how a print ended; what cannot be written now is owed.
    fn settle(
        &mut self,
        store: &Store,
        stamp: &impl Fn() -> Stamp,
        news: SlipNews,
        tell: &impl Fn(SlipNews),
    ) -> Result<(), Error> {
        self.owed = Some(news);
        store.write(stamp(), move |tx| tx.settle_slip(news.slip, news.outcome))?;
        self.owed = None;
        tell(news);
        Ok(())
    }

    /// Slips that the printer has named after all.
    fn settle_late(
        &mut self,
        store: &Store,
        stamp: &impl Fn() -> Stamp,
        tell: &impl Fn(SlipNews),
    ) -> Result<(), Error> {
        self.late.extend(self.printer.take_late());
        if self.late.is_empty() {
            return Ok(());
        }
        let numbers = self.late.clone();
        let settled = store.write(stamp(), move |tx| tx.settle_late(&numbers))?;
        self.late.clear();
        for slip in settled {
            tell(SlipNews { slip, outcome: Outcome::Printed(Proof::ProcessId) });
        }
        Ok(())
    }

    fn print(
        &mut self,
        store: &Store,
        stamp: &impl Fn() -> Stamp,
        claimed: &Claimed,
        handed: bool,
    ) -> Outcome {
        if !self.printer.health().can_print() {
            return Outcome::NotSent;
        }
        let mut step = |step| write_step(store, stamp, claimed.slip.id, step, handed);
        match self.printer.print(&claimed.slip, claimed.process, &mut step) {
            Ended::Printed { confirmed } => Outcome::Printed(match confirmed {
                Level::Accepted => Proof::Accepted,
                Level::Status => Proof::Status,
                Level::Echo => Proof::Echo,
                Level::ProcessId => Proof::ProcessId,
            }),
            Ended::NotSent(_) => Outcome::NotSent,
            Ended::Unknown { cleared: true, .. } => Outcome::Unknown(Doubt::Cleared),
            Ended::Unknown { status, .. } => Outcome::Unknown(match status {
                Status::Ready | Status::PaperLow | Status::Unknown | Status::Gone => Doubt::Lost,
                _ => Doubt::Held,
            }),
        }
    }
}

/// Writes a step down before it is done; `false` where the slip may not be sent any more, or nobody can tell. A handed slip is
/// written down as being sent already, and only looked at.
fn write_step(store: &Store, stamp: &impl Fn() -> Stamp, slip: SlipId, step: Step, handed: bool) -> bool {
    let written = match step {
        Step::Sending if handed => {
            store.read(|db| db.slip_state(slip)).map(|state| state == Some(SlipState::Sending))
        }
        Step::Sending => store.write(stamp(), move |tx| tx.slip_sending(slip)),
        Step::Sent => store.write(stamp(), move |tx| tx.slip_sent(slip)),
    };
    written.unwrap_or_else(|e| {
        tracing::error!(cause = %e, ?step, "outbox: writing down a step");
        false
    })
}
