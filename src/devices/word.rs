//! One word from the station to a device's thread, which sleeps until it is another. The last one says that the station is gone.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// The newest word; none when the station is gone. Clones hold the same one.
#[derive(Clone)]
pub(super) struct Word<T>(Arc<(Mutex<Option<T>>, Condvar)>);

impl<T: Copy + Default + PartialEq> Default for Word<T> {
    fn default() -> Word<T> {
        Word(Arc::new((Mutex::new(Some(T::default())), Condvar::new())))
    }
}

impl<T: Copy + Default + PartialEq> Word<T> {
    /// From now on it is this. Never waits.
    pub(super) fn set(&self, to: T) {
        self.turn(Some(to));
    }

    /// The station is gone; nothing is said after that.
    pub(super) fn over(&self) {
        self.turn(None);
    }

    fn turn(&self, to: Option<T>) {
        let (word, changed) = &*self.0;
        let mut word = word.lock().unwrap_or_else(PoisonError::into_inner);
        if *word != to && word.is_some() {
            *word = to;
            changed.notify_all();
        }
    }

    /// Sleeps while it is one that `still` holds for, at most so long, and not at all when the station is gone.
    pub(super) fn wait(&self, most: Option<Duration>, still: impl Fn(T) -> bool) -> Option<T> {
        let (word, changed) = &*self.0;
        let held = word.lock().unwrap_or_else(PoisonError::into_inner);
        let sleeps = |word: &mut Option<T>| word.is_some_and(&still);
        match most {
            None => *changed.wait_while(held, sleeps).unwrap_or_else(PoisonError::into_inner),
            Some(most) => {
                *changed.wait_timeout_while(held, most, sleeps).unwrap_or_else(PoisonError::into_inner).0
            }
        }
    }
}
