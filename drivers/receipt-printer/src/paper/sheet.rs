//! One slip of the virtual paper: what stands where, in dots, and the same as a grid of text.

use std::sync::Arc;

/// Something printed, placed from the left edge of the printable width.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    pub(super) x: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) ink: Ink,
}

/// What it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ink {
    Glyph {
        c: char,
        bold: bool,
        underline: u8,
        inverse: bool,
    },
    /// A glyph the sender defined (FS 2): 24 columns of three bytes.
    Own {
        columns: Arc<[u8; 72]>,
        inverse: bool,
    },
    /// Rows of whole bytes, each dot printed `sx` by `sy` times.
    Dots {
        bits: Arc<[u8]>,
        stride: usize,
        rows: usize,
        sx: u32,
        sy: u32,
    },
    /// A QR symbol by what it says; `level` is 0 to 3 for L, M, Q, H.
    Qr {
        data: Arc<[u8]>,
        level: u8,
        module: u32,
    },
    /// A symbol of a kind this crate does not draw.
    Symbol {
        name: &'static str,
        text: String,
    },
}

/// A line of the sheet, or a picture between lines.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) y: u32,
    pub(super) height: u32,
    pub(super) marks: Vec<Mark>,
    /// Whether it is a line of the grid (a feed by dots is not).
    pub(super) line: bool,
}

/// One slip, from cut to cut.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    pub(super) rows: Vec<Row>,
    /// Printable width in dots.
    pub width: u32,
    /// Length in dots, without the feed to the blade.
    pub length: u32,
    /// Whether it was cut off.
    pub cut: bool,
    /// Bytes that were no command this crate knows.
    pub unknown: usize,
}

/// Dots of one column.
const COLUMN: u32 = 12;

impl Sheet {
    /// Whether nothing is printed on it.
    pub fn is_blank(&self) -> bool {
        self.rows.iter().all(|r| r.marks.is_empty())
    }

    /// The sheet as text: one line of text a printed line, everything at its column (ASCII one, hanzi two columns).
    /// Enlarged letters stand close together from the column where they begin; `[QR …]`, `[picture W×H]`,
    /// `[symbol …]` name what is no text; a glyph the sender defined is `〓`.
    pub fn grid(&self) -> String {
        let mut out = String::new();
        for row in self.rows.iter().filter(|r| r.line) {
            let line = grid_line(row);
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// What each QR symbol says, from top to bottom.
    pub fn qr_payloads(&self) -> Vec<Vec<u8>> {
        let marks = self.rows.iter().flat_map(|r| &r.marks);
        marks
            .filter_map(|m| if let Ink::Qr { data, .. } = &m.ink { Some(data.to_vec()) } else { None })
            .collect()
    }
}

fn grid_line(row: &Row) -> String {
    let mut line = String::new();
    let mut at = 0; // the dot that the text written so far reaches
    for mark in &row.marks {
        let gap = mark.x.saturating_sub(at) / COLUMN;
        line.extend(std::iter::repeat_n(' ', gap.min(400) as usize));
        at = mark.x + mark.width;
        match &mark.ink {
            // A line to write on is as long as on the paper.
            Ink::Glyph { c: '_', .. } => {
                line.extend(std::iter::repeat_n('_', (mark.width / COLUMN) as usize));
            }
            Ink::Glyph { c, .. } => line.push(*c),
            Ink::Own { .. } => line.push('〓'),
            Ink::Dots { .. } => line.push_str(&format!("[picture {}×{}]", mark.width, mark.height)),
            Ink::Qr { data, .. } => line.push_str(&format!("[QR {}]", String::from_utf8_lossy(data))),
            Ink::Symbol { name, text } => line.push_str(&format!("[{name} {text}]")),
        }
    }
    line
}
