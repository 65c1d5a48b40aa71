//! Pictures in a slip (GS v 0): a line the printer's font cannot set, a QR symbol it cannot draw.

use qrcode::{Color, QrCode};

use crate::face::Pen;
use crate::item::{Align, Style};
use crate::text::{BOX, columns, columns_of};

/// Rows of one command: low enough for small receive buffers, and for a command that was cut in half to be filled up soon.
const BAND: usize = 24;

/// The longest command that a picture of this width is made of, in bytes.
pub(crate) fn longest(dots: u16) -> usize {
    8 + usize::from(dots).div_ceil(8) * BAND
}

/// One-bit dots, rows of whole bytes.
pub(super) struct Picture {
    stride: usize,
    rows: usize,
    bits: Vec<u8>,
}

impl Picture {
    fn new(width: usize, rows: usize) -> Self {
        let stride = width.div_ceil(8).max(1);
        Picture { stride, rows, bits: vec![0; stride * rows] }
    }

    fn set(&mut self, x: usize, y: usize) {
        if let Some(byte) = self.bits.get_mut(y * self.stride + x / 8) {
            *byte |= 0x80 >> (x % 8);
        }
    }

    /// A line of text as it would have been printed, margins included, so that alignment needs no command.
    pub(super) fn of_line(text: &str, style: Style, dots: usize, pen: &mut Pen<'_>) -> Self {
        let (w, h) = (usize::from(style.width) * 12, usize::from(style.height) * 24);
        let mut picture = Picture::new(dots, h);
        let rest = dots.saturating_sub(columns(text) * w);
        let mut x = match style.align {
            Align::Left => 0,
            Align::Center => rest / 2,
            Align::Right => rest,
        };
        for c in text.chars() {
            let cell = columns_of(c) * w;
            let known = pen.glyph(c, cell, h, style.bold).is_some();
            if let Some(mask) = pen.glyph(if known { c } else { BOX }, cell, h, style.bold) {
                for (dx, y) in (0..cell).flat_map(|dx| (0..h).map(move |y| (dx, y))) {
                    if x + dx < dots && mask.black(dx, y) {
                        picture.set(x + dx, y);
                    }
                }
            }
            x += cell;
        }
        picture
    }

    /// A QR symbol with its quiet zone.
    pub(super) fn of_qr(code: &QrCode, module: usize) -> Self {
        let side = (code.width() + 8) * module;
        let mut picture = Picture::new(side, side);
        for (i, color) in code.to_colors().into_iter().enumerate() {
            if color == Color::Dark {
                let (mx, my) = (i % code.width() + 4, i / code.width() + 4);
                for (dx, dy) in (0..module).flat_map(|dx| (0..module).map(move |dy| (dx, dy))) {
                    picture.set(mx * module + dx, my * module + dy);
                }
            }
        }
        picture
    }

    /// GS v 0 with the dots, in bands low enough for small receive buffers.
    pub(super) fn write(mut self, out: &mut Vec<u8>) {
        let mut y = 0;
        while y < self.rows {
            let rows = BAND.min(self.rows - y);
            let band = &mut self.bits[y * self.stride..(y + rows) * self.stride];
            defuse(band);
            out.extend([0x1D, 0x76, 0x30, 0]);
            out.extend((self.stride as u16).to_le_bytes());
            out.extend((rows as u16).to_le_bytes());
            out.extend_from_slice(band);
            y += rows;
        }
    }
}

/// Printers obey `10 04`, `10 05` and `10 14` anywhere in the stream: one dot of the first byte is added.
pub(super) fn defuse(data: &mut [u8]) {
    for i in 1..data.len() {
        if data[i - 1] == 0x10 && matches!(data[i], 0x04 | 0x05 | 0x14) {
            data[i - 1] = 0x18;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_real_time_command_stays_in_a_picture() {
        let mut data = [0x10, 0x04, 0x10, 0x10, 0x05, 0x10, 0x14, 0x10, 0x00];
        defuse(&mut data);
        assert_eq!(data, [0x18, 0x04, 0x10, 0x18, 0x05, 0x18, 0x14, 0x10, 0x00]);
    }
}
