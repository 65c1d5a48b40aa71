//! Commissioning the printer: what staff asks about it, and what the devices found out.

use super::view::PrinterView;
use super::{PrinterIntent, Station};
use crate::config::PrinterPort;
use crate::devices::{Answers, FoundPrinter, Picture, PrinterNews, PrinterOrder, RawStatus, TestPrint};
use std::sync::Arc;

/// What is known about printers. Nothing of it is kept: it is found out again in a moment.
#[derive(Default)]
pub(super) struct Commissioning {
    found: Option<Vec<FoundPrinter>>,
    preview: Option<Arc<Picture>>,
    raw: RawStatus,
    answers: Option<Option<Answers>>,
    test: Option<TestPrint>,
    /// Asked, and not answered yet.
    looking: bool,
    asking: bool,
    printing: bool,
}

impl Commissioning {
    /// What the devices found out.
    pub(super) fn take(&mut self, news: PrinterNews) {
        match news {
            PrinterNews::Found(found) => (self.found, self.looking) = (Some(found), false),
            PrinterNews::Preview(preview) => self.preview = Some(preview),
            PrinterNews::Bytes(raw) => self.raw = raw,
            PrinterNews::Answers(answers) => (self.answers, self.asking) = (Some(answers), false),
            PrinterNews::Test(test) => (self.test, self.printing) = (Some(test), false),
        }
    }

    fn view(&self, port: &PrinterPort, profile: &str) -> PrinterView {
        PrinterView {
            port: port.to_string(),
            profile: profile.to_owned(),
            looking: self.looking,
            found: self.found.clone(),
            raw: self.raw.clone(),
            asking: self.asking,
            answers: self.answers.clone(),
            printing: self.printing,
            test: self.test,
            preview: self.preview.clone(),
        }
    }
}

impl Station {
    pub(super) fn printer_intent(&mut self, intent: PrinterIntent) {
        let page = &mut self.commissioning;
        match intent {
            PrinterIntent::Find => {
                page.looking = true;
                self.devices.look_for_printers();
            }
            PrinterIntent::Probe => {
                (page.asking, page.answers) = (self.devices.order(PrinterOrder::Probe), None);
            }
            PrinterIntent::TestPage => {
                (page.printing, page.test) = (self.devices.order(PrinterOrder::TestPage), None);
            }
        }
    }

    /// The page as it is now.
    pub(super) fn printer_view(&self) -> PrinterView {
        self.commissioning.view(&self.config.printer, &self.config.profile)
    }
}
