//! The roll-call list: who is inside now, to be ticked off at the assembly point.
//!
//! Names are masked as everywhere; with the unit, the pass number and the time they are enough to call a person by, and a
//! list that blows about in a car park gives nobody's whole name away.

use super::{Line, Slip, SlipKind, head, pair, time};
use crate::rules::visits::Visit;
use crate::rules::{House, SlipId};
use chrono::{DateTime, FixedOffset};

/// Visits on one slip: a printer shortens what has no end, and nobody may be left out. More people, more slips.
const MOST: usize = 200;

/// The list of `inside`, by building and unit, as one slip or as many as it takes; `people` is everybody, companions too.
pub fn roll_call(
    fresh: impl Fn() -> SlipId,
    inside: &[Visit],
    people: u32,
    house: &House,
    now: DateTime<FixedOffset>,
) -> Vec<Slip> {
    let mut visits: Vec<&Visit> = inside.iter().collect();
    visits.sort_by_cached_key(|v| (place(v), v.arrived));
    let mut parts: Vec<&[&Visit]> = visits.chunks(MOST).collect();
    if parts.is_empty() {
        parts.push(&[]); // nobody inside: that too is worth a slip in the hand
    }
    let of = parts.len();
    let slip = |(n, part): (usize, &&[&Visit])| {
        let mut lines = head(house, "园内访客点名单");
        lines.push(pair("打印时间", &time(now)));
        lines.push(pair("园内访客", &format!("{people} 人，{} 批", visits.len())));
        let mut number = now.format("%H:%M").to_string();
        if of > 1 {
            lines.push(pair("本张", &format!("第 {} 张，共 {of} 张", n + 1)));
            number = format!("{number} {}/{of}", n + 1);
        }
        lines.extend(names(part, now));
        lines.push(Line::Rule);
        lines.push(Line::Text("名单以打印时为准。有人未到，请报现场指挥。".into()));
        lines.push(Line::Blank("清点人".into()));
        lines.push(Line::Blank("到齐时间".into()));
        let id = fresh();
        Slip { id, kind: SlipKind::Roll, number, entity: id.0, lines }
    };
    parts.iter().enumerate().map(slip).collect()
}

/// A line each, a rule between buildings.
fn names(visits: &[&Visit], now: DateTime<FixedOffset>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut building = None;
    for visit in visits {
        let here = place(visit).first().copied();
        if building != Some(here) {
            building = Some(here);
            lines.push(Line::Rule);
        }
        let name = visit.name.as_ref().map_or_else(|| "姓名已抹除".into(), ToString::to_string);
        let today = visit.arrived.date_naive() == now.date_naive();
        let arrived = visit.arrived.format(if today { "%H:%M" } else { "%m-%d %H:%M" });
        let people = 1 + u32::from(visit.companions);
        lines.push(pair(
            &format!("□ {} {name}", visit.unit),
            &format!("{people} 人 {} {arrived}", visit.number),
        ));
    }
    lines
}

/// Building, stairwell and room as numbers, so that 2 stands before 10.
fn place(visit: &Visit) -> Vec<u32> {
    visit.unit.as_str().split('-').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}
