//! Everything that can happen to the station, in one closed list.

use super::Intent;
use crate::devices::{CardTrouble, PrinterHealth, PrinterNews, ReaderHealth};
use crate::rules::SlipId;
use crate::rules::visits::CardHolder;
use crate::store::Outcome;

/// Something arrived.
#[derive(Debug)]
pub enum Event {
    /// A person wants something.
    Intent(Intent),
    /// A card was found; its data follow, or trouble.
    Reading,
    /// A card was read.
    Card(Box<CardHolder>),
    /// The card that was read was taken away; not every reader can tell.
    CardRemoved,
    /// A card was found and could not be used.
    CardTrouble(CardTrouble),
    /// The reader's health changed.
    Reader(ReaderHealth),
    /// The printer's health changed.
    Printer(PrinterHealth),
    /// Something became known about printers.
    Printers(PrinterNews),
    /// A slip left the outbox, or did not.
    Slip(SlipNews),
    /// A second went by.
    Tick,
    /// The program ends.
    Stop,
}

/// How the print of a slip ended.
#[derive(Clone, Copy, Debug)]
pub struct SlipNews {
    /// Which slip.
    pub slip: SlipId,
    /// How it ended.
    pub outcome: Outcome,
}
