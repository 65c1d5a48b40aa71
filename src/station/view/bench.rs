//! What the bench of simulators shows.

use crate::devices::Picture;
use std::sync::Arc;

/// The bench: what a simulator was told and what came out of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BenchView {
    /// Labels of the synthetic cards.
    pub cards: Vec<String>,
    /// What can go wrong with the next read.
    pub faults: Vec<String>,
    /// What the simulator said to the last line.
    pub answer: String,
    /// The last slip that came out.
    pub paper: Option<Arc<Picture>>,
}
