//! Opening: a first start that was cut off, many starts at once, a disk that takes nothing. The station comes up, or comes up
//! the next time.

use crate::bed::{START, shipped, still, time};
use front_desk::config::Config;
use front_desk::devices::{Bench, Devices};
use front_desk::station::{Event, FaultKind, Intent, KioskIntent, KioskPage, Station, start};
use front_desk::store::{Fault, Store};
use rusqlite::Connection;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::Barrier;

/// A folder that a child of these tests opens a store in.
const OPENS: &str = "FRONT_DESK_OPENS";

fn open(folder: &Path) -> Result<Store, Fault> {
    Store::open(folder, *time(START).offset())
}

/// A process that opens the store in a folder once and ends; `before` are shell commands.
fn opener(folder: &Path, before: &str) -> Child {
    Command::new("sh")
        .args([
            "-c",
            &format!("{before} exec \"$0\" --exact opening::many_starts_at_once_all_come_up --nocapture"),
        ])
        .arg(std::env::current_exe().unwrap())
        .env(OPENS, folder)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

/// A store that works: a number is given out and its chain holds.
fn works(folder: &Path) {
    let store = open(folder).unwrap();
    store.writable().unwrap();
    assert_eq!(store.verify().unwrap().broken, None);
}

#[test]
fn many_starts_at_once_all_come_up() {
    if let Some(folder) = std::env::var_os(OPENS) {
        return drop(open(Path::new(&folder)).unwrap());
    }
    for round in 0..8 {
        let folder = tempfile::tempdir().unwrap();
        let barrier = Barrier::new(4);
        std::thread::scope(|threads| {
            for _ in 0..4 {
                threads.spawn(|| {
                    barrier.wait();
                    drop(open(folder.path()).unwrap());
                });
            }
        });
        works(folder.path());
        let folder = tempfile::tempdir().unwrap();
        let mut children: Vec<Child> = (0..3).map(|_| opener(folder.path(), "")).collect();
        assert!(children.iter_mut().all(|c| c.wait().unwrap().success()), "round {round}");
        works(folder.path());
    }
}

#[test]
fn a_start_that_waits_for_a_look_says_so_and_goes_on_after_it() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let looks = fs::File::open(folder.path().join("opening.lock")).unwrap();
    looks.lock().unwrap();
    let config = shipped();
    let mut verify = Command::new(env!("CARGO_BIN_EXE_front-desk"))
        .args(["--config", config.to_str().unwrap(), "--data", folder.path().to_str().unwrap(), "verify"])
        .stderr(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(verify.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("waiting for it")));
    drop(looks);
    assert!(verify.wait().unwrap().success());
}

/// A database that has a log and nothing else yet.
fn walled(folder: &Path) -> Connection {
    let conn = Connection::open(folder.join("front-desk.db")).unwrap();
    conn.pragma_update(None, "journal_mode", "wal").unwrap();
    conn
}

#[test]
fn a_first_start_that_was_cut_off_is_begun_again() {
    let cuts: [fn(&Path); 3] = [
        |folder| fs::write(folder.join("front-desk.db"), "").unwrap(),
        |folder| drop(walled(folder)),
        |folder| {
            // In the middle of the tables: pages of them stand in the log, and no commit.
            let other = tempfile::tempdir().unwrap();
            let conn = walled(other.path());
            conn.execute_batch("PRAGMA cache_size = 8; BEGIN; CREATE TABLE meta (key, value);").unwrap();
            conn.execute("INSERT INTO meta VALUES ('x', zeroblob(200000))", []).unwrap();
            for name in ["front-desk.db", "front-desk.db-wal", "front-desk.db-shm"] {
                fs::copy(other.path().join(name), folder.join(name)).unwrap();
            }
            assert!(fs::metadata(folder.join("front-desk.db-wal")).unwrap().len() > 100_000);
        },
    ];
    for (n, cut) in cuts.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        cut(folder.path());
        assert!(open(folder.path()).is_ok(), "cut {n}: {}", open(folder.path()).err().unwrap());
        works(folder.path());
    }
}

#[test]
fn a_first_start_without_room_comes_up_when_there_is() {
    let mut failed = 0;
    for blocks in [0, 1, 8, 16, 32, 64, 128, 256] {
        let folder = tempfile::tempdir().unwrap();
        // The system lets no file of this process grow beyond so many blocks of 512 bytes.
        let first = opener(folder.path(), &format!("trap '' XFSZ; ulimit -f {blocks};")).wait().unwrap();
        failed += i32::from(!first.success());
        works(folder.path());
    }
    assert!(failed >= 5, "the limit does not hold: only {failed} starts failed");
}

#[test]
fn a_disk_that_is_full_at_the_start_lets_the_station_show_and_say_so() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let opened = opener(folder.path(), "trap '' XFSZ; ulimit -f 64;").wait().unwrap();
    assert!(opened.success(), "a log that cannot grow ahead is no reason");
    works(folder.path());
}

/// Runs `work` in a folder that takes no change, on a thread without root's rights. `open_up` makes it take changes again.
fn read_only(work: impl FnOnce(&Path, &dyn Fn()) + Send) {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).unwrap());
    let change = |folder: &Path, mode: u32, of_files: u32| {
        fs::set_permissions(folder, Permissions::from_mode(mode)).unwrap();
        for name in ["front-desk.db", "opening.lock"] {
            fs::set_permissions(folder.join(name), Permissions::from_mode(of_files)).unwrap();
        }
    };
    let root = rustix::process::geteuid().is_root();
    let nobody = rustix::process::Uid::from_raw(65_534);
    if root {
        let within = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path());
        for path in within.chain([folder.path().to_owned()]) {
            chown(path, Some(65_534), None).unwrap();
        }
    }
    change(folder.path(), 0o555, 0o444);
    std::thread::scope(|threads| {
        threads.spawn(|| {
            if root {
                rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
            }
            work(folder.path(), &|| change(folder.path(), 0o755, 0o644));
        });
    });
}

#[test]
fn a_folder_that_cannot_be_written_opens_shows_says_so_and_is_taken_back_by_itself() {
    read_only(|folder, open_up| {
        assert!(fs::write(folder.join("x"), "").is_err(), "the folder takes a file");
        let config = Config::load(&shipped()).unwrap();
        let store = open(folder).unwrap();
        assert_eq!(store.verify().unwrap().broken, None);
        let mut now = time(START);
        let mut station = Station::new(config.station, config.house, store, Devices::new(Bench::default()).0);
        let views = station.views();
        let mut tell = |event, now| {
            station.handle(event, now);
            station.show(now);
            views.borrow().clone()
        };
        assert_eq!(tell(Event::Tick, now).station.closed, Some(FaultKind::ReadOnly));
        let visit = || Event::Intent(Intent::Kiosk(KioskIntent::Open(KioskPage::Visit)));
        assert_eq!(tell(visit(), now).kiosk.page, KioskPage::Closed);
        open_up();
        now += chrono::Duration::seconds(1);
        assert_eq!(tell(Event::Tick, now).station.closed, None);
        assert_eq!(tell(visit(), now).kiosk.page, KioskPage::Visit);
    });
}

#[test]
fn the_running_station_comes_up_in_a_folder_that_cannot_be_written() {
    read_only(|folder, _| {
        let mut config = Config::load(&shipped()).unwrap();
        config.station.data = folder.to_owned();
        let running = start(config, open(folder).unwrap(), still(START), true).unwrap();
        let mut views = running.views();
        let said =
            async { views.wait_for(|view| view.station.closed.is_some()).await.unwrap().station.closed };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        assert_eq!(runtime.block_on(said), Some(FaultKind::ReadOnly));
    });
}

#[test]
fn without_a_database_there_is_nothing_to_show_and_the_cause_is_named() {
    read_only(|folder, open_up| {
        open_up();
        fs::remove_file(folder.join("front-desk.db")).unwrap();
        fs::set_permissions(folder, Permissions::from_mode(0o555)).unwrap();
        let refused = open(folder).err().unwrap();
        assert!(matches!(refused, Fault::ReadOnly), "{refused}");
    });
}
