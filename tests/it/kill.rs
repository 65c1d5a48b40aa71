//! kill -9 while eight callers take numbers: every number that was acknowledged is there once, and the chain holds.

use crate::bed::{START, time};
use front_desk::store::Store;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Kills; each at another place, counted in acknowledged numbers.
const KILLS: [usize; 6] = [1, 7, 40, 113, 260, 500];

#[test]
fn acknowledged_numbers_survive_and_stay_single() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = Vec::new();
    for after in KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "queue::eight_callers_get_distinct_numbers_without_gaps", "--nocapture"])
            .env("FRONT_DESK_FOLDER", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let issued = lines.filter_map(|line| line.unwrap().split("issued ").nth(1).map(str::to_owned));
        acknowledged.extend(issued.take(after));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let store = Store::open(folder.path(), *time(START).offset()).unwrap();
    let mut times = BTreeMap::new();
    let open = store.read(|db| db.tickets_open(u32::MAX)).unwrap();
    open.iter().for_each(|t| *times.entry(t.number.to_string()).or_insert(0) += 1);
    for label in &acknowledged {
        assert_eq!(times.get(label), Some(&1), "{label} was acknowledged");
    }
    assert_eq!(acknowledged.len(), KILLS.iter().sum::<usize>());
    assert_eq!(open.last().unwrap().number.n as usize, open.len(), "no gap");
    let chain = store.verify().unwrap();
    assert_eq!((chain.broken, chain.facts as usize), (None, open.len()));
}
