//! The tables come out of the journal as they were: every table, every kind of fact, and after an upgrade too.

use crate::bed::{Bed, visit};
use crate::facts::STORED;
use crate::journal::busy;
use front_desk::rules::fact::ErasureReason;
use front_desk::rules::people::{IdNumber, PersonName, Phone, Plate};
use front_desk::rules::requests::RequestAct;
use front_desk::rules::visits::{Purpose, VisitForm};
use front_desk::rules::{Fact, Personal};
use front_desk::station::{DeskIntent, DeskPanel};
use front_desk::store::REBUILT;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::BTreeSet;
use std::path::Path;

/// The rebuilt tables. The pieces of the guard's search are all the same wherever they stand.
fn rebuilt() -> impl Iterator<Item = &'static str> {
    let plain = REBUILT.iter().copied().filter(|table| !table.starts_with("visit_gram"));
    plain.chain(["visit_piece"])
}

/// All that the tables hold. Two things are told apart by nobody: the place of a household in its table, where one that is
/// gone left a gap; and the bytes of a sealed number, which are others each time.
pub(crate) fn tables(database: &Path) -> Vec<String> {
    let conn = Connection::open(database).unwrap();
    let mut lines = Vec::new();
    for table in rebuilt() {
        let mut ask = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns: Vec<String> = ask.column_names().map(str::to_owned).collect();
        let mut rows = ask.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cell = |(i, name): (usize, &String)| match (table, name.as_str(), row.get_ref(i).unwrap()) {
                ("household", "row", _) => String::new(),
                (_, "id_sealed", ValueRef::Blob(_)) => "id_sealed".into(),
                (_, _, value) => format!("{name}={value:?}"),
            };
            let cells: Vec<String> = columns.iter().enumerate().map(cell).collect();
            lines.push(format!("{table}: {}", cells.join(" ")));
        }
    }
    lines.sort();
    lines
}

/// A fact's kind, as the journal has it.
fn kind(fact: &str) -> String {
    serde_json::from_str::<serde_json::Value>(fact).unwrap()["fact"].as_str().unwrap().to_owned()
}

/// A station at which every kind of fact has happened: a day's walks, and each stored example that still fits in.
fn whole() -> Bed {
    let mut bed = busy();
    bed.register(VisitForm { purpose: Some(Purpose::Viewing), ..visit() });
    let waiting = bed.desk(DeskIntent::Open(DeskPanel::Visits)).desk.visits.waiting[0].id;
    bed.desk(DeskIntent::Admit(waiting));
    let request = bed.desk(DeskIntent::Open(DeskPanel::Requests)).desk.requests[0].id;
    bed.desk(DeskIntent::Request(request, RequestAct::Accept));
    bed.desk(DeskIntent::Dispatch(request, "工程部".into()));
    let id = bed.store.read(|db| db.history(request.0)).unwrap().len();
    assert_eq!(id, 3, "logged, accepted, dispatched");
    let number = IdNumber::parse("110000199003071231").unwrap();
    let personal = Personal {
        name: PersonName::parse("测试己").ok(),
        phone: Phone::parse("13800000006").ok(),
        plate: Plate::parse("粤B00006").unwrap(),
        ..Personal::default()
    };
    let mut fitted = BTreeSet::new();
    for (_, stored) in STORED {
        let (number, mut personal) = (number.clone(), personal.clone());
        let body = stored.replace("2026-11-21", "2026-11-20"); // the numbers of the day itself are given out
        // Of two stored ways to begin one record the second does not fit.
        let recorded = bed.store.write(bed.stamp(), move |tx| {
            personal.id = tx.trace(&number, front_desk::rules::house::IdKept::Sealed);
            tx.record(&serde_json::from_str::<Fact>(&body).unwrap(), &personal)
        });
        if recorded.is_ok() {
            fitted.insert(kind(stored));
        }
    }
    assert_eq!(
        fitted,
        STORED.iter().map(|(_, body)| kind(body)).collect(),
        "a kind has no example that fits"
    );
    for gone in [waiting.0, request.0] {
        bed.store.write(bed.stamp(), move |tx| tx.erase(gone, ErasureReason::Asked)).unwrap();
    }
    bed
}

#[test]
fn every_table_comes_out_of_the_journal_as_it_was() {
    let bed = whole();
    let before = tables(bed.store.path());
    for table in rebuilt() {
        assert!(before.iter().any(|line| line.starts_with(&format!("{table}: "))), "{table} is empty");
    }
    bed.store.rebuild().unwrap();
    assert_eq!(tables(bed.store.path()), before);
    assert_eq!(bed.store.verify().unwrap().broken, None);
}

#[test]
fn every_table_is_rebuilt_or_this_stations_own() {
    let bed = Bed::new();
    let conn = Connection::open(bed.store.path()).unwrap();
    let mut ask = conn.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    let there: BTreeSet<String> = ask.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    let own = ["meta", "journal", "head", "outbox"];
    let known: BTreeSet<String> = REBUILT.iter().copied().chain(own).map(str::to_owned).collect();
    assert_eq!(there, known);
}
