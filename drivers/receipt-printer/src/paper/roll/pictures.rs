//! Pictures and symbols in the stream: GS v 0, ESC *, GS ( k, GS ( L, GS k.

use std::sync::Arc;

use qrcode::EcLevel;
use qrcode::bits::encode_auto;

use super::super::parse::Op;
use super::super::sheet::Ink;
use super::Roll;

/// The levels of GS ( k function 69, in its order.
pub(in crate::paper) const LEVELS: [EcLevel; 4] = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H];

impl Roll {
    pub(super) fn picture(&mut self, op: &Op<'_>) {
        match *op {
            Op::Raster { scale, stride, rows, bits } => {
                let (sx, sy) = (1 + u32::from(scale & 1), 1 + u32::from(scale >> 1 & 1));
                self.stand_alone(Ink::Dots { bits: Arc::from(bits), stride, rows, sx, sy });
            }
            Op::Columns { tall, wide, bits } => self.columns(tall, wide, bits),
            Op::Symbol(49, function, data) => self.qr(function, data),
            Op::Symbol(_, 80, data) => self.symbol.data = Arc::from(data.get(1..).unwrap_or_default()),
            Op::Symbol(_, 81, _) => {
                let text = String::from_utf8_lossy(&self.symbol.data).chars().take(64).collect();
                self.stand_alone(Ink::Symbol { name: "symbol", text });
            }
            Op::Graphics(112, data) => self.store(data),
            Op::Graphics(2 | 50, _) => {
                if let Some(ink) = self.stored.take() {
                    self.stand_alone(ink);
                }
            }
            Op::Barcode(_, data) => {
                let text =
                    data.iter().filter(|b| b.is_ascii_graphic()).map(|&b| char::from(b)).take(64).collect();
                self.stand_alone(Ink::Symbol { name: "barcode", text });
            }
            _ => {}
        }
    }

    /// A picture takes lines of its own, as high as it is.
    fn stand_alone(&mut self, ink: Ink) {
        if !self.marks.is_empty() {
            self.end_line();
        }
        let (width, height) = match &ink {
            Ink::Dots { stride, rows, sx, sy, .. } => {
                (((*stride as u32).saturating_mul(8)).saturating_mul(*sx), (*rows as u32).saturating_mul(*sy))
            }
            Ink::Qr { data, level, module } => {
                let level = LEVELS[usize::from(level & 3)];
                let side = encode_auto(data, level).map_or(0, |bits| bits.version().width() as u32);
                (side * module, side * module)
            }
            _ => (self.dots.min(384), 64),
        };
        if height > 0 {
            self.place(width, height, ink);
            let marks = self.aligned();
            self.row(marks, height, true);
        }
    }

    fn qr(&mut self, function: u8, data: &[u8]) {
        match (function, data) {
            (67, [n, ..]) => self.symbol.module = u32::from(*n).clamp(1, 16),
            (69, [n, ..]) => self.symbol.level = n.wrapping_sub(48) & 3,
            (80, [_, rest @ ..]) => self.symbol.data = Arc::from(rest),
            (81, _) => {
                let Some(data) = Some(self.symbol.data.clone()).filter(|d| !d.is_empty()) else { return };
                let (level, module) = (self.symbol.level, self.symbol.module);
                self.stand_alone(Ink::Qr { data, level, module });
            }
            _ => {}
        }
    }

    /// GS ( L function 112: a, bx, by, c, xL xH yL yH, dots.
    fn store(&mut self, data: &[u8]) {
        let &[_, bx, by, _, xl, xh, yl, yh, ref bits @ ..] = data else { return };
        let stride = usize::from(u16::from_le_bytes([xl, xh])).div_ceil(8);
        let rows = usize::from(u16::from_le_bytes([yl, yh])).min(bits.len() / stride.max(1));
        let (sx, sy) = (u32::from(bx.clamp(1, 2)), u32::from(by.clamp(1, 2)));
        self.stored = Some(Ink::Dots { bits: Arc::from(bits), stride, rows, sx, sy });
    }

    /// ESC *: turned into rows; it stands in the line like a character.
    fn columns(&mut self, tall: bool, wide: bool, bits: &[u8]) {
        let deep = if tall { 3 } else { 1 };
        let columns = bits.len() / deep;
        let stride = columns.div_ceil(8).max(1);
        let rows = deep * 8;
        let mut turned = vec![0u8; stride * rows];
        for (x, column) in bits.chunks_exact(deep).enumerate() {
            for y in 0..rows {
                if column[y / 8] & (0x80 >> (y % 8)) != 0 {
                    turned[y * stride + x / 8] |= 0x80 >> (x % 8);
                }
            }
        }
        let (sx, sy) = (if wide { 2 } else { 1 }, if tall { 1 } else { 3 });
        let ink = Ink::Dots { bits: Arc::from(turned), stride, rows, sx, sy };
        let width = (columns as u32 * sx).min(self.dots);
        self.place(width, rows as u32 * sy, ink);
    }
}
