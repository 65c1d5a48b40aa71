//! What a job at the kiosk achieved: the handlers give it, the session shows it.

use super::view::DoneKind;
use crate::rules::{SlipId, VisitId};

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
