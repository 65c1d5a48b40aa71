//! Getting things in without a keyboard of one's own: plates, homes, digits, and one keyboard for every field.

use std::cell::RefCell;
use std::rc::Rc;

use crate::faces::Scene;
use slint::ComponentHandle;
use ui::headless::{self, AccessibleRole, HeadlessError, open, tap, type_text};
use ui::{
    Homes, Keyboard, KeyboardMode, Kiosk, KioskPage, KioskWindow, Request, RequestStep, Visit, VisitStep,
};

fn visit(step: VisitStep) -> KioskWindow {
    headless::init();
    let kiosk = KioskWindow::new().unwrap();
    ui::keys::install(&kiosk);
    kiosk.global::<Visit>().invoke_clear();
    open(&kiosk, 1080., 1920.).unwrap();
    kiosk.global::<Visit>().set_step(step);
    kiosk.global::<Kiosk>().set_page(KioskPage::Visit);
    headless::settle();
    kiosk
}

fn there(kiosk: &KioskWindow, label: &str) -> bool {
    headless::parts(kiosk).iter().any(|p| p.role == AccessibleRole::Button && p.label == label)
}

#[test]
fn a_plate_is_its_province_then_letters_and_digits() {
    let kiosk = visit(VisitStep::Party);
    let plate = || kiosk.global::<Visit>().get_form().plate;
    tap(&kiosk, "车牌号码").unwrap();
    assert_eq!(kiosk.global::<Keyboard>().get_mode(), KeyboardMode::Provinces);
    for key in ["粤", "B", "D", "1", "2", "3", "4"] {
        tap(&kiosk, key).unwrap();
    }
    assert_eq!(plate(), "粤BD1234");
    tap(&kiosk, "5").unwrap();
    assert_eq!(plate(), "粤BD12345", "a new-energy plate has eight");
    assert!(matches!(tap(&kiosk, "6"), Err(HeadlessError::Disabled(_))), "and none has nine");
    assert!(!there(&kiosk, "I") && !there(&kiosk, "O"), "no plate has these");
    for _ in 0..8 {
        tap(&kiosk, "退格").unwrap();
    }
    assert_eq!(plate(), "");
    assert_eq!(kiosk.global::<Keyboard>().get_mode(), KeyboardMode::Provinces, "the beginning again");
    tap(&kiosk, "字母数字").unwrap();
    tap(&kiosk, "省份").unwrap();
    tap(&kiosk, "京").unwrap();
    for key in ["A", "1", "2", "3", "4", "警"] {
        tap(&kiosk, key).unwrap();
    }
    assert_eq!(plate(), "京A1234警");
}

#[test]
fn a_home_is_tapped_from_what_exists() {
    let kiosk = visit(VisitStep::Unit);
    let homes = kiosk.global::<Homes>();
    homes.set_buildings(slint::ModelRc::from(["3".into(), "A".into()]));
    homes.on_units(|b| match b.as_str() {
        "3" => slint::ModelRc::from(["1".into(), "2".into()]),
        _ => slint::ModelRc::from(["1".into()]),
    });
    headless::settle();
    let form = || {
        let form = kiosk.global::<Visit>().get_form();
        [form.building, form.unit, form.room].map(String::from)
    };
    assert!(there(&kiosk, "A 栋") && !there(&kiosk, "1 栋"), "only what exists is shown");
    tap(&kiosk, "3 栋").unwrap();
    tap(&kiosk, "2 单元").unwrap();
    tap(&kiosk, "5 层").unwrap();
    tap(&kiosk, "换楼层").unwrap();
    tap(&kiosk, "6 层").unwrap();
    tap(&kiosk, "602 室").unwrap();
    assert_eq!(form(), ["3", "2", "602"]);
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Purpose, "the last tap goes on by itself");
    kiosk.global::<Visit>().invoke_backward();
    headless::settle();
    tap(&kiosk, "楼栋").unwrap();
    tap(&kiosk, "A 栋").unwrap();
    assert_eq!(form(), ["A", "1", ""], "one stairwell is no question, and another building has other rooms");
    assert!(there(&kiosk, "5 层"));
}

#[test]
fn whoever_knows_the_number_types_it() {
    let kiosk = visit(VisitStep::Unit);
    tap(&kiosk, "直接输入门牌号").unwrap();
    for key in ["3", "到单元", "1", "到房号", "5", "0", "3", "退格", "2", "填好了"] {
        tap(&kiosk, key).unwrap();
    }
    let form = kiosk.global::<Visit>().get_form();
    assert_eq!([form.building, form.unit, form.room], ["3", "1", "502"]);
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Purpose);
}

#[test]
fn the_keyboard_is_told_what_stands_in_the_field() {
    let kiosk = visit(VisitStep::Who);
    let before = || String::from(kiosk.global::<Keyboard>().get_before());
    type_text(&kiosk, "测试");
    assert_eq!(before(), "测试");
    type_text(&kiosk, "\u{8}\u{8}");
    assert_eq!(before(), "", "a surname is due again");
    tap(&kiosk, "手机号码").unwrap();
    assert_eq!(kiosk.global::<Keyboard>().get_mode(), KeyboardMode::Digits);
}

#[test]
fn one_keyboard_writes_into_every_field() {
    let kiosk = visit(VisitStep::Who);
    kiosk.global::<Request>().invoke_clear();
    let done: Rc<RefCell<Vec<String>>> = Rc::default();
    let pages: [Scene; 4] = [
        ("visit", |k| k.global::<Visit>().set_step(VisitStep::Who)),
        ("party", |k| k.global::<Visit>().set_step(VisitStep::Party)),
        ("contact", |k| request(k, RequestStep::Contact)),
        ("matter", |k| request(k, RequestStep::Matter)),
    ];
    for (name, show) in pages {
        show(&kiosk);
        headless::settle();
        let fields: Vec<String> = headless::parts(&kiosk)
            .into_iter()
            .filter(|p| p.role == AccessibleRole::TextInput)
            .map(|p| p.label)
            .collect();
        for field in fields {
            tap(&kiosk, &field).unwrap();
            kiosk.global::<Keyboard>().set_mode(KeyboardMode::Digits);
            headless::settle();
            tap(&kiosk, "7").unwrap();
            let written = |p: &headless::Part| p.role == AccessibleRole::TextInput && p.label == field;
            let value = headless::parts(&kiosk).into_iter().find(written).unwrap().value;
            assert_eq!(value, "7", "{name}: {field}");
            done.borrow_mut().push(field);
        }
    }
    assert!(done.borrow().len() >= 6, "{done:?}");
}

fn request(kiosk: &KioskWindow, step: RequestStep) {
    kiosk.global::<Request>().set_step(step);
    kiosk.global::<Kiosk>().set_page(KioskPage::Request);
}
