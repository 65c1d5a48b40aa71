//! The staff's pages: states worth a picture, the alarm bands, and the form for a caller by keys and by taps.

use std::cell::RefCell;
use std::rc::Rc;

use slint::platform::Key;
use slint::{ComponentHandle, ModelRc, VecModel};
use ui::headless::{self, open, press_key, tap, type_text};
use ui::{
    Alarm, Board, BoardWindow, Channel, Desk, DeskPanel, DeskWindow, Doubt, Guard, GuardWindow, Intake,
    IntakeForm, KeepState, Logged, Mark, PrintState, Slips, Station, Visitors,
};

/// A page and what it shows.
pub(crate) type Scene<W> = (&'static str, fn(&W));

pub(crate) const DESK: &[Scene<DeskWindow>] = &[
    ("desk", |_| {}),
    ("desk alarms", |d| d.global::<Desk>().set_alarms(alarms(true))),
    ("desk closed", |d| d.global::<Station>().set_keeps(KeepState::ReadOnly)),
    ("desk doubt", |d| d.global::<Station>().set_doubt(doubt())),
    ("desk intake", |d| {
        d.global::<Intake>().invoke_clear();
        d.global::<Intake>().set_open(true);
    }),
    ("desk logged", |d| d.global::<Intake>().set_logged(logged())),
    ("desk visits", |d| d.global::<Desk>().set_panel(DeskPanel::Visits)),
    ("desk booking", |d| {
        d.global::<Desk>().set_panel(DeskPanel::Visits);
        d.global::<Visitors>().set_booking(true);
    }),
    ("desk slips", |d| {
        d.global::<Desk>().set_panel(DeskPanel::Slips);
        d.global::<Slips>().set_ask(ui::SlipAsk::Nothing);
    }),
    ("desk printer", |d| d.global::<Desk>().set_panel(DeskPanel::Printer)),
];

fn doubt() -> Doubt {
    Doubt { today: "2037-01-01".into(), last: "2026-11-21".into() }
}

pub(crate) const GUARD: &[Scene<GuardWindow>] = &[
    ("guard", |_| {}),
    ("guard alarms", |g| g.global::<Guard>().set_alarms(alarms(false))),
    ("guard closed", |g| g.global::<Station>().set_keeps(KeepState::Full)),
];

pub(crate) const BOARD: &[Scene<BoardWindow>] =
    &[("board", |_| {}), ("board stale", |b| b.global::<Board>().set_stale(true))];

fn alarms(staff_too: bool) -> ModelRc<Alarm> {
    let alarm = |id: &str, emergency, called: &str, minutes| Alarm {
        id: id.into(),
        emergency,
        place: "大堂一号机".into(),
        called: called.into(),
        minutes,
    };
    let mut calls = vec![alarm("1", true, "09:41", 1)];
    if staff_too {
        calls.push(alarm("2", false, "09:38", 4));
    }
    ModelRc::new(VecModel::from(calls))
}

fn logged() -> Logged {
    Logged { number: "R20261121-007".into(), promise: "11-23 18:00".into(), print: PrintState::Printing }
}

fn desk() -> DeskWindow {
    headless::init();
    let desk = DeskWindow::new().unwrap();
    desk.global::<Intake>().invoke_clear();
    open(&desk, 1366., 768.).unwrap();
    desk
}

type Kept = Rc<RefCell<Vec<IntakeForm>>>;

fn keeps(desk: &DeskWindow) -> Kept {
    let kept = Kept::default();
    let into = kept.clone();
    desk.global::<Intake>().on_keep(move |form| into.borrow_mut().push(form));
    kept
}

fn wanted() -> IntakeForm {
    IntakeForm {
        channel: Channel::Desk,
        mark: Mark::Complaint,
        kind: "电".into(),
        unit: "3-1-502".into(),
        phone: "13900001234".into(),
        name: "示例乙".into(),
        matter: "楼上敲墙".into(),
        wished: "工作日下午".into(),
    }
}

#[test]
fn a_caller_is_logged_without_the_mouse() {
    let desk = desk();
    let kept = keeps(&desk);
    press_key(&desk, Key::F12);
    assert!(desk.global::<Intake>().get_open());
    for text in ["3-1-502", "13900001234", "示例乙"] {
        type_text(&desk, text);
        press_key(&desk, Key::Return);
    }
    type_text(&desk, "2"); // the second mark
    press_key(&desk, Key::Return);
    type_text(&desk, "1"); // the first kind, then by the arrow the second
    press_key(&desk, Key::RightArrow);
    press_key(&desk, Key::Return);
    type_text(&desk, "楼上敲墙");
    press_key(&desk, Key::Tab);
    type_text(&desk, "3");
    press_key(&desk, Key::Tab);
    type_text(&desk, "2");
    press_key(&desk, Key::F12);
    assert_eq!(*kept.borrow(), [wanted()]);
}

#[test]
fn somebody_at_the_desk_is_logged_by_taps() {
    let desk = desk();
    let kept = keeps(&desk);
    tap(&desk, "登记来电来访").unwrap();
    type_text(&desk, "3-1-502");
    tap(&desk, "手机号码").unwrap();
    type_text(&desk, "13900001234");
    tap(&desk, "怎么称呼").unwrap();
    type_text(&desk, "示例乙");
    for choice in ["投诉", "电", "工作日下午", "当面"] {
        tap(&desk, choice).unwrap();
    }
    tap(&desk, "什么事").unwrap();
    type_text(&desk, "楼上敲墙");
    tap(&desk, "登记，打印回执").unwrap();
    assert_eq!(*kept.borrow(), [wanted()]);
}

#[test]
fn while_the_form_is_open_the_list_behind_it_rests() {
    let desk = desk();
    let heard = Rc::new(RefCell::new(0));
    let (accepts, closes) = (heard.clone(), heard.clone());
    desk.global::<Desk>().on_accept(move |_| *accepts.borrow_mut() += 1);
    desk.global::<Desk>().on_close(move |_| *closes.borrow_mut() += 1);
    press_key(&desk, Key::F12);
    press_key(&desk, Key::F7);
    press_key(&desk, Key::F9);
    assert_eq!(*heard.borrow(), 0);
    press_key(&desk, Key::Escape);
    assert!(!desk.global::<Intake>().get_open());
    press_key(&desk, Key::F7);
    assert_eq!(*heard.borrow(), 1, "and afterwards the keys are the list's again");
}

#[test]
fn what_was_logged_is_there_to_be_read_out() {
    let desk = desk();
    desk.global::<Intake>().set_logged(logged());
    headless::settle();
    let said: Vec<String> = headless::parts(&desk).into_iter().map(|part| part.label).collect();
    for text in ["R20261121-007", "已登记，请告诉业主：最迟 11-23 18:00 答复"] {
        assert!(said.iter().any(|label| label == text), "{text} in {said:?}");
    }
}
