//! The command line. Exit codes: 0 fine, 1 a finding, 2 wrong usage.

mod doctor;
mod erase;
mod import;
mod pin;
#[cfg(feature = "window")]
mod places;
mod render;
mod run;
mod sim;
#[cfg(feature = "window")]
mod stop;
#[cfg(feature = "window")]
mod tour;
mod verify;

use clap::{Parser, Subcommand};
use front_desk::config::{Config, Face};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The station at the service desk of a residential estate: visits, requests, queue numbers.
#[derive(Parser)]
#[command(version, about)]
pub(crate) struct Args {
    /// Folder with station.toml, house.toml, services.toml and printers/
    #[arg(long, value_name = "DIR", global = true, default_value = "config")]
    config: PathBuf,
    /// Folder with the database and the keys, instead of the one station.toml names
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// Open this face, instead of those station.toml names; repeatable
    #[arg(long, value_name = "kiosk|desk|guard|board", global = true, value_parser = face)]
    face: Vec<Face>,
    /// Keep this file up to date with where the kiosk can be tapped; for a test that drives the real window
    #[cfg(feature = "window")]
    #[arg(long, value_name = "FILE", hide = true)]
    places: Option<PathBuf>,
    /// The kiosk's window alone, filling the screen; only staff with the PIN gets out of it
    #[arg(long)]
    kiosk: bool,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// Walk the three main jobs on simulators, without a display, and leave a PNG of every page and slip
    #[cfg(feature = "window")]
    Tour {
        /// Folder for the pictures
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Check config, store and devices; say what is wrong and what to do
    Doctor {
        /// Findings as JSON
        #[arg(long)]
        json: bool,
        /// Let the configured printer print its test page
        #[arg(long)]
        print_test_page: bool,
    },
    /// A simulator as a process of its own, steered on standard input
    Sim {
        #[command(subcommand)]
        device: sim::Device,
    },
    /// ESC/POS bytes on standard input to a PNG of the paper on standard output
    Render,
    /// Import a list that the estate keeps elsewhere
    Import {
        #[command(subcommand)]
        list: import::List,
    },
    /// The staff's PIN at a locked kiosk
    Pin {
        #[command(subcommand)]
        act: pin::Pin,
    },
    /// Check the database and the whole journal chain
    Verify,
    /// Blank the personal part of a visit or request, everywhere and for good
    Erase {
        /// Its dated number, V20261121-007 or R20261121-007, or the text of its QR
        record: String,
    },
}

fn face(text: &str) -> Result<Face, String> {
    Face::parse(text).ok_or_else(|| "kiosk, desk, guard or board".to_owned())
}

impl Args {
    pub(crate) fn run(self) -> ExitCode {
        let done = match &self.verb {
            None => run::run(&self),
            #[cfg(feature = "window")]
            Some(Verb::Tour { out }) => tour::run(&self, out),
            Some(Verb::Doctor { json, print_test_page }) => doctor::run(&self, *json, *print_test_page),
            Some(Verb::Sim { device }) => sim::run(&self, device),
            Some(Verb::Render) => render::run(),
            Some(Verb::Import { list }) => import::run(&self, list),
            Some(Verb::Pin { act }) => pin::run(&self, act),
            Some(Verb::Verify) => verify::run(&self),
            Some(Verb::Erase { record }) => erase::run(&self, record),
        };
        done.unwrap_or_else(|cause| {
            complain(&cause.to_string());
            ExitCode::from(1)
        })
    }

    /// The config folder's files, with what the command line says instead.
    fn load(&self) -> Result<Config, Failure> {
        let mut config = Config::load(&self.config)?;
        if let Some(data) = &self.data {
            config.station.data.clone_from(data);
        }
        if !self.face.is_empty() {
            config.station.faces.clone_from(&self.face);
        }
        if self.kiosk {
            config.station.faces = vec![Face::Kiosk];
            config.station.locked = true;
        }
        Ok(config)
    }
}

/// Whatever ends a verb: its text is for the person at the terminal.
type Failure = Box<dyn std::error::Error>;

/// A line on standard error. A terminal that is gone is not told.
fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A line on standard output. A reader that is gone is not told.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
