//! What a hand does that is no tap: a list dragged, a wheel turned, a slip held under the scanner.

use super::lobby::Lobby;
use front_desk::rules::visits::{Purpose, VisitForm};
use front_desk::station::{DoneKind, Event, Intent, KioskIntent, KioskPage};
use slint::ComponentHandle;
use slint::platform::{Key, WindowEvent};
use ui::headless::{self, Finger};

/// In the middle of a wide screen's answer, where the list is.
const AT: [f32; 2] = [900., 500.];

/// The board of announcements, hours and firms, longer than its page.
fn reading() -> Lobby {
    let mut lobby = Lobby::new(1280., 800.);
    lobby.tap("公告·电话·地图");
    lobby.tap("大字");
    lobby.tap("商户");
    lobby
}

fn drag(lobby: &mut Lobby, by: f32) {
    for (does, part) in [
        (Finger::Down, 0.),
        (Finger::Along, 0.4),
        (Finger::Along, 0.8),
        (Finger::Along, 1.),
        (Finger::Up, 1.),
    ] {
        headless::finger(lobby.window(), 0, [AT[0], AT[1] + by * part], does);
        headless::elapse(std::time::Duration::from_millis(120));
    }
    lobby.answer();
}

#[test]
fn who_drags_through_the_board_is_reading() {
    let mut lobby = reading();
    for by in [-200., 150., -150.] {
        lobby.wait(lobby.idle - 10);
        drag(&mut lobby, by);
        assert_eq!(lobby.view().kiosk.seconds_left, Some(60), "dragged by {by}");
    }
    lobby.wait(lobby.idle);
    assert!(lobby.at_home());
}

#[test]
fn who_turns_a_wheel_is_reading() {
    let mut lobby = reading();
    lobby.wait(lobby.idle - 10);
    let position = slint::LogicalPosition::new(AT[0], AT[1]);
    let window = lobby.window().window();
    window.dispatch_event(WindowEvent::PointerScrolled { position, delta_x: 0., delta_y: -60. });
    lobby.answer();
    assert_eq!(lobby.view().kiosk.seconds_left, Some(60));
}

/// Somebody goes in; gives the symbol of the pass.
fn inside(lobby: &mut Lobby) -> String {
    let tell = |lobby: &mut Lobby, intent| lobby.tell(Event::Intent(Intent::Kiosk(intent)));
    tell(lobby, KioskIntent::Open(KioskPage::Visit));
    tell(lobby, KioskIntent::Agree);
    let form = VisitForm {
        name: "测试甲".into(),
        phone: "13800000000".into(),
        unit: ["3".into(), "1".into(), "502".into()],
        purpose: Some(Purpose::Family),
        ..VisitForm::default()
    };
    let key = lobby.view().kiosk.key;
    tell(lobby, KioskIntent::RegisterVisit { key, form });
    let qr = lobby.view().kiosk.done.as_ref().unwrap().qr.clone();
    tell(lobby, KioskIntent::Open(KioskPage::Home));
    qr
}

fn scan(lobby: &mut Lobby, line: &str) {
    headless::settle();
    headless::type_text(lobby.window(), line);
    headless::press_key(lobby.window(), Key::Return);
    lobby.answer();
}

fn left(lobby: &Lobby) -> bool {
    matches!(lobby.view().kiosk.done.as_ref().map(|done| &done.kind), Some(DoneKind::Left { .. }))
}

#[test]
fn a_pass_shown_to_the_scanner_is_the_wish_to_leave_on_home_asleep_and_where_a_number_is_typed() {
    type Goes = fn(&mut Lobby);
    let places: [(&str, Goes); 4] = [
        ("home", |_| {}),
        ("asleep", |lobby| {
            lobby.wait(181);
            assert_eq!(lobby.view().kiosk.page, KioskPage::Rest);
        }),
        ("number", |lobby| {
            lobby.tap("离开登记");
            lobby.tap("都没有，输入条号");
        }),
        ("progress", |lobby| lobby.tap("查办理进度")),
    ];
    for (place, goes) in places {
        let mut lobby = Lobby::new(1080., 1920.);
        let pass = inside(&mut lobby);
        goes(&mut lobby);
        scan(&mut lobby, &pass);
        assert!(left(&lobby), "{place}: {:?}", lobby.view().kiosk.page);
        assert_eq!(lobby.window().global::<ui::Leave<'_>>().get_number(), "", "{place}");
    }
}

#[test]
fn a_receipt_shown_on_home_is_looked_up_and_half_a_line_wakes_who_sleeps() {
    let mut lobby = Lobby::new(1080., 1920.);
    let receipt = super::back::logged(&mut lobby);
    scan(&mut lobby, &receipt);
    assert_eq!(super::back::place(&lobby), "Found");
    lobby.tap("回首页");
    lobby.wait(181);
    headless::settle();
    headless::type_text(lobby.window(), &receipt[..9]);
    headless::elapse(std::time::Duration::from_secs(3));
    lobby.answer();
    assert_eq!(lobby.view().kiosk.page, KioskPage::Home);
}

#[test]
fn a_wrong_digit_costs_a_digit() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("查办理进度");
    for key in ["2", "0", "2", "7", "退格", "6"] {
        lobby.tap(key);
    }
    assert_eq!(lobby.window().global::<ui::Progress<'_>>().get_number(), "2026");
    lobby.tap("回首页");
    lobby.tap("离开登记");
    lobby.tap("都没有，输入条号");
    lobby.tap("手机或证件后四位");
    for key in ["1", "2", "3", "X"] {
        lobby.tap(key);
    }
    assert_eq!(lobby.window().global::<ui::Leave<'_>>().get_tail(), "123X");
}
