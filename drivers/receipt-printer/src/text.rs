//! What of a text may reach a printer, and how many columns it takes there.
//!
//! A receipt printer obeys control bytes wherever they stand, so a name may not contain any; and what has no width
//! of its own (joiners, direction marks, variation selectors) would be printed as a box or shift what follows.

use unicode_width::UnicodeWidthChar;

/// What a line prints for a character it cannot print.
pub const BOX: char = '□';

/// Whether a character may reach the printer at all: not a control (C0, DEL, C1), not a direction or joining mark,
/// and with a width of its own. Line feeds are structure, not text: they are handled by the layout.
pub fn printable(c: char) -> bool {
    let mark = matches!(c,
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' | '\u{061C}' | '\u{180E}' | '\u{AD}');
    !c.is_control() && !mark && c.width().is_some_and(|w| w > 0)
}

/// The text without what may not reach a printer. A tabulator becomes a space, a line feed stays (it is the one
/// piece of structure a text may carry), every other control is dropped.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\t' | '\u{A0}' => Some(' '),
            c if printable(c) => Some(c),
            _ => None,
        })
        .collect()
}

/// Columns of one character in a GBK font: ASCII takes one, everything else is a double byte and takes two, the
/// ambiguous `“ ” … — ·` among them.
pub fn columns_of(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// Columns of a cleaned text of one line.
pub fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_marks_go_and_the_rest_stays() {
        assert_eq!(clean("张\u{1b}@\u{10}\u{04}\u{01}三\u{7f}\u{85}\u{9b}"), "张@三");
        assert_eq!(clean("a\u{202e}b\u{200d}c\u{feff}d\u{fe0f}\te\nf\rg"), "abcd e\nfg");
        assert_eq!(clean("“栋”…—·"), "“栋”…—·");
    }

    #[test]
    fn ambiguous_characters_are_two_columns_wide() {
        assert_eq!(columns("A001"), 4);
        assert_eq!(columns("“栋”…—·"), 12);
    }
}
