//! A driver for Chinese identity-card readers: the security module (SAM) on a serial line, GA/T 467. With it comes a
//! simulator at the far end of the same bytes, so that everything can be tried without hardware.
//!
//! | Module | What it is | Knows of |
//! |---|---|---|
//! | [`frame`] | bytes ⇄ payload: preamble, length, checksum, resynchronisation | nothing |
//! | [`status`], [`command`] | what is asked, what answers fit, what they mean | nothing |
//! | [`number`], [`card`] | 256 bytes of text → the few fields a desk may need | nothing |
//! | [`dialect`] | the seam for another protocol | frame, command |
//! | [`port`], [`clock`] | line and time, as traits | the machine |
//! | [`reader`] | the policy: opening, polling, reading, recovering | all of the above |
//! | [`ports`] | which serial ports there are, for a person who looks for the right one | the machine |
//! | [`sim`] | the far end: a module, a pty, an in-memory bench | frame, the traits |
//! | `record` | a session's bytes written down and played back (feature `record`) | port |
//!
//! ```no_run
//! use id_reader::{News, Reader, Settings};
//! let mut reader = Reader::new(Settings::new("/dev/serial/by-path/…"));
//! loop {
//!     match reader.step(true) {
//!         Some(News::Card(card)) => println!("{} {}", card.name(), card.number()), // the number prints masked
//!         Some(other) => println!("{other:?}"),
//!         None => {}
//!     }
//! }
//! ```
//!
//! What it will never do: keep a photo, ask for fingerprints or for the card's management number, write a person's
//! data to a log.

pub mod card;
pub mod clock;
pub mod command;
pub mod dialect;
pub mod frame;
pub mod number;
pub mod port;
pub mod ports;
pub mod reader;
#[cfg(feature = "record")]
pub mod record;
pub mod sam;
pub mod sim;
pub mod status;

pub use card::{Card, Kind, Sex, Until, Warning};
pub use command::Baud;
pub use number::IdNumber;
pub use reader::{Health, News, Reader, Settings, Trouble};
pub use sam::SamNumber;
