//! Households: who lives where, from the estate's own list. Asked for one thing only: whether a telephone is theirs.

use super::people::{PersonName, Phone};
use super::units::{Estate, Unit};
use super::{Fact, HouseholdId, Personal};

/// One line of the estate's list.
#[derive(Clone, Debug)]
pub struct Household {
    /// Where.
    pub unit: Unit,
    /// Who.
    pub name: PersonName,
    /// How to reach them.
    pub phone: Phone,
}

/// One line of a file: its number, counted from 1, and its cells.
pub type Line = (u64, Vec<String>);

/// What is wrong with one line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Counted from 1.
    pub line: u64,
    /// What is wrong, in Chinese. Names nobody: the line is enough.
    pub what: String,
}

/// What the telephone of a request is to its unit. For staff alone: whoever stands at the kiosk gets no hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneMatch {
    /// A telephone of the household.
    Household,
    /// The household has others.
    Other,
    /// Nothing is known of the unit.
    Unlisted,
}

/// Reads lines of unit, name, telephone; a first line of headings is passed over. Every complaint at once, or every line.
pub fn read(lines: &[Line], estate: &Estate) -> Result<Vec<Household>, Vec<BadLine>> {
    let (mut good, mut bad) = (Vec::<(u64, Household)>::new(), Vec::new());
    let headings = |cells: &[String]| cells.first().is_some_and(|c| matches!(c.trim(), "房号" | "unit"));
    for (i, (line, cells)) in lines.iter().enumerate() {
        if i == 0 && headings(cells) {
            continue;
        }
        match one(cells, estate) {
            Err(what) => bad.extend(what.into_iter().map(|what| BadLine { line: *line, what })),
            Ok(new) => match good.iter().find(|(_, old)| old.unit == new.unit && old.phone == new.phone) {
                Some((first, _)) => {
                    bad.push(BadLine {
                        line: *line, what: format!("与第 {first} 行是同一户同一电话")
                    });
                }
                None => good.push((*line, new)),
            },
        }
    }
    if good.is_empty() && bad.is_empty() {
        bad.push(BadLine { line: 1, what: "文件里没有住户".into() });
    }
    if bad.is_empty() { Ok(good.into_iter().map(|(_, h)| h).collect()) } else { Err(bad) }
}

/// One line, or everything that is wrong with it.
fn one(cells: &[String], estate: &Estate) -> Result<Household, Vec<String>> {
    let [unit, name, phone] = cells else {
        return Err(vec![format!("应有三列：房号、姓名、电话；这里有 {} 列", cells.len())]);
    };
    match (estate.parse(unit), PersonName::parse(name), Phone::parse(phone)) {
        (Ok(unit), Ok(name), Ok(phone)) => Ok(Household { unit, name, phone }),
        (unit, name, phone) => {
            let wrong = [unit.err(), name.err(), phone.err()];
            Err(wrong.into_iter().flatten().map(|refusal| refusal.to_string()).collect())
        }
    }
}

/// The fact of a line.
pub fn record(id: HouseholdId, household: &Household) -> (Fact, Personal) {
    let fact = Fact::HouseholdRecorded { household: id, unit: household.unit.clone() };
    let (name, phone) = (Some(household.name.clone()), Some(household.phone.clone()));
    (fact, Personal { name, phone, ..Personal::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::units::Building;

    #[test]
    fn every_wrong_line_is_told_at_once() {
        let estate =
            Estate { buildings: vec![Building { name: "3".into(), units: 2, floors: (1, 18), rooms: 4 }] };
        let line = |n: u64, text: &str| (n, text.split(',').map(str::to_owned).collect());
        let good = [line(1, "房号,姓名,电话"), line(2, "3-1-502,测试甲,138 0000 0001")];
        assert_eq!(read(&good, &estate).map(|h| h.len()), Ok(1));
        let bad = [
            line(1, "3-1-502,测试甲,13800000001"),
            line(2, "9-1-502,,123"),
            line(3, "3-1-502,测试乙"),
            line(4, "3-1-502,测试甲,13800000001"),
        ];
        let found = read(&bad, &estate).unwrap_err();
        assert_eq!(found.iter().map(|b| b.line).collect::<Vec<_>>(), [2, 2, 2, 3, 4]);
        assert!(read(&[], &estate).is_err());
    }
}
