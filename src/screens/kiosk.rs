//! The kiosk's window: which page, for how long, and what was achieved.

use super::staff::End;
use super::station::{self, count, notice};
use super::{
    Change, Key, Wire, help, homes, keyboard, leaving, lobby, progress, queue, requests, staff, visits, words,
};
use front_desk::rules::House;
use front_desk::rules::RequestId;
use front_desk::station::{
    Done, DoneKind, Intent, KioskIntent, KioskPage, KioskView, PrintState, StationView,
};
use slint::{ComponentHandle, PlatformError};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The window and the key of the page that it shows.
pub(crate) struct Kiosk {
    pub(crate) window: ui::KioskWindow,
    key: Key,
    asking: queue::Asking,
    alike: Rc<RefCell<Vec<RequestId>>>,
}

impl Kiosk {
    pub(super) fn new(
        wire: &Wire,
        house: &Rc<House>,
        end: &Rc<Cell<Option<End>>>,
    ) -> Result<Kiosk, PlatformError> {
        let window = ui::KioskWindow::new()?;
        let key: Key = Rc::default();
        words::connect(&window, house);
        connect(&window, wire, &key, house);
        visits::connect(&window, wire, &key, house);
        leaving::connect(&window, wire, &key);
        let alike = Rc::default();
        requests::connect(&window, wire, &key, house, &alike);
        progress::connect(&window, wire, &key);
        let asking = queue::connect(&window, wire, &key, house);
        help::connect(&window, wire);
        staff::connect(&window, wire, end);
        lobby::connect(&window, house);
        keyboard::connect(&window);
        homes::connect(&window, house);
        window.global::<ui::Station<'_>>().set_phone(house.phone.as_str().into());
        forget(&window);
        window.global::<ui::Done<'_>>().invoke_clear();
        Ok(Kiosk { window, key, asking, alike })
    }

    pub(super) fn apply(&mut self, change: &Change<'_, KioskView>, station: Option<&StationView>) {
        if let Some(station) = station {
            station::apply(&self.window, station);
        }
        let kiosk = self.window.global::<ui::Kiosk<'_>>();
        if !change.of(|v| v) {
            return;
        }
        let view = change.view;
        if view.key != self.key.get() && view.page != KioskPage::Done {
            queue::clear(&self.window, &self.asking);
            forget(&self.window); // another opening: nothing of the last person stays
            self.window.global::<ui::Done<'_>>().invoke_clear();
        }
        self.key.set(view.key);
        kiosk.set_seconds_left(view.seconds_left.map_or(-1, count));
        if change.of(|v| &v.told) {
            kiosk.set_notice(notice(view.notice.as_ref()));
        }
        kiosk.set_take_card(view.take_card);
        visits::apply(&self.window, change);
        leaving::apply(&self.window, change);
        requests::apply(&self.window, change, &self.alike);
        progress::apply(&self.window, change);
        if change.of(|v| &v.services) || change.of(|v| &v.ahead) {
            queue::apply(&self.window, &self.asking, view.ahead, &view.services);
        }
        help::apply(&self.window, view.help);
        if change.of(|v| &v.staff) || change.of(|v| &v.told) {
            staff::apply(&self.window, &view.staff);
        }
        if change.of(|v| &v.news) {
            lobby::apply(&self.window, &view.news);
        }
        self.window.global::<ui::Number<'_>>().set_busy(false);
        self.window.global::<ui::Done<'_>>().set_attended(view.attended);
        if let Some(done) = view.done.as_ref().filter(|_| change.of(|v| &v.done)) {
            achieved(&self.window, done);
        }
        kiosk.set_page(page(view.page));
        if change.of(|v| &v.person) {
            as_for_anybody(&self.window);
        }
        if view.page == KioskPage::Done && change.of(|v| &v.page) {
            forget(&self.window);
        }
    }
}

/// Language, text size, contrast and reach as a stranger expects them.
fn as_for_anybody(window: &ui::KioskWindow) {
    let theme = window.global::<ui::Theme<'_>>();
    theme.set_text_scale(1.0);
    theme.set_high_contrast(false);
    theme.set_low_reach(false);
    window.global::<ui::Kiosk<'_>>().invoke_choose_language("zh_CN".into());
}

/// Takes what a person typed off the pages.
fn forget(window: &ui::KioskWindow) {
    window.global::<ui::Visit<'_>>().invoke_clear();
    window.global::<ui::Leave<'_>>().invoke_clear();
    window.global::<ui::Request<'_>>().invoke_clear();
    window.global::<ui::Progress<'_>>().invoke_clear();
    window.global::<ui::Help<'_>>().set_asking(false);
    lobby::clear(window);
    keyboard::clear(window);
}

fn connect(window: &ui::KioskWindow, wire: &Wire, key: &Key, house: &Rc<House>) {
    let kiosk = window.global::<ui::Kiosk<'_>>();
    let send = |wire: &Wire, intent| wire.send(Intent::Kiosk(intent));
    let to = wire.clone();
    kiosk.on_open(move |page| send(&to, KioskIntent::Open(wanted(page))));
    let to = wire.clone();
    let at = key.clone();
    kiosk.on_scanned(move |line| send(&to, KioskIntent::Scanned { key: at.get(), line: line.into() }));
    let to = wire.clone();
    kiosk.on_more_time(move || send(&to, KioskIntent::Touch));
    let to = wire.clone();
    window.global::<ui::Touch<'_>>().on_touched(move || send(&to, KioskIntent::Touch));
    let to = wire.clone();
    window.global::<ui::Done<'_>>().on_finish(move || send(&to, KioskIntent::Open(KioskPage::Home)));
    let (weak, house) = (window.as_weak(), house.clone());
    kiosk.on_choose_language(move |language| {
        if let Err(e) = ui::language::choose(&language) {
            tracing::error!(cause = %e, "the language of the pages");
        } else if let Some(window) = weak.upgrade() {
            window.global::<ui::Kiosk<'_>>().set_language(language);
            lobby::words(&window, &house);
        }
    });
}

fn page(page: KioskPage) -> ui::KioskPage {
    match page {
        KioskPage::Rest => ui::KioskPage::Rest,
        KioskPage::Home => ui::KioskPage::Home,
        KioskPage::Visit => ui::KioskPage::Visit,
        KioskPage::Request => ui::KioskPage::Request,
        KioskPage::Number => ui::KioskPage::Number,
        KioskPage::Leave => ui::KioskPage::Leave,
        KioskPage::Progress => ui::KioskPage::Progress,
        KioskPage::Notices => ui::KioskPage::Notices,
        KioskPage::Done => ui::KioskPage::Done,
        KioskPage::Closed => ui::KioskPage::Closed,
    }
}

fn wanted(page: ui::KioskPage) -> KioskPage {
    match page {
        ui::KioskPage::Rest | ui::KioskPage::Home | ui::KioskPage::Done | ui::KioskPage::Closed => {
            KioskPage::Home
        }
        ui::KioskPage::Visit => KioskPage::Visit,
        ui::KioskPage::Request => KioskPage::Request,
        ui::KioskPage::Number => KioskPage::Number,
        ui::KioskPage::Leave => KioskPage::Leave,
        ui::KioskPage::Progress => KioskPage::Progress,
        ui::KioskPage::Notices => KioskPage::Notices,
    }
}

/// Where a slip is, in the pages' words.
pub(super) fn print_state(state: PrintState) -> ui::PrintState {
    match state {
        PrintState::Printing => ui::PrintState::Printing,
        PrintState::Printed => ui::PrintState::Printed,
        PrintState::Waiting => ui::PrintState::Waiting,
        PrintState::Failed => ui::PrintState::Failed,
        PrintState::Nothing => ui::PrintState::Nothing,
    }
}

fn achieved(window: &ui::KioskWindow, done: &Done) {
    let page = window.global::<ui::Done<'_>>();
    page.set_print(print_state(done.print));
    let qr = || ui::qr::qr_image(&done.qr);
    match &done.kind {
        DoneKind::Ticket { label, service, ahead, taken, bring } => {
            page.set_kind(ui::DoneKind::Ticket);
            page.set_ticket(ui::TicketView {
                label: label.into(),
                service: service.into(),
                ahead: queue::ahead(*ahead),
                time: taken.into(),
                bring: bring.into(),
            });
        }
        DoneKind::Waiting { label, unit } => word(&page, ui::DoneKind::Waiting, [label, unit, ""]),
        DoneKind::ToDesk { label } => word(&page, ui::DoneKind::ToDesk, [label, "", ""]),
        DoneKind::Left { label, at } => word(&page, ui::DoneKind::Left, [label, "", at]),
        DoneKind::Pass { label, name, unit, valid_until } => {
            page.set_kind(ui::DoneKind::Pass);
            page.set_pass(ui::PassView {
                number: label.into(),
                visitor: name.into(),
                unit: unit.into(),
                valid_until: valid_until.into(),
                qr: qr(),
            });
        }
        DoneKind::Receipt { label, mark, answer_by, phone } => {
            page.set_kind(ui::DoneKind::Receipt);
            page.set_receipt(ui::ReceiptView {
                number: label.into(),
                mark: requests::mark(*mark),
                promise: answer_by.as_deref().unwrap_or_default().into(),
                phone: phone.into(),
                qr: qr(),
            });
        }
    }
}

/// The end of a job without paper.
fn word(page: &ui::Done<'_>, kind: ui::DoneKind, [number, unit, at]: [&str; 3]) {
    page.set_kind(kind);
    page.set_word(ui::WordView { number: number.into(), unit: unit.into(), at: at.into() });
}
