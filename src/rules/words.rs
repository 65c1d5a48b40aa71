//! The house's own words in the other languages of the pages. Whatever the house names or tells is kept, printed and worked
//! with in Chinese; only a page says it in another language, and what was tapped there comes back in Chinese.

use super::House;
use std::collections::HashMap;

/// The languages besides 简体中文, as the pages name them.
pub const OTHERS: [&str; 2] = ["zh_TW", "en"];

/// The phrasebook: by language, from the Chinese text to what a page says instead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words([HashMap<String, String>; OTHERS.len()]);

impl Words {
    /// Keeps how a text is said in a language; one of neither language is dropped.
    pub fn add(&mut self, text: &str, language: &str, said: String) {
        if let Some(at) = place(language) {
            self.0[at].insert(text.to_owned(), said);
        }
    }

    /// How a text is said in a language; none where it stays Chinese.
    pub fn look(&self, text: &str, language: &str) -> Option<&str> {
        self.0[place(language)?].get(text).map(String::as_str)
    }

    /// Whether nothing is translated at all.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(HashMap::is_empty)
    }
}

fn place(language: &str) -> Option<usize> {
    OTHERS.iter().position(|other| *other == language)
}

impl House {
    /// Every text of the house that a person meets on a page of the kiosk or on the board; some occur twice. Slips and the
    /// notice before a visit are not among them: those are Chinese, and this has its languages beside it.
    pub fn spoken(&self) -> Vec<&str> {
        let services = self.services.iter().flat_map(|s| [&s.name, &s.bring, &s.whom]);
        let kinds = self.requests.kinds.iter().flat_map(|(_, kinds)| kinds).map(|kind| &kind.name);
        let tenants = self.lobby.tenants.iter().flat_map(|t| [&t.place, &t.name]);
        let notices = self.lobby.notices.iter().flat_map(|n| [&n.title, &n.text]);
        let all = std::iter::once(&self.name)
            .chain(services)
            .chain(self.topics.iter().map(|topic| &topic.name))
            .chain(kinds)
            .chain(self.all_phrases())
            .chain(&self.requests.wished)
            .chain(&self.requests.departments)
            .chain(&self.requests.reasons)
            .chain(tenants)
            .chain(notices);
        all.map(String::as_str).filter(|text| !text.is_empty()).collect()
    }

    fn all_phrases(&self) -> impl Iterator<Item = &String> {
        let kinds = self.requests.kinds.iter().flat_map(|(_, kinds)| kinds).flat_map(|kind| &kind.phrases);
        self.phrases.iter().flat_map(|(_, phrases)| phrases).chain(kinds)
    }

    /// A matter as the desk reads it: a phrase that was tapped in another language is Chinese again. Only what stands
    /// whole between commas; what a person wrote stays as written.
    pub fn in_chinese(&self, matter: &str) -> String {
        let phrase = |said: &str| {
            let says = |phrase: &&String| OTHERS.iter().any(|l| self.words.look(phrase, l) == Some(said));
            self.all_phrases().find(says)
        };
        let piece = |piece: &str| {
            let said = piece.trim_end_matches([',', '，']);
            let comma = if said.len() < piece.len() { "，" } else { "" };
            phrase(said.trim()).map_or_else(|| piece.to_owned(), |phrase| format!("{phrase}{comma}"))
        };
        matter.split_inclusive([',', '，']).map(piece).collect()
    }
}
