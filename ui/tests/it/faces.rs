//! Every page at every size: it opens, all that can be tapped is named, large enough, nothing runs out of its place, no
//! text is cut, and every character that is shown has a glyph.

use std::collections::BTreeSet;

use slint::ComponentHandle;
use ui::headless::{self, AccessibleRole, Part, Written};
use ui::{
    BenchWindow, BoardWindow, DeskWindow, Done, DoneKind, GuardWindow, Help, HelpStage, KeepState, Kiosk,
    KioskPage, KioskWindow, Leave, LeaveStep, Lobby, NoticesTab, Progress, ProgressStep, Request,
    RequestStep, Staff, StaffStage, Station, Theme, Visit, VisitStep,
};

const SIZES: [(f32, f32); 3] = [(1080., 1920.), (1920., 1080.), (1280., 800.)];

pub(crate) type Scene = (&'static str, fn(&KioskWindow));

pub(crate) const SCENES: &[Scene] = &[
    ("home", |_| {}),
    ("home left", |k| {
        k.global::<Theme>().set_high_contrast(true);
        k.global::<Kiosk>().set_seconds_left(9);
    }),
    ("home closed", |k| k.global::<Station>().set_keeps(KeepState::ReadOnly)),
    ("closed", |k| {
        k.global::<Station>().set_keeps(KeepState::Full);
        k.global::<Kiosk>().set_page(KioskPage::Closed);
    }),
    ("trouble", |k| {
        k.global::<Station>().set_reader(ui::ReaderState::Absent);
        k.global::<Station>().set_printer(ui::PrinterState::Gone);
    }),
    ("waiting with card", |k| {
        done(k, DoneKind::Waiting);
        k.global::<Kiosk>().set_take_card(true);
    }),
    ("rest", |k| k.global::<Kiosk>().set_page(KioskPage::Rest)),
    ("notices", |k| lobby(k, NoticesTab::News)),
    ("hours", |k| lobby(k, NoticesTab::Hours)),
    ("phones", |k| lobby(k, NoticesTab::Phones)),
    ("tenants", |k| lobby(k, NoticesTab::Tenants)),
    ("map", |k| lobby(k, NoticesTab::Map)),
    ("pin", |k| k.global::<Staff>().set_stage(StaffStage::Asking)),
    ("staff", |k| k.global::<Staff>().set_stage(StaffStage::Open)),
    ("emergency", |k| k.global::<Help>().set_asking(true)),
    ("emergency sent", |k| {
        k.global::<Help>().set_asking(true);
        k.global::<Help>().set_staff(HelpStage::Ringing);
        k.global::<Help>().set_emergency(HelpStage::Coming);
    }),
    ("notice", |k| visit(k, VisitStep::Notice)),
    ("code", |k| visit(k, VisitStep::Code)),
    ("tail", |k| {
        let by_tail = ui::Guest { by_tail: true, ..ui::Guest::default() };
        k.global::<Visit>().set_guest(by_tail);
        k.global::<Visit>().set_form(ui::VisitForm::default());
        visit(k, VisitStep::Code);
    }),
    ("tail by card", |k| {
        k.global::<Visit>().set_expected(true);
        let by_tail = ui::Guest { by_tail: true, name: "测试甲".into(), ..ui::Guest::default() };
        k.global::<Visit>().set_guest(by_tail);
        visit(k, VisitStep::Code);
    }),
    ("party of the most", |k| {
        let mut form = k.global::<Visit>().get_form();
        form.companions = 9;
        k.global::<Visit>().set_form(form);
        visit(k, VisitStep::Party);
    }),
    ("guardian", |k| visit(k, VisitStep::Guardian)),
    ("goods", |k| visit(k, VisitStep::Goods)),
    ("host", |k| visit(k, VisitStep::Host)),
    ("leave scan", |k| leave(k, LeaveStep::Scan)),
    ("leave number", |k| leave(k, LeaveStep::Number)),
    ("waiting", |k| done(k, DoneKind::Waiting)),
    ("waiting alone", |k| {
        done(k, DoneKind::Waiting);
        k.global::<Done>().set_attended(false);
    }),
    ("to desk", |k| done(k, DoneKind::ToDesk)),
    ("left", |k| {
        done(k, DoneKind::Left);
        k.global::<Kiosk>().set_take_card(true);
    }),
    ("confirm with card", |k| {
        visit(k, VisitStep::Confirm);
        k.global::<Kiosk>().set_take_card(true);
    }),
    ("card", |k| {
        k.global::<Visit>().set_form(ui::VisitForm::default());
        visit(k, VisitStep::Card);
    }),
    ("card kept", |k| visit(k, VisitStep::Card)),
    ("who", |k| visit(k, VisitStep::Who)),
    ("visit unit", |k| visit(k, VisitStep::Unit)),
    ("purpose", |k| visit(k, VisitStep::Purpose)),
    ("party", |k| visit(k, VisitStep::Party)),
    ("visit confirm", |k| visit(k, VisitStep::Confirm)),
    ("mark", |k| request(k, RequestStep::Mark)),
    ("request kind", |k| request(k, RequestStep::Kind)),
    ("request alike", |k| request(k, RequestStep::Alike)),
    ("request wished", |k| request(k, RequestStep::Wished)),
    ("progress ask", |k| progress(k, ProgressStep::Ask)),
    ("progress found", |k| progress(k, ProgressStep::Found)),
    ("progress rate", |k| progress(k, ProgressStep::Rate)),
    ("progress words", |k| progress(k, ProgressStep::Words)),
    ("request unit", |k| request(k, RequestStep::Unit)),
    ("contact", |k| request(k, RequestStep::Contact)),
    ("matter", |k| request(k, RequestStep::Matter)),
    ("request confirm", |k| request(k, RequestStep::Confirm)),
    ("number", |k| k.global::<Kiosk>().set_page(KioskPage::Number)),
    ("ticket", |k| done(k, DoneKind::Ticket)),
    ("pass", |k| done(k, DoneKind::Pass)),
    ("receipt", |k| done(k, DoneKind::Receipt)),
];

fn lobby(kiosk: &KioskWindow, tab: NoticesTab) {
    kiosk.global::<Lobby>().set_tab(tab);
    kiosk.global::<Kiosk>().set_page(KioskPage::Notices);
}

fn visit(kiosk: &KioskWindow, step: VisitStep) {
    kiosk.global::<Visit>().set_step(step);
    kiosk.global::<Kiosk>().set_page(KioskPage::Visit);
}

fn leave(kiosk: &KioskWindow, step: LeaveStep) {
    kiosk.global::<Leave>().set_step(step);
    kiosk.global::<Kiosk>().set_page(KioskPage::Leave);
}

fn request(kiosk: &KioskWindow, step: RequestStep) {
    kiosk.global::<Request>().set_step(step);
    kiosk.global::<Kiosk>().set_page(KioskPage::Request);
}

fn progress(kiosk: &KioskWindow, step: ProgressStep) {
    kiosk.global::<Progress>().set_step(step);
    kiosk.global::<Kiosk>().set_page(KioskPage::Progress);
}

fn done(kiosk: &KioskWindow, kind: DoneKind) {
    kiosk.global::<Done>().set_kind(kind);
    kiosk.global::<Kiosk>().set_page(KioskPage::Done);
}

fn tappable(part: &Part) -> bool {
    part.role == AccessibleRole::Button || part.role == AccessibleRole::TextInput
}

/// How far `inner` stands out of `outer`.
fn beyond(inner: &Part, outer: [f32; 4]) -> f32 {
    let [x, y, w, h] = inner.area;
    let [left, top, width, height] = outer;
    (left - x).max(top - y).max(x + w - left - width).max(y + h - top - height)
}

fn overlap(a: &Part, b: &Part) -> bool {
    let ([ax, ay, aw, ah], [bx, by, bw, bh]) = (a.area, b.area);
    let apart = 1.;
    ax + apart < bx + bw && bx + apart < ax + aw && ay + apart < by + bh && by + apart < ay + ah
}

/// What is wrong with a page's layout; empty when nothing is.
fn complaints(parts: &[Part], size: (f32, f32), smallest: f32) -> Vec<String> {
    let mut found = Vec::new();
    let buttons: Vec<&Part> = parts.iter().filter(|part| part.role == AccessibleRole::Button).collect();
    for part in parts.iter().filter(|part| part.role != AccessibleRole::Groupbox) {
        if beyond(part, [0., 0., size.0, size.1]) > 1. {
            found.push(format!("«{}» leaves the window: {:?}", part.label, part.area));
        }
    }
    // The row of choices at the foot is drawn over the page: nothing of the page may reach below its upper edge.
    let foot = buttons.iter().filter(|part| part.label == "English").map(|part| part.area[1]).next();
    for part in &buttons {
        let [_, y, _, height] = part.area;
        if foot.is_some_and(|foot| y < foot - 1. && y + height > foot - 8.) {
            found.push(format!("«{}» runs under the foot: {:?}", part.label, part.area));
        }
    }
    for part in &buttons {
        if part.area[2] < smallest - 0.5 || part.area[3] < smallest - 0.5 {
            found.push(format!("«{}» is too small: {:?}", part.label, part.area));
        }
        for text in parts.iter().filter(|text| text.role == AccessibleRole::Text) {
            let [x, y, w, h] = text.area;
            let [left, top, width, height] = part.area;
            let (middle_x, middle_y) = (x + w / 2., y + h / 2.);
            let inside =
                middle_x > left && middle_x < left + width && middle_y > top && middle_y < top + height;
            if inside && beyond(text, part.area) > 1. {
                found.push(format!("«{}» runs out of «{}»: {:?}", text.label, part.label, text.area));
            }
            if !inside && overlap(text, part) && text.label != part.label {
                found.push(format!("«{}» runs under «{}»: {:?}", text.label, part.label, text.area));
            }
        }
    }
    for (i, a) in parts.iter().enumerate().filter(|(_, part)| tappable(part)) {
        for b in parts[i + 1..].iter().filter(|part| tappable(part)) {
            if overlap(a, b) {
                found.push(format!("«{}» and «{}» overlap: {:?} {:?}", a.label, b.label, a.area, b.area));
            }
        }
    }
    found
}

/// Texts that cannot be read to their end.
fn cut(window: &impl ComponentHandle) -> impl Iterator<Item = String> {
    let cut = headless::texts(window).into_iter().filter(Written::is_cut);
    cut.map(|text| format!("«{}» needs {:?} and has {:?}", text.text, text.needs, text.place))
}

#[test]
fn kiosk_pages_fit_at_every_size_language_and_way() {
    headless::init();
    let (mut found, mut written) = (Vec::new(), BTreeSet::new());
    for size in SIZES {
        for language in ui::language::LANGUAGES {
            // Contrast moves hairlines only, so it goes with the larger text.
            for (scale, low, contrast) in [(1., false, false), (1.25, false, true), (1., true, false)] {
                for &(name, set) in SCENES {
                    let kiosk = KioskWindow::new().unwrap();
                    ui::language::choose(language).unwrap();
                    kiosk.global::<Theme>().set_text_scale(scale);
                    kiosk.global::<Theme>().set_low_reach(low);
                    kiosk.global::<Theme>().set_high_contrast(contrast);
                    headless::open(&kiosk, size.0, size.1).unwrap();
                    set(&kiosk);
                    headless::settle();
                    let parts = headless::parts(&kiosk);
                    assert!(
                        parts.iter().any(|part| part.role == AccessibleRole::Button),
                        "{name} has no button"
                    );
                    for text in headless::texts(&kiosk) {
                        written.extend(text.text.chars().map(|c| (c, text.bold)));
                    }
                    for complaint in complaints(&parts, size, 64.).into_iter().chain(cut(&kiosk)) {
                        // What is listed there scrolls: the list's edge hides what goes on under it.
                        if ["hours", "tenants"].contains(&name) && complaint.contains("runs under") {
                            continue;
                        }
                        found.push(format!("{name} {size:?} {language} ×{scale} low={low}: {complaint}"));
                    }
                    kiosk.hide().unwrap();
                }
            }
        }
    }
    assert!(found.is_empty(), "{} complaints:\n{}", found.len(), found.join("\n"));
    assert!(written.len() > 400, "the texts were not read: {}", written.len());
    for (bold, file) in [(false, "NotoSansSC-Regular.ttf"), (true, "NotoSansSC-Bold.ttf")] {
        let font = std::fs::read(format!("{}/fonts/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let face = ttf_parser::Face::parse(&font, 0).unwrap();
        let shown = written.iter().filter(|(c, b)| *b == bold && !c.is_control());
        let tofu: Vec<char> = shown.map(|(c, _)| *c).filter(|c| face.glyph_index(*c).is_none()).collect();
        assert!(tofu.is_empty(), "{file} has no glyph for {tofu:?}");
    }
}

fn nameless(window: &impl ComponentHandle) -> usize {
    i_slint_backend_testing::ElementQuery::from_root(window)
        .match_descendants()
        .match_accessible_role(AccessibleRole::Button)
        .find_all()
        .iter()
        .filter(|button| button.accessible_label().is_none_or(|label| label.is_empty()))
        .count()
}

#[test]
fn every_button_has_a_name() {
    headless::init();
    for &(name, set) in SCENES {
        let kiosk = KioskWindow::new().unwrap();
        headless::open(&kiosk, 1080., 1920.).unwrap();
        set(&kiosk);
        headless::settle();
        assert_eq!(nameless(&kiosk), 0, "{name}");
    }
    let desk = DeskWindow::new().unwrap();
    headless::open(&desk, 1366., 768.).unwrap();
    assert_eq!(nameless(&desk), 0);
    let guard = GuardWindow::new().unwrap();
    headless::open(&guard, 1280., 800.).unwrap();
    assert_eq!(nameless(&guard), 0);
    let bench = BenchWindow::new().unwrap();
    headless::open(&bench, 820., 700.).unwrap();
    assert_eq!(nameless(&bench), 0);
}

#[test]
fn simulated_devices_are_shown_on_every_face() {
    headless::init();
    fn shows(window: &impl ComponentHandle, width: f32, height: f32) -> bool {
        headless::open(window, width, height).unwrap();
        headless::parts(window).iter().any(|part| part.label == "模拟设备" && part.area[2] > 0.)
    }
    assert!(shows(&KioskWindow::new().unwrap(), 1080., 1920.));
    assert!(shows(&DeskWindow::new().unwrap(), 1366., 768.));
    assert!(shows(&GuardWindow::new().unwrap(), 1280., 800.));
    assert!(shows(&BoardWindow::new().unwrap(), 1920., 1080.));
    assert!(shows(&BenchWindow::new().unwrap(), 820., 700.));
}

#[test]
fn staff_faces_fit() {
    headless::init();
    let mut found = Vec::new();
    let mut board_cut = Vec::new();
    let mut look = |name: &str, parts: Vec<Part>, size: (f32, f32)| {
        for complaint in complaints(&parts, size, 34.) {
            found.push(format!("{name} {size:?}: {complaint}"));
        }
    };
    for language in ui::language::LANGUAGES {
        for size in [(1366., 768.), (1920., 1080.)] {
            let desk = DeskWindow::new().unwrap();
            ui::language::choose(language).unwrap();
            headless::open(&desk, size.0, size.1).unwrap();
            // The lines of a list are tapped as a whole and hold buttons of their own.
            let parts =
                headless::parts(&desk).into_iter().filter(|part| !part.label.starts_with("R-")).collect();
            look(&format!("desk {language}"), parts, size);
            desk.global::<ui::Desk>().set_panel(ui::DeskPanel::Printer);
            headless::settle();
            look(&format!("desk printer {language}"), headless::parts(&desk), size);
            desk.global::<ui::Desk>().set_panel(ui::DeskPanel::Slips);
            for ask in [ui::SlipAsk::Nothing, ui::SlipAsk::Reprint, ui::SlipAsk::Void] {
                desk.global::<ui::Slips>().set_ask(ask);
                headless::settle();
                // As above: the lines scroll, and the last one stands half under the list's edge.
                let line = |part: &Part| part.label.contains("R2026") || part.label.contains("A0");
                let parts = headless::parts(&desk).into_iter().filter(|part| !line(part)).collect();
                look(&format!("desk slips {ask:?} {language}"), parts, size);
            }
            desk.global::<ui::Desk>().set_panel(ui::DeskPanel::Visits);
            for (denying, booking) in [(false, false), (true, false), (false, true)] {
                desk.global::<ui::Visitors>().set_denying(denying);
                desk.global::<ui::Visitors>().set_booking(booking);
                headless::settle();
                let line = |part: &Part| ["V0", "Y0"].iter().any(|head| part.label.starts_with(head));
                let parts = headless::parts(&desk).into_iter().filter(|part| !line(part)).collect();
                look(&format!("desk visits {language}"), parts, size);
            }
        }
        let guard = GuardWindow::new().unwrap();
        headless::open(&guard, 1280., 800.).unwrap();
        look(&format!("guard {language}"), headless::parts(&guard), (1280., 800.));
        let board = BoardWindow::new().unwrap();
        headless::open(&board, 1920., 1080.).unwrap();
        look(&format!("board {language}"), headless::parts(&board), (1920., 1080.));
        board_cut.extend(cut(&board).map(|complaint| format!("board {language}: {complaint}")));
        let bench = BenchWindow::new().unwrap();
        headless::open(&bench, 820., 700.).unwrap();
        look(&format!("bench {language}"), headless::parts(&bench), (820., 700.));
    }
    found.append(&mut board_cut);
    assert!(found.is_empty(), "{} complaints:\n{}", found.len(), found.join("\n"));
}
