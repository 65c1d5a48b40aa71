//! `house.toml`: what this estate has decided for itself.

use super::section::{Complaints, Document, Section};
use super::{forms, requests};
use crate::rules::House;
use crate::rules::hours::Spans;
use crate::rules::lobby::Lobby;
use crate::rules::units::{Building, Estate};
use chrono::{FixedOffset, NaiveTime};
use std::sync::Arc;

pub(super) fn read(house: &Document, complaints: &mut Complaints) -> House {
    house.read(complaints, read_house)
}

fn read_house(root: &Section<'_>) -> House {
    let offset = root.parsed("utc_offset", "时区，例如 +08:00", |text| text.parse::<FixedOffset>().ok());
    let estate = Estate { buildings: root.sections("building", read_building) };
    let visiting = super::visiting::read(root, &estate);
    let reception = root.section("reception", |s| hours(s, "hours")).unwrap_or_default();
    let marks = requests::read_marks(root);
    House {
        name: root.text("name"),
        offset: offset
            .or_else(|| FixedOffset::east_opt(0))
            .unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc)),
        phone: root.text("phone"),
        estate,
        visiting,
        answer: marks.iter().filter_map(|m| m.answer.map(|a| (m.mark, a))).collect(),
        reception,
        requests: requests::read_rules(root, &marks),
        phrases: marks.into_iter().map(|m| (m.mark, m.phrases)).collect(),
        forms: forms::read(root),
        services: Vec::new(),
        topics: Vec::new(),
        closed_on: Vec::new(),
        lobby: Lobby::default(),
        words: Arc::default(),
        counters: 1,
        numbers_per_hour: 1,
    }
}

fn read_building(section: &Section<'_>) -> Building {
    let (from, to) = section.range("floors", 99);
    Building {
        name: section.text("name"),
        units: byte(section.number("units", 1, 30)),
        floors: (byte(from), byte(to)),
        rooms: byte(section.number("rooms", 1, 99)),
    }
}

/// Spans like `09:00-12:00`.
pub(super) fn hours(section: &Section<'_>, key: &str) -> Spans {
    section.list(key, "时段，例如 09:00-12:00", |text| {
        let (from, to) = text.split_once('-')?;
        let time = |t: &str| NaiveTime::parse_from_str(t.trim(), "%H:%M").ok();
        let (from, to) = (time(from)?, time(to)?);
        (from < to).then_some((from, to))
    })
}

/// The bounds given to `number` keep it below 256.
pub(super) fn byte(n: u32) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}
