//! What a printer answers, as one word. Pure: bytes and a profile in, a [`Status`] out.

mod demux;

pub use demux::{Demux, Frame};

use crate::profile::{Bit, Bits};

/// How the printer is, reduced to what a person has to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It prints.
    Ready,
    /// It prints; put in a new roll soon.
    PaperLow,
    /// No paper: put in a roll.
    PaperOut,
    /// Close the cover.
    CoverOpen,
    /// The blade is stuck: open and close the cover.
    CutterError,
    /// Paper is jammed: clear the path.
    Jam,
    /// An error that only switching off or a technician clears.
    Fault,
    /// It says it is not printing and nothing more (a hot head, a held button).
    Offline,
    /// There is no printer at the other end.
    Gone,
    /// It does not answer, or only in part. Advice that stops nothing.
    Unknown,
}

impl Status {
    /// Whether a slip may be sent: a printer that is out of paper or open would keep it and print it much later.
    pub fn may_print(self) -> bool {
        matches!(self, Status::Ready | Status::PaperLow | Status::Unknown)
    }
}

/// The four status bytes of one moment; `None` where no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading(pub [Option<u8>; 4]);

impl Reading {
    /// Whether no byte came at all.
    pub fn is_silent(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// Whether a condition holds; `None` where the profile has no place for it or no answer came.
    pub fn holds(&self, bit: Option<Bit>) -> Option<bool> {
        let bit = bit?;
        let byte = self.0.get(usize::from(bit.byte).checked_sub(1)?).copied().flatten()?;
        Some((byte & bit.mask != 0) != bit.inverted)
    }

    /// Every condition the profile has a place for, by name (`paper_out`, …): where it stands and whether it holds; `None`
    /// where no answer came. For a page that shows the raw bytes with their meaning.
    pub fn sensed(&self, bits: &Bits) -> Vec<(&'static str, Bit, Option<bool>)> {
        let named = bits.named().into_iter();
        named.filter_map(|(name, bit)| bit.map(|bit| (name, bit, self.holds(Some(bit))))).collect()
    }

    /// The reading as one word. The order is the order in which a person has to act.
    pub fn status(&self, bits: &Bits) -> Status {
        let yes = |bit| self.holds(bit) == Some(true);
        let found = [
            (bits.cover_open, Status::CoverOpen),
            (bits.paper_out, Status::PaperOut),
            (bits.cutter_error, Status::CutterError),
            (bits.jam, Status::Jam),
            (bits.fatal, Status::Fault),
            (bits.passing, Status::Offline),
            (bits.offline, Status::Offline),
        ];
        if let Some((_, status)) = found.into_iter().find(|(bit, _)| yes(*bit)) {
            return status;
        }
        let asked = found.iter().filter_map(|(bit, _)| *bit);
        let unheard = asked.into_iter().any(|bit| self.holds(Some(bit)).is_none());
        match () {
            () if self.is_silent() || unheard => Status::Unknown,
            () if yes(bits.paper_low) => Status::PaperLow,
            () => Status::Ready,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Profile;

    fn of(bytes: [u8; 4]) -> Status {
        Reading(bytes.map(Some)).status(&Profile::default().status)
    }

    #[test]
    fn each_condition_has_its_word() {
        assert_eq!(of([0x12; 4]), Status::Ready);
        assert_eq!(of([0x12, 0x12, 0x12, 0x1E]), Status::PaperLow);
        assert_eq!(of([0x1A, 0x32, 0x12, 0x7E]), Status::PaperOut);
        assert_eq!(of([0x1A, 0x16, 0x12, 0x72]), Status::CoverOpen, "an open cover also hides the paper");
        assert_eq!(of([0x1A, 0x52, 0x1A, 0x12]), Status::CutterError);
        assert_eq!(of([0x1A, 0x52, 0x32, 0x12]), Status::Fault);
        assert_eq!(of([0x1A, 0x12, 0x12, 0x12]), Status::Offline);
    }

    #[test]
    fn bit_six_of_the_paper_byte_is_nobodys_paper_end() {
        assert_eq!(of([0x12, 0x12, 0x12, 0x52]), Status::Ready);
    }

    #[test]
    fn a_missing_byte_is_not_taken_for_good_news() {
        let bits = Profile::default().status;
        assert_eq!(Reading([Some(0x12), Some(0x12), Some(0x12), None]).status(&bits), Status::Unknown);
        assert_eq!(Reading::default().status(&bits), Status::Unknown);
        assert_eq!(Reading([None, Some(0x16), None, None]).status(&bits), Status::CoverOpen);
    }
}
