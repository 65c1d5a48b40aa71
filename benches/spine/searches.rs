//! The guard's search, in ms: what was typed → its newest rows.

use crate::bed::{Bed, Result};
use crate::table::{Figures, Table};
use std::hint::black_box;
use std::time::Instant;

/// Turns of all questions; the first few warm the cache and are not counted.
const TURNS: usize = 200;
const WARM: usize = 5;

/// What a guard types.
const ASKED: &[(&str, &str)] = &[
    ("find: one character", "王"),
    ("find: two characters", "明芳"),
    ("find: three, a whole name", "李明芳"),
    ("find: four, a whole name", "欧阳明芳"),
    ("find: a pair nobody has", "卍卐"),
    ("find: each pair common, all never", "王伟芳娜"),
    ("find: one initial", "w"),
    ("find: initials", "lmf"),
    ("find: a unit", "3-1-502"),
    ("find: a building", "3-"),
    ("find: a room", "502"),
    ("find: end of a phone, four", "5678"),
    ("find: end of a phone, six", "345678"),
    ("find: part of a plate", "b12"),
    ("find: a whole plate", "粤B12345"),
    ("find: end of a plate, or a phone", "2345"),
    ("find: a pass number", "V0007"),
];

/// Asks all of them in turn, over as many visits as stand there.
pub(crate) fn ask(bed: &Bed, old: usize, table: &mut Table) -> Result<()> {
    let mut figures = Figures::default();
    for turn in 0..TURNS + WARM {
        for &(what, typed) in ASKED {
            let begin = Instant::now();
            black_box(bed.store.read(|db| db.find_visits(typed))?);
            if turn >= WARM {
                figures.add(what, begin, Instant::now());
            }
        }
    }
    for &(what, _) in ASKED {
        table.limit(old, &figures, what, [f64::INFINITY, 1.0]);
    }
    Ok(())
}
