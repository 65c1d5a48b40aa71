//! Requests: logged under one of seven marks, receipt printed, moved on by the desk.

use crate::bed::{Bed, refused, request, time};
use front_desk::rules::Refusal;
use front_desk::rules::requests::{Channel, MARKS, Mark, RequestAct, RequestForm, RequestState};
use front_desk::station::{DeskIntent, DeskPanel, DoneKind, View};

#[test]
fn a_receipt_is_printed_with_number_promise_telephone_and_qr() {
    let mut bed = Bed::new();
    let view = bed.log(request());
    let done = view.kiosk.done.clone().unwrap();
    let DoneKind::Receipt { label, mark, answer_by, phone } = &done.kind else { panic!("{done:?}") };
    assert_eq!((label.as_str(), *mark), ("R20261121-001", Mark::Repair));
    assert_eq!(answer_by.as_deref(), Some("11-23 18:00"), "two days, T1");
    bed.feed_printer();
    let sheets = bed.sim.take_sheets();
    let text = sheets[0].grid();
    for wanted in
        ["R20261121-001", "报修", "3-1-502", "139****1234", "厨房水管漏水", "2026-11-23 18:00", phone]
    {
        assert!(text.contains(wanted), "{wanted} in\n{text}");
    }
    assert_eq!(sheets[0].qr_payloads(), [done.qr.as_bytes()]);
}

#[test]
fn every_mark_can_be_logged_and_complaints_are_answered_today() {
    let mut bed = Bed::new();
    for mark in MARKS {
        let view = bed.log(RequestForm { mark: Some(mark), ..request() });
        assert!(view.kiosk.done.is_some(), "{mark:?}");
    }
    let rows = bed.view().desk.requests.clone();
    assert_eq!(rows.iter().map(|r| r.mark).collect::<Vec<_>>(), MARKS);
    assert!(rows.iter().all(|r| !r.overdue));
    bed.now = time("2026-11-21T18:00:01+08:00");
    let late = bed.tell(front_desk::station::Event::Tick).desk.requests.clone();
    let overdue: Vec<Mark> = late.iter().filter(|r| r.overdue).map(|r| r.mark).collect();
    assert_eq!(overdue, [Mark::Warranty, Mark::Complaint], "T4 and T10: the same day");
}

#[test]
fn logged_after_hours_the_same_day_is_the_next() {
    let mut bed = Bed::new();
    bed.now = time("2026-11-21T20:00:00+08:00");
    let view = bed.log(RequestForm { mark: Some(Mark::Complaint), ..request() });
    let Some(DoneKind::Receipt { answer_by, .. }) = view.kiosk.done.clone().map(|d| d.kind) else { panic!() };
    assert_eq!(answer_by.as_deref(), Some("11-22 18:00"));
}

#[test]
fn the_desk_moves_a_request_only_where_its_state_allows() {
    let mut bed = Bed::new();
    bed.log(request());
    let id = bed.view().desk.requests[0].id;
    let view = bed.desk(DeskIntent::Request(id, RequestAct::Dispatch));
    assert_eq!(
        refused(&view.desk.notice),
        Refusal::NotFromThisState { label: "R20261121-001".into(), state: "待受理" }
    );
    for (act, state) in [
        (RequestAct::Accept, RequestState::Accepted),
        (RequestAct::Dispatch, RequestState::Dispatched),
        (RequestAct::Finish, RequestState::Done),
    ] {
        let view = bed.desk(DeskIntent::Request(id, act));
        assert!(view.desk.notice.is_none());
        assert_eq!(bed.store.read(|db| db.request(id)).unwrap().unwrap().state, state);
    }
    assert!(bed.view().desk.requests.is_empty());
}

#[test]
fn only_the_manager_closes_what_cannot_be_solved() {
    let mut bed = Bed::new();
    bed.log(request());
    let id = bed.view().desk.requests[0].id;
    let view = bed.desk(DeskIntent::Request(id, RequestAct::CloseUnsolved));
    assert_eq!(refused(&view.desk.notice), Refusal::NotAllowed { who: "经理" });
}

#[test]
fn hostile_text_is_kept_as_text_and_makes_one_slip() {
    let texts = [
        "'); DROP TABLE request;--",
        "\u{1b}@\u{1d}V\u{0}水管\u{10}\u{4}\u{1}漏水",
        "😀🚿 𬭎 堃",
        "\u{202e}倒着写",
        "=1+1",
    ];
    let mut bed = Bed::new();
    for (i, text) in texts.into_iter().enumerate() {
        let view = bed.log(RequestForm { matter: text.into(), name: text.into(), ..request() });
        let view = match view.kiosk.notice {
            None => view,
            Some(_) => bed.log(RequestForm { matter: text.into(), ..request() }), // no name; the matter stands
        };
        assert!(view.kiosk.done.is_some(), "{text}: {:?}", view.kiosk.notice);
        assert_eq!(bed.print().len(), 1, "{text}");
        assert_eq!(bed.view().desk.requests.len(), i + 1);
    }
}

#[test]
fn a_form_that_is_wrong_is_refused_in_words() {
    let cases = [
        (RequestForm { matter: " ".into(), ..request() }, Refusal::MatterMissing),
        (RequestForm { matter: "漏".repeat(501), ..request() }, Refusal::MatterTooLong { max: 500 }),
        (RequestForm { phone: String::new(), ..request() }, Refusal::PhoneMissing),
        (RequestForm { unit: Default::default(), ..request() }, Refusal::UnitMissing),
    ];
    let mut bed = Bed::new();
    for (form, refusal) in cases {
        let view = bed.log(form);
        assert_eq!(refused(&view.kiosk.notice), refusal);
    }
    assert!(bed.view().desk.requests.is_empty());
}

#[test]
fn kind_and_wished_time_are_the_houses_own_words_and_stand_on_the_receipt() {
    let mut bed = Bed::new();
    bed.log(RequestForm { kind: "水".into(), wished: "工作日下午".into(), ..request() });
    let slip = bed.print().remove(0);
    assert!(slip.contains("报修·水") && slip.contains("工作日下午"), "{slip}");
    assert_eq!(bed.view().desk.requests[0].kind, "水");
    let wrong = [
        RequestForm { kind: "别的".into(), ..request() },
        RequestForm { wished: "后天".into(), ..request() },
        RequestForm { mark: Some(Mark::Praise), wished: "尽快".into(), ..request() },
    ];
    for form in wrong {
        assert_eq!(refused(&bed.log(form).kiosk.notice), Refusal::ChoiceUnknown);
    }
}

#[test]
fn it_is_dispatched_to_a_department_of_the_house_and_can_be_passed_on() {
    let mut bed = Bed::new();
    bed.log(request());
    let id = bed.view().desk.requests[0].id;
    bed.desk(DeskIntent::Request(id, RequestAct::Accept));
    let wrong = bed.desk(DeskIntent::Dispatch(id, "别的部".into()));
    assert_eq!(refused(&wrong.desk.notice), Refusal::ChoiceUnknown);
    for department in ["工程部", "客服部"] {
        let view = bed.desk(DeskIntent::Dispatch(id, department.into()));
        assert_eq!(view.desk.requests[0].department, department);
    }
}

#[test]
fn the_desk_sees_whose_telephone_it_is() {
    use front_desk::rules::households::{self, PhoneMatch};
    let mut bed = Bed::new();
    bed.log(request());
    let id = bed.view().desk.requests[0].id;
    let shown = |bed: &mut Bed| bed.desk(DeskIntent::Look(id)).desk.detail.clone().unwrap().phone;
    assert_eq!(shown(&mut bed), Some(PhoneMatch::Unlisted));
    for (phone, found) in [("13800000001", PhoneMatch::Other), ("13900001234", PhoneMatch::Household)] {
        let config = front_desk::config::Config::load(&crate::bed::shipped()).unwrap();
        let line = (1, vec!["3-1-502".to_owned(), "测试甲".into(), phone.into()]);
        let list = households::read(&[line], &config.house.estate).unwrap();
        front_desk::station::import_households(&bed.store, bed.stamp(), list).unwrap();
        assert_eq!(shown(&mut bed), Some(found));
    }
}

/// Opens the desk's form and logs this.
fn write_down(bed: &mut Bed, form: RequestForm, channel: Channel) -> View {
    let key = bed.desk(DeskIntent::Write(true)).desk.writing.unwrap();
    bed.desk(DeskIntent::Log { key, form, channel })
}

#[test]
fn the_desk_logs_for_a_caller_by_the_same_rules_and_with_the_same_slip() {
    let mut bed = Bed::new();
    let form = || RequestForm { kind: "水".into(), wished: "工作日下午".into(), ..request() };
    bed.log(form());
    let but_symbol =
        |slip: &str| slip.lines().filter(|line| !line.contains("[QR")).collect::<Vec<_>>().join("\n");
    let kiosk = but_symbol(&bed.print().remove(0));
    for (channel, label) in [(Channel::Phone, "R20261121-002"), (Channel::Desk, "R20261121-003")] {
        let view = write_down(&mut bed, form(), channel);
        assert_eq!((view.desk.writing, &view.desk.notice), (None, &None));
        let Some(DoneKind::Receipt { label: shown, answer_by, .. }) =
            view.desk.logged.clone().map(|d| d.kind)
        else {
            panic!("{:?}", view.desk.logged)
        };
        assert_eq!((shown.as_str(), answer_by.as_deref()), (label, Some("11-23 18:00")), "T7: told at once");
        let slips = bed.print();
        assert_eq!(slips.len(), 1);
        assert_eq!(but_symbol(&slips[0]).replace(label, "R20261121-001"), kiosk);
        let id = bed.view().desk.detail.as_ref().unwrap().id;
        let logged = bed.store.read(|db| db.request(id)).unwrap().unwrap();
        assert_eq!((logged.channel, logged.number.dated().as_str()), (channel, label), "it is looked at");
    }
    bed.store.rebuild().unwrap();
    assert_eq!(bed.store.verify().unwrap().broken, None);
}

#[test]
fn two_enters_at_the_desk_are_one_request() {
    let mut bed = Bed::new();
    let key = bed.desk(DeskIntent::Write(true)).desk.writing.unwrap();
    for _ in 0..2 {
        let view = bed.desk(DeskIntent::Log { key, form: request(), channel: Channel::Phone });
        assert!(view.desk.logged.is_some() && view.desk.notice.is_none());
    }
    assert_eq!((bed.view().desk.requests.len(), bed.print().len()), (1, 1));
}

#[test]
fn what_the_desk_typed_wrong_is_told_and_the_form_stays() {
    let mut bed = Bed::new();
    let wrong = [
        (RequestForm { unit: ["9".into(), "9".into(), "999".into()], ..request() }, "unit-unknown"),
        (RequestForm { phone: "12".into(), ..request() }, "phone-wrong"),
        (RequestForm { matter: String::new(), ..request() }, "matter-missing"),
    ];
    let key = bed.desk(DeskIntent::Write(true)).desk.writing;
    for (form, code) in wrong {
        let view = bed.desk(DeskIntent::Log { key: key.unwrap(), form, channel: Channel::Desk });
        assert_eq!((refused(&view.desk.notice).code(), view.desk.writing), (code, key));
    }
    bed.desk(DeskIntent::Open(DeskPanel::Slips));
    assert_eq!(
        bed.desk(DeskIntent::Open(DeskPanel::Requests)).desk.writing,
        key,
        "a look elsewhere loses nothing"
    );
    let view = bed.desk(DeskIntent::Log { key: key.unwrap(), form: request(), channel: Channel::Desk });
    assert!(view.desk.logged.is_some());
    bed.desk(DeskIntent::Write(true));
    assert_eq!(bed.desk(DeskIntent::Write(false)).desk.writing, None);
}
