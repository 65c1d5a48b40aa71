//! Help: the keys at the kiosk's foot, the bands at the desk and at the guard's post.

use super::Wire;
use super::station::{count, list};
use front_desk::rules::HelpId;
use front_desk::rules::help::{HelpKind, Post};
use front_desk::station::{AlarmRow, HelpStage, HelpView, Intent, KioskIntent};
use slint::{ComponentHandle, ModelRc, SharedString};

/// The kiosk's keys.
pub(super) fn connect(window: &ui::KioskWindow, wire: &Wire) {
    let call = |kind| {
        let to = wire.clone();
        move || to.send(Intent::Kiosk(KioskIntent::CallHelp(kind)))
    };
    let help = window.global::<ui::Help<'_>>();
    help.on_call_staff(call(HelpKind::Staff));
    help.on_call_emergency(call(HelpKind::Emergency));
}

/// How the calls of the kiosk stand.
pub(super) fn apply(window: &ui::KioskWindow, view: HelpView) {
    let help = window.global::<ui::Help<'_>>();
    help.set_staff(stage(view.staff));
    help.set_emergency(stage(view.emergency));
    help.set_emergency_post(match view.emergency {
        HelpStage::Coming(Post::Counter(n)) => i32::from(n),
        HelpStage::Coming(Post::Guard) | HelpStage::Quiet | HelpStage::Ringing => 0,
    });
}

fn stage(stage: HelpStage) -> ui::HelpStage {
    match stage {
        HelpStage::Quiet => ui::HelpStage::Quiet,
        HelpStage::Ringing => ui::HelpStage::Ringing,
        HelpStage::Coming(_) => ui::HelpStage::Coming,
    }
}

/// The bands of a staff face.
pub(super) fn alarms(rows: &[AlarmRow]) -> ModelRc<ui::Alarm> {
    let row = |row: &AlarmRow| ui::Alarm {
        id: row.id.to_string().into(),
        emergency: row.kind == HelpKind::Emergency,
        place: row.place.as_str().into(),
        called: row.called.as_str().into(),
        minutes: count(row.minutes),
    };
    list(rows.iter().map(row).collect())
}

/// The id a band gives back.
pub(super) fn id(text: &SharedString) -> Option<HelpId> {
    text.parse::<uuid::Uuid>().ok().map(HelpId)
}
