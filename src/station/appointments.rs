//! Handlers for appointments: book, call off, and the guest who comes.

use super::achieved::Achieved;
use super::view::Booked;
use super::{fresh, visits};
use crate::rules::appointments::{self, Arrival, BookingCode, BookingForm};
use crate::rules::notice::Agreed;
use crate::rules::people::PersonName;
use crate::rules::visits::{CardHolder, Guest, Visit, VisitAct, of_age};
use crate::rules::{House, Personal, Refusal, Stamp, VisitId, numbers};
use crate::store::{Db, Error, Store, Tx, random};
use chrono::{DateTime, Duration, FixedOffset};
use std::sync::Arc;

/// Codes tried before the house is said to be full of them; with a thousand open ones the second is never needed.
const DRAWS: u32 = 20;

/// By what a booked guest is known at the kiosk.
#[derive(Clone)]
pub enum Token {
    /// The code the guest was told.
    Code(String),
    /// The name, and the last four digits of the telephone.
    Tail {
        /// As typed.
        name: String,
        /// As typed.
        tail: String,
    },
}

/// Somebody who says to be expected.
#[derive(Clone)]
pub struct Coming {
    /// By what the booking is found.
    pub token: Token,
    /// Says to be under 14; a card knows it by itself.
    pub minor: bool,
    /// A guardian stands by and agrees.
    pub guardian: bool,
}

/// Books one guest, inside the transaction of the caller.
pub fn book(tx: &mut Tx<'_>, form: &BookingForm, house: &House) -> Result<Booked, Error> {
    let booking = appointments::understand(form, house, tx.stamp())?;
    let mut code = BookingCode::new(random());
    for _ in 0..DRAWS {
        if tx.booking_by_code(&code)?.is_none() {
            break;
        }
        code = BookingCode::new(random());
    }
    let (id, number) = (VisitId(fresh(tx.stamp().now)), tx.next_number(numbers::BOOKING)?);
    let shown = code.reveal().to_owned();
    let (fact, personal) = appointments::book(id, number, booking, code);
    tx.record(&fact, &personal)?;
    let visit = tx.visit(id)?.ok_or(Refusal::NotFound)?;
    Ok(Booked {
        label: visit.number.to_string(),
        unit: visit.unit.to_string(),
        name: visit.name.as_ref().map(ToString::to_string).unwrap_or_default(),
        when: span(&visit),
        code: shown,
    })
}

/// `11-22 14:00-15:30`
pub(super) fn span(visit: &Visit) -> String {
    visit.booked.map_or_else(String::new, |(from, to)| {
        format!("{}-{}", from.format("%m-%d %H:%M"), to.format("%H:%M"))
    })
}

/// Books one guest at the desk.
pub(super) fn book_one(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    form: BookingForm,
) -> Result<Booked, Error> {
    let house = house.clone();
    store.write(stamp, move |tx| book(tx, &form, &house))
}

/// The booking is called off.
pub(super) fn cancel(store: &Store, stamp: Stamp, id: VisitId) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let visit = tx.visit(id)?.ok_or(Refusal::NotFound)?;
        let fact = crate::rules::visits::act(&visit, VisitAct::Cancel)?;
        tx.record(&fact, &Personal::default())
    })
}

/// A guest says to be expected. A wrong token says nothing about anybody, nor does a right one with somebody else's card; a
/// right one at a wrong time says when.
pub(super) fn arrive_by(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    coming: Coming,
    card: Option<CardHolder>,
    agreed: Agreed,
) -> Result<Achieved, Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        of_age((coming.minor, coming.guardian), card.as_ref(), tx.stamp())?;
        let mut found = find(tx, &coming.token)?;
        found.retain(|visit| card.as_ref().is_none_or(|card| visit.name.as_ref() == Some(&card.name)));
        let visit = meant(found, &house, tx.stamp())?.ok_or(Refusal::AppointmentUnknown)?;
        let personal = Personal { id: visits::trace(tx, card.as_ref(), &house), ..Personal::default() };
        let (by_card, guardian) = (card.is_some(), coming.guardian);
        let arrival = Arrival { by_card, guardian, agreed: Some(agreed), personal, ..Arrival::default() };
        visits::keep_notice(tx, &house)?;
        arrive(tx, &visit, &arrival, &house)
    })
}

/// Whether the holder of a card may be one of today's guests. The name is all the evidence: a booking knows no ID number,
/// and a namesake must not see whose guest the other is. So the page only asks for the last four of the telephone next.
pub(super) fn may_be_expected(
    db: &Db<'_>,
    card: &CardHolder,
    now: DateTime<FixedOffset>,
) -> Result<bool, Error> {
    db.is_expected(&card.name, today(now))
}

fn find(tx: &Tx<'_>, token: &Token) -> Result<Vec<Visit>, Error> {
    match token {
        Token::Code(typed) => match BookingCode::parse(typed) {
            Some(code) => Ok(tx.booking_by_code(&code)?.into_iter().collect()),
            None => Ok(Vec::new()),
        },
        Token::Tail { name, tail } => {
            let tail = crate::rules::text::half_width(tail.trim());
            let (Ok(name), true) = (PersonName::parse(name), tail.len() == 4) else { return Ok(Vec::new()) };
            tx.bookings_by_tail(&name, &tail)
        }
    }
}

/// Of the bookings of one guest the one that is meant now; whoever comes early, late or on another day is told so.
fn meant(found: Vec<Visit>, house: &House, stamp: &Stamp) -> Result<Option<Visit>, Error> {
    let visit = appointments::meant(found, house, stamp);
    visit.map(|v| appointments::on_time(&v, house, stamp).map(|()| v)).transpose().map_err(Error::from)
}

/// From midnight to midnight around a moment, ms since 1970 UTC.
pub(super) fn today(now: DateTime<FixedOffset>) -> (i64, i64) {
    let since = Duration::milliseconds(i64::from(chrono::Timelike::num_seconds_from_midnight(&now)) * 1_000);
    let from = (now - since).timestamp_millis() / 1_000 * 1_000;
    (from, from + Duration::days(1).num_milliseconds())
}

/// The booking of a guest who registers in full: same name and home, and by hand the same telephone too, for a namesake
/// may visit there as well. At a wrong time or on another day it is told, as it is with a code: a second record beside the
/// booking would be a second truth.
pub(super) fn expected(
    tx: &Tx<'_>,
    guest: &Guest,
    by_card: bool,
    house: &House,
) -> Result<Option<Visit>, Error> {
    let mut found = tx.bookings_of(&guest.name, &guest.unit)?;
    found.retain(|visit| by_card || visit.phone == guest.phone);
    meant(found, house, tx.stamp())
}

/// A booked guest is here: the same visit goes on under the number of its pass, and is let in.
pub(super) fn arrive(
    tx: &mut Tx<'_>,
    booked: &Visit,
    arrival: &Arrival,
    house: &House,
) -> Result<Achieved, Error> {
    let number = tx.next_number(numbers::PASS)?;
    let fact = appointments::arrive(booked, number, arrival, house, tx.stamp())?;
    tx.record(&fact, &arrival.personal)?;
    let here = tx.visit(booked.id)?.ok_or(Refusal::NotFound)?;
    let visit = visits::let_in(tx, &here, house)?;
    Ok(visits::achieved(&visit))
}
