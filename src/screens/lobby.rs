//! The lobby: announcements from the station; hours, telephones, the tenants' board and the map from the house rules.

use super::station::list;
use front_desk::pinyin;
use front_desk::rules::House;
use front_desk::rules::hours::{Hours, Spans};
use front_desk::rules::lobby::{Announcement, Tenant};
use slint::{ComponentHandle, Image, SharedString};
use std::collections::BTreeSet;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

/// Firms from which on the board is looked through by first letters.
const LONG: usize = 8;

pub(super) fn connect(window: &ui::KioskWindow, house: &Rc<House>) {
    let lobby = window.global::<ui::Lobby<'_>>();
    let (weak, known) = (window.as_weak(), house.clone());
    lobby.on_choose_letter(move |letter| {
        let Some(window) = weak.upgrade() else { return };
        let (wanted, language) = (letter.chars().next(), language(&window));
        let fits = |t: &&Tenant| wanted.is_none_or(|c| first_letters(t, &known, &language).contains(&c));
        let row = |t: &Tenant| ui::Tenant { place: t.place.as_str().into(), name: t.name.as_str().into() };
        let lobby = window.global::<ui::Lobby<'_>>();
        lobby.set_letter(letter);
        lobby.set_tenants(list(known.lobby.tenants.iter().filter(fits).map(row).collect()));
    });
    if let Some(map) = &house.lobby.map {
        lobby.set_here_x(map.x);
        lobby.set_here_y(map.y);
    }
    clear(window);
    words(window, house);
}

/// What depends on the language of the page.
pub(super) fn words(window: &ui::KioskWindow, house: &House) {
    let (lobby, say) = (window.global::<ui::Lobby<'_>>(), window.global::<ui::Say<'_>>());
    let phone = |name: SharedString, number: &str| ui::PhoneEntry { name, number: number.into() };
    let known = &house.lobby;
    if let Some(map) = &known.map {
        picture(&lobby, map.picture(&language(window)));
    }
    let phones = [
        phone(say.invoke_phone(0), &known.service_phone),
        phone(say.invoke_phone(1), &house.phone),
        phone(say.invoke_phone(2), &known.complaint_phone),
    ];
    lobby.set_phones(list(phones.into_iter().filter(|p| !p.number.is_empty()).collect()));
    let long = Some(&known.tenants).filter(|tenants| tenants.len() > LONG);
    let language = language(window);
    let letters: BTreeSet<char> =
        long.into_iter().flatten().flat_map(|t| first_letters(t, house, &language)).collect();
    lobby.set_letters(list(letters.into_iter().map(|c| SharedString::from(String::from(c))).collect()));
    lobby.invoke_choose_letter("".into());
    let reception = [(say.invoke_desk(), Hours::daily(&house.reception))];
    let services = house.services.iter().map(|s| (s.name.as_str().into(), s.hours.clone()));
    let entry =
        |(name, hours): (SharedString, Hours)| ui::HoursEntry { name, hours: told(&hours, &say).into() };
    lobby.set_hours(list(reception.into_iter().chain(services).map(entry).collect()));
}

/// Puts a map onto its page, unless it is there already: a picture takes a while to read.
fn picture(lobby: &ui::Lobby<'_>, file: &Path) {
    if lobby.get_map().path() == Some(file) {
        return;
    }
    match Image::load_from_path(file) {
        Ok(picture) => lobby.set_map(picture),
        Err(_) => tracing::warn!(file = %file.display(), "the map cannot be shown"),
    }
}

/// Hours in a line for each run of equal days.
fn told(hours: &Hours, say: &ui::Say<'_>) -> String {
    let spans = |spans: &Spans| -> String {
        let span = |(from, to): &(_, _)| format!("{}–{}", clock(from), clock(to));
        if spans.is_empty() {
            say.invoke_day_off().into()
        } else {
            spans.iter().map(span).collect::<Vec<_>>().join("  ")
        }
    };
    let lines = hours.lines();
    match lines.as_slice() {
        [] => say.invoke_day_and_night().into(),
        [(_, _, daily)] => spans(daily),
        lines => {
            let line = |(from, to, s): &(u8, u8, &Spans)| {
                let day = |d: u8| say.invoke_weekday(i32::from(d));
                let days =
                    if from == to { day(*from).into() } else { format!("{}–{}", day(*from), day(*to)) };
                format!("{days}  {}", spans(s))
            };
            lines.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    }
}

fn clock(time: &chrono::NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

/// What is announced now.
pub(super) fn apply(window: &ui::KioskWindow, news: &[Arc<Announcement>]) {
    let row = |a: &Arc<Announcement>| ui::Announcement {
        title: a.title.as_str().into(),
        text: a.text.as_str().into(),
        issued: a.issued.format("%m-%d").to_string().into(),
    };
    window.global::<ui::Lobby<'_>>().set_notices(list(news.iter().map(row).collect()));
}

/// The next person begins with the announcements and the whole board.
pub(super) fn clear(window: &ui::KioskWindow) {
    window.global::<ui::Lobby<'_>>().invoke_clear();
}

fn language(window: &ui::KioskWindow) -> SharedString {
    window.global::<ui::Words<'_>>().invoke_language()
}

/// The letters a firm may be looked for by: of its English name, or of each reading of its first character.
fn first_letters(tenant: &Tenant, house: &House, language: &str) -> BTreeSet<char> {
    let english = Some(language).filter(|l| *l == "en").and_then(|l| house.words.look(&tenant.name, l));
    let name = english.unwrap_or(&tenant.name);
    pinyin::initials(name).iter().filter_map(|i| i.chars().next()).map(|c| c.to_ascii_uppercase()).collect()
}
