//! Handlers for visits: register, the household's word, let out, close what nobody saw end.

use super::achieved::Achieved;
use super::appointments;
use super::view::DoneKind;
use crate::rules::appointments::Arrival;
use crate::rules::fact::IdTrace;
use crate::rules::notice::Agreed;
use crate::rules::slips::{self, SlipKind};
use crate::rules::visits::{self, CardHolder, Denial, Guest, Visit, VisitAct, VisitForm, VisitState};
use crate::rules::{House, Personal, Refusal, SlipId, Stamp, VisitId, numbers};
use crate::store::{Db, Error, Store, Tx};
use chrono::Duration;
use std::sync::Arc;
use uuid::Uuid;

/// Visits blanked in one transaction, so that nobody waits long for the writer.
const BLANKED: u32 = 500;
/// Transactions of that kind at the turn of a day.
const ROUNDS: u32 = 20;

/// Registers a visit. A guest who is expected moves the booking instead: one visit, one truth. The pass is queued in the same
/// transaction, unless the household is asked first.
pub(super) fn register(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    key: Uuid,
    form: VisitForm,
    card: Option<CardHolder>,
    agreed: Agreed,
) -> Result<Achieved, Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let guest = visits::understand(&form, card.as_ref(), &house, tx.stamp())?;
        keep_notice(tx, &house)?;
        let id = trace(tx, card.as_ref(), &house);
        if let Some(booked) = appointments::expected(tx, &guest, card.is_some(), &house)? {
            let Guest { phone, plate, host, .. } = guest;
            let personal = Personal { phone, plate, host, id, ..Personal::default() };
            let companions = Some(form.companions);
            let (by_card, goods, guardian) = (card.is_some(), form.goods, form.guardian);
            let arrival = Arrival { by_card, companions, goods, agreed: Some(agreed), guardian, personal };
            return appointments::arrive(tx, &booked, &arrival, &house);
        }
        let number = tx.next_number(numbers::PASS)?;
        let whose = (VisitId(key), number);
        let (fact, personal) =
            visits::register(whose, &form, guest, card.is_some(), agreed, &house, tx.stamp());
        tx.record(&fact, &Personal { id, ..personal })?;
        let visit = tx.visit(VisitId(key))?.ok_or(Refusal::NotFound)?;
        if visit.state == VisitState::Inside {
            tx.print(&slips::pass(pass(visit.id), &visit, &house))?;
        }
        Ok(achieved(&visit))
    })
}

/// Keeps the words of the notice with the first visit that agrees to them.
pub(super) fn keep_notice(tx: &mut Tx<'_>, house: &House) -> Result<(), Error> {
    let notice = &house.visiting.notice;
    if tx.knows_notice(notice.id())? {
        return Ok(());
    }
    tx.record(&notice.worded(), &Personal::default())
}

/// What is kept of a card's number.
pub(super) fn trace(tx: &Tx<'_>, card: Option<&CardHolder>, house: &House) -> Option<IdTrace> {
    card.and_then(|c| c.number.as_ref()).and_then(|n| tx.trace(n, house.visiting.id_kept))
}

/// The slip of a visit's pass has the visit's own id: however often somebody decides, it is printed once.
pub(super) fn pass(visit: VisitId) -> SlipId {
    SlipId(visit.0)
}

/// What a person who registered is shown.
pub(super) fn achieved(visit: &Visit) -> Achieved {
    Achieved {
        kind: outcome(visit),
        slip: Some(pass(visit.id)),
        qr: slips::qr(SlipKind::Pass, visit.id.0),
        waits: (visit.state == VisitState::AtDesk).then_some(visit.id),
    }
}

/// Where a visit stands, as its visitor may know it.
fn outcome(visit: &Visit) -> DoneKind {
    let label = visit.number.to_string();
    match visit.state {
        VisitState::AtDesk | VisitState::Expected => {
            DoneKind::Waiting { label, unit: visit.unit.to_string() }
        }
        VisitState::Inside => DoneKind::Pass {
            label,
            name: visit.name.as_ref().map(ToString::to_string).unwrap_or_default(),
            unit: visit.unit.to_string(),
            valid_until: visit.valid_until.format("%m-%d %H:%M").to_string(),
        },
        VisitState::Left | VisitState::Refused | VisitState::ClosedUnknown | VisitState::Lapsed => {
            DoneKind::ToDesk { label }
        }
    }
}

/// What became of a visitor who waits for the household's word; none while there is no word.
pub(super) fn word(db: &Db<'_>, id: VisitId) -> Result<Option<DoneKind>, Error> {
    let decided = db.visit(id)?.filter(|visit| visit.state != VisitState::AtDesk);
    Ok(decided.map(|visit| outcome(&visit)))
}

/// The desk lets somebody in: the household said yes, or a booked guest was sent over. The pass is queued with it.
pub(super) fn admit(store: &Store, house: &Arc<House>, stamp: Stamp, id: VisitId) -> Result<(), Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let visit = tx.visit(id)?.ok_or(Refusal::NotFound)?;
        if visit.state == VisitState::Expected {
            let arrival = Arrival::default();
            return appointments::arrive(tx, &visit, &arrival, &house).map(|_| ());
        }
        let_in(tx, &visit, &house)?;
        Ok(())
    })
}

/// Records that a visitor is let in, and queues the pass.
pub(super) fn let_in(tx: &mut Tx<'_>, visit: &Visit, house: &House) -> Result<Visit, Error> {
    tx.record(&visits::act(visit, VisitAct::Admit)?, &Personal::default())?;
    let visit = tx.visit(visit.id)?.ok_or(Refusal::NotFound)?;
    tx.print(&slips::pass(pass(visit.id), &visit, house))?;
    Ok(visit)
}

/// The desk turns somebody away.
pub(super) fn deny(store: &Store, stamp: Stamp, id: VisitId, reason: Denial) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let visit = tx.visit(id)?.ok_or(Refusal::NotFound)?;
        tx.record(&visits::deny(&visit, reason)?, &Personal::default())
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

/// At the turn of the day: passes that have run out and whose leaving nobody saw are closed, the time stays unknown;
/// guests who did not come are no longer expected.
pub(super) fn close_overstayed(store: &Store, stamp: Stamp) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        for visit in tx.visits_overstayed(stamp.millis())? {
            let act = match visit.state {
                VisitState::Expected => VisitAct::Lapse,
                VisitState::AtDesk
                | VisitState::Inside
                | VisitState::Left
                | VisitState::Refused
                | VisitState::ClosedUnknown
                | VisitState::Lapsed => VisitAct::CloseUnknown,
            };
            tx.record(&visits::act(&visit, act)?, &Personal::default())?;
        }
        Ok(())
    })
}

/// At the turn of the day: of visits older than the house keeps them, everything personal is blanked, here and in the
/// journal.
pub(super) fn expire(store: &Store, house: &House, stamp: Stamp) -> Result<(), Error> {
    let kept = Duration::days(i64::from(house.visiting.retention_days));
    let before = (stamp.now - kept).timestamp_millis();
    let mut after = store.read(|db| db.visits_to_blank(before, i64::MIN, 1))?.first().map(|(row, _)| row - 1);
    for _ in 0..ROUNDS {
        let Some(done) = after else { break };
        after = store.write(stamp, move |tx| tx.expire_visits(before, done, BLANKED))?;
    }
    Ok(())
}
