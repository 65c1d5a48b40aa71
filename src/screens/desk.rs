//! The reception desk's window: rows by their labels, keys as buttons.

use super::station::{self, count, list, notice};
use super::{Change, Wire, desk_requests, guests, help, intake, printer, slips};
use front_desk::rules::House;
use front_desk::station::{DeskIntent, DeskPanel, DeskView, Intent, StationView, TicketRow};
use slint::{ComponentHandle, PlatformError, SharedString};
use std::cell::RefCell;
use std::rc::Rc;

/// The window and what it shows: the page names rows by their labels, an intent by their ids.
pub(crate) struct Desk {
    pub(crate) window: ui::DeskWindow,
    shown: Rc<RefCell<DeskView>>,
    form: intake::FormKey,
}

impl Desk {
    pub(super) fn new(wire: &Wire, house: &House) -> Result<Desk, PlatformError> {
        let window = ui::DeskWindow::new()?;
        let shown = Rc::new(RefCell::new(DeskView::default()));
        connect_queue(&window, wire, &shown);
        desk_requests::connect(&window, wire, &shown, house);
        printer::connect(&window, wire);
        slips::connect(&window, wire);
        guests::connect(&window, wire);
        let form = intake::connect(&window, wire, house);
        Ok(Desk { window, shown, form })
    }

    pub(super) fn apply(&self, change: &Change<'_, DeskView>, station: Option<&StationView>) {
        if let Some(station) = station {
            station::apply(&self.window, station);
        }
        if !change.of(|v| v) {
            return;
        }
        let view = change.view;
        *self.shown.borrow_mut() = view.clone();
        let desk = self.window.global::<ui::Desk<'_>>();
        let name = |n: u8| SharedString::from(format!("{n} 号柜台"));
        if change.of(|v| &v.counters) {
            desk.set_counters(list((1..=view.counters).map(name).collect()));
        }
        desk.set_panel(match view.panel {
            DeskPanel::Requests => ui::DeskPanel::Requests,
            DeskPanel::Visits => ui::DeskPanel::Visits,
            DeskPanel::Slips => ui::DeskPanel::Slips,
            DeskPanel::Printer => ui::DeskPanel::Printer,
        });
        desk.set_counter(name(view.counter));
        desk.set_current(view.current.as_ref().map_or_else(ui::CurrentCall::default, |t| ui::CurrentCall {
            label: t.label.as_str().into(),
            service: t.service.as_str().into(),
            waited: count(t.minutes),
        }));
        if change.of(|v| &v.waiting) {
            desk.set_waiting(list(view.waiting.iter().map(number).collect()));
        }
        if change.of(|v| &v.aside) {
            desk.set_missed(list(view.aside.iter().map(number).collect()));
        }
        intake::apply(&self.window, change, &self.form);
        desk_requests::apply(&self.window, change);
        printer::apply(&self.window, change);
        if change.of(|v| &v.alarms) {
            desk.set_alarms(help::alarms(&view.alarms));
        }
        guests::apply(&self.window, change);
        desk.set_in_doubt(i32::try_from(view.in_doubt).unwrap_or(i32::MAX));
        slips::apply(&self.window, change);
        if change.of(|v| &v.told) {
            desk.set_notice(notice(view.notice.as_ref()));
        }
    }
}

fn connect_queue(window: &ui::DeskWindow, wire: &Wire, shown: &Rc<RefCell<DeskView>>) {
    let desk = window.global::<ui::Desk<'_>>();
    let on = |intent: DeskIntent| {
        let to = wire.clone();
        move || to.send(Intent::Desk(intent.clone()))
    };
    let to = wire.clone();
    desk.on_open(move |panel| {
        to.send(Intent::Desk(DeskIntent::Open(match panel {
            ui::DeskPanel::Requests => DeskPanel::Requests,
            ui::DeskPanel::Visits => DeskPanel::Visits,
            ui::DeskPanel::Slips => DeskPanel::Slips,
            ui::DeskPanel::Printer => DeskPanel::Printer,
        })));
    });
    let to = wire.clone();
    desk.on_answer(move |id| {
        if let Some(id) = help::id(&id) {
            to.send(Intent::Desk(DeskIntent::Answer(id)));
        }
    });
    desk.on_believe_clock(on(DeskIntent::BelieveClock));
    desk.on_call_next(on(DeskIntent::CallNext));
    desk.on_recall(on(DeskIntent::Recall));
    desk.on_miss(on(DeskIntent::Miss));
    desk.on_park(on(DeskIntent::Park));
    desk.on_finish(on(DeskIntent::Finish));
    desk.on_reprint(on(DeskIntent::Open(DeskPanel::Slips)));
    let to = wire.clone();
    desk.on_choose_counter(move |name| {
        let digits: String = name.chars().filter(char::is_ascii_digit).collect();
        if let Ok(n) = digits.parse() {
            to.send(Intent::Desk(DeskIntent::Counter(n)));
        }
    });
    let (to, shown) = (wire.clone(), shown.clone());
    desk.on_call(move |label| {
        let view = shown.borrow();
        let row = view.waiting.iter().chain(&view.aside).find(|t| t.label == label.as_str());
        if let Some(row) = row {
            to.send(Intent::Desk(DeskIntent::Call(row.id)));
        }
    });
}

fn number(row: &TicketRow) -> ui::WaitingNumber {
    ui::WaitingNumber {
        label: row.label.as_str().into(),
        service: row.service.as_str().into(),
        waited: count(row.minutes),
    }
}
