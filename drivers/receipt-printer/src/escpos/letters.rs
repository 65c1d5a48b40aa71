//! Characters to the bytes of a Chinese printer: double bytes, own glyphs (FS 2), pictures of lines.

use std::collections::BTreeMap;

use encoding_rs::GB18030;

use super::layout::Line;
use super::raster::{Picture, defuse};
use crate::face::Face;
use crate::item::Style;
use crate::profile::{CodePage, Profile};
use crate::text::BOX;

/// The first byte of every own glyph; the second runs from A1.
const OWN_LEAD: u8 = 0xFE;
const OWN_FIRST: u8 = 0xA1;
/// A glyph is 24 columns of three bytes.
const SIDE: usize = 24;

/// How a character gets onto the paper.
#[derive(Clone, Copy, PartialEq)]
enum Letter {
    /// The printer's font has it, under this double byte.
    Font(u8, u8),
    /// It is defined for the printer; its second byte.
    Own(u8),
    /// Only a picture of its line can show it.
    Drawn,
    /// Nobody has it.
    Boxed,
}

/// The letters of one slip beyond ASCII; each is looked up once.
pub(super) struct Letters<'a> {
    face: Option<&'a Face>,
    page: CodePage,
    known: BTreeMap<char, Letter>,
    own: Vec<char>,
    dots: usize,
}

impl<'a> Letters<'a> {
    /// Looks through the whole slip: the first characters the font lacks become glyphs, as many as the printer takes.
    pub(super) fn new(lines: &[Line], profile: &Profile, face: Option<&'a Face>) -> Self {
        let dots = usize::from(profile.columns) * 12;
        let mut letters =
            Letters { face, page: profile.code_page, known: BTreeMap::new(), own: Vec::new(), dots };
        let texts =
            lines.iter().filter_map(|l| if let Line::Text { text, .. } = l { Some(text) } else { None });
        for c in texts.flat_map(|t| t.chars()).filter(|c| !plain(*c)) {
            if !letters.known.contains_key(&c) {
                let letter = letters.meet(c, profile);
                letters.known.insert(c, letter);
            }
        }
        letters
    }

    fn meet(&mut self, c: char, profile: &Profile) -> Letter {
        if let Some((high, low)) = code(c, self.page) {
            Letter::Font(high, low)
        } else if !self.face.is_some_and(|f| f.has(c)) {
            Letter::Boxed
        } else if self.own.len() < usize::from(profile.user_glyphs) {
            self.own.push(c);
            Letter::Own(OWN_FIRST + (self.own.len() - 1) as u8)
        } else {
            Letter::Drawn
        }
    }

    /// The characters a box stands for.
    pub(super) fn boxed(&self) -> impl Iterator<Item = char> + '_ {
        self.known.iter().filter(|(_, letter)| **letter == Letter::Boxed).map(|(c, _)| *c)
    }

    /// Writes FS 2 for each own glyph.
    pub(super) fn define(&self, out: &mut Vec<u8>) {
        let Some(face) = self.face else { return };
        let mut pen = face.pen();
        for (i, &c) in self.own.iter().enumerate() {
            let mut columns = [0u8; SIDE * 3];
            if let Some(mask) = pen.glyph(c, SIDE, SIDE, false) {
                for (x, y) in (0..SIDE).flat_map(|x| (0..SIDE).map(move |y| (x, y))) {
                    if mask.black(x, y) {
                        columns[x * 3 + y / 8] |= 0x80 >> (y % 8);
                    }
                }
            }
            defuse(&mut columns);
            out.extend([0x1C, 0x32, OWN_LEAD, OWN_FIRST + i as u8]);
            out.extend(columns);
        }
    }

    /// Whether a line holds a character that only a picture can show.
    pub(super) fn needs_picture(&self, text: &str) -> bool {
        text.chars().any(|c| !plain(c) && self.known.get(&c) == Some(&Letter::Drawn))
    }

    /// The line as a picture, or `None` without a face.
    pub(super) fn picture(&self, text: &str, style: Style) -> Option<Picture> {
        let mut pen = self.face?.pen();
        Some(Picture::of_line(text, style, self.dots, &mut pen))
    }

    /// The bytes of one line.
    pub(super) fn write(&self, text: &str, out: &mut Vec<u8>) {
        for c in text.chars() {
            if plain(c) {
                out.push(c as u8);
                continue;
            }
            match self.known.get(&c) {
                Some(Letter::Font(high, low)) => out.extend([*high, *low]),
                Some(Letter::Own(low)) => out.extend([OWN_LEAD, *low]),
                Some(Letter::Boxed | Letter::Drawn) | None => match code(BOX, self.page) {
                    Some((high, low)) => out.extend([high, low]),
                    None => out.push(b'?'),
                },
            }
        }
    }
}

/// Whether every printer has it, as itself.
fn plain(c: char) -> bool {
    (' '..='~').contains(&c)
}

/// The double byte of a character in the printer's own font; `None` for what only has four bytes in GB18030, has none, or
/// lies in the private areas (whose codes hold the printer's own glyphs).
fn code(c: char, page: CodePage) -> Option<(u8, u8)> {
    if page != CodePage::Gb18030 || c.is_ascii() || ('\u{E000}'..='\u{F8FF}').contains(&c) {
        return None;
    }
    let (mut text, mut out) = ([0; 4], [0; 8]);
    let mut encoder = GB18030.new_encoder();
    let (result, _, written) =
        encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut text), &mut out, true);
    match (result, &out[..written]) {
        (encoding_rs::EncoderResult::InputEmpty, &[high, low]) => Some((high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_double_bytes_count_as_the_printers_font() {
        assert_eq!(code('镕', CodePage::Gb18030), Some((0xE9, 0x46)));
        assert_eq!(code('䶮', CodePage::Gb18030), Some((0xFE, 0x9F)));
        assert_eq!(code('€', CodePage::Gb18030), Some((0xA2, 0xE3)));
        assert_eq!(code('─', CodePage::Gb18030), Some((0xA9, 0xA4)));
        assert_eq!(code('□', CodePage::Gb18030), Some((0xA1, 0xF5)));
        for c in ['𬭚', '😀', '\u{E4C6}', '\n', '\u{7f}'] {
            assert_eq!(code(c, CodePage::Gb18030), None, "{c:?}");
        }
    }
}
