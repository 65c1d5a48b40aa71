//! Visitors at the kiosk and at the desk: the notice first, a scanner's keys, the household's word; and nothing stays.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use slint::ComponentHandle;
use slint::platform::Key;
use ui::headless::{self, open, press_key, tap, type_text};
use ui::{
    Desk, DeskPanel, DeskWindow, Goods, Guest, Kiosk, KioskPage, KioskWindow, Leave, LeaveStep, Visit,
    VisitForm, VisitStep, Visitors,
};

/// What the callbacks said, in order.
type Heard = Rc<RefCell<Vec<String>>>;

fn kiosk() -> KioskWindow {
    headless::init();
    let kiosk = KioskWindow::new().unwrap();
    ui::keys::install(&kiosk);
    kiosk.global::<Visit>().invoke_clear();
    kiosk.global::<Leave>().invoke_clear();
    open(&kiosk, 1080., 1920.).unwrap();
    kiosk
}

fn says(kiosk: &KioskWindow, text: &str) -> bool {
    headless::parts(kiosk).iter().any(|part| part.label == text)
}

#[test]
fn the_notice_comes_first_and_one_tap_agrees() {
    let kiosk = kiosk();
    let heard = Heard::default();
    let (agreed, stepped) = (heard.clone(), heard.clone());
    kiosk.global::<Visit>().on_agree(move || agreed.borrow_mut().push("agree".into()));
    kiosk.global::<Visit>().on_stepped(move |step| stepped.borrow_mut().push(format!("{step:?}")));
    tap(&kiosk, "访客登记").unwrap();
    headless::settle();
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Notice);
    assert!(says(&kiosk, "登记会保存：姓名、手机号、到访房号、来意、同行人数、车牌和进出时间。"));
    assert!(heard.borrow().is_empty(), "no card is asked for before");
    tap(&kiosk, "同意并继续").unwrap();
    assert_eq!(*heard.borrow(), ["agree", "Card"]);
}

#[test]
fn a_guardian_is_asked_for_only_where_one_is_needed() {
    let kiosk = kiosk();
    kiosk.global::<Kiosk>().set_page(KioskPage::Visit);
    headless::settle();
    tap(&kiosk, "来访人未满 14 周岁").unwrap();
    kiosk.global::<Visit>().set_step(VisitStep::Who);
    kiosk.global::<Visit>().invoke_forward();
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Guardian);
    headless::settle();
    assert!(tap(&kiosk, "下一步").is_err(), "not without the guardian");
    tap(&kiosk, "我是监护人，我同意").unwrap();
    tap(&kiosk, "下一步").unwrap();
    assert_eq!(kiosk.global::<Visit>().get_step(), VisitStep::Unit);
    assert!(kiosk.global::<Visit>().get_form().guardian);
}

#[test]
fn a_booked_guest_types_six_digits() {
    let kiosk = kiosk();
    let sent: Rc<RefCell<Option<Guest>>> = Rc::default();
    let kept = sent.clone();
    kiosk.global::<Visit>().on_arrive(move |guest| *kept.borrow_mut() = Some(guest));
    kiosk.global::<Kiosk>().set_page(KioskPage::Visit);
    kiosk.global::<Visit>().set_step(VisitStep::Card);
    headless::settle();
    tap(&kiosk, "我有预约").unwrap();
    headless::settle();
    type_text(&kiosk, "20481");
    assert!(tap(&kiosk, "我到了").is_err(), "a code has six");
    type_text(&kiosk, "6");
    tap(&kiosk, "我到了").unwrap();
    assert_eq!(sent.borrow().as_ref().unwrap().code, "204816");
}

#[test]
fn a_scanner_types_into_the_page_for_leaving_and_cannot_hurt_it() {
    let kiosk = kiosk();
    let heard = Heard::default();
    let lines = heard.clone();
    kiosk.global::<Leave>().on_scanned(move |line| lines.borrow_mut().push(line.into()));
    tap(&kiosk, "离开登记").unwrap();
    headless::settle();
    type_text(&kiosk, "FDV019aa4a27d8070008000000000000001");
    press_key(&kiosk, Key::Return);
    assert_eq!(*heard.borrow(), ["FDV019aa4a27d8070008000000000000001"]);
    type_text(&kiosk, "FDV019aa");
    headless::elapse(Duration::from_secs(3));
    press_key(&kiosk, Key::Return);
    assert_eq!(heard.borrow().len(), 1, "half a line is dropped");
    type_text(&kiosk, &"9".repeat(20_000));
    press_key(&kiosk, Key::Return);
    assert_eq!(heard.borrow().len(), 1, "a line longer than any code is none");
    type_text(&kiosk, "FDV7");
    press_key(&kiosk, Key::Return);
    assert_eq!(heard.borrow()[1], "FDV7", "and the next line is whole");
}

#[test]
fn nothing_of_a_visitor_stays() {
    let kiosk = kiosk();
    let visit = kiosk.global::<Visit>();
    let (empty, guest) = (visit.get_form(), visit.get_guest());
    visit.set_form(VisitForm {
        name: "测试甲".into(),
        phone: "13800000000".into(),
        building: "3".into(),
        unit: "1".into(),
        room: "502".into(),
        companions: 2,
        plate: "京A12345".into(),
        goods: Goods::Tools,
        from_card: true,
        minor: true,
        guardian: true,
        ..VisitForm::default()
    });
    visit.set_guest(Guest {
        code: "204816".into(),
        by_tail: true,
        name: "测试甲".into(),
        tail: "0000".into(),
    });
    visit.set_id_masked("1****************1".into());
    visit.set_step(VisitStep::Confirm);
    let leave = kiosk.global::<Leave>();
    leave.set_step(LeaveStep::Number);
    leave.set_number("V007".into());
    leave.set_tail("5678".into());
    visit.invoke_clear();
    leave.invoke_clear();
    assert_eq!((visit.get_form(), visit.get_guest()), (empty, guest));
    assert_eq!((visit.get_id_masked().as_str(), visit.get_step()), ("", VisitStep::Notice));
    let left = (leave.get_number(), leave.get_tail(), leave.get_step());
    assert_eq!(left, ("".into(), "".into(), LeaveStep::Scan));
}

#[test]
fn the_desk_gives_the_households_word_by_key_and_by_tap() {
    headless::init();
    let desk = DeskWindow::new().unwrap();
    open(&desk, 1366., 768.).unwrap();
    let heard = Heard::default();
    let visitors = desk.global::<Visitors>();
    let (admits, denies, off) = (heard.clone(), heard.clone(), heard.clone());
    visitors.on_admit(move |id| admits.borrow_mut().push(format!("admit {id}")));
    visitors.on_deny(move |id, why| denies.borrow_mut().push(format!("deny {id} {why:?}")));
    visitors.on_call_off(move |id| off.borrow_mut().push(format!("off {id}")));
    desk.global::<Desk>().set_panel(DeskPanel::Visits);
    headless::settle();
    press_key(&desk, Key::F7);
    tap(&desk, "放行").unwrap();
    press_key(&desk, Key::DownArrow);
    press_key(&desk, Key::F8);
    headless::settle();
    type_text(&desk, "3");
    press_key(&desk, Key::DownArrow);
    press_key(&desk, Key::F8);
    press_key(&desk, Key::UpArrow);
    press_key(&desk, Key::F8);
    headless::settle();
    tap(&desk, "现在不方便").unwrap();
    let wanted = ["admit 1", "admit 1", "deny 2 NotKnown", "off 3", "deny 2 NotNow"];
    assert_eq!(*heard.borrow(), wanted);
}

#[test]
fn the_desk_books_a_guest_and_reads_the_code_out() {
    headless::init();
    let desk = DeskWindow::new().unwrap();
    open(&desk, 1366., 768.).unwrap();
    let sent: Rc<RefCell<Option<ui::BookingForm>>> = Rc::default();
    let kept = sent.clone();
    desk.global::<Visitors>().on_book(move |form| *kept.borrow_mut() = Some(form));
    desk.global::<Desk>().set_panel(DeskPanel::Visits);
    headless::settle();
    press_key(&desk, Key::F9);
    headless::settle();
    type_text(&desk, "测试戊");
    tap(&desk, "看房").unwrap();
    press_key(&desk, Key::F9);
    let form = sent.borrow().clone().unwrap();
    assert_eq!((form.name.as_str(), form.purpose), ("测试戊", ui::Purpose::Viewing));
}
