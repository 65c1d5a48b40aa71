//! The estate's units: building, unit (stairwell), room. Which of them exist is the house's own data.

use super::{Refusal, text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One dwelling or shop: `3-1-502` is building 3, unit 1, room 502.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unit(String);

impl Unit {
    /// The text as it is kept, shown and searched.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One building of the estate as the config describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Building {
    /// `3`, `A`, `商铺`.
    pub name: String,
    /// Stairwells, counted from 1.
    pub units: u8,
    /// Floors with dwellings: from, to (both are inside).
    pub floors: (u8, u8),
    /// Dwellings on a floor in one stairwell.
    pub rooms: u8,
}

impl Building {
    /// The stairwells' names, as a picker lists them.
    pub fn stairs(&self) -> impl Iterator<Item = String> {
        (1..=self.units).map(|stair| stair.to_string())
    }

    /// The floors with dwellings, lowest first.
    pub fn levels(&self) -> impl Iterator<Item = String> {
        (self.floors.0..=self.floors.1).map(|floor| floor.to_string())
    }

    /// The rooms of one floor, `502`; none where the floor does not stand.
    pub fn doors(&self, floor: &str) -> impl Iterator<Item = String> {
        let stands = |floor: &u8| (self.floors.0..=self.floors.1).contains(floor);
        let floor = floor.parse().ok().filter(stands);
        floor.into_iter().flat_map(|floor| (1..=self.rooms).map(move |door| format!("{floor}{door:02}")))
    }
}

/// All buildings of the estate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Estate {
    /// In the order in which pages show them.
    pub buildings: Vec<Building>,
}

impl Estate {
    /// The unit that a person named in three fields; blanks and full-width digits are forgiven, and so are the words
    /// 栋, 单元, 室 written behind the digits.
    pub fn find(&self, building: &str, unit: &str, room: &str) -> Result<Unit, Refusal> {
        let [building, unit, room] = [building, unit, room].map(plain);
        if building.is_empty() || unit.is_empty() || room.is_empty() {
            return Err(Refusal::UnitMissing);
        }
        let shown: String = format!("{building}-{unit}-{room}").chars().take(20).collect();
        let unknown = || Refusal::UnitUnknown { unit: shown.clone() };
        let home = self.buildings.iter().find(|b| b.name == building).ok_or_else(unknown)?;
        let stair: u8 = unit.parse().map_err(|_| unknown())?;
        let number: u16 = room.parse().map_err(|_| unknown())?;
        let (floor, door) = (number / 100, number % 100);
        let stands = (1..=home.units).contains(&stair)
            && (u16::from(home.floors.0)..=u16::from(home.floors.1)).contains(&floor)
            && (1..=u16::from(home.rooms)).contains(&door);
        if stands { Ok(Unit(format!("{building}-{stair}-{number}"))) } else { Err(unknown()) }
    }

    /// The unit written in one text, `3-1-502`.
    pub fn parse(&self, text: &str) -> Result<Unit, Refusal> {
        let [building, unit, room] = parts(text);
        self.find(building, unit, room)
    }
}

/// Building, unit and room of one text, `3-1-502`; what is not there is empty.
pub fn parts(text: &str) -> [&str; 3] {
    let mut parts = text.splitn(3, ['-', '－']);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

fn plain(part: &str) -> String {
    let cleaned = text::half_width(&text::clean(part)).to_uppercase();
    cleaned.trim_end_matches(['栋', '幢', '号', '单', '元', '室']).trim_start_matches('0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estate() -> Estate {
        let building = |name: &str| Building { name: name.into(), units: 2, floors: (1, 18), rooms: 4 };
        Estate { buildings: vec![building("3"), building("A")] }
    }

    #[test]
    fn a_unit_is_found_however_it_is_written() {
        for (b, u, r) in [("3", "1", "502"), ("３栋", "1单元", "0502室"), (" 3 ", "01", "502")] {
            assert_eq!(estate().find(b, u, r).map(|u| u.to_string()), Ok("3-1-502".into()));
        }
        assert_eq!(estate().parse("a-2-1804").map(|u| u.to_string()), Ok("A-2-1804".into()));
    }

    #[test]
    fn what_a_picker_lists_stands_and_nothing_is_left_out() {
        let estate = estate();
        let mut listed = 0;
        for b in &estate.buildings {
            for (stair, floor) in b.stairs().flat_map(|s| b.levels().map(move |f| (s.clone(), f))) {
                for door in b.doors(&floor) {
                    assert!(estate.find(&b.name, &stair, &door).is_ok(), "{}-{stair}-{door}", b.name);
                    listed += 1;
                }
            }
        }
        assert_eq!(listed, 2 * 2 * 18 * 4);
        for floor in ["", "0", "19", "x", "999"] {
            assert_eq!(estate.buildings[0].doors(floor).count(), 0, "{floor}");
        }
    }

    #[test]
    fn a_unit_that_does_not_stand_is_refused() {
        for (b, u, r) in
            [("9", "1", "502"), ("3", "3", "502"), ("3", "1", "1902"), ("3", "1", "505"), ("3", "x", "502")]
        {
            assert!(matches!(estate().find(b, u, r), Err(Refusal::UnitUnknown { .. })), "{b}-{u}-{r}");
        }
        assert_eq!(estate().find("3", "", "502"), Err(Refusal::UnitMissing));
        assert_eq!(estate().parse("3-1"), Err(Refusal::UnitMissing));
    }
}
