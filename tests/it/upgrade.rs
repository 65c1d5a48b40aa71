//! Every database that was ever shipped opens in this version, its chain whole and its people readable.

use crate::bed::{START, contains, shipped, time};
use crate::program::{run, said};
use front_desk::store::{Store, VERSION};
use rusqlite::Connection;
use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use tempfile::TempDir;

/// Dumps of databases as each older version left them, with the (synthetic) key that sealed them. The dump of a version is
/// added when the next one begins; none is ever changed. With each, how many facts it holds.
const OLD: &[(i64, u64, &str)] = &[
    (1, 6, include_str!("old/v1.sql")),
    (2, 12, include_str!("old/v2.sql")),
    (3, 14, include_str!("old/v3.sql")),
];
const KEY: &str = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20";

/// A data folder as an older version left it.
fn left_by(version: i64, dump: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut key = fs::OpenOptions::new();
    let mut key = key.write(true).create_new(true).mode(0o600).open(folder.path().join("keys")).unwrap();
    key.write_all(KEY.as_bytes()).unwrap();
    let old = Connection::open(folder.path().join("front-desk.db")).unwrap();
    old.execute_batch(dump).unwrap();
    old.pragma_update(None, "user_version", version).unwrap();
    old.pragma_update(None, "application_id", 0x4644_736B).unwrap();
    folder
}

#[test]
fn looking_at_an_old_database_leaves_it_as_it_is() {
    for (version, facts, dump) in OLD {
        let folder = left_by(*version, dump);
        let file = folder.path().join("front-desk.db");
        Connection::open(&file).unwrap().pragma_update(None, "journal_mode", "wal").unwrap();
        let before = fs::read(&file).unwrap();
        let (config, data) = (shipped(), folder.path().to_str().unwrap().to_owned());
        for verb in ["verify", "doctor"] {
            let said = said(&run(&["--config", config.to_str().unwrap(), "--data", &data, verb]));
            assert!(said.contains(&format!("{facts} 条记录")) && said.contains("链条完整"), "{said}");
            assert_eq!(fs::read(&file).unwrap(), before, "{verb} of version {version}");
            assert!(!folder.path().join("front-desk.db-wal").exists(), "else a start believes in a crash");
        }
    }
}

#[test]
fn every_old_version_is_kept_and_opens() {
    assert_eq!(OLD.iter().map(|(v, ..)| *v).collect::<Vec<_>>(), (1..VERSION).collect::<Vec<_>>());
    for (version, facts, dump) in OLD {
        let folder = left_by(*version, dump);
        let store = Store::open(folder.path(), *time(START).offset()).unwrap();
        let chain = store.verify().unwrap();
        assert_eq!((chain.broken, chain.facts), (None, *facts), "version {version}");
        let inside = store.read(|db| db.visits_inside(10)).unwrap();
        assert!(inside.iter().any(|v| v.name.as_ref().unwrap().reveal() == "测试甲"), "version {version}");
        for typed in ["测试甲", "csj", "5678", "b123", "3-1-502", "502"] {
            assert_eq!(
                store.read(|db| db.find_visits(typed)).unwrap().len(),
                1,
                "{typed} in version {version}"
            );
        }
        let before = crate::rebuild::tables(store.path());
        store.rebuild().unwrap();
        assert_eq!(crate::rebuild::tables(store.path()), before, "version {version}");
        let request = store.read(|db| db.requests_open(10)).unwrap().remove(0);
        assert_eq!(request.matter.unwrap().0, "厨房水管漏水", "version {version}");
        let open = store.read(|db| db.tickets_open(10)).unwrap();
        assert_eq!(open.iter().map(|t| t.number.to_string()).collect::<Vec<_>>(), ["A001", "A002"]);
    }
}

/// What happened to two visitors of version 1 after its dump: the desk let one in who waited; the other was forgotten, and a
/// pass printed anew was not.
const LATER: &str = r#"
INSERT INTO visit (id, day, series, number, unit, purpose, companions, by_card, state, arrived, valid_until)
  VALUES (x'00000000000000000000000000000007', '2026-11-21', 'V', 7, '3-1-503', 'viewing', 0, 0, 'inside', 1795224700000, 1795264200000),
         (x'00000000000000000000000000000008', '2026-11-21', 'V', 8, '3-1-504', 'family', 0, 0, 'left', 1795224700000, 1795264200000);
UPDATE visit SET left_at = 1795224900000 WHERE number = 8;
UPDATE counter SET last = 8 WHERE series = 'V';
INSERT INTO outbox (id, kind, entity, slip, state, made)
  VALUES (x'00000000000000000000000000000008', 'pass', x'00000000000000000000000000000008', '测试庚', 'printed', 1795224700000);
INSERT INTO journal (log, seq, hlc, at, author, entity, body, hash)
  SELECT h.log, h.seq + column1, h.hlc + column1, 1795224700000 + 100000 * column2, '"kiosk"', column3, column4, x'00'
  FROM head h, (VALUES
    (1, 0, x'00000000000000000000000000000007', '{"fact":"visit_registered","visit":"00000000-0000-0000-0000-000000000007","number":{"day":"2026-11-21","series":"V","n":7},"unit":"3-1-503","purpose":"viewing","companions":0,"by_card":false,"state":"at_desk","valid_until":1795264200000}'),
    (2, 1, x'00000000000000000000000000000007', '{"fact":"visit_moved","visit":"00000000-0000-0000-0000-000000000007","act":"admit"}'),
    (3, 0, x'00000000000000000000000000000008', '{"fact":"visit_registered","visit":"00000000-0000-0000-0000-000000000008","number":{"day":"2026-11-21","series":"V","n":8},"unit":"3-1-504","purpose":"family","companions":0,"by_card":false,"state":"inside","valid_until":1795264200000}'),
    (4, 2, x'00000000000000000000000000000008', '{"fact":"visit_moved","visit":"00000000-0000-0000-0000-000000000008","act":"leave"}'),
    (5, 3, x'00000000000000000000000000000008', '{"fact":"person_erased","entity":"00000000-0000-0000-0000-000000000008","reason":"expired"}'));
"#;

#[test]
fn what_version_1_left_undone_is_done_by_the_upgrade() {
    let folder = left_by(1, OLD[0].2);
    let file = folder.path().join("front-desk.db");
    Connection::open(&file).unwrap().execute_batch(LATER).unwrap();
    assert!(contains(&fs::read(&file).unwrap(), "测试庚"));
    let store = Store::open(folder.path(), *time(START).offset()).unwrap();
    let decided = store.read(|db| db.visits_decided(0, 10)).unwrap();
    assert_eq!(decided.iter().map(|v| v.number.to_string()).collect::<Vec<_>>(), ["V007"]);
    let before = crate::rebuild::tables(store.path());
    store.rebuild().unwrap();
    assert_eq!(crate::rebuild::tables(store.path()), before);
    drop(store);
    assert!(!contains(&fs::read(&file).unwrap(), "测试庚"));
}
