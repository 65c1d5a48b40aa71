//! A module by GA/T 467 as a pure machine: bytes and the time in, bytes and their times out.

mod answer;

use std::collections::VecDeque;
use std::time::Duration;

use super::cards::SimCard;
use super::fault::{Fault, On, Rule};
use crate::command::Baud;
use crate::frame::{Found, Parser};

/// What a simulated module is like.
#[derive(Debug, Clone)]
pub struct ModuleOptions {
    /// The rate it speaks.
    pub baud: Baud,
    /// No delays and no pacing: every answer at once.
    pub fast: bool,
    /// Its number, as the answer to `12 FF` has it.
    pub sam: [u8; 16],
    /// Seed of its jitter and its noise.
    pub seed: u64,
}

impl Default for ModuleOptions {
    fn default() -> ModuleOptions {
        let sam = [5, 0, 3, 0, 0xE5, 0xD6, 0x34, 1, 0xD2, 2, 0x96, 0x49, 0x15, 0xCD, 0x5B, 7];
        ModuleOptions { baud: Baud::B115200, fast: false, sam, seed: 1 }
    }
}

/// How far the card lying there has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Idle,
    Found,
    Selected,
}

/// A request that will be answered at `due`.
struct Job {
    due: Duration,
    request: Vec<u8>,
}

/// The module. Times are since any fixed start and must not go back.
pub struct Module {
    options: ModuleOptions,
    parser: Parser,
    baud: Baud,
    next_baud: Option<Baud>,
    ready_at: Duration,
    partial_since: Option<Duration>,
    card: Option<SimCard>,
    at: At,
    jobs: VecDeque<Job>,
    out: VecDeque<(Duration, Vec<u8>)>,
    free_at: Duration,
    rules: Vec<Rule>,
    plugged: bool,
    pull_after: Option<(usize, Option<Duration>)>,
    back_at: Option<Duration>,
    nonconforming: bool,
    heartbeat: Option<Duration>,
    mute: bool,
    self_test: u8,
    noise: u64,
    log: VecDeque<(Duration, [u8; 2])>,
    thought: Duration,
}

/// How long the module boots.
const BOOT: Duration = Duration::from_millis(1500);
/// A request that is not completed within this time is forgotten.
const PARTIAL: Duration = Duration::from_millis(500);
/// Between heartbeats on an idle line.
const HEARTBEAT: Duration = Duration::from_millis(700);

impl Module {
    /// A module that has booted, with no card.
    #[must_use]
    pub fn new(options: ModuleOptions) -> Module {
        let (baud, noise) = (options.baud, options.seed | 1);
        Module {
            options,
            parser: Parser::requests(),
            baud,
            next_baud: None,
            ready_at: Duration::ZERO,
            partial_since: None,
            card: None,
            at: At::Idle,
            jobs: VecDeque::new(),
            out: VecDeque::new(),
            free_at: Duration::ZERO,
            rules: Vec::new(),
            plugged: true,
            pull_after: None,
            back_at: None,
            nonconforming: false,
            heartbeat: None,
            mute: false,
            self_test: 0x90,
            noise,
            log: VecDeque::new(),
            thought: Duration::ZERO,
        }
    }

    /// Puts a card down; one that lay there is gone.
    pub fn place(&mut self, card: SimCard) {
        self.card = Some(card);
        self.at = At::Idle;
    }

    /// Takes the card away.
    pub fn remove(&mut self) {
        self.card = None;
        self.at = At::Idle;
    }

    /// The label of the card lying there.
    #[must_use]
    pub fn card_label(&self) -> Option<&str> {
        self.card.as_ref().map(SimCard::label)
    }

    /// The next answer of the usual kind suffers `fault`.
    pub fn fault(&mut self, fault: Fault) {
        let on = fault.usual();
        self.fault_on(fault, on, 1);
    }

    /// The next `times` answers to `on` suffer `fault`.
    pub fn fault_on(&mut self, fault: Fault, on: On, times: u32) {
        self.rules.push(Rule { fault, on, times });
    }

    /// Takes all faults and switches back.
    pub fn clear_faults(&mut self) {
        self.rules.clear();
        self.pull_after = None;
        self.nonconforming = false;
        self.heartbeat = None;
        self.mute = false;
        self.self_test = 0x90;
    }

    /// Finds a card it has read again and again, as some modules do.
    pub fn set_nonconforming(&mut self, on: bool) {
        self.nonconforming = on;
    }

    /// Sends `AA AA AA AA` on an idle line, as serial gateways do.
    pub fn set_heartbeat(&mut self, on: bool) {
        self.heartbeat = on.then_some(Duration::ZERO);
    }

    /// Answers nothing at all.
    pub fn set_mute(&mut self, on: bool) {
        self.mute = on;
    }

    /// What the self test says: `90` fine, `60` failed, `66` not authorised.
    pub fn set_self_test(&mut self, status: u8) {
        self.self_test = status;
    }

    /// Its number from now on.
    pub fn set_sam(&mut self, sam: [u8; 16]) {
        self.options.sam = sam;
    }

    /// Speaks another rate from now on.
    pub fn set_baud(&mut self, baud: Baud) {
        self.baud = baud;
    }

    /// The rate it speaks.
    #[must_use]
    pub fn baud(&self) -> Baud {
        self.baud
    }

    /// Pulls the plug: what it was about to say is lost.
    pub fn unplug(&mut self) {
        self.plugged = false;
        self.power_off();
    }

    /// Puts the plug in at `now`: the module boots.
    pub fn plug(&mut self, now: Duration) {
        if !self.plugged {
            self.plugged = true;
            self.back_at = None;
            self.boot(now);
        }
    }

    /// Whether it is plugged in.
    #[must_use]
    pub fn is_plugged(&self) -> bool {
        self.plugged
    }

    /// The requests of late, CMD and PARA with their times; at most 256.
    #[must_use]
    pub fn requests(&self) -> &VecDeque<(Duration, [u8; 2])> {
        &self.log
    }

    /// How long it has thought about what came since the last find: its own part of a card's time.
    #[must_use]
    pub fn thought_last(&self) -> Duration {
        self.thought
    }

    fn power_off(&mut self) {
        self.jobs.clear();
        self.out.clear();
        self.parser.clear();
        self.pull_after = None;
        self.at = At::Idle;
    }

    fn boot(&mut self, now: Duration) {
        self.power_off();
        self.free_at = now;
        self.ready_at = if self.options.fast { now } else { now + BOOT };
    }

    /// Takes bytes that came at `rate` bits/s. At another rate than the module's own they are noise to it.
    pub fn receive(&mut self, now: Duration, rate: u32, bytes: &[u8]) {
        if !self.plugged || rate != self.baud.rate() {
            return;
        }
        if self.partial_since.is_some_and(|since| now >= since + PARTIAL) {
            self.parser.clear();
        }
        let mut rest = bytes;
        loop {
            let taken = self.parser.push(rest);
            rest = rest.get(taken..).unwrap_or_default();
            while let Some(found) = self.parser.next() {
                let request = match found {
                    Found::Frame(payload) => payload.to_vec(),
                    Found::BadChecksum => vec![0x00], // answered as what it is, see `answer`
                    Found::BadLength => continue,
                };
                self.queue(now, request);
            }
            if rest.is_empty() {
                break;
            }
        }
        self.partial_since = self.parser.is_within().then_some(now);
    }

    fn queue(&mut self, now: Duration, request: Vec<u8>) {
        if now < self.ready_at || self.jobs.len() >= 16 {
            return;
        }
        if let Some(pair) = request.first_chunk::<2>() {
            if self.log.len() >= 256 {
                self.log.pop_front();
            }
            self.log.push_back((now, *pair));
        }
        let begin = self.jobs.back().map_or(now, |job| job.due.max(now));
        let delay = self.delay(&request);
        self.thought = if request.first() == Some(&0x20) && request.get(1) == Some(&0x01) {
            Duration::ZERO
        } else {
            self.thought + delay
        };
        let due = begin + delay;
        self.jobs.push_back(Job { due, request });
    }

    /// When there will be something to do next: bytes to take, or a plug to put in.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        let times = [
            self.jobs.front().map(|job| job.due),
            self.out.front().map(|(at, _)| *at),
            self.back_at,
            self.heartbeat,
        ];
        times.into_iter().flatten().min()
    }

    /// What has gone out by `now`. A line at another rate gets nothing it could read.
    pub fn take(&mut self, now: Duration, rate: u32) -> Vec<u8> {
        if self.back_at.is_some_and(|at| at <= now) {
            self.plug(now);
        }
        while self.jobs.front().is_some_and(|job| job.due <= now) {
            if let Some(job) = self.jobs.pop_front() {
                self.work(&job);
            }
        }
        let mut sent = Vec::new();
        while self.out.front().is_some_and(|(at, _)| *at <= now) {
            sent.extend(self.out.pop_front().map(|(_, bytes)| bytes).unwrap_or_default());
        }
        if let Some(at) = self.heartbeat.filter(|at| *at <= now) {
            let idle = self.jobs.is_empty() && self.out.is_empty();
            self.heartbeat = Some(at.max(now) + HEARTBEAT);
            if idle && self.plugged {
                sent.extend_from_slice(&[0xAA; 4]);
            }
        }
        let wrong_rate = rate != self.baud.rate();
        if self.out.is_empty() {
            self.baud = self.next_baud.take().unwrap_or(self.baud);
        }
        self.pull(now, &mut sent);
        if wrong_rate {
            sent.clear();
        }
        sent
    }

    /// Carries out a pull of the plug in the middle of an answer.
    fn pull(&mut self, now: Duration, sent: &mut Vec<u8>) {
        let Some((left, back)) = self.pull_after else { return };
        if sent.len() < left {
            self.pull_after = Some((left - sent.len(), back));
            return;
        }
        sent.truncate(left);
        self.unplug();
        self.back_at = back.map(|after| now + after);
    }
}
