//! The desk's form for a caller or somebody at the desk: as typed, and what was logged with it.

use super::kiosk::print_state;
use super::requests::{wanted, words};
use super::{Change, Wire};
use front_desk::rules::House;
use front_desk::rules::requests::{Channel, RequestForm};
use front_desk::rules::units;
use front_desk::station::{DeskIntent, DeskView, DoneKind, Intent};
use slint::ComponentHandle;
use std::cell::Cell;
use std::rc::Rc;
use uuid::Uuid;

/// The key of the form that is open.
pub(super) type FormKey = Rc<Cell<Option<Uuid>>>;

pub(super) fn connect(window: &ui::DeskWindow, wire: &Wire, house: &House) -> FormKey {
    let intake = window.global::<ui::Intake<'_>>();
    let key = FormKey::default();
    let to = wire.clone();
    intake.on_write(move |open| to.send(Intent::Desk(DeskIntent::Write(open))));
    let (weak, house) = (window.as_weak(), Rc::new(house.clone()));
    intake.on_marked(move |chosen| {
        if let Some(window) = weak.upgrade() {
            let (intake, mark) = (window.global::<ui::Intake<'_>>(), wanted(chosen));
            intake.set_kinds(words(house.kinds(mark).iter().map(|k| &k.name)));
            let times = mark.somebody_comes().then_some(&house.requests.wished);
            intake.set_times(words(times.into_iter().flatten()));
        }
    });
    let (to, open) = (wire.clone(), key.clone());
    intake.on_keep(move |form| {
        if let Some(key) = open.get() {
            let (form, channel) = plain(&form);
            to.send(Intent::Desk(DeskIntent::Log { key, form, channel }));
        }
    });
    intake.invoke_clear();
    key
}

pub(super) fn apply(window: &ui::DeskWindow, change: &Change<'_, DeskView>, key: &FormKey) {
    let (intake, view) = (window.global::<ui::Intake<'_>>(), change.view);
    if change.of(|v| &v.writing) {
        // Another form, or none: nothing of the last caller stays.
        intake.invoke_clear();
        intake.set_open(view.writing.is_some());
        key.set(view.writing);
    }
    if change.of(|v| &v.logged) {
        let logged = match view.logged.as_ref().map(|done| (&done.kind, done.print)) {
            Some((DoneKind::Receipt { label, answer_by, .. }, print)) => ui::Logged {
                number: label.into(),
                promise: answer_by.as_deref().unwrap_or_default().into(),
                print: print_state(print),
            },
            _ => ui::Logged::default(),
        };
        if !logged.number.is_empty() && logged.number != intake.get_logged().number {
            window.global::<ui::Desk<'_>>().set_selected(logged.number.clone());
        }
        intake.set_logged(logged);
    }
}

fn plain(form: &ui::IntakeForm) -> (RequestForm, Channel) {
    let typed = RequestForm {
        mark: Some(wanted(form.mark)),
        kind: form.kind.as_str().into(),
        wished: form.wished.as_str().into(),
        unit: units::parts(&form.unit).map(String::from),
        name: form.name.as_str().into(),
        phone: form.phone.as_str().into(),
        matter: form.matter.as_str().into(),
    };
    let channel = match form.channel {
        ui::Channel::Phone => Channel::Phone,
        ui::Channel::Desk => Channel::Desk,
        ui::Channel::Online => Channel::Online,
        ui::Channel::Letter => Channel::Letter,
    };
    (typed, channel)
}
