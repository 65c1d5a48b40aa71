//! Pinyin: letters to Chinese characters for the touch keyboard, and names to initials for search.
//!
//! - [`Typing`] is a composition in progress: letters in, candidates out. The keyboard shows them.
//! - [`initials`] turns 张伟 into `zw`. The store keeps it beside a name, so that a desk finds it by two letters.
//!
//! | file | what lives there |
//! |---|---|
//! | `syllables.rs` | the 416 syllables, and how a run of letters falls into them |
//! | `tables.rs` | the embedded tables, searched where they lie: nothing is parsed at start |
//! | `names.rs` | people: surname × given name |
//! | `phrases.rs` | words, sentences and single characters |
//! | `candidates.rs` | [`Typing`]: keys, picks, and the order of what is offered |
//! | `initials.rs` | first letters of a name, with the readings of surnames |
//! | `tables/` | the data, made by `tools/pinyin/make_tables.py`; licences in `tables/LICENSES.md` |
//!
//! Pure: no clock, no file, no thread, and nothing learnt from one person is kept for the next.

mod candidates;
mod initials;
mod names;
mod phrases;
mod syllables;
mod tables;
#[cfg(test)]
mod tests;

pub use candidates::{Mode, Typing};
pub use initials::initials;
