//! People: names, telephones, ID numbers, plates. Every one of them prints masked; the full text is asked for by name.

use super::{Refusal, text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroize;

macro_rules! masked {
    ($name:ident) => {
        impl $name {
            /// The text as it is. Only for sealing, for a slip's own rule, and for the eyes of the person it belongs to.
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self)
            }
        }
        impl Drop for $name {
            fn drop(&mut self) {
                self.0.zeroize();
            }
        }
    };
}

/// A person's name: 1 to [`text::NAME_MAX`] characters with at least one letter. Shown masked: `张*`, `张*东`, `欧阳**`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);
masked!(PersonName);

/// Surnames of two characters that masking keeps whole.
const DOUBLE_SURNAMES: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "端木",
    "长孙", "宇文", "南宫",
];

impl PersonName {
    /// A name as typed or as read from a card.
    pub fn parse(raw: &str) -> Result<Self, Refusal> {
        let name = text::clean(raw);
        match name.chars().count() {
            0 => Err(Refusal::NameMissing),
            n if n > text::NAME_MAX => Err(Refusal::NameTooLong { max: text::NAME_MAX }),
            _ if !name.chars().any(|c| c.is_alphabetic() || is_private_use(c)) => Err(Refusal::NameNotAName),
            _ => Ok(Self(name)),
        }
    }
}

/// A name that may be left out, such as whom a visitor comes to see.
pub fn name_or_none(raw: &str) -> Result<Option<PersonName>, Refusal> {
    match PersonName::parse(raw) {
        Err(Refusal::NameMissing) => Ok(None),
        name => name.map(Some),
    }
}

/// Old cards carry rare name characters in the private-use area.
fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}')
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: Vec<char> = self.0.chars().collect();
        let kept =
            if letters.len() > 2 && DOUBLE_SURNAMES.iter().any(|s| self.0.starts_with(s)) { 2 } else { 1 };
        let tail = usize::from(letters.len() > 2 && kept == 1);
        // The length of a long name would itself be a hint: at most three stars.
        let stars = (letters.len() - tail).saturating_sub(kept).clamp(1, 3);
        let head: String = letters.iter().take(kept).collect();
        let last: String = letters.iter().skip(letters.len() - tail).collect();
        write!(f, "{head}{}{last}", "*".repeat(stars))
    }
}

/// A telephone: 11 digits of a mobile, or 7 to 12 of a land line. Shown masked: `138****5678`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);
masked!(Phone);

impl Phone {
    /// A number as typed: blanks, dashes, `+86` and full-width digits are forgiven.
    pub fn parse(raw: &str) -> Result<Self, Refusal> {
        let plain = text::half_width(&text::clean(raw));
        let bare: String = plain.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
        let digits = bare.strip_prefix("+86").unwrap_or(&bare);
        if digits.is_empty() {
            return Err(Refusal::PhoneMissing);
        }
        let mobile = digits.len() == 11 && digits.starts_with('1');
        let land_line = (7..=12).contains(&digits.len()) && !digits.starts_with('1');
        if digits.bytes().all(|b| b.is_ascii_digit()) && (mobile || land_line) {
            Ok(Self(digits.to_owned()))
        } else {
            Err(Refusal::PhoneWrong)
        }
    }

    /// The last four digits, by which a person is found again.
    pub fn tail(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = self.0.len() - 4 - 4.min(self.0.len() - 4);
        write!(f, "{}****{}", &self.0[..head], self.tail())
    }
}

/// A citizen's number of 18 characters that passes GB 11643. Shown as first and last character only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IdNumber(String);
masked!(IdNumber);

impl IdNumber {
    /// 18 characters with a right check character (ISO 7064 MOD 11-2) and a date that exists; 15 digits of the first
    /// generation become 18 (GB 11643: `19` after the sixth digit, check character appended).
    pub fn parse(raw: &str) -> Result<Self, Refusal> {
        let text: String = text::half_width(&text::clean(raw)).to_ascii_uppercase();
        let bytes = text.as_bytes();
        let full = match bytes.len() {
            18 if bytes[..17].iter().all(u8::is_ascii_digit) => text.clone(),
            15 if bytes.iter().all(u8::is_ascii_digit) => {
                let body = format!("{}19{}", &text[..6], &text[6..]);
                format!("{body}{}", check_character(body.as_bytes()))
            }
            _ => return Err(Refusal::IdNumberWrong),
        };
        let number = Self(full);
        let right = number.0.ends_with(check_character(&number.0.as_bytes()[..17]));
        if right && number.birth().is_some() { Ok(number) } else { Err(Refusal::IdNumberWrong) }
    }

    /// The day of birth in digits 7 to 14.
    pub fn birth(&self) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(&self.0[6..14], "%Y%m%d").ok()
    }

    /// The last four characters, kept in clear so that a person can be told from a namesake.
    pub fn last4(&self) -> &str {
        &self.0[14..]
    }
}

/// The check character of 17 digits: GB 11643-1999, weights 2^(18-i) mod 11.
fn check_character(digits: &[u8]) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| u32::from(d - b'0') * w).sum();
    CHECK[(sum % 11) as usize]
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", &self.0[..1], "*".repeat(16), &self.0[17..])
    }
}

/// A vehicle plate: 省简称, a letter, then five letters or digits (six for new energy). Shown as `粤B***45`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Plate(String);
masked!(Plate);

const PROVINCES: &str = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新使领";

impl Plate {
    /// A plate as typed; an empty text is no plate.
    pub fn parse(raw: &str) -> Result<Option<Self>, Refusal> {
        let plain = text::half_width(&text::clean(raw)).to_uppercase();
        let letters: Vec<char> = plain.chars().filter(|c| !matches!(c, ' ' | '·' | '-' | '•')).collect();
        if letters.is_empty() {
            return Ok(None);
        }
        let right = matches!(letters.len(), 7 | 8)
            && PROVINCES.contains(letters[0])
            && letters[1].is_ascii_uppercase()
            && letters[2..letters.len() - 1].iter().all(|c| c.is_ascii_alphanumeric())
            && letters.last().is_some_and(|c| c.is_ascii_alphanumeric() || "学警港澳挂使领".contains(*c));
        if right { Ok(Some(Self(letters.into_iter().collect()))) } else { Err(Refusal::PlateWrong) }
    }
}

impl fmt::Display for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: Vec<char> = self.0.chars().collect();
        let head: String = letters.iter().take(2).collect();
        let last: String = letters.iter().skip(letters.len() - 2).collect();
        write!(f, "{head}***{last}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb_11643_accepts_the_standards_own_examples_and_no_neighbour() {
        for good in ["11010519491231002X", "440524188001010014", "11010519491231002x", "110000199003071231"] {
            assert!(IdNumber::parse(good).is_ok(), "{good}");
        }
        for last in "023456789X".chars() {
            assert_eq!(IdNumber::parse(&format!("11000019900307123{last}")), Err(Refusal::IdNumberWrong));
        }
        assert_eq!(
            IdNumber::parse("11000019000229001X"),
            Err(Refusal::IdNumberWrong),
            "1900 was no leap year"
        );
        assert_eq!(
            IdNumber::parse("1101051949123100２X").map(|n| n.birth()),
            Ok(NaiveDate::from_ymd_opt(1949, 12, 31))
        );
    }

    #[test]
    fn fifteen_digits_become_eighteen() {
        let number = IdNumber::parse("440524800101001").unwrap();
        assert_eq!(number.reveal(), "440524198001010013");
    }

    #[test]
    fn everything_prints_masked() {
        let names = [
            ("张伟", "张*"),
            ("张卫东", "张*东"),
            ("欧阳修远", "欧阳**"),
            ("阿", "阿*"),
            ("示例·测试乙", "示***乙"),
        ];
        for (name, shown) in names {
            assert_eq!(PersonName::parse(name).unwrap().to_string(), shown);
        }
        assert_eq!(Phone::parse("+86 138-0000-5678").unwrap().to_string(), "138****5678");
        assert_eq!(Phone::parse("8765432").unwrap().to_string(), "****5432");
        assert_eq!(Plate::parse("粤b·12345").unwrap().unwrap().to_string(), "粤B***45");
        assert_eq!(
            format!("{:?}", IdNumber::parse("110000199003071231").unwrap()),
            "IdNumber(1****************1)"
        );
    }

    #[test]
    fn what_is_not_one_is_refused() {
        assert_eq!(PersonName::parse("\u{7f}\u{1b}"), Err(Refusal::NameMissing));
        assert_eq!(PersonName::parse("12345"), Err(Refusal::NameNotAName));
        assert_eq!(PersonName::parse("😀"), Err(Refusal::NameNotAName));
        assert_eq!(PersonName::parse(&"测".repeat(51)), Err(Refusal::NameTooLong { max: 50 }));
        assert!(PersonName::parse(&"测".repeat(50)).is_ok());
        assert_eq!(Phone::parse("一三八"), Err(Refusal::PhoneWrong));
        assert_eq!(Phone::parse("1380000567"), Err(Refusal::PhoneWrong));
        assert_eq!(Plate::parse("B12345"), Err(Refusal::PlateWrong));
        assert_eq!(Plate::parse("  "), Ok(None));
    }
}
