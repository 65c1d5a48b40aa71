//! [`Typing`]: keys, picks, and the order of what is offered.
//!
//! Offered, in this order, each text once: what uses up all that was typed (names first in a name field, words first in
//! a text field), then what uses up its front, then the single characters of the first syllable, common before rare. The
//! list is made once per key; pages are slices of it.

use super::names::{full_names, given_names};
use super::phrases::{Wanted, characters, sentence, words};
use super::syllables::{MAX_LETTERS, Piece, Split, splits};
use std::collections::HashSet;

/// How many candidates use up all letters, and how many each shorter front.
const WHOLE_SHOWN: usize = 32;
const FRONT_SHOWN: usize = 4;
/// After how many of the first the shortcuts of a name field come.
const NEAR: usize = 12;
/// Names shown in a text field.
const NAMES_IN_TEXT: usize = 3;
/// What a word loses in a name field.
const NOT_A_NAME: i32 = 24;
/// The longest front looked for as a word.
const LONGEST_FRONT: usize = 7;
/// How much the cost of a split weighs against the scores of what it finds.
const SPLIT_WEIGHT: u32 = 2;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A person's name: surnames, then given names, before anything else.
    Name,
    /// Words, places, sentences.
    Text,
}

/// A composition in progress: the letters typed so far and what they may mean.
#[derive(Debug, Clone)]
pub struct Typing {
    mode: Mode,
    letters: String,
    readings: Vec<Split>,
    found: Vec<Candidate>,
    begun: bool,
}

/// A text to commit, and how many letters it covers.
#[derive(Debug, Clone)]
struct Candidate {
    text: String,
    end: usize,
}

impl Typing {
    /// An empty composition for a field of this mode.
    pub fn new(mode: Mode) -> Self {
        Typing { mode, letters: String::new(), readings: Vec::new(), found: Vec::new(), begun: false }
    }

    /// Tells what stands before the cursor, when that was not picked here. In a name field a surname is due after
    /// nothing and after a space or a comma, and a given name after anything else.
    pub fn set_before(&mut self, text: &str) {
        let part = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '、' | '；');
        self.begun = text.chars().next_back().is_some_and(|c| !part(c));
        self.refresh();
    }

    /// Takes a letter (`a`–`z` in either case, `v` or `ü`) or an apostrophe. False: it was not accepted, because no
    /// Chinese reading begins so or the composition is full; nothing changed.
    pub fn key(&mut self, letter: char) -> bool {
        let letter = if matches!(letter, 'ü' | 'Ü') { 'v' } else { letter.to_ascii_lowercase() };
        let mark = letter == '\'';
        let ill_placed = mark && (self.letters.is_empty() || self.letters.ends_with('\''));
        if !(mark || letter.is_ascii_lowercase()) || ill_placed || self.letters.len() >= MAX_LETTERS {
            return false;
        }
        self.letters.push(letter);
        let readings = splits(&self.letters);
        if readings.is_empty() {
            self.letters.pop();
            return false;
        }
        self.readings = readings;
        self.find();
        true
    }

    /// Takes back one letter. False: there was none.
    pub fn backspace(&mut self) -> bool {
        let had = self.letters.pop().is_some();
        self.refresh();
        had
    }

    /// Takes back the last syllable, as `preedit` shows it. False: there was none.
    pub fn backspace_syllable(&mut self) -> bool {
        let start = self.readings.first().and_then(|s| s.pieces.last()).map_or(0, |p| p.start);
        let had = !self.letters.is_empty();
        self.letters.truncate(start);
        self.refresh();
        had
    }

    /// The letters in composition, as typed.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// What was typed, its syllables parted by `'`.
    pub fn preedit(&self) -> String {
        let Some(best) = self.readings.first() else { return self.letters.clone() };
        let typed: Vec<&str> = best.pieces.iter().filter_map(|p| self.letters.get(p.start..p.end)).collect();
        typed.join("'") + if self.letters.ends_with('\'') { "'" } else { "" }
    }

    /// One page of candidates, counted from 0; empty beyond the last.
    pub fn candidates(&self, page: usize, per_page: usize) -> Vec<String> {
        let skipped = page.saturating_mul(per_page);
        self.found.iter().skip(skipped).take(per_page).map(|c| c.text.clone()).collect()
    }

    /// How many candidates there are on all pages.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// Takes the candidate of this number, counted over all pages from 0: the text to commit. The letters it covers are
    /// gone, the rest stays in composition. None: there is no such candidate.
    pub fn pick(&mut self, index: usize) -> Option<String> {
        if index >= self.found.len() {
            return None;
        }
        let Candidate { text, end } = self.found.swap_remove(index);
        let rest = self.letters.get(end..).unwrap_or("").trim_start_matches('\'').to_owned();
        self.letters = rest;
        self.begun = true;
        self.refresh();
        Some(text)
    }

    /// Drops the composition; the next letter begins a new text.
    pub fn clear(&mut self) {
        *self = Typing::new(self.mode);
    }

    /// Whether nothing is in composition.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    fn refresh(&mut self) {
        self.readings = splits(&self.letters);
        self.find();
    }

    fn wanted(&self) -> Wanted {
        match (self.mode, self.begun) {
            (Mode::Text, _) => Wanted::Any,
            (Mode::Name, false) => Wanted::Surname,
            (Mode::Name, true) => Wanted::Given,
        }
    }

    fn find(&mut self) {
        self.found = Offer::new(self.wanted()).all(&self.readings);
    }
}

/// The list being made.
struct Offer {
    wanted: Wanted,
    seen: HashSet<String>,
    list: Vec<Candidate>,
}

impl Offer {
    fn new(wanted: Wanted) -> Self {
        Offer { wanted, seen: HashSet::new(), list: Vec::new() }
    }

    fn all(mut self, readings: &[Split]) -> Vec<Candidate> {
        let Some(best) = readings.first() else { return self.list };
        for (at, (text, end, _)) in self.wholes(readings).into_iter().enumerate() {
            if at == NEAR {
                self.shortcuts(&best.pieces);
            }
            self.offer(&text, end);
        }
        let mut firsts: Vec<&Piece> = Vec::new();
        for split in readings {
            if split.cost == best.cost {
                self.fronts(&split.pieces);
            }
            firsts.extend(split.pieces.first().filter(|p| !firsts.iter().any(|f| f.end == p.end)));
        }
        for piece in firsts {
            for text in characters(piece, self.wanted) {
                self.offer(text, piece.end);
            }
        }
        self.list
    }

    /// In a name field, the first characters of the first syllable come before the last of the whole names: whoever has a
    /// rare name picks its characters one by one.
    fn shortcuts(&mut self, pieces: &[Piece]) {
        let Some(first) = pieces.first().filter(|_| self.wanted != Wanted::Any) else { return };
        for text in characters(first, self.wanted).into_iter().take(FRONT_SHOWN) {
            self.offer(text, first.end);
        }
    }

    /// What uses up everything, from all splits, by score.
    fn wholes(&self, readings: &[Split]) -> Vec<(String, usize, i32)> {
        let mut all: Vec<(String, usize, i32)> = Vec::new();
        let mut people: Vec<(String, usize, i32)> = Vec::new();
        let best_cost = readings.first().map_or(0, |s| s.cost);
        for split in readings {
            let pieces = split.pieces.as_slice();
            let Some(end) = pieces.last().map(|p| p.end) else { continue };
            let extra = i32::try_from((split.cost - best_cost) / SPLIT_WEIGHT).unwrap_or(i32::MAX / 2);
            let loss = extra + if self.wanted == Wanted::Any { 0 } else { NOT_A_NAME };
            let limit = if pieces.len() == 1 { FRONT_SHOWN * 2 } else { WHOLE_SHOWN };
            let found = words(pieces, limit);
            all.extend(found.into_iter().map(|f| (f.text.to_owned(), end, f.score - loss)));
            let likely = split.cost == best_cost && pieces.iter().rev().skip(1).all(|p| p.whole);
            if self.wanted == Wanted::Any && likely {
                all.extend(sentence(pieces).map(|(text, score)| (text, end, score - loss)));
            }
            let names = match self.wanted {
                Wanted::Given => given_names(pieces, WHOLE_SHOWN),
                Wanted::Surname => full_names(pieces, WHOLE_SHOWN),
                Wanted::Any if likely && pieces.len() > 1 => full_names(pieces, NAMES_IN_TEXT),
                Wanted::Any => Vec::new(),
            };
            people.extend(names.into_iter().map(|(text, score)| (text, end, score - extra)));
        }
        if self.wanted == Wanted::Any {
            all.sort_by_key(|(_, _, score)| -score);
            people.sort_by_key(|(_, _, score)| -score);
            people.truncate(NAMES_IN_TEXT);
            all.extend(people);
        } else {
            all.extend(people);
            all.sort_by_key(|(_, _, score)| -score);
        }
        all.truncate(WHOLE_SHOWN + NAMES_IN_TEXT);
        all
    }

    /// What uses up the front of a split, longest first.
    fn fronts(&mut self, pieces: &[Piece]) {
        for len in (2..pieces.len().min(LONGEST_FRONT + 1)).rev() {
            let front = &pieces[..len];
            let end = front.last().map_or(0, |p| p.end);
            let names = match self.wanted {
                Wanted::Any => Vec::new(),
                Wanted::Surname => full_names(front, FRONT_SHOWN),
                Wanted::Given => given_names(front, FRONT_SHOWN),
            };
            for (text, _) in names {
                self.offer(&text, end);
            }
            for found in words(front, FRONT_SHOWN) {
                self.offer(found.text, end);
            }
        }
    }

    fn offer(&mut self, text: &str, end: usize) {
        if self.seen.insert(text.to_owned()) {
            self.list.push(Candidate { text: text.to_owned(), end });
        }
    }
}
