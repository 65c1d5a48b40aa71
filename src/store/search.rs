//! The guard's search: part of a name, the beginning of a unit, the number or the QR of a pass.

use super::error::{Error, Fault};
use super::tx::Db;
use crate::rules::people::PersonName;
use crate::rules::units::Unit;
use crate::rules::visits::Visit;
use crate::rules::{VisitId, slips, text};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows a search shows.
const SHOWN: u32 = 50;

/// Every character of a name and every pair of neighbours.
fn grams(name: &str) -> BTreeSet<String> {
    let letters: Vec<char> = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let single = letters.iter().map(char::to_string);
    let pairs = letters.windows(2).map(|pair| pair.iter().collect());
    single.chain(pairs).collect()
}

/// Every beginning of a unit, marked so that no name can be one: `3-1-5` is `#3`, `#3-1`, `#3-1-5`.
fn beginnings(unit: &str) -> impl Iterator<Item = String> {
    unit.char_indices().filter(|(_, c)| *c != '-').map(|(at, c)| format!("#{}", &unit[..at + c.len_utf8()]))
}

pub(super) fn index(
    conn: &Connection,
    row: i64,
    name: Option<&PersonName>,
    unit: &Unit,
) -> Result<(), Fault> {
    let mut put = conn.prepare_cached("INSERT OR IGNORE INTO visit_gram (gram, row) VALUES (?1, ?2)")?;
    let names = name.into_iter().flat_map(|name| grams(name.reveal()));
    for gram in names.chain(beginnings(unit.as_str())) {
        put.execute(params![gram, row])?;
    }
    Ok(())
}

pub(super) fn forget(conn: &Connection, visit: Uuid) -> Result<(), Fault> {
    conn.execute(
        "DELETE FROM visit_gram WHERE row = (SELECT row FROM visit WHERE id = ?1) AND gram NOT LIKE '#%'",
        [visit.as_bytes()],
    )?;
    Ok(())
}

impl Db<'_> {
    /// The newest 50 visits that fit what a guard typed: part of a name, a unit or the start of one, a pass
    /// number; or what a scanner read off a pass.
    pub fn find_visits(&self, typed: &str) -> Result<Vec<Visit>, Error> {
        let typed = text::half_width(&text::clean(typed));
        if typed.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(scanned) = slips::entity_of(&typed) {
            return Ok(self.visit(VisitId(scanned))?.into_iter().collect());
        }
        if let Some(number) = typed.strip_prefix(['V', 'v']).and_then(|n| n.parse::<u32>().ok()) {
            return self.visits(
                "visit WHERE number = ?1 AND series = 'V' ORDER BY row DESC LIMIT ?2",
                [number, SHOWN],
            );
        }
        if typed.starts_with(|c: char| c.is_ascii_digit()) || typed.contains('-') {
            let beginning = format!("#{}", typed.trim_end_matches('-').to_uppercase());
            return self.visits(
                "visit_gram CROSS JOIN visit USING (row) WHERE gram = ?1 ORDER BY visit_gram.row DESC LIMIT ?2",
                params![beginning, SHOWN],
            );
        }
        self.find_by_name(&typed)
    }

    fn find_by_name(&self, typed: &str) -> Result<Vec<Visit>, Error> {
        let letters: Vec<char> = typed.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
        let gram: String = match letters.len() {
            0 => return Ok(Vec::new()),
            1 => letters.iter().collect(),
            _ => letters[letters.len() - 2..].iter().collect(),
        };
        // The last pair finds the rows; what is left of a longer text is compared on them.
        let rest: String = letters.iter().collect();
        self.visits(
            "visit_gram CROSS JOIN visit USING (row)
             WHERE gram = ?1 AND instr(lower(replace(name, '·', '')), ?2) > 0
             ORDER BY visit_gram.row DESC LIMIT ?3",
            params![gram, rest, SHOWN],
        )
    }
}
