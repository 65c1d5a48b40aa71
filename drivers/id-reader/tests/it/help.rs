//! A bench with a reader on it, and steps until something happens.

use std::time::Duration;

use id_reader::clock::Clock;
use id_reader::sim::{self, Bench, Module, ModuleOptions};
use id_reader::{Card, Health, News, Reader, Settings, Trouble};

pub(crate) struct Rig {
    pub(crate) bench: Bench,
    pub(crate) reader: Reader,
}

pub(crate) fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

impl Rig {
    pub(crate) fn new() -> Rig {
        Rig::with(ModuleOptions::default(), Settings::default())
    }

    pub(crate) fn with(options: ModuleOptions, settings: Settings) -> Rig {
        let bench = Bench::new(options);
        let reader = Reader::with(settings, Box::new(bench.clone()), Box::new(bench.clone()));
        Rig { bench, reader }
    }

    /// A rig whose reader is ready and has looked for a card once.
    pub(crate) fn ready() -> Rig {
        let mut rig = Rig::new();
        rig.until_ready(ms(6000));
        rig
    }

    pub(crate) fn module<T>(&self, deed: impl FnOnce(&mut Module) -> T) -> T {
        self.bench.module(deed)
    }

    pub(crate) fn place(&self, label: &str) {
        self.module(|module| module.place(sim::card(label).unwrap()));
    }

    pub(crate) fn now(&self) -> Duration {
        self.bench.now()
    }

    /// Steps until the news `pick` takes, at most for `limit`. Other news are dropped.
    pub(crate) fn until<T>(
        &mut self,
        wanted: bool,
        limit: Duration,
        pick: impl Fn(News) -> Option<T>,
    ) -> Option<T> {
        let end = self.now() + limit;
        while self.now() < end {
            if let Some(found) = self.reader.step(wanted).and_then(&pick) {
                return Some(found);
            }
        }
        None
    }

    pub(crate) fn until_ready(&mut self, limit: Duration) {
        let ready = self.until(true, limit, |news| matches!(news, News::Health(Health::Ready)).then_some(()));
        assert!(ready.is_some(), "not ready: {:?}", self.reader);
    }

    pub(crate) fn card_within(&mut self, limit: Duration) -> Option<Card> {
        self.until(true, limit, card)
    }

    pub(crate) fn trouble_within(&mut self, limit: Duration) -> Option<Trouble> {
        self.until(true, limit, |news| if let News::Trouble(trouble) = news { Some(trouble) } else { None })
    }

    /// Everything that is news within `time`.
    pub(crate) fn all_within(&mut self, wanted: bool, time: Duration) -> Vec<News> {
        let end = self.now() + time;
        let mut all = Vec::new();
        while self.now() < end {
            all.extend(self.reader.step(wanted));
        }
        all
    }

    /// Requests with this CMD and PARA the module has seen, of the last 256.
    pub(crate) fn count(&self, pair: [u8; 2]) -> usize {
        self.module(|module| module.requests().iter().filter(|(_, seen)| *seen == pair).count())
    }
}

pub(crate) fn card(news: News) -> Option<Card> {
    if let News::Card(card) = news { Some(*card) } else { None }
}
