//! A simulated reader for any driver: `cargo run --example sim -- LINK`, then commands on standard input (`help`).

use std::error::Error;
use std::io::BufRead;

use id_reader::sim::{Control, SimOptions, SimReader};

fn main() -> Result<(), Box<dyn Error>> {
    let link = std::env::args().nth(1).map(Into::into);
    let simulator = SimReader::start(SimOptions { link, ..SimOptions::default() })?;
    println!("{}", simulator.path().display());
    for line in std::io::stdin().lock().lines() {
        match Control::parse(&line?) {
            Ok(control) => println!("{}", simulator.apply(control)),
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}
