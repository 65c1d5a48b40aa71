//! The kiosk's request page: one of seven marks, where, how to reach you, what it is.

use super::station::list;
use super::visits::{say, tell};
use super::{Key, Knowledge, Wire};
use front_desk::rules::people::Phone;
use front_desk::rules::requests::{Mark, RequestForm, RequestState};
use front_desk::rules::text;
use front_desk::station::{Intent, KioskIntent, KioskPage};
use slint::{ComponentHandle, SharedString};
use std::rc::Rc;

pub(super) fn connect(window: &ui::KioskWindow, wire: &Wire, key: &Key, knowledge: &Rc<Knowledge>) {
    let request = window.global::<ui::Request<'_>>();
    let to = wire.clone();
    request.on_stepped(move |_| to.send(Intent::Kiosk(KioskIntent::Touch)));
    let to = wire.clone();
    request.on_cancel(move || to.send(Intent::Kiosk(KioskIntent::Open(KioskPage::Home))));
    let (weak, known) = (window.as_weak(), knowledge.clone());
    request.on_marked(move |chosen| {
        if let Some(window) = weak.upgrade() {
            let phrases = known.phrases.iter().find(|(m, _)| mark(*m) == chosen);
            let phrases: Vec<SharedString> =
                phrases.into_iter().flat_map(|(_, p)| p).map(SharedString::from).collect();
            window.global::<ui::Request<'_>>().set_phrases(list(phrases));
        }
    });
    let (weak, known) = (window.as_weak(), knowledge.clone());
    request.on_check(move |step| weak.upgrade().is_none_or(|window| check(&window, step, &known)));
    let (to, key, weak) = (wire.clone(), key.clone(), window.as_weak());
    request.on_submit(move |form| {
        if let Some(window) = weak.upgrade() {
            window.global::<ui::Request<'_>>().set_busy(true);
        }
        to.send(Intent::Kiosk(KioskIntent::LogRequest { key: key.get(), form: plain(&form) }));
    });
}

pub(super) fn apply(window: &ui::KioskWindow) {
    window.global::<ui::Request<'_>>().set_busy(false);
}

fn check(window: &ui::KioskWindow, step: ui::RequestStep, knowledge: &Knowledge) -> bool {
    let request = window.global::<ui::Request<'_>>();
    let form = request.get_form();
    match step {
        ui::RequestStep::Unit => {
            tell(window, knowledge.estate.find(&form.building, &form.unit, &form.room).err())
        }
        ui::RequestStep::Contact => {
            let wrong = Phone::parse(&form.phone).err();
            request.set_phone_error(say(window, wrong.as_ref()));
            wrong.is_none()
        }
        ui::RequestStep::Matter => {
            let wrong = text::matter(&form.matter).err();
            request.set_matter_error(say(window, wrong.as_ref()));
            wrong.is_none()
        }
        ui::RequestStep::Mark | ui::RequestStep::Confirm => tell(window, None),
    }
}

fn plain(form: &ui::RequestForm) -> RequestForm {
    RequestForm {
        mark: Some(match form.mark {
            ui::Mark::Warranty => Mark::Warranty,
            ui::Mark::Repair => Mark::Repair,
            ui::Mark::Complaint => Mark::Complaint,
            ui::Mark::Service => Mark::Service,
            ui::Mark::Praise => Mark::Praise,
            ui::Mark::Suggestion => Mark::Suggestion,
            ui::Mark::Other => Mark::Other,
        }),
        unit: [form.building.as_str().into(), form.unit.as_str().into(), form.room.as_str().into()],
        name: form.name.as_str().into(),
        phone: form.phone.as_str().into(),
        matter: form.matter.as_str().into(),
        kind: String::new(),
        wished: String::new(),
    }
}

/// A mark in the pages' words.
pub(super) fn mark(mark: Mark) -> ui::Mark {
    match mark {
        Mark::Warranty => ui::Mark::Warranty,
        Mark::Repair => ui::Mark::Repair,
        Mark::Complaint => ui::Mark::Complaint,
        Mark::Service => ui::Mark::Service,
        Mark::Praise => ui::Mark::Praise,
        Mark::Suggestion => ui::Mark::Suggestion,
        Mark::Other => ui::Mark::Other,
    }
}

/// A state in the pages' words.
pub(super) fn state(state: RequestState) -> ui::RequestState {
    match state {
        RequestState::New => ui::RequestState::Created,
        RequestState::Accepted => ui::RequestState::Accepted,
        RequestState::Dispatched => ui::RequestState::Dispatched,
        RequestState::Done => ui::RequestState::Done,
        RequestState::StruckOff => ui::RequestState::StruckOff,
        RequestState::Unsolved => ui::RequestState::Unsolved,
    }
}
