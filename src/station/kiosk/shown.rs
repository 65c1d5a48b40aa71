//! What the kiosk shows of its session.

use super::{Kiosk, Stage};
use crate::devices::{CardTrouble, PrinterHealth, ReaderHealth};
use crate::rules::House;
use crate::station::view::{CardStage, HelpView, KioskView};
use crate::station::{KioskPage, appointments, progress, queue};
use crate::store::{Db, Error};
use chrono::{DateTime, FixedOffset};

impl Kiosk {
    /// The kiosk's page as it stands; calls for help are put in by whoever knows them.
    pub(in crate::station) fn view(
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
            person: self.person,
            seconds_left: self.seconds_left(now),
            attended: self.waits_for_word() && house.attended(now),
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
