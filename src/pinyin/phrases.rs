//! Words, sentences and single characters.

use super::names::Scored;
use super::syllables::Piece;
use super::tables::{CHARS, FIRST, Found, GIVEN, SURNAMES, WORDS};

/// The longest word looked for inside a sentence, and the longest sentence made.
const LONGEST_WORD: usize = 4;
const LONGEST_SENTENCE: usize = 16;
/// What a sentence loses for each word: a run of short words is mostly a wrong reading.
const WORD_COST: i32 = 4;
/// With only a consonant typed, characters rarer than this wait for the rest of the syllable.
const COMMON: i32 = -36;

/// Words that use up the pieces, likeliest first; of one piece, characters.
pub(crate) fn words(pieces: &[Piece], limit: usize) -> Vec<Found> {
    if pieces.len() == 1 { CHARS.find(pieces, limit) } else { WORDS.find(pieces, limit) }
}

/// The likeliest row of words for whole syllables (the last may be unfinished).
pub(crate) fn sentence(pieces: &[Piece]) -> Option<Scored> {
    let count = pieces.len();
    let settled = pieces.iter().rev().skip(1).all(|p| p.whole);
    if !settled || !(2..=LONGEST_SENTENCE).contains(&count) {
        return None;
    }
    // best[i]: the best reading of the first i pieces.
    let mut best: Vec<Option<Scored>> = vec![None; count + 1];
    if let Some(start) = best.first_mut() {
        *start = Some((String::new(), 0));
    }
    for from in 0..count {
        let Some((text, score)) = best[from].clone() else { continue };
        for to in from + 1..=count.min(from + LONGEST_WORD) {
            let Some(word) = words(&pieces[from..to], 1).first().copied() else { continue };
            let total = score + word.score - WORD_COST;
            if best[to].as_ref().is_none_or(|(_, other)| *other < total) {
                best[to] = Some((format!("{text}{}", word.text), total));
            }
        }
    }
    best.pop().flatten()
}

/// Which part of a name, if any, a single character is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Any,
    Surname,
    Given,
}

/// The characters of one piece: those of the part of a name that is due, then all by how often they are written.
/// A character may come twice; the caller keeps the first.
pub(crate) fn characters(piece: &Piece, wanted: Wanted) -> Vec<&'static str> {
    let due: &[_] = match wanted {
        Wanted::Any => &[],
        Wanted::Surname => &[&SURNAMES, &GIVEN, &FIRST],
        Wanted::Given => &[&GIVEN, &FIRST],
    };
    let mut exact = piece.clone();
    exact.open = !piece.whole;
    let one = std::slice::from_ref(&exact);
    let mut all: Vec<Found> = due.iter().flat_map(|table| table.find(one, usize::MAX)).collect();
    if piece.whole {
        all.extend(CHARS.of_reading(&piece.text));
    } else {
        all.extend(CHARS.find(one, usize::MAX).into_iter().take_while(|f| f.score > COMMON));
    }
    all.into_iter().map(|f| f.text).collect()
}
