//! The transport frame: bytes to payload and back. Pure: no clock, no port.
//!
//! On the wire (GA/T 467, host side): `AA AA AA 96 69 | LenHi LenLo | payload | CHK`. `Len` counts the payload and
//! `CHK`; `CHK` is the XOR of everything after the preamble except itself, so the XOR over `Len … CHK` is zero and a
//! frame is `Len + 7` bytes long. A request's payload is `CMD PARA data`, an answer's is `SW1 SW2 SW3 data`.

use zeroize::Zeroize;

/// The five bytes in front of every frame.
pub const PREAMBLE: [u8; 5] = [0xAA, 0xAA, 0xAA, 0x96, 0x69];
/// What the parser looks for: the preamble without its first byte, which serial adapters are known to lose.
const MARK: [u8; 4] = [0xAA, 0xAA, 0x96, 0x69];
/// Largest `Len` accepted: a 4,096-byte frame. The largest answer known has 2,314.
pub const MAX_LEN: usize = 4089;
/// Smallest `Len` of an answer: three status bytes and the checksum.
pub const MIN_ANSWER_LEN: usize = 4;
/// Smallest `Len` of a request: one byte and the checksum (a vendor's sleep command).
pub const MIN_REQUEST_LEN: usize = 2;
/// Size of the parser's only buffer, bytes.
pub const BUFFER: usize = 4096;

/// XOR over `bytes`.
#[must_use]
pub fn xor(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

/// Puts `payload` (1..=4088 bytes; the rest is cut off) into a frame.
///
/// ```
/// let find = id_reader::frame::encode(&[0x20, 0x01]);
/// assert_eq!(find, [0xAA, 0xAA, 0xAA, 0x96, 0x69, 0x00, 0x03, 0x20, 0x01, 0x22]);
/// ```
#[must_use]
pub fn encode(payload: &[u8]) -> Vec<u8> {
    let payload = payload.get(..MAX_LEN - 1).unwrap_or(payload);
    let [.., high, low] = (payload.len() + 1).to_be_bytes();
    let mut frame = Vec::with_capacity(payload.len() + 8);
    frame.extend_from_slice(&PREAMBLE);
    frame.extend_from_slice(&[high, low]);
    frame.extend_from_slice(payload);
    frame.push(xor(frame.get(5..).unwrap_or_default()));
    frame
}

/// What the parser came across.
#[derive(PartialEq, Eq)]
pub enum Found<'a> {
    /// The payload of a whole frame whose checksum holds.
    Frame(&'a [u8]),
    /// A frame of a legal length whose checksum does not hold. Parsing goes on one byte further.
    BadChecksum,
    /// A preamble with a length out of bounds. Parsing goes on one byte further.
    BadLength,
}

impl std::fmt::Debug for Found<'_> {
    /// Lengths only: a payload may be a person's data.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Found::Frame(payload) => write!(out, "Frame({} bytes)", payload.len()),
            Found::BadChecksum => out.write_str("BadChecksum"),
            Found::BadLength => out.write_str("BadLength"),
        }
    }
}

/// Finds frames in a stream that arrives in any pieces, among any noise.
///
/// It slides: after a false start it looks again one byte further, so a real frame inside or behind junk is found.
/// It never looks *inside* a frame whose checksum held, so bytes of a card cannot pose as an answer.
/// Memory is one buffer of [`BUFFER`] bytes, wiped by [`Parser::clear`] and on drop.
pub struct Parser {
    buffer: Box<[u8; BUFFER]>,
    start: usize,
    end: usize,
    used: usize,
    shortest: usize,
}

impl Parser {
    /// For answers: `Len` 4..=4089.
    #[must_use]
    pub fn answers() -> Parser {
        Parser::new(MIN_ANSWER_LEN)
    }

    /// For requests (the simulator's side): `Len` 2..=4089.
    #[must_use]
    pub fn requests() -> Parser {
        Parser::new(MIN_REQUEST_LEN)
    }

    fn new(shortest: usize) -> Parser {
        Parser { buffer: Box::new([0; BUFFER]), start: 0, end: 0, used: 0, shortest }
    }

    /// Takes as many of `bytes` as fit and says how many. After [`Parser::next`] has returned `None` there is always
    /// room for at least one more, so "push, take all, push the rest" always gets on.
    pub fn push(&mut self, bytes: &[u8]) -> usize {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.end + bytes.len() > BUFFER && self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        let count = bytes.len().min(BUFFER - self.end);
        if let (Some(room), Some(bytes)) =
            (self.buffer.get_mut(self.end..self.end + count), bytes.get(..count))
        {
            room.copy_from_slice(bytes);
        }
        self.end += count;
        self.used = self.used.max(self.end);
        count
    }

    /// The next thing found in what was pushed, or `None`: more bytes are needed.
    #[expect(clippy::should_implement_trait, reason = "it lends from the buffer, an Iterator cannot")]
    pub fn next(&mut self) -> Option<Found<'_>> {
        self.seek();
        let held = self.held();
        let (high, low) = (*held.get(4)?, *held.get(5)?);
        let len = usize::from(high) << 8 | usize::from(low);
        if len < self.shortest || len > MAX_LEN {
            self.start += 1;
            return Some(Found::BadLength);
        }
        let sum = xor(held.get(4..6 + len)?);
        if sum != 0 {
            self.start += 1;
            return Some(Found::BadChecksum);
        }
        let payload = self.start + 6..self.start + 5 + len;
        self.start += 6 + len;
        self.buffer.get(payload).map(Found::Frame)
    }

    /// The gap timeout has run out: the frame begun will not be completed. Gives up its first byte, so that a real
    /// frame hidden behind a false preamble is found by the next call of [`Parser::next`].
    pub fn give_up(&mut self) {
        if self.is_within() {
            self.start += 1;
        }
        self.seek();
    }

    /// Whether a frame has begun and is not complete.
    #[must_use]
    pub fn is_within(&self) -> bool {
        self.held().starts_with(&MARK)
    }

    /// Bytes held at the moment, ≤ [`BUFFER`].
    #[must_use]
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Forgets and wipes everything.
    pub fn clear(&mut self) {
        if let Some(used) = self.buffer.get_mut(..self.used) {
            used.zeroize();
        }
        (self.start, self.end, self.used) = (0, 0, 0);
    }

    fn held(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    /// Moves `start` to the first mark, or to the tail that may become one.
    fn seek(&mut self) {
        let held = self.held();
        let mut at = 0;
        while at < held.len() {
            let rest = held.get(at..).unwrap_or_default();
            let seen = rest.len().min(MARK.len());
            if rest.get(..seen) == MARK.get(..seen) {
                break;
            }
            let skip = rest.get(1..).and_then(|rest| rest.iter().position(|byte| *byte == 0xAA));
            at = skip.map_or(held.len(), |skip| at + 1 + skip);
        }
        self.start += at;
    }
}

impl Drop for Parser {
    fn drop(&mut self) {
        self.clear();
    }
}
