//! How devices are, in one word each: the only thing the rest of the station knows about their trouble.

use serde::{Deserialize, Serialize};

/// How the card reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReaderHealth {
    /// Being opened and looked for.
    #[default]
    Opening,
    /// It works.
    Ready,
    /// Nothing at the configured port.
    Absent,
    /// The port may not be opened by this user, or another program holds it.
    NotPermitted,
    /// The port is there and nothing answers.
    Silent,
    /// The module itself says that it is broken or not authorised.
    Broken,
}

impl ReaderHealth {
    /// Whether a card may be put onto it; one that is still being looked for may come.
    pub fn works(self) -> bool {
        matches!(self, ReaderHealth::Opening | ReaderHealth::Ready)
    }
}

/// How the receipt printer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrinterHealth {
    /// It does not say; slips are sent all the same.
    #[default]
    Unknown,
    /// It works.
    Ready,
    /// It works; paper is running out.
    PaperLow,
    /// No paper.
    PaperOut,
    /// The cover is open.
    CoverOpen,
    /// The cutter or the paper path is jammed.
    Jammed,
    /// It says it cannot print and not why.
    Offline,
    /// Nothing at the configured place.
    Gone,
    /// It is there, and the user of this program may not open it.
    NotPermitted,
    /// It is there, and another program or another station holds it; a network printer that never answers looks alike.
    Held,
}

impl PrinterHealth {
    /// Whether a slip may be sent now.
    pub fn can_print(self) -> bool {
        matches!(self, PrinterHealth::Unknown | PrinterHealth::Ready | PrinterHealth::PaperLow)
    }
}

/// Why a card that was found could not be used: what to tell the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardTrouble {
    /// 取下重放
    LiftAndReplace,
    /// 请单独放置证件
    OneCardOnly,
    /// 此证件无法识别
    NotThisCard,
    /// 读卡器故障，请手动登记
    ReaderFault,
}
