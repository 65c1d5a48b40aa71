//! Shows what a reader does: `cargo run --example watch -- /dev/serial/by-path/…`. Without a port it lists the ports
//! there are; with `sim` it starts a simulator and reads a synthetic card.

use std::error::Error;

use id_reader::sim::{SimOptions, SimReader};
use id_reader::{News, Reader, Settings, ports, sim};

fn main() -> Result<(), Box<dyn Error>> {
    let Some(port) = std::env::args().nth(1) else {
        for port in ports::list() {
            let permitted = if port.permitted { "" } else { ", not permitted: add this user to its group" };
            println!("{}: {}{permitted}", port.stable.unwrap_or(port.path).display(), port.what);
        }
        return Ok(());
    };
    let simulator = if port == "sim" { Some(SimReader::start(SimOptions::default())?) } else { None };
    if let Some(simulator) = &simulator {
        simulator.place(sim::card("R1").ok_or("no such card")?);
    }
    let path = simulator.as_ref().map_or_else(|| port.into(), SimReader::path);
    let mut reader = Reader::new(Settings::new(path));
    loop {
        match reader.step(true) {
            Some(News::Card(card)) => {
                println!("{} {} {:?}", card.name(), card.number(), card.warnings());
                if simulator.is_some() {
                    return Ok(());
                }
            }
            Some(news) => println!("{news:?}"),
            None => {}
        }
    }
}
