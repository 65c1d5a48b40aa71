//! The plain tables: what each fact does to them. The same code runs when a fact is new and when tables are rebuilt.

use super::error::Fault;
use super::keys::Keys;
use super::{appointments, help, households, notices, queue, requests, visits};
use crate::rules::{Fact, Number, Personal};
use rusqlite::Connection;

/// All tables that a rebuild empties first.
pub const REBUILT: &[&str] = &[
    "counter",
    "visit",
    "visit_gram",
    "visit_gram_new",
    "request",
    "rating",
    "household",
    "ticket",
    "help",
    "notice",
];

/// Writes what a fact changes. `at` is when it happened, ms since 1970 UTC.
pub(super) fn apply(
    conn: &Connection,
    keys: &Keys,
    at: i64,
    fact: &Fact,
    personal: &Personal,
) -> Result<(), Fault> {
    match fact {
        Fact::VisitRegistered { number, .. } => {
            count(conn, number)?;
            visits::insert(conn, keys, at, fact, personal)
        }
        Fact::VisitBooked { number, .. } => {
            count(conn, number)?;
            appointments::insert(conn, at, fact, personal)
        }
        Fact::VisitArrived { number, .. } => {
            count(conn, number)?;
            appointments::arrived(conn, keys, at, fact, personal)
        }
        Fact::NoticeWorded { notice, version, lines } => notices::insert(conn, at, *notice, version, lines),
        Fact::VisitMoved { visit, act, reason: _ } => visits::moved(conn, *visit, *act, at),
        Fact::RequestLogged { number, .. } => {
            count(conn, number)?;
            requests::insert(conn, at, fact, personal)
        }
        Fact::RequestMoved { request, act, department } => {
            requests::moved(conn, *request, *act, department.as_deref())
        }
        Fact::RequestPromised { request, by, .. } => requests::promised(conn, *request, *by),
        Fact::RequestUrged { request } => requests::urged(conn, *request, at),
        Fact::RequestRated { .. } => requests::rated(conn, at, fact, personal),
        Fact::RequestEscalated { request, to } => requests::escalated(conn, *request, *to),
        Fact::HouseholdRecorded { household, unit } => {
            households::put(conn, keys, *household, unit, personal)
        }
        Fact::NumberTaken { ticket, number, service } => {
            count(conn, number)?;
            queue::insert(conn, at, *ticket, number, service)
        }
        Fact::NumberMoved { ticket, act } => queue::moved(conn, *ticket, *act, at),
        Fact::HelpCalled { help, kind, place } => help::insert(conn, at, *help, *kind, place),
        Fact::HelpAnswered { help, post } => help::answered(conn, at, *help, *post),
        // The outbox is this station's own and no table of the journal's: what became of the slip stands there.
        Fact::SlipReprinted { .. } | Fact::SlipVoided { .. } => Ok(()),
        Fact::PersonErased { entity, .. } => {
            visits::blank(conn, *entity)?;
            requests::blank(conn, *entity)?;
            households::blank(conn, *entity)
        }
    }
}

/// Remembers that a number was used.
fn count(conn: &Connection, number: &Number) -> Result<(), Fault> {
    conn.prepare_cached(
        "INSERT INTO counter (day, series, last) VALUES (?1, ?2, ?3)
         ON CONFLICT (day, series) DO UPDATE SET last = max(last, excluded.last)",
    )?
    .execute((number.day.to_string(), &number.series, number.n))?;
    Ok(())
}
