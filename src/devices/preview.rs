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
        Some(Picture::of(&paper::read(&bytes, &self.profile).first()?.image(face)).halved())
    }
}
