//! Whether a card is wanted, and where the reader's thread sleeps while none is.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// The station's wish for a card. Clones hold the same wish.
#[derive(Clone, Default)]
pub struct Wish(Arc<(Mutex<Want>, Condvar)>);

#[derive(Clone, Copy, Default, PartialEq)]
enum Want {
    #[default]
    Nothing,
    Card,
    Over,
}

impl Wish {
    /// From now on a card is wanted, or none.
    pub fn set(&self, wanted: bool) {
        self.turn(if wanted { Want::Card } else { Want::Nothing });
    }

    /// The station is gone.
    pub(super) fn over(&self) {
        self.turn(Want::Over);
    }

    fn turn(&self, to: Want) {
        let (want, changed) = &*self.0;
        let mut want = want.lock().unwrap_or_else(PoisonError::into_inner);
        if *want != to && *want != Want::Over {
            *want = to;
            changed.notify_all();
        }
    }

    /// Sleeps for so long whatever is wanted; true as soon as the station is gone.
    pub fn over_within(&self, most: Duration) -> bool {
        let (want, changed) = &*self.0;
        let held = want.lock().unwrap_or_else(PoisonError::into_inner);
        let (want, _) = changed
            .wait_timeout_while(held, most, |want| *want != Want::Over)
            .unwrap_or_else(PoisonError::into_inner);
        *want == Want::Over
    }

    /// Whether a card is wanted: at once where one is, otherwise as soon as one is and at the latest after `rest`. None when
    /// the station is gone.
    pub fn wait(&self, rest: Duration) -> Option<bool> {
        let (want, changed) = &*self.0;
        let held = want.lock().unwrap_or_else(PoisonError::into_inner);
        let (want, _) = changed
            .wait_timeout_while(held, rest, |want| *want == Want::Nothing)
            .unwrap_or_else(PoisonError::into_inner);
        match *want {
            Want::Nothing => Some(false),
            Want::Card => Some(true),
            Want::Over => None,
        }
    }
}
