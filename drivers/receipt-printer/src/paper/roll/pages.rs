//! The upper half of the one-byte code pages a stream may choose (ESC t): PC437, Katakana, and Windows-1252 for all
//! others. Slips of this crate never use one; other senders do, mostly for lines and accents.

use encoding_rs::WINDOWS_1252;

/// PC437 from 80 on.
const PC437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";
/// Katakana from 80 to 9F; half-width kana follow from A1.
const LINES: &str = "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯";

/// The character of a byte from 80 on in this page.
pub(super) fn high(page: u8, byte: u8) -> char {
    let at = usize::from(byte.saturating_sub(0x80));
    let found = match (page, byte) {
        (0, _) => PC437.chars().nth(at),
        (1, 0x80..=0x9F) => LINES.chars().nth(at),
        (1, 0xA1..=0xDF) => char::from_u32(0xFF61 + u32::from(byte) - 0xA1),
        _ => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next(),
    };
    found.filter(|c| !c.is_control()).unwrap_or('¤')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(PC437.chars().count(), 128);
        assert_eq!(LINES.chars().count(), 32);
        assert_eq!(
            (high(0, 0x82), high(0, 0xC4), high(1, 0x95), high(1, 0xB1), high(16, 0xE9)),
            ('é', '─', '─', 'ｱ', 'é')
        );
    }
}
