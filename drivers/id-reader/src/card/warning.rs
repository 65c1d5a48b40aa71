//! Cross-checks. The chip's data win: what does not add up is a warning beside the card, not a refusal.

use chrono::{Datelike, NaiveDate};

use super::{Card, Kind, Sex, Until, pua};
use crate::number;

/// Something about a card that a clerk may want to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Warning {
    /// The birth field is no day of the calendar.
    BirthNotADate,
    /// The birth field and the digits of the number differ. They may: the number stays when a record is corrected.
    BirthDiffersFromNumber,
    /// Born before 1850 or after the day asked for.
    BirthOutOfRange,
    /// The sex field and digit 17 of the number differ. They may.
    SexDiffersFromNumber,
    /// The sex field holds none of the codes of GB/T 2261.1.
    UnknownSex,
    /// The number's first two digits are no place of GB/T 2260, or not those of this kind of card.
    UnknownPlace,
    /// Valid-from is no date.
    ValidFromNotADate,
    /// Valid-to is neither a date nor 长期.
    ValidToNotADate,
    /// Valid from a day before the birth, or to a day before valid-from.
    ValidityOutOfOrder,
    /// Past its last valid day.
    Expired,
    /// Not valid yet.
    NotYetValid,
    /// The name is empty.
    NoName,
    /// The name fills its field: it may have been cut on the chip.
    NameMayBeCut,
    /// The name has a private-use character with no public meaning, a radical, or broken text: type it by hand.
    NameNeedsHand,
}

/// What can be told without knowing the day.
pub(super) fn standing(card: &Card, name_units: usize) -> Vec<Warning> {
    let mut found = Vec::new();
    let mut note = |is: bool, warning| {
        if is {
            found.push(warning);
        }
    };
    note(card.birth.is_none(), Warning::BirthNotADate);
    note(!birth_agrees(card), Warning::BirthDiffersFromNumber);
    note(card.birth.is_some_and(|day| day.year() < 1850), Warning::BirthOutOfRange);
    note(matches!(card.sex, Sex::Other(_)), Warning::UnknownSex);
    let sex_differs = match (card.sex, card.number.says_male()) {
        (Sex::Male, Some(male)) => !male,
        (Sex::Female, Some(male)) => male,
        _ => false,
    };
    note(sex_differs, Warning::SexDiffersFromNumber);
    note(!place_is_known(card), Warning::UnknownPlace);
    note(card.valid_from.is_none(), Warning::ValidFromNotADate);
    note(card.valid_to.is_none(), Warning::ValidToNotADate);
    let before =
        |early: Option<NaiveDate>, late: Option<NaiveDate>| early.zip(late).is_some_and(|(e, l)| l < e);
    let last = match card.valid_to {
        Some(Until::Day(day)) => Some(day),
        _ => None,
    };
    note(before(card.birth, card.valid_from) || before(card.valid_from, last), Warning::ValidityOutOfOrder);
    let name = card.raw_name();
    note(name.is_empty(), Warning::NoName);
    note(name.encode_utf16().count() >= name_units, Warning::NameMayBeCut);
    note(name.chars().any(needs_hand), Warning::NameNeedsHand);
    found
}

/// What depends on the day.
pub(super) fn on(card: &Card, day: NaiveDate) -> Vec<Warning> {
    let mut found = Vec::new();
    if card.expired_on(day) {
        found.push(Warning::Expired);
    }
    if card.valid_from.is_some_and(|from| from > day) {
        found.push(Warning::NotYetValid);
    }
    if card.birth.is_some_and(|birth| birth > day) {
        found.push(Warning::BirthOutOfRange);
    }
    found
}

fn birth_agrees(card: &Card) -> bool {
    let (digits, century) = match card.kind {
        Kind::ForeignResident2017 => (card.number.full().get(7..13), 2),
        _ => (card.number.full().get(6..14), 0),
    };
    digits.is_some_and(|digits| card.birth_text.get(century..) == Some(digits))
}

fn place_is_known(card: &Card) -> bool {
    let number = card.number.full();
    match card.kind {
        Kind::Resident => number::province(number).is_some(),
        Kind::HongKongMacauTaiwan => matches!(number.get(..6), Some("810000" | "820000" | "830000")),
        Kind::ForeignResident2023 => {
            number.starts_with('9') && number.get(1..).is_some_and(|n| number::province(n).is_some())
        }
        Kind::ForeignResident2017 => true,
    }
}

fn needs_hand(c: char) -> bool {
    let shown = pua::standard(c).unwrap_or(c);
    shown == char::REPLACEMENT_CHARACTER
        || pua::is_private(shown)
        || pua::is_radical(shown)
        || shown.is_control()
}
