//! The desk's panel of slips: rows by their ids, the paper of the chosen one, reasons by their place in the list.

use super::station::list;
use super::{Change, Wire};
use front_desk::rules::slips::{PRINT_AGAIN, Proof, SlipAct, SlipKind, SlipReason, SlipState, VOID};
use front_desk::station::{DeskIntent, DeskView, Intent, SlipRow};
use slint::{ComponentHandle, Image, Rgba8Pixel, SharedPixelBuffer, SharedString};

pub(super) fn connect(window: &ui::DeskWindow, wire: &Wire) {
    let slips = window.global::<ui::Slips<'_>>();
    let to = wire.clone();
    slips.on_look(move |id| {
        if let Ok(id) = id.parse::<uuid::Uuid>() {
            to.send(Intent::Desk(DeskIntent::LookAt(id.into())));
        }
    });
    let act = |act: SlipAct, reasons: &'static [SlipReason]| {
        let to = wire.clone();
        move |id: SharedString, reason: i32| {
            let reason = usize::try_from(reason).ok().and_then(|n| reasons.get(n));
            if let (Ok(id), Some(reason)) = (id.parse::<uuid::Uuid>(), reason) {
                to.send(Intent::Desk(DeskIntent::Slip(id.into(), act, *reason)));
            }
        }
    };
    slips.on_reprint(act(SlipAct::Reprint, &PRINT_AGAIN));
    slips.on_void(act(SlipAct::Void, &VOID));
}

pub(super) fn apply(window: &ui::DeskWindow, change: &Change<'_, DeskView>) {
    let slips = window.global::<ui::Slips<'_>>();
    let view = &change.view.slips;
    if change.of(|v| &v.slips.rows) || change.of(|v| &v.slips.chosen) {
        let at = view.rows.iter().position(|r| Some(r.id) == view.chosen).unwrap_or(0);
        slips.set_row(view.rows.get(at).map(row).unwrap_or_default());
        slips.set_at(i32::try_from(at).unwrap_or(0));
        slips.set_chosen(view.rows.get(at).map(|r| r.id.to_string().into()).unwrap_or_default());
    }
    if change.of(|v| &v.slips.rows) {
        slips.set_rows(list(view.rows.iter().map(row).collect()));
    }
    if change.of(|v| &v.slips.picture) {
        slips.set_paper(view.picture.as_ref().map_or_else(Image::default, |p| {
            Image::from_rgba8(SharedPixelBuffer::<Rgba8Pixel>::clone_from_slice(&p.rgba, p.width, p.height))
        }));
    }
}

fn row(slip: &SlipRow) -> ui::SlipRow {
    let may = |act| slip.whole && slip.state.may(act);
    ui::SlipRow {
        id: slip.id.to_string().into(),
        kind: match slip.kind {
            SlipKind::Ticket => ui::SlipKind::Ticket,
            SlipKind::Pass => ui::SlipKind::Pass,
            SlipKind::Receipt => ui::SlipKind::Receipt,
            SlipKind::Dispatch => ui::SlipKind::Dispatch,
            SlipKind::Return => ui::SlipKind::Handback,
            SlipKind::Roll => ui::SlipKind::Roll,
        },
        number: slip.label.as_str().into(),
        time: slip.made.as_str().into(),
        standing: match slip.state {
            SlipState::Queued => ui::SlipStanding::Queued,
            SlipState::Claimed | SlipState::Sending | SlipState::Sent => ui::SlipStanding::Printing,
            SlipState::Confirmed => ui::SlipStanding::Printed,
            SlipState::Unknown => ui::SlipStanding::Unknown,
            SlipState::Failed => ui::SlipStanding::Failed,
            SlipState::Expired => ui::SlipStanding::Expired,
            SlipState::Void => ui::SlipStanding::Voided,
        },
        proof: match slip.proof {
            None => ui::SlipProof::None,
            Some(Proof::Accepted) => ui::SlipProof::Accepted,
            Some(Proof::Status) => ui::SlipProof::Status,
            Some(Proof::Echo) => ui::SlipProof::Echo,
            Some(Proof::ProcessId) => ui::SlipProof::Named,
        },
        reprint: slip.reprint,
        can_reprint: may(SlipAct::Reprint),
        can_void: may(SlipAct::Void),
    }
}
