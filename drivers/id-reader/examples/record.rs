//! Records a session with synthetic cards on the simulator: `cargo run --features record --example record > FILE`.
//! The recording in `tests/recordings` was made by it.

use std::error::Error;
use std::time::Duration;

use id_reader::clock::Clock;
use id_reader::record::Recorder;
use id_reader::sim::{self, Bench, Fault, ModuleOptions, On};
use id_reader::{News, Reader, Settings};

fn main() -> Result<(), Box<dyn Error>> {
    let bench = Bench::new(ModuleOptions::default());
    let recorder = Recorder::new(bench.clone(), std::io::stdout())?;
    let mut reader = Reader::with(Settings::default(), Box::new(recorder), Box::new(bench.clone()));
    bench.module(|module| module.fault_on(Fault::LostAa, On::Read, 1));
    for label in ["R1", "J"] {
        let card = sim::card(label).ok_or("no such card")?;
        bench.module(|module| module.place(card));
        while !matches!(reader.step(true), Some(News::Card(_))) {}
        bench.module(|module| {
            module.remove();
            module.fault_on(Fault::DropByte(700), On::Read, 1);
        });
        let end = bench.now() + Duration::from_secs(4);
        while bench.now() < end && label == "R1" {
            reader.step(true);
        }
    }
    Ok(())
}
