//! The kiosk's session: one person at a time, and nothing of them stays for the next.

use super::achieved::Achieved;
use super::progress::{self, Alike, Tries};
use super::view::{CardStage, Done, HelpView, KioskView, Notice, PrintState, Told};
use super::{Event, KioskIntent, KioskPage, ProgressIntent, Station, fresh, notice, queue, requests, visits};
use crate::devices::{CardTrouble, PrinterHealth, ReaderHealth};
use crate::rules::slips::SlipState;
use crate::rules::visits::CardHolder;
use crate::rules::{House, Refusal, RequestId, Stamp};
use crate::store::{Db, Error};
use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

/// Who stands in front of the kiosk, as far as the station needs to know.
pub(super) struct Kiosk {
    idle: i64,
    rest: i64,
    page: KioskPage,
    key: Uuid,
    touched: Option<DateTime<FixedOffset>>,
    wants_card: bool,
    stage: Stage,
    told: Told,
    done: Option<Achieved>,
    alike: Alike,
    progress: Option<RequestId>,
    tries: Tries,
}

/// How the card gets on; the holder's data live here and nowhere else.
enum Stage {
    Waiting,
    Reading,
    Trouble(CardTrouble),
    Read(Box<CardHolder>),
}

impl Kiosk {
    pub(super) fn new(idle_seconds: u32, rest_seconds: u32) -> Kiosk {
        Kiosk {
            idle: i64::from(idle_seconds),
            rest: i64::from(rest_seconds),
            page: KioskPage::Home,
            key: Uuid::nil(),
            touched: None,
            wants_card: false,
            stage: Stage::Waiting,
            told: Told::default(),
            done: None,
            alike: Alike::default(),
            progress: None,
            tries: Tries::default(),
        }
    }

    /// The reader polls only while this is so: no card is read that nobody asked for.
    pub(super) fn wants_card(&self) -> bool {
        self.wants_card && self.page == KioskPage::Visit && !matches!(self.stage, Stage::Read(_))
    }

    pub(super) fn tell(&mut self, notice: Option<Notice>) {
        self.told.tell(notice);
    }

    fn open(&mut self, page: KioskPage, now: DateTime<FixedOffset>) {
        let mut told = std::mem::take(&mut self.told);
        told.tell(None);
        *self = Kiosk {
            idle: self.idle,
            rest: self.rest,
            page,
            key: fresh(now),
            touched: Some(now),
            wants_card: page == KioskPage::Visit,
            stage: Stage::Waiting,
            told,
            done: None,
            alike: Alike::default(),
            progress: None,
            tries: std::mem::take(&mut self.tries),
        };
    }

    /// Whether a card's news changed the page. A card that nobody waits for any more is dropped unread.
    pub(super) fn card(&mut self, event: Event) -> bool {
        if !self.wants_card() {
            return false;
        }
        match event {
            Event::Reading => self.stage = Stage::Reading,
            Event::CardTrouble(trouble) => self.stage = Stage::Trouble(trouble),
            Event::Card(holder) => self.stage = Stage::Read(holder),
            Event::Intent(_)
            | Event::Reader(_)
            | Event::Printer(_)
            | Event::Slip(_)
            | Event::Tick
            | Event::Printers(_)
            | Event::Stop => {}
        }
        true
    }

    /// Counts down; at the end the page clears itself.
    pub(super) fn tick(&mut self, now: DateTime<FixedOffset>) -> bool {
        match self.seconds_left(now) {
            None => self.fall_asleep(now),
            Some(0) => {
                self.open(KioskPage::Home, now);
                true
            }
            Some(_) => true,
        }
    }

    /// Home that nobody touches for long becomes the screen-saver.
    fn fall_asleep(&mut self, now: DateTime<FixedOffset>) -> bool {
        let since = *self.touched.get_or_insert(now);
        let asleep =
            self.page == KioskPage::Home && self.rest > 0 && (now - since).num_seconds().abs() >= self.rest;
        if asleep {
            self.open(KioskPage::Rest, now);
        }
        asleep
    }

    fn seconds_left(&self, now: DateTime<FixedOffset>) -> Option<u32> {
        let touched = self.touched.filter(|_| !matches!(self.page, KioskPage::Rest | KioskPage::Home))?;
        // A clock that jumped back must not keep somebody's data on the screen.
        let gone = (now - touched).num_seconds();
        let left = if gone < 0 { 0 } else { self.idle - gone };
        Some(u32::try_from(left).unwrap_or(0))
    }

    fn holder(&self) -> Option<CardHolder> {
        match &self.stage {
            Stage::Read(holder) => Some(holder.as_ref().clone()),
            Stage::Waiting | Stage::Reading | Stage::Trouble(_) => None,
        }
    }

    fn settle(&mut self, key: Uuid, result: Result<Achieved, Error>, now: DateTime<FixedOffset>) {
        match result {
            Ok(achieved) => {
                self.open(KioskPage::Done, now);
                self.key = key; // a second tap that was already on its way finds the same record
                self.done = Some(achieved);
            }
            Err(e) => self.told.tell(Some(notice(e))),
        }
    }

    pub(super) fn view(
        &self,
        db: &Db<'_>,
        house: &House,
        devices: (ReaderHealth, PrinterHealth),
        now: DateTime<FixedOffset>,
    ) -> Result<KioskView, Error> {
        let done = match &self.done {
            None => None,
            Some(done) => Some(Done {
                kind: done.kind.clone(),
                print: print_state(db.slip_state(done.slip)?, devices.1),
                qr: done.qr.clone(),
            }),
        };
        let alike = match self.page {
            KioskPage::Request => self.alike.view(db, house, now)?,
            _ => Vec::new(),
        };
        let progress = match self.progress {
            Some(id) => progress::view(db, house, id, now)?,
            None => None,
        };
        Ok(KioskView {
            page: self.page,
            key: self.key,
            seconds_left: self.seconds_left(now),
            card: match &self.stage {
                // Nobody is asked to put a card onto a reader that is not there.
                Stage::Waiting if devices.0.works() => CardStage::Waiting,
                Stage::Waiting => CardStage::Trouble(CardTrouble::ReaderFault),
                Stage::Reading => CardStage::Reading,
                Stage::Trouble(trouble) => CardStage::Trouble(*trouble),
                Stage::Read(holder) => CardStage::Read {
                    name: holder.name.clone(),
                    number: holder.number.as_ref().map(ToString::to_string).unwrap_or_default(),
                },
            },
            services: match self.page {
                KioskPage::Number => queue::rows(db, house, now)?,
                _ => Vec::new(),
            },
            news: match self.page {
                KioskPage::Rest | KioskPage::Home | KioskPage::Notices => {
                    house.lobby.announced(now.date_naive())
                }
                _ => Vec::new(),
            },
            notice: self.told.notice.clone(),
            told: self.told.count,
            alike,
            progress,
            help: HelpView::default(),
            done,
        })
    }
}

/// The outbox's state and the printer's health, as one word for the person who waits.
fn print_state(slip: Option<SlipState>, printer: PrinterHealth) -> PrintState {
    use SlipState as S;
    match slip {
        Some(S::Confirmed) => PrintState::Printed,
        Some(S::Claimed | S::Sending | S::Sent) => PrintState::Printing,
        Some(S::Queued) if printer.can_print() => PrintState::Printing,
        Some(S::Queued) => PrintState::Waiting,
        Some(S::Unknown | S::Failed | S::Expired | S::Void) | None => PrintState::Failed,
    }
}

impl Station {
    pub(super) fn kiosk_intent(&mut self, intent: KioskIntent, stamp: Stamp) {
        let now = stamp.now;
        match intent {
            KioskIntent::Open(page) => self.kiosk.open(page, now),
            KioskIntent::WantCard(on) => {
                self.kiosk.touched = Some(now);
                self.kiosk.wants_card = on;
                if on {
                    self.kiosk.stage = Stage::Waiting;
                }
            }
            KioskIntent::Touch => self.kiosk.touched = Some(now),
            KioskIntent::CallHelp(kind) => {
                self.kiosk.touched = Some(now);
                self.call_help(kind, stamp);
            }
            KioskIntent::RegisterVisit { key, form } => {
                let holder = self.kiosk.holder();
                self.submit(key, now, |s| visits::register(&s.store, &s.house, stamp, key, form, holder));
            }
            KioskIntent::LogRequest { key, form } => {
                self.submit(key, now, |s| requests::log(&s.store, &s.house, stamp, key, form));
            }
            KioskIntent::AskAlike { key, mark, kind, unit } => {
                if key == self.kiosk.key {
                    self.kiosk.touched = Some(now);
                    self.kiosk.alike.ask(&self.house, &unit, mark, &kind);
                }
            }
            KioskIntent::UrgeAlike { key, request } => self.on_page(key, now, |s| {
                s.kiosk.alike.shows(&s.store, request)?;
                progress::urge(&s.store, &s.house, stamp, request)
            }),
            KioskIntent::Progress { key, intent } => {
                self.on_page(key, now, |s| s.progress_intent(intent, stamp));
            }
            KioskIntent::TakeNumber { key, service } => {
                self.submit(key, now, |s| queue::take(&s.store, &s.house, stamp, key, service));
            }
        }
    }

    fn progress_intent(&mut self, intent: ProgressIntent, stamp: Stamp) -> Result<(), Error> {
        if let ProgressIntent::LookUp(asked) = &intent {
            self.kiosk.progress = None;
            let found = progress::look_up(&self.store, &mut self.kiosk.tries, asked, stamp.now)?;
            self.kiosk.progress = Some(found);
            return Ok(());
        }
        let id = self.kiosk.progress.ok_or(Refusal::PageGone)?;
        match intent {
            ProgressIntent::LookUp(_) => Ok(()),
            ProgressIntent::Urge => progress::urge(&self.store, &self.house, stamp, id),
            ProgressIntent::Rate(form) => progress::rate(&self.store, stamp, id, form),
            ProgressIntent::Reopen => progress::reopen(&self.store, &self.house, stamp, id),
        }
    }

    /// Does something that leaves the page where it is; what went wrong is told on it.
    fn on_page(
        &mut self,
        key: Uuid,
        now: DateTime<FixedOffset>,
        job: impl FnOnce(&mut Station) -> Result<(), Error>,
    ) {
        let done = if key == self.kiosk.key { job(self) } else { Err(Refusal::PageGone.into()) };
        self.kiosk.touched = Some(now);
        self.kiosk.told.tell(done.err().map(notice));
    }

    /// Runs a job for the page it was asked on. The key of a page that is gone is refused and keeps nothing.
    fn submit(
        &mut self,
        key: Uuid,
        now: DateTime<FixedOffset>,
        job: impl FnOnce(&Station) -> Result<Achieved, Error>,
    ) {
        if key != self.kiosk.key {
            self.kiosk.told.tell(Some(Notice::Refused(Refusal::PageGone)));
            return;
        }
        if self.kiosk.done.is_some() {
            return; // the second tap of two: the first is on the screen
        }
        self.kiosk.touched = Some(now);
        let result = job(self);
        self.kiosk.settle(key, result, now);
    }
}
