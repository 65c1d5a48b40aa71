//! The journal: append-only, gap-free, hash-chained. What happened, for ever; the personal part apart.

use super::error::Fault;
use super::keys::{Keys, random};
use crate::rules::{Fact, Personal, Stamp};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;
use uuid::Uuid;

/// One row of the journal, opened.
pub(super) struct Entry {
    /// When, ms since 1970 UTC.
    pub at: i64,
    /// What.
    pub fact: Fact,
    /// The personal part; empty where there was none or where it was blanked.
    pub personal: Personal,
}

/// Where a chain ends.
struct Head {
    seq: i64,
    hlc: i64,
    hash: [u8; 32],
}

/// The log id of this incarnation: a random positive 63-bit number, made with the database.
pub(super) fn log(conn: &Connection) -> Result<i64, Fault> {
    Ok(conn.prepare_cached("SELECT value FROM meta WHERE key = 'log'")?.query_row([], |r| r.get(0))?)
}

/// Makes the log of a new database.
pub(super) fn begin(conn: &Connection) -> Result<(), Fault> {
    let log = i64::from_be_bytes(random()) & i64::MAX;
    conn.execute("INSERT INTO meta (key, value) VALUES ('log', ?1)", [log])?;
    conn.execute("INSERT INTO head (log, seq, hlc, hash) VALUES (?1, 0, 0, zeroblob(32))", [log])?;
    Ok(())
}

fn head(conn: &Connection, log: i64) -> rusqlite::Result<Head> {
    let mut ask = conn.prepare_cached("SELECT seq, hlc, hash FROM head WHERE log = ?1")?;
    ask.query_row([log], |r| Ok(Head { seq: r.get(0)?, hlc: r.get(1)?, hash: r.get(2)? }))
}

/// Appends one fact. Runs inside the transaction of the caller.
pub(super) fn append(
    conn: &Connection,
    keys: &Keys,
    stamp: &Stamp,
    fact: &Fact,
    personal: &Personal,
) -> Result<(), Fault> {
    let log = log(conn)?;
    let last = head(conn, log)?;
    let entity = fact.entity();
    let row = Raw {
        log,
        seq: last.seq + 1,
        hlc: (last.hlc + 1).max(stamp.millis() << 16),
        at: stamp.millis(),
        author: json(&stamp.author)?,
        entity,
        body: json(fact)?,
        sealed: seal(keys, personal, entity)?,
    };
    let hash = row.hash(&last.hash);
    let (sealed, salt, commitment) = match &row.sealed {
        Some(s) => (Some(s.text.as_slice()), Some(s.salt), Some(s.commitment)),
        None => (None, None, None),
    };
    conn.prepare_cached(
        "INSERT INTO journal (log, seq, hlc, at, author, entity, body, personal, salt, commitment, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        row.log,
        row.seq,
        row.hlc,
        row.at,
        row.author,
        entity.as_bytes(),
        row.body,
        sealed,
        salt,
        commitment,
        hash
    ])?;
    conn.prepare_cached("UPDATE head SET seq = ?2, hlc = ?3, hash = ?4 WHERE log = ?1")?
        .execute(params![log, row.seq, row.hlc, hash])?;
    Ok(())
}

/// Whether a key opens the newest sealed part, if any of the newest `among` facts has one.
pub(super) fn opens(conn: &Connection, keys: &Keys, among: i64) -> Result<bool, Fault> {
    let newest: Option<([u8; 16], Vec<u8>)> = conn
        .prepare(
            "SELECT entity, personal
             FROM (SELECT entity, personal FROM journal ORDER BY log DESC, seq DESC LIMIT ?1)
             WHERE personal IS NOT NULL LIMIT 1",
        )?
        .query_row([among], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    Ok(newest.is_none_or(|(entity, sealed)| keys.open(&sealed, &entity).is_some()))
}

/// Blanks the personal part of everything about a record. The commitments stay, so the chain still verifies.
pub(super) fn blank(conn: &Connection, entity: Uuid) -> Result<(), Fault> {
    conn.execute("UPDATE journal SET personal = NULL, salt = NULL WHERE entity = ?1", [entity.as_bytes()])?;
    Ok(())
}

/// Walks the whole journal in order and hands each opened row to `each`.
pub(super) fn walk(
    conn: &Connection,
    keys: &Keys,
    mut each: impl FnMut(Entry) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut ask =
        conn.prepare("SELECT log, seq, at, entity, body, personal FROM journal ORDER BY hlc, log, seq")?;
    let mut rows = ask.query([])?;
    while let Some(row) = rows.next()? {
        each(open(row, keys)?)?;
    }
    Ok(())
}

fn open(row: &Row<'_>, keys: &Keys) -> Result<Entry, Fault> {
    let (log, seq): (i64, i64) = (row.get(0)?, row.get(1)?);
    let unreadable = |why| Fault::Unreadable { log, seq, why };
    let body: String = row.get(4)?;
    let entity = Uuid::from_bytes(row.get(3)?);
    let personal = match row.get::<_, Option<Vec<u8>>>(5)? {
        None => Personal::default(),
        Some(sealed) => {
            let text = keys.open(&sealed, entity.as_bytes()).ok_or_else(|| unreadable("密封部分打不开"))?;
            serde_json::from_slice(&text).map_err(|_| unreadable("个人部分"))?
        }
    };
    Ok(Entry {
        at: row.get(2)?,
        fact: serde_json::from_str(&body).map_err(|_| unreadable("内容"))?,
        personal,
    })
}

/// The facts about one record with their times, ms since 1970 UTC.
pub(super) fn history(conn: &Connection, entity: Uuid) -> Result<Vec<(i64, Fact)>, Fault> {
    let mut ask = conn
        .prepare_cached("SELECT at, body, log, seq FROM journal WHERE entity = ?1 ORDER BY hlc, log, seq")?;
    let mut rows = ask.query([entity.as_bytes()])?;
    let mut told = Vec::new();
    while let Some(row) = rows.next()? {
        let fact = serde_json::from_str(&row.get::<_, String>(1)?);
        let (log, seq) = (row.get(2)?, row.get(3)?);
        told.push((row.get(0)?, fact.map_err(|_| Fault::Unreadable { log, seq, why: "内容" })?));
    }
    Ok(told)
}

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Facts checked.
    pub facts: u64,
    /// Facts whose personal part was blanked.
    pub blanked: u64,
    /// The first place where the chain does not hold, as log and seq; or where a personal part is gone and no fact says so.
    pub broken: Option<(i64, i64)>,
}

/// Checks every log from its first fact to its head: no gap, every hash right, every personal part as committed, and none taken
/// away without a later fact that says so.
pub(super) fn verify(conn: &Connection) -> Result<Chain, Fault> {
    let mut chain = Chain::default();
    let mut taken = Taken::default();
    // Neither a log without a head nor a head without a log is passed over.
    let logs: Vec<i64> = conn
        .prepare(
            "SELECT value FROM meta WHERE key = 'log' UNION SELECT log FROM head UNION SELECT log FROM journal",
        )?
        .query_map([], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    for log in logs {
        if let Some(seq) = break_in(conn, log, &mut chain, &mut taken)? {
            chain.broken = Some((log, seq));
            return Ok(chain);
        }
    }
    chain.broken = taken.in_silence();
    Ok(chain)
}

/// Where a log breaks, if it does.
fn break_in(conn: &Connection, log: i64, chain: &mut Chain, taken: &mut Taken) -> Result<Option<i64>, Fault> {
    let end = head(conn, log).optional()?;
    let mut last = ([0; 32], 0);
    let mut ask = conn.prepare(
        "SELECT log, seq, hlc, at, author, entity, body, personal, salt, commitment, hash
         FROM journal WHERE log = ?1 ORDER BY seq",
    )?;
    let mut rows = ask.query([log])?;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(1)?;
        let (raw, whole) = Raw::read(row)?;
        let hash: [u8; 32] = row.get(10)?;
        if seq != last.1 + 1 || !whole || raw.hash(&last.0) != hash {
            return Ok(Some(seq));
        }
        chain.facts += 1;
        chain.blanked += u64::from(taken.note(&raw));
        last = (hash, seq);
    }
    Ok(if end.is_some_and(|end| last == (end.hash, end.seq)) { None } else { Some(last.1 + 1) })
}

/// Personal parts that were taken away, and the facts that say so. Times are of the logs' common clock, which never stands still
/// within a log.
#[derive(Default)]
struct Taken {
    /// The last one of each record, with its log and seq.
    parts: HashMap<Uuid, (i64, i64, i64)>,
    /// The last fact that says so.
    told: HashMap<Uuid, i64>,
}

impl Taken {
    /// Takes note of a row; true where its personal part was taken away.
    fn note(&mut self, row: &Raw) -> bool {
        let gone = row.sealed.as_ref().is_some_and(|s| s.text.is_empty());
        if gone {
            let last = self.parts.entry(row.entity).or_default();
            *last = (*last).max((row.hlc, row.log, row.seq));
        } else if row.body.contains("person_erased")
            && let Ok(Fact::PersonErased { entity, .. }) = serde_json::from_str(&row.body)
        {
            let last = self.told.entry(entity).or_default();
            *last = row.hlc.max(*last);
        }
        gone
    }

    /// The first one that no later fact tells of.
    fn in_silence(&self) -> Option<(i64, i64)> {
        let told = |entity, hlc| self.told.get(entity).is_some_and(|told| *told > hlc);
        let silent = self.parts.iter().filter(|(entity, (hlc, ..))| !told(entity, *hlc));
        silent.map(|(_, (_, log, seq))| (*log, *seq)).min()
    }
}

/// A row as it stands in the table.
struct Raw {
    log: i64,
    seq: i64,
    hlc: i64,
    at: i64,
    author: String,
    entity: Uuid,
    body: String,
    sealed: Option<Sealed>,
}

/// A sealed personal part and what binds it to the chain. After erasure only the commitment is left.
struct Sealed {
    text: Vec<u8>,
    salt: [u8; 32],
    commitment: [u8; 32],
}

impl Raw {
    /// Reads a row; the flag is false where a personal part is there and is not the one that was committed to.
    fn read(row: &Row<'_>) -> Result<(Raw, bool), Fault> {
        let commitment: Option<[u8; 32]> = row.get(9)?;
        let (text, salt): (Option<Vec<u8>>, Option<[u8; 32]>) = (row.get(7)?, row.get(8)?);
        let whole = match (&text, &salt, &commitment) {
            (Some(text), Some(salt), Some(commitment)) => commit(salt, text) == *commitment,
            (None, None, _) => true,
            _ => false,
        };
        let sealed = commitment.map(|commitment| Sealed {
            text: text.unwrap_or_default(),
            salt: salt.unwrap_or_default(),
            commitment,
        });
        let entity = Uuid::from_bytes(row.get(5)?);
        let (author, body) = (row.get(4)?, row.get(6)?);
        let raw = Raw {
            log: row.get(0)?,
            seq: row.get(1)?,
            hlc: row.get(2)?,
            at: row.get(3)?,
            author,
            entity,
            body,
            sealed,
        };
        Ok((raw, whole))
    }

    /// The row's hash: every field with its length in front, so that no two rows read the same.
    fn hash(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let commitment = self.sealed.as_ref().map(|s| s.commitment);
        let numbers = [self.log, self.seq, self.hlc, self.at].map(i64::to_be_bytes).concat();
        let parts: [&[u8]; 6] = [
            previous,
            &numbers,
            self.author.as_bytes(),
            self.entity.as_bytes(),
            self.body.as_bytes(),
            commitment.as_ref().map_or(&[], |c| c.as_slice()),
        ];
        for part in parts {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        *hasher.finalize().as_bytes()
    }
}

fn seal(keys: &Keys, personal: &Personal, entity: Uuid) -> Result<Option<Sealed>, Fault> {
    if personal.is_empty() {
        return Ok(None);
    }
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(personal).map_err(|_| Fault::Bug)?);
    let text = keys.seal(&plain, entity.as_bytes())?;
    let salt = random();
    let commitment = commit(&salt, &text);
    Ok(Some(Sealed { text, salt, commitment }))
}

fn commit(salt: &[u8; 32], text: &[u8]) -> [u8; 32] {
    *blake3::Hasher::new().update(salt).update(text).finalize().as_bytes()
}

fn json(value: &impl serde::Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|_| Fault::Bug)
}

/// Whether anything is known about a record.
pub(super) fn knows(conn: &Connection, entity: Uuid) -> Result<bool, Fault> {
    let found = conn
        .prepare_cached("SELECT 1 FROM journal WHERE entity = ?1 LIMIT 1")?
        .query_row([entity.as_bytes()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}
