//! The pages, opened headless: each opens, can be read, reached and touched, in all its languages.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod back;
mod faces;
mod golden;
mod input;
mod jobs;
mod reading;
mod requests;
mod staff;
mod visitors;
mod words;
