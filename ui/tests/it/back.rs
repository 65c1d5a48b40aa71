//! What a page remembers when something lay over it or somebody comes back to it. (Whole flows back and forth, over the real
//! station, are walked in the program's own proofs.)

use std::cell::RefCell;
use std::rc::Rc;

use slint::ComponentHandle;
use ui::headless::{self, open, tap};
use ui::{
    Help, KeepState, Kiosk, KioskPage, KioskWindow, Number, Request, RequestForm, RequestStep, Station,
};

fn kiosk() -> KioskWindow {
    headless::init();
    let kiosk = KioskWindow::new().unwrap();
    kiosk.global::<Request>().invoke_clear();
    open(&kiosk, 1080., 1920.).unwrap();
    kiosk
}

fn says(kiosk: &KioskWindow, text: &str) -> bool {
    headless::parts(kiosk).iter().any(|part| part.label == text)
}

#[test]
fn help_over_the_services_of_a_topic_leaves_the_way_back_to_the_topics() {
    let kiosk = kiosk();
    let back = Rc::new(RefCell::new(0));
    let heard = back.clone();
    kiosk.global::<Number>().on_back(move || *heard.borrow_mut() += 1);
    kiosk.global::<Number>().set_deeper(true);
    kiosk.global::<Kiosk>().set_page(KioskPage::Number);
    for asking in [true, false] {
        kiosk.global::<Help>().set_asking(asking);
        headless::settle();
    }
    tap(&kiosk, "返回").unwrap();
    assert_eq!((*back.borrow(), kiosk.global::<Kiosk>().get_page()), (1, KioskPage::Number));
}

#[test]
fn whoever_comes_back_to_the_home_finds_what_is_left_to_say() {
    for (building, unit, room, asks) in [
        ("", "", "", "3 栋"),
        ("3", "", "", "1 单元"),
        ("3", "1", "", "5 层"),
        ("3", "1", "502", "5 层"),
        ("", "1", "502", "3 栋"),
    ] {
        let kiosk = kiosk();
        let form = RequestForm {
            building: building.into(),
            unit: unit.into(),
            room: room.into(),
            ..RequestForm::default()
        };
        kiosk.global::<Request>().set_form(form.clone());
        kiosk.global::<Request>().set_step(RequestStep::Unit);
        kiosk.global::<Kiosk>().set_page(KioskPage::Request);
        headless::settle();
        assert!(says(&kiosk, asks), "{building}-{unit}-{room}");
        assert_eq!(kiosk.global::<Request>().get_form(), form);
    }
}

#[test]
fn whoever_does_not_mind_when_says_so_like_any_time() {
    let kiosk = kiosk();
    kiosk.global::<Request>().set_step(RequestStep::Wished);
    let times = ["工作日下午", "周末"].map(slint::SharedString::from).to_vec();
    kiosk.global::<Request>().set_times(slint::ModelRc::new(slint::VecModel::from(times)));
    kiosk.global::<Kiosk>().set_page(KioskPage::Request);
    headless::settle();
    let request = kiosk.global::<Request>();
    for (taps, wished) in
        [(&["周末", "返回", "下一步"][..], "周末"), (&["返回", "都可以", "返回", "下一步"], "")]
    {
        for label in taps {
            tap(&kiosk, label).unwrap();
        }
        assert_eq!((request.get_form().wished.as_str(), request.get_step()), (wished, RequestStep::Confirm));
    }
}

#[test]
fn where_nothing_can_be_kept_it_says_so_and_every_tile_stays() {
    let kiosk = kiosk();
    kiosk.global::<Station>().set_keeps(KeepState::ReadOnly);
    headless::settle();
    assert!(says(&kiosk, "暂时不能登记，请到前台"));
    for tile in ["访客登记", "报修·投诉·建议", "取号办事", "离开登记", "查办理进度", "公告·电话·地图"]
    {
        assert!(says(&kiosk, tile), "{tile}");
    }
    kiosk.global::<Kiosk>().set_page(KioskPage::Closed);
    headless::settle();
    for word in ["请到前台，工作人员为您办理", "呼叫工作人员", "紧急求助"] {
        assert!(says(&kiosk, word), "{word}");
    }
    tap(&kiosk, "回首页").unwrap();
    kiosk.global::<Station>().set_keeps(KeepState::Ok);
    headless::settle();
    assert!(!says(&kiosk, "暂时不能登记，请到前台"), "and it goes as it came");
}
