//! What every face shows: names, clock, how the devices are, and that a simulator is one.

use chrono::Datelike;
use front_desk::devices::{PrinterHealth, ReaderHealth};
use front_desk::station::{FaultKind, Notice, StationView};
use slint::ComponentHandle;
use slint::Global;

/// Puts the common view onto a window.
pub(super) fn apply<'a, W: ComponentHandle>(window: &'a W, view: &StationView)
where
    ui::Station<'a>: Global<'a, W>,
{
    let station = window.global::<ui::Station<'a>>();
    station.set_name(view.estate.as_str().into());
    station.set_clock(view.clock.as_str().into());
    station.set_month(count(view.date.month()));
    station.set_day(count(view.date.day()));
    station.set_weekday(count(view.date.weekday().num_days_from_monday()));
    station.set_reader(match view.reader {
        ReaderHealth::Ready => ui::ReaderState::Ok,
        ReaderHealth::Opening => ui::ReaderState::Opening,
        ReaderHealth::Absent | ReaderHealth::NotPermitted => ui::ReaderState::Absent,
        ReaderHealth::Silent | ReaderHealth::Broken => ui::ReaderState::Fault,
    });
    station.set_printer(match view.printer {
        PrinterHealth::Ready => ui::PrinterState::Ok,
        PrinterHealth::PaperLow => ui::PrinterState::Low,
        PrinterHealth::PaperOut => ui::PrinterState::PaperOut,
        PrinterHealth::CoverOpen => ui::PrinterState::Cover,
        PrinterHealth::Jammed => ui::PrinterState::Fault,
        PrinterHealth::Offline => ui::PrinterState::Offline,
        PrinterHealth::Gone => ui::PrinterState::Gone,
        PrinterHealth::NotPermitted => ui::PrinterState::NotPermitted,
        PrinterHealth::Held => ui::PrinterState::Held,
        PrinterHealth::Unknown => ui::PrinterState::Unknown,
    });
    station.set_reader_simulated(view.reader_simulated);
    station.set_printer_simulated(view.printer_simulated);
    station.set_keeps(match view.closed {
        None => ui::KeepState::Ok,
        Some(FaultKind::ReadOnly) => ui::KeepState::ReadOnly,
        Some(FaultKind::Full) => ui::KeepState::Full,
        Some(FaultKind::Store) => ui::KeepState::Fault,
    });
    station.set_doubt(view.doubted.map_or_else(ui::Doubt::default, |last| ui::Doubt {
        today: view.date.to_string().into(),
        last: last.to_string().into(),
    }));
    station.set_slips_waiting(i32::try_from(view.slips_waiting).unwrap_or(i32::MAX));
}

/// A notice in the pages' words; nothing to tell is an empty one.
pub(super) fn notice(notice: Option<&Notice>) -> ui::Notice {
    match notice {
        None => ui::Notice::default(),
        Some(n) => {
            let [first, second] = n.blanks().map(Into::into);
            ui::Notice { code: n.code().into(), first, second, text: n.to_string().into() }
        }
    }
}

/// A count for a page.
pub(super) fn count(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// A list for a page.
pub(super) fn list<T: Clone + 'static>(items: Vec<T>) -> slint::ModelRc<T> {
    slint::ModelRc::new(slint::VecModel::from(items))
}
