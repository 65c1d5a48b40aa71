//! The guard's search: by part of a name, by unit, by the number on the pass.

use crate::bed::{Bed, visit};
use front_desk::rules::visits::VisitForm;
use front_desk::station::GuardIntent;

#[test]
fn found_by_name_unit_and_number_newest_first() {
    let mut bed = Bed::new();
    for (name, room) in
        [("测试甲", "502"), ("测试乙", "503"), ("示例·买买提", "1201"), ("TESTER SAMPLE", "502")]
    {
        let unit = ["3".into(), "1".into(), room.into()];
        bed.register(VisitForm { name: name.into(), unit, ..visit() });
    }
    let mut find = |text: &str| -> Vec<String> {
        let view = bed.guard(GuardIntent::Search(text.into()));
        view.guard.visits.iter().map(|v| v.label.clone()).collect()
    };
    assert_eq!(find("测试"), ["V002", "V001"]);
    assert_eq!(find("甲"), ["V001"]);
    assert_eq!(find("测试甲"), ["V001"]);
    assert_eq!(find("例买"), ["V003"], "over the dot of a name");
    assert_eq!(find("tester"), ["V004"]);
    assert_eq!(find("3-1-502"), ["V004", "V001"]);
    assert_eq!(find("3-1"), ["V004", "V003", "V002", "V001"]);
    assert_eq!(find("v2"), ["V002"]);
    assert_eq!(find("测甲"), [""; 0]);
    assert_eq!(find("%' OR 1=1 --"), [""; 0]);
    assert_eq!(find("  "), ["V004", "V003", "V002", "V001"], "nothing typed: who is inside");
}
