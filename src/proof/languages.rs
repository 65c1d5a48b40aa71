//! The kiosk in English and 繁體 over the shipped config: the house's own words are said in the language of the page, and no
//! word is cut at any size. `PAGES=DIR` keeps a picture of each page.

use super::lobby::Lobby;
use slint::{ComponentHandle, Model, SharedString};
use std::collections::BTreeSet;
use ui::headless;

/// Width, height, and how large the text is.
const WAYS: [(f32, f32, f32); 5] =
    [(1080., 1920., 1.), (1080., 1920., 1.25), (1920., 1080., 1.), (1920., 1080., 1.25), (1280., 800., 1.25)];
/// What stays as it is on an English page: the names of the languages, a sample plate, the key for hanzi.
const OWN: [&str; 4] = ["简体", "繁體", "京A12345", "拼音"];
const MARKS: [ui::Mark; 7] = [
    ui::Mark::Warranty,
    ui::Mark::Repair,
    ui::Mark::Complaint,
    ui::Mark::Service,
    ui::Mark::Praise,
    ui::Mark::Suggestion,
    ui::Mark::Other,
];

struct Walk {
    lobby: Lobby,
    language: &'static str,
    way: String,
    found: BTreeSet<String>,
}

impl Walk {
    fn new((width, height, scale): (f32, f32, f32), language: &'static str) -> Walk {
        let lobby = Lobby::new(width, height);
        lobby.window().global::<ui::Kiosk<'_>>().invoke_choose_language(language.into());
        lobby.window().global::<ui::Theme<'_>>().set_text_scale(scale);
        let way = format!("{language}-{width}x{height}-{scale}");
        Walk { lobby, language, way, found: BTreeSet::new() }
    }

    /// Reads the page as the eye and as a screen reader do.
    fn look(&mut self, page: &str) {
        headless::settle();
        let (window, way) = (self.lobby.window(), &self.way);
        if let Some(folder) = std::env::var_os("PAGES") {
            let name = format!("{way}-{page}.png").replace(' ', "-");
            headless::snapshot_to(window, &std::path::Path::new(&folder).join(name)).unwrap();
        }
        let written = headless::texts(window);
        let cut = written.iter().filter(|text| text.is_cut());
        self.found
            .extend(cut.map(|t| format!("{way} {page}: {:?} is cut: {:?} {:?}", t.text, t.needs, t.place)));
        if self.language == "en" {
            let parts = headless::parts(window).into_iter();
            let read = parts.flat_map(|p| [p.label, p.value]).chain(written.into_iter().map(|t| t.text));
            let chinese = read.filter(|text| is_chinese(text));
            self.found.extend(chinese.map(|text| format!("{way} {page}: {text}")));
        }
    }

    fn open(&mut self, page: ui::KioskPage) {
        self.lobby.window().global::<ui::Kiosk<'_>>().invoke_open(page);
        self.lobby.answer();
    }

    /// The pages of one mark: its kinds, the phrases of each, when to come, and the summary.
    fn request(&mut self, mark: ui::Mark) {
        self.open(ui::KioskPage::Home);
        self.open(ui::KioskPage::Request);
        let window = self.lobby.window().clone_strong();
        let request = window.global::<ui::Request<'_>>();
        request.invoke_choose_mark(mark);
        self.look(&format!("{mark:?} kinds"));
        let mut kinds: Vec<SharedString> = request.get_kinds().iter().collect();
        if kinds.is_empty() {
            kinds.push(SharedString::default());
        }
        for kind in kinds {
            request.invoke_choose_kind(kind.clone());
            request.invoke_show(ui::RequestStep::Matter);
            self.look(&format!("{mark:?} matter {kind}"));
        }
        if let Some(time) = request.get_times().iter().last() {
            request.invoke_show(ui::RequestStep::Wished);
            self.look(&format!("{mark:?} wished"));
            request.set_form(ui::RequestForm { wished: time, ..request.get_form() });
        }
        request.invoke_show(ui::RequestStep::Confirm);
        self.look(&format!("{mark:?} confirm"));
    }

    fn all(&mut self) {
        for (page, name) in [
            (ui::KioskPage::Home, "home"),
            (ui::KioskPage::Number, "number"),
            (ui::KioskPage::Visit, "visit notice"),
            (ui::KioskPage::Leave, "leave"),
            (ui::KioskPage::Progress, "progress"),
        ] {
            self.open(ui::KioskPage::Home);
            self.open(page);
            self.look(name);
        }
        MARKS.into_iter().for_each(|mark| self.request(mark));
        let house = self.lobby.house.clone();
        self.found_request(&house.requests.departments, &house.requests.reasons);
        self.open(ui::KioskPage::Home);
        self.open(ui::KioskPage::Notices);
        for tab in [
            ui::NoticesTab::News,
            ui::NoticesTab::Hours,
            ui::NoticesTab::Phones,
            ui::NoticesTab::Tenants,
            ui::NoticesTab::Map,
        ] {
            self.lobby.window().global::<ui::Lobby<'_>>().set_tab(tab);
            self.look(&format!("lobby {tab:?}"));
        }
        self.open(ui::KioskPage::Home);
        for service in &house.services {
            self.ticket(&service.name, &service.bring);
        }
        self.lobby.window().global::<ui::Kiosk<'_>>().set_page(ui::KioskPage::Rest);
        self.look("rest");
    }

    /// A request as its owner sees it, at each department and with each reason.
    fn found_request(&mut self, departments: &[String], reasons: &[String]) {
        self.open(ui::KioskPage::Home);
        self.open(ui::KioskPage::Progress);
        let window = self.lobby.window().clone_strong();
        let progress = window.global::<ui::Progress<'_>>();
        for (i, department) in departments.iter().enumerate() {
            progress.set_found(ui::ProgressFound {
                label: "R20261121-007".into(),
                mark: ui::Mark::Repair,
                kind: "水".into(),
                state: ui::RequestState::Dispatched,
                department: department.into(),
                rank: ui::RequestRank::Manager,
                promised: "11-24 18:00".into(),
                moved: true,
                ..ui::ProgressFound::default()
            });
            let row = |kind, arg: &String| ui::ProgressRow {
                at: "11-21 10:05".into(),
                kind,
                arg: arg.into(),
                by: "11-24 18:00".into(),
            };
            let promised = reasons.iter().map(|reason| row(ui::RequestStepKind::PromisedLate, reason));
            let rows: Vec<_> = promised.chain([row(ui::RequestStepKind::Dispatched, department)]).collect();
            progress.set_rows(slint::ModelRc::new(slint::VecModel::from(rows)));
            progress.set_step(ui::ProgressStep::Found);
            self.look(&format!("progress {i}"));
        }
    }

    fn ticket(&mut self, service: &str, bring: &str) {
        let window = self.lobby.window().clone_strong();
        let done = window.global::<ui::Done<'_>>();
        done.set_kind(ui::DoneKind::Ticket);
        done.set_ticket(ui::TicketView {
            label: "A007".into(),
            service: service.into(),
            bring: bring.into(),
            ahead: ui::Ahead { people: 3, low: 10, high: 20 },
            time: "09:41".into(),
        });
        window.global::<ui::Kiosk<'_>>().set_page(ui::KioskPage::Done);
        self.look(&format!("ticket {service}"));
    }
}

fn is_chinese(text: &str) -> bool {
    let rest = OWN.iter().fold(text.to_owned(), |text, own| text.replace(own, ""));
    rest.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}

fn walk(language: &'static str) {
    let mut found = BTreeSet::new();
    for way in WAYS {
        let mut walk = Walk::new(way, language);
        walk.all();
        found.append(&mut walk.found);
    }
    let told: Vec<String> = found.into_iter().collect();
    assert!(told.is_empty(), "{} complaints:\n{}", told.len(), told.join("\n"));
}

#[test]
fn an_english_page_says_nothing_in_chinese_and_cuts_no_word() {
    walk("en");
}

#[test]
fn no_word_is_cut_in_traditional_chinese() {
    walk("zh_TW");
}

#[test]
fn a_phrase_tapped_in_english_is_read_in_english_and_logged_in_chinese() {
    let mut walk = Walk::new(WAYS[0], "en");
    walk.open(ui::KioskPage::Request);
    for label in ["Repair", "Water"] {
        walk.lobby.tap(label);
    }
    walk.lobby.window().global::<ui::Request<'_>>().invoke_show(ui::RequestStep::Matter);
    headless::settle();
    for label in ["No water", "Blocked toilet"] {
        walk.lobby.tap(label);
    }
    let window = walk.lobby.window().clone_strong();
    let request = window.global::<ui::Request<'_>>();
    let mut form = request.get_form();
    assert_eq!((form.kind.as_str(), form.matter.as_str()), ("水", "No water, Blocked toilet"));
    (form.building, form.unit, form.room) = ("3".into(), "1".into(), "502".into());
    form.phone = "13800000000".into();
    request.invoke_submit(form);
    walk.lobby.answer();
    walk.lobby.print();
    let receipts: Vec<String> = walk.lobby.sim.take_sheets().iter().map(|sheet| sheet.grid()).collect();
    let receipt = receipts.concat().replace([' ', '\n'], "");
    assert!(receipt.contains("没有水，马桶堵了"), "{receipts:?}");
}

#[test]
fn what_is_wrong_with_a_field_is_said_in_the_language_of_the_page_at_once() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("访客登记");
    lobby.window().global::<ui::Visit<'_>>().invoke_show(ui::VisitStep::Who);
    lobby.answer();
    headless::settle();
    lobby.tap("下一步");
    for (language, words) in [
        ("English", ["Please give your name", "Please give your phone number"]),
        ("繁體", ["請填寫姓名", "請填寫手機號碼"]),
        ("简体", ["请填写姓名", "请填写手机号"]),
    ] {
        lobby.tap(language);
        let written: Vec<String> = headless::texts(lobby.window()).into_iter().map(|t| t.text).collect();
        for word in words {
            assert!(written.iter().any(|text| text == word), "{language}: {word} in {written:?}");
        }
    }
}

#[test]
fn the_map_speaks_the_language_of_the_page() {
    let mut lobby = Lobby::new(1080., 1920.);
    let shown = |lobby: &Lobby| {
        let map = lobby.window().global::<ui::Lobby<'_>>().get_map();
        map.path().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned())
    };
    for (language, file) in [("English", "map.en.png"), ("繁體", "map.zh_TW.png"), ("简体", "map.png")] {
        lobby.tap(language);
        assert_eq!(shown(&lobby).as_deref(), Some(file));
    }
}

#[test]
fn a_page_that_stands_open_changes_its_words_at_once() {
    let mut lobby = Lobby::new(1080., 1920.);
    lobby.tap("取号办事");
    let shown = |lobby: &Lobby, label: &str| headless::parts(lobby.window()).iter().any(|p| p.label == label);
    for (language, words) in [
        ("English", ["Move in or fit out a home", "Sunshine Garden Service Centre"]),
        ("繁體", ["辦入住、裝修手續", "陽光花園物業服務中心"]),
        ("简体", ["办入住、装修手续", "阳光花园物业服务中心"]),
    ] {
        lobby.tap(language);
        let written: Vec<String> = headless::texts(lobby.window()).into_iter().map(|t| t.text).collect();
        assert!(shown(&lobby, words[0]), "{language}");
        for word in words {
            assert!(written.iter().any(|text| text == word), "{language}: {word} in {written:?}");
        }
    }
    lobby.tap("回首页");
    // A language that somebody chose is taken back after a while, and the page says when instead of the day.
    for (language, said) in [("English", "Resets in "), ("繁體", "秒後恢復原樣"), ("简体", "11月21日 星期六")]
    {
        lobby.tap(language);
        assert!(headless::texts(lobby.window()).iter().any(|text| text.text.contains(said)), "{said}");
    }
}

/// The toolkit takes the language nearest to the machine's before anybody is asked, so this needs a process of its own.
#[test]
fn a_chinese_machine_begins_in_simplified_chinese() {
    let me = "proof::languages::a_chinese_machine_begins_in_simplified_chinese";
    if std::env::var("LC_ALL").is_ok_and(|locale| locale == "zh_CN.UTF-8") {
        let lobby = Lobby::new(1080., 1920.);
        let written = headless::texts(lobby.window());
        assert!(written.iter().any(|t| t.text.contains("访客登记")), "{:?}", written.iter().map(|t| &t.text));
        return;
    }
    let mut again = std::process::Command::new(std::env::current_exe().unwrap());
    let done = again.args(["--exact", me]).env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}
