//! What one person left is nowhere when the next one comes, read back from every property of every kiosk global. The
//! list of properties is made from the `.slint` files by `ui`'s build: a new one cannot be forgotten.

use super::lobby::Lobby;
use front_desk::rules::people::{IdNumber, PersonName};
use front_desk::rules::visits::CardHolder;
use front_desk::station::{CardStage, Event, Intent, KioskIntent, KioskPage, KioskView};
use slint::ComponentHandle;
use std::collections::BTreeMap;
use ui::{headless, texts};
use uuid::Uuid;

const LEFT: &str = "遗留7788";

/// What is no person's, and why: all else is as in a window that was just opened. What the station tells is set when the
/// station's word changes; here it was changed behind its back.
const NOBODYS: &[(&str, &str)] = &[
    ("Station.", "the station's name, clock, telephone and devices"),
    ("Homes.buildings", "the estate's buildings"),
    ("Lobby.", "notices, hours, telephones, tenants and the map; set anew with the language"),
    ("Visit.notice", "what a visitor is told before anything is read: the house's own words"),
    ("Visit.id-kept", "the house's own rule"),
    ("Visit.companions-max", "the house's own rule"),
    ("Staff.", "the station's word on its staff; the PIN is read back below"),
    ("Number.ahead", "how many wait; set anew when that changes"),
    ("Kiosk.locked", "the program's own"),
    ("Kiosk.seconds-shown", "the page's own"),
    ("Theme.zoom", "the window's size"),
    ("Theme.upright", "the window's size"),
    ("Keyboard.page-size", "the window's size"),
];

/// Of these no property is anybody's exception.
const ALWAYS: &[&str] = &["Staff.pin", "Lobby.tab", "Lobby.letter"];

/// What is not as in a window that was just opened.
fn remains(lobby: &Lobby) -> Vec<String> {
    let nobodys =
        |path: &str| !ALWAYS.contains(&path) && NOBODYS.iter().any(|(nobodys, _)| path.starts_with(nobodys));
    let fresh: BTreeMap<String, String> =
        texts::state(Lobby::new(1080., 1920.).window()).into_iter().collect();
    let now = texts::state(lobby.window()).into_iter();
    let differs = now.filter(|(path, value)| fresh.get(path) != Some(value) && !nobodys(path));
    differs.map(|(path, value)| format!("{path} = {value}")).collect()
}

#[test]
fn every_property_of_every_page_is_a_strangers_when_the_time_runs_out() {
    for page in ["访客登记", "报修·投诉·建议", "取号办事", "离开登记", "查办理进度", "公告·电话·地图"]
    {
        let mut lobby = Lobby::new(1080., 1920.);
        assert_eq!(remains(&lobby), [""; 0], "{page}: two windows that were just opened");
        lobby.tap(page);
        assert!(!lobby.at_home(), "{page}");
        texts::fill(lobby.window(), LEFT);
        let filled = remains(&lobby);
        assert!(filled.len() > 100, "{page}: only {filled:?} could be filled");
        lobby.wait(lobby.idle + 1);
        assert!(lobby.at_home(), "{page}");
        assert_eq!(remains(&lobby), [""; 0], "{page}: this stays for the next person");
    }
}

#[test]
fn what_was_left_on_home_is_taken_off_it() {
    let mut lobby = Lobby::new(1080., 1920.);
    for choice in ["大字", "高对比", "放低", "English"] {
        lobby.tap(choice);
    }
    lobby.tap("Emergency");
    assert!(headless::parts(lobby.window()).iter().any(|p| p.label == "119" || p.label.contains("119")));
    lobby.wait(lobby.idle - 1);
    assert!(!remains(&lobby).is_empty(), "he may be reading still");
    lobby.wait(2);
    assert_eq!(remains(&lobby), [""; 0]);
}

#[test]
fn every_property_is_a_strangers_when_a_person_goes_home_but_his_language_and_looks() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("取号办事");
    texts::fill(lobby.window(), LEFT);
    lobby.wait(1); // the pages are shown anew
    lobby.tell(Event::Intent(Intent::Kiosk(KioskIntent::Open(KioskPage::Home)))); // what was filled in lies over the key
    assert!(lobby.at_home());
    let mut left = remains(&lobby);
    left.retain(|path| !path.starts_with("Theme.") && !path.starts_with("Kiosk.seconds-left"));
    assert_eq!(left, [format!("Kiosk.language = {LEFT}")], "his language stays as long as he does");
}

#[test]
fn language_size_contrast_and_reach_are_as_a_stranger_expects() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("取号办事");
    for choice in ["大字", "高对比", "放低", "English"] {
        lobby.tap(choice);
    }
    lobby.wait(lobby.idle + 1);
    let theme = lobby.window().global::<ui::Theme<'_>>();
    assert_eq!(
        (theme.get_text_scale(), theme.get_high_contrast(), theme.get_low_reach()),
        (1., false, false)
    );
    assert_eq!(lobby.window().global::<ui::Kiosk<'_>>().get_language(), "zh_CN");
}

#[test]
fn a_card_is_forgotten_by_station_view_and_page() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("访客登记");
    lobby.tap("同意并继续");
    let fresh = KioskView::default();
    let holder = CardHolder {
        name: PersonName::parse("测试甲").unwrap(),
        number: IdNumber::parse("110000199003071231").ok(),
    };
    lobby.tell(Event::Reading);
    lobby.tell(Event::Card(Box::new(holder)));
    assert!(matches!(lobby.view().kiosk.card, CardStage::Read { .. }));
    // The key of the page's opening is drawn by lot: any four digits may stand in it.
    let shown = |lobby: &Lobby| {
        format!(
            "{:?} {:?}",
            texts::read(lobby.window()),
            KioskView { key: Uuid::nil(), ..KioskView::clone(&lobby.view().kiosk) }
        )
    };
    assert!(shown(&lobby).contains("测试甲"));
    lobby.wait(lobby.idle + 1);
    let kept = shown(&lobby);
    for personal in ["测试甲", "测*", "1990", "1231"] {
        assert!(!kept.contains(personal), "{personal} stays: {kept}");
    }
    let view = lobby.view();
    assert_eq!((view.kiosk.page, &view.kiosk.card), (fresh.page, &fresh.card));
    assert_eq!((&view.kiosk.notice, &view.kiosk.done), (&None, &None));
}
