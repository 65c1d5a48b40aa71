//! Erasure reaches the last copy: the log that a reader holds open, a slip that was printed anew, what a crash left behind.

use crate::bed::{Bed, contains, shipped, visit};
use crate::program::{run, said};
use chrono::Duration;
use front_desk::rules::fact::ErasureReason;
use front_desk::station::GuardIntent;
use front_desk::store::{Error, Fault};
use rusqlite::Connection;
use uuid::Uuid;

/// Somebody who reads, and goes on seeing what was there when it began.
fn reader(bed: &Bed) -> Connection {
    let conn = Connection::open(bed.store.path()).unwrap();
    conn.execute_batch("BEGIN; SELECT count(*) FROM visit").unwrap();
    conn
}

/// A registered visitor whose name stands in the files.
fn registered(bed: &mut Bed) -> Uuid {
    let id = bed.register(visit()).guard.visits[0].id.0;
    assert!(contains(&bed.files(), "测试甲"));
    id
}

fn erase(bed: &Bed, id: Uuid) {
    bed.store.write(bed.stamp(), move |tx| tx.erase(id, ErasureReason::Asked)).unwrap();
}

#[test]
fn a_sweep_with_a_reader_in_the_way_is_no_success_and_comes_by_itself() {
    let mut bed = Bed::new();
    let id = registered(&mut bed);
    let reading = reader(&bed);
    erase(&bed, id);
    assert!(matches!(bed.store.sweep_log(), Err(Error::Fault(Fault::Busy))));
    bed.wait(60);
    assert!(contains(&bed.files(), "测试甲"), "the reader holds it");
    drop(reading);
    bed.wait(60);
    assert!(!contains(&bed.files(), "测试甲"));
    let mark = "SELECT count(*) FROM meta WHERE key = 'sweep'";
    let owed: i64 = Connection::open(bed.store.path()).unwrap().query_row(mark, [], |r| r.get(0)).unwrap();
    assert_eq!(owed, 0, "and nothing more is owed");
}

#[test]
fn the_command_says_that_it_is_still_in_the_log() {
    let mut bed = Bed::new();
    registered(&mut bed);
    let reading = reader(&bed);
    let (config, data) = (shipped(), bed.folder.path().to_str().unwrap().to_owned());
    let erase = || run(&["--config", config.to_str().unwrap(), "--data", &data, "erase", "V20261121-001"]);
    let output = erase();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("还留在日志文件里"), "{}", said(&output));
    drop(reading);
    assert_eq!(erase().status.code(), Some(0));
    assert!(!contains(&bed.files(), "测试甲"));
}

#[test]
fn what_was_erased_before_a_crash_is_swept_at_the_next_start() {
    let mut bed = Bed::new();
    let id = registered(&mut bed);
    let other = Connection::open(bed.store.path()).unwrap();
    other.query_row("SELECT count(*) FROM visit", [], |_| Ok(())).unwrap();
    erase(&bed, id);
    let Bed { folder, store, station, feed, .. } = bed;
    drop((station, feed, store)); // the log stays: another still has it open
    let bed = Bed::in_folder(folder);
    bed.store.writable().unwrap(); // the writer has begun
    assert!(!contains(&bed.files(), "测试甲"));
}

#[test]
fn a_pass_printed_anew_does_not_outlive_its_visit() {
    let mut bed = Bed::new();
    let id = registered(&mut bed);
    bed.print();
    bed.guard(GuardIntent::Leave(id.into()));
    let slip = id.into();
    bed.now += Duration::days(80);
    bed.store.write(bed.stamp(), move |tx| tx.reprint_slip(slip)).unwrap();
    bed.print();
    assert!(bed.store.read(|db| db.slip(slip)).unwrap().unwrap().slip.is_some());
    let before = (bed.now - Duration::days(70)).timestamp_millis();
    bed.store.write(bed.stamp(), move |tx| tx.expire_visits(before, i64::MIN, 500)).unwrap();
    bed.store.sweep_owed().unwrap();
    assert!(bed.store.read(|db| db.slip(slip)).unwrap().unwrap().slip.is_none());
    assert!(!contains(&bed.files(), "测试甲"));
    let chain = bed.store.verify().unwrap();
    assert_eq!((chain.broken, chain.blanked), (None, 1));
}
