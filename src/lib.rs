//! Front Desk: the station at the service desk of a residential estate, without a face.
//!
//! # The one flow
//! **Event → rules → Facts + Slips → one transaction → shown, printed, shared.**
//!
//! # Where a thing lives
//! - [`rules`]: what may happen. Types, decisions, slips. Pure.
//! - [`store`]: SQLite. Journal, tables, outbox, search.
//! - [`devices`]: card reader and receipt printer, one thread each; their health.
//! - [`station`]: the loop over one closed `enum Event`; `Intent` in, `View` out; one handler file per noun.
//! - [`config`]: the TOML files, typed; all complaints at once.
//!
//! The faces are modules of the binary (`src/screens`); the pages are the crate `ui`.

pub mod config;
pub mod devices;
pub mod pinyin;
pub mod rules;
pub mod station;
pub mod store;
