//! Items and a profile to bytes (ESC/POS): one buffer a slip, under 1 KB where it is text only. Pure.
//!
//! A slip opens with `ESC @`, `FS &`, `FS S 0 0`, `FS ! 0`, `ESC 3 n`, because printers differ in how they wake up.
//! Chinese goes as GB18030 double bytes. A character those do not hold is defined as a glyph (`FS 2`) from the
//! caller's [`Face`]; when the printer takes no more glyphs, its whole line goes as raster (`GS v 0`); with no face,
//! or no such glyph in it, a box is printed and [`Encoded::notes`] says for which character. Pictures never hold
//! `10 04`, `10 05` or `10 14`, which printers obey anywhere.

mod layout;
mod letters;
pub(crate) mod raster;

use qrcode::bits::encode_auto;
use qrcode::{EcLevel, QrCode};

use crate::face::Face;
use crate::item::{Align, Item, Style};
use crate::profile::{CodePage, Cutter, Presenter, Profile};
use crate::text::{clean, columns};
use layout::Line;
use letters::Letters;

/// The most bytes one QR symbol carries here; longer data are printed as text.
pub const QR_MAX: usize = 512;
/// The most lines of one slip: a text of a million characters must not run the roll empty.
pub const MOST_LINES: usize = 600;

/// Dots under an enlarged line.
const AIR: u8 = 15;

/// How wide the underscores of a line to write on are. The gap that some fonts leave between two of them grows with it.
const WIDE: usize = 3;

/// ESC @: forget settings and the unfinished line.
pub const INIT: [u8; 2] = [0x1B, 0x40];

/// What could not be printed as it was written. Never silent: the caller decides who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A box stands for this character; said once a character.
    Boxed(char),
    /// A QR symbol was too large for the paper or longer than [`QR_MAX`]; its data stand there as text.
    QrAsText,
    /// The slip was longer than [`MOST_LINES`] lines; the rest is not on it, and its end says so with `……`.
    Shortened,
}

/// A slip as bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Encoded {
    /// What to send, in one go.
    pub bytes: Vec<u8>,
    /// What could not be printed as written; empty is the normal case.
    pub notes: Vec<Note>,
}

/// Turns a slip into the bytes for one family of printers; pure, and total: any text gives a printable slip.
pub fn encode(items: &[Item], profile: &Profile, face: Option<&Face>) -> Encoded {
    let (lines, shortened) = layout::lay_out(items, profile);
    let mut writer = Writer {
        out: Vec::with_capacity(512),
        notes: if shortened { vec![Note::Shortened] } else { Vec::new() },
        profile,
        letters: Letters::new(&lines, profile, face),
        now: Style::default(),
    };
    writer.open();
    for line in &lines {
        writer.line(line);
    }
    let Writer { out, mut notes, letters, .. } = writer;
    notes.extend(letters.boxed().map(Note::Boxed));
    Encoded { bytes: out, notes }
}

struct Writer<'a> {
    out: Vec<u8>,
    notes: Vec<Note>,
    profile: &'a Profile,
    letters: Letters<'a>,
    now: Style,
}

impl Writer<'_> {
    fn open(&mut self) {
        self.out.extend(INIT);
        match self.profile.code_page {
            CodePage::Gb18030 => self.out.extend([0x1C, 0x26, 0x1C, 0x53, 0, 0, 0x1C, 0x21, 0]), // FS &, FS S, FS !
            CodePage::Ascii => self.out.extend([0x1C, 0x2E]), // FS .: some wake up with hanzi mode on
        }
        self.out.extend([0x1B, 0x33, self.profile.line_spacing]); // ESC 3
        self.letters.define(&mut self.out);
    }

    fn line(&mut self, line: &Line) {
        match line {
            Line::Text { text, style } => self.text(text, *style),
            Line::Feed(0) => {}
            Line::Feed(lines) => self.out.extend([0x1B, 0x64, *lines]),
            Line::Qr(data) => self.qr(data),
            Line::Cut => self.cut(),
        }
    }

    /// Only what differs from the line before is said: a slip stays small.
    fn set(&mut self, style: Style) {
        if style.align != self.now.align {
            let n = match style.align {
                Align::Left => 0,
                Align::Center => 1,
                Align::Right => 2,
            };
            self.out.extend([0x1B, 0x61, n]);
        }
        if (style.width, style.height) != (self.now.width, self.now.height) {
            self.out.extend([0x1D, 0x21, (style.width - 1) << 4 | (style.height - 1)]);
        }
        if style.bold != self.now.bold {
            self.out.extend([0x1B, 0x45, u8::from(style.bold)]);
        }
        self.now = style;
    }

    fn text(&mut self, text: &str, style: Style) {
        if self.letters.needs_picture(text) {
            self.set(Style { width: 1, height: 1, bold: false, ..style });
            if let Some(picture) = self.letters.picture(text, style) {
                picture.write(&mut self.out);
                // A picture moves the paper by its own height only: the gap between lines is fed after it.
                let gap = if style.height > 1 { AIR } else { self.profile.line_spacing.saturating_sub(24) };
                self.out.extend([0x1B, 0x4A, gap]);
                return;
            }
        }
        self.set(if text.is_empty() { self.now } else { style });
        if (style.width, style.height, style.align) == (1, 1, Align::Left) {
            self.plain(text);
        } else {
            self.letters.write(text, &mut self.out);
        }
        self.out.push(0x0A);
        if style.height > 1 && !text.is_empty() {
            self.out.extend([0x1B, 0x4A, AIR]); // ESC J: an enlarged line fills its height to the last dot
        }
    }

    /// A line of ordinary size from the left margin: long gaps as tabulators (every 8 columns since ESC @), long lines to
    /// write on as fewer, wider underscores. A slip stays small.
    fn plain(&mut self, text: &str) {
        let (mut rest, mut column) = (text, 0);
        while !rest.is_empty() {
            let run = |of: char| rest.len() - rest.trim_start_matches(of).len();
            let (gap, line) = (run(' '), run('_'));
            let end = rest.find([' ', '_']).unwrap_or(rest.len());
            let (now, later) = rest.split_at(if gap + line == 0 { end } else { gap + line });
            if gap > 0 {
                let stops = (column + gap) / 8 - column / 8;
                self.out.extend(std::iter::repeat_n(0x09, stops)); // HT
                let left = if stops > 0 { (column + gap) % 8 } else { gap };
                self.out.extend(std::iter::repeat_n(b' ', left));
            } else if line >= 4 * WIDE {
                self.out.extend([0x1D, 0x21, (WIDE as u8 - 1) << 4]); // GS !
                self.out.extend(std::iter::repeat_n(b'_', line / WIDE));
                self.out.extend([0x1D, 0x21, 0]);
                self.out.extend(std::iter::repeat_n(b'_', line % WIDE));
            } else {
                self.letters.write(now, &mut self.out);
            }
            column += columns(now);
            rest = later;
        }
    }

    fn qr(&mut self, data: &str) {
        let data = clean(data).replace('\n', " ");
        let code = (data.len() <= QR_MAX)
            .then(|| encode_auto(data.as_bytes(), EcLevel::M).ok())
            .flatten()
            .and_then(|bits| module_size(bits.version().width() as usize, self.profile).map(|m| (bits, m)));
        let Some((bits, module)) = code else {
            self.notes.push(Note::QrAsText);
            let columns = usize::from(self.profile.columns);
            for line in crate::wrap::lines(&data, columns) {
                self.text(&line, Style::left());
            }
            return;
        };
        self.set(Style::center());
        let quiet = module * 3; // ESC J: with the line gaps around it, the four modules a symbol wants
        self.out.extend([0x1B, 0x4A, quiet]);
        if self.profile.qr_native {
            self.out.extend([0x1D, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0]); // model 2
            self.out.extend([0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x43, module]);
            self.out.extend([0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x45, 0x31]); // level M
            let length = (data.len() + 3) as u16;
            self.out.extend([0x1D, 0x28, 0x6B]);
            self.out.extend(length.to_le_bytes());
            self.out.extend([0x31, 0x50, 0x30]);
            self.out.extend(data.as_bytes());
            self.out.extend([0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30]);
        } else if let Ok(code) = QrCode::with_bits(bits, EcLevel::M) {
            raster::Picture::of_qr(&code, usize::from(module)).write(&mut self.out);
        }
        self.out.extend([0x1B, 0x4A, quiet]);
    }

    fn cut(&mut self) {
        self.set(Style { align: Align::Left, ..Style::default() });
        match self.profile.cutter {
            Cutter::Partial => self.out.extend([0x1D, 0x56, 66, 0]),
            Cutter::Full => self.out.extend([0x1D, 0x56, 65, 0]),
            Cutter::None => {
                let dots = self.profile.dots_of_mm(u32::from(self.profile.blade_mm) + 5);
                let lines = dots.div_ceil(u32::from(self.profile.line_spacing).max(1)).min(40);
                self.out.extend([0x1B, 0x64, lines as u8]);
            }
        }
        match self.profile.presenter {
            Presenter::None => {}
            Presenter::Citizen => self.out.extend([0x1D, 0x52, 1, 30]), // collected after 30 s
            Presenter::Custom => self.out.extend([0x1D, 0x65, 3, 12]),  // 12 steps out
        }
    }
}

/// The largest module, up to the profile's, at which the symbol and its quiet zone fit the paper.
fn module_size(side: usize, profile: &Profile) -> Option<u8> {
    let fits = usize::from(profile.dots) / (side + 8);
    let module = fits.min(usize::from(profile.qr_module)) as u8;
    (module >= 2).then_some(module)
}
