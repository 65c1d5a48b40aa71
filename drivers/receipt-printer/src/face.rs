//! A font given by the caller: glyphs for characters the printer's own font lacks, and for the virtual paper.
//!
//! Glyphs are drawn into cells as a printer does: every character is centred in its cell, an ASCII letter in a half
//! cell, a hanzi in a square one, and what is too wide is squeezed.

use std::borrow::Cow;
use std::collections::HashMap;

use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::{Format, Transform};
use swash::{CacheKey, FontRef};

/// A TrueType or OpenType font.
#[derive(Clone)]
pub struct Face {
    data: Cow<'static, [u8]>,
    offset: u32,
    key: CacheKey,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Face({} bytes)", self.data.len())
    }
}

/// The bytes are no font this crate can read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not a TrueType or OpenType font")]
pub struct NotAFont;

impl Face {
    /// The first font of a file's bytes.
    ///
    /// # Errors
    /// [`NotAFont`] when the bytes are none.
    pub fn from_bytes(data: impl Into<Cow<'static, [u8]>>) -> Result<Self, NotAFont> {
        let data = data.into();
        let (offset, key) = FontRef::from_index(&data, 0).map(|f| (f.offset, f.key)).ok_or(NotAFont)?;
        Ok(Face { data, offset, key })
    }

    /// Whether the font draws this character.
    pub fn has(&self, c: char) -> bool {
        self.font().charmap().map(c) != 0
    }

    /// Something to draw with; keep it as long as there is something to draw, for it remembers glyphs.
    pub fn pen(&self) -> Pen<'_> {
        Pen { face: self, context: ScaleContext::new(), drawn: HashMap::new() }
    }

    fn font(&self) -> FontRef<'_> {
        FontRef { data: &self.data, offset: self.offset, key: self.key }
    }
}

/// How dark each dot of a cell is, 0 (paper) to 255 (black), row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    /// Dots in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` dots.
    pub dots: Vec<u8>,
}

impl Mask {
    /// Whether the head would burn this dot; outside the cell it never does.
    pub fn black(&self, x: usize, y: usize) -> bool {
        x < self.width && self.dots.get(y * self.width + x).is_some_and(|&d| d >= 110)
    }
}

/// Glyphs remembered by one [`Pen`]; beyond that it forgets all and begins again.
const REMEMBERED: usize = 1024;

/// Draws glyphs of one face.
pub struct Pen<'a> {
    face: &'a Face,
    context: ScaleContext,
    drawn: HashMap<(char, usize, usize, bool), Option<Mask>>,
}

impl Pen<'_> {
    /// The glyph of `c` in a cell of so many dots (each 1 to 192), or `None` where the font has none.
    pub fn glyph(&mut self, c: char, width: usize, height: usize, bold: bool) -> Option<&Mask> {
        let (width, height) = (width.clamp(1, 192), height.clamp(1, 192));
        let key = (c, width, height, bold);
        if !self.drawn.contains_key(&key) {
            if self.drawn.len() >= REMEMBERED {
                self.drawn.clear();
            }
            let mask = self.draw(c, width, height, bold);
            self.drawn.insert(key, mask);
        }
        self.drawn.get(&key).and_then(Option::as_ref)
    }

    fn draw(&mut self, c: char, width: usize, height: usize, bold: bool) -> Option<Mask> {
        let font = self.face.font();
        let glyph = font.charmap().map(c);
        if glyph == 0 {
            return None;
        }
        let (cell_w, cell_h) = (width as f32, height as f32);
        // Lines drawn with characters must touch their neighbours; letters need a little air.
        let size = if ('\u{2500}'..='\u{257F}').contains(&c) { cell_h } else { cell_h * 0.95 };
        let weight = if bold { cell_h / 36.0 } else { 0.0 };
        // What a square (or, for ASCII, a half) cell of this height would be, stretched to the cell asked for.
        let natural = if c.is_ascii() { cell_h / 2.0 } else { cell_h };
        let advance = font.glyph_metrics(&[]).scale(size).advance_width(glyph).max(1.0) + 2.0 * weight;
        let stretch = (cell_w / natural).min(cell_w / advance);
        let mut scaler = self.context.builder(font).size(size).hint(false).build();
        let mut render = Render::new(&[Source::Outline]);
        render.format(Format::Alpha).transform(Some(Transform::scale(stretch, 1.0)));
        if bold {
            render.embolden(weight);
        }
        let image = render.render(&mut scaler, glyph)?;
        let left = if bold {
            (cell_w as i32 - image.placement.width as i32) / 2
        } else {
            ((cell_w - advance * stretch) / 2.0).round() as i32 + image.placement.left
        };
        let top = (cell_h * 0.5 + size * 0.38).round() as i32 - image.placement.top;
        let mut mask = Mask { width, height, dots: vec![0; width * height] };
        let rows = image.data.chunks_exact((image.placement.width as usize).max(1));
        for (y, row) in rows.enumerate().take(image.placement.height as usize) {
            for (x, &dot) in row.iter().enumerate() {
                let (x, y) = (left + x as i32, top + y as i32);
                if (0..width as i32).contains(&x) && (0..height as i32).contains(&y) {
                    mask.dots[y as usize * width + x as usize] = dot;
                }
            }
        }
        Some(mask)
    }
}
