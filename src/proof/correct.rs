//! What is corrected from the summary has the same consequences as if it had been said so at first.

use super::back::Do::{Tap, Type};
use super::back::{carry_out, done, logged, place};
use super::lobby::Lobby;
use front_desk::station::DoneKind;
use slint::ComponentHandle;
use ui::headless;

/// Opens the line of the summary that begins with this.
fn correct(lobby: &mut Lobby, name: &str) {
    let parts = headless::parts(lobby.window());
    let line =
        parts.into_iter().map(|p| p.label).find(|label| label.starts_with("修改") && label.contains(name));
    lobby.tap(&line.unwrap());
}

/// At the summary of a request of 3-1-503, while 3-1-502 has one like it already.
fn mistyped() -> Lobby {
    let mut lobby = Lobby::new(1080., 1920.);
    logged(&mut lobby);
    for act in [
        Tap("报修·投诉·建议"),
        Tap("报修"),
        Tap("水"),
        Tap("3 栋"),
        Tap("1 单元"),
        Tap("5 层"),
        Tap("503 室"),
        Type("13900000000"),
        Tap("下一步"),
        Tap("没有水"),
        Tap("下一步"),
        Tap("都可以"),
    ] {
        carry_out(&mut lobby, &act);
    }
    assert_eq!(place(&lobby), "Confirm");
    lobby
}

fn room(lobby: &Lobby) -> String {
    lobby.window().global::<ui::Request<'_>>().get_form().room.into()
}

fn put_home_right(lobby: &mut Lobby) {
    correct(lobby, "房号");
    for act in [Tap("5 层"), Tap("502 室")] {
        carry_out(lobby, &act);
    }
}

#[test]
fn a_home_put_right_sees_what_it_reported_already() {
    let mut lobby = mistyped();
    put_home_right(&mut lobby);
    assert_eq!(place(&lobby), "Alike");
    lobby.tap("返回");
    assert_eq!(place(&lobby), "Unit");
    lobby.tap("返回");
    assert_eq!(
        (place(&lobby).as_str(), room(&lobby).as_str()),
        ("Confirm", "502"),
        "that it is this home stands"
    );
    lobby.wait(2);
    assert_eq!(place(&lobby), "Confirm", "seen once is enough");
    lobby.tap("提交");
    assert!(matches!(done(&lobby), DoneKind::Receipt { .. }));
}

#[test]
fn a_kind_put_right_sees_it_too_and_urges_instead() {
    let mut lobby = mistyped();
    correct(&mut lobby, "类别");
    for act in [Tap("报修"), Tap("电")] {
        carry_out(&mut lobby, &act);
    }
    assert_eq!(place(&lobby), "Confirm", "nobody reported that");
    put_home_right(&mut lobby);
    assert_eq!(place(&lobby), "Confirm", "nor there");
    correct(&mut lobby, "类别");
    for act in [Tap("报修"), Tap("水")] {
        carry_out(&mut lobby, &act);
    }
    assert_eq!(place(&lobby), "Alike");
    lobby.tap("这是另一件事");
    assert_eq!(place(&lobby), "Confirm");
}
