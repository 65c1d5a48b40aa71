//! What a job at the kiosk achieved: the handlers give it, the session shows it.

use super::view::{Done, DoneKind, PrintState};
use super::visits;
use crate::devices::PrinterHealth;
use crate::rules::slips::SlipState;
use crate::rules::{SlipId, VisitId};
use crate::store::{Db, Error, Store};

/// What to show, and the slip to watch.
pub(super) struct Achieved {
    /// A ticket, a pass, a receipt, …
    pub(super) kind: DoneKind,
    /// Its slip in the outbox; none where nothing is printed.
    pub(super) slip: Option<SlipId>,
    /// The text of its QR.
    pub(super) qr: String,
    /// The visit that waits for the household's word: what becomes of it is shown.
    pub(super) waits: Option<VisitId>,
}

impl Achieved {
    /// Whether the household's word has come that was waited for: from now on that is what was achieved.
    pub(super) fn hear(&mut self, store: &Store) -> Result<bool, Error> {
        let Some(visit) = self.waits else { return Ok(false) };
        let Some(kind) = store.read(|db| visits::word(db, visit))? else { return Ok(false) };
        (self.kind, self.waits) = (kind, None);
        Ok(true)
    }

    /// What was achieved, and where its slip is now.
    pub(super) fn shown(&self, db: &Db<'_>, printer: PrinterHealth) -> Result<Done, Error> {
        let kind = self.kind.clone();
        let prints = !matches!(kind, DoneKind::Waiting { .. } | DoneKind::ToDesk { .. });
        let print = match self.slip.filter(|_| prints) {
            Some(slip) => print_state(db.slip_state(slip)?, printer),
            None => PrintState::Nothing,
        };
        Ok(Done { kind, print, qr: self.qr.clone() })
    }
}

/// The outbox's state and the printer's health, as one word for the person who waits.
fn print_state(slip: Option<SlipState>, printer: PrinterHealth) -> PrintState {
    use SlipState as S;
    match slip {
        Some(S::Confirmed) => PrintState::Printed,
        Some(S::Claimed | S::Sending | S::Sent) => PrintState::Printing,
        Some(S::Queued) if printer.can_print() => PrintState::Printing,
        Some(S::Queued) => PrintState::Waiting,
        Some(S::Unknown | S::Failed | S::Expired | S::Void) | None => PrintState::Failed,
    }
}
