//! Whether anything can be kept just now. Asked once a minute and after a write that failed; once a second while nothing can,
//! so that the word on the pages goes as it came: by itself. No tap pays for it.

use super::view::FaultKind;
use super::{KioskPage, Station, fault_kind};
use crate::store::Error;
use chrono::{DateTime, FixedOffset};

impl Station {
    /// Asks the store; true where the answer is not the one before.
    pub(super) fn ask_store(&mut self, now: DateTime<FixedOffset>) -> bool {
        let closed = match self.store.writable() {
            Ok(()) => None,
            Err(Error::Refused(_)) => Some(FaultKind::Store),
            Err(Error::Fault(fault)) => Some(fault_kind(&fault)),
        };
        let before = std::mem::replace(&mut self.closed, closed);
        if before == closed {
            return false;
        }
        match closed {
            Some(why) => tracing::error!(?why, "nothing can be kept; the faces say so"),
            None => {
                tracing::info!("the store takes changes again");
                self.keep_calls();
                if self.kiosk.shows(KioskPage::Closed) {
                    self.kiosk.open(KioskPage::Home, now);
                }
            }
        }
        true
    }

    /// What was erased leaves the log too, once nobody reads it there.
    pub(super) fn sweep(&self) {
        if let Err(e) = self.store.sweep_owed() {
            tracing::warn!(cause = %e, "what was erased still stands in the log; it is tried again in a minute");
        }
    }

    /// Opens a page of the kiosk; where nothing can be kept, a kind word instead of a form that leads nowhere.
    pub(super) fn open_page(&mut self, page: KioskPage, now: DateTime<FixedOffset>) {
        let keeps =
            matches!(page, KioskPage::Visit | KioskPage::Request | KioskPage::Number | KioskPage::Leave);
        if keeps && self.closed.is_some() {
            self.ask_store(now);
        }
        if page == KioskPage::Home && self.kiosk.shows(KioskPage::Done) {
            return self.kiosk.next_person(page, now); // the job was done
        }
        self.kiosk.open(if keeps && self.closed.is_some() { KioskPage::Closed } else { page }, now);
    }

    /// Faults that any face was told so far.
    pub(super) fn faults(&self) -> u32 {
        self.kiosk.faults().wrapping_add(self.desk.faults()).wrapping_add(self.guard.faults())
    }
}
