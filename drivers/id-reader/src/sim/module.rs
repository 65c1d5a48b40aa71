//! A module by GA/T 467 as a pure machine: bytes and the time in, bytes and their times out.

use std::collections::VecDeque;
use std::time::Duration;

use super::cards::SimCard;
use super::fault::{Fault, On, Rule};
use super::wire::{Segment, spoil};
use crate::command::Baud;
use crate::frame::{Found, Parser, encode};

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
/// Bytes written at once while pacing.
const PIECE: usize = 32;
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

    /// How long the module thinks about a request.
    fn delay(&mut self, request: &[u8]) -> Duration {
        if self.options.fast {
            return Duration::ZERO;
        }
        let found = self.card.is_some();
        let jitter = self.random() % 301;
        Duration::from_millis(match request.get(..2) {
            Some([0x11, _]) => 10,
            Some([0x10 | 0x12, _]) => 20,
            Some([0x20, 0x01]) => 30 + 10 * u64::from(found),
            Some([0x20, 0x02]) => 60,
            Some([0x30, 0x01 | 0x10]) => 550 + jitter,
            Some([0x30, 0x03]) => 250,
            Some([0x30, 0x05]) => 150,
            _ => 10,
        })
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

    fn work(&mut self, job: &Job) {
        let faults = self.matching(&job.request);
        if self.mute {
            return;
        }
        let mut fingerprints = false;
        let mut instead = None;
        for fault in &faults {
            match fault {
                Fault::Swap(card) => self.place(card.as_ref().clone()),
                Fault::Fingerprints => fingerprints = true,
                Fault::Status(status) => instead = Some(*status),
                Fault::Unplug(after, back) => self.pull_after = Some((*after, *back)),
                _ => {}
            }
        }
        let payload = match instead {
            Some(status) => vec![0, 0, status],
            None => self.answer(job, fingerprints),
        };
        let mut segments = vec![Segment { pause: Duration::ZERO, bytes: encode(&payload) }];
        let noise = self.random();
        for fault in &faults {
            spoil(&mut segments, fault, &job.request, noise);
        }
        self.send(job.due, &segments);
    }

    fn matching(&mut self, request: &[u8]) -> Vec<Fault> {
        let mut faults = Vec::new();
        for rule in &mut self.rules {
            if rule.times > 0 && rule.on.covers(request) {
                rule.times -= 1;
                faults.push(rule.fault.clone());
            }
        }
        self.rules.retain(|rule| rule.times > 0);
        faults
    }

    /// Puts segments on the wire, at the pace of the rate.
    fn send(&mut self, from: Duration, segments: &[Segment]) {
        let mut at = from.max(self.free_at);
        for segment in segments {
            at += segment.pause;
            for piece in segment.bytes.chunks(PIECE) {
                if !self.options.fast {
                    at += self.baud.wire_time(piece.len());
                }
                self.out.push_back((at, piece.to_vec()));
            }
        }
        self.free_at = at;
    }

    /// The payload of the answer, and what the request does to the module.
    fn answer(&mut self, job: &Job, fingerprints: bool) -> Vec<u8> {
        let short = |status: u8| vec![0, 0, status];
        match job.request.as_slice() {
            [0x00] => short(0x10),
            [0x11, 0xFF] => short(self.self_test),
            [0x10, 0xFF] => {
                self.ready_at = if self.options.fast { job.due } else { job.due + BOOT };
                self.at = At::Idle;
                self.jobs.clear();
                short(0x90)
            }
            [0x12, 0xFF] => [&[0, 0, 0x90], self.options.sam.as_slice()].concat(),
            [0x20, 0x01] => self.find(),
            [0x20, 0x02] if self.at == At::Found && self.card.is_some() => {
                self.at = At::Selected;
                vec![0, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0]
            }
            [0x20, 0x02] => short(0x81),
            [0x30, item] => self.item(*item, fingerprints),
            [0x60, parameter @ 0..=4] => {
                self.next_baud = Baud::ALL.get(usize::from(*parameter)).copied();
                short(0x90)
            }
            [0x61, 0xFF, 24..=255] => short(0x90),
            [0x10..=0x12, 0xFF, ..] | [0x20, 0x01 | 0x02, ..] | [0x30, ..] | [_] => short(0x11),
            _ => short(0x21),
        }
    }

    fn find(&mut self) -> Vec<u8> {
        let found = self.card.is_some() && (self.at != At::Selected || self.nonconforming);
        if !found {
            return vec![0, 0, 0x80];
        }
        self.at = At::Found;
        vec![0, 0, 0x9F, 0, 0, 0, 0]
    }

    fn item(&self, item: u8, fingerprints: bool) -> Vec<u8> {
        let short = |status: u8| vec![0, 0, status];
        let Some(card) = self.card.as_ref().filter(|_| self.at == At::Selected) else {
            return short(if matches!(item, 0x01 | 0x03 | 0x05 | 0x10) { 0x41 } else { 0x21 });
        };
        if let Some(status) = card.refusal() {
            return short(status);
        }
        match item {
            0x01 | 0x10 => {
                let [.., high, low] = card.photo().len().to_be_bytes();
                let mut payload = vec![0, 0, 0x90, 1, 0, high, low];
                if item == 0x10 || fingerprints {
                    payload.extend_from_slice(if fingerprints { &[4, 0] } else { &[0, 0] });
                }
                payload.extend_from_slice(&card.text());
                payload.extend_from_slice(card.photo());
                payload.resize(payload.len() + if fingerprints { 1024 } else { 0 }, 0x5A);
                payload
            }
            0x03 => card.address_item().map_or_else(|| short(0x91), |item| [vec![0, 0, 0x90], item].concat()),
            0x05 => [0, 0, 0x90].into_iter().chain(0..28).collect(),
            _ => short(0x21),
        }
    }

    /// xorshift: jitter and noise, the same for the same seed.
    fn random(&mut self) -> u64 {
        self.noise ^= self.noise << 13;
        self.noise ^= self.noise >> 7;
        self.noise ^= self.noise << 17;
        self.noise
    }
}
