//! The guard's search: one and two characters of a name, a unit, a pass number, the tail of a telephone.

use super::error::{Error, Fault};
use super::tx::Db;
use crate::rules::people::PersonName;
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

pub(super) fn index(conn: &Connection, row: i64, name: &PersonName) -> Result<(), Fault> {
    let mut put = conn.prepare_cached("INSERT OR IGNORE INTO visit_gram (gram, row) VALUES (?1, ?2)")?;
    for gram in grams(name.reveal()) {
        put.execute(params![gram, row])?;
    }
    Ok(())
}

pub(super) fn forget(conn: &Connection, visit: Uuid) -> Result<(), Fault> {
    conn.execute(
        "DELETE FROM visit_gram WHERE row = (SELECT row FROM visit WHERE id = ?1)",
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
            return self.visits("number = ?1 AND series = 'V' ORDER BY row DESC LIMIT ?2", [number, SHOWN]);
        }
        if typed.starts_with(|c: char| c.is_ascii_digit()) {
            let up_to = format!("{typed}\u{10FFFF}");
            return self
                .visits("unit >= ?1 AND unit < ?2 ORDER BY row DESC LIMIT ?3", params![typed, up_to, SHOWN]);
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
            "row IN (SELECT row FROM visit_gram WHERE gram = ?1) AND instr(lower(replace(name, '·', '')), ?2) > 0
             ORDER BY row DESC LIMIT ?3",
            params![gram, rest, SHOWN],
        )
    }
}
