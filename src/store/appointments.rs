//! Bookings in the table of visits: who is expected, and by what a guest is found again.

use super::error::{Error, Fault};
use super::keys::Keys;
use super::search;
use super::tx::{Db, decode, encode};
use crate::rules::appointments::BookingCode;
use crate::rules::people::{PersonName, Phone, Plate};
use crate::rules::units::Unit;
use crate::rules::visits::{Visit, VisitState};
use crate::rules::{Fact, Personal, VisitId};
use rusqlite::{Connection, OptionalExtension, params};

/// What the index of expected visits covers.
const EXPECTED: &str = "visit WHERE state = 'expected'";

pub(super) fn insert(conn: &Connection, at: i64, fact: &Fact, personal: &Personal) -> Result<(), Fault> {
    let Fact::VisitBooked { visit, number, unit, purpose, companions, from, to } = fact else {
        return Err(Fault::Bug);
    };
    conn.prepare_cached(
        "INSERT INTO visit (id, day, series, number, unit, purpose, companions, by_card, state, arrived, valid_until,
                            name, phone, plate, booked_from, booked_to, code, host)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 'expected', ?8, ?9, ?10, ?11, ?12, ?13, ?9, ?14, ?15)",
    )?
    .execute(params![
        visit.bytes(),
        number.day.to_string(),
        number.series,
        number.n,
        unit.as_str(),
        encode(purpose)?,
        companions,
        at,
        to,
        personal.name.as_ref().map(PersonName::reveal),
        personal.phone.as_ref().map(Phone::reveal),
        personal.plate.as_ref().map(Plate::reveal),
        from,
        personal.code.as_ref().map(BookingCode::reveal),
        personal.host.as_ref().map(PersonName::reveal),
    ])?;
    search::index(conn, conn.last_insert_rowid(), personal, unit)
}

/// A booked guest came: the record goes on under the number of its pass, and the code is spent. What is new about the person
/// goes with it.
pub(super) fn arrived(
    conn: &Connection,
    keys: &Keys,
    at: i64,
    fact: &Fact,
    personal: &Personal,
) -> Result<(), Fault> {
    let Fact::VisitArrived {
        visit,
        number,
        valid_until,
        by_card,
        companions,
        goods,
        notice: _,
        notice_text: _,
        guardian: _,
    } = fact
    else {
        return Err(Fault::Bug);
    };
    let id = personal.id.as_ref();
    let sealed = keys.seal_number(id, *visit)?;
    conn.prepare_cached(
        "UPDATE visit SET state = ?2, day = ?3, series = ?4, number = ?5, valid_until = ?6, arrived = ?7, code = NULL,
                          by_card = ?8, companions = coalesce(?9, companions), goods = ?10,
                          phone = coalesce(?11, phone), plate = coalesce(?12, plate),
                          id_last4 = ?13, id_digest = ?14, id_sealed = ?15, host = coalesce(?16, host)
         WHERE id = ?1 AND state = 'expected'",
    )?
    .execute(params![
        visit.bytes(),
        encode(&VisitState::AtDesk)?,
        number.day.to_string(),
        number.series,
        number.n,
        valid_until,
        at,
        by_card,
        companions,
        encode(goods)?,
        personal.phone.as_ref().map(Phone::reveal),
        personal.plate.as_ref().map(Plate::reveal),
        id.map(|i| i.last4.as_str()),
        id.map(|i| i.digest),
        sealed,
        personal.host.as_ref().map(PersonName::reveal),
    ])?;
    // What is new about the person can be searched for as well.
    let mut ask = conn.prepare_cached("SELECT row, unit FROM visit WHERE id = ?1")?;
    let here =
        ask.query_row([visit.bytes()], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?))).optional()?;
    match here {
        Some((row, unit)) => search::index_more(conn, row, personal, &decode(&unit)?),
        None => Ok(()),
    }
}

impl Db<'_> {
    /// The open booking with this code.
    pub fn booking_by_code(&self, code: &BookingCode) -> Result<Option<Visit>, Error> {
        Ok(self.visits(&format!("{EXPECTED} AND code = ?1"), [code.reveal()])?.pop())
    }

    /// The open bookings of this name whose telephone ends so, the next one first.
    pub fn bookings_by_tail(&self, name: &PersonName, tail: &str) -> Result<Vec<Visit>, Error> {
        self.visits(
            &format!("{EXPECTED} AND name = ?1 AND substr(phone, -4) = ?2 ORDER BY booked_from"),
            [name.reveal(), tail],
        )
    }

    /// Whether somebody of this name has an open booking that begins within a span, ms since 1970 UTC.
    pub fn is_expected(&self, name: &PersonName, (from, to): (i64, i64)) -> Result<bool, Error> {
        let mut ask = self.conn.prepare_cached(&format!(
            "SELECT 1 FROM {EXPECTED} AND booked_from >= ?1 AND booked_from < ?2 AND name = ?3"
        ))?;
        Ok(ask.exists(params![from, to, name.reveal()])?)
    }

    /// The open bookings of this name at this unit, the next one first.
    pub fn bookings_of(&self, name: &PersonName, unit: &Unit) -> Result<Vec<Visit>, Error> {
        self.visits(
            &format!("{EXPECTED} AND name = ?1 AND unit = ?2 ORDER BY booked_from"),
            [name.reveal(), unit.as_str()],
        )
    }

    /// Guests expected from now until a time, ms since 1970 UTC, the next one first; also those whose time went by today.
    pub fn expected_until(&self, until: i64, limit: u32) -> Result<Vec<Visit>, Error> {
        self.visits(
            &format!("{EXPECTED} AND booked_from < ?1 ORDER BY booked_from LIMIT ?2"),
            params![until, limit],
        )
    }

    /// How many guests are expected until a time, ms since 1970 UTC.
    pub fn expected_count(&self, until: i64) -> Result<u32, Error> {
        let mut ask =
            self.conn.prepare_cached(&format!("SELECT count(*) FROM {EXPECTED} AND booked_from < ?1"))?;
        Ok(ask.query_row([until], |r| r.get(0))?)
    }

    /// The code of an open booking, for the desk to tell the guest again.
    pub fn booking_code(&self, visit: VisitId) -> Result<Option<String>, Error> {
        let mut ask = self.conn.prepare_cached("SELECT code FROM visit WHERE id = ?1")?;
        let mut rows = ask.query([visit.bytes()])?;
        Ok(match rows.next()? {
            Some(row) => row.get(0)?,
            None => None,
        })
    }
}
