//! A module behind an in-memory port with a given clock: policy can be tested for hours of its time in milliseconds.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::module::{Module, ModuleOptions};
use crate::clock::Clock;
use crate::command::Baud;
use crate::port::{Opener, Port, PortError};

type Deed = Box<dyn FnOnce(&mut Module) + Send>;

struct World {
    now: Duration,
    module: Module,
    rate: u32,
    plugged: u64,
    was_plugged: bool,
    refuse: Option<PortError>,
    script: Vec<(Duration, Deed)>,
}

/// A module, a line and a clock in memory. Clones are the same bench.
///
/// ```
/// use id_reader::{News, Reader, Settings, sim};
/// let bench = sim::Bench::new(sim::ModuleOptions::default());
/// bench.module(|module| module.place(sim::card("R1").unwrap()));
/// let mut reader = Reader::with(Settings::default(), Box::new(bench.clone()), Box::new(bench.clone()));
/// let card = std::iter::repeat_with(|| reader.step(true))
///     .find_map(|news| if let Some(News::Card(card)) = news { Some(card) } else { None });
/// assert_eq!(card.unwrap().name(), "测试甲");
/// ```
#[derive(Clone)]
pub struct Bench(Arc<Mutex<World>>);

impl Bench {
    /// A bench with such a module, plugged in and booted.
    #[must_use]
    pub fn new(options: ModuleOptions) -> Bench {
        Bench(Arc::new(Mutex::new(World {
            now: Duration::from_secs(1),
            module: Module::new(options),
            rate: 0,
            plugged: 0,
            was_plugged: true,
            refuse: None,
            script: Vec::new(),
        })))
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the module now.
    pub fn module<T>(&self, deed: impl FnOnce(&mut Module) -> T) -> T {
        let world = &mut *self.world();
        let result = deed(&mut world.module);
        world.settle();
        result
    }

    /// Does something with the module when the clock comes to `now + after`.
    pub fn after(&self, after: Duration, deed: impl FnOnce(&mut Module) + Send + 'static) {
        let mut world = self.world();
        let at = world.now + after;
        world.script.push((at, Box::new(deed)));
        world.script.sort_by_key(|(at, _)| *at);
    }

    /// Puts the plug in now: the module boots.
    pub fn plug(&self) {
        let world = &mut *self.world();
        world.module.plug(world.now);
        world.settle();
    }

    /// Openings fail with this from now on, or no more.
    pub fn refuse(&self, error: Option<PortError>) {
        self.world().refuse = error;
    }
}

impl World {
    /// Notices that the plug was pulled or put in: an open port does not survive it.
    fn settle(&mut self) {
        if self.module.is_plugged() != self.was_plugged {
            self.was_plugged = self.module.is_plugged();
            self.plugged += 1;
        }
    }

    /// When something happens next.
    fn due(&self) -> Option<Duration> {
        let script = self.script.first().map(|(at, _)| *at);
        [self.module.due(), script].into_iter().flatten().min()
    }

    /// Lets the time come to `to`. Bytes go to `into`, or nowhere.
    fn pass(&mut self, to: Duration, into: &mut Vec<u8>) {
        self.now = self.now.max(to);
        while self.script.first().is_some_and(|(at, _)| *at <= self.now) {
            let (_, deed) = self.script.remove(0);
            deed(&mut self.module);
            self.settle();
        }
        into.extend(self.module.take(self.now, self.rate));
        self.settle();
    }
}

impl Clock for Bench {
    fn now(&self) -> Duration {
        self.world().now
    }

    fn sleep(&self, time: Duration) {
        // Bytes that come meanwhile stay with the module until somebody reads or clears them.
        let world = &mut *self.world();
        world.now += time;
        while world.script.first().is_some_and(|(at, _)| *at <= world.now) {
            let (_, deed) = world.script.remove(0);
            deed(&mut world.module);
            world.settle();
        }
    }
}

impl Opener for Bench {
    fn open(&mut self, _path: &Path, baud: Baud) -> Result<Box<dyn Port>, PortError> {
        let world = &mut *self.world();
        world.pass(world.now, &mut Vec::new());
        match world.refuse {
            Some(error) => return Err(error),
            None if !world.module.is_plugged() => return Err(PortError::NotFound),
            None => {}
        }
        world.rate = baud.rate();
        Ok(Box::new(BenchPort { bench: self.clone(), plugged: world.plugged, waiting: Vec::new() }))
    }
}

/// An open port of a [`Bench`].
pub struct BenchPort {
    bench: Bench,
    plugged: u64,
    waiting: Vec<u8>,
}

impl BenchPort {
    fn alive(&self, world: &World) -> Result<(), PortError> {
        if world.plugged == self.plugged { Ok(()) } else { Err(PortError::Gone) }
    }
}

impl Port for BenchPort {
    fn write(&mut self, bytes: &[u8]) -> Result<(), PortError> {
        let world = &mut *self.bench.world();
        self.alive(world)?;
        let (now, rate) = (world.now, world.rate);
        world.module.receive(now, rate, bytes);
        Ok(())
    }

    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> Result<usize, PortError> {
        let bench = self.bench.clone();
        let world = &mut *bench.world();
        let deadline = world.now + wait;
        world.pass(world.now, &mut self.waiting);
        while self.waiting.is_empty() && world.now < deadline {
            self.alive(world)?;
            let next = world.due().unwrap_or(deadline).clamp(world.now, deadline);
            world.pass(next, &mut self.waiting);
        }
        if self.waiting.is_empty() {
            self.alive(world)?;
        }
        let count = self.waiting.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(self.waiting.drain(..count)) {
            *to = from;
        }
        Ok(count)
    }

    fn clear(&mut self) -> Result<(), PortError> {
        let world = &mut *self.bench.world();
        self.waiting.clear();
        let mut gone = Vec::new();
        world.pass(world.now, &mut gone);
        self.alive(world)
    }

    fn set_baud(&mut self, baud: Baud) -> Result<(), PortError> {
        let world = &mut *self.bench.world();
        self.alive(world)?;
        world.rate = baud.rate();
        Ok(())
    }
}
