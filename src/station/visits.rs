//! Handlers for visits: register, let out, close what nobody saw end.

use super::achieved::Achieved;
use super::fresh;
use super::view::DoneKind;
use crate::rules::slips::{self, SlipKind};
use crate::rules::visits::{self, CardHolder, VisitAct, VisitForm};
use crate::rules::{House, Personal, Refusal, SlipId, Stamp, VisitId, numbers};
use crate::store::{Error, Store};
use std::sync::Arc;
use uuid::Uuid;

/// Registers a visit and queues its pass, in one transaction.
pub(super) fn register(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    key: Uuid,
    form: VisitForm,
    card: Option<CardHolder>,
) -> Result<Achieved, Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let number = tx.next_number(numbers::PASS)?;
        let (fact, mut personal) =
            visits::register(VisitId(key), number, &form, card.as_ref(), &house, tx.stamp())?;
        personal.id = card.as_ref().and_then(|c| c.number.as_ref()).and_then(|n| tx.trace(n, house.id_kept));
        tx.record(&fact, &personal)?;
        let visit = tx.visit(VisitId(key))?.ok_or(Refusal::NotFound)?;
        let slip = SlipId(fresh(tx.stamp().now));
        tx.print(&slips::pass(slip, &visit, &house))?;
        let kind = DoneKind::Pass {
            label: visit.number.to_string(),
            name: visit.name.as_ref().map(ToString::to_string).unwrap_or_default(),
            unit: visit.unit.to_string(),
            valid_until: visit.valid_until.format("%m-%d %H:%M").to_string(),
        };
        Ok(Achieved { kind, slip, qr: slips::qr(SlipKind::Pass, key) })
    })
}

/// Somebody saw a visitor leave, now.
pub(super) fn leave(store: &Store, stamp: Stamp, id: VisitId) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let visit = tx.visit(id)?.ok_or(Refusal::NotFound)?;
        let fact = visits::act(&visit, VisitAct::Leave)?;
        tx.record(&fact, &Personal::default())
    })
}

/// At the turn of the day: passes that have run out and whose leaving nobody saw are closed, the time stays unknown.
pub(super) fn close_overstayed(store: &Store, stamp: Stamp) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        for visit in tx.visits_overstayed(stamp.millis())? {
            tx.record(&visits::act(&visit, VisitAct::CloseUnknown)?, &Personal::default())?;
        }
        Ok(())
    })
}
