//! The faces of Front Desk: pages, their globals, and what it takes to open them without a display. No logic of the station.
//!
//! - `generated`: what `build.rs` makes of the `.slint` files; every window, global, struct and enum is re-exported here
//! - [`headless`]: windows without a display: look, tap, type, let time pass (tour, gallery, page tests)
//! - [`language`]: 简体, 繁體, English
//! - [`keys`]: text into the focused field, for the on-screen keyboard
//! - [`texts`]: every text the kiosk holds, to prove that nothing of a person stays
//! - [`qr`]: a QR symbol as an image
//!
//! A window is opened with `KioskWindow::new()?`; its page's data is reached with `window.global::<Visit>()`.

mod generated;
pub mod headless;
pub mod keys;
pub mod language;
pub mod qr;
pub mod texts;

pub use generated::*;
