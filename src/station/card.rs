//! A card on the reader: leaving by it, and 请取回证件 until it is taken.

use super::leaving::{self, Leaver};
use super::{Event, Station};
use crate::rules::Author;
use chrono::{DateTime, Duration, FixedOffset};

/// How long the home page still says 请取回证件 where the reader cannot tell that the card was taken.
const SAID_ON_HOME: Duration = Duration::seconds(15);

/// Whether a card may still lie on the reader. Not every reader can tell, so on home it is said for a short while only.
#[derive(Clone, Copy)]
pub(super) enum CardLies {
    /// None was read, or it was seen being taken.
    No,
    /// One was read.
    Yes,
    /// One was read and its owner is done.
    Until(DateTime<FixedOffset>),
}

impl CardLies {
    pub(super) fn lies(self) -> bool {
        !matches!(self, CardLies::No)
    }

    /// The page is home again.
    pub(super) fn left_alone(self, now: DateTime<FixedOffset>) -> CardLies {
        match self {
            CardLies::Yes => CardLies::Until(now + SAID_ON_HOME),
            CardLies::No | CardLies::Until(_) => self,
        }
    }

    /// It was seen being taken; true where that is news.
    pub(super) fn taken(&mut self) -> bool {
        std::mem::replace(self, CardLies::No).lies()
    }

    /// True where it is said no longer.
    pub(super) fn tick(&mut self, now: DateTime<FixedOffset>) -> bool {
        matches!(self, CardLies::Until(end) if now >= *end) && self.taken()
    }
}

impl Station {
    /// A card's news. On the page for leaving, a card that was read is the wish to leave.
    pub(super) fn card(&mut self, event: Event, now: DateTime<FixedOffset>) -> bool {
        let changed = self.kiosk.card(event);
        if let Some((key, holder)) = self.kiosk.leaves() {
            let stamp = self.stamp(now, Author::Kiosk);
            self.submit(key, stamp.now, |s| leaving::leave(&s.store, stamp, Leaver::Card(holder.number)));
        }
        changed
    }
}
