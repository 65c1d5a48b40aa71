//! The embedded tables, searched where they lie.
//!
//! Every table is one text: a reading a line, sorted by (number of syllables, their first letters, the reading), then
//! the characters, each with a letter for its level. The key of a query is known from its pieces (`zhang w` → two
//! syllables, `zw`, beginning with `zhang'w`), so a binary search over the bytes finds its lines, and nothing is parsed
//! or allocated before someone types. Level = 51 + 2·log2(p): levels are added where probabilities are multiplied.

use super::syllables::Piece;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// Characters by reading, by how often they are written.
pub(crate) static CHARS: Table = Table { text: include_str!("tables/chars.txt") };
/// Words of two characters and more.
pub(crate) static WORDS: Table = Table { text: include_str!("tables/words.txt") };
/// Surnames, with the readings they have as surnames.
pub(crate) static SURNAMES: Table = Table { text: include_str!("tables/surnames.txt") };
/// Given names of one and of two characters.
pub(crate) static GIVEN: Table = Table { text: include_str!("tables/given.txt") };
/// First characters of given names of two.
pub(crate) static FIRST: Table = Table { text: include_str!("tables/given_first.txt") };
/// Last characters of given names of two.
pub(crate) static LAST: Table = Table { text: include_str!("tables/given_last.txt") };

/// The level of certainty; an entry's score is its level less this.
const CERTAIN: i32 = 51;
/// What an entry loses when its last syllable is longer than the whole syllable typed (`zhan` for 张).
const COMPLETED: i32 = 14;

/// What a search finds: characters and how likely they are (2·log2 of the probability, so never above 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) text: &'static str,
    pub(crate) score: i32,
}

/// One sorted text.
pub(crate) struct Table {
    text: &'static str,
}

impl Table {
    /// The entries whose reading fits the pieces, likeliest first, at most `limit`.
    pub(crate) fn find(&self, pieces: &[Piece], limit: usize) -> Vec<Found> {
        let mut found = Vec::new();
        let Some(last) = pieces.last() else { return found };
        for (reading, entries) in self.lines_for(pieces) {
            if !fits(reading, pieces) {
                continue;
            }
            let longer = last.whole && last.open && reading.rsplit('\'').next() != Some(last.text.as_str());
            let loss = CERTAIN + if longer { COMPLETED } else { 0 };
            // Within a line entries fall: more than `limit` of one line can never be asked for.
            found.extend(
                Entries(entries).take(limit).map(|(text, level)| Found { text, score: level - loss }),
            );
        }
        found.sort_by_key(|f| -f.score);
        found.truncate(limit);
        found
    }

    /// The entries of exactly this reading (`zhang`, `ou'yang`), likeliest first.
    pub(crate) fn of_reading(&self, reading: &str) -> impl Iterator<Item = Found> + use<> {
        let at = self.lower_bound(|line| compare(line, reading));
        let entries = self.lines_from(at).next().filter(|(r, _)| *r == reading).map_or("", |(_, e)| e);
        Entries(entries).map(|(text, level)| Found { text, score: level - CERTAIN })
    }

    /// Every line: its reading and its entries.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&'static str, Entries)> + use<> {
        self.lines_from(0).map(|(reading, entries)| (reading, Entries(entries)))
    }

    fn lines_for<'p>(
        &self,
        pieces: &'p [Piece],
    ) -> impl Iterator<Item = (&'static str, &'static str)> + use<'p> {
        let key = Key::of(pieces);
        let at = self.lower_bound(|line| key.compare(line));
        self.lines_from(at).take_while(move |(reading, _)| key.holds(reading))
    }

    fn lines_from(&self, at: usize) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        let rest: &'static str = self.text.get(at..).unwrap_or("");
        rest.split('\n').map_while(|line| line.split_once(' '))
    }

    /// Where the first line lies that is not before what is sought.
    fn lower_bound(&self, order: impl Fn(&str) -> Ordering) -> usize {
        let bytes = self.text.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |p| low + p + 1);
            let end = bytes[middle..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |p| middle + p);
            let stop = bytes[start..end].iter().position(|b| *b == b' ').map_or(end, |p| start + p);
            match order(self.text.get(start..stop).unwrap_or("")) {
                Ordering::Less => low = end + 1,
                Ordering::Equal | Ordering::Greater => high = start,
            }
        }
        low
    }
}

/// The entries of a line: characters and their level.
pub(crate) struct Entries(&'static str);

impl Iterator for Entries {
    type Item = (&'static str, i32);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.0.bytes().position(|b| b.is_ascii_alphabetic())?;
        let (text, rest) = self.0.split_at_checked(at)?;
        let level = match rest.bytes().next()? {
            upper @ b'A'..=b'Z' => upper - b'A',
            lower => lower - b'a' + 26,
        };
        self.0 = rest.get(1..)?;
        Some((text, i32::from(level)))
    }
}

/// The part of a reading that the pieces settle: how many syllables, their first letters, how it begins.
struct Key {
    syllables: usize,
    initials: Vec<u8>,
    beginning: String,
}

impl Key {
    fn of(pieces: &[Piece]) -> Key {
        let initials = pieces.iter().filter_map(|p| p.text.bytes().next()).collect();
        let mut beginning = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            beginning.push_str(&piece.text);
            if piece.open || at + 1 == pieces.len() {
                break;
            }
            beginning.push('\'');
        }
        Key { syllables: pieces.len(), initials, beginning }
    }

    fn compare(&self, reading: &str) -> Ordering {
        (count(reading).cmp(&self.syllables))
            .then_with(|| firsts(reading).cmp(self.initials.iter().copied()))
            .then_with(|| reading.cmp(self.beginning.as_str()))
    }

    fn holds(&self, reading: &str) -> bool {
        count(reading) == self.syllables
            && reading.starts_with(&self.beginning)
            && firsts(reading).eq(self.initials.iter().copied())
    }
}

/// The order of the lines.
fn compare(line: &str, reading: &str) -> Ordering {
    (count(line).cmp(&count(reading)))
        .then_with(|| firsts(line).cmp(firsts(reading)))
        .then_with(|| line.cmp(reading))
}

fn count(reading: &str) -> usize {
    1 + reading.bytes().filter(|b| *b == b'\'').count()
}

fn firsts(reading: &str) -> impl Iterator<Item = u8> {
    reading.split('\'').filter_map(|s| s.bytes().next())
}

/// Whether each syllable is its piece, or begins with it where the piece is open.
fn fits(reading: &str, pieces: &[Piece]) -> bool {
    reading.split('\'').zip(pieces).all(|(syllable, piece)| {
        if piece.open { syllable.starts_with(&piece.text) } else { syllable == piece.text }
    })
}

/// The syllables, sorted.
fn syllables() -> &'static [&'static str] {
    static SYLLABLES: OnceLock<Vec<&'static str>> = OnceLock::new();
    SYLLABLES.get_or_init(|| {
        let mut all: Vec<_> = CHARS.lines().map(|(reading, _)| reading).collect();
        all.sort_unstable();
        all
    })
}

/// Whether this is a syllable some character has.
pub(crate) fn is_syllable(text: &str) -> bool {
    syllables().binary_search(&text).is_ok()
}

/// Whether some syllable begins so.
pub(crate) fn begins_syllable(text: &str) -> bool {
    let all = syllables();
    all.get(all.partition_point(|s| *s < text)).is_some_and(|s| s.starts_with(text))
}
