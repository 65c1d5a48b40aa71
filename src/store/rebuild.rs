//! Rebuilding: all plain tables anew from the journal. What comes out is what was there, or something is wrong.

use super::error::Fault;
use super::keys::Keys;
use super::{journal, search, tables};
use rusqlite::Connection;

/// Empties the tables and folds every fact into them, in the journal's order.
pub(super) fn rebuild(conn: &Connection, keys: &Keys) -> Result<(), Fault> {
    for table in tables::REBUILT {
        conn.execute_batch(&format!("DELETE FROM {table}"))?;
    }
    journal::walk(conn, keys, |entry| {
        tables::apply(conn, keys, entry.at, &entry.fact, &entry.personal)?;
        search::carry_over(conn)
    })
}
