//! What the module says to each request (GA/T 467), how long it thinks, and what the faults make of it.

use std::time::Duration;

use super::{At, BOOT, Job, Module};
use crate::command::Baud;
use crate::frame::encode;
use crate::sim::fault::Fault;
use crate::sim::wire::{Segment, spoil};

/// Bytes written at once while pacing.
const PIECE: usize = 32;

impl Module {
    /// How long the module thinks about a request.
    pub(super) fn delay(&mut self, request: &[u8]) -> Duration {
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

    /// Answers one request, as the faults will have it.
    pub(super) fn work(&mut self, job: &Job) {
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
