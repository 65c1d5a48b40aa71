//! The desk's page of the printer: what the devices found out, in the pages' words.

use super::station::list;
use super::{Change, Wire};
use front_desk::devices::{Access, Answers, FoundPrinter, TestPrint};
use front_desk::station::{DeskIntent, DeskView, Intent, PrinterIntent, PrinterView};
use receipt_printer::Level;
use slint::{ComponentHandle, Image, Rgba8Pixel, SharedPixelBuffer};

pub(super) fn connect(window: &ui::DeskWindow, wire: &Wire) {
    let page = window.global::<ui::Commission<'_>>();
    let on = |intent: PrinterIntent| {
        let to = wire.clone();
        move || to.send(Intent::Desk(DeskIntent::Printer(intent)))
    };
    page.on_find(on(PrinterIntent::Find));
    page.on_probe(on(PrinterIntent::Probe));
    page.on_test_page(on(PrinterIntent::TestPage));
}

pub(super) fn apply(window: &ui::DeskWindow, change: &Change<'_, DeskView>) {
    let Some(view) = change.view.printer.as_ref().filter(|_| change.of(|v| &v.printer)) else { return };
    let page = window.global::<ui::Commission<'_>>();
    page.set_port(view.port.as_str().into());
    page.set_profile(view.profile.as_str().into());
    page.set_looking(view.looking);
    page.set_found(list(view.found.iter().flatten().map(|found| row(found, view)).collect()));
    let byte = |(at, byte): (usize, &Option<u8>)| ui::StatusByte {
        name: (at + 1).to_string().into(),
        hex: byte.map(|b| format!("{b:02X}")).unwrap_or_default().into(),
        bits: byte.map(|b| format!("{:04b} {:04b}", b >> 4, b & 15)).unwrap_or_default().into(),
    };
    page.set_bytes(list(view.raw.bytes.iter().enumerate().map(byte).collect()));
    let sense = |(name, byte, _, holds): &(&'static str, u8, u8, Option<bool>)| ui::StatusSense {
        code: (*name).into(),
        byte: i32::from(*byte),
        known: holds.is_some(),
        holds: *holds == Some(true),
    };
    page.set_senses(list(view.raw.senses.iter().map(sense).collect()));
    page.set_probe_state(match (&view.answers, view.asking) {
        (_, true) => ui::ProbeState::Asking,
        (None, false) => ui::ProbeState::NotYet,
        (Some(None), false) => ui::ProbeState::Unanswered,
        (Some(Some(_)), false) => ui::ProbeState::Answered,
    });
    page.set_answers(view.answers.iter().flatten().next().map(|a| answers(a, view)).unwrap_or_default());
    page.set_test_state(match (view.test, view.printing) {
        (_, true) => ui::TestState::Printing,
        (None, false) => ui::TestState::NotYet,
        (Some(TestPrint::Printed(Level::Accepted)), false) => ui::TestState::Sent,
        (Some(TestPrint::Printed(_)), false) => ui::TestState::Printed,
        (Some(TestPrint::NotSent(_)), false) => ui::TestState::NotSent,
        (Some(TestPrint::Unknown(_)), false) => ui::TestState::Unknown,
    });
    if let Some(picture) = &view.preview {
        let pixels =
            SharedPixelBuffer::<Rgba8Pixel>::clone_from_slice(&picture.rgba, picture.width, picture.height);
        page.set_preview(Image::from_rgba8(pixels));
    }
}

fn row(found: &FoundPrinter, view: &PrinterView) -> ui::FoundPrinter {
    ui::FoundPrinter {
        port: found.port.as_str().into(),
        what: found.what.as_str().into(),
        access: match found.access {
            Access::Open => ui::PrinterAccess::Open,
            Access::Stranger => ui::PrinterAccess::Stranger,
            Access::NotPermitted => ui::PrinterAccess::NotPermitted,
            Access::Held => ui::PrinterAccess::Held,
            Access::Fault => ui::PrinterAccess::Fault,
        },
        serial: found.port.starts_with("serial:"),
        chosen: found.port == view.port || (view.port == "usb" && found.access == Access::Open),
        profile: found.profile.as_deref().unwrap_or_default().into(),
    }
}

fn answers(answers: &Answers, view: &PrinterView) -> ui::PrinterAnswers {
    let other = answers.profile.as_deref().filter(|file| *file != view.profile);
    let stronger = answers.level != answers.in_use;
    ui::PrinterAnswers {
        names: answers.names.as_str().into(),
        status: answers.status,
        reports: answers.reports,
        confirms: answers.confirms,
        profile: other.unwrap_or_default().into(),
        confirm: if stronger { answers.level.code() } else { "" }.into(),
    }
}
