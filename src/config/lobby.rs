//! `lobby.toml` and `notices/*.toml`: what the lobby tells. Both may be missing: then the pages have that much less. An
//! announcement has its other languages beside it: whoever posts one edits one file.

use super::section::{Complaints, Document, Section};
use crate::rules::lobby::{Announcement, Lobby, Map, Tenant};
use crate::rules::words::{OTHERS, Words};
use chrono::NaiveDate;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Kinds of pictures a map may be.
const PICTURES: [&str; 4] = ["png", "jpg", "jpeg", "svg"];

pub(super) fn read(folder: &Path, words: &mut Words, complaints: &mut Complaints) -> Lobby {
    let path = folder.join("lobby.toml");
    let doc = if path.exists() { Document::open(&path, complaints) } else { None };
    let mut lobby =
        doc.map_or_else(Lobby::default, |doc| doc.read(complaints, |root| read_lobby(folder, root)));
    for file in notices(folder) {
        if let Some(doc) = Document::open(&file, complaints) {
            let notice = doc.read(complaints, |root| read_notice(root, words));
            lobby.notices.push(Arc::new(notice));
        }
    }
    lobby
}

/// The files of the notices, by name; a folder that is not there has none.
fn notices(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder.join("notices"));
    let mut files: Vec<PathBuf> = files.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

fn read_lobby(folder: &Path, root: &Section<'_>) -> Lobby {
    let map = root.has("map").then(|| root.section("map", |s| read_map(folder, s))).flatten();
    let tenant = |s: &Section<'_>| Tenant { place: s.text("place"), name: s.text("name") };
    Lobby {
        notices: Vec::new(),
        service_phone: root.text_or("service_phone", ""),
        complaint_phone: root.text_or("complaint_phone", ""),
        tenants: if root.has("tenant") { root.sections("tenant", tenant) } else { Vec::new() },
        map: map.flatten(),
    }
}

fn read_map(folder: &Path, section: &Section<'_>) -> Option<Map> {
    let picture = |key| {
        section.parsed(key, "本目录里的 png、jpg 或 svg 图片", |text| {
            let path = folder.join(text);
            let kind = path.extension().and_then(|e| e.to_str()).is_some_and(|e| PICTURES.contains(&e));
            (kind && path.is_file()).then_some(path)
        })
    };
    let main = picture("picture");
    let spoken = OTHERS.into_iter().filter(|language| section.has(language));
    let spoken = spoken.filter_map(|language| Some((language, picture(language)?))).collect();
    let part = |key| section.number(key, 0, 100) as f32 / 100.0;
    Some(Map { x: part("here_x"), y: part("here_y"), spoken, picture: main? })
}

fn read_notice(root: &Section<'_>, words: &mut Words) -> Announcement {
    let day = |key| root.parsed(key, "日期，例如 2026-11-20", |text| text.parse::<NaiveDate>().ok());
    let issued = day("issued").unwrap_or_default();
    let from = if root.has("from") { day("from").unwrap_or_default() } else { issued };
    let until = if root.has("until") { day("until") } else { None };
    if until.is_some_and(|until| until < from) {
        root.refuse("until", "早于开始日期");
    }
    let (title, text) = (root.text("title"), root.text("text"));
    for language in OTHERS.into_iter().filter(|language| root.has(language)) {
        root.section(language, |s| {
            words.add(&title, language, s.text("title"));
            words.add(&text, language, s.text("text"));
        });
    }
    Announcement { title, text, issued, from, until }
}
