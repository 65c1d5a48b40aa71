//! Whether a card is wanted, and where the reader's thread sleeps while none is.

use super::word::Word;
use std::time::Duration;

/// The station's wish for a card. Clones hold the same wish.
#[derive(Clone, Default)]
pub struct Wish(Word<bool>);

impl Wish {
    /// From now on a card is wanted, or none.
    pub fn set(&self, wanted: bool) {
        self.0.set(wanted);
    }

    /// The station is gone.
    pub(super) fn over(&self) {
        self.0.over();
    }

    /// Sleeps for so long whatever is wanted; true as soon as the station is gone.
    pub fn over_within(&self, most: Duration) -> bool {
        self.0.wait(Some(most), |_| true).is_none()
    }

    /// Whether a card is wanted: at once where one is, otherwise as soon as one is and at the latest after `rest`. None when
    /// the station is gone.
    pub fn wait(&self, rest: Duration) -> Option<bool> {
        self.0.wait(Some(rest), |wanted| !wanted)
    }
}
