//! The program: reads the command line, sets up the log, and hands over to a verb.

mod cli;
#[cfg(all(test, feature = "window"))]
mod proof;
#[cfg(feature = "window")]
mod screens;

use clap::Parser;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("FRONT_DESK_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    cli::Args::parse().run()
}
