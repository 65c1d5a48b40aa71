//! What the unit picker lists: the estate's own buildings, stairwells, floors and rooms, and nothing that does not stand.

use super::station::list;
use front_desk::rules::House;
use front_desk::rules::units::Building;
use slint::{ComponentHandle, ModelRc, SharedString};
use std::rc::Rc;

pub(super) fn connect(window: &ui::KioskWindow, house: &Rc<House>) {
    let homes = window.global::<ui::Homes<'_>>();
    let names = house.estate.buildings.iter().map(|b| SharedString::from(b.name.as_str()));
    homes.set_buildings(list(names.collect()));
    let known = house.clone();
    homes.on_units(move |building| texts(&known, &building, |b| b.stairs().collect()));
    let known = house.clone();
    homes.on_floors(move |building| texts(&known, &building, |b| b.levels().collect()));
    let known = house.clone();
    homes.on_rooms(move |building, floor| texts(&known, &building, |b| b.doors(&floor).collect()));
}

/// What a building has of something; nothing where there is no such building.
fn texts(house: &House, building: &str, of: impl Fn(&Building) -> Vec<String>) -> ModelRc<SharedString> {
    let found = house.estate.buildings.iter().find(|b| b.name == building);
    list(found.map(of).unwrap_or_default().into_iter().map(SharedString::from).collect())
}
