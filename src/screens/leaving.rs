//! The kiosk's page for leaving: what a scanner typed, a card, or a number and a tail.

use super::visits::card_state;
use super::{Change, Key, Wire};
use front_desk::station::{Intent, KioskIntent, KioskPage, KioskView, Leaver};
use slint::ComponentHandle;

pub(super) fn connect(window: &ui::KioskWindow, wire: &Wire, key: &Key) {
    let leave = window.global::<ui::Leave<'_>>();
    let to = wire.clone();
    leave.on_cancel(move || to.send(Intent::Kiosk(KioskIntent::Open(KioskPage::Home))));
    let (to, page) = (wire.clone(), key.clone());
    leave.on_scanned(move |line| {
        to.send(Intent::Kiosk(KioskIntent::Scanned { key: page.get(), line: line.into() }));
    });
    let (to, page, weak) = (wire.clone(), key.clone(), window.as_weak());
    leave.on_by_number(move |number, tail| {
        if let Some(window) = weak.upgrade() {
            window.global::<ui::Leave<'_>>().set_busy(true);
        }
        let leaver = Leaver::Number { number: number.into(), tail: tail.into() };
        to.send(Intent::Kiosk(KioskIntent::Leave { key: page.get(), leaver }));
    });
}

pub(super) fn apply(window: &ui::KioskWindow, change: &Change<'_, KioskView>) {
    let leave = window.global::<ui::Leave<'_>>();
    leave.set_busy(false);
    if change.of(|v| &v.card) || change.of(|v| &v.key) {
        leave.set_card(card_state(&change.view.card));
    }
}
