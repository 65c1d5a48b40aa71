//! Handlers for calls for help: a kiosk calls, a post answers; and what each face shows of it.

use super::view::{AlarmRow, HelpStage, HelpView};
use super::{Station, fresh, notice};
use crate::rules::help::{self, Help, HelpKind};
use crate::rules::{Fact, HelpId, Personal, Refusal, Stamp};
use crate::store::{Db, Error, Store};
use chrono::{DateTime, FixedOffset};

/// The last calls of this kiosk, so that it can say that somebody is on the way.
#[derive(Default)]
pub(super) struct Calls {
    staff: Option<HelpId>,
    emergency: Option<HelpId>,
}

impl Calls {
    fn last(&self, kind: HelpKind) -> Option<HelpId> {
        match kind {
            HelpKind::Staff => self.staff,
            HelpKind::Emergency => self.emergency,
        }
    }

    fn remember(&mut self, kind: HelpKind, id: HelpId) {
        match kind {
            HelpKind::Staff => self.staff = Some(id),
            HelpKind::Emergency => self.emergency = Some(id),
        }
    }

    /// What the kiosk shows. `open` are all calls that ring; one of this place survives a restart of the program.
    pub(super) fn view(
        &self,
        db: &Db<'_>,
        open: &[Help],
        place: &str,
        now: DateTime<FixedOffset>,
    ) -> Result<HelpView, Error> {
        let stage = |kind| -> Result<HelpStage, Error> {
            if open.iter().any(|h| h.kind == kind && h.place == place) {
                return Ok(HelpStage::Ringing);
            }
            let Some(id) = self.last(kind) else { return Ok(HelpStage::Quiet) };
            Ok(match db.help(id)?.filter(|h| h.stands(now)).and_then(|h| h.answered) {
                Some((post, _)) => HelpStage::Coming(post),
                None => HelpStage::Quiet,
            })
        };
        Ok(HelpView { staff: stage(HelpKind::Staff)?, emergency: stage(HelpKind::Emergency)? })
    }
}

/// Calls that ring at a post, emergencies first.
pub(super) fn alarms(open: &[Help], kinds: &[HelpKind], now: DateTime<FixedOffset>) -> Vec<AlarmRow> {
    let row = |h: &Help| AlarmRow {
        id: h.id,
        kind: h.kind,
        place: h.place.clone(),
        called: h.called.format("%H:%M").to_string(),
        minutes: super::desk::minutes(h.called, now),
    };
    let of = |kind: HelpKind| open.iter().filter(move |h| h.kind == kind).map(row);
    [HelpKind::Emergency, HelpKind::Staff].into_iter().filter(|k| kinds.contains(k)).flat_map(of).collect()
}

/// Somebody at a post answers a call.
pub(super) fn answer(store: &Store, stamp: Stamp, id: HelpId) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let call = tx.help(id)?.ok_or(Refusal::NotFound)?;
        let fact = help::answer(&call, tx.stamp())?;
        tx.record(&fact, &Personal::default())
    })
}

impl Station {
    /// Rings. One call of a kind stands at a time: whoever taps again rings nobody anew.
    pub(super) fn call_help(&mut self, kind: HelpKind, stamp: Stamp) {
        let (place, last) = (self.config.name.clone(), self.calls.last(kind));
        let called = self.store.write(stamp, move |tx| {
            let open = tx.help_open()?;
            if let Some(ringing) = open.iter().find(|h| h.kind == kind && h.place == place) {
                return Ok(ringing.id);
            }
            if let Some(id) = last
                && tx.help(id)?.is_some_and(|h| h.stands(tx.stamp().now))
            {
                return Ok(id);
            }
            let id = HelpId(fresh(tx.stamp().now));
            tx.record(&Fact::HelpCalled { help: id, kind, place }, &Personal::default())?;
            Ok(id)
        });
        match called {
            Ok(id) => self.calls.remember(kind, id),
            Err(e) => self.kiosk.tell(Some(notice(e))),
        }
    }
}
