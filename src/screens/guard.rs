//! The guard's window: who is inside, the log, letting a person out.

use super::station::{self, count, list, notice};
use super::visits::{goods, purpose};
use super::{Change, Wire, help};
use front_desk::rules::visits::VisitState;
use front_desk::station::{GuardIntent, GuardList, GuardView, Intent, StationView, VisitRow};
use slint::{ComponentHandle, Model, PlatformError};

pub(super) fn open(wire: &Wire) -> Result<ui::GuardWindow, PlatformError> {
    let window = ui::GuardWindow::new()?;
    let guard = window.global::<ui::Guard<'_>>();
    let to = wire.clone();
    guard.on_search(move |text| to.send(Intent::Guard(GuardIntent::Search(text.into()))));
    let to = wire.clone();
    guard.on_answer(move |id| {
        if let Some(id) = help::id(&id) {
            to.send(Intent::Guard(GuardIntent::Answer(id)));
        }
    });
    let to = wire.clone();
    guard.on_leave(move |id| {
        if let Ok(id) = id.parse::<uuid::Uuid>() {
            to.send(Intent::Guard(GuardIntent::Leave(id.into())));
        }
    });
    let to = wire.clone();
    guard.on_roll_call(move || to.send(Intent::Guard(GuardIntent::RollCall)));
    let to = wire.clone();
    guard.on_show(move |list| {
        to.send(Intent::Guard(GuardIntent::Show(match list {
            ui::GuardList::Inside => GuardList::Inside,
            ui::GuardList::Waiting => GuardList::Waiting,
            ui::GuardList::Expected => GuardList::Expected,
        })));
    });
    let weak = window.as_weak();
    guard.on_scanned(move |_| {
        // A scanner ends with Return: the one row that fits is asked about.
        let Some(window) = weak.upgrade() else { return };
        let guard = window.global::<ui::Guard<'_>>();
        let rows = guard.get_inside();
        if let (1, Some(row)) = (rows.row_count(), rows.row_data(0)) {
            guard.set_asking(row.id);
        }
    });
    Ok(window)
}

pub(super) fn apply(window: &ui::GuardWindow, change: &Change<'_, GuardView>, station: Option<&StationView>) {
    if let Some(station) = station {
        station::apply(window, station);
    }
    if !change.of(|v| v) {
        return;
    }
    let view = change.view;
    let guard = window.global::<ui::Guard<'_>>();
    guard.set_count(count(view.people_inside));
    guard.set_waiting(count(view.waiting));
    guard.set_expected(count(view.expected));
    guard.set_list(match view.list {
        GuardList::Inside => ui::GuardList::Inside,
        GuardList::Waiting => ui::GuardList::Waiting,
        GuardList::Expected => ui::GuardList::Expected,
    });
    if change.of(|v| &v.visits) {
        guard.set_inside(list(view.visits.iter().map(row).collect()));
    }
    if change.of(|v| &v.alarms) {
        guard.set_alarms(help::alarms(&view.alarms));
    }
    if change.of(|v| &v.told) {
        guard.set_notice(notice(view.notice.as_ref()));
    }
}

fn row(visit: &VisitRow) -> ui::InsideRow {
    ui::InsideRow {
        id: visit.id.to_string().into(),
        number: visit.label.as_str().into(),
        visitor: visit.name.as_str().into(),
        unit: visit.unit.as_str().into(),
        host: visit.host.as_str().into(),
        purpose: purpose(visit.purpose),
        arrived: visit.arrived.as_str().into(),
        left: visit.left.as_deref().unwrap_or_default().into(),
        inside: visit.state == VisitState::Inside,
        unknown: visit.state == VisitState::ClosedUnknown,
        minutes: count(visit.minutes),
        companions: i32::from(visit.companions),
        plate: visit.plate.as_str().into(),
        overstay: visit.overstay,
        waiting: visit.state == VisitState::AtDesk,
        booked: visit.booked.as_str().into(),
        refused: visit.state == VisitState::Refused,
        lapsed: visit.state == VisitState::Lapsed,
        goods: goods(visit.goods),
    }
}
