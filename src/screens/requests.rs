//! The kiosk's request page: one of seven marks, where, how to reach you, what it is.

use super::station::{count, list};
use super::visits::{refused, tell};
use super::{Change, Key, Wire};
use front_desk::rules::House;
use front_desk::rules::people::Phone;
use front_desk::rules::requests::{Mark, Rank, RequestForm, RequestState};
use front_desk::rules::{RequestId, text};
use front_desk::station::{AlikeRow, Intent, KioskIntent, KioskPage, KioskView, UrgeState};
use slint::{ComponentHandle, ModelRc, SharedString};
use std::cell::RefCell;
use std::rc::Rc;

pub(super) fn connect(
    window: &ui::KioskWindow,
    wire: &Wire,
    key: &Key,
    house: &Rc<House>,
    shown: &Rc<RefCell<Vec<RequestId>>>,
) {
    let request = window.global::<ui::Request<'_>>();
    let to = wire.clone();
    request.on_stepped(move |_| to.send(Intent::Kiosk(KioskIntent::Touch)));
    let to = wire.clone();
    request.on_cancel(move || to.send(Intent::Kiosk(KioskIntent::Open(KioskPage::Home))));
    let (weak, known) = (window.as_weak(), house.clone());
    request.on_marked(move |chosen| {
        if let Some(window) = weak.upgrade() {
            let (page, mark) = (window.global::<ui::Request<'_>>(), wanted(chosen));
            let kind = page.get_form().kind;
            page.set_kinds(words(known.kinds(mark).iter().map(|k| &k.name)));
            page.set_phrases(words(known.phrases(mark, &kind)));
            let times = mark.somebody_comes().then_some(&known.requests.wished);
            page.set_times(words(times.into_iter().flatten()));
        }
    });
    let (weak, known) = (window.as_weak(), house.clone());
    request.on_sorted(move |chosen, kind| {
        if let Some(window) = weak.upgrade() {
            let phrases = words(known.phrases(wanted(chosen), &kind));
            window.global::<ui::Request<'_>>().set_phrases(phrases);
        }
    });
    connect_alike(window, wire, key, shown);
    let (weak, known) = (window.as_weak(), house.clone());
    request.on_check(move |step| weak.upgrade().is_none_or(|window| check(&window, step, &known)));
    let (to, key, weak, known) = (wire.clone(), key.clone(), window.as_weak(), house.clone());
    request.on_submit(move |form| {
        if let Some(window) = weak.upgrade() {
            window.global::<ui::Request<'_>>().set_busy(true);
        }
        let mut form = plain(&form);
        form.matter = known.in_chinese(&form.matter);
        to.send(Intent::Kiosk(KioskIntent::LogRequest { key: key.get(), form }));
    });
}

/// What this home reported already: asked for when it is known, urged by the row that is shown.
fn connect_alike(window: &ui::KioskWindow, wire: &Wire, key: &Key, shown: &Rc<RefCell<Vec<RequestId>>>) {
    let request = window.global::<ui::Request<'_>>();
    let (to, at) = (wire.clone(), key.clone());
    request.on_ask_alike(move |form| {
        let form = plain(&form);
        let mark = form.mark.unwrap_or(Mark::Other);
        let (key, kind, unit) = (at.get(), form.kind, form.unit);
        to.send(Intent::Kiosk(KioskIntent::AskAlike { key, mark, kind, unit }));
    });
    let (to, at, shown) = (wire.clone(), key.clone(), shown.clone());
    request.on_urge_alike(move |row| {
        let row = usize::try_from(row).ok().and_then(|row| shown.borrow().get(row).copied());
        if let Some(request) = row {
            to.send(Intent::Kiosk(KioskIntent::UrgeAlike { key: at.get(), request }));
        }
    });
}

pub(super) fn apply(
    window: &ui::KioskWindow,
    change: &Change<'_, KioskView>,
    shown: &RefCell<Vec<RequestId>>,
) {
    let request = window.global::<ui::Request<'_>>();
    request.set_busy(false);
    if !change.of(|v| &v.alike) && !change.of(|v| &v.key) {
        return;
    }
    let rows = &change.view.alike;
    *shown.borrow_mut() = rows.iter().map(|row| row.id).collect();
    request.set_alike_urged(rows.iter().any(|r| matches!(r.urge, UrgeState::From(_))));
    request.set_alike(list(rows.iter().map(alike).collect()));
    request.invoke_alike_known();
}

fn alike(row: &AlikeRow) -> ui::AlikeRow {
    ui::AlikeRow {
        days: count(row.days),
        time: row.time.as_str().into(),
        state: state(row.state),
        can_urge: row.urge == UrgeState::Now,
        urge_from: urge_from(&row.urge),
    }
}

/// From when on it can be urged again; empty where that is not the question.
pub(super) fn urge_from(urge: &UrgeState) -> SharedString {
    match urge {
        UrgeState::From(at) => at.as_str().into(),
        UrgeState::No | UrgeState::Now => SharedString::default(),
    }
}

/// The house's own words for a page.
pub(super) fn words<'w>(words: impl IntoIterator<Item = &'w String>) -> ModelRc<SharedString> {
    list(words.into_iter().map(SharedString::from).collect())
}

fn check(window: &ui::KioskWindow, step: ui::RequestStep, house: &House) -> bool {
    let request = window.global::<ui::Request<'_>>();
    let form = request.get_form();
    match step {
        ui::RequestStep::Unit => {
            tell(window, house.estate.find(&form.building, &form.unit, &form.room).err())
        }
        ui::RequestStep::Contact => {
            let wrong = Phone::parse(&form.phone).err();
            let fine = wrong.is_none();
            request.set_phone_error(refused(wrong));
            fine
        }
        ui::RequestStep::Matter => {
            let wrong = text::matter(&form.matter).err();
            let fine = wrong.is_none();
            request.set_matter_error(refused(wrong));
            fine
        }
        ui::RequestStep::Mark
        | ui::RequestStep::Kind
        | ui::RequestStep::Alike
        | ui::RequestStep::Wished
        | ui::RequestStep::Confirm => tell(window, None),
    }
}

fn plain(form: &ui::RequestForm) -> RequestForm {
    RequestForm {
        mark: Some(wanted(form.mark)),
        kind: form.kind.as_str().into(),
        wished: form.wished.as_str().into(),
        unit: [form.building.as_str().into(), form.unit.as_str().into(), form.room.as_str().into()],
        name: form.name.as_str().into(),
        phone: form.phone.as_str().into(),
        matter: form.matter.as_str().into(),
    }
}

/// A mark out of the pages' words.
pub(super) fn wanted(mark: ui::Mark) -> Mark {
    match mark {
        ui::Mark::Warranty => Mark::Warranty,
        ui::Mark::Repair => Mark::Repair,
        ui::Mark::Complaint => Mark::Complaint,
        ui::Mark::Service => Mark::Service,
        ui::Mark::Praise => Mark::Praise,
        ui::Mark::Suggestion => Mark::Suggestion,
        ui::Mark::Other => Mark::Other,
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

/// A rank in the pages' words.
pub(super) fn rank(rank: Rank) -> ui::RequestRank {
    match rank {
        Rank::Desk => ui::RequestRank::Desk,
        Rank::Supervisor => ui::RequestRank::Supervisor,
        Rank::Manager => ui::RequestRank::Manager,
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
