//! The desk's panel of visitors: rows by their ids, the booking form as typed.

use super::station::{count, list};
use super::visits::{goods, purpose};
use super::{Change, Wire};
use front_desk::rules::appointments::BookingForm;
use front_desk::rules::visits::Denial;
use front_desk::station::{DeskIntent, DeskView, Intent, VisitRow};
use slint::{ComponentHandle, SharedString};

pub(super) fn connect(window: &ui::DeskWindow, wire: &Wire) {
    let visitors = window.global::<ui::Visitors<'_>>();
    let on = |intent: fn(front_desk::rules::VisitId) -> DeskIntent| {
        let to = wire.clone();
        move |id: SharedString| {
            if let Ok(id) = id.parse::<uuid::Uuid>() {
                to.send(Intent::Desk(intent(id.into())));
            }
        }
    };
    visitors.on_admit(on(DeskIntent::Admit));
    visitors.on_call_off(on(DeskIntent::CallOff));
    let to = wire.clone();
    visitors.on_deny(move |id, reason| {
        if let Ok(id) = id.parse::<uuid::Uuid>() {
            to.send(Intent::Desk(DeskIntent::Deny(id.into(), denial(reason))));
        }
    });
    let to = wire.clone();
    visitors.on_book(move |form| to.send(Intent::Desk(DeskIntent::Book(plain(&form)))));
    forget(window);
}

/// Takes the gallery's samples and whatever was typed off the form.
fn forget(window: &ui::DeskWindow) {
    let visitors = window.global::<ui::Visitors<'_>>();
    visitors.set_form(ui::BookingForm::default());
    visitors.set_booking(false);
}

pub(super) fn apply(window: &ui::DeskWindow, change: &Change<'_, DeskView>) {
    let visitors = window.global::<ui::Visitors<'_>>();
    let view = &change.view.visits;
    visitors.set_waiting_count(count(change.view.visitors_waiting));
    visitors.set_first(change.view.visitor.as_ref().map_or_else(ui::VisitorWaits::default, |v| {
        let (number, unit, came) = (v.label.as_str().into(), v.unit.as_str().into(), v.came.as_str().into());
        ui::VisitorWaits { number, unit, came, minutes: count(v.minutes) }
    }));
    if change.of(|v| &v.visits.booked) {
        visitors.set_booked(view.booked.as_ref().map_or_else(ui::BookedView::default, |b| ui::BookedView {
            number: b.label.as_str().into(),
            visitor: b.name.as_str().into(),
            unit: b.unit.as_str().into(),
            time: b.when.as_str().into(),
            code: b.code.as_str().into(),
        }));
        if view.booked.is_some() {
            forget(window);
        }
    }
    if change.of(|v| &v.visits) {
        visitors.set_waiting(list(view.waiting.iter().map(row).collect()));
        visitors.set_expected(list(view.expected.iter().map(row).collect()));
        // The chosen row keeps its place by its id; where it is gone, the first one is chosen.
        let selected = visitors.get_selected();
        let all = view.waiting.iter().chain(&view.expected);
        let at = all.into_iter().position(|row| row.id.to_string() == selected.as_str());
        if at.is_none() {
            visitors.set_denying(false);
        }
        let at = at.unwrap_or(0);
        visitors.set_at(i32::try_from(at).unwrap_or(0));
        let row = view.waiting.iter().chain(&view.expected).nth(at);
        visitors.set_selected(row.map(|r| r.id.to_string().into()).unwrap_or_default());
    }
}

fn row(visit: &VisitRow) -> ui::GuestRow {
    ui::GuestRow {
        id: visit.id.to_string().into(),
        number: visit.label.as_str().into(),
        visitor: visit.name.as_str().into(),
        unit: visit.unit.as_str().into(),
        host: visit.host.as_str().into(),
        purpose: purpose(visit.purpose),
        minutes: count(visit.minutes),
        companions: i32::from(visit.companions),
        plate: visit.plate.as_str().into(),
        goods: goods(visit.goods),
        booked: visit.booked.as_str().into(),
        code: visit.code.as_str().into(),
    }
}

fn denial(reason: ui::Denial) -> Denial {
    match reason {
        ui::Denial::NoAnswer => Denial::NoAnswer,
        ui::Denial::NotNow => Denial::NotNow,
        ui::Denial::NotKnown => Denial::NotKnown,
        ui::Denial::Papers => Denial::Papers,
    }
}

fn plain(form: &ui::BookingForm) -> BookingForm {
    BookingForm {
        name: form.name.as_str().into(),
        phone: form.phone.as_str().into(),
        unit: form.unit.as_str().into(),
        purpose: super::visits::plain_purpose(form.purpose).code().into(),
        day: form.day.as_str().into(),
        from: form.from.as_str().into(),
        to: form.to.as_str().into(),
        companions: form.companions.as_str().into(),
        plate: form.plate.as_str().into(),
        host: form.host.as_str().into(),
    }
}
