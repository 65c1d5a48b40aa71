//! Text from people and scanners, made harmless before anything keeps or prints it.

use super::Refusal;

/// The longest name the station keeps, in characters. The rule for names in public systems asks for at least 50.
pub const NAME_MAX: usize = 50;
/// The longest matter of a request, in characters.
pub const MATTER_MAX: usize = 500;

/// Trims, and drops what is never meant: control characters, bidirectional overrides, zero-width marks, line ends become blanks.
pub fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if matches!(c, '\n' | '\r' | '\t' | '\u{3000}') { ' ' } else { c })
        .filter(|c| !is_harmful(*c))
        .collect();
    kept.trim().to_owned()
}

fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Full-width digits and letters as typed by an input method, made plain: `３Ａ` is `3A`.
pub fn half_width(text: &str) -> String {
    let plain = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    text.chars().map(plain).collect()
}

/// The matter of a request: cleaned, not empty, at most [`MATTER_MAX`] characters.
pub fn matter(text: &str) -> Result<String, Refusal> {
    let text = clean(text);
    match text.chars().count() {
        0 => Err(Refusal::MatterMissing),
        n if n > MATTER_MAX => Err(Refusal::MatterTooLong { max: MATTER_MAX }),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_meant_is_dropped() {
        assert_eq!(clean("  \u{1b}@水管\u{202e}漏\u{7f}水\r\n二楼\u{200b} "), "@水管漏水  二楼");
        assert_eq!(half_width("３－１－５０２Ａ"), "3-1-502A");
    }

    #[test]
    fn a_matter_has_bounds() {
        assert_eq!(matter(" \n "), Err(Refusal::MatterMissing));
        assert_eq!(matter(&"漏".repeat(501)), Err(Refusal::MatterTooLong { max: 500 }));
        assert_eq!(matter(&"漏".repeat(500)).map(|t| t.chars().count()), Ok(500));
    }
}
