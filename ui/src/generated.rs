//! What `build.rs` makes of the `.slint` files. Their comments are the documentation.
#![allow(
    missing_docs,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used
)]

slint::include_modules!();
