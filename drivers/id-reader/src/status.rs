//! The status byte of an answer (SW3) and what it asks the driver to do.

/// SW3 of an answer, by the status table of GA/T 467. SW1 and SW2 are the card's own and may be anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// `90`: done.
    Ok,
    /// `9F`: a card answered; only to find.
    CardFound,
    /// `91`: the card has no such item, e.g. no newer address.
    NoContent,
    /// `10`: the module saw a wrong checksum in our request.
    SawBadChecksum,
    /// `11`: the module saw a wrong length in our request.
    SawBadLength,
    /// `21`: no such command, or not in this state.
    BadCommand,
    /// `23`: privilege violation.
    NoPrivilege,
    /// `24`: an error the module cannot name.
    Unnamed,
    /// `31`: the card did not accept the module.
    CardRefusesModule,
    /// `32`: the module did not accept the card.
    ModuleRefusesCard,
    /// `33`: the card's information did not verify. Its data must not be used.
    NotVerified,
    /// `34`: no card yet (one vendor's form of `80`).
    NoCardYet,
    /// `40`: not an identity card.
    UnknownCard,
    /// `41`: the card could not be read.
    ReadFailed,
    /// `47`: random-number failure.
    RandomFailed,
    /// `50`: write failed (one vendor).
    WriteFailed,
    /// `60`: the module failed its own test.
    SelfTestFailed,
    /// `66`: the module is not authorised.
    NotAuthorised,
    /// `80`: no card, or the card that was read is still lying there.
    NoCard,
    /// `81`: the card could not be selected.
    SelectFailed,
    /// Any other value.
    Other(u8),
}

/// What a [`Status`] asks of the driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// It worked.
    Done,
    /// No card: ask again after the poll interval.
    Nothing,
    /// The line spoiled our request: send it again, at most twice.
    Resend,
    /// Try the sequence again by itself, a few times.
    Retry,
    /// One more try, then the person must lift the card and put it again.
    Represent,
    /// Not a card this reader reads: say so, do not loop.
    WrongCard,
    /// The module is out of step: again once, then reset it.
    Module,
    /// The reader itself is faulty; no card will help.
    ReaderFault,
}

impl From<u8> for Status {
    fn from(byte: u8) -> Status {
        match byte {
            0x90 => Status::Ok,
            0x9F => Status::CardFound,
            0x91 => Status::NoContent,
            0x10 => Status::SawBadChecksum,
            0x11 => Status::SawBadLength,
            0x21 => Status::BadCommand,
            0x23 => Status::NoPrivilege,
            0x24 => Status::Unnamed,
            0x31 => Status::CardRefusesModule,
            0x32 => Status::ModuleRefusesCard,
            0x33 => Status::NotVerified,
            0x34 => Status::NoCardYet,
            0x40 => Status::UnknownCard,
            0x41 => Status::ReadFailed,
            0x47 => Status::RandomFailed,
            0x50 => Status::WriteFailed,
            0x60 => Status::SelfTestFailed,
            0x66 => Status::NotAuthorised,
            0x80 => Status::NoCard,
            0x81 => Status::SelectFailed,
            other => Status::Other(other),
        }
    }
}

impl Status {
    /// The byte on the wire.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Status::Ok => 0x90,
            Status::CardFound => 0x9F,
            Status::NoContent => 0x91,
            Status::SawBadChecksum => 0x10,
            Status::SawBadLength => 0x11,
            Status::BadCommand => 0x21,
            Status::NoPrivilege => 0x23,
            Status::Unnamed => 0x24,
            Status::CardRefusesModule => 0x31,
            Status::ModuleRefusesCard => 0x32,
            Status::NotVerified => 0x33,
            Status::NoCardYet => 0x34,
            Status::UnknownCard => 0x40,
            Status::ReadFailed => 0x41,
            Status::RandomFailed => 0x47,
            Status::WriteFailed => 0x50,
            Status::SelfTestFailed => 0x60,
            Status::NotAuthorised => 0x66,
            Status::NoCard => 0x80,
            Status::SelectFailed => 0x81,
            Status::Other(byte) => byte,
        }
    }

    /// What it asks of the driver.
    #[must_use]
    pub fn class(self) -> Class {
        match self {
            Status::Ok | Status::CardFound | Status::NoContent => Class::Done,
            Status::NoCard | Status::NoCardYet => Class::Nothing,
            Status::SawBadChecksum | Status::SawBadLength => Class::Resend,
            Status::ReadFailed | Status::SelectFailed => Class::Retry,
            Status::CardRefusesModule | Status::ModuleRefusesCard | Status::NotVerified => Class::Represent,
            Status::UnknownCard => Class::WrongCard,
            Status::SelfTestFailed | Status::NotAuthorised => Class::ReaderFault,
            Status::BadCommand
            | Status::NoPrivilege
            | Status::Unnamed
            | Status::RandomFailed
            | Status::WriteFailed
            | Status::Other(_) => Class::Module,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, Status};

    #[test]
    fn every_byte_survives_the_round_trip() {
        for byte in 0..=u8::MAX {
            assert_eq!(Status::from(byte).byte(), byte);
        }
    }

    #[test]
    fn classes_follow_the_status_table() {
        let class = |byte: u8| Status::from(byte).class();
        assert_eq!([0x10, 0x11].map(class), [Class::Resend; 2]);
        assert_eq!([0x31, 0x32, 0x33].map(class), [Class::Represent; 3]);
        assert_eq!([0x41, 0x81].map(class), [Class::Retry; 2]);
        assert_eq!([0x60, 0x66].map(class), [Class::ReaderFault; 2]);
        assert_eq!([0x80, 0x34].map(class), [Class::Nothing; 2]);
        assert_eq!(class(0x40), Class::WrongCard);
        assert_eq!([0x21, 0x24, 0x47, 0x50, 0xFF].map(class), [Class::Module; 5]);
    }
}
