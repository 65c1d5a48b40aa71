//! First letters of a name, for search: 张伟 → `zw`.
//!
//! A surname may be read in its own way (单 is `shan`, elsewhere `dan`), so a name can have several; the likeliest comes
//! first. The search key of a name field is one column, so there are at most four.

use super::tables::{CHARS, SURNAMES};
use std::sync::OnceLock;

/// How many variants a name gets, and how many of its characters count.
const VARIANTS: usize = 4;
const LONGEST: usize = 32;
/// A reading this much rarer than the character's commonest one is left out (2·log2: 8 is a sixteenth).
const RARER: i32 = 8;

/// The first letters of a name in lower-case ASCII, at most four variants, likeliest first. Letters and digits stay as
/// they are; what has no reading is left out; a name without any gives an empty list.
/// 张伟 gives `zw`, 单军 gives `sj` and `dj`.
pub fn initials(name: &str) -> Vec<String> {
    let chars: Vec<char> =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || !c.is_ascii()).take(LONGEST).collect();
    let (mut variants, used) = surname(&chars);
    for c in &chars[used..] {
        let letters = letters_of(*c);
        if letters.is_empty() {
            continue;
        }
        let mut longer: Vec<(usize, String)> = Vec::new();
        for (rank, letter) in letters.into_iter().enumerate() {
            longer.extend(variants.iter().map(|(r, v)| (r + rank, format!("{v}{letter}"))));
        }
        longer.sort_by_key(|(rank, _)| *rank);
        longer.truncate(VARIANTS);
        variants = longer;
    }
    variants.into_iter().map(|(_, v)| v).filter(|v| !v.is_empty()).collect()
}

/// The variants of the surname at the front, with their rank, and how many characters it is.
fn surname(chars: &[char]) -> (Vec<(usize, String)>, usize) {
    for len in (1..=2.min(chars.len())).rev() {
        let text: String = chars[..len].iter().collect();
        let mut found: Vec<String> = surnames()
            .iter()
            .filter(|(name, _)| *name == text)
            .map(|(_, reading)| reading.split('\'').filter_map(|s| s.chars().next()).collect())
            .collect();
        if found.is_empty() {
            continue;
        }
        if let [c] = &chars[..len] {
            found.extend(letters_of(*c).into_iter().map(String::from));
        }
        let mut variants: Vec<(usize, String)> = Vec::new();
        for letters in found {
            if !variants.iter().any(|(_, v)| *v == letters) {
                variants.push((variants.len(), letters));
            }
        }
        variants.truncate(VARIANTS);
        return (variants, len);
    }
    (vec![(0, String::new())], 0)
}

/// Surnames and their readings, likeliest reading first.
fn surnames() -> &'static [(&'static str, &'static str)] {
    static ALL: OnceLock<Vec<(&'static str, &'static str)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let lines = SURNAMES.lines();
        let mut all: Vec<_> = lines
            .flat_map(|(reading, entries)| entries.map(move |(text, level)| (level, text, reading)))
            .collect();
        all.sort_by_key(|(level, ..)| -level);
        all.into_iter().map(|(_, text, reading)| (text, reading)).collect()
    })
}

/// The letters a character's readings begin with, commonest first.
fn letters_of(c: char) -> Vec<char> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase()];
    }
    let all = readings();
    let of_c =
        all[all.partition_point(|(other, ..)| *other < c)..].iter().take_while(|(other, ..)| *other == c);
    let mut letters: Vec<char> = Vec::new();
    let mut commonest = None;
    for (_, level, letter) in of_c {
        if *level >= *commonest.get_or_insert(*level) - RARER && !letters.contains(letter) {
            letters.push(*letter);
        }
    }
    letters
}

/// Every character with the level and the first letter of each of its readings, sorted; made at the first search.
fn readings() -> &'static [(char, i32, char)] {
    static ALL: OnceLock<Vec<(char, i32, char)>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all = Vec::new();
        for (reading, entries) in CHARS.lines() {
            let letter = reading.chars().next();
            all.extend(entries.filter_map(|(text, level)| Some((text.chars().next()?, level, letter?))));
        }
        all.sort_by_key(|(c, level, _)| (*c, -level));
        all
    })
}
