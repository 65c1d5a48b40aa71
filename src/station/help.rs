//! Handlers for calls for help: a kiosk calls, a post answers; and what each face shows of it. A call rings even where
//! nothing can be kept: then it is held here, and kept with its true times as soon as it can be.

use super::view::{AlarmRow, DeskView, GuardView, HelpStage, HelpView, Notice};
use super::{Station, fresh, notice};
use crate::config::Face;
use crate::devices::Peal;
use crate::rules::help::{self, Help, HelpKind, Post};
use crate::rules::{Author, Fact, HelpId, Personal, Refusal, Stamp};
use crate::store::{Db, Error, Store};
use chrono::{DateTime, FixedOffset};

/// The last calls of this kiosk, so that it can say that somebody is on the way.
#[derive(Default)]
pub(super) struct Calls {
    staff: Option<HelpId>,
    emergency: Option<HelpId>,
    /// Calls that the store could not take.
    held: Vec<Help>,
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

    /// All calls that ring.
    pub(super) fn ringing(&self, db: &Db<'_>) -> Result<Vec<Help>, Error> {
        let mut open = db.help_open()?;
        open.extend(self.held.iter().filter(|h| h.answered.is_none()).cloned());
        Ok(open)
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
            let held = self.held.iter().find(|h| h.id == id).cloned();
            let call = held.map_or_else(|| db.help(id), |held| Ok(Some(held)))?;
            Ok(match call.filter(|h| h.stands(now)).and_then(|h| h.answered) {
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

/// What rings at the posts of this process: a call until it is answered, a visitor who waits for a word once.
pub(super) fn peal(desk: &DeskView, guard: &GuardView) -> Option<Peal> {
    let calls = desk.alarms.iter().chain(&guard.alarms).map(|a| a.kind);
    let call = calls.max_by_key(|kind| *kind == HelpKind::Emergency).map(Peal::Call);
    call.or_else(|| desk.visitor.as_ref().map(|v| Peal::Visitor { came: v.newest.timestamp_millis() }))
}

fn answer(store: &Store, stamp: Stamp, id: HelpId) -> Result<(), Error> {
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
            Err(Error::Fault(fault)) if self.heard_here(kind) => {
                tracing::error!(cause = %fault, ?kind, "a call for help rings unrecorded");
                self.hold(kind, stamp);
            }
            Err(Error::Fault(fault)) => {
                tracing::error!(cause = %fault, ?kind, "a call for help reaches nobody");
                let phone = self.house.phone.clone();
                self.kiosk.tell(Some(Notice::Refused(Refusal::HelpNotSent { phone })));
            }
            Err(e) => self.kiosk.tell(Some(notice(e))),
        }
    }

    /// Whether a post that this very process shows is rung: only then may the kiosk say so without the store.
    fn heard_here(&self, kind: HelpKind) -> bool {
        let open = |face| self.config.faces.contains(&face);
        open(Face::Desk) || kind == HelpKind::Emergency && open(Face::Guard)
    }

    fn hold(&mut self, kind: HelpKind, stamp: Stamp) {
        if self.calls.held.iter().any(|h| h.kind == kind && h.stands(stamp.now)) {
            return;
        }
        let id = HelpId(fresh(stamp.now));
        let place = self.config.name.clone();
        self.calls.held.push(Help { id, kind, place, called: stamp.now, answered: None });
        self.calls.remember(kind, id);
    }

    /// Somebody at a post answers a call.
    pub(super) fn answer_help(&mut self, id: HelpId, stamp: Stamp) -> Result<(), Error> {
        let Some(call) = self.calls.held.iter_mut().find(|h| h.id == id) else {
            return answer(&self.store, stamp, id);
        };
        if let Fact::HelpAnswered { post, .. } = help::answer(call, &stamp)? {
            call.answered = Some((post, stamp.now));
        }
        Ok(())
    }

    /// The store takes changes again: what rang meanwhile is kept, each at its own time.
    pub(super) fn keep_calls(&mut self) {
        let store = self.store.clone();
        self.calls.held.retain(|call| match keep(&store, call) {
            Ok(()) => false,
            Err(e) => {
                tracing::error!(cause = %e, "a call for help is not recorded yet");
                true
            }
        });
    }
}

fn keep(store: &Store, call: &Help) -> Result<(), Error> {
    let Help { id, kind, place, called, answered } = call.clone();
    store.write(Stamp { now: called, author: Author::Kiosk }, move |tx| match tx.help(id)? {
        Some(_) => Ok(()), // only its answer was not kept
        None => tx.record(&Fact::HelpCalled { help: id, kind, place }, &Personal::default()),
    })?;
    let Some((post, now)) = answered else { return Ok(()) };
    let author = match post {
        Post::Counter(n) => Author::Counter(n),
        Post::Guard => Author::Guard,
    };
    store.write(Stamp { now, author }, move |tx| {
        tx.record(&Fact::HelpAnswered { help: id, post }, &Personal::default())
    })
}
