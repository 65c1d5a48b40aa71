//! The guard's search: by part of a name or its initials, by unit or room, by the end of a telephone number, by part of a
//! plate, by the number on the pass. What is erased is not found, and no piece of it stays.

use crate::appointments::{book, booking};
use crate::bed::{Bed, time, visit};
use front_desk::rules::fact::ErasureReason;
use front_desk::rules::visits::VisitForm;
use front_desk::station::{GuardIntent, KioskIntent};
use rusqlite::Connection;

/// A station with these visitors: name, telephone, room, plate.
fn with(visitors: &[(&str, &str, &str, &str)]) -> Bed {
    let mut bed = Bed::new();
    for (name, phone, room, plate) in visitors {
        let unit = ["3".into(), "1".into(), (*room).into()];
        let [name, phone, plate] = [name, phone, plate].map(|text| (*text).to_owned());
        let shown = bed.register(VisitForm { name, phone, unit, plate, ..visit() });
        assert_eq!(shown.kiosk.notice, None);
    }
    bed
}

/// The passes of what a guard finds, the newest first.
fn find(bed: &mut Bed, text: &str) -> Vec<String> {
    let view = bed.guard(GuardIntent::Search(text.into()));
    view.guard.visits.iter().map(|v| v.label.clone()).collect()
}

const NOBODY: [&str; 0] = [];

#[test]
fn found_by_name_unit_and_number_newest_first() {
    let mut bed = with(&[
        ("测试甲", "13800000001", "502", ""),
        ("测试乙", "13800000002", "503", ""),
        ("示例·买买提", "13800000003", "1201", ""),
        ("TESTER SAMPLE", "13800000004", "502", ""),
    ]);
    assert_eq!(find(&mut bed, "测试"), ["V002", "V001"]);
    assert_eq!(find(&mut bed, "甲"), ["V001"]);
    assert_eq!(find(&mut bed, "测试甲"), ["V001"]);
    assert_eq!(find(&mut bed, "例买"), ["V003"], "over the dot of a name");
    assert_eq!(find(&mut bed, "示例·买买"), ["V003"], "more than three characters");
    assert_eq!(find(&mut bed, "tester s"), ["V004"], "over the blank of a name");
    assert_eq!(find(&mut bed, "3-1-502"), ["V004", "V001"]);
    assert_eq!(find(&mut bed, "3-1"), ["V004", "V003", "V002", "V001"]);
    assert_eq!(find(&mut bed, "502"), ["V004", "V001"], "a room alone");
    assert_eq!(find(&mut bed, "v2"), ["V002"]);
    for nobody in
        ["测甲", "测试丙", "例买提", "示例买提", "3-1-504", "504", "%' OR 1=1 --", "#3", "@ls", "*1"]
    {
        assert_eq!(find(&mut bed, nobody), NOBODY, "{nobody}");
    }
    assert_eq!(find(&mut bed, "  "), ["V004", "V003", "V002", "V001"], "nothing typed: who is inside");
}

#[test]
fn found_by_initials() {
    let mut bed = with(&[
        ("张示例", "13800000001", "502", ""),
        ("单测", "13800000002", "502", ""),
        ("ZSL Sample", "13800000003", "502", ""),
    ]);
    assert_eq!(find(&mut bed, "zs"), ["V003", "V001"], "initials, and letters of a name");
    assert_eq!(find(&mut bed, "ZSL"), ["V003", "V001"]);
    assert_eq!(find(&mut bed, "z"), ["V003", "V001"]);
    assert_eq!(find(&mut bed, "sc"), ["V002"], "单 as a surname");
    assert_eq!(find(&mut bed, "dc"), ["V002"], "单 as it is read elsewhere");
    assert_eq!(find(&mut bed, "zsx"), NOBODY);
}

#[test]
fn found_by_the_end_of_a_telephone_number() {
    let mut bed = with(&[
        ("测试甲", "13800005678", "502", ""),
        ("测试乙", "13900015678", "502", ""),
        ("测试丙", "0755-8765432", "502", ""),
    ]);
    assert_eq!(find(&mut bed, "5678"), ["V002", "V001"]);
    assert_eq!(find(&mut bed, "５６７８"), ["V002", "V001"], "full width");
    assert_eq!(find(&mut bed, "05678"), ["V001"]);
    assert_eq!(find(&mut bed, "13900015678"), ["V002"]);
    assert_eq!(find(&mut bed, "765432"), ["V003"]);
    assert_eq!(find(&mut bed, "678"), NOBODY, "three digits are too few");
    assert_eq!(find(&mut bed, "1380000"), NOBODY, "a beginning is no end");
}

#[test]
fn found_by_part_of_a_plate() {
    let mut bed = with(&[
        ("测试甲", "13800000001", "502", "粤B12345"),
        ("测试乙", "13800000002", "502", "粤B·88812"),
        ("测试丙", "13800000003", "502", "沪AD88882"),
    ]);
    assert_eq!(find(&mut bed, "粤B1"), ["V001"]);
    assert_eq!(find(&mut bed, "b12"), ["V001"]);
    assert_eq!(find(&mut bed, "粤b12345"), ["V001"]);
    assert_eq!(find(&mut bed, "2345"), ["V001"]);
    assert_eq!(find(&mut bed, "888"), ["V003", "V002"]);
    assert_eq!(find(&mut bed, "8888"), ["V003"], "the whole is compared, not its pieces alone");
    assert_eq!(find(&mut bed, "AD8"), ["V003"]);
    assert_eq!(find(&mut bed, "粤b82345"), NOBODY);
}

#[test]
fn fifty_of_many_and_the_newest_of_them() {
    let mut bed = with(&[]);
    for n in 0..60 {
        bed.register(VisitForm { phone: format!("1380000{n:02}66"), name: "测试甲乙".into(), ..visit() });
    }
    for text in ["测", "测试甲乙", "csjy", "3-1-502", "b123", "粤b12345"] {
        let found = find(&mut bed, text);
        assert_eq!((found.len(), found[0].as_str(), found[49].as_str()), (50, "V060", "V011"), "{text}");
    }
}

#[test]
fn what_is_erased_leaves_no_piece() {
    let mut bed = with(&[("张示例", "13800005678", "502", "粤B12345"), ("测试乙", "13900000002", "502", "")]);
    let texts = ["张", "示例", "张示例", "zs", "5678", "b12", "粤b12345"];
    for text in texts {
        assert_eq!(find(&mut bed, text), ["V001"], "{text}");
    }
    let entity = bed.guard(GuardIntent::Search("张".into())).guard.visits[0].id.0;
    let stamp = bed.stamp();
    bed.store.write(stamp, move |tx| tx.erase(entity, ErasureReason::Asked)).unwrap();
    let left = pieces(&bed);
    assert_eq!(left, ["#3", "#3-1", "#3-1-5", "#3-1-50", "#3-1-502", "#502"], "the unit is not the person's");
    for text in texts {
        assert_eq!(find(&mut bed, text), NOBODY, "{text}");
    }
    assert_eq!(find(&mut bed, "3-1-502"), ["V002", "V001"]);
    bed.store.rebuild().unwrap();
    assert_eq!(pieces(&bed), left, "and a rebuild does not bring them back");
}

#[test]
fn pieces_go_over_together_and_are_found_and_forgotten_there() {
    let mut bed = with(&[]);
    book(&mut bed, booking()); // 测试戊, 13700004321, 3-1-502, 粤B12345
    let apart = |bed: &Bed| count(bed, "visit_gram_new");
    let (mut most, mut over) = (0, 0);
    for n in 0..60 {
        let name = if n % 2 == 0 { "张示例" } else { "示例乙" }.to_owned();
        let unit = ["3".into(), "1".into(), "501".into()];
        bed.register(VisitForm { name, phone: format!("139000{n:05}"), unit, ..visit() });
        bed.store.writable().unwrap(); // answered after whatever the writer does between two commits
        most = most.max(apart(&bed));
        over = over.max(count(&bed, "visit_gram"));
        assert_eq!(find(&mut bed, "测试戊").len(), 1, "after {n}");
        assert_eq!(find(&mut bed, "zsl").len(), (n / 2 + 1).min(50), "here and there, after {n}");
    }
    assert!((512..1_200).contains(&most) && over > 512, "{most} apart, {over} over");
    let before = pieces(&bed);
    bed.now = time("2026-11-21T09:45:00+08:00");
    let key = bed.visit();
    let [name, phone, plate] = ["测试戊", "13700004321", "沪A88888"].map(str::to_owned);
    let form = VisitForm { name, phone, plate, ..visit() };
    bed.kiosk(KioskIntent::RegisterVisit { key, form });
    assert_eq!(find(&mut bed, "沪a88888"), ["V061"], "what became known at the arrival");
    let after = pieces(&bed);
    assert!(
        after.len() > before.len() && after.windows(2).all(|two| two[0] != two[1]),
        "each once: {after:?}"
    );
    assert!(before.iter().all(|piece| after.contains(piece)));
    let entity = bed.guard(GuardIntent::Search("测试戊".into())).guard.visits[0].id.0;
    bed.store.write(bed.stamp(), move |tx| tx.erase(entity, ErasureReason::Asked)).unwrap();
    assert_eq!(pieces(&bed), ["#3", "#3-1", "#3-1-5", "#3-1-50", "#3-1-502", "#502"]);
}

fn count(bed: &Bed, table: &str) -> u32 {
    let conn = Connection::open(bed.store.path()).unwrap();
    conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap()
}

/// The pieces of the oldest visit.
fn pieces(bed: &Bed) -> Vec<String> {
    let conn = Connection::open(bed.store.path()).unwrap();
    let mut ask = conn.prepare("SELECT gram FROM visit_piece WHERE row = 1 ORDER BY gram").unwrap();
    ask.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
}
