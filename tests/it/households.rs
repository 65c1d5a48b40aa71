//! The estate's list of households: imported whole or not at all, compared, never shown, forgotten when it is over.

use crate::bed::{Bed, contains};
use front_desk::rules::fact::ErasureReason;
use front_desk::rules::households::{self, Household, PhoneMatch};
use front_desk::rules::people::Phone;
use front_desk::station::{Imported, import_households};

fn list(bed: &Bed, text: &str) -> Vec<Household> {
    let config = front_desk::config::Config::load(&crate::bed::shipped()).unwrap();
    let lines: Vec<_> =
        (1..).zip(text.lines()).map(|(n, l)| (n, l.split(',').map(str::to_owned).collect())).collect();
    let _ = bed;
    households::read(&lines, &config.house.estate).unwrap()
}

fn import(bed: &Bed, text: &str) -> Imported {
    import_households(&bed.store, bed.stamp(), list(bed, text)).unwrap()
}

fn asks(bed: &Bed, unit: &str, phone: &str) -> PhoneMatch {
    let lines = list(bed, &format!("{unit},测试甲,{phone}"));
    bed.store.read(|db| db.phone_match(&lines[0].unit, &Phone::parse(phone).unwrap())).unwrap()
}

#[test]
fn the_file_says_all_of_each_unit_it_names() {
    let bed = Bed::new();
    let first = import(
        &bed,
        "房号,姓名,电话\n3-1-502,测试甲,13800000001\n3-1-502,测试乙,13800000002\n3-1-503,测试丙,13800000003",
    );
    assert_eq!(first, Imported { new: 3, ..Imported::default() });
    assert_eq!(asks(&bed, "3-1-502", "138-0000-0002"), PhoneMatch::Household);
    assert_eq!(asks(&bed, "3-1-502", "13800000003"), PhoneMatch::Other, "a neighbour's");
    assert_eq!(asks(&bed, "3-1-504", "13800000001"), PhoneMatch::Unlisted);
    let again = import(&bed, "3-1-502,测试甲,13800000001\n3-1-502,测试丁,13800000002");
    assert_eq!(again, Imported { renamed: 1, same: 1, ..Imported::default() });
    let moved = import(&bed, "3-1-502,测试戊,13800000005");
    assert_eq!(moved, Imported { new: 1, gone: 2, ..Imported::default() });
    assert_eq!(asks(&bed, "3-1-502", "13800000001"), PhoneMatch::Other);
    assert_eq!(asks(&bed, "3-1-503", "13800000003"), PhoneMatch::Household, "not in the file: as it was");
    let chain = bed.store.verify().unwrap();
    assert_eq!((chain.broken, chain.blanked), (None, 3), "two moved away, one of them under two names");
    bed.store.rebuild().unwrap();
    assert_eq!(asks(&bed, "3-1-502", "13800000005"), PhoneMatch::Household, "out of the journal again");
    assert_eq!(asks(&bed, "3-1-502", "13800000001"), PhoneMatch::Other);
}

#[test]
fn nothing_of_the_list_stands_on_disk_in_clear() {
    let bed = Bed::new();
    import(&bed, "3-1-502,测试甲,13800000001");
    bed.store.sweep_log().unwrap();
    for personal in ["测试甲", "13800000001"] {
        assert!(!contains(&bed.files(), personal), "{personal}");
    }
}

#[test]
fn a_household_that_asks_is_forgotten() {
    let bed = Bed::new();
    import(&bed, "3-1-502,测试甲,13800000001");
    let line = list(&bed, "3-1-502,测试甲,13800000001").remove(0);
    let id = bed.store.read(|db| db.households_beside(&line)).unwrap()[0].id;
    bed.store.write(bed.stamp(), move |tx| tx.erase(id.0, ErasureReason::Asked)).unwrap();
    assert_eq!(asks(&bed, "3-1-502", "13800000001"), PhoneMatch::Unlisted);
}
