//! A sheet as a picture that looks like a slip: off-white paper, torn at both ends, a glyph for every character.

use qrcode::{Color, QrCode};

use super::roll::LEVELS;
use super::sheet::{Ink, Mark, Sheet};
use crate::face::{Face, Pen};

/// Paper on each side of the printable width, in dots.
const SIDE: usize = 36;
/// Paper above the first and under the last line, in dots.
const END: usize = 44;
/// Height of the teeth of a torn edge, in dots.
const TEETH: usize = 6;
/// The grey of nothing: outside the paper.
const OUTSIDE: u8 = 255;
/// The grey of blank paper; 0 is the darkest print.
const BLANK: u8 = 254;

/// A picture of a slip, one byte a dot: 0 black to 254 paper, 255 outside the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Dots in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` dots, row by row.
    pub dots: Vec<u8>,
}

/// A picture could not be written as PNG.
#[derive(Debug, thiserror::Error)]
#[error("no PNG could be written: {0}")]
pub struct PngError(#[from] png::EncodingError);

impl Sheet {
    /// Draws the sheet, one dot of the head a pixel. Characters the face lacks are drawn as an empty box.
    pub fn image(&self, face: &Face) -> Image {
        let (width, height) = (self.width as usize + 2 * SIDE, self.length as usize + 2 * END);
        let mut image = Image { width, height, dots: vec![BLANK; width * height] };
        let mut pen = face.pen();
        for row in &self.rows {
            let base = row.marks.iter().map(|m| m.height).max().unwrap_or(0);
            for mark in &row.marks {
                let top = row.y + base - mark.height;
                image.mark(mark, mark.x as usize + SIDE, top as usize + END, &mut pen);
            }
        }
        image.tear();
        image
    }
}

impl Image {
    fn ink(&mut self, x: usize, y: usize, dark: u8) {
        if x < self.width
            && let Some(dot) = self.dots.get_mut(y * self.width + x)
        {
            *dot = (*dot).min(BLANK.saturating_sub(dark));
        }
    }

    fn fill(&mut self, x: usize, y: usize, width: usize, height: usize) {
        for (dx, dy) in (0..height).flat_map(|dy| (0..width).map(move |dx| (dx, dy))) {
            self.ink(x + dx, y + dy, BLANK);
        }
    }

    fn mark(&mut self, mark: &Mark, x: usize, y: usize, pen: &mut Pen<'_>) {
        let (w, h) = (mark.width as usize, mark.height as usize);
        match &mark.ink {
            Ink::Glyph { c, bold, underline, inverse } => {
                match pen.glyph(*c, w, h, *bold) {
                    Some(mask) => {
                        for (i, &dark) in mask.dots.iter().enumerate().filter(|(_, d)| **d > 0) {
                            self.ink(x + i % mask.width, y + i / mask.width, dark);
                        }
                    }
                    None if *c == ' ' => {}
                    None => self.frame(x + 1, y + 2, w.saturating_sub(2), h.saturating_sub(4)),
                }
                if *underline > 0 {
                    self.fill(x, y + h, w, usize::from(*underline));
                }
                if *inverse {
                    self.invert(x, y, w, h);
                }
            }
            Ink::Own { columns, inverse } => {
                let (sx, sy) = ((w / 24).max(1), (h / 24).max(1));
                for (cx, cy) in (0..24).flat_map(|cx| (0..24).map(move |cy| (cx, cy))) {
                    if columns[cx * 3 + cy / 8] & (0x80 >> (cy % 8)) != 0 {
                        self.fill(x + cx * sx, y + cy * sy, sx, sy);
                    }
                }
                if *inverse {
                    self.invert(x, y, w, h);
                }
            }
            Ink::Dots { bits, stride, rows, sx, sy } => {
                let (sx, sy) = (*sx as usize, *sy as usize);
                for (i, &byte) in bits.iter().take(stride * rows).enumerate().filter(|(_, b)| **b != 0) {
                    for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
                        self.fill(x + (i % stride * 8 + bit) * sx, y + i / stride * sy, sx, sy);
                    }
                }
            }
            Ink::Qr { data, level, module } => self.qr(data, *level, *module as usize, x, y),
            Ink::Symbol { .. } => self.frame(x, y, w, h),
        }
    }

    fn qr(&mut self, data: &[u8], level: u8, module: usize, x: usize, y: usize) {
        let Ok(code) = QrCode::with_error_correction_level(data, LEVELS[usize::from(level & 3)]) else {
            return;
        };
        for (i, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                self.fill(x + i % code.width() * module, y + i / code.width() * module, module, module);
            }
        }
    }

    fn frame(&mut self, x: usize, y: usize, w: usize, h: usize) {
        self.fill(x, y, w, 2);
        self.fill(x, (y + h).saturating_sub(2), w, 2);
        self.fill(x, y, 2, h);
        self.fill((x + w).saturating_sub(2), y, 2, h);
    }

    fn invert(&mut self, x: usize, y: usize, w: usize, h: usize) {
        for y in y..(y + h).min(self.height) {
            for x in x..(x + w).min(self.width) {
                let dot = &mut self.dots[y * self.width + x];
                *dot = BLANK - (*dot).min(BLANK);
            }
        }
    }

    /// Small teeth at both ends, as a blade or a tear bar leaves them.
    fn tear(&mut self) {
        for x in 0..self.width {
            let phase = x % (2 * TEETH);
            let depth = if phase < TEETH { phase } else { 2 * TEETH - phase };
            for y in 0..depth.min(self.height / 2) {
                self.dots[y * self.width + x] = OUTSIDE;
                self.dots[(self.height - 1 - y) * self.width + x] = OUTSIDE;
            }
        }
    }

    /// Rows of red, green, blue and opacity: warm paper, ink that is nearly black.
    pub fn rgba(&self) -> Vec<u8> {
        self.dots.iter().flat_map(|&dot| colour(dot)).collect()
    }

    /// The picture as a PNG file (8-bit palette).
    ///
    /// # Errors
    /// [`PngError`] where the encoder refuses; it does not for pictures of this crate.
    pub fn to_png(&self) -> Result<Vec<u8>, PngError> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_palette((0..=255).flat_map(|dot| colour(dot).into_iter().take(3)).collect::<Vec<u8>>());
        encoder.set_trns((0..=255).map(|dot| colour(dot)[3]).collect::<Vec<u8>>());
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.dots)?;
        writer.finish()?;
        Ok(out)
    }
}

fn colour(dot: u8) -> [u8; 4] {
    if dot == OUTSIDE {
        return [255, 255, 255, 0];
    }
    let blend = |ink: u16, paper: u16| (ink + (paper - ink) * u16::from(dot) / u16::from(BLANK)) as u8;
    [blend(38, 252), blend(36, 250), blend(40, 243), 255]
}
