//! The virtual paper: reads the very bytes a printer gets and shows the slip, as a text grid and as a picture.
//!
//! [`read`] is for bytes that are all there; [`Roll`] takes them as they come. Neither ever panics, whatever the
//! bytes; memory is bounded by [`SHEET_DOTS`], [`SHEETS`] and the length of the input. Bytes that are no command
//! this crate knows are counted ([`Sheet::unknown`]): for what [`crate::escpos`] writes the count is 0.

mod image;
mod parse;
mod roll;
mod sheet;

pub use image::{Image, PngError};
pub use roll::{Request, Roll};
pub use sheet::Sheet;

use crate::profile::Profile;

/// The longest sheet, in dots (2 m at 203 dpi): what is longer goes on to the next sheet.
pub const SHEET_DOTS: u32 = 16_000;
/// The most rows of one sheet, empty ones among them.
pub const SHEET_ROWS: usize = 4_000;
/// The most sheets a roll keeps; the oldest are let go.
pub const SHEETS: usize = 256;

/// The slips that these bytes print, split at the cuts; a rest without a cut is the last sheet.
pub fn read(bytes: &[u8], profile: &Profile) -> Vec<Sheet> {
    let mut roll = Roll::new(profile);
    roll.feed(bytes);
    roll.finish()
}

/// How much paper these bytes take, in millimetres, blade feed included.
pub fn length_mm(bytes: &[u8], profile: &Profile) -> u32 {
    let dots =
        read(bytes, profile).into_iter().map(|s| s.length + profile.dots_of_mm(u32::from(profile.blade_mm)));
    profile.mm_of_dots(dots.fold(0, u32::saturating_add))
}
