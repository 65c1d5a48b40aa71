//! What a person wants, as plain data. The faces send these and nothing else.

use super::{Coming, Leaver};
use crate::rules::appointments::BookingForm;
use crate::rules::help::HelpKind;
use crate::rules::progress::{Asked, RatingForm};
use crate::rules::requests::{Channel, Mark, RequestAct, RequestForm};
use crate::rules::slips::{SlipAct, SlipReason};
use crate::rules::visits::{Denial, VisitForm};
use crate::rules::{HelpId, RequestId, SlipId, TicketId, VisitId};
use chrono::{DateTime, FixedOffset};
use std::fmt;
use uuid::Uuid;

/// What a person wants.
pub enum Intent {
    /// At the kiosk.
    Kiosk(KioskIntent),
    /// At the reception desk.
    Desk(DeskIntent),
    /// At the guard's post.
    Guard(GuardIntent),
    /// On the bench: steering simulators.
    Bench(BenchIntent),
}

/// A page of the kiosk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KioskPage {
    /// Nobody is here: the screen-saver.
    Rest,
    /// Every job, one tap away.
    #[default]
    Home,
    /// Registering a visit.
    Visit,
    /// Logging a request.
    Request,
    /// Taking a number.
    Number,
    /// Leaving: the end of a visit, seen.
    Leave,
    /// How a request gets on.
    Progress,
    /// Announcements, hours, telephones, directory, map.
    Notices,
    /// What was achieved.
    Done,
    /// Nothing can be kept just now: a kind word, and the way to the desk.
    Closed,
}

/// What a visitor or owner wants.
pub enum KioskIntent {
    /// To see a page; whatever the page before held is forgotten.
    Open(KioskPage),
    /// The notice was read and agreed to; only now anything may be read or typed.
    Agree,
    /// A pass or a receipt under the scanner, on any page: its visitor leaves, or it is looked up.
    Scanned {
        /// The page's key.
        key: Uuid,
        /// As the scanner typed it.
        line: String,
    },
    /// To place a card now, or not any more.
    WantCard(bool),
    /// Anything was touched: the idle time starts anew.
    Touch,
    /// Help, now; the page stays as it is.
    CallHelp(HelpKind),
    /// Staff at the kiosk.
    Staff(StaffIntent),
    /// To register this visit. `key` is the page's own, so that a second tap is not a second visit.
    RegisterVisit {
        /// From [`super::KioskView::key`].
        key: Uuid,
        /// As typed.
        form: VisitForm,
    },
    /// A booked guest is here. `key` as above.
    Arrive {
        /// From [`super::KioskView::key`].
        key: Uuid,
        /// Who.
        guest: Coming,
    },
    /// To leave. `key` as above.
    Leave {
        /// From [`super::KioskView::key`].
        key: Uuid,
        /// By what the visitor is known.
        leaver: Leaver,
    },
    /// To log this request. `key` as above.
    LogRequest {
        /// From [`super::KioskView::key`].
        key: Uuid,
        /// As typed.
        form: RequestForm,
    },
    /// To know what this home has reported already. `key` as above.
    AskAlike {
        /// From [`super::KioskView::key`].
        key: Uuid,
        /// Under which mark.
        mark: Mark,
        /// And kind; empty where the mark has none.
        kind: String,
        /// Building, unit and room as typed.
        unit: [String; 3],
    },
    /// To urge one of those.
    UrgeAlike {
        /// From [`super::KioskView::key`].
        key: Uuid,
        /// Which, from [`super::AlikeRow::id`].
        request: RequestId,
    },
    /// Something on the progress page. `key` as above.
    Progress {
        /// From [`super::KioskView::key`].
        key: Uuid,
        /// What.
        intent: ProgressIntent,
    },
    /// To take a number. `key` as above: a double tap is one ticket.
    TakeNumber {
        /// From [`super::KioskView::key`].
        key: Uuid,
        /// The service's code.
        service: String,
    },
}

/// What somebody with a receipt wants.
#[derive(Clone)]
pub enum ProgressIntent {
    /// To see how it gets on.
    LookUp(Asked),
    /// 催单, for the one that is shown.
    Urge,
    /// To say how it was handled.
    Rate(RatingForm),
    /// 没解决: it is not settled.
    Reopen,
}

/// What staff wants at the kiosk.
pub enum StaffIntent {
    /// To be asked for the PIN; without one set, nothing happens.
    Knock,
    /// To come in with this PIN.
    Enter(String),
    /// To leave the staff's page.
    Close,
}

/// What the right side of the desk shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeskPanel {
    /// 住户来事
    #[default]
    Requests,
    /// 访客: who waits for a word, who is expected.
    Visits,
    /// 小票: what waits for paper or for staff.
    Slips,
    /// 打印机: commissioning.
    Printer,
}

/// What a receptionist wants.
#[derive(Clone, Debug)]
pub enum DeskIntent {
    /// To see a panel; only what is shown is read.
    Open(DeskPanel),
    /// To sit at this counter, counted from 1.
    Counter(u8),
    /// To answer a call for help.
    Answer(HelpId),
    /// To say that the date is right, which the clock has jumped to.
    BelieveClock,
    /// The next number.
    CallNext,
    /// This very number.
    Call(TicketId),
    /// My number once more.
    Recall,
    /// My number did not come.
    Miss,
    /// My number aside for a while.
    Park,
    /// My number is done.
    Finish,
    /// To do something with a request.
    Request(RequestId, RequestAct),
    /// To look at a request closely.
    Look(RequestId),
    /// To promise another time.
    Promise {
        /// Which.
        request: RequestId,
        /// By when, from [`super::RequestDetail::times`].
        by: DateTime<FixedOffset>,
        /// Why, in the house's own words.
        reason: String,
    },
    /// To hand a request to one of the house's departments.
    Dispatch(RequestId, String),
    /// To see the paper of a slip.
    LookAt(SlipId),
    /// To print a slip once more, marked, or to void it, and why.
    Slip(SlipId, SlipAct, SlipReason),
    /// To write down what a caller or somebody at the desk brings, on an empty form; or not after all.
    Write(bool),
    /// To log it.
    Log {
        /// From [`super::DeskView::writing`].
        key: Uuid,
        /// As typed.
        form: RequestForm,
        /// How it came in.
        channel: Channel,
    },
    /// To let a visitor in: the household said yes, or a booked guest was sent over.
    Admit(VisitId),
    /// Not to let a visitor in.
    Deny(VisitId, Denial),
    /// To book a guest.
    Book(BookingForm),
    /// To call a booking off.
    CallOff(VisitId),
    /// To know something of the printer itself.
    Printer(PrinterIntent),
}

/// What a receptionist asks about the printer itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrinterIntent {
    /// Which printers this machine has.
    Find,
    /// What the one in use can do.
    Probe,
    /// Its test page.
    TestPage,
}

/// Which visits the guard's post lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GuardList {
    /// Who is inside.
    #[default]
    Inside,
    /// Who waits for the household's word.
    Waiting,
    /// Who is expected today.
    Expected,
}

/// What a guard wants.
#[derive(Clone)]
pub enum GuardIntent {
    /// Visits that fit this text; an empty one shows the list.
    Search(String),
    /// To see this list.
    Show(GuardList),
    /// To answer a call for help.
    Answer(HelpId),
    /// To let this visitor out, now.
    Leave(VisitId),
    /// The list of who is inside now, on paper.
    RollCall,
}

/// What somebody at the bench does to a simulator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BenchIntent {
    /// A line for the reader's simulator, as its own command language has it: `place R1`, `remove`, `unplug`, …
    Reader(String),
    /// A line for the printer's simulator: `paper out`, `cover open`, …
    Printer(String),
}

/// Prints which intent it is and nothing of what a person typed.
impl fmt::Debug for Intent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Intent::Kiosk(KioskIntent::Open(page)) => write!(f, "Kiosk::Open({page:?})"),
            Intent::Kiosk(KioskIntent::WantCard(on)) => write!(f, "Kiosk::WantCard({on})"),
            Intent::Kiosk(KioskIntent::Touch) => write!(f, "Kiosk::Touch"),
            Intent::Kiosk(KioskIntent::Staff(_)) => write!(f, "Kiosk::Staff"),
            Intent::Kiosk(KioskIntent::CallHelp(kind)) => write!(f, "Kiosk::CallHelp({kind:?})"),
            Intent::Kiosk(KioskIntent::Agree) => write!(f, "Kiosk::Agree"),
            Intent::Kiosk(KioskIntent::Arrive { .. }) => write!(f, "Kiosk::Arrive"),
            Intent::Kiosk(KioskIntent::Leave { .. }) => write!(f, "Kiosk::Leave"),
            Intent::Kiosk(KioskIntent::Scanned { .. }) => write!(f, "Kiosk::Scanned"),
            Intent::Kiosk(KioskIntent::RegisterVisit { .. }) => write!(f, "Kiosk::RegisterVisit"),
            Intent::Kiosk(KioskIntent::LogRequest { .. }) => write!(f, "Kiosk::LogRequest"),
            Intent::Kiosk(KioskIntent::AskAlike { .. }) => write!(f, "Kiosk::AskAlike"),
            Intent::Kiosk(KioskIntent::UrgeAlike { .. }) => write!(f, "Kiosk::UrgeAlike"),
            Intent::Kiosk(KioskIntent::Progress { .. }) => write!(f, "Kiosk::Progress"),
            Intent::Kiosk(KioskIntent::TakeNumber { service, .. }) => {
                write!(f, "Kiosk::TakeNumber({service})")
            }
            Intent::Desk(intent) => write!(f, "Desk::{intent:?}"),
            Intent::Guard(GuardIntent::Show(list)) => write!(f, "Guard::Show({list:?})"),
            Intent::Guard(GuardIntent::Search(_)) => write!(f, "Guard::Search"),
            Intent::Guard(GuardIntent::Answer(help)) => write!(f, "Guard::Answer({help})"),
            Intent::Guard(GuardIntent::Leave(visit)) => write!(f, "Guard::Leave({visit})"),
            Intent::Guard(GuardIntent::RollCall) => write!(f, "Guard::RollCall"),
            Intent::Bench(intent) => write!(f, "Bench::{intent:?}"),
        }
    }
}
