//! The turn of the day: yesterday's numbers and passes are closed, and what was kept long enough is blanked. A date that
//! the clock has jumped to does none of it until staff says that it is right.

use super::{Station, progress, queue, visits};
use crate::rules::Stamp;
use crate::rules::day::BusinessDay;
use crate::store::{Error, Store};
use chrono::NaiveDate;

/// What the station knows of the day.
#[derive(Default)]
pub(super) struct Today {
    /// The day that was closed up to, as the clock said.
    turned: Option<NaiveDate>,
    /// The last day that was opened, while the clock is not believed.
    doubted: Option<NaiveDate>,
}

impl Today {
    /// The last day that was opened, while the clock is not believed.
    pub(super) fn doubted(&self) -> Option<NaiveDate> {
        self.doubted
    }
}

impl Station {
    /// Opens a day that the clock says is new; true where a face has to show something of it.
    pub(super) fn turn_day(&mut self, stamp: Stamp) -> bool {
        if self.today.turned == Some(stamp.day()) {
            return false;
        }
        let before = self.today.doubted;
        match self.store.read(|db| db.business_day(stamp.day())) {
            Ok(BusinessDay::Doubted(last)) => {
                self.today = Today { turned: None, doubted: Some(last) };
                if before != self.today.doubted {
                    tracing::warn!(today = %stamp.day(), %last, "the clock is far ahead: no day is opened");
                }
                return before != self.today.doubted;
            }
            Ok(BusinessDay::Known(_)) => match self.close_days_before(stamp) {
                Ok(()) => self.today = Today { turned: Some(stamp.day()), doubted: None },
                Err(e) => tracing::error!(cause = %e, "closing yesterday"),
            },
            Err(e) => tracing::error!(cause = %e, "asking for the day"),
        }
        true
    }

    fn close_days_before(&self, stamp: Stamp) -> Result<(), Error> {
        queue::close_days_before(&self.store, stamp)?;
        visits::close_overstayed(&self.store, stamp)?;
        visits::expire(&self.store, &self.house, stamp)
    }

    /// Once a minute: what lies too long moves up, unless nobody knows how long it lies.
    pub(super) fn climb(&self, stamp: Stamp) {
        if self.today.doubted.is_some() {
            return;
        }
        if let Err(e) = progress::escalate(&self.store, &self.house, stamp) {
            tracing::error!(cause = %e, "the ladder");
        }
    }
}

/// Staff says that the date is right.
pub(super) fn believe(store: &Store, stamp: Stamp) -> Result<(), Error> {
    store.write(stamp, |tx| tx.open_day(tx.stamp().day()))
}
