//! Handlers for leaving: one move, at the real time, by the pass's symbol, by card, or by number and a tail.

use super::Station;
use super::achieved::Achieved;
use super::guesses::Tries;
use super::view::DoneKind;
use crate::rules::people::IdNumber;
use crate::rules::slips::{self, SlipKind};
use crate::rules::visits::{self, Visit, VisitState};
use crate::rules::{Personal, Refusal, Stamp, VisitId, numbers, text};
use crate::store::{Db, Error, Store, Tx};
use uuid::Uuid;

/// The longest text of a scanner that is looked at, in bytes; a pass's symbol has 35.
const SCANNED: usize = 64;
/// Passes of one number that are looked through: the same number comes back every day.
const PASSES: u32 = 3;

/// By what somebody who leaves is known.
#[derive(Clone)]
pub enum Leaver {
    /// What a scanner typed.
    Scan(String),
    /// The number on the pass, and the last four of telephone or ID number.
    Number {
        /// As typed: `V007`, `7`.
        number: String,
        /// As typed.
        tail: String,
    },
    /// The number on a card.
    Card(Option<IdNumber>),
}

/// Lets somebody out, now.
pub(super) fn leave(store: &Store, stamp: Stamp, leaver: Leaver) -> Result<Achieved, Error> {
    store.write(stamp, move |tx| {
        let visit = find(tx, &leaver)?.ok_or(Refusal::NotInside)?;
        let fact = visits::leave(&visit)?;
        tx.record(&fact, &Personal::default())?;
        Ok(achieved(tx, &visit))
    })
}

fn achieved(tx: &Tx<'_>, visit: &Visit) -> Achieved {
    let at = tx.stamp().now.format("%H:%M").to_string();
    Achieved {
        kind: DoneKind::Left { label: visit.number.to_string(), at },
        slip: None,
        qr: String::new(),
        waits: None,
    }
}

fn find(db: &Db<'_>, leaver: &Leaver) -> Result<Option<Visit>, Error> {
    match leaver {
        Leaver::Scan(line) if line.len() > SCANNED => Ok(None),
        Leaver::Scan(line) => match slips::entity_of(text::half_width(line.trim()).as_str()) {
            Some(id) if line.trim().starts_with(&slips::qr(SlipKind::Pass, id)[..3]) => db.visit(VisitId(id)),
            Some(_) | None => Ok(None),
        },
        Leaver::Number { number, tail } => by_number(db, number, tail),
        Leaver::Card(number) => match number {
            Some(number) => db.visit_by_card(number),
            None => Ok(None),
        },
    }
}

fn by_number(db: &Db<'_>, number: &str, tail: &str) -> Result<Option<Visit>, Error> {
    let typed = |text: &str| text::half_width(text.trim()).to_ascii_uppercase();
    let number = typed(number);
    let digits = number.strip_prefix(numbers::PASS).unwrap_or(&number);
    let Ok(n) = digits.parse::<u32>() else { return Ok(None) };
    let mut found = db.passes_numbered(n, PASSES)?;
    found.retain(|visit| visits::knows_tail(visit, &typed(tail)));
    // One who is inside before one who left; the newest of either.
    let inside = found.iter().position(|v| v.state == VisitState::Inside).unwrap_or(0);
    Ok((!found.is_empty()).then(|| found.swap_remove(inside)))
}

impl Station {
    /// Somebody leaves by the kiosk. A symbol cannot be guessed, and a scanner that stutters must not lock anybody in.
    pub(super) fn leave_intent(&mut self, key: Uuid, leaver: Leaver, stamp: Stamp) {
        let job = |leaver| move |s: &Station| leave(&s.store, stamp, leaver);
        match leaver {
            Leaver::Scan(_) => self.submit(key, stamp.now, job(leaver)),
            leaver => self.submit_try(Tries::leaving, key, stamp.now, job(leaver)),
        }
    }
}
