//! What the board shows: now serving.

/// Now serving.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoardView {
    /// Called numbers, the newest first.
    pub called: Vec<CalledRow>,
    /// People waiting, by service.
    pub waiting: Vec<WaitingRow>,
    /// Visitors about whom a household is asked, by number: first those with its word, the newest first, then who waits.
    pub visitors: Vec<(String, VisitorWord)>,
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

/// What a visitor is told on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitorWord {
    /// The household is being asked.
    Asking,
    /// Come in.
    Admitted,
    /// The desk has to speak with the visitor.
    ToDesk,
}
