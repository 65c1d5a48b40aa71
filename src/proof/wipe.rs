//! What one person left is nowhere when the next one comes, read back from every property of every kiosk global. The
//! list of properties is made from the `.slint` files by `ui`'s build: a new one cannot be forgotten.

use super::lobby::Lobby;
use front_desk::rules::people::{IdNumber, PersonName};
use front_desk::rules::visits::CardHolder;
use front_desk::station::{CardStage, Event, KioskView};
use slint::ComponentHandle;
use ui::texts;
use uuid::Uuid;

const LEFT: &str = "遗留7788";

/// What is the house's own and no person's: it stays.
const HOUSE: &[(&str, &str)] = &[
    ("Homes.buildings", "the estate's buildings"),
    ("Lobby.", "notices, hours, telephones, tenants and the map; set anew with the language"),
    ("Number.services", "the services; set anew when they change"),
    ("Request.phrases", "the house's own sentences; set anew for each mark"),
    ("Visit.notice", "what a visitor is told before anything is read: the house's own words"),
    ("Staff.version", "the program's own"),
    ("Station.", "the station's name, clock and telephone"),
];

/// What still bears the mark.
fn remains(lobby: &Lobby) -> Vec<String> {
    let house = |path: &str| HOUSE.iter().any(|(house, _)| path.starts_with(house));
    let read = texts::read(lobby.window()).into_iter();
    read.filter(|(path, text)| text.contains(LEFT) && !house(path)).map(|(path, _)| path).collect()
}

#[test]
fn every_text_of_every_page_is_gone_when_the_time_runs_out() {
    for page in ["访客登记", "报修·投诉·建议", "取号办事", "离开登记", "查办理进度", "公告·电话·地图"]
    {
        let mut lobby = Lobby::new(1080., 1920.);
        lobby.tap(page);
        assert!(!lobby.at_home(), "{page}");
        texts::fill(lobby.window(), LEFT);
        let filled = remains(&lobby);
        assert!(filled.len() > 20, "{page}: only {filled:?} could be filled");
        lobby.wait(lobby.idle + 1);
        assert!(lobby.at_home(), "{page}");
        assert_eq!(remains(&lobby), [""; 0], "{page}: this stays for the next person");
    }
}

#[test]
fn every_text_is_gone_when_a_person_goes_home_by_himself() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("取号办事");
    texts::fill(lobby.window(), LEFT);
    lobby.wait(1); // the pages are shown anew
    lobby.tap("回首页");
    assert!(lobby.at_home());
    assert_eq!(remains(&lobby), ["Kiosk.language"], "his language stays as long as he does");
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
