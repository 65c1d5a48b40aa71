//! Private-use characters: where GB 18030 has put GBK's eighty since.
//!
//! The table of private-use characters that card-issuing offices used beyond these is not public, so nothing else is mapped: such a
//! character is shown as □ with its code, and kept as it is in the raw name.

/// First code point of the table.
const FIRST: u32 = 0xE815;

/// U+E815..=U+E864 (GBK FE50..=FEA0) by GB 18030-2005 and -2022.
#[rustfmt::skip]
const TABLE: [u32; 80] = [
    0x02E81, 0x20087, 0x20089, 0x200CC, 0x02E84, 0x03473, 0x03447, 0x02E88,
    0x02E8B, 0x09FB4, 0x0359E, 0x0361A, 0x0360E, 0x02E8C, 0x02E97, 0x0396E,
    0x03918, 0x09FB5, 0x039CF, 0x039DF, 0x03A73, 0x039D0, 0x09FB6, 0x09FB7,
    0x03B4E, 0x03C6E, 0x03CE0, 0x02EA7, 0x215D7, 0x09FB8, 0x02EAA, 0x04056,
    0x0415F, 0x02EAE, 0x04337, 0x02EB3, 0x02EB6, 0x02EB7, 0x2298F, 0x043B1,
    0x043AC, 0x02EBB, 0x043DD, 0x044D6, 0x04661, 0x0464C, 0x09FB9, 0x04723,
    0x04729, 0x0477C, 0x0478D, 0x02ECA, 0x04947, 0x0497A, 0x0497D, 0x04982,
    0x04983, 0x04985, 0x04986, 0x0499F, 0x0499B, 0x049B7, 0x049B6, 0x09FBA,
    0x241FE, 0x04CA3, 0x04C9F, 0x04CA0, 0x04CA1, 0x04C77, 0x04CA2, 0x04D13,
    0x04D14, 0x04D15, 0x04D16, 0x04D17, 0x04D18, 0x04D19, 0x04DAE, 0x09FBB,
];

/// The standard character for one of GBK's private-use characters.
///
/// ```
/// assert_eq!(id_reader::card::pua::standard('\u{E863}'), Some('䶮'));
/// assert_eq!(id_reader::card::pua::standard('\u{E000}'), None);
/// ```
#[must_use]
pub fn standard(private: char) -> Option<char> {
    let at = usize::try_from(u32::from(private).checked_sub(FIRST)?).ok()?;
    TABLE.get(at).copied().and_then(char::from_u32)
}

/// Whether `c` is in a private-use area.
#[must_use]
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}

/// Whether `c` is a radical (⺁ …): a stroke shape, not a character of a name.
#[must_use]
pub fn is_radical(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{2EFF}' | '\u{9FB4}'..='\u{9FBB}')
}
