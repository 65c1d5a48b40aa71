//! The kiosk's session: one person at a time, and nothing of them stays for the next.

use super::achieved::Achieved;
use super::card::CardLies;
use super::guesses::Guesses;
use super::progress::{self, Alike};
use super::staff::Staff;
use super::view::{Ahead, CardStage, HelpView, KioskView, Notice, StaffStage, Told};
use super::{
    Event, KioskIntent, KioskPage, Leaver, ProgressIntent, Station, appointments, fresh, leaving, notice,
    queue, requests, visits,
};
use crate::devices::{CardTrouble, PrinterHealth, ReaderHealth};
use crate::rules::notice::Agreed;
use crate::rules::requests::Channel;
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
    /// What the number page says about waiting.
    ahead: Ahead,
    receipts_guessed: Guesses,
    /// The notice, once it was agreed to.
    agreed: Option<Agreed>,
    card: CardLies,
    pub(super) visits_guessed: Guesses,
    pub(super) staff: Staff,
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
            ahead: Ahead::default(),
            agreed: None,
            card: CardLies::No,
            visits_guessed: Guesses::default(),
            receipts_guessed: Guesses::default(),
            staff: Staff::default(),
        }
    }

    /// The reader polls only while this is so: no card is read that nobody asked for.
    pub(super) fn wants_card(&self) -> bool {
        let asked = match self.page {
            KioskPage::Visit => self.agreed.is_some(),
            KioskPage::Leave => true,
            KioskPage::Rest
            | KioskPage::Home
            | KioskPage::Request
            | KioskPage::Number
            | KioskPage::Progress
            | KioskPage::Notices
            | KioskPage::Done
            | KioskPage::Closed => false,
        };
        asked && self.wants_card && !matches!(self.stage, Stage::Read(_))
    }

    pub(super) fn tell(&mut self, notice: Option<Notice>) {
        self.told.tell(notice);
    }

    pub(super) fn faults(&self) -> u32 {
        self.told.faults
    }

    pub(super) fn shows(&self, page: KioskPage) -> bool {
        self.page == page
    }

    /// What its person has read: a number that is taken now is taken on that word.
    pub(super) fn read(&mut self, view: &KioskView) {
        self.ahead = view.ahead;
    }

    pub(super) fn open(&mut self, page: KioskPage, now: DateTime<FixedOffset>) {
        let mut told = std::mem::take(&mut self.told);
        told.tell(None);
        *self = Kiosk {
            idle: self.idle,
            rest: self.rest,
            page,
            key: fresh(now),
            touched: Some(now),
            wants_card: page == KioskPage::Leave,
            stage: Stage::Waiting,
            told,
            done: None,
            alike: Alike::default(),
            progress: None,
            ahead: Ahead::default(),
            agreed: None,
            card: if page == KioskPage::Home { self.card.left_alone(now) } else { self.card },
            visits_guessed: std::mem::take(&mut self.visits_guessed),
            receipts_guessed: std::mem::take(&mut self.receipts_guessed),
            staff: self.staff.leave(),
        };
    }

    /// Whether a card's news changed the page. A card that nobody waits for any more is dropped unread.
    pub(super) fn card(&mut self, event: Event) -> bool {
        if matches!(event, Event::CardRemoved) {
            return self.card.taken();
        }
        if !self.wants_card() {
            return false;
        }
        match event {
            Event::Reading => self.stage = Stage::Reading,
            Event::CardTrouble(trouble) => self.stage = Stage::Trouble(trouble),
            Event::Card(holder) => {
                self.stage = Stage::Read(holder);
                self.card = CardLies::Yes;
            }
            Event::Intent(_)
            | Event::Reader(_)
            | Event::Printer(_)
            | Event::Slip(_)
            | Event::CardRemoved
            | Event::Tick
            | Event::Printers(_)
            | Event::Stop => {}
        }
        true
    }

    /// Counts down; at the end the page clears itself.
    pub(super) fn tick(&mut self, now: DateTime<FixedOffset>) -> bool {
        let lay = self.card.tick(now);
        match self.seconds_left(now) {
            None => self.fall_asleep(now) || lay,
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
        let touched = self.touched.filter(|_| {
            self.staff.stage != StaffStage::Closed || !matches!(self.page, KioskPage::Rest | KioskPage::Home)
        })?;
        // A clock that jumped back must not keep somebody's data on the screen.
        let gone = (now - touched).num_seconds();
        let left = if gone < 0 { 0 } else { self.idle - gone };
        Some(u32::try_from(left).unwrap_or(0))
    }

    /// A card was read on the page for leaving: it is the wish to leave, and the next card may come.
    pub(super) fn leaves(&mut self) -> Option<(Uuid, CardHolder)> {
        let holder = self.holder().filter(|_| self.page == KioskPage::Leave)?;
        self.stage = Stage::Waiting;
        Some((self.key, holder))
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
            Some(done) => Some(done.shown(db, devices.1)?),
        };
        let alike = match self.page {
            KioskPage::Request => self.alike.view(db, house, now)?,
            _ => Vec::new(),
        };
        let progress = match self.progress {
            Some(id) => progress::view(db, house, id, now)?,
            None => None,
        };
        let (ahead, services) = match self.page {
            KioskPage::Number => queue::offered(db, house, now)?,
            _ => Default::default(),
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
            ahead,
            services,
            news: match self.page {
                KioskPage::Rest | KioskPage::Home | KioskPage::Notices => {
                    house.lobby.announced(now.date_naive())
                }
                _ => Vec::new(),
            },
            take_card: self.card.lies(),
            minor: matches!(&self.stage, Stage::Read(holder) if holder.minor(now.date_naive())),
            expected: match &self.stage {
                Stage::Read(holder) => appointments::may_be_expected(db, holder, now)?,
                Stage::Waiting | Stage::Reading | Stage::Trouble(_) => false,
            },
            notice: self.told.notice.clone(),
            told: self.told.count,
            alike,
            progress,
            help: HelpView::default(),
            staff: self.staff.stage.clone(),
            done,
        })
    }
}

impl Station {
    pub(super) fn kiosk_intent(&mut self, intent: KioskIntent, stamp: Stamp) {
        let now = stamp.now;
        match intent {
            KioskIntent::Open(page) => self.open_page(page, now),
            KioskIntent::Agree => {
                self.kiosk.touched = Some(now);
                self.kiosk.agreed = Some(self.house.visiting.notice.agreed());
                self.kiosk.wants_card = true;
            }
            KioskIntent::WantCard(on) => {
                self.kiosk.touched = Some(now);
                self.kiosk.wants_card = on;
                if on {
                    self.kiosk.stage = Stage::Waiting;
                }
            }
            KioskIntent::Touch => self.kiosk.touched = Some(now),
            KioskIntent::Staff(intent) => {
                self.kiosk.touched = Some(now);
                self.staff_intent(intent, now);
            }
            KioskIntent::CallHelp(kind) => {
                self.kiosk.touched = Some(now);
                self.call_help(kind, stamp);
            }
            KioskIntent::RegisterVisit { key, form } => {
                let holder = self.kiosk.holder();
                self.submit(key, now, |s| {
                    let agreed = s.kiosk.agreed.clone().ok_or(Refusal::NoticeFirst)?;
                    visits::register(&s.store, &s.house, stamp, key, form, holder, agreed)
                });
            }
            KioskIntent::Arrive { key, guest } => {
                let holder = self.kiosk.holder();
                self.submit_try(key, now, |s| {
                    let agreed = s.kiosk.agreed.clone().ok_or(Refusal::NoticeFirst)?;
                    appointments::arrive_by(&s.store, &s.house, stamp, guest, holder, agreed)
                });
            }
            // A symbol cannot be guessed, and a scanner that stutters must not lock anybody in.
            KioskIntent::Leave { key, leaver: leaver @ Leaver::Scan(_) } => {
                self.submit(key, now, |s| leaving::leave(&s.store, stamp, leaver));
            }
            KioskIntent::Leave { key, leaver } => {
                self.submit_try(key, now, |s| leaving::leave(&s.store, stamp, leaver));
            }
            KioskIntent::LogRequest { key, form } => {
                let by = Channel::Kiosk;
                self.submit(key, now, |s| requests::log(&s.store, &s.house, stamp, key, form, by));
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
                let said = self.kiosk.ahead;
                self.submit(key, now, |s| queue::take(&s.store, &s.house, stamp, key, service, said));
            }
        }
    }

    fn progress_intent(&mut self, intent: ProgressIntent, stamp: Stamp) -> Result<(), Error> {
        if let ProgressIntent::LookUp(asked) = &intent {
            self.kiosk.progress = None;
            let found = progress::look_up(&self.store, &mut self.kiosk.receipts_guessed, asked, stamp.now)?;
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
    pub(super) fn submit(
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
