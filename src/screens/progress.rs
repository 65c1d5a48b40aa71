//! The kiosk's progress page: a receipt becomes what its owner may know, and what the owner says becomes an intent.

use super::requests::{mark, rank, state, urge_from};
use super::station::{count, list};
use super::{Change, Key, Wire};
use front_desk::rules::progress::{Asked, RatingForm, What};
use front_desk::rules::requests::{Rank, RequestAct};
use front_desk::station::{
    Intent, KioskIntent, KioskPage, KioskView, ProgressIntent, ProgressView, RateState, StepRow, UrgeState,
};
use slint::{ComponentHandle, SharedString};

pub(super) fn connect(window: &ui::KioskWindow, wire: &Wire, key: &Key) {
    let page = window.global::<ui::Progress<'_>>();
    let wants = || {
        let (to, key) = (wire.clone(), key.clone());
        move |intent| to.send(Intent::Kiosk(KioskIntent::Progress { key: key.get(), intent }))
    };
    let (to, at) = (wire.clone(), key.clone());
    page.on_scanned(move |line| {
        to.send(Intent::Kiosk(KioskIntent::Scanned { key: at.get(), line: line.into() }));
    });
    let send = wants();
    page.on_asked(move |number, tail| {
        send(ProgressIntent::LookUp(Asked::Typed { number: number.into(), tail: tail.into() }));
    });
    let send = wants();
    page.on_urge(move || send(ProgressIntent::Urge));
    let send = wants();
    page.on_reopen(move || send(ProgressIntent::Reopen));
    let send = wants();
    page.on_rate(move |form| {
        let score = |n: i32| u8::try_from(n).unwrap_or(0);
        send(ProgressIntent::Rate(RatingForm {
            speed: score(form.speed),
            quality: score(form.quality),
            manner: score(form.manner),
            words: form.words.into(),
        }));
    });
    let to = wire.clone();
    page.on_leave(move || to.send(Intent::Kiosk(KioskIntent::Open(KioskPage::Home))));
}

pub(super) fn apply(window: &ui::KioskWindow, change: &Change<'_, KioskView>) {
    if !change.of(|v| &v.progress) {
        return;
    }
    let page = window.global::<ui::Progress<'_>>();
    let Some(view) = &change.view.progress else {
        page.invoke_clear(); // somebody else's receipt, or the page is over: nothing of the last one stays
        return;
    };
    page.set_found(found(view));
    page.set_rows(list(view.steps.iter().rev().map(row).collect()));
    // What was just found or rated is shown; a clock that moves on does not take the page away from who writes.
    let before = change.old().and_then(|old| old.progress.as_ref());
    if before.is_none_or(|old| old.label != view.label || old.rate != view.rate || old.state != view.state) {
        page.set_step(ui::ProgressStep::Found);
    }
}

fn found(view: &ProgressView) -> ui::ProgressFound {
    ui::ProgressFound {
        label: view.label.as_str().into(),
        mark: mark(view.mark),
        kind: view.kind.as_str().into(),
        state: state(view.state),
        department: view.department.as_str().into(),
        rank: rank(view.rank),
        promised: view.promised.as_deref().unwrap_or_default().into(),
        moved: view.moved,
        overdue: view.overdue,
        urges: count(view.urges),
        can_urge: view.urge == UrgeState::Now,
        urge_from: urge_from(&view.urge),
        can_rate: view.rate == RateState::Now,
        rated: view.rate == RateState::Given,
        can_reopen: view.can_reopen,
    }
}

/// One step in the pages' words; the desk shows the same.
pub(super) fn row(step: &StepRow) -> ui::ProgressRow {
    use ui::RequestStepKind as Kind;
    let plain = |kind| (kind, SharedString::default(), SharedString::default());
    let (kind, arg, by) = match &step.what {
        What::Logged => plain(Kind::Logged),
        What::Moved(RequestAct::Accept, _) => plain(Kind::Accepted),
        What::Moved(RequestAct::Dispatch, department) => {
            (Kind::Dispatched, department.as_deref().unwrap_or_default().into(), SharedString::default())
        }
        What::Moved(RequestAct::Finish, _) => plain(Kind::Finished),
        What::Moved(RequestAct::Reopen, _) => plain(Kind::Reopened),
        What::Moved(RequestAct::StrikeOff, _) => plain(Kind::StruckOff),
        What::Moved(RequestAct::CloseUnsolved, _) => plain(Kind::Unsolved),
        What::Promised { by, reason, late } => {
            let kind = if *late { Kind::PromisedLate } else { Kind::Promised };
            (kind, reason.as_str().into(), by.format("%m-%d %H:%M").to_string().into())
        }
        What::Urged => plain(Kind::Urged),
        What::Escalated(Rank::Manager) => plain(Kind::Manager),
        What::Escalated(Rank::Desk | Rank::Supervisor) => plain(Kind::Supervisor),
        What::Rated => plain(Kind::Rated),
    };
    ui::ProgressRow { at: step.at.as_str().into(), kind, arg, by }
}
