//! What the kiosk shows.

use super::{AlikeRow, HelpView, Notice, ProgressView, StaffStage};
use crate::devices::CardTrouble;
use crate::rules::Refusal;
use crate::rules::lobby::Announcement;
use crate::rules::people::PersonName;
use crate::rules::requests::Mark;
use crate::station::KioskPage;
use std::sync::Arc;
use uuid::Uuid;

/// The kiosk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KioskView {
    /// Which page.
    pub page: KioskPage,
    /// This opening of the page; an intent carries it back.
    pub key: Uuid,
    /// Counts the people: with each, language and looks are as a stranger expects them.
    pub person: u32,
    /// Seconds until the page clears itself, and home takes off what somebody left on it; none where nobody was.
    pub seconds_left: Option<u32>,
    /// For a visitor who waits for the household's word: by its hours the desk is attended now.
    pub attended: bool,
    /// How the card gets on.
    pub card: CardStage,
    /// What is announced: on home, the screen-saver and the notices' page.
    pub news: Vec<Arc<Announcement>>,
    /// A card was read and may still lie on the reader.
    pub take_card: bool,
    /// The card that was read says that its holder is under 14.
    pub minor: bool,
    /// Who would be called before the next number; on its page only.
    pub ahead: Ahead,
    /// A guest of that name is expected today.
    pub expected: bool,
    /// What can a number be taken for; on its page only.
    pub services: Vec<ServiceRow>,
    /// Something to tell.
    pub notice: Option<Notice>,
    /// Counts what was told, so that the same word told again is shown again after it was put away.
    pub told: u32,
    /// The staff's way in.
    pub staff: StaffStage,
    /// How the calls for help stand.
    pub help: HelpView,
    /// What the home of the request page has reported already, the newest first.
    pub alike: Vec<AlikeRow>,
    /// The request of a receipt, on the progress page.
    pub progress: Option<ProgressView>,
    /// What was achieved, on the last page.
    pub done: Option<Done>,
}

/// How a card gets on.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CardStage {
    /// Waiting for one.
    #[default]
    Waiting,
    /// It was found and is being read.
    Reading,
    /// It could not be used.
    Trouble(CardTrouble),
    /// It was read.
    Read {
        /// For the eyes of its holder.
        name: PersonName,
        /// Masked; empty where the card has no number of GB 11643.
        number: String,
    },
}

/// Who is called before a number. One line for all services, for any counter calls any number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// People who wait.
    pub people: u32,
    /// Minutes of waiting, from and to; none where nobody waits or nothing honest can be said.
    pub range: Option<(u32, u32)>,
}

/// One service on the number page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Letter of its numbers.
    pub series: String,
    /// Why no number can be taken now.
    pub closed: Option<Refusal>,
    /// What to bring.
    pub bring: String,
    /// Whom it is for.
    pub whom: String,
    /// Numbers left today, where there is a quota.
    pub left: Option<u32>,
}

/// What was achieved.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// A ticket, a pass or a receipt.
    pub kind: DoneKind,
    /// Where its slip is.
    pub print: PrintState,
    /// The text of its QR.
    pub qr: String,
}

/// What was achieved, and what the person has to remember.
#[derive(Clone, Debug, PartialEq)]
pub enum DoneKind {
    /// A queue number.
    Ticket {
        /// `A007`
        label: String,
        /// For what.
        service: String,
        /// People really before this one, and the minutes that the page before said.
        ahead: Ahead,
        /// `09:41`
        taken: String,
        /// What to bring.
        bring: String,
    },
    /// A visitor's pass.
    Pass {
        /// `V007`
        label: String,
        /// Masked.
        name: String,
        /// Where to.
        unit: String,
        /// `11-21 21:41`
        valid_until: String,
    },
    /// The desk asks the household first.
    Waiting {
        /// `V007`
        label: String,
        /// Where to.
        unit: String,
    },
    /// The desk has to speak with the visitor.
    ToDesk {
        /// `V007`
        label: String,
    },
    /// Goodbye.
    Left {
        /// `V007`
        label: String,
        /// `16:20`
        at: String,
    },
    /// A request's receipt.
    Receipt {
        /// `R20261121-007`
        label: String,
        /// Its mark.
        mark: Mark,
        /// By when it is answered, `11-23 18:00`; none where nothing was promised.
        answer_by: Option<String>,
        /// The 24-hour telephone.
        phone: String,
    },
}

/// Where a slip is, as the person in front of the kiosk sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintState {
    /// On its way.
    Printing,
    /// In the tray.
    Printed,
    /// The printer has no paper, is open or away: the slip waits, the number stands.
    Waiting,
    /// Nobody can tell; staff decides.
    Failed,
    /// There is nothing to print (yet).
    Nothing,
}
