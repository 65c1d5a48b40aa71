//! What the desk's panel of slips shows.

use crate::devices::Picture;
use crate::rules::SlipId;
use crate::rules::slips::{Proof, SlipKind, SlipState};
use std::sync::Arc;

/// Slips that wait, are in doubt or failed, then the last few that are done with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SlipsView {
    /// In the order in which staff has to look at them.
    pub rows: Vec<SlipRow>,
    /// Which one is looked at.
    pub chosen: Option<SlipId>,
    /// Its paper; none where its person was erased.
    pub picture: Option<Arc<Picture>>,
}

/// A slip in staff's list. What it says about a person is on the paper alone, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipRow {
    /// Which.
    pub id: SlipId,
    /// What kind.
    pub kind: SlipKind,
    /// The number on it; empty on one of an older version.
    pub label: String,
    /// When it was put in line, `09:41`, or with the day where it was not today.
    pub made: String,
    /// Where it stands.
    pub state: SlipState,
    /// How well its print is proved.
    pub proof: Option<Proof>,
    /// Its last or next print says 补打.
    pub reprint: bool,
    /// There is still something to print.
    pub whole: bool,
}
