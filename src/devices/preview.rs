//! A slip on the screen as it will stand on paper: the picture is made from the very bytes that are sent.

use super::Picture;
use super::printer::{paper_face, to_items};
use crate::rules::Slip;
use receipt_printer::{Face, Profile, encode, paper};
use std::sync::OnceLock;

/// Shows slips as the printer of one family prints them. The font is read when the first one is looked at.
#[derive(Default)]
pub struct Preview {
    profile: Profile,
    face: OnceLock<Option<Face>>,
}

impl Preview {
    /// For a printer of this family.
    pub fn new(profile: Profile) -> Preview {
        Preview { profile, face: OnceLock::new() }
    }

    /// The paper with this slip on it; none only where the bundled font cannot be used.
    pub fn picture(&self, slip: &Slip) -> Option<Picture> {
        let face = self.face.get_or_init(|| paper_face().ok()).as_ref()?;
        let bytes = encode(&to_items(slip), &self.profile, Some(face)).bytes;
        let image = paper::read(&bytes, &self.profile).first()?.image(face);
        Some(halved(image.width, image.height, &image.rgba()))
    }
}

/// Half as wide and high, four dots to a pixel: pages show paper smaller than its dots, and a dot left out is a stroke lost.
fn halved(width: usize, height: usize, rgba: &[u8]) -> Picture {
    let (w, h) = (width / 2, height / 2);
    let dot = |x: usize, y: usize, channel: usize| u32::from(rgba[(y * width + x) * 4 + channel]);
    let mut out = Vec::with_capacity(w * h * 4);
    for (x, y) in (0..h).flat_map(|y| (0..w).map(move |x| (2 * x, 2 * y))) {
        out.extend((0..4).map(|c| {
            let sum = dot(x, y, c) + dot(x + 1, y, c) + dot(x, y + 1, c) + dot(x + 1, y + 1, c);
            u8::try_from(sum / 4).unwrap_or(u8::MAX)
        }));
    }
    let side = |n: usize| u32::try_from(n).unwrap_or(0);
    Picture { width: side(w), height: side(h), rgba: out }
}
