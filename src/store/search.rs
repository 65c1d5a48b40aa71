//! The guard's search: part of a name or its first letters in pinyin, a unit or a room, the end of a telephone number, part
//! of a plate, the number or the QR of a pass.
//!
//! The view `visit_piece` has the pieces by which each visit is found; each kind but the name's has a mark that no name can hold:
//!
//! | pieces | 张卫东, 3-1-502, 13800005678, 粤B12345 |
//! |---|---|
//! | a name: each character, two and three neighbours | `张` `卫` `东` `张卫` `卫东` `张卫东` |
//! | `@` its initials: every beginning | `@z` `@zw` `@zwd` |
//! | `#` a unit: every beginning, and the room alone | `#3` `#3-1` `#3-1-5` `#3-1-50` `#3-1-502` `#502` |
//! | `*` a telephone number backwards: its first four, and all of it | `*8765` `*87650000831` |
//! | `%` a plate: three neighbours, and every longer end | `%粤b1` `%b12` … `%345`, `%粤b12345` … `%2345` |
//!
//! What is typed may be several of these at once. Each kind gives its newest 50, and the newest 50 of all are shown. The
//! shortest text of a kind fits the most visits and has a piece of its own, whose newest are read off its end however many
//! they are; longer ones are found by how a piece begins, which is rarer.
//!
//! A visit writes its pieces into `visit_gram_new`, a few pages in all; the writer carries them over to `visit_gram` together,
//! when the visits that wrote them stand and are answered.

use super::error::{Error, Fault};
use super::tx::Db;
use crate::pinyin;
use crate::rules::people::{PersonName, Phone, Plate};
use crate::rules::units::Unit;
use crate::rules::visits::Visit;
use crate::rules::{Personal, VisitId, slips, text};
use rusqlite::{Connection, params};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows a search shows.
const SHOWN: u32 = 50;
/// So many pieces may stand apart before they are carried over: those of some thirty visits, on three pages. With them come those
/// that were written until the writer looked, which it does when it has changed so many rows.
pub(super) const NEW: u32 = 512;
/// A piece with fewer rows than this is rare enough to look through.
const RARE: u32 = 200;
/// First letters of a name that are kept, at most.
const INITIALS: usize = 8;
/// The least digits of a telephone number's end.
const TAIL: usize = 4;
/// The least characters of a plate.
const RUN: usize = 3;
/// Longer ends of the longest plate (8 characters): as often may one visit fit.
const ENDS: u32 = 5;

/// What a visit is found by, as its columns have it.
struct Found<'v> {
    name: Option<&'v str>,
    phone: Option<&'v str>,
    plate: Option<&'v str>,
    unit: &'v str,
}

/// Letters and digits alone, small.
fn letters(text: &str) -> Vec<char> {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn neighbours(letters: &[char], size: usize) -> impl Iterator<Item = String> + '_ {
    letters.windows(size).map(|near| near.iter().collect())
}

fn marked(mark: char, letters: impl IntoIterator<Item = char>) -> String {
    std::iter::once(mark).chain(letters).collect()
}

impl Found<'_> {
    /// All pieces of a visit.
    fn pieces(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        if let Some(name) = self.name {
            let letters = letters(name);
            (1..=3).for_each(|size| all.extend(neighbours(&letters, size)));
            let plain: String = letters.iter().collect();
            for initials in pinyin::initials(name).into_iter().filter(|i| *i != plain) {
                let most = initials.chars().count().min(INITIALS);
                all.extend((1..=most).map(|n| marked('@', initials.chars().take(n))));
            }
        }
        if let Some(phone) = self.phone {
            all.extend([TAIL, phone.len()].map(|most| marked('*', phone.chars().rev().take(most))));
        }
        if let Some(plate) = self.plate {
            let letters = letters(plate);
            let runs = letters.windows(RUN);
            let ends = (0..letters.len()).map(|at| &letters[at..]).filter(|end| end.len() > RUN);
            all.extend(runs.chain(ends).map(|part| marked('%', part.iter().copied())));
        }
        let ends = self.unit.char_indices().filter(|(_, c)| *c != '-').map(|(at, c)| at + c.len_utf8());
        all.extend(ends.map(|end| marked('#', self.unit[..end].chars())));
        all.extend(self.unit.rsplit('-').next().map(|room| marked('#', room.chars())));
        all
    }
}

/// How pieces are put in: those of a row that had none; and of one that has some.
const FIRST: &str = "INSERT INTO visit_gram_new (gram, row) VALUES (?1, ?2)";
const MORE: &str = "INSERT OR IGNORE INTO visit_gram_new (gram, row)
                    SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM visit_gram WHERE gram = ?1 AND row = ?2)";

/// Puts in the pieces of a new visit.
pub(super) fn index(conn: &Connection, row: i64, personal: &Personal, unit: &Unit) -> Result<(), Fault> {
    put(conn, FIRST, row, &known(personal, unit))
}

/// Puts in the pieces of what became known of a visit later.
pub(super) fn index_more(conn: &Connection, row: i64, personal: &Personal, unit: &Unit) -> Result<(), Fault> {
    put(conn, MORE, row, &known(personal, unit))
}

fn known<'v>(personal: &'v Personal, unit: &'v Unit) -> Found<'v> {
    Found {
        name: personal.name.as_ref().map(PersonName::reveal),
        phone: personal.phone.as_ref().map(Phone::reveal),
        plate: personal.plate.as_ref().map(Plate::reveal),
        unit: unit.as_str(),
    }
}

fn put(conn: &Connection, how: &str, row: i64, visit: &Found<'_>) -> Result<(), Fault> {
    let mut add = conn.prepare_cached(how)?;
    for piece in visit.pieces() {
        add.execute(params![piece, row])?;
    }
    Ok(())
}

/// Carries the new pieces over to all the others, once enough of them stand apart; inside a transaction of the caller's.
pub(super) fn carry_over(conn: &Connection) -> Result<(), Fault> {
    let mut ask = conn.prepare_cached("SELECT count(*) >= ?1 FROM visit_gram_new")?;
    if ask.query_row([NEW], |r| r.get(0))? {
        conn.execute_batch(
            "INSERT INTO visit_gram (gram, row) SELECT gram, row FROM visit_gram_new; DELETE FROM visit_gram_new;",
        )?;
    }
    Ok(())
}

/// Takes out every piece of a person; the unit stays.
pub(super) fn forget(conn: &Connection, visit: Uuid) -> Result<(), Fault> {
    for table in ["visit_gram", "visit_gram_new"] {
        let mut forget = conn.prepare_cached(&format!(
            "DELETE FROM {table} WHERE row = (SELECT row FROM visit WHERE id = ?1) AND gram NOT LIKE '#%'"
        ))?;
        forget.execute([visit.as_bytes()])?;
    }
    Ok(())
}

/// Makes all pieces anew, from the table of visits: after an upgrade that knows more kinds of them.
pub(super) fn reindex(conn: &Connection) -> Result<(), Fault> {
    conn.execute_batch("DELETE FROM visit_gram")?;
    let mut ask = conn.prepare("SELECT row, name, phone, plate, unit FROM visit ORDER BY row")?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        let text = |i: usize| row.get_ref(i).map(|value| value.as_str().ok());
        let (name, phone, plate) = (text(1)?, text(2)?, text(3)?);
        let unit = text(4)?.unwrap_or_default();
        put(conn, FIRST, row.get(0)?, &Found { name, phone, plate, unit })?;
        carry_over(conn)?;
    }
    Ok(())
}

impl Db<'_> {
    /// The newest 50 visits that fit what a guard typed, or what a scanner read off a pass.
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
                (number, SHOWN),
            );
        }
        let mut rows = self.rows_of_any_kind(&typed)?;
        rows.sort_unstable_by(|a, b| b.cmp(a));
        rows.dedup();
        rows.truncate(SHOWN as usize);
        let rows = serde_json::to_string(&rows).map_err(|_| Fault::Bug)?;
        self.visits("visit WHERE row IN (SELECT value FROM json_each(?1)) ORDER BY row DESC", [rows])
    }

    /// The newest rows of each kind that this text may be, in no order.
    fn rows_of_any_kind(&self, typed: &str) -> Result<Vec<i64>, Error> {
        let mut rows = self.rows_of(&marked('#', typed.trim_end_matches('-').to_uppercase().chars()))?;
        if typed.starts_with(|c: char| c.is_ascii_digit()) && typed.contains('-') {
            return Ok(rows);
        }
        let letters = letters(typed);
        rows.extend(self.rows_named(&letters)?);
        let initials = letters.iter().all(char::is_ascii_alphabetic) && letters.len() <= INITIALS;
        if initials && !letters.is_empty() {
            rows.extend(self.rows_of(&marked('@', letters.iter().copied()))?);
        }
        if letters.iter().all(char::is_ascii_digit) {
            rows.extend(self.rows_beginning('*', TAIL, letters.iter().rev().copied().collect())?);
        }
        if letters.iter().any(char::is_ascii) {
            rows.extend(self.rows_beginning('%', RUN, letters)?);
        }
        Ok(rows)
    }

    /// The newest rows of one piece.
    fn rows_of(&self, piece: &str) -> Result<Vec<i64>, Error> {
        let mut ask = self
            .conn
            .prepare_cached("SELECT row FROM visit_piece WHERE gram = ?1 ORDER BY row DESC LIMIT ?2")?;
        let rows = ask.query_map(params![piece, SHOWN], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest rows of the pieces of a kind that begin so; at least so many letters. They stand by piece, not by row, and
    /// so are sorted: all of them, but none of their visits is read. A plate may have it more than once.
    fn rows_beginning(&self, mark: char, least: usize, letters: Vec<char>) -> Result<Vec<i64>, Error> {
        let (count, piece) = (letters.len(), marked(mark, letters));
        if count <= least {
            return if count < least { Ok(Vec::new()) } else { self.rows_of(&piece) };
        }
        let mut ask = self.conn.prepare_cached(
            "SELECT row FROM visit_piece WHERE gram >= ?1 AND gram < ?1 || char(1114111) ORDER BY row DESC LIMIT ?2",
        )?;
        let rows = ask.query_map(params![piece, SHOWN * ENDS], |r| r.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The newest rows with these neighbours somewhere in the name. Up to three are a piece; of more, the rarest three find
    /// the rows and the whole is compared on them.
    fn rows_named(&self, sought: &[char]) -> Result<Vec<i64>, Error> {
        let pieces: BTreeSet<String> = neighbours(sought, sought.len().clamp(1, 3)).collect();
        if sought.len() <= 3 {
            return pieces.first().map_or(Ok(Vec::new()), |piece| self.rows_of(piece));
        }
        let mut rarest = (u32::MAX, "");
        for piece in &pieces {
            let rows = self.count_rare(piece)?;
            if rows < rarest.0 {
                rarest = (rows, piece);
            }
            if rows == 0 {
                return Ok(Vec::new());
            }
        }
        let mut ask = self.conn.prepare_cached(
            "SELECT row, name FROM visit_piece CROSS JOIN visit USING (row) WHERE gram = ?1 ORDER BY visit_piece.row DESC",
        )?;
        let mut found = ask.query([rarest.1])?;
        let mut rows = Vec::new();
        while let Some(row) = found.next()?.filter(|_| rows.len() < SHOWN as usize) {
            let whole = letters(row.get_ref(1)?.as_str().unwrap_or_default());
            if whole.windows(sought.len()).any(|near| near == sought) {
                rows.push(row.get(0)?);
            }
        }
        Ok(rows)
    }

    /// How many rows a piece has, counted no further than [`RARE`].
    fn count_rare(&self, piece: &str) -> Result<u32, Error> {
        let mut ask = self
            .conn
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM visit_piece WHERE gram = ?1 LIMIT ?2)")?;
        Ok(ask.query_row(params![piece, RARE], |r| r.get(0))?)
    }
}
