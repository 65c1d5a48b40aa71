//! How long the kiosk waits for somebody who does nothing, by what stands there; after that nothing of a person stays.

use crate::config::StationConfig;
use chrono::{DateTime, FixedOffset};

/// What stands on the screen, as far as waiting goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// The screen-saver: nobody is there.
    Asleep,
    /// The first page. Somebody who was there may have left another language, larger letters, or the way to help open.
    Home,
    /// A page of a job.
    Page,
    /// The household is asked, and its word will be told here.
    Word,
}

/// The clock that begins anew with every touch.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    idle: i64,
    word: i64,
    rest: i64,
    touched: Option<DateTime<FixedOffset>>,
    /// Somebody was here since the face was last as a stranger expects it.
    stirred: bool,
}

impl Patience {
    pub(super) fn new(config: &StationConfig) -> Patience {
        Patience {
            idle: i64::from(config.idle_seconds),
            word: i64::from(config.wait_seconds),
            rest: i64::from(config.rest_seconds),
            touched: None,
            stirred: false,
        }
    }

    /// Somebody is here, or has just been told something.
    pub(super) fn begin(&mut self, now: DateTime<FixedOffset>) {
        self.touched = Some(now);
        self.stirred = true;
    }

    /// All is as a stranger expects it. Home that was left alone goes on waiting for its screen-saver.
    pub(super) fn nobody(&mut self, was: Stands, now: DateTime<FixedOffset>) {
        self.stirred = false;
        if was != Stands::Home {
            self.touched = Some(now);
        }
    }

    /// Seconds until all that a person left is taken away; none where there is nothing.
    pub(super) fn left(&self, stands: Stands, now: DateTime<FixedOffset>) -> Option<u32> {
        let most = match stands {
            Stands::Asleep => return None,
            Stands::Home if !self.stirred => return None,
            Stands::Home | Stands::Page => self.idle,
            Stands::Word => self.word,
        };
        // A clock that jumped back must not keep somebody's data on the screen.
        let gone = (now - self.touched?).num_seconds();
        let left = if gone < 0 { 0 } else { most - gone };
        Some(u32::try_from(left).unwrap_or(0))
    }

    /// Whether home was left alone for so long that it sleeps.
    pub(super) fn tired(&mut self, now: DateTime<FixedOffset>) -> bool {
        let since = *self.touched.get_or_insert(now);
        self.rest > 0 && (now - since).num_seconds().abs() >= self.rest
    }
}
