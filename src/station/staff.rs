//! The staff at a locked kiosk: a knock, a PIN, a page with how the station is and the way out.

use super::view::{Notice, StaffSheet, StaffStage};
use super::{StaffIntent, Station};
use crate::rules::Refusal;
use crate::rules::door::Door;
use crate::store::{has_pin, pin_fits};
use chrono::{DateTime, FixedOffset};

/// Where the staff's page stands.
#[derive(Default)]
pub(super) struct Staff {
    pub(super) door: Door,
    pub(super) stage: StaffStage,
}

impl Staff {
    /// Another page was opened: whoever was in is out. What was guessed is remembered.
    pub(super) fn leave(&mut self) -> Staff {
        Staff { door: std::mem::take(&mut self.door), stage: StaffStage::Closed }
    }
}

impl Station {
    pub(super) fn staff_intent(&mut self, intent: StaffIntent, now: DateTime<FixedOffset>) {
        match intent {
            StaffIntent::Knock => {
                if has_pin(&self.config.data) {
                    self.kiosk.staff.stage = StaffStage::Asking;
                }
            }
            StaffIntent::Enter(pin) => self.enter(&pin, now),
            StaffIntent::Close => self.kiosk.staff.stage = StaffStage::Closed,
        }
    }

    fn enter(&mut self, pin: &str, now: DateTime<FixedOffset>) {
        if self.kiosk.staff.stage != StaffStage::Asking {
            return;
        }
        if let Err(refusal) = self.kiosk.staff.door.may_try(now) {
            return self.kiosk.tell(Some(Notice::Refused(refusal)));
        }
        let right = pin_fits(&self.config.data, pin);
        self.kiosk.staff.door.tried(right, now);
        if right {
            let sheet = self.sheet();
            self.kiosk.staff.stage = StaffStage::Open(sheet);
            self.kiosk.tell(None);
        } else {
            tracing::warn!("a wrong PIN at the kiosk");
            self.kiosk.tell(Some(Notice::Refused(Refusal::PinWrong)));
        }
    }

    /// How the station is, as far as the doctor's verb would say it from within.
    fn sheet(&self) -> StaffSheet {
        let facts = self.store.read(|db| db.facts());
        StaffSheet {
            version: env!("CARGO_PKG_VERSION").into(),
            readable: facts.is_ok(),
            writable: self.store.writable().is_ok(),
            facts: facts.unwrap_or(0),
            free: self.store.free(),
        }
    }
}
