//! People: surname × given name, each with the readings it has as such (单 is `shan`, 翟 is `zhai`).
//!
//! A name's score is its surname's plus its given name's. A given name of two characters is one of the table's pairs, or
//! any first character before any last one, which scores less: so 王建国 comes first and 王荞曌 still comes.

use super::syllables::Piece;
use super::tables::{FIRST, GIVEN, LAST, SURNAMES};
use std::collections::HashSet;

/// What a pair of characters loses that no name was seen with.
const UNSEEN: i32 = 5;
/// How many surnames, given names and halves of given names are crossed.
const SURNAMES_TRIED: usize = 8;
const GIVEN_TRIED: usize = 32;
const HALVES_TRIED: usize = 8;

/// A name or a part of one, and its score (2·log2 of a probability).
pub(crate) type Scored = (String, i32);

/// Whole names that use up the pieces, likeliest first; a lone surname is one.
pub(crate) fn full_names(pieces: &[Piece], limit: usize) -> Vec<Scored> {
    let mut names = Vec::new();
    for surname_len in 1..=2.min(pieces.len()) {
        let (front, back) = pieces.split_at(surname_len);
        let surnames = SURNAMES.find(front, SURNAMES_TRIED);
        if back.is_empty() {
            names.extend(surnames.iter().map(|s| (s.text.to_owned(), s.score)));
        } else if !surnames.is_empty() {
            let given = given_names(back, GIVEN_TRIED);
            for s in &surnames {
                names.extend(given.iter().map(|(g, score)| (format!("{}{g}", s.text), s.score + score)));
            }
        }
    }
    likeliest(names, limit)
}

/// Given names of one or two characters that use up the pieces, likeliest first.
pub(crate) fn given_names(pieces: &[Piece], limit: usize) -> Vec<Scored> {
    let seen = GIVEN.find(pieces, limit).into_iter();
    let mut names: Vec<Scored> = seen.map(|f| (f.text.to_owned(), f.score)).collect();
    if let [first, last] = pieces {
        let lasts = LAST.find(std::slice::from_ref(last), HALVES_TRIED);
        for f in FIRST.find(std::slice::from_ref(first), HALVES_TRIED) {
            names.extend(lasts.iter().map(|l| (format!("{}{}", f.text, l.text), f.score + l.score - UNSEEN)));
        }
    }
    likeliest(names, limit)
}

/// The best of them, each once.
pub(crate) fn likeliest(mut all: Vec<Scored>, limit: usize) -> Vec<Scored> {
    all.sort_by_key(|(_, score)| -score);
    let mut seen = HashSet::new();
    let mut kept = Vec::new();
    for (text, score) in all {
        if kept.len() == limit {
            break;
        }
        if seen.insert(text.clone()) {
            kept.push((text, score));
        }
    }
    kept
}
