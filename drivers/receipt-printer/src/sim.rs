//! A printer at the far end of the same bytes: it answers, prints on virtual paper, and can be steered into every
//! trouble a real one gets into. A driver cannot tell it from a real one; whoever shows it must say it is simulated.
//!
//! Like a real one it keeps what it cannot print: out of paper or open, bytes fill a buffer of [`BUFFER`] bytes and
//! then no more are taken; after the refill they are printed. Real-time commands are obeyed on arrival.

mod command;
mod listen;
mod machine;

pub use command::{Command, HELP, NotACommand};
pub use listen::{Listening, listen};
pub use machine::BUFFER;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::paper::Sheet;
use crate::profile::Profile;
use crate::status::Status;
use crate::transport::{Connect, ConnectError, News, ReadError, Transport, WriteError, WriteKind};
use machine::Machine;

type OnSheet = Box<dyn FnMut(&Sheet) + Send>;

struct Shared {
    machine: Mutex<Machine>,
    changed: Condvar,
    on_sheet: Mutex<Option<OnSheet>>,
    news: Mutex<Option<News>>,
    /// How long a write that finds no room waits, at most.
    patience: Mutex<Duration>,
}

/// A simulated printer; clones are the same printer.
#[derive(Clone)]
pub struct SimPrinter(Arc<Shared>);

impl std::fmt::Debug for SimPrinter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SimPrinter({:?})", self.status())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SimPrinter {
    /// A printer of this family with a full roll, plugged in. It answers with the bits the profile names.
    pub fn new(profile: Profile) -> Self {
        SimPrinter(Arc::new(Shared {
            machine: Mutex::new(Machine::new(profile)),
            changed: Condvar::new(),
            on_sheet: Mutex::new(None),
            news: Mutex::new(None),
            patience: Mutex::new(Duration::MAX),
        }))
    }

    /// Changes the machine, prints what it now can, wakes who waits, hands over finished sheets.
    fn steer<T>(&self, change: impl FnOnce(&mut Machine) -> T) -> T {
        let mut machine = lock(&self.0.machine);
        let before = (machine.plugged, machine.epoch);
        let result = change(&mut machine);
        machine.run();
        let fresh = machine.take_fresh();
        let news = machine.speaks() || before != (machine.plugged, machine.epoch);
        drop(machine);
        self.0.changed.notify_all();
        let call = lock(&self.0.news).clone().filter(|_| news);
        call.iter().for_each(|call| call());
        if !fresh.is_empty()
            && let Some(on_sheet) = lock(&self.0.on_sheet).as_mut()
        {
            fresh.iter().for_each(on_sheet);
        }
        result
    }

    /// The roll is at its end: nothing more is printed.
    pub fn paper_out(&self) {
        self.steer(|m| m.paper_out = true);
    }

    /// The roll ends after so many more bytes were interpreted.
    pub fn paper_out_after(&self, bytes: usize) {
        self.steer(|m| m.paper_left = Some(bytes));
    }

    /// The near-end sensor sees the core.
    pub fn paper_low(&self) {
        self.steer(|m| m.paper_low = true);
    }

    /// A new roll: what was held is printed now.
    pub fn load_paper(&self) {
        self.steer(|m| (m.paper_out, m.paper_low, m.paper_left) = (false, false, None));
    }

    /// Opens the cover: nothing is printed.
    pub fn open_cover(&self) {
        self.steer(|m| m.cover_open = true);
    }

    /// Closes it again.
    pub fn close_cover(&self) {
        self.steer(|m| m.cover_open = false);
    }

    /// The blade is stuck, or free again.
    pub fn jam_cutter(&self, stuck: bool) {
        self.steer(|m| m.cutter_stuck = stuck);
    }

    /// Tears off what stands there, as a hand does at a printer without a cutter: it becomes a sheet.
    pub fn tear(&self) {
        self.steer(Machine::tear);
    }

    /// A person takes the slip from the mouth.
    pub fn take_ticket(&self) {
        self.steer(|m| m.ticket = false);
    }

    /// Pulls the data cable: every connection ends, what is held stays held.
    pub fn unplug(&self) {
        self.steer(Machine::unplug);
    }

    /// Puts the cable back.
    pub fn plug(&self) {
        self.steer(|m| (m.plugged, m.arrived) = (true, true));
    }

    /// Pulls the cable after so many more bytes were accepted.
    pub fn cut_after(&self, bytes: usize) {
        self.steer(|m| m.cut_after = Some(bytes));
    }

    /// Off and on again: what was held is forgotten, the unfinished sheet stays unfinished.
    pub fn power_cycle(&self) {
        self.steer(Machine::power_cycle);
    }

    /// Takes no byte at all (or takes them again) without saying why.
    pub fn stall(&self, stalled: bool) {
        self.steer(|m| m.stalled = stalled);
    }

    /// Takes so many more bytes and then none, until [`SimPrinter::stall`] says otherwise. 0 is at once.
    pub fn stall_after(&self, bytes: usize) {
        self.steer(|m| (m.stalled, m.stall_after) = (bytes == 0, Some(bytes).filter(|n| *n > 0)));
    }

    /// Throws away what it holds, as on USB's SOFT_RESET.
    pub fn soft_reset(&self) {
        self.steer(Machine::soft_reset);
    }

    /// The byte of USB's GET_PORT_STATUS: bit 5 no paper, bit 4 selected, bit 3 no error.
    pub fn port_status(&self) -> u8 {
        lock(&self.0.machine).port_status()
    }

    /// Answers nothing (or answers again).
    pub fn mute(&self, mute: bool) {
        self.steer(|m| m.mute = mute);
    }

    /// From now on ESC @ turns the automatic status on or off (0), as on some families.
    pub fn init_sets_asb(&self, n: u8) {
        self.steer(|m| m.init_asb = Some(n));
    }

    /// Never answers this DLE EOT, 1 to 4.
    pub fn never_answers(&self, n: u8) {
        self.steer(|m| m.deaf_to = Some(n));
    }

    /// Puts these bytes into the answers: noise on the line.
    pub fn babble(&self, noise: &[u8]) {
        self.steer(|m| m.say(noise));
    }

    /// How long a write that finds no room waits, at most; without this call as long as its deadline.
    pub fn set_patience(&self, patience: Duration) {
        *lock(&self.0.patience) = patience;
    }

    /// Calls this for every sheet cut off, on the thread whose bytes or steering finished it.
    pub fn on_sheet(&self, call: impl FnMut(&Sheet) + Send + 'static) {
        *lock(&self.0.on_sheet) = Some(Box::new(call));
    }

    /// The sheets cut off since the last call, at most 64: older ones are let go.
    pub fn take_sheets(&self) -> Vec<Sheet> {
        lock(&self.0.machine).sheets.drain(..).collect()
    }

    /// Bytes held that are not printed yet.
    pub fn held(&self) -> usize {
        lock(&self.0.machine).held()
    }

    /// How it is, as a driver should see it.
    pub fn status(&self) -> Status {
        lock(&self.0.machine).status()
    }

    /// A connection to it in this process.
    ///
    /// # Errors
    /// [`ConnectError`] when it is unplugged.
    pub fn transport(&self) -> Result<Box<dyn Transport>, ConnectError> {
        let machine = lock(&self.0.machine);
        if !machine.plugged {
            let cause = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(ConnectError { place: "sim".to_owned(), cause });
        }
        let epoch = machine.epoch;
        drop(machine);
        Ok(Box::new(SimLink { sim: self.clone(), epoch }))
    }
}

impl Connect for SimPrinter {
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        self.transport()
    }

    fn place(&self) -> String {
        "sim".to_owned()
    }

    fn on_news(&mut self, call: News) {
        *lock(&self.0.news) = Some(call);
    }

    /// A cable that was put back is heard of, as on USB.
    fn await_arrival(&mut self, _wait: Duration) -> bool {
        self.steer(|m| std::mem::take(&mut m.arrived))
    }
}

/// A connection; dead once the cable was pulled.
struct SimLink {
    sim: SimPrinter,
    epoch: u64,
}

impl SimLink {
    /// Waits for a change until `end`; `false` when the time is over.
    fn wait(&self, machine: MutexGuard<'_, Machine>, end: Option<Instant>) -> bool {
        let left = end.map_or(Duration::from_secs(60), |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() {
            return false;
        }
        drop(self.sim.0.changed.wait_timeout(machine, left));
        true
    }
}

impl Transport for SimLink {
    fn write(&mut self, bytes: &[u8], deadline: Duration) -> Result<(), WriteError> {
        let patience = deadline.min(*lock(&self.sim.0.patience));
        let end = Instant::now().checked_add(patience);
        let mut accepted = 0;
        loop {
            let epoch = self.epoch;
            let taken =
                self.sim.steer(|m| if m.epoch == epoch { m.accept(&bytes[accepted..]) } else { None });
            let Some(taken) = taken else { return Err(WriteError { accepted, kind: WriteKind::Gone }) };
            accepted += taken;
            if accepted == bytes.len() {
                return Ok(());
            }
            let machine = lock(&self.sim.0.machine);
            if machine.epoch != epoch {
                return Err(WriteError { accepted, kind: WriteKind::Gone });
            }
            if !machine.takes() && !self.wait(machine, end) {
                return Err(WriteError { accepted, kind: WriteKind::Timeout });
            }
        }
    }

    fn read(&mut self, buf: &mut [u8], timeout: Duration) -> Result<usize, ReadError> {
        let end = Instant::now().checked_add(timeout);
        loop {
            let mut machine = lock(&self.sim.0.machine);
            if machine.epoch != self.epoch {
                return Err(ReadError(std::io::ErrorKind::UnexpectedEof.into()));
            }
            let n = machine.hear(buf);
            if n > 0 {
                return Ok(n);
            }
            if !self.wait(machine, end) {
                return Ok(0);
            }
        }
    }

    fn port_status(&mut self) -> Option<u8> {
        Some(self.sim.port_status())
    }

    fn soft_reset(&mut self) -> bool {
        self.sim.soft_reset();
        true
    }
}
