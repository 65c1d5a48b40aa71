//! Identity numbers: check character (GB 11643, ISO 7064 MOD 11-2), masking, and what the digits say.

use chrono::NaiveDate;
use zeroize::Zeroize;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The check character for the first 17 digits. `None` unless `digits` begins with 17 ASCII digits.
///
/// ```
/// assert_eq!(id_reader::number::check_char("11010519491231002"), Some('X')); // GB 11643's own example
/// ```
#[must_use]
pub fn check_char(digits: &str) -> Option<char> {
    let mut sum = 0;
    let mut chars = digits.chars();
    for weight in WEIGHTS {
        sum += weight * chars.next()?.to_digit(10)?;
    }
    CHECKS.get(usize::try_from(sum % 11).ok()?).copied()
}

/// Whether `number` is 17 digits and the right check character (capital X).
#[must_use]
pub fn is_valid18(number: &str) -> bool {
    number.len() == 18 && number.is_ascii() && number.chars().last() == check_char(number)
}

/// Makes of keyboard input what a chip would hold: full-width digits and letters to ASCII, `x` to `X`, spaces out.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    };
    typed.chars().map(narrow).filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

/// The 18-digit form of a 15-digit number of the first generation (until 1999; the cards are invalid since 2013):
/// `19` after the sixth digit and a check character behind. Sequences 996..=999 were for people born before 1900 and
/// give `18`. `None` unless `old` is 15 digits.
///
/// ```
/// assert_eq!(id_reader::number::from15("440524800101001").as_deref(), Some("440524198001010013"));
/// ```
#[must_use]
pub fn from15(old: &str) -> Option<String> {
    if old.len() != 15 || !old.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (division, rest) = old.split_at_checked(6)?;
    let century = if matches!(old.get(12..)?, "996" | "997" | "998" | "999") { "18" } else { "19" };
    let mut number = format!("{division}{century}{rest}");
    number.push(check_char(&number)?);
    Some(number)
}

/// The first two digits' place (GB/T 2260). Only these are checked: codes of abolished counties stay valid for life.
#[must_use]
pub fn province(number: &str) -> Option<&'static str> {
    Some(match number.get(..2)? {
        "11" => "北京",
        "12" => "天津",
        "13" => "河北",
        "14" => "山西",
        "15" => "内蒙古",
        "21" => "辽宁",
        "22" => "吉林",
        "23" => "黑龙江",
        "31" => "上海",
        "32" => "江苏",
        "33" => "浙江",
        "34" => "安徽",
        "35" => "福建",
        "36" => "江西",
        "37" => "山东",
        "41" => "河南",
        "42" => "湖北",
        "43" => "湖南",
        "44" => "广东",
        "45" => "广西",
        "46" => "海南",
        "50" => "重庆",
        "51" => "四川",
        "52" => "贵州",
        "53" => "云南",
        "54" => "西藏",
        "61" => "陕西",
        "62" => "甘肃",
        "63" => "青海",
        "64" => "宁夏",
        "65" => "新疆",
        "71" | "83" => "台湾",
        "81" => "香港",
        "82" => "澳门",
        _ => return None,
    })
}

/// The number of a card: 18 characters, or 15 (three letters, twelve digits) on the foreigner's card of 2017.
/// Debug and Display show it masked; [`IdNumber::full`] is the only way to the text. Wiped on drop.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber(String);

impl IdNumber {
    /// Takes an 18-character number whose check character holds.
    ///
    /// # Errors
    /// [`BadNumber`] for any other text.
    pub fn new18(text: &str) -> Result<IdNumber, BadNumber> {
        is_valid18(text).then(|| IdNumber(text.to_owned())).ok_or(BadNumber)
    }

    /// Takes the number of a foreigner's card of 2017: three capitals and twelve digits. Its last digit is a check
    /// whose rule is not public, so it is not checked.
    ///
    /// # Errors
    /// [`BadNumber`] for any other shape.
    pub fn new15(text: &str) -> Result<IdNumber, BadNumber> {
        let shaped = text.len() == 15
            && text
                .bytes()
                .enumerate()
                .all(|(at, b)| if at < 3 { b.is_ascii_uppercase() } else { b.is_ascii_digit() });
        shaped.then(|| IdNumber(text.to_owned())).ok_or(BadNumber)
    }

    /// The whole number. Personal data: do not log it.
    #[must_use]
    pub fn full(&self) -> &str {
        &self.0
    }

    /// The first three and the last four characters, the rest as stars: for staff who compare.
    #[must_use]
    pub fn masked(&self) -> String {
        let stars = self.0.len().saturating_sub(7);
        format!("{}{}{}", self.0.get(..3).unwrap_or_default(), "*".repeat(stars), self.last4())
    }

    /// The last four characters: all that a printed slip may carry.
    #[must_use]
    pub fn last4(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default()
    }

    /// The date of birth as the digits say it: `None` if that is not a day of the calendar. For a 15-character
    /// number the century is not in it: `None`.
    #[must_use]
    pub fn birth(&self) -> Option<NaiveDate> {
        if self.0.len() != 18 { None } else { date8(self.0.get(6..14)?) }
    }

    /// Whether digit 17 says male (odd). `None` for a 15-character number.
    #[must_use]
    pub fn says_male(&self) -> Option<bool> {
        let digit = self.0.as_bytes().get(16).copied().filter(u8::is_ascii_digit)?;
        Some(digit % 2 == 1)
    }
}

impl std::fmt::Debug for IdNumber {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "IdNumber({})", self.masked())
    }
}

impl std::fmt::Display for IdNumber {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.masked())
    }
}

impl Drop for IdNumber {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Not a number of this kind, or its check character does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid identity number")]
pub struct BadNumber;

/// `YYYYMMDD` as a date, if it is one.
pub(crate) fn date8(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?)
}
