//! Every text and picture that the kiosk's globals hold, filled and read back: the proof that nothing of a person stays.
//! The list comes from the `.slint` files (`build/texts.rs`).

use slint::{ComponentHandle, Image, Model, ModelRc, Rgb8Pixel, SharedPixelBuffer, SharedString, VecModel};

/// Where a text stands (`Visit.form.name`), and what it says; a picture says [`PICTURE`].
type Spilt = Vec<(String, String)>;

/// What [`fill`] writes where a picture can be, after the mark itself was put into all texts.
pub const PICTURE: &str = "(a picture)";

/// Puts `mark` into every text property, and a picture into every picture property.
pub fn fill(window: &crate::KioskWindow, mark: &str) {
    fill_all(window, mark);
}

/// What stands in them now, empty ones left out.
pub fn read(window: &crate::KioskWindow) -> Vec<(String, String)> {
    let mut out = Vec::new();
    read_all(window, &mut out);
    out
}

trait Text {
    fn filled(mark: &str) -> Self;
    fn spill(&self, path: &str, out: &mut Spilt);
}

impl Text for SharedString {
    fn filled(mark: &str) -> Self {
        mark.into()
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        if !self.is_empty() {
            out.push((path.into(), self.into()));
        }
    }
}

impl Text for Image {
    fn filled(_: &str) -> Self {
        Image::from_rgb8(SharedPixelBuffer::<Rgb8Pixel>::new(1, 1))
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        if self.size().width > 0 {
            out.push((path.into(), PICTURE.into()));
        }
    }
}

impl<T: Text + Clone + 'static> Text for ModelRc<T> {
    fn filled(mark: &str) -> Self {
        ModelRc::new(VecModel::from(vec![T::filled(mark)]))
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        for (at, row) in self.iter().enumerate() {
            row.spill(&format!("{path}[{at}]"), out);
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
