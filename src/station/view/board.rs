//! What the board shows: now serving.

/// Now serving.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoardView {
    /// Called numbers, the newest first.
    pub called: Vec<CalledRow>,
    /// People waiting, by service.
    pub waiting: Vec<WaitingRow>,
    /// Visitors about whom the desk has just decided, the newest first: the number, and whether they may go in.
    pub visitors: Vec<(String, bool)>,
    /// Missed numbers.
    pub missed: Vec<String>,
    /// The numbers could not be read just now: what stands here may be old.
    pub stale: bool,
}

/// How many wait for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// The service's name.
    pub service: String,
    /// Letter of its numbers.
    pub series: String,
    /// People waiting now.
    pub waiting: u32,
}

/// A called number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledRow {
    /// `A007`
    pub label: String,
    /// Which counter.
    pub counter: u8,
}
