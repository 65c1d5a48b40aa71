//! What a job at the kiosk achieved: the handlers give it, the session shows it.

use super::view::DoneKind;
use crate::rules::SlipId;

/// What to show, and the slip to watch.
pub(super) struct Achieved {
    /// A ticket, a pass or a receipt.
    pub(super) kind: DoneKind,
    /// Its slip in the outbox.
    pub(super) slip: SlipId,
    /// The text of its QR.
    pub(super) qr: String,
}
