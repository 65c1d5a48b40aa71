//! Which byte is what: the four layouts. All offsets and sizes in bytes.

use zeroize::Zeroizing;

use super::text::{display, field};
use super::{Card, CardError, Kind, Sex, Until, warning};
use crate::number::{IdNumber, date8};

/// Where the fields kept lie in one layout.
struct Layout {
    kind: Kind,
    name: (usize, usize),
    latin: &'static [(usize, usize)],
    sex: usize,
    birth: usize,
    number: (usize, usize),
    valid_from: usize,
    valid_to: usize,
}

/// GA/T 490.
const RESIDENT: Layout = Layout {
    kind: Kind::Resident,
    name: (0, 30),
    latin: &[],
    sex: 30,
    birth: 36,
    number: (122, 36),
    valid_from: 188,
    valid_to: 204,
};

/// 港澳台居民居住证机读信息规范（试行） 2018: as the resident's card, for the fields kept here.
const HONG_KONG_MACAU_TAIWAN: Layout = Layout { kind: Kind::HongKongMacauTaiwan, ..RESIDENT };

/// 外国人永久居留身份证机读信息 2017.
const FOREIGN_2017: Layout = Layout {
    kind: Kind::ForeignResident2017,
    name: (158, 30),
    latin: &[(0, 120)],
    sex: 120,
    birth: 220,
    number: (122, 30),
    valid_from: 188,
    valid_to: 204,
};

/// 外国人永久居留身份证机读信息 2023: the Latin name lies in two pieces.
const FOREIGN_2023: Layout =
    Layout { kind: Kind::ForeignResident2023, latin: &[(52, 70), (220, 22)], ..RESIDENT };

pub(super) fn parse(text: &[u8; 256]) -> Result<Card, CardError> {
    let layout = match text.get(248..250) {
        Some([0x20 | 0x00, 0x00]) => RESIDENT,
        Some([b'J', 0x00]) => HONG_KONG_MACAU_TAIWAN,
        Some([b'I', 0x00]) => FOREIGN_2017,
        Some([b'Y', 0x00]) => FOREIGN_2023,
        other => {
            let pair = other.and_then(|pair| pair.first_chunk::<2>()).copied().unwrap_or_default();
            return Err(CardError::UnknownType(pair));
        }
    };
    let number = field(text, layout.number.0, layout.number.1);
    let number = match layout.kind {
        Kind::ForeignResident2017 => IdNumber::new15(&number),
        _ => IdNumber::new18(&number),
    };
    let number = number.map_err(|_| CardError::BadNumber)?;
    let chinese = field(text, layout.name.0, layout.name.1);
    let latin = latin_name(text, layout.latin);
    let raw_name = if chinese.is_empty() { latin.clone() } else { chinese };
    let birth_text = field(text, layout.birth, 16);
    let mut card = Card {
        kind: layout.kind,
        name: Zeroizing::new(display(&raw_name)),
        raw_name,
        latin_name: latin,
        number,
        sex: sex(&field(text, layout.sex, 2)),
        birth: date8(&birth_text),
        birth_text,
        valid_from: date8(&field(text, layout.valid_from, 16)),
        valid_to: until(&field(text, layout.valid_to, 16)),
        warnings: Vec::new(),
    };
    card.warnings = warning::standing(&card, name_units(&card, layout.name.1));
    Ok(card)
}

/// Joins the pieces before trimming: a first piece that ends in a space keeps it if more follows.
fn latin_name(text: &[u8; 256], pieces: &[(usize, usize)]) -> Zeroizing<String> {
    let mut joined = [0; 256];
    let mut len = 0;
    for (offset, bytes) in pieces {
        let piece = text.get(*offset..offset + bytes).unwrap_or_default();
        if let Some(room) = joined.get_mut(len..len + piece.len()) {
            room.copy_from_slice(piece);
            len += piece.len();
        }
    }
    let name = field(&joined, 0, len);
    zeroize::Zeroize::zeroize(&mut joined);
    Zeroizing::new(display(&name))
}

/// How many UTF-16 units the field has in which the name stands.
fn name_units(card: &Card, chinese_bytes: usize) -> usize {
    match (card.kind, card.raw_name == card.latin_name) {
        (Kind::ForeignResident2017, true) => 60,
        (Kind::ForeignResident2023, true) => 46,
        _ => chinese_bytes / 2,
    }
}

fn sex(text: &str) -> Sex {
    match text.chars().next() {
        Some('0') | None => Sex::Unknown,
        Some('1') => Sex::Male,
        Some('2') => Sex::Female,
        Some('9') => Sex::NotStated,
        Some(other) => Sex::Other(other),
    }
}

fn until(text: &str) -> Option<Until> {
    if text == "长期" { Some(Until::Forever) } else { date8(text).map(Until::Day) }
}
