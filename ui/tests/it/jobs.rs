//! The jobs, walked by their labels: what is tapped and typed reaches the callbacks.

use std::cell::RefCell;
use std::rc::Rc;

use slint::ComponentHandle;
use slint::platform::Key;
use ui::headless::{self, HeadlessError, open, press_key, tap, type_text};
use ui::{
    Bench, BenchWindow, Desk, DeskWindow, Done, Guard, GuardWindow, Keyboard, Kiosk, KioskPage, KioskWindow,
    Leave, Notice, Number, Progress, Purpose, Request, Theme, Touch, Visit, VisitForm, VisitStep,
};

/// What the callbacks said, in order.
pub(crate) type Heard = Rc<RefCell<Vec<String>>>;

/// A kiosk with nobody's words on its forms.
pub(crate) fn kiosk() -> KioskWindow {
    headless::init();
    let kiosk = KioskWindow::new().unwrap();
    ui::keys::install(&kiosk);
    kiosk.global::<Visit>().invoke_clear();
    kiosk.global::<Leave>().invoke_clear();
    kiosk.global::<Request>().invoke_clear();
    open(&kiosk, 1080., 1920.).unwrap();
    kiosk
}

#[test]
fn a_visit_by_hand() {
    let kiosk = kiosk();
    let sent: Rc<RefCell<Option<VisitForm>>> = Rc::default();
    let kept = sent.clone();
    kiosk.global::<Visit>().on_submit(move |form| *kept.borrow_mut() = Some(form));
    tap(&kiosk, "访客登记").unwrap();
    assert_eq!(kiosk.global::<Kiosk>().get_page(), KioskPage::Visit);
    tap(&kiosk, "同意并继续").unwrap();
    tap(&kiosk, "没带身份证，手动填写").unwrap();
    // The first empty field has the focus at once.
    type_text(&kiosk, "测试甲");
    tap(&kiosk, "手机号码").unwrap();
    for digit in "13800000000".chars() {
        tap(&kiosk, &digit.to_string()).unwrap();
    }
    tap(&kiosk, "退格").unwrap();
    tap(&kiosk, "1").unwrap();
    tap(&kiosk, "下一步").unwrap();
    for key in ["3 栋", "1 单元", "5 层", "502 室"] {
        tap(&kiosk, key).unwrap();
    }
    tap(&kiosk, "快递").unwrap();
    tap(&kiosk, "增加").unwrap();
    tap(&kiosk, "下一步").unwrap();
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Confirm);
    tap(&kiosk, "修改房号").unwrap();
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Unit);
    tap(&kiosk, "下一步").unwrap();
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Confirm);
    tap(&kiosk, "确认登记").unwrap();
    let form = sent.borrow().clone().unwrap();
    let expected = VisitForm {
        name: "测试甲".into(),
        phone: "13800000001".into(),
        building: "3".into(),
        unit: "1".into(),
        room: "502".into(),
        purpose: Purpose::Parcel,
        companions: 1,
        plate: "".into(),
        from_card: false,
        ..VisitForm::default()
    };
    assert_eq!(form, expected);
    kiosk.global::<Visit>().invoke_clear();
    assert_eq!(kiosk.global::<Visit>().get_form().name, "");
}

#[test]
fn a_step_that_is_not_right_stays() {
    let kiosk = kiosk();
    let weak = kiosk.as_weak();
    kiosk.global::<Visit>().on_check(move |step| {
        let kiosk = weak.unwrap();
        let wrong = ui::Notice { text: "请检查".into(), ..ui::Notice::default() };
        kiosk.global::<Visit>().set_phone_error(wrong);
        step != VisitStep::Who
    });
    kiosk.global::<Kiosk>().set_page(KioskPage::Visit);
    kiosk.global::<Visit>().set_step(VisitStep::Who);
    headless::settle();
    tap(&kiosk, "下一步").unwrap();
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Who);
    assert!(headless::parts(&kiosk).iter().any(|part| part.label == "请检查"));
}

#[test]
fn typing_goes_on_at_the_end() {
    let kiosk = kiosk();
    let mut form = kiosk.global::<Visit>().get_form();
    (form.name, form.phone, form.from_card) = ("测试甲".into(), "1380000".into(), true);
    kiosk.global::<Visit>().set_form(form);
    kiosk.global::<Kiosk>().set_page(KioskPage::Visit);
    kiosk.global::<Visit>().set_step(VisitStep::Who);
    headless::settle();
    type_text(&kiosk, "0000");
    assert_eq!(kiosk.global::<Visit>().get_form().phone, "13800000000");
    // What came from the card cannot be written over.
    assert_eq!(kiosk.global::<Visit>().get_form().name, "测试甲");
}

#[test]
fn a_receipt_is_scanned_or_typed_and_rated() {
    let kiosk = kiosk();
    kiosk.global::<Progress>().invoke_clear();
    let heard: Heard = Rc::default();
    let progress = kiosk.global::<Progress>();
    let (scans, asks, rates) = (heard.clone(), heard.clone(), heard.clone());
    progress.on_scanned(move |text| scans.borrow_mut().push(text.into()));
    progress.on_asked(move |number, tail| asks.borrow_mut().push(format!("{number} {tail}")));
    progress.on_rate(move |form| {
        rates.borrow_mut().push(format!("{}{}{} {}", form.speed, form.quality, form.manner, form.words));
    });
    tap(&kiosk, "查办理进度").unwrap();
    type_text(&kiosk, "FDRhalf-a-line");
    headless::elapse(std::time::Duration::from_secs(3));
    type_text(&kiosk, "FDR0123456789abcdef");
    press_key(&kiosk, Key::Return);
    type_text(&kiosk, &"9".repeat(1000));
    press_key(&kiosk, Key::Return);
    press_key(&kiosk, Key::Return);
    for key in "20261121007".chars() {
        tap(&kiosk, &key.to_string()).unwrap();
    }
    for key in ["1", "2", "3", "4", "查询"] {
        tap(&kiosk, key).unwrap();
    }
    progress.set_step(ui::ProgressStep::Rate);
    headless::settle();
    for key in ["速度 满意", "质量 一般", "态度 不满意", "下一步"] {
        tap(&kiosk, key).unwrap();
    }
    type_text(&kiosk, "很快");
    tap(&kiosk, "提交评价").unwrap();
    assert_eq!(*heard.borrow(), ["FDR0123456789abcdef", "20261121007 1234", "321 很快"]);
    progress.invoke_clear();
    assert_eq!((progress.get_number(), progress.get_rating().words), Default::default());
}

#[test]
fn a_number_is_two_taps_from_home_and_closed_services_give_none() {
    let kiosk = kiosk();
    let heard: Heard = Rc::default();
    let kept = heard.clone();
    kiosk.global::<Number>().on_take(move |code| kept.borrow_mut().push(code.into()));
    tap(&kiosk, "取号办事").unwrap();
    tap(&kiosk, "缴费").unwrap();
    assert!(matches!(tap(&kiosk, "车位"), Err(HeadlessError::Disabled(_))));
    kiosk.global::<Number>().set_busy(true);
    headless::settle();
    assert!(matches!(tap(&kiosk, "缴费"), Err(HeadlessError::Disabled(_))));
    assert_eq!(*heard.borrow(), ["pay"]);
    tap(&kiosk, "回首页").unwrap();
    assert_eq!(kiosk.global::<Kiosk>().get_page(), KioskPage::Home);
}

#[test]
fn pinyin_letters_go_to_the_program_and_words_come_back() {
    let kiosk = kiosk();
    let heard: Heard = Rc::default();
    let keyboard = kiosk.global::<Keyboard>();
    let (keys, picks, rubs) = (heard.clone(), heard.clone(), heard.clone());
    keyboard.on_key(move |letter| keys.borrow_mut().push(letter.into()));
    keyboard.on_pick(move |index| picks.borrow_mut().push(format!("pick {index}")));
    keyboard.on_backspace(move || rubs.borrow_mut().push("backspace".into()));
    kiosk.global::<Kiosk>().set_page(KioskPage::Visit);
    kiosk.global::<Visit>().set_step(VisitStep::Who);
    headless::settle();
    tap(&kiosk, "z").unwrap();
    tap(&kiosk, "w").unwrap();
    let keyboard = kiosk.global::<Keyboard>();
    keyboard.set_preedit("zw".into());
    keyboard.set_candidates(slint::ModelRc::from(["张伟".into(), "张薇".into()]));
    headless::settle();
    tap(&kiosk, "退格").unwrap();
    tap(&kiosk, "张薇").unwrap();
    assert_eq!(*heard.borrow(), ["z", "w", "backspace", "pick 1"]);
}

#[test]
fn choices_countdown_and_notice() {
    let kiosk = kiosk();
    let heard: Heard = Rc::default();
    let (languages, more, touched) = (heard.clone(), heard.clone(), Rc::new(RefCell::new(0)));
    let touches = touched.clone();
    kiosk.global::<Kiosk>().on_choose_language(move |language| languages.borrow_mut().push(language.into()));
    kiosk.global::<Kiosk>().on_more_time(move || more.borrow_mut().push("more".into()));
    kiosk.global::<Touch>().on_touched(move || *touches.borrow_mut() += 1);
    tap(&kiosk, "English").unwrap();
    tap(&kiosk, "大字").unwrap();
    tap(&kiosk, "高对比").unwrap();
    tap(&kiosk, "放低").unwrap();
    let theme = kiosk.global::<Theme>();
    assert!(theme.get_larger() && theme.get_high_contrast() && theme.get_low_reach());
    kiosk.global::<Kiosk>().set_page(KioskPage::Number);
    kiosk.global::<Kiosk>().set_seconds_left(9);
    headless::settle();
    tap(&kiosk, "再等等").unwrap();
    let text = "这句话本机不认识".into();
    kiosk.global::<Kiosk>().set_notice(Notice { code: "something-new".into(), text, ..Notice::default() });
    headless::settle();
    assert!(headless::parts(&kiosk).iter().any(|part| part.label == "这句话本机不认识"));
    tap(&kiosk, "知道了").unwrap();
    assert_eq!(kiosk.global::<Kiosk>().get_notice().text, "");
    assert_eq!(*heard.borrow(), ["en", "more"]);
    assert_eq!(*touched.borrow(), 6);
    assert!(matches!(tap(&kiosk, "没有这个"), Err(HeadlessError::Absent { .. })));
}

#[test]
fn done_ends_at_home() {
    let kiosk = kiosk();
    let heard: Heard = Rc::default();
    let kept = heard.clone();
    kiosk.global::<Done>().on_finish(move || kept.borrow_mut().push("finish".into()));
    kiosk.global::<Kiosk>().set_page(KioskPage::Done);
    headless::settle();
    tap(&kiosk, "完成").unwrap();
    assert_eq!(*heard.borrow(), ["finish"]);
}

#[test]
fn the_desk_by_keys_and_by_taps() {
    headless::init();
    let desk = DeskWindow::new().unwrap();
    let heard: Heard = Rc::default();
    macro_rules! listen {
        ($on:ident) => {
            let kept = heard.clone();
            desk.global::<Desk>().$on(move || kept.borrow_mut().push(stringify!($on).into()));
        };
        ($on:ident, text) => {
            let kept = heard.clone();
            desk.global::<Desk>()
                .$on(move |text| kept.borrow_mut().push(format!("{} {text}", stringify!($on))));
        };
    }
    listen!(on_call_next);
    listen!(on_recall);
    listen!(on_miss);
    listen!(on_finish);
    listen!(on_call, text);
    listen!(on_accept, text);
    listen!(on_dispatch, text);
    listen!(on_close, text);
    open(&desk, 1366., 768.).unwrap();
    for key in [Key::F2, Key::F3, Key::F4, Key::F6, Key::F7, Key::DownArrow, Key::F8, Key::F9] {
        press_key(&desk, key);
    }
    for label in ["叫下一个", "重呼", "过号", "办结", "叫 A018", "叫 A012", "R-0312-021", "受理"]
    {
        tap(&desk, label).unwrap();
    }
    let expected = [
        "on_call_next",
        "on_recall",
        "on_miss",
        "on_finish",
        "on_accept R-0312-021",
        "on_dispatch R-0312-020",
        "on_close R-0312-020",
        "on_call_next",
        "on_recall",
        "on_miss",
        "on_finish",
        "on_call A018",
        "on_call A012",
        "on_accept R-0312-021",
    ];
    assert_eq!(*heard.borrow(), expected);
}

#[test]
fn the_gate_searches_and_lets_out() {
    headless::init();
    let guard = GuardWindow::new().unwrap();
    let heard: Heard = Rc::default();
    let (searches, scans, leaves) = (heard.clone(), heard.clone(), heard.clone());
    guard.global::<Guard>().on_search(move |text| searches.borrow_mut().push(format!("search {text}")));
    guard.global::<Guard>().on_scanned(move |text| scans.borrow_mut().push(format!("scanned {text}")));
    guard.global::<Guard>().on_leave(move |number| leaves.borrow_mut().push(format!("leave {number}")));
    open(&guard, 1280., 800.).unwrap();
    type_text(&guard, "5号");
    press_key(&guard, Key::Return);
    tap(&guard, "离开 V-0312-007").unwrap();
    tap(&guard, "不离开").unwrap();
    tap(&guard, "离开 V-0312-006").unwrap();
    tap(&guard, "确认离开").unwrap();
    assert_eq!(*heard.borrow(), ["search 5", "search 5号", "scanned 5号", "leave 3"]);
}

#[test]
fn the_bench_places_cards_and_pulls_cables() {
    headless::init();
    let bench = BenchWindow::new().unwrap();
    let heard: Heard = Rc::default();
    let (places, cables) = (heard.clone(), heard.clone());
    bench.global::<Bench>().on_place(move |card| places.borrow_mut().push(card.into()));
    bench
        .global::<Bench>()
        .on_plug_reader(move |plugged| cables.borrow_mut().push(format!("reader {plugged}")));
    open(&bench, 820., 700.).unwrap();
    tap(&bench, "测试甲").unwrap();
    tap(&bench, "拔读卡器线").unwrap();
    assert_eq!(*heard.borrow(), ["测试甲", "reader false"]);
}

#[test]
fn a_picture_is_a_picture() {
    let kiosk = kiosk();
    let png = headless::snapshot(&kiosk).unwrap();
    assert!(png.starts_with(b"\x89PNG") && png.len() > 10_000);
    let symbol = ui::qr::qr_image("V-0312-008");
    assert!(symbol.size().width >= 29);
}
