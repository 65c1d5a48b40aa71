//! Handlers for requests: log, and move on.

use super::achieved::Achieved;
use super::desk::{SHOWN, minutes};
use super::progress::{short, step_rows};
use super::view::{DoneKind, RequestDetail, RequestRow};
use super::{Station, fresh};
use crate::rules::progress;
use crate::rules::requests::{self, Channel, Request, RequestAct, RequestForm};
use crate::rules::slips::{self, SlipKind};
use crate::rules::{House, Personal, Refusal, RequestId, SlipId, Stamp, numbers};
use crate::store::{Db, Error, Store};
use chrono::{DateTime, FixedOffset};
use std::cmp::Reverse;
use std::sync::Arc;
use uuid::Uuid;

/// Logs a request and queues its receipt, in one transaction. `channel` is how it came in.
pub(super) fn log(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    key: Uuid,
    form: RequestForm,
    channel: Channel,
) -> Result<Achieved, Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let number = tx.next_number(numbers::RECEIPT)?;
        let (fact, personal) = requests::log(RequestId(key), number, &form, channel, &house, tx.stamp())?;
        tx.record(&fact, &personal)?;
        let request = tx.request(RequestId(key))?.ok_or(Refusal::NotFound)?;
        let slip = SlipId(fresh(tx.stamp().now));
        tx.print(&slips::receipt(slip, &request, &house))?;
        let kind = DoneKind::Receipt {
            label: request.number.dated(),
            mark: request.mark,
            answer_by: request.answer_by.map(|t| t.format("%m-%d %H:%M").to_string()),
            phone: house.phone.clone(),
        };
        Ok(Achieved { kind, slip: Some(slip), waits: None, qr: slips::qr(SlipKind::Receipt, key) })
    })
}

impl Station {
    /// A receptionist logs what a caller or somebody at the desk brings: the kiosk's rules, the kiosk's slip. The key of a form
    /// that is done with is the second Enter of two, and the first is on the screen.
    pub(super) fn log_at_desk(
        &mut self,
        stamp: Stamp,
        key: Uuid,
        form: RequestForm,
        channel: Channel,
    ) -> Result<(), Error> {
        if self.desk.writing != Some(key) {
            return Ok(());
        }
        let logged = log(&self.store, &self.house, stamp, key, form, channel)?;
        self.desk.writing = None;
        self.desk.looked = Some(RequestId(key));
        self.desk.logged = Some(logged);
        Ok(())
    }
}

/// Does something with a request, where its state allows it. What is sent out goes with its slip.
/// `department` is where a dispatch goes, or empty.
pub(super) fn act(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    id: RequestId,
    act: RequestAct,
    department: &str,
) -> Result<(), Error> {
    let (house, department) = (house.clone(), department.to_owned());
    store.write(stamp, move |tx| {
        let request = tx.request(id)?.ok_or(Refusal::NotFound)?;
        let fact = requests::act(&request, act, &department, &house, tx.stamp().author)?;
        tx.record(&fact, &Personal::default())?;
        if act == RequestAct::Dispatch {
            let (now, to) = (tx.stamp().now, Some(department.as_str()).filter(|d| !d.is_empty()));
            tx.print(&slips::on_dispatch(SlipId(fresh(now)), &request, to, &house, now))?;
        }
        // Whoever opens it again is told anew by when.
        let anew =
            (act == RequestAct::Reopen).then(|| progress::promise_anew(&request, &house, tx.stamp().now));
        anew.flatten().map_or(Ok(()), |promise| tx.record(&promise, &Personal::default()))
    })
}

/// What the desk has to do something about: overdue ones first, then urged ones, then the oldest.
pub(super) fn rows(db: &Db<'_>, now: DateTime<FixedOffset>) -> Result<Vec<RequestRow>, Error> {
    let mut rows: Vec<RequestRow> =
        db.requests_open(SHOWN)?.into_iter().map(|request| row(request, now)).collect();
    rows.sort_by_key(|row| (Reverse(row.overdue), Reverse(row.urges > 0)));
    Ok(rows)
}

fn row(request: Request, now: DateTime<FixedOffset>) -> RequestRow {
    let overdue = request.overdue(now);
    RequestRow {
        id: request.id,
        label: request.number.dated(),
        mark: request.mark,
        unit: request.unit.to_string(),
        matter: request.matter.map(|m| m.0).unwrap_or_default(),
        name: request.name.as_ref().map(ToString::to_string).unwrap_or_default(),
        phone: request.phone.as_ref().map(ToString::to_string).unwrap_or_default(),
        state: request.state,
        minutes: minutes(request.logged, now),
        overdue,
        kind: request.kind.unwrap_or_default(),
        department: request.department.unwrap_or_default(),
        promised: request.promised.map(short),
        urges: request.urges,
        rank: request.rank,
    }
}

/// The request that is looked at, closely.
pub(super) fn detail(
    db: &Db<'_>,
    house: &House,
    looked: Option<RequestId>,
    now: DateTime<FixedOffset>,
) -> Result<Option<RequestDetail>, Error> {
    let Some(request) = looked.map(|id| db.request(id)).transpose()?.flatten() else { return Ok(None) };
    let phone = request.phone.as_ref().map(|phone| db.phone_match(&request.unit, phone)).transpose()?;
    Ok(Some(RequestDetail {
        id: request.id,
        phone,
        wished: request.wished.clone().unwrap_or_default(),
        steps: step_rows(db, request.id)?,
        times: progress::promise_times(house, now),
    }))
}
