//! The kiosk's number page: one tap, one number.

use super::station::{count, list};
use super::{Key, Wire};
use front_desk::station::{Intent, KioskIntent, ServiceRow};
use slint::{ComponentHandle, SharedString};

pub(super) fn connect(window: &ui::KioskWindow, wire: &Wire, key: &Key) {
    let (to, key, weak) = (wire.clone(), key.clone(), window.as_weak());
    window.global::<ui::Number<'_>>().on_take(move |code| {
        if let Some(window) = weak.upgrade() {
            window.global::<ui::Number<'_>>().set_busy(true);
        }
        to.send(Intent::Kiosk(KioskIntent::TakeNumber { key: key.get(), service: code.into() }));
    });
}

pub(super) fn apply(window: &ui::KioskWindow, services: &[ServiceRow]) {
    let say = window.global::<ui::Say<'_>>();
    let row = |s: &ServiceRow| ui::Service {
        code: s.code.as_str().into(),
        name: s.name.as_str().into(),
        letter: s.series.as_str().into(),
        waiting: count(s.waiting),
        open: s.closed.is_none(),
        hint: s.closed.as_ref().map_or_else(
            || SharedString::from(s.bring.as_str()),
            |r| say.invoke_refusal(r.code().into(), r.detail().into(), r.to_string().into()),
        ),
    };
    window.global::<ui::Number<'_>>().set_services(list(services.iter().map(row).collect()));
}
