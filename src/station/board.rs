//! The board: now serving, drawn from the table of numbers alone.

use super::view::{BoardView, CalledRow, WaitingRow};
use crate::rules::House;
use crate::rules::queue::{Ticket, TicketState};
use crate::store::{Db, Error};

/// Called numbers a board shows.
const CALLED: usize = 6;
/// Missed numbers a board shows.
const MISSED: usize = 8;

pub(super) fn view(db: &Db<'_>, house: &House, stale: bool) -> Result<BoardView, Error> {
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
