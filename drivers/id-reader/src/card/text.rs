//! Fields of the 256 bytes of text: UTF-16LE, left-aligned, padded on the right (GA/T 490).

use zeroize::Zeroizing;

use super::pua;

/// One field as text. Bytes come in pairs; an odd last byte is ignored. Spaces, NULs and ideographic spaces at the end
/// are padding and go; those inside stay. An unpaired surrogate becomes U+FFFD.
pub(super) fn field(text: &[u8; 256], offset: usize, bytes: usize) -> Zeroizing<String> {
    let raw = text.get(offset..offset + bytes).unwrap_or_default();
    let units = raw.chunks_exact(2).map(|pair| match pair {
        [low, high] => u16::from_le_bytes([*low, *high]),
        _ => 0,
    });
    // Room for the longest form at once, so that no piece of a name is left behind by a growing buffer.
    let mut whole = Zeroizing::new(String::with_capacity(bytes / 2 * 3));
    for unit in char::decode_utf16(units) {
        whole.push(unit.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    let kept = whole.trim_end_matches([' ', '\0', '\u{3000}']).len();
    whole.truncate(kept);
    whole
}

/// The form for people: GBK's private-use characters mapped, other private-use characters as `□[U+E000]`, control
/// characters as U+FFFD (they must not reach a printer or a terminal).
pub(super) fn display(raw: &str) -> String {
    let mut shown = String::with_capacity(raw.len() * 4);
    for c in raw.chars() {
        match pua::standard(c) {
            Some(standard) => shown.push(standard),
            None if pua::is_private(c) => {
                shown.push('□');
                shown.push_str(&format!("[U+{:04X}]", u32::from(c)));
            }
            None if c.is_control() => shown.push(char::REPLACEMENT_CHARACTER),
            None => shown.push(c),
        }
    }
    shown
}
