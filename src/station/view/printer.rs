//! What the desk's page for commissioning the printer shows.

use crate::devices::{Answers, FoundPrinter, Picture, RawStatus, TestPrint};
use std::sync::Arc;

/// The page, while it is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PrinterView {
    /// The port in use, as `station.toml` writes it.
    pub port: String,
    /// The profile in use, a file of `config/printers/`.
    pub profile: String,
    /// Printers are being looked for.
    pub looking: bool,
    /// The printers of this machine; none before they were looked for.
    pub found: Option<Vec<FoundPrinter>>,
    /// The last status bytes.
    pub raw: RawStatus,
    /// The printer is being asked what it can do.
    pub asking: bool,
    /// What it answered; the inner none where it could not be asked.
    pub answers: Option<Option<Answers>>,
    /// The test page is being printed.
    pub printing: bool,
    /// How the last one ended.
    pub test: Option<TestPrint>,
    /// The test page's picture, from the very bytes.
    pub preview: Option<Arc<Picture>>,
}
