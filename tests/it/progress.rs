//! How a request gets on: found by its receipt alone or number and tail, urged, promised anew, rated, opened again, and moved up.

use crate::bed::{Bed, contains, refused, request, time};
use front_desk::rules::fact::ErasureReason;
use front_desk::rules::progress::{Asked, RatingForm, What};
use front_desk::rules::requests::{Mark, Rank, RequestAct, RequestForm, RequestState};
use front_desk::rules::{Refusal, RequestId};
use front_desk::station::{
    DeskIntent, DoneKind, Event, KioskIntent, KioskPage, ProgressIntent, RateState, UrgeState, View,
};
use proptest::test_runner::{Config, TestRunner};
use proptest::{prop_assert, prop_assert_eq};

/// A request that was logged: its id, and the text of its receipt's QR.
fn logged(bed: &mut Bed, form: RequestForm) -> (RequestId, String) {
    let done = bed.log(form).kiosk.done.clone().unwrap();
    assert!(matches!(done.kind, DoneKind::Receipt { .. }));
    (bed.view().desk.requests.last().unwrap().id, done.qr)
}

fn wants(bed: &mut Bed, intent: ProgressIntent) -> View {
    let key = bed.view().kiosk.key;
    bed.kiosk(KioskIntent::Progress { key, intent })
}

fn look(bed: &mut Bed, asked: Asked) -> View {
    bed.open(KioskPage::Progress);
    wants(bed, ProgressIntent::LookUp(asked))
}

fn scan(bed: &mut Bed, text: &str) -> View {
    look(bed, Asked::Scanned(text.into()))
}

fn typed(bed: &mut Bed, number: &str, tail: &str) -> View {
    look(bed, Asked::Typed { number: number.into(), tail: tail.into() })
}

#[test]
fn the_code_alone_or_number_and_tail_show_the_same() {
    let mut bed = Bed::new();
    let (_, qr) =
        logged(&mut bed, RequestForm { kind: "水".into(), wished: "工作日下午".into(), ..request() });
    let scanned = scan(&mut bed, &format!(" {qr}\r")).kiosk.progress.clone().unwrap();
    for number in ["R20261121-001", "20261121001", "20261121-1"] {
        assert_eq!(typed(&mut bed, number, "1234").kiosk.progress.clone().unwrap(), scanned, "{number}");
    }
    assert_eq!((scanned.label.as_str(), scanned.kind.as_str()), ("R20261121-001", "水"));
    assert_eq!(scanned.promised.as_deref(), Some("11-23 18:00"));
    assert_eq!(
        (scanned.urge.clone(), scanned.rate, scanned.can_reopen),
        (UrgeState::Now, RateState::No, false)
    );
    let said = format!("{scanned:?}");
    for person in ["示例", "1390", "1234", "厨房", "502"] {
        assert!(!said.contains(person), "{person}: whoever finds a receipt learns nobody");
    }
}

#[test]
fn whatever_does_not_fit_gets_one_answer_and_only_so_many_tries() {
    let mut bed = Bed::new();
    let (id, qr) = logged(&mut bed, request());
    let pass = bed.register(crate::bed::visit()).kiosk.done.clone().unwrap().qr;
    let wrong = qr.replace(&qr[30..], "0000");
    let half = &qr[..20];
    let bytes = "9".repeat(1 << 20);
    for text in
        [wrong.as_str(), &pass, half, "", "FDR", "'; --", &format!("{qr}{qr}"), &bytes, "R20261121-001"]
    {
        let view = scan(&mut bed, text);
        assert_eq!(refused(&view.kiosk.notice), Refusal::ReceiptUnknown, "{text:.40}");
        assert!(view.kiosk.progress.is_none());
    }
    let cases =
        [("20261121001", "9999"), ("20261121999", "1234"), ("", ""), ("1", "1234"), ("99999999999", "1234")];
    for (number, tail) in cases {
        assert_eq!(refused(&typed(&mut bed, number, tail).kiosk.notice), Refusal::ReceiptUnknown, "{number}");
    }
    let right = typed(&mut bed, "20261121001", "1234");
    assert_eq!(refused(&right.kiosk.notice), Refusal::TriesTooMany { minutes: 10 }, "even the right one");
    assert!(scan(&mut bed, &qr).kiosk.progress.is_some(), "a code is not guessed, so it is not counted");
    bed.now += chrono::Duration::minutes(10);
    assert!(typed(&mut bed, "20261121001", "1234").kiosk.progress.is_some());
    bed.store.write(bed.stamp(), move |tx| tx.erase(id.0, ErasureReason::Asked)).unwrap();
    assert_eq!(refused(&typed(&mut bed, "20261121001", "").kiosk.notice), Refusal::ReceiptUnknown);
}

#[test]
fn nothing_stays_for_the_next_person() {
    let mut bed = Bed::new();
    let (_, qr) = logged(&mut bed, request());
    let old = bed.open(KioskPage::Progress);
    wants(&mut bed, ProgressIntent::LookUp(Asked::Scanned(qr)));
    assert!(bed.view().kiosk.progress.is_some());
    let view = bed.wait(61);
    assert_eq!((view.kiosk.page, view.kiosk.progress.clone()), (KioskPage::Home, None));
    let late = bed.kiosk(KioskIntent::Progress { key: old, intent: ProgressIntent::Urge });
    assert_eq!(refused(&late.kiosk.notice), Refusal::PageGone);
    bed.open(KioskPage::Progress);
    let nobody = wants(&mut bed, ProgressIntent::Urge);
    assert_eq!(refused(&nobody.kiosk.notice), Refusal::PageGone);
}

#[test]
fn it_is_urged_once_in_an_interval_and_the_desk_sees_it_first() {
    let mut bed = Bed::new();
    logged(&mut bed, RequestForm { kind: "电".into(), ..request() });
    let (_, qr) = logged(&mut bed, request());
    scan(&mut bed, &qr);
    let view = wants(&mut bed, ProgressIntent::Urge);
    let progress = view.kiosk.progress.clone().unwrap();
    assert_eq!((progress.urges, progress.urge), (1, UrgeState::From("11:30".into())));
    let again = wants(&mut bed, ProgressIntent::Urge);
    assert_eq!(refused(&again.kiosk.notice), Refusal::UrgedAlready { at: "11:30".into() });
    bed.now = time("2026-11-21T11:30:00+08:00");
    scan(&mut bed, &qr);
    let view = wants(&mut bed, ProgressIntent::Urge);
    assert!(view.kiosk.notice.is_none());
    let rows: Vec<_> = view.desk.requests.iter().map(|r| (r.label.as_str(), r.urges)).collect();
    assert_eq!(rows, [("R20261121-002", 2), ("R20261121-001", 0)], "urged ones first");
}

#[test]
fn another_time_is_promised_with_its_reason_and_the_owner_reads_it() {
    let mut bed = Bed::new();
    let (id, qr) = logged(&mut bed, request());
    bed.desk(DeskIntent::Request(id, RequestAct::Accept));
    bed.desk(DeskIntent::Dispatch(id, "工程部".into()));
    let times = bed.desk(DeskIntent::Look(id)).desk.detail.clone().unwrap().times;
    assert_eq!(
        times.iter().map(|t| t.format("%d %H").to_string()).collect::<Vec<_>>(),
        ["21 18", "22 18", "23 18", "24 18"]
    );
    let promise = |by, reason: &str| DeskIntent::Promise { request: id, by, reason: reason.into() };
    let cases = [
        (promise(time("2026-11-21T09:00:00+08:00"), "等待配件"), Refusal::PromisePast),
        (promise(time("2026-11-25T09:00:00+08:00"), "等待配件"), Refusal::PromiseTooFar { days: 3 }),
        (promise(times[3], "张三有事"), Refusal::ChoiceUnknown),
    ];
    for (intent, refusal) in cases {
        assert_eq!(refused(&bed.desk(intent).desk.notice), refusal);
    }
    assert!(bed.desk(promise(times[3], "等待配件")).desk.notice.is_none());
    let progress = scan(&mut bed, &qr).kiosk.progress.clone().unwrap();
    assert_eq!((progress.promised.as_deref(), progress.moved), (Some("11-24 18:00"), true));
    assert_eq!((progress.state, progress.department.as_str()), (RequestState::Dispatched, "工程部"));
    let told: Vec<_> = progress.steps.iter().map(|s| s.what.clone()).collect();
    let promised = |late| What::Promised { by: times[3], reason: "等待配件".into(), late };
    assert_eq!(
        told,
        [
            What::Logged,
            What::Moved(RequestAct::Accept, None),
            What::Moved(RequestAct::Dispatch, Some("工程部".into())),
            promised(false),
        ]
    );
    bed.now = time("2026-11-24T18:00:01+08:00");
    let late = scan(&mut bed, &qr).kiosk.progress.clone().unwrap();
    assert!(late.overdue && bed.view().desk.requests[0].overdue);
    bed.desk(promise(time("2026-11-25T18:00:00+08:00"), "天气原因"));
    let steps = bed.desk(DeskIntent::Look(id)).desk.detail.clone().unwrap().steps;
    assert!(
        matches!(&steps.last().unwrap().what, What::Promised { late: true, .. }),
        "and it stays visible that it was late"
    );
}

#[test]
fn a_finished_one_is_rated_once_and_can_be_opened_again() {
    let mut bed = Bed::new();
    let (id, qr) = logged(&mut bed, request());
    let form = RatingForm { speed: 3, quality: 2, manner: 3, words: "师傅很耐心\u{7}".into() };
    scan(&mut bed, &qr);
    let early = wants(&mut bed, ProgressIntent::Rate(form.clone()));
    assert!(matches!(refused(&early.kiosk.notice), Refusal::NotFromThisState { .. }));
    bed.desk(DeskIntent::Request(id, RequestAct::Accept));
    bed.desk(DeskIntent::Request(id, RequestAct::Finish));
    scan(&mut bed, &qr);
    let wrong = wants(&mut bed, ProgressIntent::Rate(RatingForm { manner: 4, ..form.clone() }));
    assert_eq!(refused(&wrong.kiosk.notice), Refusal::ChoiceUnknown);
    let rated = wants(&mut bed, ProgressIntent::Rate(form.clone()));
    assert_eq!(rated.kiosk.progress.as_ref().map(|p| p.rate), Some(RateState::Given));
    assert_eq!(refused(&wants(&mut bed, ProgressIntent::Rate(form)).kiosk.notice), Refusal::RatedAlready);
    assert!(contains(&bed.files(), "师傅很耐心"), "the test looks at the right files");
    bed.now = time("2026-11-23T19:00:00+08:00");
    scan(&mut bed, &qr);
    let open = wants(&mut bed, ProgressIntent::Reopen).kiosk.progress.clone().unwrap();
    assert_eq!((open.state, open.overdue), (RequestState::Accepted, false));
    assert_eq!(open.promised.as_deref(), Some("11-25 18:00"), "the ladder counts anew");
    let detail = bed.desk(DeskIntent::Look(id)).desk.detail.clone().unwrap();
    assert!(!detail.steps.iter().any(|s| matches!(s.what, What::Promised { late: true, .. })));
    bed.store.write(bed.stamp(), move |tx| tx.erase(id.0, ErasureReason::Asked)).unwrap();
    bed.store.sweep_log().unwrap();
    assert!(!contains(&bed.files(), "师傅很耐心"), "an owner's words go with the person");
    bed.store.rebuild().unwrap();
    assert_eq!(bed.store.verify().unwrap().broken, None);
}

#[test]
fn what_lies_too_long_moves_up_once() {
    let mut bed = Bed::new();
    let (_, qr) = logged(&mut bed, request());
    let rank = |bed: &mut Bed, at: &str| {
        bed.now = time(at);
        bed.tell(Event::Tick);
        (scan(bed, &qr).kiosk.progress.clone().unwrap().rank, bed.store.read(|db| db.facts()).unwrap())
    };
    let facts = |moved: u32| 1 + moved;
    assert_eq!(rank(&mut bed, "2026-11-23T09:29:00+08:00"), (Rank::Desk, facts(0)));
    assert_eq!(rank(&mut bed, "2026-11-23T09:30:00+08:00"), (Rank::Supervisor, facts(1)), "T1: two days");
    assert_eq!(rank(&mut bed, "2026-11-23T09:31:00+08:00"), (Rank::Supervisor, facts(1)), "once");
    assert_eq!(rank(&mut bed, "2026-11-28T09:32:00+08:00"), (Rank::Manager, facts(2)), "T2: a week");
    assert_eq!(rank(&mut bed, "2026-12-28T09:33:00+08:00"), (Rank::Manager, facts(2)));
}

#[test]
fn a_home_sees_when_the_same_was_reported_and_nothing_else() {
    let mut bed = Bed::new();
    let (id, _) = logged(&mut bed, RequestForm { kind: "水".into(), ..request() });
    logged(&mut bed, RequestForm { mark: Some(Mark::Complaint), kind: "噪音".into(), ..request() });
    bed.now = time("2026-11-22T10:00:00+08:00");
    let ask = |bed: &mut Bed, mark, kind: &str, room: &str| {
        let (key, unit) = (bed.view().kiosk.key, ["3".into(), "1".into(), room.into()]);
        bed.kiosk(KioskIntent::AskAlike { key, mark, kind: kind.into(), unit }).kiosk.alike.clone()
    };
    bed.open(KioskPage::Request);
    let found = ask(&mut bed, Mark::Repair, "水", "502");
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].days, found[0].time.as_str(), found[0].state), (1, "09:30", RequestState::New));
    let shown = format!("{found:?}");
    for of_a_neighbour in ["厨房", "13900001234", "****"] {
        assert!(!shown.contains(of_a_neighbour), "{of_a_neighbour} in {shown}");
    }
    let key = bed.view().kiosk.key;
    let urged = bed.kiosk(KioskIntent::UrgeAlike { key, request: id });
    assert!(matches!(urged.kiosk.alike[0].urge, UrgeState::From(_)));
    assert_eq!(urged.desk.requests.iter().find(|r| r.id == id).map(|r| r.urges), Some(1));
    assert!(ask(&mut bed, Mark::Repair, "电", "502").is_empty(), "another kind");
    let far = bed.kiosk(KioskIntent::UrgeAlike { key, request: id });
    assert_eq!(refused(&far.kiosk.notice), Refusal::PageGone, "only what is shown");
    assert!(
        ask(&mut bed, Mark::Complaint, "噪音", "502").is_empty(),
        "a complaint is its maker's own business"
    );
    assert!(ask(&mut bed, Mark::Repair, "水", "503").is_empty());
    assert!(
        ask(&mut bed, Mark::Repair, "水", "502").is_empty(),
        "whoever walks through the house gets no answer any more"
    );
    bed.open(KioskPage::Request);
    assert_eq!(ask(&mut bed, Mark::Repair, "水", "502").len(), 1);
    assert!(bed.wait(61).kiosk.alike.is_empty());
}

#[test]
fn no_line_of_a_scanner_does_harm() {
    let bed = std::cell::RefCell::new(Bed::new());
    let lines = (".{0,80}", ".{0,8}");
    let mut runner = TestRunner::new(Config::with_cases(256));
    let harmless = runner.run(&lines, |(text, tail)| {
        let bed = &mut *bed.borrow_mut();
        prop_assert_eq!(refused(&scan(bed, &text).kiosk.notice), Refusal::ReceiptUnknown);
        let typed = refused(&typed(bed, &text, &tail).kiosk.notice);
        prop_assert!(matches!(typed, Refusal::ReceiptUnknown | Refusal::TriesTooMany { .. }), "{typed:?}");
        Ok(())
    });
    assert_eq!(harmless, Ok(()));
}
