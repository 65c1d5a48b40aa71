//! An answer on its way to the wire: pieces with pauses in front, as the faults left them.

use std::time::Duration;

use super::fault::Fault;
use crate::frame::{encode, xor};

/// Bytes after a pause.
pub(super) struct Segment {
    pub(super) pause: Duration,
    pub(super) bytes: Vec<u8>,
}

/// Puts one fault on the bytes of an answer.
pub(super) fn spoil(segments: &mut Vec<Segment>, fault: &Fault, request: &[u8], noise: u64) {
    let bytes: Vec<u8> = segments.iter().flat_map(|segment| segment.bytes.iter().copied()).collect();
    let pause = segments.first().map(|segment| segment.pause).unwrap_or_default();
    let whole = |bytes: Vec<u8>| vec![Segment { pause, bytes }];
    let at = |place: usize| place % bytes.len().max(1);
    *segments = match fault {
        Fault::LostAa => whole(bytes.get(1..).unwrap_or_default().to_vec()),
        Fault::Noise => whole([&[0xAA; 4], noise.to_le_bytes().as_slice(), &bytes].concat()),
        Fault::Bytes => split(&bytes, 1, Duration::from_millis(1), pause),
        Fault::Pieces => split(&bytes, 64, Duration::from_millis(16), pause),
        Fault::Stall(time) => split(&bytes, bytes.len().div_ceil(2).max(1), *time, pause),
        Fault::Truncated => whole(bytes.get(..bytes.len() / 2).unwrap_or_default().to_vec()),
        Fault::DropByte(place) => whole(without(&bytes, at(*place))),
        Fault::FlipByte(place) => whole(changed(&bytes, at(*place), |byte| byte ^ 0x10)),
        Fault::WrongCheck => whole(changed(&bytes, bytes.len().saturating_sub(1), |byte| byte ^ 0x55)),
        Fault::LenTooLarge => whole(changed(&changed(&bytes, 5, |_| 0xFF), 6, |_| 0xFF)),
        Fault::LenTooSmall => whole(changed(&changed(&bytes, 5, |_| 0), 6, |_| 3)),
        Fault::Late(time) => vec![Segment { pause: pause + *time, bytes }],
        Fault::Duplicate => whole([bytes.as_slice(), &bytes].concat()),
        Fault::Silence => Vec::new(),
        Fault::ShortFrame => whole(vec![0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 5, 5, 5, 5]),
        Fault::CardStatus(pair) => whole(with_card_status(&bytes, *pair)),
        Fault::WrongSam => whole(reframed(&changed(&bytes, 12, |byte| byte ^ 0x3C))),
        Fault::Echo => whole([encode(request), bytes].concat()),
        // These are about the module, not about the bytes.
        Fault::Status(_) | Fault::Unplug(..) | Fault::Swap(_) | Fault::Fingerprints => return,
    };
}

fn split(bytes: &[u8], size: usize, between: Duration, first: Duration) -> Vec<Segment> {
    let pause = |at: usize| if at == 0 { first } else { between };
    let pieces = bytes.chunks(size).enumerate();
    pieces.map(|(at, bytes)| Segment { pause: pause(at), bytes: bytes.to_vec() }).collect()
}

fn without(bytes: &[u8], place: usize) -> Vec<u8> {
    let kept = bytes.iter().enumerate().filter(|(at, _)| *at != place);
    kept.map(|(_, byte)| *byte).collect()
}

fn changed(bytes: &[u8], place: usize, how: impl Fn(u8) -> u8) -> Vec<u8> {
    let each = bytes.iter().enumerate();
    each.map(|(at, byte)| if at == place { how(*byte) } else { *byte }).collect()
}

/// The same frame with its checksum made right again.
fn reframed(bytes: &[u8]) -> Vec<u8> {
    let mut frame = bytes.to_vec();
    let sum = xor(frame.get(5..frame.len().saturating_sub(1)).unwrap_or_default());
    if let Some(last) = frame.last_mut() {
        *last = sum;
    }
    frame
}

fn with_card_status(bytes: &[u8], [sw1, sw2]: [u8; 2]) -> Vec<u8> {
    reframed(&changed(&changed(bytes, 7, |_| sw1), 8, |_| sw2))
}
