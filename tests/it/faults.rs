//! Faults: a disk that is full, a database that is damaged or newer, a key others can read. Each with a clear word, and
//! nothing that was there is touched.

use crate::bed::{Bed, START, request, shipped, still, time, visit};
use front_desk::config::Config;
use front_desk::rules::{Fact, Personal, Refusal};
use front_desk::station::{FaultKind, KioskPage, Notice, start};
use front_desk::store::{Fault, Store, VERSION};
use rusqlite::Connection;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

fn open(folder: &Path) -> Result<Store, Fault> {
    Store::open(folder, *time(START).offset())
}

#[test]
fn a_full_disk_is_told_nothing_entered_is_lost_and_it_works_again_with_room() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.store.limit_pages(bed.store.pages().unwrap()).unwrap();
    let mut taken = 1;
    let full = loop {
        let view = bed.log(request());
        match view.kiosk.notice.clone() {
            None => taken += 1,
            Some(notice) => break (notice, view.kiosk.page),
        }
        assert!(taken < 1_000, "the limit does not hold");
    };
    assert_eq!(
        full,
        (Notice::Fault(FaultKind::Full), KioskPage::Request),
        "the page and what was typed stay"
    );
    assert!(full.0.to_string().contains("您填写的内容还在"));
    assert_eq!(
        bed.view().desk.requests.len() + 1,
        taken,
        "what was acknowledged is there, what was not is not"
    );
    bed.store.limit_pages(1_000_000).unwrap();
    assert!(bed.log(request()).kiosk.notice.is_none());
    assert_eq!(bed.store.verify().unwrap().broken, None);
}

#[test]
fn a_newer_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let file = folder.path().join("front-desk.db");
    Connection::open(&file).unwrap().pragma_update(None, "user_version", VERSION + 1).unwrap();
    let before = fs::read(&file).unwrap();
    let refused = open(folder.path()).err().unwrap();
    assert!(matches!(refused, Fault::Newer { found, .. } if found == VERSION + 1), "{refused}");
    assert_eq!(fs::read(&file).unwrap(), before);
}

#[test]
fn a_damaged_or_foreign_file_is_refused_and_left_as_it_is() {
    let damage: [fn(&mut Vec<u8>); 3] = [
        |bytes| bytes[..16].copy_from_slice(b"not a database!!"),
        |bytes| {
            let len = bytes.len();
            bytes[4096..len.min(40_960)].fill(0xA5);
        },
        |bytes| bytes.truncate(5_000),
    ];
    for harm in damage {
        let mut bed = Bed::new();
        bed.register(visit());
        bed.store.sweep_log().unwrap();
        let (folder, file) = (tempfile::tempdir().unwrap(), "front-desk.db");
        let mut bytes = fs::read(bed.store.path()).unwrap();
        harm(&mut bytes);
        fs::copy(bed.folder.path().join("keys"), folder.path().join("keys")).unwrap();
        fs::write(folder.path().join(file), &bytes).unwrap();
        let refused = match open(folder.path()) {
            Err(fault) => fault.to_string(),
            Ok(store) => store.write(bed.stamp(), |tx| tx.next_number("A")).err().unwrap().to_string(),
        };
        assert!(refused.contains("数据库已损坏"), "{refused}");
        assert_eq!(fs::read(folder.path().join(file)).unwrap(), bytes);
    }
    let folder = tempfile::tempdir().unwrap();
    Connection::open(folder.path().join("front-desk.db"))
        .unwrap()
        .execute_batch("CREATE TABLE other (x)")
        .unwrap();
    assert!(matches!(open(folder.path()).err().unwrap(), Fault::Corrupt(_)));
}

#[test]
fn damage_behind_the_first_pages_is_found_before_anything_is_written() {
    for crashed in [false, true] {
        let mut bed = Bed::new();
        (0..40).for_each(|_| drop(bed.log(request())));
        bed.store.sweep_log().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("front-desk.db");
        let mut bytes = fs::read(bed.store.path()).unwrap();
        let last = bytes.len() - 4096;
        bytes[last..].fill(0xA5);
        fs::copy(bed.folder.path().join("keys"), folder.path().join("keys")).unwrap();
        fs::write(&file, &bytes).unwrap();
        if crashed {
            fs::write(folder.path().join("front-desk.db-wal"), "").unwrap();
        }
        // A machine too busy to look within the time opens it, and then writes nothing.
        match open(folder.path()) {
            Err(fault) => assert!(matches!(fault, Fault::Corrupt(_)), "{fault}"),
            Ok(store) => {
                assert!(!crashed, "looked through before anything else");
                let refused = store.write(bed.stamp(), |tx| tx.next_number("A")).err().unwrap();
                assert!(refused.to_string().contains("数据库已损坏"), "{refused}");
                assert!(store.rebuild().is_err() && store.verify().is_err());
            }
        }
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
}

/// A data folder whose file is long, and damaged at its end.
fn long_and_damaged() -> tempfile::TempDir {
    let bed = Bed::new();
    let Bed { folder, store, station, feed, .. } = bed;
    drop((store, station, feed));
    let file = folder.path().join("front-desk.db");
    Connection::open(&file)
        .unwrap()
        .execute_batch(
            "PRAGMA secure_delete = OFF;
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
             INSERT INTO counter SELECT 'long ago', i, 1 FROM n",
        )
        .unwrap();
    let mut bytes = fs::read(&file).unwrap();
    let last = bytes.len() - 4096;
    bytes[last..].fill(0xA5);
    fs::write(&file, &bytes).unwrap();
    folder
}

#[test]
fn damage_that_is_found_late_ends_the_station_with_its_cause() {
    let folder = long_and_damaged();
    let before = fs::read(folder.path().join("front-desk.db")).unwrap();
    let store = Store::open_within(Duration::ZERO, folder.path(), *time(START).offset()).unwrap();
    let alone = store.rebuild().unwrap_err().to_string();
    assert!(alone.contains("数据库已损坏"), "{alone}");
    let mut config = Config::load(&shipped()).unwrap();
    config.station.data = folder.path().to_owned();
    let running = start(config, store, still(START), false).unwrap();
    let mut views = running.views();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async { while views.changed().await.is_ok() {} });
    let lost = running.lost().unwrap().to_string();
    assert!(lost.contains("数据库已损坏"), "{lost}");
    drop(running);
    assert!(fs::read(folder.path().join("front-desk.db")).unwrap() == before, "not a byte was changed");
}

#[test]
fn what_breaks_no_trust_does_not_reopen() {
    let bed = Bed::new();
    let taken = |n: u32| {
        let number = |tx: &front_desk::store::Tx<'_>| tx.next_number("A");
        bed.store.write(bed.stamp(), move |tx| {
            let fact = Fact::NumberTaken {
                ticket: uuid::Uuid::from_u128(u128::from(n)).into(),
                number: number(tx)?,
                service: "fees".into(),
            };
            tx.record(&fact, &Personal::default())
        })
    };
    taken(1).unwrap();
    bed.store.limit_pages(bed.store.pages().unwrap()).unwrap();
    let twice = taken(1).unwrap_err();
    assert!(matches!(twice, front_desk::store::Error::Fault(Fault::Sqlite(_))), "{twice}");
    let full = bed.store.writable().unwrap_err();
    assert!(
        matches!(full, front_desk::store::Error::Fault(Fault::Full)),
        "the limit went with the connection"
    );
}

#[test]
fn what_is_closed_in_good_order_leaves_no_log_behind() {
    let mut bed = Bed::new();
    bed.take("fees");
    let Bed { folder, store, station, feed, .. } = bed;
    drop((station, feed));
    assert_eq!(store.read(|db| db.waiting()).unwrap().len(), 1);
    drop(store);
    assert!(!folder.path().join("front-desk.db-wal").exists(), "else the next start believes in a crash");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("data"), "a file where a folder should be").unwrap();
    let refused = open(&folder.path().join("data")).err().unwrap();
    assert!(matches!(&refused, Fault::File { path, .. } if path.ends_with("data")), "{refused}");
}

#[test]
fn a_database_that_turns_read_only_refuses_in_words_and_goes_on_showing() {
    let mut bed = Bed::new();
    bed.take("fees");
    bed.store.refuse_writes(true).unwrap();
    let view = bed.take("fees");
    assert_eq!(view.kiosk.notice, Some(Notice::Fault(FaultKind::ReadOnly)));
    assert_eq!(view.desk.waiting.len(), 1, "reading goes on");
    bed.store.refuse_writes(false).unwrap();
    assert!(bed.take("fees").kiosk.notice.is_none());
}

#[test]
fn the_key_is_a_file_of_its_own_that_nobody_else_may_read() {
    let bed = Bed::new();
    let key = bed.folder.path().join("keys");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("keys"), "00".repeat(32)).unwrap();
    fs::set_permissions(folder.path().join("keys"), Permissions::from_mode(0o644)).unwrap();
    assert!(matches!(open(folder.path()).err().unwrap(), Fault::Key { .. }));
    fs::set_permissions(folder.path().join("keys"), Permissions::from_mode(0o600)).unwrap();
    assert!(open(folder.path()).is_ok());
    fs::write(folder.path().join("keys"), "short").unwrap();
    assert!(matches!(open(folder.path()).err().unwrap(), Fault::Key { .. }));
}

#[test]
fn a_key_that_is_missing_or_another_is_said_and_nothing_is_touched() {
    let mut bed = Bed::new();
    bed.register(visit());
    bed.take("fees");
    let Bed { folder, store, station, feed, .. } = bed;
    drop((store, station, feed));
    let (key, file) = (folder.path().join("keys"), folder.path().join("front-desk.db"));
    let (right, before) = (fs::read(&key).unwrap(), fs::read(&file).unwrap());
    fs::remove_file(&key).unwrap();
    let missing = open(folder.path()).err().unwrap();
    assert!(missing.to_string().contains("不见了，未作任何改动"), "{missing}");
    assert!(!key.exists(), "another is not made");
    fs::write(&key, "00".repeat(32)).unwrap();
    fs::set_permissions(&key, Permissions::from_mode(0o600)).unwrap();
    let other = open(folder.path()).err().unwrap();
    assert!(other.to_string().contains("不是这个数据库的密钥"), "{other}");
    assert_eq!(fs::read(&file).unwrap(), before);
    fs::write(&key, right).unwrap();
    assert_eq!(open(folder.path()).unwrap().read(|db| db.visits_inside(1)).unwrap().len(), 1);
}

#[test]
fn a_panic_in_one_transaction_rolls_it_back_and_the_store_goes_on() {
    let mut bed = Bed::new();
    let stamp = bed.stamp();
    let broken = bed.store.write(stamp, |_| -> Result<(), front_desk::store::Error> { panic!("a bug") });
    assert!(matches!(broken, Err(front_desk::store::Error::Fault(Fault::Bug))));
    assert!(bed.take("fees").kiosk.notice.is_none());
}

#[test]
fn whoever_finds_the_writer_free_waits_for_no_other_thread() {
    let bed = Bed::new();
    let me = std::thread::current().id();
    // The look through the file stands first in line.
    let mut wrote =
        (0..1_000).map(|_| bed.store.write(bed.stamp(), |_| Ok(std::thread::current().id())).unwrap());
    assert!(wrote.any(|thread| thread == me));
}

#[test]
fn transactions_that_share_a_commit_do_not_share_a_refusal() {
    let bed = Bed::new();
    let stamp = bed.stamp();
    let callers: Vec<_> = (0..8)
        .map(|caller: u32| {
            let store = bed.store.clone();
            std::thread::spawn(move || {
                for turn in 0..25_u32 {
                    let refuse = (caller + turn).is_multiple_of(3);
                    let done = store.write(stamp, move |tx| {
                        let number = tx.next_number("A")?;
                        let ticket = uuid::Uuid::from_u128(u128::from(caller * 1_000 + turn)).into();
                        tx.record(
                            &Fact::NumberTaken { ticket, number, service: "fees".into() },
                            &Personal::default(),
                        )?;
                        if refuse { Err(Refusal::NotFound.into()) } else { Ok(()) }
                    });
                    assert_eq!(done.is_err(), refuse);
                }
            })
        })
        .collect();
    callers.into_iter().for_each(|c| c.join().unwrap());
    let open = bed.store.read(|db| db.tickets_open(u32::MAX)).unwrap();
    let wanted =
        (0..8_u32).flat_map(|c| (0..25_u32).map(move |t| c + t)).filter(|n| !n.is_multiple_of(3)).count();
    assert_eq!(open.len(), wanted, "what was refused left nothing behind");
    assert_eq!(open.last().unwrap().number.n as usize, wanted, "and took no number with it");
    let chain = bed.store.verify().unwrap();
    assert_eq!((chain.broken, chain.facts as usize), (None, wanted));
}
