//! The board: now serving, drawn from the table of numbers alone.

use super::desk::SHOWN;
use super::view::{BoardView, CalledRow, VisitorWord, WaitingRow};
use crate::rules::House;
use crate::rules::queue::{Ticket, TicketState};
use crate::rules::visits::{Visit, VisitState};
use crate::store::{Db, Error};
use chrono::{DateTime, Duration, FixedOffset};

/// Called numbers a board shows.
const CALLED: usize = 6;
/// Visitors a board shows about whom a household is asked; the rest find their word at the desk.
const VISITORS: u32 = 6;
/// How long it calls them after the word: who went out for a moment finds it.
const DECIDED: Duration = Duration::minutes(10);
/// How long it says that a household is asked.
const ASKING: Duration = Duration::minutes(30);
/// Missed numbers a board shows.
const MISSED: usize = 8;

pub(super) fn view(
    db: &Db<'_>,
    house: &House,
    stale: bool,
    now: DateTime<FixedOffset>,
) -> Result<BoardView, Error> {
    let open = db.tickets_open(1_000)?;
    let mut called: Vec<&Ticket> = open.iter().filter(|t| t.state.in_hand()).collect();
    called.sort_by_key(|t| std::cmp::Reverse(t.called));
    let waits = db.waiting()?;
    let waiting = |code: &str| waits.iter().find(|w| w.service == code).map_or(0, |w| w.waiting);
    Ok(BoardView {
        called: called
            .into_iter()
            .take(CALLED)
            .filter_map(|t| Some(CalledRow { label: t.number.to_string(), counter: t.counter? }))
            .collect(),
        waiting: house
            .services
            .iter()
            .map(|s| WaitingRow {
                service: s.name.clone(),
                series: s.series.clone(),
                waiting: waiting(&s.code),
            })
            .collect(),
        visitors: visitors(db, now)?,
        missed: open
            .iter()
            .filter(|t| t.state == TicketState::Missed)
            .rev()
            .take(MISSED)
            .map(|t| t.number.to_string())
            .collect(),
        stale,
    })
}

/// Visitors about whom a household is asked: first whom it has spoken about, the newest first, then who waits.
fn visitors(db: &Db<'_>, now: DateTime<FixedOffset>) -> Result<Vec<(String, VisitorWord)>, Error> {
    let decided = db.visits_decided((now - DECIDED).timestamp_millis(), VISITORS)?;
    let waiting = db.visits_waiting(SHOWN)?.into_iter().filter(|v| now - v.arrived < ASKING);
    let row = |v: Visit| {
        let word = match v.state {
            VisitState::AtDesk => VisitorWord::Asking,
            VisitState::Inside => VisitorWord::Admitted,
            VisitState::Refused => VisitorWord::ToDesk,
            VisitState::Expected | VisitState::Left | VisitState::ClosedUnknown | VisitState::Lapsed => {
                return None;
            }
        };
        Some((v.number.to_string(), word))
    };
    Ok(decided.into_iter().chain(waiting).filter_map(row).take(VISITORS as usize).collect())
}
