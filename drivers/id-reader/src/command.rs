//! The requests this driver sends, and which answer fits which request.
//!
//! An answer does not repeat its command. After a timeout a late answer could be taken for the next one, so an answer
//! counts only if its status and its length are in the row of the command that was sent (GA/T 467, chapter 7).
//!
//! Not here on purpose: base information with fingerprints (`30 10`), the card management number (`30 05`).

use std::time::Duration;

use zeroize::Zeroizing;

use crate::status::{Class, Status};

/// A rate of the line. The module stores it and keeps it without power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Baud {
    /// 115200 bits/s: as delivered.
    #[default]
    B115200,
    /// 57600 bits/s.
    B57600,
    /// 38400 bits/s.
    B38400,
    /// 19200 bits/s.
    B19200,
    /// 9600 bits/s.
    B9600,
}

impl Baud {
    /// All rates, in the order in which they are tried.
    pub const ALL: [Baud; 5] = [Baud::B115200, Baud::B57600, Baud::B38400, Baud::B19200, Baud::B9600];

    /// Bits per second.
    #[must_use]
    pub fn rate(self) -> u32 {
        match self {
            Baud::B115200 => 115_200,
            Baud::B57600 => 57_600,
            Baud::B38400 => 38_400,
            Baud::B19200 => 19_200,
            Baud::B9600 => 9_600,
        }
    }

    /// The rate with so many bits per second, if the module has it.
    #[must_use]
    pub fn from_rate(rate: u32) -> Option<Baud> {
        Baud::ALL.into_iter().find(|baud| baud.rate() == rate)
    }

    /// How long `bytes` take on the wire: 8N1 is ten bits a byte.
    #[must_use]
    pub fn wire_time(self, bytes: usize) -> Duration {
        let bits = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_mul(10);
        Duration::from_nanos(bits.saturating_mul(1_000_000_000) / u64::from(self.rate()))
    }

    fn parameter(self) -> u8 {
        match self {
            Baud::B115200 => 0,
            Baud::B57600 => 1,
            Baud::B38400 => 2,
            Baud::B19200 => 3,
            Baud::B9600 => 4,
        }
    }
}

/// A request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// `10 FF`: restart the module; it boots for up to 2.1 s.
    Reset,
    /// `11 FF`: self test.
    Status,
    /// `12 FF`: the module's own number.
    SamNumber,
    /// `20 01`: is there a card?
    Find,
    /// `20 02`: select the card found.
    Select,
    /// `30 01`: text and photo of the card selected. There is no request for the text alone.
    ReadBase,
    /// `30 03`: the newest address. Used only, and only if asked for, to see whether a card is still there.
    NewAddress,
    /// `60 pp`: change the module's rate, for ever. The answer still comes at the old rate.
    SetBaud(Baud),
    /// `61 FF nn`: largest block to the card, 24..=255 bytes.
    MaxRf(u8),
}

/// How an answer stands to a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// What the command was sent for.
    Success,
    /// A "no" that this command may get.
    Refusal,
    /// Not this command's answer: late, doubled or foreign.
    Foreign,
}

impl Command {
    /// CMD, PARA and data: the payload for [`crate::frame::encode`].
    #[must_use]
    pub fn payload(self) -> Vec<u8> {
        match self {
            Command::Reset => vec![0x10, 0xFF],
            Command::Status => vec![0x11, 0xFF],
            Command::SamNumber => vec![0x12, 0xFF],
            Command::Find => vec![0x20, 0x01],
            Command::Select => vec![0x20, 0x02],
            Command::ReadBase => vec![0x30, 0x01],
            Command::NewAddress => vec![0x30, 0x03],
            Command::SetBaud(baud) => vec![0x60, baud.parameter()],
            Command::MaxRf(bytes) => vec![0x61, 0xFF, bytes],
        }
    }

    /// How long to wait for the whole answer at `baud` before giving up.
    #[must_use]
    pub fn timeout(self, baud: Baud) -> Duration {
        match self {
            Command::Select => Duration::from_millis(1500),
            Command::ReadBase => Duration::from_millis(3000) + baud.wire_time(1295) * 6 / 5,
            Command::NewAddress => Duration::from_millis(2000),
            _ => Duration::from_millis(1000),
        }
    }

    /// Whether an answer with `status` and `data` belongs to this command.
    #[must_use]
    pub fn fit(self, status: Status, data: &[u8]) -> Fit {
        let empty = data.is_empty();
        let success = match self {
            Command::Reset | Command::Status | Command::SetBaud(_) | Command::MaxRf(_) => {
                status == Status::Ok && empty
            }
            Command::SamNumber => status == Status::Ok && data.len() == 16,
            Command::Find => status == Status::CardFound && data.len() <= 16,
            Command::Select => status == Status::Ok && data.len() <= 16,
            Command::ReadBase => status == Status::Ok && base_text(data).is_some(),
            Command::NewAddress => (status == Status::Ok && data.len() == 70) || no_content(status, data),
        };
        match (success, empty && self.may_get(status)) {
            (true, _) => Fit::Success,
            (false, true) => Fit::Refusal,
            (false, false) => Fit::Foreign,
        }
    }

    fn may_get(self, status: Status) -> bool {
        use Status as S;
        let always = matches!(status, S::BadCommand | S::NoPrivilege | S::Unnamed);
        let always = always || matches!(status.class(), Class::Resend | Class::ReaderFault);
        always
            || match self {
                Command::Find => matches!(status, S::NoCard | S::NoCardYet),
                Command::Select => status == S::SelectFailed,
                Command::ReadBase => matches!(
                    status,
                    S::ReadFailed
                        | S::CardRefusesModule
                        | S::ModuleRefusesCard
                        | S::NotVerified
                        | S::UnknownCard
                        | S::RandomFailed
                        | S::NoContent
                        | S::WriteFailed
                ),
                Command::NewAddress => status == S::ReadFailed,
                _ => false,
            }
    }
}

fn no_content(status: Status, data: &[u8]) -> bool {
    status == Status::NoContent && data.is_empty()
}

/// The 256 bytes of text in the data of a [`Command::ReadBase`] answer: two big-endian lengths (text, photo), text,
/// photo. `None` if the lengths do not add up, so also for an answer with fingerprints. A photo of length 0 is fine.
#[must_use]
pub fn base_text(data: &[u8]) -> Option<&[u8; 256]> {
    let (text_len, rest) = data.split_first_chunk::<2>()?;
    let (photo_len, rest) = rest.split_first_chunk::<2>()?;
    let (text, photo) = rest.split_first_chunk::<256>()?;
    let fits = usize::from(u16::from_be_bytes(*text_len)) == 256
        && usize::from(u16::from_be_bytes(*photo_len)) == photo.len();
    fits.then_some(text)
}

/// An answer. Its data are wiped on drop and never printed.
pub struct Answer {
    /// SW1 and SW2, the card's own status. Often not `00 00` beside a refusal.
    pub card_status: [u8; 2],
    /// SW3.
    pub status: Status,
    /// What follows.
    pub data: Zeroizing<Vec<u8>>,
}

impl Answer {
    /// Reads the payload of a frame. `None` if it has fewer than the three status bytes.
    #[must_use]
    pub fn from_payload(payload: &[u8]) -> Option<Answer> {
        let ([sw1, sw2, sw3], data) = payload.split_first_chunk::<3>()?;
        Some(Answer {
            card_status: [*sw1, *sw2],
            status: Status::from(*sw3),
            data: Zeroizing::new(data.to_vec()),
        })
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [sw1, sw2] = self.card_status;
        write!(out, "Answer({sw1:02X}{sw2:02X} {:?}, {} bytes)", self.status, self.data.len())
    }
}
