//! The bench's window: cards to place, paper to pull, and the last slip as the virtual paper drew it.

use super::station::list;
use super::{Change, Wire};
use front_desk::station::{BenchIntent, BenchView, Intent};
use slint::{ComponentHandle, Image, PlatformError, Rgba8Pixel, SharedPixelBuffer, SharedString};

pub(super) fn open(wire: &Wire) -> Result<ui::BenchWindow, PlatformError> {
    let window = ui::BenchWindow::new()?;
    let bench = window.global::<ui::Bench<'_>>();
    let reader = {
        let to = wire.clone();
        move |line: String| to.send(Intent::Bench(BenchIntent::Reader(line)))
    };
    let printer = {
        let to = wire.clone();
        move |line: &str| to.send(Intent::Bench(BenchIntent::Printer(line.into())))
    };
    let (weak, tell) = (window.as_weak(), reader.clone());
    bench.on_place(move |card| {
        tell(format!("place {card}"));
        set(&weak, |b| b.set_placed(card));
    });
    let (weak, tell) = (window.as_weak(), reader.clone());
    bench.on_remove(move || {
        tell("remove".into());
        set(&weak, |b| b.set_placed(SharedString::default()));
    });
    let tell = reader.clone();
    bench.on_fault(move |name| tell(format!("fault {name}")));
    let (weak, tell) = (window.as_weak(), reader);
    bench.on_plug_reader(move |plugged| {
        tell(if plugged { "plug" } else { "unplug" }.into());
        set(&weak, |b| b.set_reader_plugged(plugged));
    });
    let (weak, tell) = (window.as_weak(), printer.clone());
    bench.on_set_paper(move |paper| {
        tell(match paper {
            ui::PaperState::Full => "paper in",
            ui::PaperState::Low => "paper low",
            ui::PaperState::Out => "paper out",
        });
        set(&weak, |b| b.set_paper(paper));
    });
    let (weak, tell) = (window.as_weak(), printer.clone());
    bench.on_open_cover(move |open| {
        tell(if open { "cover open" } else { "cover close" });
        set(&weak, |b| b.set_cover_open(open));
    });
    let weak = window.as_weak();
    bench.on_plug_printer(move |plugged| {
        printer(if plugged { "plug" } else { "unplug" });
        set(&weak, |b| b.set_printer_plugged(plugged));
    });
    bench.set_placed(SharedString::default());
    Ok(window)
}

fn set(window: &slint::Weak<ui::BenchWindow>, change: impl FnOnce(&ui::Bench<'_>)) {
    if let Some(window) = window.upgrade() {
        change(&window.global::<ui::Bench<'_>>());
    }
}

pub(super) fn apply(window: &ui::BenchWindow, change: &Change<'_, BenchView>) {
    let bench = window.global::<ui::Bench<'_>>();
    let view = change.view;
    if change.of(|v| &v.cards) {
        bench.set_cards(list(view.cards.iter().map(SharedString::from).collect()));
    }
    if change.of(|v| &v.faults) {
        bench.set_faults(list(view.faults.iter().map(SharedString::from).collect()));
    }
    bench.set_answer(view.answer.as_str().into());
    if let Some(paper) = view.paper.as_ref().filter(|_| change.of(|v| &v.paper)) {
        let pixels =
            SharedPixelBuffer::<Rgba8Pixel>::clone_from_slice(&paper.rgba, paper.width, paper.height);
        bench.set_last_paper(Image::from_rgba8(pixels));
        bench.set_papers(bench.get_papers() + 1);
    }
}
