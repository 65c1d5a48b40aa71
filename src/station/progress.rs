//! How a request gets on, for its owner at the kiosk: found by its receipt, urged, rated, opened again. And the ladder: what
//! lies too long moves up by itself.

use super::guesses::Guesses;
use super::requests;
use super::view::{AlikeRow, ProgressView, RateState, StepRow, UrgeState};
use crate::rules::progress::{self, Asked, RatingForm};
use crate::rules::requests::{Mark, Request, RequestAct};
use crate::rules::slips::{self, SlipKind};
use crate::rules::units::Unit;
use crate::rules::{House, Number, Personal, Refusal, RequestId, Stamp, numbers};
use crate::store::{Db, Error, Store};
use chrono::{DateTime, Duration, FixedOffset};
use std::sync::Arc;

/// Homes that may be asked about on one opening of the request page: a slip of the finger or two, not a walk through the house.
const HOMES_ASKED: u8 = 4;
/// Requests alike that are shown.
const ALIKE: u32 = 3;

/// What the request page asked about its home, and how often.
#[derive(Default)]
pub(super) struct Alike {
    of: Option<(Unit, Mark, Option<String>)>,
    asked: u8,
}

impl Alike {
    /// Asks about a home. Whoever asks about many gets no answer any more.
    pub(super) fn ask(&mut self, house: &House, unit: &[String; 3], mark: Mark, kind: &str) {
        self.asked = self.asked.saturating_add(1);
        let unit = house.estate.find(&unit[0], &unit[1], &unit[2]).ok();
        let kind = (!kind.is_empty()).then(|| kind.to_owned());
        let may = self.asked <= HOMES_ASKED && mark.somebody_comes();
        self.of = unit.filter(|_| may).map(|unit| (unit, mark, kind));
    }

    fn requests(&self, db: &Db<'_>) -> Result<Vec<Request>, Error> {
        match &self.of {
            None => Ok(Vec::new()),
            Some((unit, mark, kind)) => db.requests_alike(unit, *mark, kind.as_deref(), ALIKE),
        }
    }

    /// What was reported already: when and how far it is. Nobody's name, nobody's words.
    pub(super) fn view(
        &self,
        db: &Db<'_>,
        house: &House,
        now: DateTime<FixedOffset>,
    ) -> Result<Vec<AlikeRow>, Error> {
        let row = |request: Request| AlikeRow {
            id: request.id,
            days: u32::try_from((now.date_naive() - request.logged.date_naive()).num_days()).unwrap_or(0),
            time: request.logged.format("%H:%M").to_string(),
            state: request.state,
            urge: urge_state(&request, house, now),
        };
        Ok(self.requests(db)?.into_iter().map(row).collect())
    }

    /// Whether this request is one of those shown.
    pub(super) fn shows(&self, store: &Store, id: RequestId) -> Result<(), Error> {
        let shown = store.read(|db| self.requests(db))?;
        if shown.iter().any(|r| r.id == id) { Ok(()) } else { Err(Refusal::PageGone.into()) }
    }
}

/// The request of a receipt. Whatever does not fit gets the same answer; only typed ones are counted.
pub(super) fn look_up(
    store: &Store,
    guessed: &mut Guesses,
    asked: &Asked,
    now: DateTime<FixedOffset>,
) -> Result<RequestId, Error> {
    let found = match asked {
        Asked::Scanned(text) => match slips::scanned(SlipKind::Receipt, text) {
            None => None,
            Some(id) => store.read(|db| db.request(RequestId(id)))?,
        },
        Asked::Typed { number, tail } => {
            guessed.may(now)?;
            let found = match Number::parse_digits(numbers::RECEIPT, number) {
                None => None,
                Some(number) => store.read(|db| db.request_numbered(&number))?,
            };
            let fits = |r: &Request| r.phone.as_ref().is_some_and(|p| p.tail() == tail.trim());
            let found = found.filter(fits);
            if found.is_none() {
                guessed.count(now);
            }
            found
        }
    };
    found.map(|r| r.id).ok_or_else(|| Refusal::ReceiptUnknown.into())
}

/// What the owner of a request is shown; none where it is gone.
pub(super) fn view(
    db: &Db<'_>,
    house: &House,
    id: RequestId,
    now: DateTime<FixedOffset>,
) -> Result<Option<ProgressView>, Error> {
    let Some(request) = db.request(id)? else { return Ok(None) };
    Ok(Some(ProgressView {
        label: request.number.dated(),
        mark: request.mark,
        kind: request.kind.clone().unwrap_or_default(),
        state: request.state,
        department: request.department.clone().unwrap_or_default(),
        rank: request.rank,
        promised: request.promised.map(short),
        moved: request.promised != request.answer_by,
        overdue: request.overdue(now),
        steps: step_rows(db, id)?,
        urges: request.urges,
        urge: urge_state(&request, house, now),
        rate: match progress::may_rate(&request) {
            Ok(()) => RateState::Now,
            Err(Refusal::RatedAlready) => RateState::Given,
            Err(_) => RateState::No,
        },
        can_reopen: request.state.after(RequestAct::Reopen).is_some(),
    }))
}

/// A request's history as both faces show it.
pub(super) fn step_rows(db: &Db<'_>, id: RequestId) -> Result<Vec<StepRow>, Error> {
    let row = |step: progress::Step| StepRow { at: short(step.at), what: step.what };
    Ok(progress::steps(&db.history(id.0)?).into_iter().map(row).collect())
}

/// `11-23 18:00`
pub(super) fn short(time: DateTime<FixedOffset>) -> String {
    time.format("%m-%d %H:%M").to_string()
}

fn urge_state(request: &Request, house: &House, now: DateTime<FixedOffset>) -> UrgeState {
    match progress::urge(request, house, now) {
        Ok(_) => UrgeState::Now,
        Err(Refusal::UrgedAlready { at }) => UrgeState::From(at),
        Err(_) => UrgeState::No,
    }
}

/// 催单
pub(super) fn urge(store: &Store, house: &Arc<House>, stamp: Stamp, id: RequestId) -> Result<(), Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let request = tx.request(id)?.ok_or(Refusal::NotFound)?;
        let fact = progress::urge(&request, &house, tx.stamp().now)?;
        tx.record(&fact, &Personal::default())
    })
}

/// Three scores and a word.
pub(super) fn rate(store: &Store, stamp: Stamp, id: RequestId, form: RatingForm) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let request = tx.request(id)?.ok_or(Refusal::NotFound)?;
        let (fact, personal) = progress::rate(&request, &form)?;
        tx.record(&fact, &personal)
    })
}

/// 没解决: the owner opens a finished request again.
pub(super) fn reopen(store: &Store, house: &Arc<House>, stamp: Stamp, id: RequestId) -> Result<(), Error> {
    requests::act(store, house, stamp, id, RequestAct::Reopen, "")
}

/// Another time, with its reason.
pub(super) fn promise(
    store: &Store,
    house: &Arc<House>,
    stamp: Stamp,
    id: RequestId,
    by: DateTime<FixedOffset>,
    reason: String,
) -> Result<(), Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let request = tx.request(id)?.ok_or(Refusal::NotFound)?;
        let fact = progress::promise(&request, by, &reason, &house, tx.stamp().now)?;
        tx.record(&fact, &Personal::default())
    })
}

/// The ladder: open requests that lie too long get a higher owner, once (T1, T2). Nothing is written where nothing is due.
pub(super) fn escalate(store: &Store, house: &Arc<House>, stamp: Stamp) -> Result<(), Error> {
    let before = stamp.now - Duration::days(i64::from(house.requests.hand_over.0));
    let lying = move |db: &Db<'_>| db.requests_left_lying(before.timestamp_millis());
    let due = |requests: Vec<Request>| {
        requests.iter().filter_map(|r| progress::escalate(r, house, stamp.now)).collect::<Vec<_>>()
    };
    let facts = due(store.read(lying)?);
    if facts.is_empty() {
        return Ok(());
    }
    let house = house.clone();
    store.write(stamp, move |tx| {
        for request in lying(tx)? {
            if let Some(fact) = progress::escalate(&request, &house, tx.stamp().now) {
                tx.record(&fact, &Personal::default())?;
            }
        }
        Ok(())
    })
}
