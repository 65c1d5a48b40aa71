//! The receipt printer: from a slip's lines to the driver's items, and from the driver's answers to one word.

use super::health::PrinterHealth;
use crate::rules::Slip;
use crate::rules::slips::Line;
use receipt_printer::face::NotAFont;
use receipt_printer::printer::Why;
use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::serial::Serial;
use receipt_printer::transport::tcp::Tcp;
use receipt_printer::transport::usb::Usb;
use receipt_printer::transport::{ConnectError, Transport};
use receipt_printer::{Connect, Face, Item, Limits, Outcome, Profile, Status, Style};
use std::time::Duration;

/// The font from which characters are drawn that a printer's own font lacks: rare names, above all.
const FONT: &[u8] = include_bytes!("../../ui/fonts/NotoSansSC-Regular.ttf");

/// The bundled font, for pictures of paper.
pub fn paper_face() -> Result<Face, NotAFont> {
    Face::from_bytes(FONT)
}

/// Where a printer is.
pub enum Place {
    /// On the USB.
    Usb(Usb),
    /// On the network.
    Tcp(Tcp),
    /// On a serial line.
    Serial(Serial),
    /// The simulator, at the far end of the same bytes.
    Sim(SimPrinter),
}

impl Place {
    fn line(&self) -> &dyn Connect {
        match self {
            Place::Usb(usb) => usb,
            Place::Tcp(tcp) => tcp,
            Place::Serial(serial) => serial,
            Place::Sim(sim) => sim,
        }
    }

    fn line_mut(&mut self) -> &mut dyn Connect {
        match self {
            Place::Usb(usb) => usb,
            Place::Tcp(tcp) => tcp,
            Place::Serial(serial) => serial,
            Place::Sim(sim) => sim,
        }
    }
}

impl Connect for Place {
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        self.line_mut().connect()
    }

    fn place(&self) -> String {
        self.line().place()
    }

    fn await_arrival(&mut self, wait: Duration) -> bool {
        self.line_mut().await_arrival(wait)
    }

    fn shared(&self) -> bool {
        self.line().shared()
    }
}

/// A printer and how it is now. For one thread.
pub struct Printer {
    driver: receipt_printer::Printer,
    face: Option<Face>,
    health: PrinterHealth,
}

impl Printer {
    /// A printer of this family at the end of `place`; nothing is opened yet.
    pub fn new(place: Place, profile: Profile, limits: Limits) -> Printer {
        let face = paper_face().map_err(|e| tracing::error!(cause = %e, "the bundled font")).ok();
        let driver = receipt_printer::Printer::with_limits(place, profile, limits);
        Printer { driver, face, health: PrinterHealth::Unknown }
    }

    /// How it was when last asked.
    pub fn health(&self) -> PrinterHealth {
        self.health
    }

    /// Asks it; bounded in time by the driver.
    pub fn ask(&mut self) -> PrinterHealth {
        let health = word(self.driver.status());
        self.note(health)
    }

    /// Prints one slip and tells how that ended.
    pub fn print(&mut self, slip: &Slip) -> Outcome {
        let encoded = receipt_printer::encode(&to_items(slip), self.driver.profile(), self.face.as_ref());
        if !encoded.notes.is_empty() {
            tracing::warn!(slip = %slip.id, count = encoded.notes.len(), "characters that no font has");
        }
        let outcome = self.driver.print(&encoded.bytes);
        match &outcome {
            Outcome::Printed { .. } => {}
            Outcome::NotSent(Why::Status(status)) | Outcome::Unknown { status, .. } => {
                self.note(word(*status));
            }
            Outcome::NotSent(Why::Gone(cause)) => {
                tracing::debug!(%cause, "printer gone");
                self.note(PrinterHealth::Gone);
            }
            Outcome::NotSent(Why::Busy) => {
                self.note(PrinterHealth::Offline);
            }
        }
        outcome
    }

    fn note(&mut self, health: PrinterHealth) -> PrinterHealth {
        if std::mem::replace(&mut self.health, health) != health {
            tracing::info!(?health, "printer");
        }
        health
    }
}

fn word(status: Status) -> PrinterHealth {
    match status {
        Status::Ready => PrinterHealth::Ready,
        Status::PaperLow => PrinterHealth::PaperLow,
        Status::PaperOut => PrinterHealth::PaperOut,
        Status::CoverOpen => PrinterHealth::CoverOpen,
        Status::CutterError | Status::Jam => PrinterHealth::Jammed,
        Status::Fault | Status::Offline => PrinterHealth::Offline,
        Status::Gone => PrinterHealth::Gone,
        Status::Unknown => PrinterHealth::Unknown,
    }
}

/// A slip in the driver's words, with a cut at its end.
pub fn to_items(slip: &Slip) -> Vec<Item> {
    let item = |line: &Line| match line {
        Line::Title(text) => Item::styled(text.clone(), Style::center().size(2).bold()),
        Line::Huge(text) => Item::styled(text.clone(), Style::center().size(6).bold()),
        Line::Centre(text) => Item::styled(text.clone(), Style::center()),
        Line::Text(text) => Item::text(text.clone()),
        Line::Pair(left, right) => Item::pair(left.clone(), right.clone()),
        Line::Rule => Item::Rule,
        Line::Space(lines) => Item::Feed { lines: *lines },
        Line::Qr(data, caption) => Item::Qr { data: data.clone(), caption: Some(caption.clone()) },
    };
    slip.lines.iter().map(item).chain([Item::Cut]).collect()
}
