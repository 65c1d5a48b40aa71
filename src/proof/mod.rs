//! Proofs that need both sides at once: the real pages over a real station, without a display, with a given clock.
//!
//! - [`lobby`]: the bed: kiosk window, station, store, printer's simulator, in one thread and in step
//! - `back`: every flow walked back and forward again, nothing lost
//! - `booked`: a booked guest whose card is read
//! - `correct`: a home that was mistyped at first is asked for what it reported already
//! - `hands`: dragging, rolling, scanning, rubbing out
//! - `languages`: the house's own words in the language of the page, none cut
//! - `wipe`: what one person typed is nowhere on the pages when the next one comes
//! - `monkey`: ten thousand random fingers, keys and cards
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod back;
mod booked;
mod correct;
mod hands;
mod languages;
mod lobby;
mod monkey;
mod wipe;
