//! The reception desk: one counter calls numbers and moves requests on.

use super::achieved::Achieved;
use super::slips::{self, Looking};
use super::view::{Booked, DeskView, SlipsView, TicketRow, Told, VisitRow, VisitorWaits, VisitsPanel};
use super::{
    DeskIntent, DeskPanel, PrinterIntent, Station, appointments, day, fresh, guard, notice, progress, queue,
    requests, visits,
};
use crate::devices::PrinterHealth;
use crate::rules::queue::{Ticket, TicketAct, TicketState};
use crate::rules::requests::RequestAct;
use crate::rules::visits::Visit;
use crate::rules::{House, RequestId, Stamp};
use crate::store::{Db, Error};
use chrono::{DateTime, Duration, FixedOffset};
use uuid::Uuid;

/// Rows a desk shows of each kind.
pub(super) const SHOWN: u32 = 200;

/// Which counter this desk is, and what it was told last.
pub(super) struct Desk {
    counter: u8,
    panel: DeskPanel,
    pub(super) looked: Option<RequestId>,
    /// The form that is open.
    pub(super) writing: Option<Uuid>,
    /// What was logged with it last.
    pub(super) logged: Option<Achieved>,
    pub(super) looking: Looking,
    booked: Option<Booked>,
    told: Told,
}

impl Default for Desk {
    fn default() -> Desk {
        let looking = Looking::default();
        Desk {
            counter: 1,
            panel: DeskPanel::default(),
            looked: None,
            writing: None,
            logged: None,
            looking,
            booked: None,
            told: Told::default(),
        }
    }
}

impl Desk {
    /// Whether this panel is open.
    pub(super) fn shows(&self, panel: DeskPanel) -> bool {
        self.panel == panel
    }

    pub(super) fn counter(&self) -> u8 {
        self.counter
    }

    pub(super) fn faults(&self) -> u32 {
        self.told.faults
    }

    pub(super) fn view(
        &self,
        db: &Db<'_>,
        house: &House,
        printer: PrinterHealth,
        now: DateTime<FixedOffset>,
    ) -> Result<DeskView, Error> {
        let open = db.tickets_open(SHOWN)?;
        let waiting = db.visits_waiting(SHOWN)?;
        let rows = |states: &[TicketState]| -> Vec<TicketRow> {
            open.iter().filter(|t| states.contains(&t.state)).map(|t| ticket_row(t, house, now)).collect()
        };
        let (requests, detail) = match self.panel {
            DeskPanel::Requests => (requests::rows(db, now)?, requests::detail(db, house, self.looked, now)?),
            DeskPanel::Visits | DeskPanel::Slips | DeskPanel::Printer => (Vec::new(), None),
        };
        Ok(DeskView {
            panel: self.panel,
            counter: self.counter,
            counters: house.counters,
            current: db.in_hand(self.counter)?.map(|t| ticket_row(&t, house, now)),
            waiting: rows(&[TicketState::Waiting]),
            aside: rows(&[TicketState::Missed, TicketState::Parked]),
            requests,
            detail,
            writing: self.writing,
            logged: self.logged.as_ref().map(|done| done.shown(db, printer)).transpose()?,
            alarms: Vec::new(),
            printer: None,
            in_doubt: db.slips_waiting()?.iter().filter(|(_, _, s)| s.in_doubt()).count(),
            slips: if self.panel == DeskPanel::Slips {
                self.looking.view(db, now)?
            } else {
                SlipsView::default()
            },
            visitors_waiting: u32::try_from(waiting.len()).unwrap_or(SHOWN),
            visitor: visitor(&waiting, now),
            visits: if self.panel == DeskPanel::Visits {
                visits_panel(db, &waiting, self.booked.clone(), now)?
            } else {
                VisitsPanel::default()
            },
            notice: self.told.notice.clone(),
            told: self.told.count,
        })
    }
}

/// Bookings of the coming week, and who waits now.
fn visits_panel(
    db: &Db<'_>,
    waiting: &[Visit],
    booked: Option<Booked>,
    now: DateTime<FixedOffset>,
) -> Result<VisitsPanel, Error> {
    let rows = |visits: &[Visit]| visits.iter().map(|v| guard::row(v, now)).collect();
    let week = (now + Duration::days(7)).timestamp_millis();
    let mut expected: Vec<VisitRow> = rows(&db.expected_until(week, SHOWN)?);
    for row in &mut expected {
        row.code = db.booking_code(row.id)?.unwrap_or_default();
    }
    Ok(VisitsPanel { waiting: rows(waiting), expected, booked })
}

/// Who waits longest for the household's word; `waiting` has the longest first.
fn visitor(waiting: &[Visit], now: DateTime<FixedOffset>) -> Option<VisitorWaits> {
    let (first, last) = (waiting.first()?, waiting.last()?);
    Some(VisitorWaits {
        label: first.number.to_string(),
        unit: first.unit.to_string(),
        came: first.arrived.format("%H:%M").to_string(),
        minutes: minutes(first.arrived, now),
        newest: last.arrived,
    })
}

fn ticket_row(ticket: &Ticket, house: &House, now: DateTime<FixedOffset>) -> TicketRow {
    TicketRow {
        id: ticket.id,
        label: ticket.number.to_string(),
        service: house.service(&ticket.service).map_or_else(|_| ticket.service.clone(), |s| s.name.clone()),
        state: ticket.state,
        minutes: minutes(ticket.taken, now),
    }
}

/// Whole minutes since then; none are negative.
pub(super) fn minutes(since: DateTime<FixedOffset>, now: DateTime<FixedOffset>) -> u32 {
    u32::try_from((now - since).num_minutes()).unwrap_or(0)
}

impl Station {
    pub(super) fn desk_intent(&mut self, intent: &DeskIntent, stamp: Stamp) {
        let counter = self.desk.counter;
        let done = match intent {
            DeskIntent::Counter(n) => {
                self.desk.counter = (*n).clamp(1, self.house.counters);
                Ok(())
            }
            DeskIntent::Open(panel) => {
                self.desk.panel = *panel;
                if *panel == DeskPanel::Printer {
                    self.printer_intent(PrinterIntent::Find);
                }
                self.desk.booked = None;
                self.desk.logged = None;
                if *panel == DeskPanel::Slips { self.look_at(None) } else { Ok(()) }
            }
            DeskIntent::Answer(call) => self.answer_help(*call, stamp),
            DeskIntent::BelieveClock => day::believe(&self.store, stamp),
            DeskIntent::CallNext => queue::call_next(&self.store, stamp, counter),
            DeskIntent::Call(ticket) => queue::call(&self.store, stamp, counter, *ticket),
            DeskIntent::Recall => queue::act(&self.store, stamp, counter, TicketAct::Recall),
            DeskIntent::Miss => queue::act(&self.store, stamp, counter, TicketAct::Miss),
            DeskIntent::Park => queue::act(&self.store, stamp, counter, TicketAct::Park),
            DeskIntent::Finish => queue::act(&self.store, stamp, counter, TicketAct::Finish),
            DeskIntent::Request(id, act) => requests::act(&self.store, &self.house, stamp, *id, *act, ""),
            DeskIntent::Look(id) => {
                self.desk.looked = Some(*id);
                return; // what the desk was told stands until something is done
            }
            DeskIntent::Write(open) => {
                (self.desk.writing, self.desk.logged) = (open.then(|| fresh(stamp.now)), None);
                Ok(())
            }
            DeskIntent::Log { key, form, channel } => self.log_at_desk(stamp, *key, form.clone(), *channel),
            DeskIntent::Promise { request, by, reason } => {
                progress::promise(&self.store, &self.house, stamp, *request, *by, reason.clone())
            }
            DeskIntent::Dispatch(id, department) => {
                requests::act(&self.store, &self.house, stamp, *id, RequestAct::Dispatch, department)
            }
            DeskIntent::Printer(intent) => {
                self.printer_intent(*intent);
                Ok(())
            }
            DeskIntent::LookAt(slip) => self.look_at(Some(*slip)),
            DeskIntent::Slip(slip, act, reason) => {
                slips::act(&self.store, stamp, *slip, *act, *reason).and_then(|()| self.look_at(Some(*slip)))
            }
            DeskIntent::Admit(visit) => visits::admit(&self.store, &self.house, stamp, *visit),
            DeskIntent::Deny(visit, why) => visits::deny(&self.store, stamp, *visit, *why),
            DeskIntent::CallOff(visit) => appointments::cancel(&self.store, stamp, *visit),
            DeskIntent::Book(form) => {
                let made = appointments::book_one(&self.store, &self.house, stamp, form.clone());
                made.map(|booked| self.desk.booked = Some(booked))
            }
        };
        self.desk.told.tell(done.err().map(notice));
    }
}
