//! What the desk's panel of visitors shows. Every person is masked.

use super::VisitRow;

/// Who waits for a word, who is expected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitsPanel {
    /// The one who has waited longest first.
    pub waiting: Vec<VisitRow>,
    /// Expected within a week, the next first.
    pub expected: Vec<VisitRow>,
    /// The booking just made, with the code for the guest.
    pub booked: Option<Booked>,
}

/// A booking that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// `Y003`
    pub label: String,
    /// Where to.
    pub unit: String,
    /// Masked.
    pub name: String,
    /// `11-22 14:00-15:30`
    pub when: String,
    /// Six digits.
    pub code: String,
}
