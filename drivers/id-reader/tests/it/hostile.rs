//! The fuzz target, on stable: the whole reader against a port that says anything. Bounded by rounds; with
//! `ID_READER_FUZZ_SECONDS` set, by time instead, each run with other bytes.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use id_reader::clock::Clock;
use id_reader::frame::encode;
use id_reader::port::{Opener, Port, PortError};
use id_reader::{Baud, Card, News, Reader, Settings, sim};

/// A port, its opener and its clock; everything they do comes from one seed.
#[derive(Clone)]
struct Hostile(Arc<Mutex<State>>);

struct State {
    now: Duration,
    seed: u64,
    texts: Vec<[u8; 256]>,
}

impl State {
    fn below(&mut self, limit: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        usize::try_from(self.seed % 0xFFFF_FFFF).unwrap() % limit
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    /// Something that gets deep: answers by the book, changed ones, false starts, plain junk.
    fn speech(&mut self) -> Vec<u8> {
        let status = [0x90, 0x9F, 0x80, 0x81, 0x41, 0x10, 0x24, 0x33, 0x40, 0x60][self.below(10)];
        let mut bytes = match self.below(9) {
            0 => encode(&[0, 0, status]),
            1 => encode(&[0, 0, 0x9F, 0, 0, 0, 0]),
            2 => encode(&[0, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0]),
            3 | 4 => {
                let at = self.below(self.texts.len());
                let mut text = self.texts[at];
                if self.below(2) == 0 {
                    text[self.below(256)] = self.byte();
                }
                encode(&[&[0, 0, 0x90, 1, 0, 0, 0][..], &text].concat())
            }
            5 => encode(&[0, 0, 0x90].into_iter().chain((0..16).map(|_| self.byte())).collect::<Vec<_>>()),
            6 => vec![0xAA, 0xAA, 0xAA, 0x96, 0x69, self.byte(), self.byte()],
            7 => encode(&[0, 0, 0x90]),
            _ => (0..self.below(600)).map(|_| self.byte()).collect(),
        };
        if self.below(8) == 0 && !bytes.is_empty() {
            let at = self.below(bytes.len());
            bytes[at] = self.byte();
        }
        bytes
    }
}

impl Hostile {
    fn with<T>(&self, deed: impl FnOnce(&mut State) -> T) -> T {
        deed(&mut self.0.lock().unwrap())
    }
}

impl Clock for Hostile {
    fn now(&self) -> Duration {
        self.with(|state| state.now)
    }

    fn sleep(&self, time: Duration) {
        self.with(|state| state.now += time);
    }
}

impl Opener for Hostile {
    fn open(&mut self, _path: &Path, _baud: Baud) -> Result<Box<dyn Port>, PortError> {
        match self.with(|state| state.below(6)) {
            0 => Err(PortError::NotFound),
            _ => Ok(Box::new(self.clone())),
        }
    }
}

impl Port for Hostile {
    fn write(&mut self, _bytes: &[u8]) -> Result<(), PortError> {
        if self.with(|state| state.below(300)) == 0 { Err(PortError::Gone) } else { Ok(()) }
    }

    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> Result<usize, PortError> {
        self.with(|state| match state.below(20) {
            0..=4 => {
                state.now += wait;
                Ok(0)
            }
            5 if state.below(20) == 0 => Err(PortError::Gone),
            _ => {
                state.now += Duration::from_micros(100);
                let speech = state.speech();
                let count = speech.len().min(buffer.len());
                buffer[..count].copy_from_slice(&speech[..count]);
                Ok(count)
            }
        })
    }

    fn clear(&mut self) -> Result<(), PortError> {
        Ok(())
    }

    fn set_baud(&mut self, _baud: Baud) -> Result<(), PortError> {
        Ok(())
    }
}

/// One session of steps; how many cards came out of it.
fn session(seed: u64, steps: usize) -> usize {
    let texts = sim::cards().iter().map(|card| card.text()).collect();
    let port = Hostile(Arc::new(Mutex::new(State { now: Duration::ZERO, seed: seed | 1, texts })));
    let mut reader = Reader::with(Settings::default(), Box::new(port.clone()), Box::new(port.clone()));
    let mut cards = 0;
    for step in 0..steps {
        let before = port.now();
        if let Some(News::Card(card)) = reader.step(step % 50 != 0) {
            bear(&card);
            cards += 1;
        }
        // Three times find, select and their drains, and a read: never more, whatever comes.
        let took = port.now() - before;
        assert!(took < Duration::from_secs(40), "seed {seed}, step {step}: {took:?}");
    }
    cards
}

fn bear(card: &Card) {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    assert!(card.number().full().len() >= 15);
    assert!(!format!("{card:?}").contains(card.number().full()));
    let _ = (card.age_on(day), card.warnings_on(day), card.valid_on(day));
}

#[test]
fn a_port_that_says_anything_is_borne() {
    let seconds = std::env::var("ID_READER_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let mut cards = 0;
    match seconds {
        None => cards = (1..60).map(|seed| session(seed * 7919, 300)).sum(),
        Some(seconds) => {
            let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
            let end = Instant::now() + Duration::from_secs(seconds);
            let mut seed = clock.as_secs();
            while Instant::now() < end {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                println!("seed {seed}");
                cards += session(seed, 300);
            }
        }
    }
    assert!(cards > 0, "the fuzz never gets as far as a card");
}
