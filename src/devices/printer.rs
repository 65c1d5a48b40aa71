//! The receipt printer: from a slip's lines to the driver's items, and from the driver's answers to one word.

use super::commission::{
    Answers, Families, PrinterNews, PrinterOrder, RawStatus, TestPrint, proposed, test_bytes,
};
use super::health::PrinterHealth;
use super::wake::Waker;
use crate::rules::Slip;
use crate::rules::slips::Line;
use receipt_printer::face::NotAFont;
use receipt_printer::printer::Why;
use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::serial::Serial;
use receipt_printer::transport::tcp::Tcp;
use receipt_printer::transport::usb::Usb;
use receipt_printer::transport::{ConnectError, News, Transport};
use receipt_printer::{Absence, Connect, Face, Item, Limits, Outcome, Profile, Status, Step, Style};
use std::sync::Arc;
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

    fn on_news(&mut self, call: News) {
        self.line_mut().on_news(call);
    }

    fn shared(&self) -> bool {
        self.line().shared()
    }

    fn queues(&self) -> bool {
        self.line().queues()
    }

    fn must_answer(&self) -> bool {
        self.line().must_answer()
    }
}

/// A printer and how it is now. For one thread.
pub struct Printer {
    driver: receipt_printer::Printer,
    face: Option<Face>,
    health: PrinterHealth,
    families: Families,
}

impl Printer {
    /// A printer of this family at the end of `place`; nothing is opened yet.
    pub fn new(place: impl Connect + 'static, profile: Profile, limits: Limits) -> Printer {
        let face = paper_face().map_err(|e| tracing::error!(cause = %e, "the bundled font")).ok();
        let driver = receipt_printer::Printer::with_limits(place, profile, limits);
        Printer { driver, face, health: PrinterHealth::Unknown, families: Families::default() }
    }

    /// The same, calling this waker whenever it may have news.
    pub fn heard_by(mut self, waker: Waker) -> Printer {
        self.driver.on_news(Arc::new(move || waker.news()));
        self
    }

    /// The same, knowing these families when one is to be proposed.
    pub fn knowing(self, families: Families) -> Printer {
        Printer { families, ..self }
    }

    /// The last slip may have been cut short where nobody remembers: the next one is kept whole all the same.
    pub fn expect_a_cut(&mut self) {
        self.driver.expect_a_cut();
    }

    /// How it was when last asked.
    pub fn health(&self) -> PrinterHealth {
        self.health
    }

    /// Asks it; bounded in time by the driver.
    pub fn ask(&mut self) -> PrinterHealth {
        let status = self.driver.status();
        let health = self.word(status);
        self.note(health)
    }

    /// Hears what the printer said by itself, without waiting; true where that changed how it is.
    pub fn hear(&mut self) -> bool {
        let before = self.health;
        // A report names what changed; the answer to a question says all.
        self.driver.watch(Duration::ZERO).is_some() && self.ask() != before
    }

    /// The last status bytes and what they mean.
    pub fn raw(&self) -> RawStatus {
        RawStatus::of(self.driver.last_reading(), self.driver.profile())
    }

    /// Does what staff asked. A probe takes some two seconds where the printer leaves questions unanswered, and a slip that
    /// is registered meanwhile waits as long.
    pub fn obey(&mut self, order: PrinterOrder) -> PrinterNews {
        match order {
            PrinterOrder::Probe => PrinterNews::Answers(self.probe()),
            PrinterOrder::TestPage => PrinterNews::Test(self.test()),
        }
    }

    fn probe(&mut self) -> Option<Answers> {
        if !self.ask().can_print() {
            return None;
        }
        let probe = self.driver.probe().ok()?;
        let names = probe.names.join(" ");
        Some(Answers {
            status: probe.status.iter().any(Option::is_some),
            reports: probe.asb.is_some(),
            confirms: probe.process_id,
            level: probe.level(),
            in_use: self.driver.profile().confirm,
            profile: proposed(&self.families, &names),
            names,
        })
    }

    fn test(&mut self) -> TestPrint {
        let bytes = test_bytes(self.driver.profile(), self.face.as_ref());
        match self.send(&bytes, &mut |_| true) {
            Outcome::Printed { confirmed } => TestPrint::Printed(confirmed),
            Outcome::NotSent(_) => TestPrint::NotSent(self.health),
            Outcome::Unknown { .. } => TestPrint::Unknown(self.health),
        }
    }

    /// Process numbers that came after their print was given up: those slips came out after all.
    pub fn take_late(&mut self) -> Vec<u16> {
        self.driver.take_late()
    }

    /// Prints one slip and tells how that ended. `process` is the number by which the printer may name this print; `step`
    /// hears of each step before it is done and may stop the first.
    pub fn print(&mut self, slip: &Slip, process: u16, step: &mut dyn FnMut(Step) -> bool) -> Outcome {
        let encoded = receipt_printer::encode(&to_items(slip), self.driver.profile(), self.face.as_ref());
        if !encoded.notes.is_empty() {
            tracing::warn!(slip = %slip.id, count = encoded.notes.len(), "characters that no font has");
        }
        self.driver.set_next_id(process);
        self.send(&encoded.bytes, step)
    }

    fn send(&mut self, bytes: &[u8], step: &mut dyn FnMut(Step) -> bool) -> Outcome {
        let outcome = self.driver.print_in_steps(bytes, step);
        if self.driver.unnamed() >= 2 {
            tracing::error!(
                profile = %self.driver.profile().name,
                "the printer is well and names no slip: each is printed twice; choose a profile with confirm = \"echo\""
            );
        }
        match &outcome {
            Outcome::Printed { .. } => {
                let status = self.driver.last_status();
                if status != Status::Unknown {
                    let health = self.word(status);
                    self.note(health);
                }
            }
            Outcome::NotSent(Why::Withheld) => {}
            Outcome::NotSent(Why::Status(status)) | Outcome::Unknown { status, .. } => {
                let health = self.word(*status);
                self.note(health);
            }
            Outcome::NotSent(Why::Gone(cause)) => {
                tracing::debug!(%cause, "printer gone");
                let health = self.word(Status::Gone);
                self.note(health);
            }
            Outcome::NotSent(Why::Busy) => {
                self.note(PrinterHealth::Held);
            }
        }
        outcome
    }

    /// The driver's word; a printer that is there and may not be opened is not an absent one.
    fn word(&self, status: Status) -> PrinterHealth {
        match (status, self.driver.absence()) {
            (Status::Ready, _) => PrinterHealth::Ready,
            (Status::PaperLow, _) => PrinterHealth::PaperLow,
            (Status::PaperOut, _) => PrinterHealth::PaperOut,
            (Status::CoverOpen, _) => PrinterHealth::CoverOpen,
            (Status::CutterError | Status::Jam, _) => PrinterHealth::Jammed,
            (Status::Fault | Status::Offline, _) => PrinterHealth::Offline,
            (Status::Gone, Some(Absence::NotPermitted)) => PrinterHealth::NotPermitted,
            (Status::Gone, Some(Absence::Busy)) => PrinterHealth::Held,
            (Status::Gone, _) => PrinterHealth::Gone,
            (Status::Unknown, _) => PrinterHealth::Unknown,
        }
    }

    fn note(&mut self, health: PrinterHealth) -> PrinterHealth {
        if std::mem::replace(&mut self.health, health) != health {
            tracing::info!(?health, "printer");
        }
        health
    }
}

/// A slip in the driver's words, with a cut at its end.
pub fn to_items(slip: &Slip) -> Vec<Item> {
    let item = |line: &Line| match line {
        Line::Title(text) => Item::styled(text.clone(), Style::center().size(2).bold()),
        Line::Huge(text) => Item::styled(text.clone(), Style::center().size(8).bold()),
        Line::Centre(text) => Item::styled(text.clone(), Style::center()),
        Line::Text(text) => Item::text(text.clone()),
        Line::Tall(text) => Item::styled(text.clone(), Style::left().size(2).bold()),
        Line::Pair(left, right) => Item::pair(left.clone(), right.clone()),
        Line::Blank(label) => Item::Blank { label: label.clone() },
        Line::Rule => Item::Rule,
        Line::Tear(label) => Item::Tear { label: label.clone() },
        Line::Space(lines) => Item::Feed { lines: *lines },
        Line::Qr(data, caption) => Item::Qr { data: data.clone(), caption: Some(caption.clone()) },
    };
    slip.lines.iter().map(item).chain([Item::Cut]).collect()
}
