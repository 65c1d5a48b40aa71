//! The one test binary: walks through Intent and View with simulators and a given clock, faults, and the tree's own rules.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod appointments;
mod arrivals;
mod bed;
mod config;
mod crash;
mod day;
mod erasure;
mod facts;
mod faults;
mod help;
mod households;
mod import;
mod journal;
mod kill;
mod leaving;
mod lobby;
mod opening;
mod outbox;
mod paper;
mod printer;
mod program;
mod progress;
mod queue;
mod refusal;
mod requests;
mod search;
mod seven_rules;
mod slips;
mod staff;
mod tidy;
mod upgrade;
mod visits;
mod walk;
mod words;
mod writable;
