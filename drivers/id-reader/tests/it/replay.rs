//! Recording and replay: what was recorded on the simulator is read the same from the recording.

use std::io::Write;
use std::sync::{Arc, Mutex};

use id_reader::clock::Clock;
use id_reader::record::{BadRecording, Recorder, Replay};
use id_reader::sim::{self, Bench, Fault, ModuleOptions, On};
use id_reader::{Card, News, Reader, Settings};

use crate::help::ms;

/// A session with two cards and a spoiled answer, made by `examples/record.rs`.
const SESSION: &str = include_str!("../recordings/two-cards.txt");

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn play(text: &str) -> (Vec<String>, Replay) {
    let tape = Replay::parse(text).unwrap();
    let mut reader = Reader::with(Settings::default(), Box::new(tape.clone()), Box::new(tape.clone()));
    let mut numbers = Vec::new();
    while tape.left() > 0 && tape.strayed().is_none() {
        if let Some(News::Card(card)) = reader.step(true) {
            numbers.push(card.number().full().to_owned());
        }
    }
    (numbers, tape)
}

#[test]
fn a_recorded_session_is_read_again() {
    let (numbers, tape) = play(SESSION);
    assert_eq!(tape.strayed(), None, "the policy asks something else now: record the session anew");
    assert_eq!(numbers, ["110000199003071231", "810000199001010019"]);
}

#[test]
fn what_is_recorded_now_is_read_the_same() {
    let bench = Bench::new(ModuleOptions::default());
    let out = Shared::default();
    let recorder = Recorder::new(bench.clone(), out.clone()).unwrap();
    let mut reader = Reader::with(Settings::default(), Box::new(recorder), Box::new(bench.clone()));
    bench.module(|module| {
        module.place(sim::card("R2").unwrap());
        module.fault_on(Fault::WrongCheck, On::Read, 1);
    });
    let mut expected = Vec::new();
    while bench.now() < ms(8000) {
        if let Some(News::Card(card)) = reader.step(true) {
            expected.push(card.number().full().to_owned());
        }
    }
    let text = String::from_utf8(out.0.lock().unwrap().clone()).unwrap();
    let (numbers, tape) = play(&text);
    assert_eq!(tape.strayed(), None);
    assert_eq!(numbers, expected);
    let number = Card::parse(&sim::card("R2").unwrap().text()).unwrap().number().full().to_owned();
    assert_eq!(expected, [number]);
}

#[test]
fn what_is_no_recording_is_told_by_its_line() {
    let error = |text: &str| Replay::parse(text).err();
    assert_eq!(error("# fine\n0.1 > AA\n0.2 < A"), Some(BadRecording { line: 3 }));
    assert_eq!(error("0.1 < AA"), Some(BadRecording { line: 1 }));
    assert_eq!(error("0.1 ? AA"), Some(BadRecording { line: 1 }));
    assert_eq!(error("hello"), Some(BadRecording { line: 1 }));
    assert_eq!(error(""), None);
}
