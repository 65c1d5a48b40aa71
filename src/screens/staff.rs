//! The staff's way in at a locked kiosk, and what the window itself does while it is locked.

use super::Wire;
use super::station::count;
use front_desk::station::{Intent, KioskIntent, StaffIntent, StaffStage};
use slint::{CloseRequestResponse, ComponentHandle};
use std::cell::Cell;
use std::rc::Rc;

/// How the event loop ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The windows were closed, or staff left to the desktop.
    Closed,
    /// The program begins anew.
    Restart,
    /// The station is gone: its thread broke.
    Lost,
}

impl End {
    /// What becomes of a loop that has ended, `said` being what staff wanted. A locked kiosk that nobody let go begins anew:
    /// on the kernel's own screen the toolkit ends its loop at Ctrl+Alt+Delete and Ctrl+Alt+Backspace, and cannot be told not to.
    pub(super) fn of(said: Option<End>, locked: bool) -> End {
        said.unwrap_or(if locked { End::Restart } else { End::Closed })
    }
}

pub(super) fn connect(window: &ui::KioskWindow, wire: &Wire, end: &Rc<Cell<Option<End>>>) {
    let staff = window.global::<ui::Staff<'_>>();
    let send = |intent: fn() -> StaffIntent| {
        let to = wire.clone();
        move || to.send(Intent::Kiosk(KioskIntent::Staff(intent())))
    };
    staff.on_knock(send(|| StaffIntent::Knock));
    staff.on_close(send(|| StaffIntent::Close));
    let to = wire.clone();
    staff.on_enter(move |pin| to.send(Intent::Kiosk(KioskIntent::Staff(StaffIntent::Enter(pin.into())))));
    let leave = |how: End| {
        let end = end.clone();
        move || {
            end.set(Some(how));
            if let Err(e) = slint::quit_event_loop() {
                tracing::error!(cause = %e, "leaving the faces");
            }
        }
    };
    staff.on_exit(leave(End::Closed));
    staff.on_restart(leave(End::Restart));
}

/// Fills the screen and is not closed by anybody: no frame, no gesture, no key.
pub(super) fn lock(window: &ui::KioskWindow) {
    window.global::<ui::Kiosk<'_>>().set_locked(true);
    window.window().set_fullscreen(true);
    window.window().on_close_requested(|| CloseRequestResponse::KeepWindowShown);
}

pub(super) fn apply(window: &ui::KioskWindow, stage: &StaffStage) {
    let staff = window.global::<ui::Staff<'_>>();
    staff.set_pin("".into());
    staff.set_stage(match stage {
        StaffStage::Closed => ui::StaffStage::Closed,
        StaffStage::Asking => ui::StaffStage::Asking,
        StaffStage::Open(_) => ui::StaffStage::Open,
    });
    if let StaffStage::Open(sheet) = stage {
        staff.set_version(sheet.version.as_str().into());
        staff.set_facts(count(sheet.facts));
        staff.set_readable(sheet.readable);
        staff.set_writable(sheet.writable);
        let megabytes = sheet.free.map(|bytes| i32::try_from(bytes >> 20).unwrap_or(i32::MAX));
        staff.set_free(megabytes.unwrap_or(-1));
    }
}

#[cfg(test)]
mod tests {
    use super::End;

    #[test]
    fn only_staff_ends_a_locked_kiosk() {
        assert_eq!(End::of(None, true), End::Restart);
        assert_eq!(End::of(Some(End::Closed), true), End::Closed);
        assert_eq!(End::of(Some(End::Restart), true), End::Restart);
        assert_eq!(End::of(None, false), End::Closed);
    }
}
