//! Syllables: how a run of letters falls into them.
//!
//! A split is a row of pieces. A piece is a whole syllable (`zhang`), a consonant standing for one (`z`, `zh`), or, at
//! the very end, a syllable not yet typed out (`zhan`, `zha`). An apostrophe always parts two pieces. `xian` splits into
//! `xian` and `xi'an`; the best few splits are kept, so the work is bounded whatever is typed.

use super::tables;
use std::cmp::Reverse;

/// How many letters a composition holds.
pub(crate) const MAX_LETTERS: usize = 48;
/// How many splits are kept at each letter.
const KEPT: usize = 6;
/// What a piece costs: fewer and fuller pieces win.
const WHOLE: u32 = 10;
const UNFINISHED: u32 = 14;
const CONSONANT: u32 = 22;
/// A split costlier than the best by more than this is not offered: one syllable more (xi'an beside xian), or, where the
/// first letters are no syllable, one consonant more (s'h beside sh).
const SLACK: u32 = 12;
const SLACK_OF_INITIALS: u32 = 24;
/// The longest syllable (`zhuang`, `chuang`, `shuang`).
const LONGEST: usize = 6;
/// Spellings in use beside the usual one.
const ALSO: [(&str, &str); 8] = [
    ("lue", "lve"),
    ("nue", "nve"),
    ("lyu", "lv"),
    ("nyu", "nv"),
    ("jv", "ju"),
    ("qv", "qu"),
    ("xv", "xu"),
    ("yv", "yu"),
];

/// One piece of a split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The letters as the tables spell them.
    pub(crate) text: String,
    /// Where it starts in what was typed.
    pub(crate) start: usize,
    /// Where the piece ends in what was typed.
    pub(crate) end: usize,
    /// It is a syllable, not a beginning of one.
    pub(crate) whole: bool,
    /// The syllable meant may be longer: a beginning of one, or the last letters typed.
    pub(crate) open: bool,
}

/// A way to read what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Split {
    pub(crate) pieces: Vec<Piece>,
    pub(crate) cost: u32,
}

/// A state on the way: `letters[..here]` is read, the last piece came from `from`, and which state it extends.
#[derive(Clone, Copy)]
struct Step {
    cost: u32,
    from: usize,
    rank: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Whole,
    Part,
    Mark,
}

/// The best ways to read `letters` (lower case, with apostrophes), best first; empty if there is none.
pub(crate) fn splits(letters: &str) -> Vec<Split> {
    let end = letters.len();
    if end == 0 || end > MAX_LETTERS || !letters.is_ascii() {
        return Vec::new();
    }
    let mut steps: Vec<Vec<Step>> = vec![Vec::new(); end + 1];
    steps[0].push(Step { cost: 0, from: 0, rank: 0, kind: Kind::Mark });
    for from in 0..end {
        let here = steps[from].clone();
        let after_letter = from > 0 && letters.as_bytes()[from - 1] != b'\'';
        if letters.as_bytes()[from] == b'\'' {
            if after_letter {
                extend(&mut steps[from + 1], &here, from, 0, Kind::Mark);
            }
            continue;
        }
        for to in from + 1..=end.min(from + LONGEST) {
            if let Some((cost, kind)) = piece_kind(&letters[from..to], ends_here(letters, to)) {
                extend(&mut steps[to], &here, from, cost, kind);
            }
        }
    }
    let Some(best) = steps[end].first().copied() else { return Vec::new() };
    let pieces = walk_back(letters, &steps, best);
    let whole_first = pieces.first().is_some_and(|p| p.whole);
    let limit = best.cost + if whole_first { SLACK } else { SLACK_OF_INITIALS };
    let near = steps[end].iter().take_while(|s| s.cost <= limit);
    near.map(|s| Split { pieces: walk_back(letters, &steps, *s), cost: s.cost }).collect()
}

/// Whether nothing but an apostrophe follows `to`.
fn ends_here(letters: &str, to: usize) -> bool {
    letters[to..].trim_start_matches('\'').is_empty()
}

fn piece_kind(text: &str, last: bool) -> Option<(u32, Kind)> {
    if whole(text).is_some() {
        return Some((WHOLE, Kind::Whole));
    }
    if last && is_beginning(text) {
        return Some((UNFINISHED, Kind::Part));
    }
    is_consonant(text).then_some((CONSONANT, Kind::Part))
}

fn extend(into: &mut Vec<Step>, here: &[Step], from: usize, cost: u32, kind: Kind) {
    for (rank, step) in here.iter().enumerate() {
        into.push(Step { cost: step.cost + cost, from, rank, kind });
    }
    // Of two equal splits the one with the longer first pieces wins: fang'an before fan'gan.
    into.sort_by_key(|s| (s.cost, Reverse(s.from)));
    into.truncate(KEPT);
}

fn walk_back(letters: &str, steps: &[Vec<Step>], last: Step) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut end, mut step) = (letters.len(), last);
    while end > 0 {
        if step.kind != Kind::Mark {
            let typed = &letters[step.from..end];
            let text = whole(typed).unwrap_or(typed).to_owned();
            let is_whole = step.kind == Kind::Whole;
            pieces.push(Piece {
                text,
                start: step.from,
                end,
                whole: is_whole,
                open: !is_whole || end == letters.len(),
            });
        }
        end = step.from;
        match steps[end].get(step.rank) {
            Some(previous) => step = *previous,
            None => break,
        }
    }
    pieces.reverse();
    pieces
}

/// The syllable as the tables spell it, if `text` is one.
fn whole(text: &str) -> Option<&str> {
    let usual = ALSO.iter().find(|(also, _)| *also == text).map_or(text, |(_, usual)| usual);
    tables::is_syllable(usual).then_some(usual)
}

/// Whether some syllable begins so.
fn is_beginning(text: &str) -> bool {
    tables::begins_syllable(text) || ALSO.iter().any(|(also, _)| also.starts_with(text))
}

fn is_consonant(text: &str) -> bool {
    matches!(text, "zh" | "ch" | "sh")
        || (text.len() == 1 && text.bytes().all(|b| b.is_ascii_lowercase() && !b"aeiouv".contains(&b)))
}
