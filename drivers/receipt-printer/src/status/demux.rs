//! The stream a printer sends back, cut into frames by their first byte. Answers, reports it sends by itself and
//! process numbers come mixed in one stream: nobody may read "the answer" from it.

/// One message of the printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// An answer to DLE EOT 1 to 4; belongs to the oldest open question.
    DleEot(u8),
    /// The answer to DLE EOT 20 (Custom families): paper, user, recoverable, unrecoverable.
    DleEot20([u8; 4]),
    /// Automatic status (GS a).
    Asb([u8; 4]),
    /// Everything before this process number is printed (GS ( H function 48): `37 22 d1..d4 00`.
    ProcessId([u8; 4]),
    /// Why it is offline (GS ( H function 49): `37 23 .. 00`.
    OfflineCause(Vec<u8>),
    /// What it held is thrown away (DLE DC4 8): `37 25 00`.
    Cleared,
    /// A name it gives itself (GS I 65 to 69): `5F .. 00`.
    Text(Vec<u8>),
    /// It is being switched off: `3B .. 00`.
    PowerOff,
    /// An answer of one byte (GS r, GS I 1 to 3).
    Byte(u8),
}

/// The longest block; what goes on without a NUL is noise.
const BLOCK: usize = 96;

/// Cuts the stream; keeps what is unfinished, at most one block of 96 bytes.
#[derive(Debug, Clone, Default)]
pub struct Demux {
    held: Vec<u8>,
    custom: bool,
    dropped: usize,
}

enum Cut {
    Frame(Frame, usize),
    Drop,
    Need,
}

impl Demux {
    /// For printers that answer DLE EOT 20 pass `true`: `10 0F` begins that answer there and nothing else.
    pub fn new(custom: bool) -> Self {
        Demux { custom, ..Demux::default() }
    }

    /// Takes bytes as they come and gives the frames that are complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Frame> {
        self.held.extend_from_slice(bytes);
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.held.len() {
            match cut(&self.held[at..], self.custom) {
                Cut::Frame(frame, len) => {
                    out.push(frame);
                    at += len;
                }
                Cut::Drop => {
                    self.dropped += 1;
                    at += 1;
                }
                Cut::Need => break,
            }
        }
        self.held.drain(..at);
        out
    }

    /// Bytes that belonged to no frame, since the beginning.
    pub fn dropped(&self) -> usize {
        self.dropped
    }
}

fn cut(b: &[u8], custom: bool) -> Cut {
    match b[0] {
        0x37 | 0x5F | 0x3B => block(b),
        0x10 if custom => match b {
            [_, 0x0F, p, u, r, n, ..] => Cut::Frame(Frame::DleEot20([*p, *u, *r, *n]), 6),
            [_] | [_, 0x0F, ..] => Cut::Need,
            _ => asb(b),
        },
        0x11 | 0x13 => Cut::Drop,
        c if c & 0x93 == 0x12 => Cut::Frame(Frame::DleEot(c), 1),
        c if c & 0x93 == 0x10 => asb(b),
        c if c & 0x90 == 0 => Cut::Frame(Frame::Byte(c), 1),
        _ => Cut::Drop,
    }
}

fn asb(b: &[u8]) -> Cut {
    if b.iter().skip(1).take(3).any(|x| x & 0x90 != 0) {
        return Cut::Drop;
    }
    match b {
        [a, b, c, d, ..] => Cut::Frame(Frame::Asb([*a, *b, *c, *d]), 4),
        _ => Cut::Need,
    }
}

/// A block to its NUL. What cannot be one is left at its first wrong byte: a stray byte that looks like a beginning must not
/// hold back the answers behind it.
fn block(b: &[u8]) -> Cut {
    let inside = &b[1..b.len().min(BLOCK)];
    let end = inside.iter().position(|&c| c == 0);
    let told = &inside[..end.unwrap_or(inside.len())];
    let (kind, told) = match (b[0], told) {
        (0x37, [kind @ (0x22 | 0x23 | 0x25), told @ ..]) => (*kind, told),
        (0x37, [_, ..]) => return Cut::Drop,
        (first, told) => (first, told),
    };
    let fits = match kind {
        0x22 => told.len() <= 4,
        0x25 => told.is_empty(),
        _ => true,
    };
    if !fits || told.iter().any(|&c| c < 0x20) {
        return Cut::Drop;
    }
    let Some(end) = end else { return if b.len() < BLOCK { Cut::Need } else { Cut::Drop } };
    let frame = match (kind, told) {
        (0x22, [a, b, c, d]) => Frame::ProcessId([*a, *b, *c, *d]),
        (0x23, cause) => Frame::OfflineCause(cause.to_vec()),
        (0x25, _) => Frame::Cleared,
        (0x5F, text) => Frame::Text(text.to_vec()),
        (0x3B, _) => Frame::PowerOff,
        _ => return Cut::Drop,
    };
    Cut::Frame(frame, end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixed_stream_falls_apart_rightly_at_any_split() {
        let stream = [
            &[0x12][..],
            &[0x18, 0x00, 0x0F, 0x0F],
            b"\x37\x220042\x00",
            &[0x11, 0x13],
            b"_TM-T88V\x00",
            &[0x37, 0x25, 0x00],
            &[0x0C],
            &[0x7E],
        ]
        .concat();
        let want = vec![
            Frame::DleEot(0x12),
            Frame::Asb([0x18, 0, 0x0F, 0x0F]),
            Frame::ProcessId(*b"0042"),
            Frame::Text(b"TM-T88V".to_vec()),
            Frame::Cleared,
            Frame::Byte(0x0C),
            Frame::DleEot(0x7E),
        ];
        for split in 0..=stream.len() {
            let mut demux = Demux::new(false);
            let mut got = demux.feed(&stream[..split]);
            got.extend(demux.feed(&stream[split..]));
            assert_eq!(got, want, "split at {split}");
        }
    }

    #[test]
    fn noise_is_left_behind_and_the_next_frame_is_found() {
        let mut demux = Demux::new(false);
        assert_eq!(demux.feed(&[0x10, 0x95, 0xFF, 0x80, 0x12]), [Frame::DleEot(0x12)]);
        assert_eq!(demux.dropped(), 4);
        let mut noise = vec![0x5F];
        noise.resize(400, 0xFF);
        noise.push(0x12);
        assert_eq!(demux.feed(&noise), [Frame::DleEot(0x12)]);
    }

    #[test]
    fn a_stray_byte_that_looks_like_a_block_holds_no_answer_back() {
        for stray in [&[0x37][..], &[0x5F], &[0x3B], &[0x37, 0x22], &[0x37, 0x22, b'1'], &[0x37, 0x25]] {
            let mut demux = Demux::new(false);
            let mut frames = demux.feed(stray);
            frames.extend(demux.feed(&[0x12; 4]));
            frames.retain(|f| matches!(f, Frame::DleEot(_)));
            assert_eq!(frames, vec![Frame::DleEot(0x12); 4], "{stray:02x?}");
        }
    }

    #[test]
    fn the_custom_answer_is_only_read_where_it_is_expected() {
        assert_eq!(Demux::new(true).feed(&[0x10, 0x0F, 1, 2, 3, 4]), [Frame::DleEot20([1, 2, 3, 4])]);
        assert_eq!(Demux::new(false).feed(&[0x10, 0x0F, 1, 2]), [Frame::Asb([0x10, 0x0F, 1, 2])]);
    }
}
