//! What the staff's page at the kiosk shows.

/// Where the way in stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StaffStage {
    /// Nobody knocked.
    #[default]
    Closed,
    /// The PIN is asked for.
    Asking,
    /// The PIN was right.
    Open(StaffSheet),
}

/// How the station is, when staff came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffSheet {
    /// The program's version.
    pub version: String,
    /// The data can be read.
    pub readable: bool,
    /// The data can be written.
    pub writable: bool,
    /// Facts in the journal.
    pub facts: u32,
    /// Bytes free on the disk with the data; none where the system does not say.
    pub free: Option<u64>,
}
