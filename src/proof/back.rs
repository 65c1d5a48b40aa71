//! A way back that loses nothing: every flow is filled in to its last page, walked back to its first and forward again, over
//! the real station; after every step all that was typed or chosen is as it was.

use super::lobby::Lobby;
use front_desk::devices::CardTrouble;
use front_desk::rules::people::{IdNumber, PersonName};
use front_desk::rules::requests::{Mark, RequestAct, RequestForm};
use front_desk::rules::visits::CardHolder;
use front_desk::station::{DeskIntent, DoneKind, Event, Intent, KioskIntent, KioskPage, ProgressIntent};
use slint::ComponentHandle;
use ui::headless;
use ui::texts;

/// More pages than any flow has.
const FAR: usize = 20;

/// What a person does.
pub(super) enum Do {
    Tap(&'static str),
    Type(&'static str),
    /// Puts a card on the reader, which does not read it at once.
    Card,
}
use Do::{Card, Tap, Type};

/// A flow: how it begins, what is done from its first page to its last, and what leads on where nothing is filled in.
pub(super) struct Flow {
    pub(super) begins: fn(&mut Lobby),
    pub(super) fills: &'static [Do],
    pub(super) on: &'static [&'static str],
}

/// What is the page's own and not what a person said: candidates, the clock, a row that counts minutes, the copy that a
/// correction keeps.
const NOT_SAID: [&str; 5] = ["Keyboard.", "Lobby.", "Station.", "Number.services", ".kept"];

/// All that a person said, of every page: every text, and every form with its choices.
fn said(lobby: &Lobby) -> String {
    let window = lobby.window();
    let (visit, request) = (window.global::<ui::Visit<'_>>(), window.global::<ui::Request<'_>>());
    let (leave, progress) = (window.global::<ui::Leave<'_>>(), window.global::<ui::Progress<'_>>());
    let mut texts = texts::read(window);
    texts.retain(|(path, _)| !NOT_SAID.iter().any(|own| path.contains(own)));
    let visit = format!("{:?} {:?} {}", visit.get_form(), visit.get_guest(), visit.get_purpose_chosen());
    let request = format!("{:?} {}", request.get_form(), request.get_mark_chosen());
    let rest = format!("{} {} {:?}", leave.get_number(), leave.get_tail(), progress.get_rating());
    format!("{texts:?}\n{visit}\n{request}\n{rest}")
}

/// Which page of which flow.
pub(super) fn place(lobby: &Lobby) -> String {
    let window = lobby.window();
    match lobby.view().kiosk.page {
        KioskPage::Visit => format!("{:?}", window.global::<ui::Visit<'_>>().get_step()),
        KioskPage::Request => format!("{:?}", window.global::<ui::Request<'_>>().get_step()),
        KioskPage::Leave => format!("{:?}", window.global::<ui::Leave<'_>>().get_step()),
        KioskPage::Progress => format!("{:?}", window.global::<ui::Progress<'_>>().get_step()),
        page => format!("{page:?}"),
    }
}

pub(super) fn carry_out(lobby: &mut Lobby, act: &Do) {
    match act {
        Tap(label) => lobby.tap(label),
        Type(text) => {
            headless::type_text(lobby.window(), text);
            lobby.answer();
        }
        Card => {
            lobby.tell(Event::CardTrouble(CardTrouble::LiftAndReplace));
            lobby.tell(Event::Reading);
            let holder = CardHolder {
                name: PersonName::parse("测试甲").unwrap(),
                number: IdNumber::parse("110000199003071231").ok(),
            };
            lobby.tell(Event::Card(Box::new(holder)));
        }
    }
    headless::settle();
}

/// The label of the first of these that can be tapped now.
fn first_of(lobby: &Lobby, labels: &[&'static str]) -> &'static str {
    let there = headless::parts(lobby.window());
    let can = |label: &str| {
        there.iter().any(|p| p.enabled && p.label == label && p.role == headless::AccessibleRole::Button)
    };
    let found = labels.iter().find(|label| can(label));
    found.copied().unwrap_or_else(|| panic!("none of {labels:?} at {}", place(lobby)))
}

/// Fills the flow in, goes to its first page and to its last one again. Gives the pages in their order.
pub(super) fn walk(flow: &Flow) -> (Lobby, Vec<String>) {
    let mut lobby = Lobby::new(1080., 1920.);
    (flow.begins)(&mut lobby);
    let mut pages = vec![place(&lobby)];
    for act in flow.fills {
        carry_out(&mut lobby, act);
        if pages.last() != Some(&place(&lobby)) {
            pages.push(place(&lobby));
        }
    }
    let kept = said(&lobby);
    for page in pages.iter().rev().skip(1) {
        lobby.tap("返回");
        assert_eq!((&place(&lobby), said(&lobby)), (page, kept.clone()), "on the way back");
        lobby.wait(1); // the station shows its pages anew
        assert_eq!(said(&lobby), kept, "{page}: a second later");
    }
    for page in pages.iter().skip(1).take(FAR) {
        let on = first_of(&lobby, flow.on);
        lobby.tap(on);
        assert_eq!((&place(&lobby), said(&lobby)), (page, kept.clone()), "on by {on}");
    }
    (lobby, pages)
}

/// What changes something on a page and stays there; none where a choice is a step on.
fn changes(place: &str) -> &'static [Do] {
    match place {
        "Who" => &[Tap("手机号码"), Type("9")],
        "Contact" => &[Tap("怎么称呼"), Type("乙")],
        "Unit" => &[Tap("楼栋"), Tap("2 栋")],
        "Party" => &[Tap("增加"), Tap("车牌号码"), Type("9")],
        "Matter" => &[Type("吗")],
        "Mark" => &[Tap("投诉")],
        _ => &[],
    }
}

/// Each line of the last page is opened, what it says is changed, and the way back leaves all as it was.
fn correct_each_line(lobby: &mut Lobby) {
    let (kept, last) = (said(lobby), place(lobby));
    let parts = headless::parts(lobby.window());
    let lines: Vec<String> =
        parts.into_iter().map(|p| p.label).filter(|label| label.starts_with("修改")).collect();
    assert!(lines.len() > 5, "{lines:?}");
    let mut changed = 0;
    for line in lines {
        lobby.tap(&line);
        let page = place(lobby);
        assert_ne!(page, last, "{line}");
        for act in changes(&page) {
            carry_out(lobby, act);
        }
        changed += usize::from(said(lobby) != kept);
        lobby.tap("返回");
        if place(lobby) != last {
            lobby.tap("返回"); // a mark leads on to its kinds
        }
        assert_eq!((place(lobby), said(lobby)), (last.clone(), kept.clone()), "{line}");
    }
    assert!(changed > 3, "only {changed} were changed");
}

pub(super) fn done(lobby: &Lobby) -> DoneKind {
    let view = lobby.view();
    view.kiosk.done.clone().map(|done| done.kind).unwrap_or_else(|| panic!("{:?}", view.kiosk.notice))
}

#[test]
fn a_visit_by_hand_of_a_child() {
    let (mut lobby, pages) = walk(&Flow {
        begins: |lobby| lobby.tap("访客登记"),
        #[rustfmt::skip]
        fills: &[
            Tap("来访人未满 14 周岁"), Tap("同意并继续"), Tap("没带身份证，手动填写"), Type("测试乙"),
            Tap("手机号码"), Type("13800000000"), Tap("下一步"), Tap("我是监护人，我同意"), Tap("下一步"),
            Tap("3 栋"), Tap("1 单元"), Tap("5 层"), Tap("502 室"), Tap("维修"), Tap("增加"), Tap("增加"),
            Tap("车牌号码"), Type("京A12345"), Tap("下一步"), Tap("大件"),
        ],
        on: &["同意并继续", "没带身份证，手动填写", "下一步"],
    });
    assert_eq!(pages, ["Notice", "Card", "Who", "Guardian", "Unit", "Purpose", "Party", "Goods", "Confirm"]);
    correct_each_line(&mut lobby);
    lobby.tap("确认登记");
    assert!(matches!(done(&lobby), DoneKind::Pass { unit, .. } if unit == "3-1-502"));
}

#[test]
fn a_visit_by_card_keeps_the_card() {
    let (mut lobby, pages) = walk(&Flow {
        begins: |lobby| lobby.tap("访客登记"),
        #[rustfmt::skip]
        fills: &[
            Tap("同意并继续"), Card, Tap("手机号码"), Type("13800000000"), Tap("下一步"), Tap("3 栋"), Tap("1 单元"),
            Tap("5 层"), Tap("502 室"), Tap("亲友"), Tap("增加"), Tap("下一步"),
        ],
        on: &["同意并继续", "下一步"],
    });
    assert_eq!(pages, ["Notice", "Card", "Who", "Unit", "Purpose", "Party", "Confirm"]);
    correct_each_line(&mut lobby);
    lobby.tap("确认登记");
    assert!(matches!(done(&lobby), DoneKind::Pass { .. }));
    let inside = lobby.store.read(|db| db.visits_inside(1)).unwrap();
    assert!(inside[0].by_card, "the card that was read is the one that counts");
}

#[test]
fn a_card_is_put_away_only_by_its_holder() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("访客登记");
    for act in [Tap("同意并继续"), Card, Tap("返回"), Tap("换一张证件")] {
        carry_out(&mut lobby, &act);
    }
    assert!(!said(&lobby).contains("测试甲") && place(&lobby) == "Card");
    carry_out(&mut lobby, &Card);
    assert!(said(&lobby).contains("测试甲") && place(&lobby) == "Who", "the next one is read");
}

/// Taps letters of the pinyin keyboard, none of which is picked.
fn letters(lobby: &mut Lobby, letters: &str) {
    letters.chars().for_each(|letter| lobby.tap(&letter.to_string()));
}

#[test]
fn letters_not_yet_picked_stay_where_they_were_typed() {
    let mut lobby = Lobby::new(1080., 1920.);
    for label in ["访客登记", "同意并继续", "没带身份证，手动填写"] {
        lobby.tap(label);
    }
    let name = |lobby: &Lobby| String::from(lobby.window().global::<ui::Visit<'_>>().get_form().name);
    letters(&mut lobby, "zhangwei");
    assert_eq!(name(&lobby), "zhangwei", "what is composed stands in the field");
    lobby.tap("返回");
    lobby.tap("没带身份证，手动填写");
    assert_eq!(name(&lobby), "zhangwei", "back and forward");
    lobby.tap("手机号码");
    lobby.tap("姓名");
    assert_eq!(name(&lobby), "zhangwei", "to another field and back");
    lobby.tap("紧急求助");
    lobby.tap("返回");
    assert_eq!(name(&lobby), "zhangwei", "for help and back");
    let keyboard = lobby.window().global::<ui::Keyboard<'_>>();
    assert_eq!(keyboard.get_preedit(), "", "they are letters now");
    let kept = said(&lobby);
    lobby.tap("English");
    lobby.tap("简体");
    assert_eq!(said(&lobby), kept);
    for _ in 0.."zhangwei".len() {
        lobby.tap("退格");
    }
    // A word is written over its letters, also a part of it, and over nothing else.
    letters(&mut lobby, "zhangwei");
    let shown = |lobby: &Lobby| headless::parts(lobby.window()).iter().any(|p| p.label == "张");
    for _ in 0..FAR {
        if !shown(&lobby) {
            lobby.tap("后一页候选");
        }
    }
    lobby.tap("张");
    assert_eq!(name(&lobby), "张wei");
    lobby.tap("退格");
    assert_eq!(name(&lobby), "张", "the syllable that is being typed goes as a whole");
    letters(&mut lobby, "wei");
    lobby.tap("空格");
    assert_eq!((name(&lobby).chars().count(), name(&lobby).starts_with('张')), (2, true), "{}", name(&lobby));
    lobby.tap("手机号码");
    headless::type_text(lobby.window(), "13800000000");
    lobby.tap("下一步");
    assert_eq!(place(&lobby), "Unit");
}

#[test]
fn a_sentence_tapped_between_letters_is_not_written_over() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("报修·投诉·建议");
    lobby.tap("报修");
    lobby.tap("水");
    let request = lobby.window().clone_strong();
    let request = request.global::<ui::Request<'_>>();
    request.invoke_show(ui::RequestStep::Matter);
    lobby.answer();
    headless::settle();
    letters(&mut lobby, "shui");
    lobby.tap("没有水");
    assert_eq!(request.get_form().matter, "shui，没有水");
    assert_eq!(
        lobby.window().global::<ui::Keyboard<'_>>().get_preedit(),
        "",
        "the letters are none of a word now"
    );
    letters(&mut lobby, "guan");
    lobby.tap("空格");
    let matter = String::from(request.get_form().matter);
    let written = matter.strip_prefix("shui，没有水");
    assert!(written.is_some_and(|word| !word.is_empty() && !word.is_ascii()), "{matter}");
}

#[test]
fn a_booked_guest_by_code_and_by_name() {
    for fills in [
        &[Tap("同意并继续"), Tap("我有预约"), Type("204816")][..],
        &[
            Tap("同意并继续"),
            Tap("我有预约"),
            Type("20"),
            Tap("忘了预约码，用姓名和手机"),
            Tap("姓名"),
            Type("测试戊"),
            Tap("手机后四位"),
            Type("4321"),
        ],
    ] {
        let on = &["同意并继续", "我有预约"];
        let (_, pages) = walk(&Flow { begins: |lobby| lobby.tap("访客登记"), fills, on });
        assert_eq!(pages, ["Notice", "Card", "Code"]);
    }
}

/// Somebody of 3-1-502 logs this.
pub(super) fn logged(lobby: &mut Lobby) -> String {
    let tell = |lobby: &mut Lobby, intent| lobby.tell(Event::Intent(Intent::Kiosk(intent)));
    tell(lobby, KioskIntent::Open(KioskPage::Request));
    let form = RequestForm {
        mark: Some(Mark::Repair),
        kind: "水".into(),
        unit: ["3".into(), "1".into(), "502".into()],
        phone: "13900001234".into(),
        matter: "水管漏水".into(),
        ..RequestForm::default()
    };
    let key = lobby.view().kiosk.key;
    tell(lobby, KioskIntent::LogRequest { key, form });
    let qr = lobby.view().kiosk.done.as_ref().unwrap().qr.clone();
    tell(lobby, KioskIntent::Open(KioskPage::Home));
    qr
}

#[test]
fn a_request_like_one_of_before() {
    let (mut lobby, pages) = walk(&Flow {
        begins: |lobby| {
            logged(lobby);
            lobby.tap("报修·投诉·建议");
        },
        #[rustfmt::skip]
        fills: &[
            Tap("报修"), Tap("水"), Tap("直接输入门牌号"), Tap("3"), Tap("到单元"), Tap("1"), Tap("到房号"), Tap("5"),
            Tap("0"), Tap("2"), Tap("下一步"), Type("13900000000"), Tap("怎么称呼"), Type("示例乙"), Tap("下一步"),
            Tap("这是另一件事"), Tap("水压太小"), Type("，早上更小"), Tap("下一步"), Tap("周末上午"),
        ],
        on: &["这是另一件事", "下一步"],
    });
    assert_eq!(pages, ["Mark", "Kind", "Unit", "Contact", "Alike", "Matter", "Wished", "Confirm"]);
    correct_each_line(&mut lobby);
    lobby.tap("提交");
    assert!(matches!(done(&lobby), DoneKind::Receipt { mark: Mark::Repair, .. }));
}

#[test]
fn leaving_by_number() {
    let (_, pages) = walk(&Flow {
        begins: |lobby| lobby.tap("离开登记"),
        fills: &[Tap("都没有，输入条号"), Type("V007"), Tap("手机或证件后四位"), Type("5678")],
        on: &["都没有，输入条号"],
    });
    assert_eq!(pages, ["Scan", "Number"]);
}

#[test]
fn rating_what_was_done() {
    let (_, pages) = walk(&Flow {
        begins: |lobby| {
            let qr = logged(lobby);
            let id = lobby.store.read(|db| db.requests_open(1)).unwrap()[0].id;
            for act in [RequestAct::Accept, RequestAct::Finish] {
                lobby.tell(Event::Intent(Intent::Desk(DeskIntent::Request(id, act))));
            }
            lobby.tap("查办理进度");
            let asked = front_desk::rules::progress::Asked::Scanned(qr);
            let (key, intent) = (lobby.view().kiosk.key, ProgressIntent::LookUp(asked));
            lobby.tell(Event::Intent(Intent::Kiosk(KioskIntent::Progress { key, intent })));
        },
        fills: &[
            Tap("评价一下"),
            Tap("速度 满意"),
            Tap("质量 一般"),
            Tap("态度 满意"),
            Tap("下一步"),
            Type("来得很快"),
        ],
        on: &["评价一下", "下一步"],
    });
    assert_eq!(pages, ["Found", "Rate", "Words"]);
}
