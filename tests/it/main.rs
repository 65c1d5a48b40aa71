//! The one test binary: walks through Intent and View with simulators and a given clock, faults, and the tree's own rules.

mod bed;
mod config;
mod facts;
mod faults;
mod journal;
mod kill;
mod outbox;
mod program;
mod queue;
mod requests;
mod search;
mod tidy;
mod upgrade;
mod visits;
mod walk;
