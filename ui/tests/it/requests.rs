//! A request at the kiosk, walked by its labels.

use std::cell::RefCell;
use std::rc::Rc;

use slint::{ComponentHandle, SharedString};
use ui::headless::{tap, type_text};
use ui::{Mark, Request, RequestForm};

use crate::jobs::{Heard, kiosk};

/// What the program offers to tap.
const PHRASES: [&str; 2] = ["灯不亮", "门锁坏了"];

fn list(words: &[&str]) -> slint::ModelRc<SharedString> {
    slint::ModelRc::new(words.iter().map(|word| SharedString::from(*word)).collect::<slint::VecModel<_>>())
}

#[test]
fn a_request_by_tapped_sentences() {
    let kiosk = kiosk();
    let sent: Rc<RefCell<Option<RequestForm>>> = Rc::default();
    let kept = sent.clone();
    kiosk.global::<Request>().on_submit(move |form| *kept.borrow_mut() = Some(form));
    let weak = kiosk.as_weak();
    let marked = move |_| weak.unwrap().global::<Request>().set_phrases(list(&PHRASES));
    kiosk.global::<Request>().on_marked(marked);
    tap(&kiosk, "报修·投诉·建议").unwrap();
    tap(&kiosk, "投诉").unwrap();
    for key in ["直接输入门牌号", "1", "2", "到单元", "到房号", "3", "0", "1", "下一步"] {
        tap(&kiosk, key).unwrap();
    }
    type_text(&kiosk, "13900000000");
    tap(&kiosk, "下一步").unwrap();
    tap(&kiosk, "灯不亮").unwrap();
    tap(&kiosk, "门锁坏了").unwrap();
    tap(&kiosk, "下一步").unwrap();
    tap(&kiosk, "提交").unwrap();
    let form = sent.borrow().clone().unwrap();
    assert_eq!((form.mark, form.matter.as_str()), (Mark::Complaint, "灯不亮，门锁坏了"));
    assert_eq!((form.building.as_str(), form.unit.as_str(), form.room.as_str()), ("12", "", "301"));
}

#[test]
fn a_request_with_a_kind_a_like_one_and_a_wished_time() {
    let kiosk = kiosk();
    let sent: Rc<RefCell<Option<RequestForm>>> = Rc::default();
    let urged: Heard = Rc::default();
    let kept = sent.clone();
    let request = kiosk.global::<Request>();
    request.on_submit(move |form| *kept.borrow_mut() = Some(form));
    let weak = kiosk.as_weak();
    request.on_marked(move |_| {
        let kiosk = weak.unwrap();
        kiosk.global::<Request>().set_phrases(list(&PHRASES));
        kiosk.global::<Request>().set_kinds(list(&["水", "电"]));
        kiosk.global::<Request>().set_times(list(&["工作日下午", "周末"]));
    });
    let weak = kiosk.as_weak();
    request.on_ask_alike(move |_| {
        let row = ui::AlikeRow { days: 0, time: "09:41".into(), can_urge: true, ..ui::AlikeRow::default() };
        weak.unwrap().global::<Request>().set_alike(slint::ModelRc::new(slint::VecModel::from(vec![row])));
    });
    let kept = urged.clone();
    request.on_urge_alike(move |row| kept.borrow_mut().push(row.to_string()));
    for key in [
        "报修·投诉·建议",
        "报修",
        "水",
        "直接输入门牌号",
        "3",
        "到单元",
        "1",
        "到房号",
        "5",
        "0",
        "2",
        "下一步",
    ] {
        tap(&kiosk, key).unwrap();
    }
    type_text(&kiosk, "13900000000");
    for key in ["下一步", "催一下", "这是另一件事", "灯不亮", "下一步", "周末"] {
        tap(&kiosk, key).unwrap();
    }
    for key in ["修改类别", "投诉", "电", "修改上门时间", "都可以", "提交"] {
        tap(&kiosk, key).unwrap();
    }
    let form = sent.borrow().clone().unwrap();
    assert_eq!((form.mark, form.kind.as_str(), form.wished.as_str()), (Mark::Complaint, "电", ""));
    assert_eq!(*urged.borrow(), ["0"]);
}
