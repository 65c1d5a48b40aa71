//! The board's window: now serving.

use super::station::{self, count, list};
use super::{Change, words};
use front_desk::rules::House;
use front_desk::station::{BoardView, StationView, VisitorWord};
use slint::{ComponentHandle, PlatformError, SharedString};

pub(super) fn open(house: &House) -> Result<ui::BoardWindow, PlatformError> {
    let window = ui::BoardWindow::new()?;
    words::connect(&window, house);
    Ok(window)
}

pub(super) fn apply(window: &ui::BoardWindow, change: &Change<'_, BoardView>, station: Option<&StationView>) {
    if let Some(station) = station {
        station::apply(window, station);
    }
    if !change.of(|v| v) {
        return;
    }
    let view = change.view;
    let board = window.global::<ui::Board<'_>>();
    let calls = view.called.iter().enumerate().map(|(i, call)| ui::BoardCall {
        label: call.label.as_str().into(),
        counter: i32::from(call.counter),
        fresh: i == 0,
    });
    board.set_calls(list(calls.collect()));
    let waiting = view.waiting.iter().map(|wait| ui::BoardWaiting {
        service: wait.service.as_str().into(),
        letter: wait.series.as_str().into(),
        waiting: count(wait.waiting),
    });
    board.set_waiting(list(waiting.collect()));
    let word = |word: VisitorWord| match word {
        VisitorWord::Asking => ui::BoardWord::Asking,
        VisitorWord::Admitted => ui::BoardWord::Admitted,
        VisitorWord::ToDesk => ui::BoardWord::ToDesk,
    };
    let visitors = view
        .visitors
        .iter()
        .map(|(label, said)| ui::BoardVisitor { label: label.as_str().into(), word: word(*said) });
    board.set_visitors(list(visitors.collect()));
    board.set_missed(list(view.missed.iter().map(SharedString::from).collect()));
    board.set_stale(view.stale);
}
