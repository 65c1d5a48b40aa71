//! Everything that the kiosk's globals hold, changed and read back: the proof that nothing of a person stays. The list comes
//! from the `.slint` files (`build/texts.rs`).

use slint::{ComponentHandle, Image, Model, ModelRc, Rgb8Pixel, SharedPixelBuffer, SharedString, VecModel};
use std::fmt::Debug;

/// What one property holds, or one field of it.
struct Held {
    /// `Visit.form.name`
    path: String,
    value: String,
    /// It is a text or a picture.
    bears: bool,
}

impl Held {
    fn plain(path: &str, value: &impl Debug) -> Held {
        Held { path: path.into(), value: format!("{value:?}"), bears: false }
    }
}

type Spilt = Vec<Held>;

/// What [`fill`] writes where a picture can be, after the mark itself was put into all texts.
pub const PICTURE: &str = "(a picture)";

/// Changes every property: `mark` goes into each text, a picture into each picture, and numbers, choices and lists become
/// others than they are.
pub fn fill(window: &crate::KioskWindow, mark: &str) {
    fill_all(window, mark);
}

/// The texts and pictures that stand in them now, empty ones left out: where (`Visit.form.name`), and what.
pub fn read(window: &crate::KioskWindow) -> Vec<(String, String)> {
    let said = |held: Held| (held.bears && !held.value.is_empty()).then_some((held.path, held.value));
    spilt(window).into_iter().filter_map(said).collect()
}

/// All that stands in them now, of whatever type.
pub fn state(window: &crate::KioskWindow) -> Vec<(String, String)> {
    spilt(window).into_iter().map(|held| (held.path, held.value)).collect()
}

fn spilt(window: &crate::KioskWindow) -> Spilt {
    let mut out = Vec::new();
    read_all(window, &mut out);
    out
}

/// A value of a property: another than it is, and what it says.
trait Value {
    fn other(&self, mark: &str) -> Self;
    fn spill(&self, path: &str, out: &mut Spilt);
}

impl Value for SharedString {
    fn other(&self, mark: &str) -> Self {
        mark.into()
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        out.push(Held { path: path.into(), value: self.into(), bears: true });
    }
}

impl Value for Image {
    fn other(&self, _: &str) -> Self {
        Image::from_rgb8(SharedPixelBuffer::<Rgb8Pixel>::new(1, 1))
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        let value = if self.size().width > 0 { PICTURE } else { "" };
        out.push(Held { path: path.into(), value: value.into(), bears: true });
    }
}

impl Value for bool {
    fn other(&self, _: &str) -> Self {
        !self
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        out.push(Held::plain(path, self));
    }
}

impl Value for i32 {
    fn other(&self, _: &str) -> Self {
        self + 1
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        out.push(Held::plain(path, self));
    }
}

impl Value for f32 {
    fn other(&self, _: &str) -> Self {
        self + 0.25
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        out.push(Held::plain(path, self));
    }
}

/// A list becomes one row longer, and each row another.
impl<T: Value + Clone + Default + 'static> Value for ModelRc<T> {
    fn other(&self, mark: &str) -> Self {
        let rows = self.iter().chain([T::default()]).map(|row| row.other(mark));
        ModelRc::new(VecModel::from(rows.collect::<Vec<T>>()))
    }
    fn spill(&self, path: &str, out: &mut Spilt) {
        out.push(Held::plain(&format!("{path}.length"), &self.row_count()));
        for (at, row) in self.iter().enumerate() {
            row.spill(&format!("{path}[{at}]"), out);
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
