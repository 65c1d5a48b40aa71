//! The notice before a visit: which words somebody agreed to can be shown for ever, and they say what is so.

use crate::bed::{Bed, shipped, visit};
use front_desk::config::Config;
use front_desk::rules::notice::NoticeText;
use front_desk::rules::{Fact, VisitId};

/// What a visit's first fact says of the notice: its version, and the words kept under that id.
fn agreed(bed: &Bed, visit: VisitId) -> (String, NoticeText) {
    let facts = bed.store.read(|db| db.history(visit.0)).unwrap();
    let Fact::VisitRegistered { notice, notice_text: Some(id), .. } = &facts[0].fact else {
        panic!("{facts:?}")
    };
    let worded = bed.store.read(|db| db.history(id.0)).unwrap();
    assert_eq!(worded.len(), 1, "kept once");
    let Fact::NoticeWorded { version, lines, .. } = &worded[0].fact else { panic!("{worded:?}") };
    (notice.clone(), NoticeText { version: version.clone(), lines: lines.clone() })
}

/// Whether other words than these were agreed to under their version.
fn reworded(bed: &Bed, text: &NoticeText) -> bool {
    text.reworded(bed.store.read(|db| db.notices()).unwrap().iter().map(|(_, text)| text))
}

fn newest(bed: &Bed) -> VisitId {
    bed.store.read(|db| db.visits_inside(1)).unwrap()[0].id
}

#[test]
fn a_text_that_was_changed_under_its_old_version_is_noticed_and_each_visit_keeps_its_own() {
    let mut bed = Bed::new();
    bed.register(visit());
    bed.register(visit());
    let (first, text) = (newest(&bed), Config::load(&shipped()).unwrap().house.visiting.notice);
    assert_eq!(agreed(&bed, first), (text.version.clone(), text.clone()));
    assert!(!reworded(&bed, &text));
    let mut other = text.clone();
    other.lines[2].1[0].push('!');
    let Bed { folder, store, station, feed, .. } = bed;
    drop((store, station, feed));
    let changed = other.clone();
    let mut bed = Bed::build(folder, move |config| config.house.visiting.notice = changed);
    assert!(reworded(&bed, &other), "before anybody agreed to it");
    bed.now += chrono::Duration::minutes(1);
    bed.register(visit());
    assert_eq!(agreed(&bed, newest(&bed)), (text.version.clone(), other.clone()));
    assert_eq!(agreed(&bed, first), (text.version.clone(), text.clone()), "the first one's stand for ever");
    let kept = bed.store.read(|db| db.notices()).unwrap();
    assert_eq!(kept.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), [text.clone(), other]);
    let fresh = NoticeText { version: "next".into(), ..text };
    assert!(!reworded(&bed, &fresh), "a new version may say what it likes");
    let before = crate::journal::dump(&bed);
    bed.store.rebuild().unwrap();
    assert_eq!(crate::journal::dump(&bed), before);
}

#[test]
fn what_is_kept_of_an_id_number_is_told_as_it_is() {
    for (kept, words) in [
        ("nothing", ["证件号不留", "證件號不留", "the number is not kept"]),
        ("digest", ["只留后四位", "只留後四位", "only the last four"]),
        ("sealed", ["证件号加密保存", "證件號加密保存", "the number is kept, encrypted"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        crate::config::copy(folder.path());
        crate::config::change(
            folder.path(),
            "house.toml",
            "id_kept = \"digest\"",
            &format!("id_kept = \"{kept}\""),
        );
        let notice = Config::load(folder.path()).unwrap().house.visiting.notice;
        for ((language, lines), word) in notice.lines.iter().zip(words) {
            let said = lines.join("");
            assert!(said.contains(word) && !said.contains("{id_kept}"), "{kept} in {language}: {said}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    crate::config::copy(folder.path());
    crate::config::change(folder.path(), "house.toml", "{id_kept}，照片、住址", "证件号不留，照片、住址");
    let complaints = Config::load(folder.path()).unwrap_err().to_string();
    assert!(complaints.contains("notice.zh_CN 要有一行写 {id_kept}"), "{complaints}");
}
