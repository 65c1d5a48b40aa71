//! A booked guest whose card is read: one question, there and back, and the way out of it for a namesake.

use super::back::Do::{Card, Tap, Type};
use super::back::{Flow, carry_out, done, place, walk};
use super::lobby::Lobby;
use front_desk::rules::appointments::BookingForm;
use front_desk::station::{DeskIntent, DoneKind, Event, Intent};

/// Books a guest of the card that [`carry_out`] puts on the reader.
fn booked(lobby: &mut Lobby) {
    let form = BookingForm {
        name: "测试甲".into(),
        phone: "13800000000".into(),
        unit: "3-1-502".into(),
        from: "09:30".into(),
        to: "10:30".into(),
        ..BookingForm::default()
    };
    lobby.tell(Event::Intent(Intent::Desk(DeskIntent::Book(form))));
}

#[test]
fn a_booked_guest_with_a_card_is_asked_for_the_telephones_end_alone() {
    let (mut lobby, pages) = walk(&Flow {
        begins: |lobby| {
            booked(lobby);
            lobby.tap("访客登记");
        },
        fills: &[
            Tap("来访人未满 14 周岁"),
            Tap("同意并继续"),
            Card,
            Tap("我是监护人，我同意"),
            Tap("下一步"),
            Type("0000"),
        ],
        on: &["同意并继续", "下一步"],
    });
    assert_eq!(pages, ["Notice", "Card", "Guardian", "Code"]);
    lobby.tap("我到了");
    assert!(matches!(done(&lobby), DoneKind::Pass { unit, .. } if unit == "3-1-502"));
}

#[test]
fn a_namesake_of_a_booked_guest_registers_like_anybody() {
    let mut lobby = Lobby::new(1080., 1920.);
    booked(&mut lobby);
    lobby.tap("访客登记");
    for act in [Tap("同意并继续"), Card] {
        carry_out(&mut lobby, &act);
    }
    assert_eq!(place(&lobby), "Code");
    lobby.tap("没有预约，直接登记");
    assert_eq!(place(&lobby), "Who");
}
