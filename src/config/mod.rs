//! The TOML files of `config/`, typed. Unknown keys are refused; every complaint is told at once, with file and line.

mod house;
mod requests;
mod section;
mod station;

pub use section::{Complaint, Complaints};
pub use station::{Face, PrinterPort, ReaderPort, StationConfig, UsbPlace};

use crate::rules::House;
use receipt_printer::Profile;
use receipt_printer::profile::ProfileError;
use section::Document;
use std::path::Path;

/// All of it: this station, the house rules, the services, the printer's profile.
#[derive(Clone, Debug)]
pub struct Config {
    /// This station: faces, devices, data folder.
    pub station: StationConfig,
    /// The house rules and services.
    pub house: House,
    /// The profile that `station.toml` names.
    pub profile: Profile,
}

impl Config {
    /// Reads `station.toml`, `house.toml`, `services.toml` and the named profile of a folder.
    pub fn load(folder: &Path) -> Result<Config, Complaints> {
        let mut complaints = Complaints::default();
        let mut open = |name: &str| Document::open(&folder.join(name), &mut complaints);
        let (station, house, services) = (open("station.toml"), open("house.toml"), open("services.toml"));
        let station = station.map(|doc| station::read(&doc, &mut complaints));
        let house = match (house, services) {
            (Some(house), Some(services)) => Some(house::read(&house, &services, &mut complaints)),
            _ => None,
        };
        let profile = station.as_ref().and_then(|s| profile(folder, s, &mut complaints));
        match (station, house, profile) {
            (Some(station), Some(house), Some(profile)) if complaints.is_empty() => {
                Ok(Config { station, house, profile })
            }
            _ => Err(complaints),
        }
    }
}

/// The printer's profile is the driver's own format; the driver checks it.
fn profile(folder: &Path, station: &StationConfig, complaints: &mut Complaints) -> Option<Profile> {
    let path = folder.join("printers").join(format!("{}.toml", station.profile));
    let text = section::text(&path, complaints)?;
    match Profile::from_toml(&text) {
        Ok(profile) => return Some(profile),
        Err(ProfileError::Toml(e)) => {
            complaints.add(&path, e.span().map(|s| section::line(&text, s.start)), e.message().to_owned());
        }
        Err(ProfileError::Values(wrong)) => {
            wrong.into_iter().for_each(|what| complaints.add(&path, None, what));
        }
    }
    None
}
