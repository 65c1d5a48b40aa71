//! The guard's post: who is inside, the visitor log, letting a person out.

use super::desk::minutes;
use super::view::{GuardView, Told, VisitRow};
use super::{GuardIntent, GuardList, Station, appointments, notice, slips, visits};
use crate::rules::Stamp;
use crate::rules::visits::{Visit, VisitState};
use crate::store::{Db, Error};
use chrono::{DateTime, FixedOffset};

/// Rows a guard sees of who is inside.
const SHOWN: u32 = 200;

/// What the guard looks for, and what the post was told last.
#[derive(Default)]
pub(super) struct Guard {
    query: String,
    list: GuardList,
    told: Told,
}

impl Guard {
    pub(super) fn faults(&self) -> u32 {
        self.told.faults
    }

    pub(super) fn view(&self, db: &Db<'_>, now: DateTime<FixedOffset>) -> Result<GuardView, Error> {
        let (_, tomorrow) = appointments::today(now);
        let visits = if self.query.trim().is_empty() {
            match self.list {
                GuardList::Inside => db.visits_inside(SHOWN)?,
                GuardList::Waiting => db.visits_waiting(SHOWN)?,
                GuardList::Expected => db.expected_until(tomorrow, SHOWN)?,
            }
        } else {
            db.find_visits(&self.query)?
        };
        Ok(GuardView {
            query: self.query.clone(),
            list: self.list,
            waiting: db.waiting_count()?,
            expected: db.expected_count(tomorrow)?,
            visits: visits.into_iter().map(|v| row(&v, now)).collect(),
            people_inside: db.people_inside()?,
            alarms: Vec::new(),
            notice: self.told.notice.clone(),
            told: self.told.count,
        })
    }
}

/// A visit as a list shows it.
pub(super) fn row(visit: &Visit, now: DateTime<FixedOffset>) -> VisitRow {
    let shown = |t: DateTime<FixedOffset>| {
        let today = t.date_naive() == now.date_naive();
        t.format(if today { "%H:%M" } else { "%m-%d %H:%M" }).to_string()
    };
    VisitRow {
        id: visit.id,
        label: visit.number.to_string(),
        name: visit.name.as_ref().map(ToString::to_string).unwrap_or_default(),
        unit: visit.unit.to_string(),
        host: visit.host.as_ref().map(ToString::to_string).unwrap_or_default(),
        purpose: visit.purpose,
        companions: visit.companions,
        plate: visit.plate.as_ref().map(ToString::to_string).unwrap_or_default(),
        arrived: shown(visit.arrived),
        left: visit.left.map(shown),
        state: visit.state,
        goods: visit.goods,
        booked: booked(visit, now),
        code: String::new(),
        overstay: visit.state == VisitState::Inside && visit.valid_until < now,
        minutes: match visit.state {
            VisitState::Inside | VisitState::AtDesk => minutes(visit.arrived, now),
            VisitState::Expected
            | VisitState::Left
            | VisitState::Refused
            | VisitState::ClosedUnknown
            | VisitState::Lapsed => 0,
        },
    }
}

/// When a guest is expected, with the day where it is not today; empty for everybody else.
fn booked(visit: &Visit, now: DateTime<FixedOffset>) -> String {
    match visit.booked.filter(|_| visit.state == VisitState::Expected) {
        Some((from, to)) if from.date_naive() == now.date_naive() => {
            format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"))
        }
        Some(_) => appointments::span(visit),
        None => String::new(),
    }
}

impl Station {
    pub(super) fn guard_intent(&mut self, intent: GuardIntent, stamp: Stamp) {
        let done = match intent {
            GuardIntent::Search(text) => {
                self.guard.query = text.chars().take(100).collect();
                Ok(())
            }
            GuardIntent::Answer(call) => self.answer_help(call, stamp),
            GuardIntent::Show(list) => {
                self.guard.list = list;
                Ok(())
            }
            GuardIntent::Leave(visit) => visits::leave(&self.store, stamp, visit),
            GuardIntent::RollCall => slips::roll_call(&self.store, &self.house, stamp),
        };
        self.guard.told.tell(done.err().map(notice));
    }
}
