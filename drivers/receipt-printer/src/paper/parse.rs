//! Bytes to commands (ESC/POS): where a command ends, and which it is. Knows nothing of what was printed before,
//! except whether double bytes are read as hanzi.

/// One command, or one printed character.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Op<'a> {
    Ascii(u8),
    High(u8),
    Double(u8, u8),
    /// Four bytes of GB18030: no receipt printer's font has these.
    Quad,
    LineFeed,
    Tab,
    Init,
    Align(u8),
    Size(u8),
    PrintMode(u8),
    Bold(bool),
    Underline(u8),
    HanziUnderline(u8),
    Inverse(bool),
    Spacing(Option<u8>),
    FeedLines(u8),
    FeedDots(u8),
    CodePage(u8),
    CharSpace(u8),
    FontB(bool),
    Hanzi(bool),
    HanziMode(u8),
    HanziQuad(bool),
    HanziSpace(u8, u8),
    Own(u8, u8, &'a [u8]),
    Place(u16),
    Move(i16),
    Margin(u16),
    Width(u16),
    Raster {
        scale: u8,
        stride: usize,
        rows: usize,
        bits: &'a [u8],
    },
    /// ESC *: columns of 8 or 24 dots.
    Columns {
        tall: bool,
        wide: bool,
        bits: &'a [u8],
    },
    /// GS ( k: cn, fn, data.
    Symbol(u8, u8, &'a [u8]),
    /// GS ( L / GS 8 L: m, fn, data.
    Graphics(u8, &'a [u8]),
    Barcode(u8, &'a [u8]),
    Cut,
    RealTime,
    ProcessId([u8; 4]),
    Asb(u8),
    Ask(u8),
    Identify(u8),
    /// Known, and nothing to be seen on paper.
    Quiet,
    Unknown,
}

/// What stands at the front of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// A command of so many bytes.
    Is(Op<'a>, usize),
    /// Its end has not come yet.
    Need,
    /// A payload too large for any real slip: to be thrown away, so many bytes in all.
    Skip(usize),
}

/// The largest payload that is kept: more than the tallest picture of the widest head.
pub(super) const PAYLOAD: usize = 1 << 20;

/// Reads the first command of `b`, which must not be empty.
pub(super) fn next(b: &[u8], hanzi: bool) -> Step<'_> {
    match b {
        [0x1B, ..] => esc(b),
        [0x1C, ..] => fs(b),
        [0x1D, ..] => gs(b),
        [0x10, ..] => dle(b),
        [0x0A, ..] => Step::Is(Op::LineFeed, 1),
        [0x0C, ..] => Step::Is(Op::LineFeed, 1),
        [0x09, ..] => Step::Is(Op::Tab, 1),
        // DC2 q n of one maker: which way up it prints.
        [0x12, b'q', ..] => fixed(b, 3, |_| Op::Quiet),
        [0x12] => Step::Need,
        [0x00 | 0x07 | 0x0B | 0x0D | 0x18, ..] => Step::Is(Op::Quiet, 1),
        [c @ 0x20..=0x7E, ..] => Step::Is(Op::Ascii(*c), 1),
        [c @ 0x80..=0xFF, ..] if !hanzi => Step::Is(Op::High(*c), 1),
        [0x81..=0xFE] | [0x81..=0xFE, 0x30..=0x39] | [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE] => Step::Need,
        [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE, 0x30..=0x39, ..] => Step::Is(Op::Quad, 4),
        [a @ 0x81..=0xFE, t @ (0x40..=0x7E | 0x80..=0xFE), ..] => Step::Is(Op::Double(*a, *t), 2),
        _ => Step::Is(Op::Unknown, 1),
    }
}

/// A command of exactly `len` bytes.
fn fixed<'a>(b: &'a [u8], len: usize, op: impl FnOnce(&'a [u8]) -> Op<'a>) -> Step<'a> {
    b.get(..len).map_or(Step::Need, |whole| Step::Is(op(whole), len))
}

/// A command of `head` bytes with `payload` bytes behind.
fn payload<'a>(b: &'a [u8], head: usize, payload: usize, op: impl FnOnce(&'a [u8]) -> Op<'a>) -> Step<'a> {
    let Some(end) = head.checked_add(payload).filter(|_| payload <= PAYLOAD) else {
        return Step::Skip(head.saturating_add(payload));
    };
    b.get(head..end).map_or(Step::Need, |data| Step::Is(op(data), end))
}

/// So many parts of an inch in dots.
fn dots(n: u8, parts: u16) -> u8 {
    u8::try_from(u16::from(n) * 203 / parts).unwrap_or(u8::MAX)
}

fn word(low: u8, high: u8) -> usize {
    usize::from(u16::from_le_bytes([low, high]))
}

fn esc(b: &[u8]) -> Step<'_> {
    let Some(&kind) = b.get(1) else { return Step::Need };
    match kind {
        b'@' => fixed(b, 2, |_| Op::Init),
        b'2' => fixed(b, 2, |_| Op::Spacing(None)),
        b'L' | b'S' | 0x0C => fixed(b, 2, |_| Op::Quiet),
        b'i' | b'm' => fixed(b, 2, |_| Op::Cut),
        b'a' => fixed(b, 3, |w| Op::Align(w[2])),
        b'!' => fixed(b, 3, |w| Op::PrintMode(w[2])),
        b'E' | b'G' => fixed(b, 3, |w| Op::Bold(w[2] & 1 == 1)),
        b'-' => fixed(b, 3, |w| Op::Underline(w[2])),
        b'3' => fixed(b, 3, |w| Op::Spacing(Some(w[2]))),
        // In parts of an inch, where `3` counts dots: as at 203 dots an inch.
        b'A' => fixed(b, 3, |w| Op::Spacing(Some(dots(w[2], 60)))),
        b'+' => fixed(b, 3, |w| Op::Spacing(Some(dots(w[2], 360)))),
        b'd' => fixed(b, 3, |w| Op::FeedLines(w[2])),
        b'J' => fixed(b, 3, |w| Op::FeedDots(w[2])),
        b't' => fixed(b, 3, |w| Op::CodePage(w[2])),
        b' ' => fixed(b, 3, |w| Op::CharSpace(w[2])),
        b'M' => fixed(b, 3, |w| Op::FontB(w[2] & 1 == 1)),
        b'%' | b'=' | b'?' | b'R' | b'K' | b'T' | b'V' | b'e' | b'r' | b'{' => fixed(b, 3, |_| Op::Quiet),
        b'$' => fixed(b, 4, |w| Op::Place(word(w[2], w[3]) as u16)),
        b'\\' => fixed(b, 4, |w| Op::Move(i16::from_le_bytes([w[2], w[3]]))),
        b'c' | b'B' => fixed(b, 4, |_| Op::Quiet),
        b'p' => fixed(b, 5, |_| Op::Quiet),
        b'W' => fixed(b, 10, |_| Op::Quiet),
        b'D' => match b.iter().skip(2).take(33).position(|&n| n == 0) {
            Some(end) => Step::Is(Op::Quiet, end + 3),
            None if b.len() < 35 => Step::Need,
            None => Step::Is(Op::Unknown, 2),
        },
        b'*' => match b.get(2..5) {
            Some(&[m @ (0 | 1 | 32 | 33), low, high]) => {
                let tall = m >= 32;
                let bytes = word(low, high) * if tall { 3 } else { 1 };
                payload(b, 5, bytes, |bits| Op::Columns { tall, wide: m & 1 == 0, bits })
            }
            Some(_) => Step::Is(Op::Unknown, 2),
            None => Step::Need,
        },
        _ => Step::Is(Op::Unknown, 2),
    }
}

fn fs(b: &[u8]) -> Step<'_> {
    let Some(&kind) = b.get(1) else { return Step::Need };
    match kind {
        b'&' => fixed(b, 2, |_| Op::Hanzi(true)),
        b'.' => fixed(b, 2, |_| Op::Hanzi(false)),
        b'!' => fixed(b, 3, |w| Op::HanziMode(w[2])),
        b'-' => fixed(b, 3, |w| Op::HanziUnderline(w[2])),
        b'W' => fixed(b, 3, |w| Op::HanziQuad(w[2] & 1 == 1)),
        b'C' => fixed(b, 3, |_| Op::Quiet),
        b'S' => fixed(b, 4, |w| Op::HanziSpace(w[2], w[3])),
        b'?' | b'p' => fixed(b, 4, |_| Op::Quiet),
        b'2' => fixed(b, 76, |w| Op::Own(w[2], w[3], &w[4..])),
        b'(' => block(b),
        _ => Step::Is(Op::Unknown, 2),
    }
}

fn gs(b: &[u8]) -> Step<'_> {
    let Some(&kind) = b.get(1) else { return Step::Need };
    match kind {
        b'!' => fixed(b, 3, |w| Op::Size(w[2])),
        b'B' => fixed(b, 3, |w| Op::Inverse(w[2] & 1 == 1)),
        b'a' => fixed(b, 3, |w| Op::Asb(w[2])),
        b'r' => fixed(b, 3, |w| Op::Ask(w[2])),
        b'I' => fixed(b, 3, |w| Op::Identify(w[2])),
        b'H' | b'T' | b'b' | b'f' | b'h' | b'w' | b'/' | b'|' | 0xE0 => fixed(b, 3, |_| Op::Quiet),
        b':' | b'c' => fixed(b, 2, |_| Op::Quiet),
        b'L' => fixed(b, 4, |w| Op::Margin(word(w[2], w[3]) as u16)),
        b'W' => fixed(b, 4, |w| Op::Width(word(w[2], w[3]) as u16)),
        b'P' | b'$' | b'\\' => fixed(b, 4, |_| Op::Quiet),
        b'^' => fixed(b, 5, |_| Op::Quiet),
        b'V' => match b.get(2) {
            None => Step::Need,
            Some(0 | 1 | 48 | 49) => Step::Is(Op::Cut, 3),
            Some(65 | 66 | 97 | 98 | 103 | 104) => fixed(b, 4, |_| Op::Cut),
            Some(_) => Step::Is(Op::Unknown, 3),
        },
        b'R' => match b.get(2) {
            None => Step::Need,
            Some(0) => Step::Is(Op::Quiet, 3),
            Some(_) => fixed(b, 4, |_| Op::Quiet),
        },
        b'e' => match b.get(2) {
            None => Step::Need,
            Some(3) => fixed(b, 4, |_| Op::Quiet),
            Some(_) => Step::Is(Op::Quiet, 3),
        },
        b'*' => match b.get(2..4) {
            Some(&[x, y]) => payload(b, 4, usize::from(x) * usize::from(y) * 8, |_| Op::Quiet),
            _ => Step::Need,
        },
        b'k' => barcode(b),
        b'v' => match b.get(2..8) {
            Some(&[b'0', m, xl, xh, yl, yh]) => {
                let (stride, rows) = (word(xl, xh), word(yl, yh));
                payload(b, 8, stride * rows, |bits| Op::Raster { scale: m & 3, stride, rows, bits })
            }
            Some(_) => Step::Is(Op::Unknown, 2),
            None => Step::Need,
        },
        b'(' => block(b),
        b'8' => match b.get(2..7) {
            Some(&[b'L', a, b2, c, d]) => {
                payload(b, 7, u32::from_le_bytes([a, b2, c, d]) as usize, |data| graphics(data))
            }
            Some(_) => Step::Is(Op::Unknown, 2),
            None => Step::Need,
        },
        _ => Step::Is(Op::Unknown, 2),
    }
}

/// `GS ( x pL pH data` and `FS ( x pL pH data`.
fn block(b: &[u8]) -> Step<'_> {
    let Some(&[kind, low, high]) = b.get(2..5) else { return Step::Need };
    let gs = b[0] == 0x1D;
    payload(b, 5, word(low, high), |data| match (gs, kind, data) {
        (true, b'k', &[cn, function, ref rest @ ..]) => Op::Symbol(cn, function, rest),
        (true, b'L', data) => graphics(data),
        (true, b'H', &[0x30, 0x30, a, b, c, d]) => Op::ProcessId([a, b, c, d]),
        (true, b'A' | b'D' | b'E' | b'H' | b'K' | b'M' | b'N' | b'P' | b'Q', _) => Op::Quiet,
        (false, b'A' | b'E' | b'L' | b'C' | b'e', _) => Op::Quiet,
        _ => Op::Unknown,
    })
}

fn graphics(data: &[u8]) -> Op<'_> {
    match data {
        [0x30, function, rest @ ..] => Op::Graphics(*function, rest),
        _ => Op::Quiet,
    }
}

fn barcode(b: &[u8]) -> Step<'_> {
    match b.get(2) {
        None => Step::Need,
        Some(&m @ 0..=6) => match b.iter().skip(3).take(256).position(|&c| c == 0) {
            Some(n) => payload(b, 3, n + 1, |data| Op::Barcode(m, &data[..n])),
            None if b.len() < 259 => Step::Need,
            None => Step::Is(Op::Unknown, 3),
        },
        Some(&m @ 65..=79) => {
            b.get(3).map_or(Step::Need, |&n| payload(b, 4, usize::from(n), |data| Op::Barcode(m, data)))
        }
        Some(_) => Step::Is(Op::Unknown, 3),
    }
}

fn dle(b: &[u8]) -> Step<'_> {
    match b {
        [_] | [_, 0x04 | 0x05 | 0x14] => Step::Need,
        [_, 0x04, 7 | 8 | 18, ..] => fixed(b, 4, |_| Op::RealTime),
        [_, 0x04 | 0x05, ..] => fixed(b, 3, |_| Op::RealTime),
        [_, 0x14, 8, ..] => fixed(b, 10, |_| Op::RealTime),
        [_, 0x14, 1 | 2, ..] => fixed(b, 5, |_| Op::RealTime),
        [_, 0x14, 7, ..] => fixed(b, 4, |_| Op::RealTime),
        _ => Step::Is(Op::Unknown, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_end_where_they_end() {
        assert_eq!(next(&[0x1D, 0x56, 66], true), Step::Need);
        assert_eq!(next(&[0x1D, 0x56, 66, 0], true), Step::Is(Op::Cut, 4));
        assert_eq!(next(&[0xC4, 0xE3, b'a'], true), Step::Is(Op::Double(0xC4, 0xE3), 2));
        assert_eq!(next(&[0xC4, 0xE3], false), Step::Is(Op::High(0xC4), 1));
        assert_eq!(next(&[0x1D, 0x28, 0x6B, 4, 0, 0x31], true), Step::Need);
        assert_eq!(next(&[0x1D, 0x76, 0x30, 0, 0xFF, 0xFF, 0xFF, 0xFF], true), Step::Skip(8 + 65535 * 65535));
    }
}
