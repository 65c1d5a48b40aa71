//! The kiosk's session: one person at a time, and nothing of them stays for the next.

mod shown;

use super::achieved::Achieved;
use super::card::CardLies;
use super::guesses::Tries;
use super::patience::{Patience, Stands};
use super::progress::{self, Alike};
use super::staff::Staff;
use super::view::{Ahead, KioskView, Notice, StaffStage, Told};
use super::{
    Event, KioskIntent, KioskPage, Leaver, ProgressIntent, Station, appointments, fresh, notice, queue,
    requests, visits,
};
use crate::config::StationConfig;
use crate::devices::CardTrouble;
use crate::rules::notice::Agreed;
use crate::rules::progress::Asked;
use crate::rules::requests::Channel;
use crate::rules::slips::{self, SlipKind};
use crate::rules::visits::CardHolder;
use crate::rules::{Refusal, RequestId, Stamp};
use crate::store::{Error, Store};
use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

/// Who stands in front of the kiosk, as far as the station needs to know.
pub(super) struct Kiosk {
    patience: Patience,
    /// Counts the people: with each the face is as a stranger expects it.
    person: u32,
    page: KioskPage,
    key: Uuid,
    wants_card: bool,
    stage: Stage,
    told: Told,
    done: Option<Achieved>,
    alike: Alike,
    progress: Option<RequestId>,
    /// What the number page says about waiting.
    pub(super) ahead: Ahead,
    pub(super) given: queue::Given,
    /// The notice, once it was agreed to.
    agreed: Option<Agreed>,
    card: CardLies,
    pub(super) tries: Tries,
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
    pub(super) fn new(config: &StationConfig) -> Kiosk {
        Kiosk {
            patience: Patience::new(config),
            person: 0,
            page: KioskPage::Home,
            key: Uuid::nil(),
            wants_card: false,
            stage: Stage::Waiting,
            told: Told::default(),
            done: None,
            alike: Alike::default(),
            progress: None,
            ahead: Ahead::default(),
            given: queue::Given::default(),
            agreed: None,
            card: CardLies::No,
            tries: Tries::default(),
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
        let (mut told, mut patience) = (std::mem::take(&mut self.told), self.patience);
        told.tell(None);
        patience.begin(now);
        *self = Kiosk {
            patience,
            person: self.person,
            page,
            key: fresh(now),
            wants_card: page == KioskPage::Leave,
            stage: Stage::Waiting,
            told,
            done: None,
            alike: Alike::default(),
            progress: None,
            ahead: Ahead::default(),
            given: std::mem::take(&mut self.given),
            agreed: None,
            card: if page == KioskPage::Home { self.card.left_alone(now) } else { self.card },
            tries: std::mem::take(&mut self.tries),
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

    /// Somebody is here.
    pub(super) fn touch(&mut self, now: DateTime<FixedOffset>) {
        self.patience.begin(now);
    }

    /// Counts down; at the end the page clears itself. Home that nobody touches for long becomes the screen-saver.
    pub(super) fn tick(&mut self, now: DateTime<FixedOffset>) -> bool {
        let lay = self.card.tick(now);
        match self.seconds_left(now) {
            None if self.page == KioskPage::Home && self.patience.tired(now) => {
                self.next_person(KioskPage::Rest, now);
                true
            }
            None => lay,
            Some(0) => {
                self.next_person(KioskPage::Home, now);
                true
            }
            Some(_) => true,
        }
    }

    /// Somebody else may stand here now: nothing stays of who was.
    pub(super) fn next_person(&mut self, page: KioskPage, now: DateTime<FixedOffset>) {
        let was = self.stands();
        let since = self.patience;
        self.open(page, now);
        self.patience = since;
        self.patience.nobody(was, now);
        self.person = self.person.wrapping_add(1);
    }

    fn stands(&self) -> Stands {
        match self.page {
            _ if self.staff.stage != StaffStage::Closed => Stands::Page,
            KioskPage::Rest => Stands::Asleep,
            KioskPage::Home => Stands::Home,
            _ if self.waits_for_word() => Stands::Word,
            _ => Stands::Page,
        }
    }

    fn seconds_left(&self, now: DateTime<FixedOffset>) -> Option<u32> {
        self.patience.left(self.stands(), now)
    }

    fn waits_for_word(&self) -> bool {
        self.done.as_ref().is_some_and(|done| done.waits.is_some())
    }

    /// Hears what the household said about the visitor who stands here; there is the whole time anew to read it.
    pub(super) fn listen(&mut self, store: &Store, now: DateTime<FixedOffset>) -> Result<(), Error> {
        if let Some(done) = &mut self.done
            && done.hear(store)?
        {
            self.touch(now);
        }
        Ok(())
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
}

impl Station {
    pub(super) fn kiosk_intent(&mut self, intent: KioskIntent, stamp: Stamp) {
        let now = stamp.now;
        match intent {
            KioskIntent::Open(page) => self.open_page(page, now),
            KioskIntent::Agree => {
                self.kiosk.touch(now);
                self.kiosk.agreed = Some(self.house.visiting.notice.agreed());
                self.kiosk.wants_card = true;
            }
            KioskIntent::WantCard(on) => {
                self.kiosk.touch(now);
                self.kiosk.wants_card = on;
                if on {
                    self.kiosk.stage = Stage::Waiting;
                }
            }
            KioskIntent::Touch => self.kiosk.touch(now),
            KioskIntent::Staff(intent) => {
                self.kiosk.touch(now);
                self.staff_intent(intent, now);
            }
            KioskIntent::CallHelp(kind) => {
                self.kiosk.touch(now);
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
                self.submit_try(Tries::codes, key, now, |s| {
                    let agreed = s.kiosk.agreed.clone().ok_or(Refusal::NoticeFirst)?;
                    appointments::arrive_by(&s.store, &s.house, stamp, guest, holder, agreed)
                });
            }
            KioskIntent::Scanned { key, line } => self.scanned(key, line, stamp),
            KioskIntent::Leave { key, leaver } => self.leave_intent(key, leaver, stamp),
            KioskIntent::LogRequest { key, form } => {
                let by = Channel::Kiosk;
                self.submit(key, now, |s| requests::log(&s.store, &s.house, stamp, key, form, by));
            }
            KioskIntent::AskAlike { key, mark, kind, unit } => {
                if key == self.kiosk.key {
                    self.kiosk.touch(now);
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
            KioskIntent::TakeNumber { key, service } => self.take_number(key, service, stamp),
        }
    }

    /// A slip under the scanner is for what it is, wherever its holder stands; the same line again finds another page.
    fn scanned(&mut self, key: Uuid, line: String, stamp: Stamp) {
        let page = match slips::kind_scanned(&line) {
            Some(SlipKind::Pass) => KioskPage::Leave,
            Some(_) => KioskPage::Progress,
            None => self.kiosk.page,
        };
        if key != self.kiosk.key || self.kiosk.done.is_some() {
            return; // the line that came before it is on the screen
        }
        self.kiosk.touch(stamp.now);
        if page != self.kiosk.page {
            self.open_page(page, stamp.now);
        }
        let key = self.kiosk.key;
        match self.kiosk.page {
            KioskPage::Leave => self.leave_intent(key, Leaver::Scan(line), stamp),
            KioskPage::Progress => self.on_page(key, stamp.now, |s| {
                s.progress_intent(ProgressIntent::LookUp(Asked::Scanned(line)), stamp)
            }),
            _ => {}
        }
    }

    fn progress_intent(&mut self, intent: ProgressIntent, stamp: Stamp) -> Result<(), Error> {
        if let ProgressIntent::LookUp(asked) = &intent {
            self.kiosk.progress = None;
            let found = progress::look_up(&self.store, self.kiosk.tries.receipts(), asked, stamp.now)?;
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
        self.kiosk.touch(now);
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
        self.kiosk.touch(now);
        let result = job(self);
        self.kiosk.settle(key, result, now);
    }
}
