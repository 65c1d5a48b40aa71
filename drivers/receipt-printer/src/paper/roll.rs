//! The state of a printer while it prints: settings, the line being filled, the sheet, the sheets cut off.

mod pages;
mod pictures;
pub(super) use pictures::LEVELS;

use std::collections::HashMap;
use std::sync::Arc;

use encoding_rs::GB18030;

use super::parse::{Op, Step, next};
use super::sheet::{Ink, Mark, Row, Sheet};
use super::{SHEET_DOTS, SHEET_ROWS, SHEETS};
use crate::profile::Profile;

/// What the stream asked the printer to answer, in the order it was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// ESC @: settings as after switching on.
    Init,
    /// GS ( H function 48: name this process number when everything before is printed.
    ProcessId([u8; 4]),
    /// GS a n: from now on report changes of these kinds by itself.
    Asb(u8),
    /// GS r n: transmit this status.
    Ask(u8),
    /// GS I n: transmit this identity.
    Identify(u8),
}

/// How text is set at the moment.
#[derive(Debug, Clone)]
struct Set {
    align: u8,
    width: u32,
    height: u32,
    bold: bool,
    underline: u8,
    inverse: bool,
    font_b: bool,
    hanzi: bool,
    hanzi_double: (bool, bool),
    hanzi_space: (u32, u32),
    page: u8,
    space: u32,
    spacing: u32,
    margin: u32,
}

impl Default for Set {
    fn default() -> Self {
        Set {
            align: 0,
            width: 1,
            height: 1,
            bold: false,
            underline: 0,
            inverse: false,
            font_b: false,
            hanzi: true, // clones wake up so
            hanzi_double: (false, false),
            hanzi_space: (0, 0),
            page: 0,
            space: 0,
            spacing: 30,
            margin: 0,
        }
    }
}

/// A symbol being set up by GS ( k.
#[derive(Debug, Clone)]
struct Symbol {
    module: u32,
    level: u8,
    data: Arc<[u8]>,
}

/// A printer's paper while bytes come in.
#[derive(Debug, Clone)]
pub struct Roll {
    dots: u32,
    set: Set,
    held: Vec<u8>,
    skip: usize,
    x: u32,
    marks: Vec<Mark>,
    own: HashMap<(u8, u8), Arc<[u8; 72]>>,
    symbol: Symbol,
    stored: Option<Ink>,
    sheet: Sheet,
    done: Vec<Sheet>,
    unknown: usize,
    requests: Vec<Request>,
}

impl Roll {
    /// Fresh paper in a printer of this family.
    pub fn new(profile: &Profile) -> Self {
        let dots = u32::from(profile.dots);
        Roll {
            dots,
            set: Set::default(),
            held: Vec::new(),
            skip: 0,
            x: 0,
            marks: Vec::new(),
            own: HashMap::new(),
            symbol: Symbol { module: 3, level: 0, data: Arc::from([].as_slice()) },
            stored: None,
            sheet: Sheet { width: dots, ..Sheet::default() },
            done: Vec::new(),
            unknown: 0,
            requests: Vec::new(),
        }
    }

    /// Takes bytes as they come; a command may be spread over any number of calls.
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut held = std::mem::take(&mut self.held);
        held.extend_from_slice(bytes);
        let mut at = 0;
        while at < held.len() {
            if self.skip > 0 {
                let gone = self.skip.min(held.len() - at);
                self.skip -= gone;
                self.count_unknown(gone);
                at += gone;
                continue;
            }
            match next(&held[at..], self.set.hanzi) {
                Step::Need => break,
                Step::Skip(all) => self.skip = all,
                Step::Is(op, len) => {
                    self.obey(&op, len);
                    at += len;
                }
            }
        }
        held.drain(..at);
        self.held = held;
    }

    /// The sheets cut off so far.
    pub fn take_sheets(&mut self) -> Vec<Sheet> {
        std::mem::take(&mut self.done)
    }

    /// What the stream asked for since the last call.
    pub fn take_requests(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.requests)
    }

    /// Bytes that were no command this crate knows, since the beginning.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// Tears the paper off where it is, as a hand does at a printer without a cutter.
    pub fn tear(&mut self) {
        if !self.marks.is_empty() {
            self.end_line();
        }
        if !self.sheet.rows.is_empty() || self.sheet.unknown > 0 {
            self.end_sheet(false);
        }
    }

    /// All sheets, the unfinished one among them; bytes of an unfinished command count as unknown.
    pub fn finish(mut self) -> Vec<Sheet> {
        let rest = self.held.len();
        self.count_unknown(rest);
        self.tear();
        self.done
    }

    /// Forgets everything but the sheets: what switching off does to a printer.
    pub fn power_off(&mut self) {
        self.set = Set::default();
        self.held.clear();
        self.skip = 0;
        self.own.clear();
        self.marks.clear();
        self.x = 0;
        self.stored = None;
        self.requests.clear();
    }

    fn count_unknown(&mut self, n: usize) {
        self.unknown += n;
        self.sheet.unknown += n;
    }

    fn obey(&mut self, op: &Op<'_>, len: usize) {
        match *op {
            Op::Ascii(c) => self.glyph(char::from(c), false),
            Op::High(c) => {
                let c = pages::high(self.set.page, c);
                self.glyph(c, false);
            }
            Op::Double(a, b) => self.double(a, b),
            Op::Quad => self.glyph('〓', true),
            Op::LineFeed => self.end_line(),
            Op::Tab => self.x = (self.x / 96 + 1) * 96,
            Op::Init => {
                self.set = Set::default();
                self.own.clear();
                self.marks.clear();
                self.x = 0;
                self.ask(Request::Init);
            }
            Op::FeedLines(n) => (0..n.max(1)).for_each(|_| self.end_line()),
            Op::FeedDots(n) => self.feed_dots(u32::from(n)),
            Op::Place(x) => self.x = u32::from(x),
            Op::Move(by) => self.x = self.x.saturating_add_signed(i32::from(by)),
            Op::Own(a, b, columns) => {
                if let Ok(columns) = <[u8; 72]>::try_from(columns)
                    && self.own.len() < 512
                {
                    self.own.insert((a, b), Arc::new(columns));
                }
            }
            Op::Raster { .. } | Op::Columns { .. } | Op::Symbol(..) | Op::Graphics(..) | Op::Barcode(..) => {
                self.picture(op);
            }
            Op::Cut => {
                if !self.marks.is_empty() {
                    self.end_line();
                }
                self.end_sheet(true);
            }
            Op::ProcessId(id) => self.ask(Request::ProcessId(id)),
            Op::Asb(n) => self.ask(Request::Asb(n)),
            Op::Ask(n) => self.ask(Request::Ask(n)),
            Op::Identify(n) => self.ask(Request::Identify(n)),
            Op::RealTime | Op::Quiet => {}
            Op::Unknown => self.count_unknown(len),
            _ => self.settings(op),
        }
    }

    fn settings(&mut self, op: &Op<'_>) {
        let set = &mut self.set;
        match *op {
            Op::Align(n) => set.align = n & 3,
            Op::Size(n) => (set.width, set.height) = (u32::from(n >> 4 & 7) + 1, u32::from(n & 7) + 1),
            Op::PrintMode(n) => {
                set.font_b = n & 1 != 0;
                set.bold = n & 8 != 0;
                set.height = if n & 0x10 != 0 { 2 } else { 1 };
                set.width = if n & 0x20 != 0 { 2 } else { 1 };
                set.underline = u8::from(n & 0x80 != 0);
            }
            Op::Bold(on) => set.bold = on,
            Op::Underline(n) | Op::HanziUnderline(n) => set.underline = n & 3,
            Op::Inverse(on) => set.inverse = on,
            Op::Spacing(n) => set.spacing = n.map_or(30, u32::from),
            Op::CodePage(n) => set.page = n,
            Op::CharSpace(n) => set.space = u32::from(n),
            Op::FontB(on) => set.font_b = on,
            Op::Hanzi(on) => set.hanzi = on,
            Op::HanziMode(n) => set.hanzi_double = (n & 4 != 0, n & 8 != 0),
            Op::HanziQuad(on) => set.hanzi_double = (on, on),
            Op::HanziSpace(left, right) => set.hanzi_space = (u32::from(left), u32::from(right)),
            Op::Margin(n) => set.margin = u32::from(n).min(self.dots),
            _ => {}
        }
    }

    fn ask(&mut self, request: Request) {
        if self.requests.len() < 256 {
            self.requests.push(request);
        }
    }

    fn double(&mut self, a: u8, b: u8) {
        if let Some(columns) = self.own.get(&(a, b)).cloned() {
            let inverse = self.set.inverse;
            let (w, h) = self.cell(true);
            self.place(w, h, Ink::Own { columns, inverse });
            return;
        }
        let code = [a, b];
        let (text, bad) = GB18030.decode_without_bom_handling(&code);
        let c = text.chars().next().filter(|&c| !bad && !('\u{E000}'..='\u{F8FF}').contains(&c));
        self.glyph(c.unwrap_or('〓'), true);
    }

    fn glyph(&mut self, c: char, hanzi: bool) {
        let (w, h) = self.cell(hanzi);
        let Set { bold, underline, inverse, .. } = self.set;
        self.place(w, h, Ink::Glyph { c, bold, underline, inverse });
    }

    /// Width and height of a character at the present size.
    fn cell(&self, hanzi: bool) -> (u32, u32) {
        let set = &self.set;
        if hanzi {
            let width = set.width.max(if set.hanzi_double.0 { 2 } else { 1 });
            let height = set.height.max(if set.hanzi_double.1 { 2 } else { 1 });
            (24 * width, 24 * height)
        } else {
            let (w, h) = if set.font_b { (9, 17) } else { (12, 24) };
            (w * set.width, h * set.height)
        }
    }

    /// Puts something into the line; what does not fit begins the next line, as a printer does it.
    fn place(&mut self, width: u32, height: u32, ink: Ink) {
        let room = self.dots.saturating_sub(self.set.margin);
        if self.x.saturating_add(width) > room && self.x > 0 {
            self.end_line();
        }
        let (before, after) = match ink {
            Ink::Glyph { c, .. } if !c.is_ascii() => self.set.hanzi_space,
            Ink::Own { .. } => self.set.hanzi_space,
            _ => (0, self.set.space),
        };
        let x = self.x.saturating_add(before);
        self.marks.push(Mark { x, width, height, ink });
        self.x = x.saturating_add(width).saturating_add(after);
    }

    fn end_line(&mut self) {
        let tallest = self.marks.iter().map(|m| m.height).max().unwrap_or(0);
        let marks = self.aligned();
        self.row(marks, tallest.max(self.set.spacing), true);
    }

    /// The line's marks, moved to where the alignment says.
    fn aligned(&mut self) -> Vec<Mark> {
        let mut marks = std::mem::take(&mut self.marks);
        let end = marks.iter().map(|m| m.x.saturating_add(m.width)).max().unwrap_or(0);
        let rest = self.dots.saturating_sub(self.set.margin).saturating_sub(end);
        let by = self.set.margin + [0, rest / 2, rest, 0][usize::from(self.set.align & 3)];
        marks.iter_mut().for_each(|m| m.x = m.x.saturating_add(by));
        self.x = 0;
        marks
    }

    fn row(&mut self, marks: Vec<Mark>, height: u32, line: bool) {
        let long =
            self.sheet.length.saturating_add(height) > SHEET_DOTS || self.sheet.rows.len() >= SHEET_ROWS;
        if long && !self.sheet.rows.is_empty() {
            self.end_sheet(false);
        }
        self.sheet.rows.push(Row { y: self.sheet.length, height, marks, line });
        self.sheet.length += height;
    }

    fn feed_dots(&mut self, dots: u32) {
        if self.marks.is_empty() {
            self.row(Vec::new(), dots, false);
        } else {
            let marks = self.aligned();
            let tallest = marks.iter().map(|m| m.height).max().unwrap_or(0);
            self.row(marks, tallest.max(dots), true);
        }
    }

    fn end_sheet(&mut self, cut: bool) {
        let fresh = Sheet { width: self.dots, ..Sheet::default() };
        let mut sheet = std::mem::replace(&mut self.sheet, fresh);
        sheet.cut = cut;
        if self.done.len() >= SHEETS {
            self.done.remove(0);
        }
        self.done.push(sheet);
    }
}
