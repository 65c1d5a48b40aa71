//! The far end of the same bytes: a module that answers as one by GA/T 467 does, with every fault that was seen in the
//! field as a switch. Cards are synthetic: their numbers use province codes that are issued to nobody.
//!
//! - [`Module`]: bytes in → (time, bytes) out. Pure: the time is given.
//! - [`SimReader`]: a module behind a pty, paced to the rate the driver really set.
//! - [`Bench`]: a module behind an in-memory port with a given clock: no waiting.
//! - [`Control`]: steering by lines of text.

mod bench;
mod cards;
mod control;
mod fault;
mod module;
mod pty;
mod wire;

pub use bench::{Bench, BenchPort};
pub use cards::{SimCard, card, cards};
pub use control::{Control, ControlError, FAULTS, HELP};
pub use fault::{Fault, On};
pub use module::{Module, ModuleOptions};
pub use pty::{SimOptions, SimReader};
