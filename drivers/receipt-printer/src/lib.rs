//! ESC/POS receipt printers that must print Chinese and lose nothing.
//!
//! The way of a slip, from left to right:
//!
//! ```text
//! Item ─ escpos::encode ─► bytes ─ Printer::print ─► Transport ─► the printer
//!            │ Profile       │          │ Status, Outcome   ▲
//!            │ Face          └► paper::read ─► Sheet ─► text grid, PNG
//!            └ Note (what could not be printed as written)  └ sim::SimPrinter
//! ```
//!
//! | module | what it is for |
//! |---|---|
//! | [`item`] | what a slip consists of, in the driver's words |
//! | [`text`] | what of a text may reach a printer, and how many columns it takes |
//! | [`wrap`] | breaking lines where a Chinese reader expects it |
//! | [`escpos`] | items to bytes; pure |
//! | [`profile`] | what one family of printers can do, as TOML |
//! | [`status`] | the bytes a printer answers, as one word; pure |
//! | [`transport`] | how bytes get there: in memory, TCP port 9100, a serial line, USB (feature `usb`) |
//! | [`test_page`] | the slip that shows whether a profile fits |
//! | [`printer`] | when to send, what to believe afterwards; one thread, every call bounded in time |
//! | [`face`] | a font, for glyphs the printer lacks and for the virtual paper |
//! | [`paper`] | the virtual paper: reads the very bytes and shows the slip |
//! | [`sim`] | the printer at the far end of the same bytes, steerable |
//!
//! ```
//! use receipt_printer::sim::SimPrinter;
//! use receipt_printer::{Item, Level, Outcome, Printer, Profile, Style, encode, paper};
//!
//! let profile = Profile::default();
//! let items = [Item::styled("A017", Style::center().size(8).bold()), Item::pair("前面还有", "3 位"), Item::Cut];
//! let slip = encode(&items, &profile, None);
//! assert!(slip.notes.is_empty(), "everything can be printed as written");
//!
//! // The same bytes on virtual paper …
//! let sheet = &paper::read(&slip.bytes, &profile)[0];
//! assert!(sheet.grid().contains("A017") && sheet.unknown == 0);
//!
//! // … and on a printer: here a simulated one, else `transport::tcp::Tcp::new("192.0.2.7")`.
//! let mut printer = Printer::new(SimPrinter::new(profile.clone()), profile);
//! assert_eq!(printer.print(&slip.bytes), Outcome::Printed { confirmed: Level::Status });
//! ```
//!
//! The crate knows nothing of any station. It starts no thread of its own except in [`sim::listen`], in the USB transport
//! (one that reads, one that hears of devices coming) and, for an owner who wants to be called, on a serial line and on a
//! network line that is kept (one that listens). Text of a person never becomes a command: see [`text::clean`].

pub mod escpos;
pub mod face;
pub mod item;
pub mod paper;
pub mod printer;
pub mod profile;
pub mod sim;
pub mod status;
mod test_page;
pub mod text;
pub mod transport;
pub mod wrap;

pub use escpos::{Encoded, Note, encode};
pub use face::Face;
pub use item::{Align, Item, Style};
pub use paper::{Image, Sheet};
pub use printer::{Limits, Outcome, Printer, Step, Why};
pub use profile::{Level, Profile};
pub use status::Status;
pub use test_page::test_page;
pub use transport::{Absence, Connect, Transport};
