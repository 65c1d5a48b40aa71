//! Every page as a picture, with sample data: `cargo run -p ui --example gallery -- --out DIR [--only WORD]`.
//! No display needed.

mod staff;

use std::error::Error;
use std::path::PathBuf;

use slint::{ComponentHandle, Image, ModelRc, VecModel};
use ui::headless;
use ui::qr::qr_image;
use ui::{
    CardState, Done, DoneKind, Help, HelpStage, KeepState, Keyboard, Kiosk, KioskPage, KioskWindow, Leave,
    LeaveStep, Lobby, Notice, NoticesTab, PrintState, PrinterState, Progress, ProgressStep, ReaderState,
    Request, RequestStep, Staff, StaffStage, Station, Theme, Visit, VisitStep,
};

type Outcome = Result<(), Box<dyn Error>>;

/// How a page is looked at.
#[derive(Clone, Copy)]
struct Way {
    size: (f32, f32),
    language: &'static str,
    text_scale: f32,
    high_contrast: bool,
    low_reach: bool,
}

/// The screens: the third is shown in Chinese only, because it differs from the second by its size alone.
const SCREENS: [(&str, (f32, f32)); 3] =
    [("portrait", (1080., 1920.)), ("landscape", (1920., 1080.)), ("small", (1280., 800.))];
const LANGUAGES: [(&str, &str); 3] = [("", "zh_CN"), ("-tw", "zh_TW"), ("-en", "en")];
/// What a person may choose: larger text, high contrast, low reach.
const CHOICES: [(&str, f32, bool, bool); 4] = [
    ("", 1., false, false),
    ("-larger", 1.25, false, false),
    ("-contrast", 1., true, false),
    ("-low", 1., false, true),
];

/// All ways the kiosk's pages are looked at, by name.
fn ways() -> Vec<(String, Way)> {
    let mut ways = Vec::new();
    for (screen, size) in SCREENS {
        let spoken = if screen == "small" { 1 } else { LANGUAGES.len() };
        for (tongue, language) in &LANGUAGES[..spoken] {
            for (choice, text_scale, high_contrast, low_reach) in CHOICES {
                let way = Way { size, language, text_scale, high_contrast, low_reach };
                ways.push((format!("{screen}{tongue}{choice}"), way));
            }
        }
    }
    ways
}

type Scene = (&'static str, fn(&KioskWindow));

/// The kiosk's pages and the states worth seeing.
const SCENES: &[Scene] = &[
    ("home", |_| {}),
    ("home-closed", |kiosk| kiosk.global::<Station>().set_keeps(KeepState::ReadOnly)),
    ("closed", |kiosk| {
        kiosk.global::<Station>().set_keeps(KeepState::ReadOnly);
        kiosk.global::<Kiosk>().set_page(KioskPage::Closed);
    }),
    ("rest", |kiosk| kiosk.global::<Kiosk>().set_page(KioskPage::Rest)),
    ("lobby-1-news", |kiosk| lobby(kiosk, NoticesTab::News)),
    ("lobby-2-hours", |kiosk| lobby(kiosk, NoticesTab::Hours)),
    ("lobby-3-phones", |kiosk| lobby(kiosk, NoticesTab::Phones)),
    ("lobby-4-tenants", |kiosk| lobby(kiosk, NoticesTab::Tenants)),
    ("lobby-5-map", |kiosk| lobby(kiosk, NoticesTab::Map)),
    ("staff-1-pin", |kiosk| {
        kiosk.global::<Staff>().set_pin("2580".into());
        kiosk.global::<Staff>().set_stage(StaffStage::Asking);
    }),
    ("staff-2-open", |kiosk| kiosk.global::<Staff>().set_stage(StaffStage::Open)),
    ("emergency-1-asks", |kiosk| emergency(kiosk, HelpStage::Quiet)),
    ("emergency-2-sent", |kiosk| emergency(kiosk, HelpStage::Ringing)),
    ("home-notice", |kiosk| {
        notice(kiosk, "store-readonly");
        station_in_trouble(kiosk);
    }),
    ("visit-0-notice", |kiosk| visit(kiosk, VisitStep::Notice)),
    ("visit-1-code", |kiosk| visit(kiosk, VisitStep::Code)),
    ("visit-1-tail", tail),
    ("visit-1-tail-by-card", |kiosk| {
        let form = kiosk.global::<Visit>().get_form();
        tail(kiosk);
        kiosk.global::<Visit>().set_form(form);
        kiosk.global::<Visit>().set_expected(true);
    }),
    ("visit-2-guardian", |kiosk| visit(kiosk, VisitStep::Guardian)),
    ("visit-5-host", |kiosk| visit(kiosk, VisitStep::Host)),
    ("visit-5-goods", |kiosk| visit(kiosk, VisitStep::Goods)),
    ("leave-scan", |kiosk| leave(kiosk, LeaveStep::Scan)),
    ("leave-number", |kiosk| leave(kiosk, LeaveStep::Number)),
    ("done-waiting", |kiosk| {
        done(kiosk, DoneKind::Waiting, PrintState::Nothing);
        kiosk.global::<Kiosk>().set_take_card(true);
    }),
    ("done-waiting-alone", |kiosk| {
        done(kiosk, DoneKind::Waiting, PrintState::Nothing);
        kiosk.global::<Done>().set_attended(false);
    }),
    ("done-to-desk", |kiosk| done(kiosk, DoneKind::ToDesk, PrintState::Nothing)),
    ("done-left", |kiosk| done(kiosk, DoneKind::Left, PrintState::Nothing)),
    ("visit-1-card", |kiosk| visit(kiosk, VisitStep::Card)),
    ("visit-1-kept", card_kept),
    ("visit-1-reading", |kiosk| card(kiosk, CardState::Reading)),
    ("visit-1-lift-again", |kiosk| card(kiosk, CardState::LiftAgain)),
    ("visit-1-fault", |kiosk| card(kiosk, CardState::ReaderFault)),
    ("visit-2-who", |kiosk| visit(kiosk, VisitStep::Who)),
    ("visit-2-pinyin", pinyin),
    ("visit-3-unit", |kiosk| {
        visit(kiosk, VisitStep::Unit);
        notice(kiosk, "unit-unknown");
    }),
    ("visit-4-purpose", |kiosk| visit(kiosk, VisitStep::Purpose)),
    ("visit-5-party", |kiosk| visit(kiosk, VisitStep::Party)),
    ("visit-5-party-most", |kiosk| {
        let mut form = kiosk.global::<Visit>().get_form();
        form.companions = 9;
        kiosk.global::<Visit>().set_form(form);
        visit(kiosk, VisitStep::Party);
    }),
    ("visit-6-confirm", |kiosk| visit(kiosk, VisitStep::Confirm)),
    ("request-1-mark", |kiosk| request(kiosk, RequestStep::Mark)),
    ("request-1-kind", |kiosk| request(kiosk, RequestStep::Kind)),
    ("request-2-unit", |kiosk| request(kiosk, RequestStep::Unit)),
    ("request-3-contact", |kiosk| request(kiosk, RequestStep::Contact)),
    ("request-3-alike", |kiosk| request(kiosk, RequestStep::Alike)),
    ("request-4-matter", |kiosk| request(kiosk, RequestStep::Matter)),
    ("request-4-wished", |kiosk| request(kiosk, RequestStep::Wished)),
    ("request-5-confirm", |kiosk| {
        request(kiosk, RequestStep::Confirm);
        kiosk.global::<Kiosk>().set_seconds_left(12);
    }),
    ("progress-1-ask", |kiosk| progress(kiosk, ProgressStep::Ask)),
    ("progress-2-found", |kiosk| progress(kiosk, ProgressStep::Found)),
    ("progress-2-done", |kiosk| {
        progress(kiosk, ProgressStep::Found);
        let state = kiosk.global::<Progress>();
        let mut found = state.get_found();
        (found.state, found.can_urge, found.can_rate) = (ui::RequestState::Done, false, true);
        (found.can_reopen, found.overdue) = (true, true);
        state.set_found(found);
    }),
    ("progress-3-rate", |kiosk| progress(kiosk, ProgressStep::Rate)),
    ("progress-4-words", |kiosk| progress(kiosk, ProgressStep::Words)),
    ("number", |kiosk| kiosk.global::<Kiosk>().set_page(KioskPage::Number)),
    ("done-ticket", |kiosk| done(kiosk, DoneKind::Ticket, PrintState::Printing)),
    ("done-ticket-no-paper", |kiosk| done(kiosk, DoneKind::Ticket, PrintState::Waiting)),
    ("done-pass", |kiosk| done(kiosk, DoneKind::Pass, PrintState::Printed)),
    ("done-receipt", |kiosk| done(kiosk, DoneKind::Receipt, PrintState::Printed)),
];

fn emergency(kiosk: &KioskWindow, stage: HelpStage) {
    let help = kiosk.global::<Help>();
    help.set_asking(true);
    help.set_emergency(stage);
    help.set_staff(stage);
}

fn lobby(kiosk: &KioskWindow, tab: NoticesTab) {
    let state = kiosk.global::<Lobby>();
    let picture = match kiosk.global::<Kiosk>().get_language().as_str() {
        "en" => "map.en.png",
        "zh_TW" => "map.zh_TW.png",
        _ => "map.png",
    };
    let sample = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../config")).join(picture);
    state.set_map(Image::load_from_path(&sample).unwrap_or_default());
    state.set_here_x(0.5);
    state.set_here_y(0.8);
    state.set_tab(tab);
    kiosk.global::<Kiosk>().set_page(KioskPage::Notices);
}

fn visit(kiosk: &KioskWindow, step: VisitStep) {
    kiosk.global::<Kiosk>().set_page(KioskPage::Visit);
    kiosk.global::<Kiosk>().set_seconds_left(58);
    if step == VisitStep::Card {
        kiosk.global::<Visit>().set_form(ui::VisitForm::default());
    }
    kiosk.global::<Visit>().set_step(step);
}

/// A card that was read, to whoever comes back to its page.
fn card_kept(kiosk: &KioskWindow) {
    let form = kiosk.global::<Visit>().get_form();
    visit(kiosk, VisitStep::Card);
    kiosk.global::<Visit>().set_form(form);
}

fn tail(kiosk: &KioskWindow) {
    let mut guest = kiosk.global::<Visit>().get_guest();
    (guest.by_tail, guest.name, guest.tail) = (true, "测试戊".into(), "4321".into());
    kiosk.global::<Visit>().set_guest(guest);
    kiosk.global::<Visit>().set_form(ui::VisitForm::default());
    visit(kiosk, VisitStep::Code);
}

fn leave(kiosk: &KioskWindow, step: LeaveStep) {
    kiosk.global::<Kiosk>().set_page(KioskPage::Leave);
    kiosk.global::<Kiosk>().set_seconds_left(58);
    kiosk.global::<Leave>().set_step(step);
}

fn card(kiosk: &KioskWindow, state: CardState) {
    visit(kiosk, VisitStep::Card);
    kiosk.global::<Visit>().set_card(state);
    if state == CardState::ReaderFault {
        kiosk.global::<Station>().set_reader(ReaderState::Fault);
    }
}

fn pinyin(kiosk: &KioskWindow) {
    let state = kiosk.global::<Visit>();
    let mut form = state.get_form();
    (form.name, form.phone, form.from_card) = ("zhangwei".into(), "1380".into(), false);
    state.set_form(form);
    state.set_phone_error(Notice { code: "phone-wrong".into(), ..Notice::default() });
    visit(kiosk, VisitStep::Who);
    headless::settle();
    let keyboard = kiosk.global::<Keyboard>();
    keyboard.set_preedit("zhang'wei".into());
    let words = ["张伟", "张薇", "章伟", "张威", "张巍", "张维"].map(Into::into);
    keyboard.set_candidates(ModelRc::new(VecModel::from(words.to_vec())));
    keyboard.set_more_after(true);
}

fn request(kiosk: &KioskWindow, step: RequestStep) {
    kiosk.global::<Kiosk>().set_page(KioskPage::Request);
    kiosk.global::<Kiosk>().set_seconds_left(58);
    kiosk.global::<Request>().set_step(step);
}

fn progress(kiosk: &KioskWindow, step: ProgressStep) {
    kiosk.global::<Kiosk>().set_page(KioskPage::Progress);
    kiosk.global::<Kiosk>().set_seconds_left(58);
    kiosk.global::<Progress>().set_step(step);
}

fn done(kiosk: &KioskWindow, kind: DoneKind, print: PrintState) {
    let state = kiosk.global::<Done>();
    state.set_kind(kind);
    state.set_print(print);
    let mut pass = state.get_pass();
    pass.qr = qr_image("V-0312-008");
    state.set_pass(pass);
    let mut receipt = state.get_receipt();
    receipt.qr = qr_image("R-0312-021");
    state.set_receipt(receipt);
    kiosk.global::<Kiosk>().set_page(KioskPage::Done);
    kiosk.global::<Kiosk>().set_seconds_left(if print == PrintState::Waiting { 9 } else { 30 });
}

fn notice(kiosk: &KioskWindow, code: &str) {
    let notice = Notice {
        code: code.into(),
        first: "3-1-5021".into(),
        text: "请到服务台".into(),
        ..Notice::default()
    };
    kiosk.global::<Kiosk>().set_notice(notice);
}

fn station_in_trouble(kiosk: &KioskWindow) {
    kiosk.global::<Station>().set_reader(ReaderState::Absent);
    kiosk.global::<Station>().set_printer(PrinterState::PaperOut);
}

fn dress(theme: &Theme<'_>, way: Way) {
    theme.set_text_scale(way.text_scale);
    theme.set_high_contrast(way.high_contrast);
    theme.set_low_reach(way.low_reach);
}

struct Gallery {
    out: PathBuf,
    only: String,
    count: usize,
    /// What the staff's pages say, as it ends their pictures' names, and how the pages call it.
    tongue: (&'static str, &'static str),
}

impl Gallery {
    fn wants(&self, name: &str) -> bool {
        name.contains(&self.only)
    }

    fn take(&mut self, window: &impl ComponentHandle, name: &str) -> Outcome {
        headless::snapshot_to(window, &self.out.join(format!("{name}.png")))?;
        self.count += 1;
        Ok(())
    }

    fn kiosk(&mut self) -> Outcome {
        for (how, way) in ways() {
            for &(scene, set) in SCENES {
                let name = format!("kiosk-{how}-{scene}");
                if !self.wants(&name) {
                    continue;
                }
                let kiosk = KioskWindow::new()?;
                ui::language::choose(way.language)?;
                kiosk.global::<Kiosk>().set_language(way.language.into());
                dress(&kiosk.global::<Theme>(), way);
                headless::open(&kiosk, way.size.0, way.size.1)?;
                set(&kiosk);
                self.take(&kiosk, &name)?;
                kiosk.hide()?;
            }
        }
        Ok(())
    }
}

fn main() -> Outcome {
    let mut words = std::env::args().skip(1);
    let mut gallery =
        Gallery { out: PathBuf::from("gallery"), only: String::new(), count: 0, tongue: LANGUAGES[0] };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--out" => gallery.out = words.next().ok_or("--out DIR")?.into(),
            "--only" => gallery.only = words.next().ok_or("--only WORD")?,
            other => return Err(format!("unknown: {other}; --out DIR [--only WORD]").into()),
        }
    }
    std::fs::create_dir_all(&gallery.out)?;
    headless::init();
    gallery.kiosk()?;
    for tongue in [LANGUAGES[0], LANGUAGES[2]] {
        gallery.tongue = tongue;
        gallery.staff()?;
    }
    println!("{} pictures in {}", gallery.count, gallery.out.display());
    Ok(())
}
