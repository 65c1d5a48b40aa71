//! The faults a simulated module can be told to have.

use std::time::Duration;

use super::cards::SimCard;

/// Which answers a fault is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum On {
    /// Any.
    Any,
    /// Self test (`11 FF`).
    Status,
    /// The module's number (`12 FF`).
    SamNumber,
    /// Find (`20 01`).
    Find,
    /// Select (`20 02`).
    Select,
    /// Read (`30 01`).
    Read,
}

impl On {
    /// Whether the answer to this CMD and PARA is meant.
    pub(super) fn covers(self, request: &[u8]) -> bool {
        let pair = request.get(..2);
        match self {
            On::Any => true,
            On::Status => pair == Some(&[0x11, 0xFF]),
            On::SamNumber => pair == Some(&[0x12, 0xFF]),
            On::Find => pair == Some(&[0x20, 0x01]),
            On::Select => pair == Some(&[0x20, 0x02]),
            On::Read => pair == Some(&[0x30, 0x01]),
        }
    }
}

/// What happens to an answer, or to the module while it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The first byte is lost.
    LostAa,
    /// Noise in front: `AA AA AA AA` and random bytes.
    Noise,
    /// One byte at a time, a millisecond apart.
    Bytes,
    /// Pieces of 64 bytes, 16 ms apart.
    Pieces,
    /// A pause in the middle.
    Stall(Duration),
    /// The second half is missing.
    Truncated,
    /// One byte is missing, this many bytes in (modulo the length).
    DropByte(usize),
    /// One byte is changed, this many bytes in (modulo the length).
    FlipByte(usize),
    /// The checksum is wrong.
    WrongCheck,
    /// The length says FFFF.
    LenTooLarge,
    /// The length says 0003.
    LenTooSmall,
    /// The answer comes this much later.
    Late(Duration),
    /// The answer comes twice.
    Duplicate,
    /// No answer.
    Silence,
    /// Instead: `AA AA AA 96 69 00 05 05 05 05`, shorter than it says.
    ShortFrame,
    /// Instead: this status byte and no data.
    Status(u8),
    /// A refusal's SW1 and SW2 are these.
    CardStatus([u8; 2]),
    /// The module's number comes out wrong.
    WrongSam,
    /// Our own request comes back before the answer.
    Echo,
    /// The plug is pulled after this many bytes; back after a while, or not.
    Unplug(usize, Option<Duration>),
    /// Another card lies there just before the module looks.
    Swap(Box<SimCard>),
    /// Fingerprints nobody asked for are in the answer to a read.
    Fingerprints,
}

impl Fault {
    /// The answers this fault is usually about.
    #[must_use]
    pub fn usual(&self) -> On {
        match self {
            Fault::WrongSam => On::SamNumber,
            Fault::Status(0x60 | 0x66) => On::Status,
            Fault::Status(0x81) => On::Select,
            _ => On::Read,
        }
    }
}

/// A fault waiting for its answers.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) fault: Fault,
    pub(super) on: On,
    pub(super) times: u32,
}
