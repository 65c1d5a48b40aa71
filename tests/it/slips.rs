//! Slips beyond the kiosk: what a dispatched request goes out with, the roll-call, staff's list, 补打 and 作废 with a reason.

use crate::bed::{Bed, refused, request, visit};
use chrono::Duration;
use front_desk::rules::requests::{Mark, RequestAct, RequestForm};
use front_desk::rules::slips::{Doubt, SlipAct, SlipKind, SlipReason, SlipState, entity_of};
use front_desk::rules::{Refusal, SlipId};
use front_desk::station::{DeskIntent, DeskPanel, Event, GuardIntent, SlipNews, SlipRow, View};
use front_desk::store::Outcome;

fn dispatch(bed: &mut Bed, mark: Mark) -> Vec<String> {
    bed.log(RequestForm { mark: Some(mark), ..request() });
    bed.print();
    let id = bed.view().desk.requests[0].id;
    bed.desk(DeskIntent::Request(id, RequestAct::Accept));
    bed.desk(DeskIntent::Request(id, RequestAct::Dispatch));
    bed.print()
}

/// The panel of slips; its rows.
fn listed(bed: &mut Bed) -> Vec<SlipRow> {
    bed.desk(DeskIntent::Open(DeskPanel::Slips)).desk.slips.rows.clone()
}

fn in_doubt(bed: &mut Bed) -> SlipId {
    bed.log(request());
    let (stamp, slip) = (bed.stamp(), bed.store.read(|db| db.slips_waiting()).unwrap()[0].0);
    bed.store.write(stamp, move |tx| tx.settle_slip(slip, Outcome::Unknown(Doubt::Lost))).unwrap();
    slip
}

#[test]
fn a_dispatched_request_goes_out_with_its_slip_and_a_part_that_comes_back() {
    let mut bed = Bed::new();
    let slips = dispatch(&mut bed, Mark::Repair);
    assert_eq!(slips.len(), 1);
    let (out, back) = slips[0].split_once("完工后撕下").unwrap();
    for wanted in
        ["工程派工单", "R20261121-001", "派往", "3-1-502", "报修", "厨房水管漏水", "2026-11-23 18:00", "400-"]
    {
        assert!(out.contains(wanted), "{wanted} in\n{out}");
    }
    for wanted in
        ["R20261121-001", "3-1-502", "维修内容", "所用材料", "工时", "维修人", "住户签字", "前台核对"]
    {
        assert!(back.contains(wanted), "{wanted} in\n{back}");
    }
    assert!(slips[0].contains("示*乙") && slips[0].contains("139****1234"));
    assert!(!slips[0].contains("示例乙") && !slips[0].contains("13900001234"), "a whole person is on paper");
    assert!(!back.contains("示*乙") && !back.contains("1234"), "what is filed by the month names nobody");
}

#[test]
fn what_is_left_from_construction_goes_to_after_sales_on_its_own_form() {
    let mut bed = Bed::new();
    let slips = dispatch(&mut bed, Mark::Warranty);
    assert!(slips.len() == 1 && slips[0].contains("物业返修联系单") && slips[0].contains("现场售后部门"));
    assert!(!slips[0].contains("工程派工单"));
}

#[test]
fn sent_out_again_it_says_which_slip_counts_and_the_scanner_finds_the_request() {
    let mut bed = Bed::new();
    dispatch(&mut bed, Mark::Repair);
    let id = bed.view().desk.requests[0].id;
    bed.desk(DeskIntent::Request(id, RequestAct::Dispatch));
    bed.feed_printer();
    let sheets = bed.sim.take_sheets();
    assert!(sheets[0].grid().contains("转派：以这一张为准"));
    let code = String::from_utf8(sheets[0].qr_payloads().remove(0)).unwrap();
    assert_eq!(entity_of(&code), Some(id.0));
}

#[test]
fn the_guard_prints_who_is_inside_masked_by_building() {
    let mut bed = Bed::new();
    bed.register(visit());
    bed.print();
    bed.now += Duration::minutes(5);
    bed.guard(GuardIntent::RollCall);
    let slips = bed.print();
    assert_eq!(slips.len(), 1);
    for wanted in ["园内访客点名单", "2 人，1 批", "□ 3-1-502 测*甲", "V001", "09:30", "09:35"]
    {
        assert!(slips[0].contains(wanted), "{wanted} in\n{}", slips[0]);
    }
    assert!(!slips[0].contains("测试甲"));
}

#[test]
fn the_title_and_the_fields_are_the_houses_own() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("printers")).unwrap();
    for name in ["station.toml", "house.toml", "services.toml", "printers/generic-80mm.toml"] {
        std::fs::copy(crate::bed::shipped().join(name), folder.path().join(name)).unwrap();
    }
    let house = folder.path().join("house.toml");
    let text = std::fs::read_to_string(&house).unwrap();
    let fields = r#"fields = ["mark", "unit", "name", "phone", "time", "matter", "wished", "answer-by"]"#;
    let own = text
        .replace("业主来电来访登记表\"", "接待业主情况记录\"")
        .replace(fields, r#"fields = ["time", "unit", "matter"]"#);
    std::fs::write(&house, own).unwrap();
    let config = front_desk::config::Config::load(folder.path()).unwrap();
    let mut bed = Bed::new();
    bed.log(request());
    let id = bed.view().desk.requests[0].id;
    let slip = bed
        .store
        .read(|db| {
            let request = db.request(id)?.unwrap();
            Ok(front_desk::rules::slips::receipt(SlipId(id.0), &request, &config.house))
        })
        .unwrap();
    let said = format!("{:?}", slip.lines);
    assert!(said.contains("接待业主情况记录") && !said.contains("电话\"") && !said.contains("类别"));
    assert!(said.find("时间").unwrap() < said.find("房号").unwrap());
    for wrong in [
        r#"fields = ["time", "colour", "matter"]"#,
        r#"fields = ["time", "time", "matter"]"#,
        r#"fields = ["time"]"#,
    ] {
        std::fs::write(&house, text.replace(fields, wrong)).unwrap();
        let told = front_desk::config::Config::load(folder.path()).unwrap_err().to_string();
        assert!(told.contains("slips.fields"), "{wrong}: {told}");
    }
}

#[test]
fn staff_sees_first_what_needs_it_and_the_paper_of_each() {
    let mut bed = Bed::new();
    bed.register(visit());
    bed.print();
    let doubt = in_doubt(&mut bed);
    bed.sim.paper_out();
    bed.take("fees");
    bed.print();
    let rows = listed(&mut bed);
    let told: Vec<_> = rows.iter().map(|r| (r.kind, r.label.as_str(), r.state)).collect();
    assert_eq!(
        told,
        [
            (SlipKind::Receipt, "R20261121-001", SlipState::Unknown),
            (SlipKind::Ticket, "A001", SlipState::Queued),
            (SlipKind::Pass, "V001", SlipState::Confirmed),
        ]
    );
    let view = bed.view();
    assert_eq!((view.desk.slips.chosen, view.desk.in_doubt), (Some(doubt), 1));
    let first = view.desk.slips.picture.clone().unwrap();
    assert!(first.width > 300 && first.height > 300, "{first:?}");
    let view = bed.desk(DeskIntent::LookAt(rows[1].id));
    assert!(view.desk.slips.picture.as_ref().is_some_and(|p| *p != first));
    bed.desk(DeskIntent::Open(DeskPanel::Requests));
    assert!(bed.view().desk.slips.rows.is_empty(), "only the open panel is read");
}

#[test]
fn a_second_print_is_marked_and_recorded_with_who_and_why() {
    let mut bed = Bed::new();
    let slip = in_doubt(&mut bed);
    bed.desk(DeskIntent::Counter(2));
    let facts = bed.store.read(|db| db.facts()).unwrap();
    bed.desk(DeskIntent::Slip(slip, SlipAct::Reprint, SlipReason::NotOut));
    let slips = bed.print();
    assert!(slips.len() == 1 && slips[0].contains("补打") && slips[0].contains("R20261121-001"));
    assert_eq!(bed.store.read(|db| db.facts()).unwrap(), facts + 1);
    let row = listed(&mut bed).remove(0);
    assert_eq!((row.state, row.reprint), (SlipState::Confirmed, true));
    // A person lost it: once more, and the next one says which print it is.
    bed.desk(DeskIntent::Slip(slip, SlipAct::Reprint, SlipReason::Lost));
    assert!(bed.print()[0].contains("补打 2"));
    let chain = bed.store.verify().unwrap();
    assert_eq!((chain.broken, chain.facts), (None, u64::from(facts) + 2));
}

#[test]
fn a_slip_in_doubt_that_staff_sees_on_paper_is_printed_and_not_void() {
    let mut bed = Bed::new();
    bed.desk(DeskIntent::Open(DeskPanel::Slips));
    let slip = in_doubt(&mut bed);
    let view = bed.tell(Event::Slip(SlipNews { slip, outcome: Outcome::Unknown(Doubt::Lost) }));
    assert!(
        view.desk.slips.chosen == Some(slip) && view.desk.slips.picture.is_some(),
        "the first is looked at"
    );
    assert_eq!((view.station.slips_waiting, view.desk.in_doubt), (0, 1), "it waits for staff, not for paper");
    let facts = bed.store.read(|db| db.facts()).unwrap();
    let view = bed.desk(DeskIntent::Slip(slip, SlipAct::Void, SlipReason::Out));
    let row = &view.desk.slips.rows[0];
    assert_eq!((row.state, row.proof, view.desk.in_doubt), (SlipState::Confirmed, None, 0));
    assert!(!row.reprint, "nobody printed it a second time");
    assert_eq!(bed.store.read(|db| db.facts()).unwrap(), facts + 1, "who says so is kept");
    assert!(bed.print().is_empty());
}

#[test]
fn what_staff_voids_is_never_printed_and_what_is_on_its_way_is_left_alone() {
    let mut bed = Bed::new();
    bed.sim.paper_out();
    bed.log(request());
    let handed = bed.store.read(|db| db.slips_waiting()).unwrap()[0].0;
    let view = bed.desk(DeskIntent::Slip(handed, SlipAct::Void, SlipReason::NotNeeded));
    let busy = Refusal::NotFromThisState { label: "R20261121-001".into(), state: "正在打印" };
    assert_eq!(refused(&view.desk.notice), busy);
    bed.print();
    let view = bed.desk(DeskIntent::Slip(handed, SlipAct::Reprint, SlipReason::NotOut));
    assert!(matches!(refused(&view.desk.notice), Refusal::NotFromThisState { state: "等待打印", .. }));
    let view = bed.desk(DeskIntent::Slip(handed, SlipAct::Void, SlipReason::NotNeeded));
    assert!(view.desk.notice.is_none());
    bed.sim.load_paper();
    assert!(bed.print().is_empty());
    assert_eq!(bed.store.read(|db| db.slip_state(handed)).unwrap(), Some(SlipState::Void));
    let view = bed.desk(DeskIntent::Slip(handed, SlipAct::Reprint, SlipReason::Copy));
    assert!(matches!(refused(&view.desk.notice), Refusal::NotFromThisState { state: "已作废", .. }));
}

#[test]
fn an_erased_persons_slip_is_gone_from_paper_list_and_screen() {
    let mut bed = Bed::new();
    let slip = in_doubt(&mut bed);
    let id = bed.view().desk.requests[0].id;
    bed.desk(DeskIntent::Open(DeskPanel::Slips));
    let stamp = bed.stamp();
    let asked = front_desk::rules::fact::ErasureReason::Asked;
    bed.store.write(stamp, move |tx| tx.erase(id.0, asked)).unwrap();
    let view: View = bed.desk(DeskIntent::LookAt(slip));
    assert!(view.desk.slips.picture.is_none());
    assert!(view.desk.slips.rows.iter().all(|r| r.label.is_empty() && !r.whole));
    let view = bed.desk(DeskIntent::Slip(slip, SlipAct::Reprint, SlipReason::Copy));
    assert_eq!(refused(&view.desk.notice), Refusal::NotFound);
    assert!(bed.print().is_empty() && bed.tell(Event::Tick).desk.in_doubt == 0);
}
