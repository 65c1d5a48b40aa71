//! A simulator as a process of its own: at the far end of a pty or of a TCP port, steered on standard input.

use super::{Args, Failure, complain, say};
use clap::Subcommand;
use front_desk::config::Config;
use front_desk::devices::paper_face;
use id_reader::sim::{Control, SimOptions, SimReader};
use receipt_printer::Profile;
use receipt_printer::sim::{Command, SimPrinter, listen};
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Device {
    /// A card reader; `help` on standard input lists what can be typed
    Reader {
        /// A link to the pty, for station.toml's reader.port
        #[arg(long, value_name = "PATH")]
        link: PathBuf,
    },
    /// A network printer; `help` on standard input lists what can be typed
    Printer {
        /// Where it listens, for station.toml's printer.port: 127.0.0.1:9100
        #[arg(long, value_name = "ADDR")]
        listen: String,
        /// Folder for a PNG and a text of every slip
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

pub(super) fn run(args: &Args, device: &Device) -> Result<ExitCode, Failure> {
    match device {
        Device::Reader { link } => reader(link),
        Device::Printer { listen, out } => printer(args, listen, out),
    }
}

fn reader(link: &Path) -> Result<ExitCode, Failure> {
    let sim = SimReader::start(SimOptions { link: Some(link.to_owned()), ..SimOptions::default() })?;
    say(&format!("reader at {}", sim.path().display()));
    steer(|line| match Control::parse(line) {
        Ok(control) => sim.apply(control),
        Err(e) => e.to_string(),
    })
}

fn printer(args: &Args, address: &str, out: &Path) -> Result<ExitCode, Failure> {
    std::fs::create_dir_all(out)?;
    let profile = Config::load(&args.config).map_or_else(|_| Profile::default(), |c| c.profile);
    let (face, out) = (paper_face()?, out.to_owned());
    let sim = SimPrinter::new(profile);
    let mut count = 0;
    sim.on_sheet(move |sheet| {
        count += 1;
        let file = out.join(format!("slip-{count:04}"));
        let saved = sheet.image(&face).to_png().map_err(Failure::from).and_then(|png| {
            std::fs::write(file.with_extension("png"), png)?;
            Ok(std::fs::write(file.with_extension("txt"), sheet.grid())?)
        });
        match saved {
            Ok(()) => say(&format!("slip {count}, {} unknown bytes", sheet.unknown)),
            Err(e) => complain(&format!("slip {count}: {e}")),
        }
    });
    let listening = listen(address, sim.clone())?;
    say(&format!("printer at {}", listening.address()));
    steer(|line| match line.parse::<Command>() {
        Ok(command) => sim.obey(command),
        Err(e) => e.to_string(),
    })
}

/// Obeys one line after the other; `quit` ends. Without a standard input it runs until it is stopped.
fn steer(obey: impl Fn(&str) -> String) -> Result<ExitCode, Failure> {
    for line in std::io::stdin().lock().lines() {
        match line?.trim() {
            "" => {}
            "quit" | "exit" => return Ok(ExitCode::SUCCESS),
            line => say(&obey(line)),
        }
    }
    loop {
        std::thread::park();
    }
}
