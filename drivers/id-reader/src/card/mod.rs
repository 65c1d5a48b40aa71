//! The 256 bytes of text of a card, as the few fields a desk may need. Pure.
//!
//! Four layouts (GA/T 490; the residence permit's and the two foreigners' cards' own): byte 248 tells which. What is
//! **not** kept: ethnic group, address, issuer, nationality, photo, fingerprints, pass number. They are never copied
//! out of the frame, and the frame's buffer is wiped.

mod layout;
pub mod pua;
mod text;
mod warning;

use chrono::NaiveDate;
use zeroize::{Zeroize, Zeroizing};

use crate::number::IdNumber;
pub use warning::Warning;

/// Which document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Resident identity card 居民身份证.
    Resident,
    /// Residence permit for Hong Kong, Macau and Taiwan residents 港澳台居民居住证 (type `J`).
    HongKongMacauTaiwan,
    /// Foreigner's permanent-residence card of 2017 外国人永久居留身份证 (type `I`).
    ForeignResident2017,
    /// Foreigner's permanent-residence card of 2023 (type `Y`).
    ForeignResident2023,
}

/// Sex as the card states it (GB/T 2261.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// `0` 未知.
    Unknown,
    /// `1` 男.
    Male,
    /// `2` 女.
    Female,
    /// `9` 未说明.
    NotStated,
    /// Anything else, kept as it is.
    Other(char),
}

/// The last day of validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Until {
    /// This day is still valid.
    Day(NaiveDate),
    /// 长期: for good.
    Forever,
}

/// Why a text is not a card this crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// Byte 248 names no layout known here. The two bytes are given.
    #[error("unknown type of card")]
    UnknownType([u8; 2]),
    /// The card's own number has not the shape of its kind, or its check character does not hold.
    #[error("the number on the card is not valid")]
    BadNumber,
}

/// A card that was read. Masked in Debug, wiped on drop.
///
/// ```
/// use id_reader::{card::Card, sim};
/// let card = Card::parse(&sim::card("R1").unwrap().text()).unwrap();
/// assert_eq!(card.name(), "测试甲");
/// assert_eq!(format!("{:?}", card.number()), "IdNumber(110***********1231)");
/// ```
#[derive(Clone)]
pub struct Card {
    kind: Kind,
    name: Zeroizing<String>,
    raw_name: Zeroizing<String>,
    latin_name: Zeroizing<String>,
    number: IdNumber,
    sex: Sex,
    birth: Option<NaiveDate>,
    birth_text: Zeroizing<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<Until>,
    warnings: Vec<Warning>,
}

impl Card {
    /// Reads the 256 bytes of text of an answer to "read base information".
    ///
    /// # Errors
    /// [`CardError::UnknownType`] for a layout not known here, [`CardError::BadNumber`] if the card's own number does
    /// not hold. Anything else that looks odd is a [`Warning`].
    pub fn parse(text: &[u8; 256]) -> Result<Card, CardError> {
        layout::parse(text)
    }

    /// Which document.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The name for people to read and to search by: the Chinese one, or the Latin one if the card has no other.
    /// Private-use characters with a public meaning are mapped, the others shown as `□[U+E000]`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same name exactly as the chip holds it.
    #[must_use]
    pub fn raw_name(&self) -> &str {
        &self.raw_name
    }

    /// The name in Latin letters; only on foreigners' cards.
    #[must_use]
    pub fn latin_name(&self) -> Option<&str> {
        (!self.latin_name.is_empty()).then_some(self.latin_name.as_str())
    }

    /// The number: masked unless asked for in full.
    #[must_use]
    pub fn number(&self) -> &IdNumber {
        &self.number
    }

    /// Sex.
    #[must_use]
    pub fn sex(&self) -> Sex {
        self.sex
    }

    /// Date of birth; `None` if the chip's field is no day of the calendar.
    #[must_use]
    pub fn birth(&self) -> Option<NaiveDate> {
        self.birth
    }

    /// First day of validity; `None` if the field is no date.
    #[must_use]
    pub fn valid_from(&self) -> Option<NaiveDate> {
        self.valid_from
    }

    /// Last day of validity; `None` if the field is neither a date nor 长期.
    #[must_use]
    pub fn valid_to(&self) -> Option<Until> {
        self.valid_to
    }

    /// Whether the card has run out on `day`. Its last day still counts as valid; an unreadable field is not expired.
    #[must_use]
    pub fn expired_on(&self, day: NaiveDate) -> bool {
        matches!(self.valid_to, Some(Until::Day(last)) if last < day)
    }

    /// Whether `day` lies within the validity. `None` if the card's dates do not tell.
    #[must_use]
    pub fn valid_on(&self, day: NaiveDate) -> Option<bool> {
        let (from, to) = (self.valid_from?, self.valid_to?);
        Some(from <= day && (to == Until::Forever || !self.expired_on(day)))
    }

    /// Whole years of age on `day`: the year is full on the birthday (1 March for 29 February in other years).
    /// `None` if the birth is unknown or after `day`.
    #[must_use]
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        day.years_since(self.birth?)
    }

    /// What does not add up, as far as it can be told without a day.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The same with what depends on the day: expired, not yet valid, born in the future.
    #[must_use]
    pub fn warnings_on(&self, day: NaiveDate) -> Vec<Warning> {
        let mut all = self.warnings.clone();
        all.extend(warning::on(self, day));
        all
    }
}

impl std::fmt::Debug for Card {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let first = self.name.chars().next().unwrap_or(' ');
        out.debug_struct("Card")
            .field("kind", &self.kind)
            .field("name", &format_args!("{first}*"))
            .field("number", &self.number)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

impl Drop for Card {
    /// The texts wipe themselves; the dates are overwritten here.
    fn drop(&mut self) {
        self.birth = None;
        self.valid_from = None;
        self.valid_to = None;
        self.sex = Sex::Unknown;
        self.warnings.clear();
        self.birth_text.zeroize();
    }
}
