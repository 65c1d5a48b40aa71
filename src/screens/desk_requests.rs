//! The desk's panel 住户来事: rows by their labels, the one that is looked at, and what it can be given.

use super::requests::{mark, rank, state};
use super::station::{count, list};
use super::{Change, Wire, progress};
use front_desk::rules::House;
use front_desk::rules::RequestId;
use front_desk::rules::households::PhoneMatch;
use front_desk::rules::requests::{RequestAct, RequestState};
use front_desk::station::{DeskIntent, DeskView, Intent, RequestRow};
use slint::{ComponentHandle, ModelRc, SharedString};
use std::cell::RefCell;
use std::rc::Rc;

type Shown = Rc<RefCell<DeskView>>;

pub(super) fn connect(window: &ui::DeskWindow, wire: &Wire, shown: &Shown, house: &House) {
    let desk = window.global::<ui::Desk<'_>>();
    let on = |act: RequestAct| {
        let (to, shown) = (wire.clone(), shown.clone());
        move |label: SharedString| {
            if let Some(id) = named(&shown, &label) {
                to.send(Intent::Desk(DeskIntent::Request(id, act)));
            }
        }
    };
    desk.on_accept(on(RequestAct::Accept));
    desk.on_dispatch(on(RequestAct::Dispatch));
    desk.on_close(on(RequestAct::Finish));
    let detail = window.global::<ui::RequestDetail<'_>>();
    detail.set_departments(words(&house.requests.departments));
    detail.set_reasons(words(&house.requests.reasons));
    let (to, at) = (wire.clone(), shown.clone());
    detail.on_look(move |label| {
        if let Some(id) = named(&at, &label) {
            to.send(Intent::Desk(DeskIntent::Look(id)));
        }
    });
    let (to, at) = (wire.clone(), shown.clone());
    detail.on_dispatch(move |label, department| {
        if let Some(id) = named(&at, &label) {
            to.send(Intent::Desk(DeskIntent::Dispatch(id, department.into())));
        }
    });
    let (to, at) = (wire.clone(), shown.clone());
    detail.on_promise(move |label, time, reason| {
        let by = usize::try_from(time)
            .ok()
            .and_then(|i| at.borrow().detail.as_ref().and_then(|d| d.times.get(i).copied()));
        if let (Some(request), Some(by)) = (named(&at, &label), by) {
            to.send(Intent::Desk(DeskIntent::Promise { request, by, reason: reason.into() }));
        }
    });
}

/// The request of this label, if it is still on the list.
fn named(shown: &Shown, label: &str) -> Option<RequestId> {
    shown.borrow().requests.iter().find(|r| r.label == label).map(|r| r.id)
}

pub(super) fn apply(window: &ui::DeskWindow, change: &Change<'_, DeskView>) {
    let (view, desk) = (change.view, window.global::<ui::Desk<'_>>());
    if change.of(|v| &v.requests) {
        desk.set_requests(list(view.requests.iter().map(row).collect()));
        let selected = desk.get_selected();
        let at = view.requests.iter().position(|r| r.label == selected.as_str());
        match at {
            Some(at) => desk.set_at(i32::try_from(at).unwrap_or(0)), // urged and overdue ones move up
            None if view.requests.is_empty() => desk.set_selected(SharedString::default()),
            None => desk.invoke_choose(0),
        }
    }
    if change.of(|v| &v.detail) {
        show(window, view);
    }
}

fn show(window: &ui::DeskWindow, view: &DeskView) {
    let page = window.global::<ui::RequestDetail<'_>>();
    let detail = view.detail.as_ref();
    page.set_phone(match detail.and_then(|d| d.phone) {
        None => ui::PhoneKind::None,
        Some(PhoneMatch::Household) => ui::PhoneKind::Household,
        Some(PhoneMatch::Other) => ui::PhoneKind::Other,
        Some(PhoneMatch::Unlisted) => ui::PhoneKind::Unlisted,
    });
    page.set_wished(detail.map(|d| d.wished.as_str().into()).unwrap_or_default());
    page.set_rows(list(detail.into_iter().flat_map(|d| &d.steps).map(progress::row).collect()));
    let times = detail.into_iter().flat_map(|d| &d.times).map(|t| t.format("%m-%d %H:%M").to_string());
    page.set_times(list(times.map(SharedString::from).collect()));
}

fn words(words: &[String]) -> ModelRc<SharedString> {
    list(words.iter().map(SharedString::from).collect())
}

fn row(row: &RequestRow) -> ui::RequestRow {
    let may = |act| row.state.after(act).is_some();
    ui::RequestRow {
        number: row.label.as_str().into(),
        mark: mark(row.mark),
        unit: row.unit.as_str().into(),
        matter: row.matter.as_str().into(),
        person: row.name.as_str().into(),
        phone: row.phone.as_str().into(),
        age: count(row.minutes),
        overdue: row.overdue,
        state: state(row.state),
        can_accept: may(RequestAct::Accept),
        can_dispatch: row.state == RequestState::Accepted || row.state == RequestState::Dispatched,
        can_finish: may(RequestAct::Finish),
        kind: row.kind.as_str().into(),
        department: row.department.as_str().into(),
        promised: row.promised.as_deref().unwrap_or_default().into(),
        urges: count(row.urges),
        rank: rank(row.rank),
    }
}
