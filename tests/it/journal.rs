//! The journal: its chain notices any change, a person can be blanked out of it.

use crate::bed::{Bed, contains, request, visit};
use front_desk::rules::fact::ErasureReason;
use front_desk::rules::visits::VisitForm;
use front_desk::station::{DeskIntent, GuardIntent};
use rusqlite::Connection;

/// A day at the three jobs.
pub(crate) fn busy() -> Bed {
    let mut bed = Bed::new();
    bed.register(visit());
    bed.register(VisitForm { name: "示例丁".into(), phone: "13700009999".into(), ..visit() });
    bed.log(request());
    bed.take("fees");
    bed.take("general");
    bed.print();
    bed.desk(DeskIntent::CallNext);
    bed.desk(DeskIntent::Miss);
    bed.desk(DeskIntent::CallNext);
    let leaves = bed.view().guard.visits[0].id;
    bed.guard(GuardIntent::Leave(leaves));
    bed
}

pub(crate) fn dump(bed: &Bed) -> Vec<String> {
    crate::rebuild::tables(bed.store.path())
}

#[test]
fn any_change_breaks_the_chain() {
    let changes = [
        "UPDATE journal SET body = replace(body, '3-1-502', '3-1-503') WHERE seq = 2",
        "UPDATE journal SET at = at + 1 WHERE seq = 3",
        "UPDATE journal SET author = '\"guard\"' WHERE seq = 4",
        "UPDATE journal SET personal = zeroblob(80) WHERE seq = 2",
        "UPDATE journal SET personal = NULL WHERE seq = 2",
        "UPDATE journal SET commitment = zeroblob(32) WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 5",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "UPDATE journal SET seq = 99 WHERE seq = 5",
        "UPDATE journal SET personal = NULL, salt = NULL WHERE seq = 2",
        "DELETE FROM head",
        "UPDATE head SET log = log + 1",
    ];
    for change in changes {
        let bed = busy();
        let whole = bed.store.verify().unwrap();
        assert_eq!((whole.facts, whole.broken), (10, None));
        assert_eq!(Connection::open(bed.store.path()).unwrap().execute(change, []).unwrap(), 1, "{change}");
        assert!(bed.store.verify().unwrap().broken.is_some(), "unnoticed: {change}");
    }
}

#[test]
fn a_person_is_blanked_everywhere_and_the_chain_still_holds() {
    let mut bed = busy();
    let found = bed.guard(GuardIntent::Search("示例丁".into())).guard.visits.clone();
    assert_eq!(found.len(), 1);
    assert!(
        contains(&bed.files(), "示例丁") && contains(&bed.files(), "13700009999"),
        "the test looks at the right files"
    );
    let (entity, stamp) = (found[0].id.0, bed.stamp());
    bed.store.write(stamp, move |tx| tx.erase(entity, ErasureReason::Asked)).unwrap();
    bed.store.sweep_log().unwrap();
    let files = bed.files();
    for gone in ["示例丁", "例丁", "示**", "13700009999", "137****9999"] {
        assert!(!contains(&files, gone), "{gone} is still in the files");
    }
    assert!(contains(&files, "测试甲"), "others stay");
    let chain = bed.store.verify().unwrap();
    assert_eq!((chain.broken, chain.blanked), (None, 1));
    let before = dump(&bed);
    bed.store.rebuild().unwrap();
    assert_eq!(dump(&bed), before, "and a rebuild does not bring anything back");
    assert!(bed.guard(GuardIntent::Search("示例丁".into())).guard.visits.is_empty());
}

#[test]
fn one_erasure_does_not_speak_for_another() {
    let mut bed = busy();
    let (first, stamp) = (bed.view().guard.visits[0].id.0, bed.stamp());
    bed.store.write(stamp, move |tx| tx.erase(first, ErasureReason::Asked)).unwrap();
    bed.register(visit());
    assert_eq!(bed.store.verify().unwrap().broken, None);
    let silently =
        "UPDATE journal SET personal = NULL, salt = NULL WHERE seq = (SELECT max(seq) FROM journal)";
    assert_eq!(Connection::open(bed.store.path()).unwrap().execute(silently, []).unwrap(), 1);
    assert!(bed.store.verify().unwrap().broken.is_some());
}

#[test]
fn nobody_reads_a_sealed_part_without_the_key() {
    let bed = busy();
    let conn = Connection::open(bed.store.path()).unwrap();
    let mut ask = conn.prepare("SELECT personal FROM journal WHERE personal IS NOT NULL").unwrap();
    let sealed: Vec<Vec<u8>> = ask.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(sealed.len(), 3);
    for part in sealed {
        assert!(!contains(&part, "测试甲") && !contains(&part, "13800005678"));
    }
    let bodies: String = conn.query_row("SELECT group_concat(body) FROM journal", [], |r| r.get(0)).unwrap();
    for personal in ["测试甲", "示例", "13800005678", "厨房", "粤B"] {
        assert!(!bodies.contains(personal), "{personal} stands in a fact's body");
    }
}
