//! The board: now serving, drawn from the table of numbers alone.

use super::view::{BoardView, CalledRow, WaitingRow};
use crate::rules::House;
use crate::rules::queue::{Ticket, TicketState};
use crate::rules::visits::VisitState;
use crate::store::{Db, Error};
use chrono::{DateTime, Duration, FixedOffset};

/// Called numbers a board shows.
const CALLED: usize = 6;
/// Visitors a board calls after the household's word.
const VISITORS: u32 = 4;
/// How long it calls them.
const DECIDED: Duration = Duration::minutes(3);
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
    let since = (now - DECIDED).timestamp_millis();
    let decided = db.visits_decided(since, VISITORS)?;
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
        visitors: decided
            .iter()
            .filter_map(|v| match v.state {
                VisitState::Inside => Some((v.number.to_string(), true)),
                VisitState::Refused => Some((v.number.to_string(), false)),
                VisitState::Expected
                | VisitState::AtDesk
                | VisitState::Left
                | VisitState::ClosedUnknown
                | VisitState::Lapsed => None,
            })
            .collect(),
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
