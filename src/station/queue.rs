//! Handlers for queue numbers: take, call, finish. Two counters never get one number.

use super::Station;
use super::achieved::Achieved;
use super::fresh;
use super::view::{Ahead, DoneKind, ServiceRow};
use crate::rules::house::Service;
use crate::rules::queue::{self, TicketAct};
use crate::rules::slips::{self, SlipKind};
use crate::rules::{Fact, House, Personal, Refusal, SlipId, Stamp, TicketId};
use crate::store::{Db, Error, Store};
use chrono::{DateTime, FixedOffset};
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use uuid::Uuid;

/// When this kiosk gave out its latest numbers, the newest last; as many as it may in an hour.
#[derive(Default)]
pub(super) struct Given(VecDeque<DateTime<FixedOffset>>);

impl Given {
    /// When the `n`th latest was taken; none where there are fewer.
    fn nth_latest(&self, n: u32) -> Option<DateTime<FixedOffset>> {
        let before = self.0.len().checked_sub(n as usize)?;
        self.0.get(before).copied()
    }

    fn count(&mut self, now: DateTime<FixedOffset>, most: u32) {
        self.0.push_back(now);
        while self.0.len() > most as usize {
            self.0.pop_front();
        }
    }
}

impl Station {
    /// Somebody takes a number at the kiosk.
    pub(super) fn take_number(&mut self, key: Uuid, service: String, stamp: Stamp) {
        let (said, most) = (self.kiosk.ahead, self.house.numbers_per_hour);
        let latest = self.kiosk.given.nth_latest(most);
        let mut taken = false;
        self.submit(key, stamp.now, |s| {
            let result = take(&s.store, &s.house, stamp, key, service, said, latest);
            taken = result.is_ok();
            result
        });
        if taken {
            self.kiosk.given.count(stamp.now, most);
        }
    }
}

/// Takes the next number of a service and queues its ticket, in one transaction. `said` is what the page said about waiting,
/// `latest` when the last number was taken before as many as a kiosk gives out in an hour.
fn take(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    key: Uuid,
    service: String,
    said: Ahead,
    latest: Option<DateTime<FixedOffset>>,
) -> Result<Achieved, Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let chosen = house.service(&service)?;
        let (ticket, number) = (TicketId(key), tx.next_number(&chosen.series)?);
        queue::may_take(chosen, number.n, latest, &house, tx.stamp())?;
        tx.record(&Fact::NumberTaken { ticket, number, service: service.clone() }, &Personal::default())?;
        let ticket = tx.ticket(ticket)?.ok_or(Refusal::NotFound)?;
        let people = tx.ahead(ticket.id)?;
        let slip = SlipId(fresh(tx.stamp().now));
        tx.print(&slips::ticket(slip, &ticket, people, &house))?;
        let kind = DoneKind::Ticket {
            label: ticket.number.to_string(),
            service: chosen.name.clone(),
            ahead: Ahead { people, ..said },
            taken: ticket.taken.format("%H:%M").to_string(),
            bring: chosen.bring.clone(),
        };
        Ok(Achieved { kind, slip: Some(slip), waits: None, qr: slips::qr(SlipKind::Ticket, key) })
    })
}

/// Minutes after its last finished number in which a counter still counts as one that works.
const AT_WORK: i64 = 45;

/// What the number page shows: who would be called first, and what can be had. Nothing else reads it: waiting times are
/// worked out only while somebody looks.
pub(super) fn offered(
    db: &Db<'_>,
    house: &House,
    now: DateTime<FixedOffset>,
) -> Result<(Ahead, Vec<ServiceRow>), Error> {
    let (waits, day) = (db.waiting()?, now.date_naive());
    let mut counters = BTreeSet::new();
    let mut paces = Vec::new();
    for service in &house.services {
        let served = db.served(day, &service.series)?;
        let at_work = served.iter().filter(|s| (now - s.ended).num_minutes() < AT_WORK);
        counters.extend(at_work.map(|s| s.counter));
        paces.push(queue::Pace {
            waiting: waits.iter().find(|w| w.service == service.code).map_or(0, |w| w.waiting),
            minutes: served.iter().map(|s| s.minutes).collect(),
        });
    }
    let people = waits.iter().map(|w| w.waiting).sum();
    let ahead = Ahead { people, range: queue::wait_range(&paces, counters.len()) };
    let row = |s: &Service| {
        let given = if s.quota.is_some() { db.given(day, &s.series)? } else { 0 };
        Ok(ServiceRow {
            code: s.code.clone(),
            name: s.name.clone(),
            series: s.series.clone(),
            closed: queue::may_take_today(s, given + 1, house, now).err(),
            bring: s.bring.clone(),
            whom: s.whom.clone(),
            left: s.quota.map(|quota| quota.saturating_sub(given)),
        })
    };
    Ok((ahead, house.services.iter().map(row).collect::<Result<_, Error>>()?))
}

/// Calls the number that has waited longest to a counter that has its hands free.
pub(super) fn call_next(store: &Store, stamp: Stamp, counter: u8) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let next = match tx.in_hand(counter)? {
            Some(held) => return Err(Refusal::StillServing { label: held.number.to_string() }.into()),
            None => tx.next_waiting()?.ok_or(Refusal::NobodyWaiting)?,
        };
        let fact = queue::act(&next, TicketAct::Call { counter })?;
        tx.record(&fact, &Personal::default())
    })
}

/// Calls one very number to a counter that has its hands free.
pub(super) fn call(store: &Store, stamp: Stamp, counter: u8, id: TicketId) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let wanted = tx.ticket(id)?.ok_or(Refusal::NotFound)?;
        let fact = queue::act(&wanted, TicketAct::Call { counter })?;
        if let Some(held) = tx.in_hand(counter)? {
            return Err(Refusal::StillServing { label: held.number.to_string() }.into());
        }
        tx.record(&fact, &Personal::default())
    })
}

/// Does something with the number a counter has in hand.
pub(super) fn act(store: &Store, stamp: Stamp, counter: u8, act: TicketAct) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let held = tx.in_hand(counter)?.ok_or(Refusal::NothingInHand)?;
        let fact = queue::act(&held, act)?;
        tx.record(&fact, &Personal::default())
    })
}

/// On a new day: it is opened, and numbers of earlier days that nobody came for are cancelled; their history stays.
pub(super) fn close_days_before(store: &Store, stamp: Stamp) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let today = tx.business_day(stamp.day())?.day();
        tx.open_day(today)?;
        for ticket in tx.tickets_open(u32::MAX)?.iter().filter(|t| t.number.day < today) {
            if let Ok(fact) = queue::act(ticket, TicketAct::Cancel) {
                tx.record(&fact, &Personal::default())?;
            }
        }
        Ok(())
    })
}
