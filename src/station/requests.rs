//! Handlers for requests: log, and move on.

use super::achieved::Achieved;
use super::fresh;
use super::view::DoneKind;
use crate::rules::requests::{self, Channel, RequestAct, RequestForm};
use crate::rules::slips::{self, SlipKind};
use crate::rules::{House, Personal, Refusal, RequestId, SlipId, Stamp, numbers};
use crate::store::{Error, Store};
use std::sync::Arc;
use uuid::Uuid;

/// Logs a request and queues its receipt, in one transaction.
pub(super) fn log(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    key: Uuid,
    form: RequestForm,
) -> Result<Achieved, Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let number = tx.next_number(numbers::RECEIPT)?;
        let (fact, personal) =
            requests::log(RequestId(key), number, &form, Channel::Kiosk, &house, tx.stamp())?;
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
        Ok(Achieved { kind, slip, qr: slips::qr(SlipKind::Receipt, key) })
    })
}

/// Does something with a request, where its state allows it.
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
        tx.record(&fact, &Personal::default())
    })
}
