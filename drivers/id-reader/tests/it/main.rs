//! The tests of the whole crate, one binary. Those of policy run on a given clock and wait for nothing; those of the
//! pty wait for events, with deadlines.

#![expect(clippy::unwrap_used, clippy::panic, reason = "in a test, failing is what they are for")]

mod cards;
mod control;
mod faults;
mod frames;
mod golden;
mod help;
mod hostile;
mod numbers;
mod policy;
mod presence;
mod properties;
mod pty;
mod random;
#[cfg(feature = "record")]
mod replay;
