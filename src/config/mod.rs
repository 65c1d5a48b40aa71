//! The TOML files of `config/`, typed. Unknown keys are refused; every complaint is told at once, with file and line.

mod forms;
mod house;
mod lobby;
mod requests;
mod section;
mod services;
mod station;
mod visiting;
mod words;

pub use section::{Complaint, Complaints};
pub use station::{Face, Flow, PrinterPort, ReaderPort, StationConfig, UsbPlace};

use crate::rules::House;
use crate::rules::words::Words;
use receipt_printer::Profile;
use receipt_printer::profile::ProfileError;
use section::Document;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All of it: this station, the house rules, the services, the lobby, the printer's profile.
#[derive(Clone, Debug)]
pub struct Config {
    /// This station: faces, devices, data folder.
    pub station: StationConfig,
    /// The house rules and services.
    pub house: House,
    /// The profile that `station.toml` names.
    pub profile: Profile,
    /// All profiles of `printers/`, by the names of their files: one of them is proposed for a printer that is found.
    pub families: Arc<Vec<(String, Profile)>>,
    /// What is not wrong and still deserves a look: words of `words.toml` that stand nowhere else.
    pub hints: Complaints,
}

impl Config {
    /// Reads `station.toml`, `house.toml`, `services.toml`, the lobby's files, `words.toml` and the profiles of a folder.
    pub fn load(folder: &Path) -> Result<Config, Complaints> {
        let mut complaints = Complaints::default();
        let mut open = |name: &str| Document::open(&folder.join(name), &mut complaints);
        let (station, house, services) = (open("station.toml"), open("house.toml"), open("services.toml"));
        let station = station.map(|doc| station::read(&doc, &mut complaints));
        let mut hints = Complaints::default();
        let house = match (house, services) {
            (Some(house), Some(services)) => {
                let mut house = house::read(&house, &mut complaints);
                services::read(&services, &mut house, &mut complaints);
                hints = speak(folder, &mut house, &mut complaints);
                Some(house)
            }
            _ => None,
        };
        let families = families(folder, &mut complaints);
        let profile = station.as_ref().and_then(|s| chosen(folder, s, &families, &mut complaints));
        match (station, house, profile) {
            (Some(station), Some(house), Some(profile)) if complaints.is_empty() => {
                Ok(Config { station, house, profile, families: Arc::new(families), hints })
            }
            _ => Err(complaints),
        }
    }
}

/// What the lobby tells, and how the pages say all words of the house in other languages; the hints about these.
fn speak(folder: &Path, house: &mut House, complaints: &mut Complaints) -> Complaints {
    let mut words = Words::default();
    house.lobby = lobby::read(folder, &mut words, complaints);
    let path = folder.join("words.toml");
    let doc = if path.exists() { Document::open(&path, complaints) } else { None };
    if let Some(doc) = &doc {
        words::read(doc, &mut words, complaints);
    }
    house.words = Arc::new(words);
    doc.map(|doc| words::unused(&doc, house)).unwrap_or_default()
}

/// The profile that the station names.
fn chosen(
    folder: &Path,
    station: &StationConfig,
    families: &[(String, Profile)],
    complaints: &mut Complaints,
) -> Option<Profile> {
    let path = folder.join("printers").join(format!("{}.toml", station.profile));
    match families.iter().find(|(name, _)| *name == station.profile) {
        Some((_, profile)) => Some(profile.clone()),
        // A file with mistakes was complained about already.
        None if path.exists() => None,
        None => section::text(&path, complaints).and(None),
    }
}

/// Every profile there is, by its file's name.
fn families(folder: &Path, complaints: &mut Complaints) -> Vec<(String, Profile)> {
    let entries = std::fs::read_dir(folder.join("printers")).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    paths.sort();
    let mut read = |path: PathBuf| {
        let name = path.file_stem()?.to_string_lossy().into_owned();
        Some((name, profile(&path, complaints)?))
    };
    paths.into_iter().filter_map(&mut read).collect()
}

/// A profile is the driver's own format; the driver checks it.
fn profile(path: &Path, complaints: &mut Complaints) -> Option<Profile> {
    let text = section::text(path, complaints)?;
    match Profile::from_toml(&text) {
        Ok(profile) => return Some(profile),
        Err(ProfileError::Toml(e)) => {
            complaints.add(path, e.span().map(|s| section::line(&text, s.start)), e.message().to_owned());
        }
        Err(ProfileError::Values(wrong)) => {
            wrong.into_iter().for_each(|what| complaints.add(path, None, what));
        }
    }
    None
}
