//! What the pages show, as plain data. No page asks the store; no view knows a widget.

use super::KioskPage;
use crate::devices::{CardTrouble, Picture, PrinterHealth, ReaderHealth};
use crate::rules::people::PersonName;
use crate::rules::queue::TicketState;
use crate::rules::requests::{Mark, RequestState};
use crate::rules::visits::{Purpose, VisitState};
use crate::rules::{Refusal, RequestId, TicketId, VisitId};
use std::sync::Arc;
use uuid::Uuid;

/// Everything every face shows. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Shown on every face.
    pub station: Arc<StationView>,
    /// The kiosk.
    pub kiosk: Arc<KioskView>,
    /// The reception desk.
    pub desk: Arc<DeskView>,
    /// The guard's post.
    pub guard: Arc<GuardView>,
    /// Now serving.
    pub board: Arc<BoardView>,
    /// The bench, where a device is a simulator.
    pub bench: Arc<BenchView>,
}

/// Shown on every face.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StationView {
    /// This station's name.
    pub name: String,
    /// The estate's name.
    pub estate: String,
    /// `09:41`.
    pub clock: String,
    /// `11月21日 星期六`
    pub date: String,
    /// How the card reader is.
    pub reader: ReaderHealth,
    /// How the printer is.
    pub printer: PrinterHealth,
    /// The reader is a simulator: every face says so.
    pub reader_simulated: bool,
    /// The printer is a simulator: every face says so.
    pub printer_simulated: bool,
    /// Slips that wait for paper or for staff.
    pub slips_waiting: usize,
}

/// Something a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An expected "no".
    Refused(Refusal),
    /// Something broke; what was entered is still there.
    Fault(FaultKind),
}

/// The last thing a face was told.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) notice: Option<Notice>,
    pub(super) count: u32,
}

impl Told {
    /// Tells this, or that there is nothing to tell any more.
    pub(super) fn tell(&mut self, notice: Option<Notice>) {
        self.notice = notice;
        self.count = self.count.wrapping_add(1);
    }
}

/// What broke, as far as a person needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The data folder cannot be written.
    ReadOnly,
    /// The disk is full.
    Full,
    /// Anything else with the store.
    Store,
}

impl Notice {
    /// A stable code by which a page finds the translated sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Notice::Refused(refusal) => refusal.code(),
            Notice::Fault(FaultKind::ReadOnly) => "fault-read-only",
            Notice::Fault(FaultKind::Full) => "fault-full",
            Notice::Fault(FaultKind::Store) => "fault-store",
        }
    }

    /// What fills the blank of the sentence.
    pub fn detail(&self) -> String {
        match self {
            Notice::Refused(refusal) => refusal.detail(),
            Notice::Fault(_) => String::new(),
        }
    }
}

/// The sentence, in Chinese.
impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Notice::Refused(refusal) => write!(f, "{refusal}"),
            Notice::Fault(FaultKind::ReadOnly) => {
                write!(f, "本机现在不能保存，您填写的内容还在，请到前台办理")
            }
            Notice::Fault(FaultKind::Full) => write!(f, "本机存储已满，您填写的内容还在，请到前台办理"),
            Notice::Fault(FaultKind::Store) => {
                write!(f, "刚才没有保存成功，您填写的内容还在，请再试一次或到前台办理")
            }
        }
    }
}

/// The kiosk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KioskView {
    /// Which page.
    pub page: KioskPage,
    /// This opening of the page; an intent carries it back.
    pub key: Uuid,
    /// Seconds until the page clears itself; none on home.
    pub seconds_left: Option<u32>,
    /// How the card gets on.
    pub card: CardStage,
    /// What can a number be taken for.
    pub services: Vec<ServiceRow>,
    /// Something to tell.
    pub notice: Option<Notice>,
    /// Counts what was told, so that the same word told again is shown again after it was put away.
    pub told: u32,
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

/// One service on the number page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Letter of its numbers.
    pub series: String,
    /// People waiting now.
    pub waiting: u32,
    /// Why no number can be taken now.
    pub closed: Option<Refusal>,
    /// What to bring.
    pub bring: String,
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
        /// People of the same service really before this one.
        ahead: u32,
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
}

/// The reception desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeskView {
    /// This desk's counter.
    pub counter: u8,
    /// How many counters there are.
    pub counters: u8,
    /// The number this counter has in hand.
    pub current: Option<TicketRow>,
    /// Waiting, in order.
    pub waiting: Vec<TicketRow>,
    /// Missed and parked numbers; they can be called again.
    pub aside: Vec<TicketRow>,
    /// Requests somebody has to do something about.
    pub requests: Vec<RequestRow>,
    /// Slips whose print is in doubt.
    pub in_doubt: usize,
    /// Something to tell.
    pub notice: Option<Notice>,
    /// Counts what was told, so that the same word told again is shown again after it was put away.
    pub told: u32,
}

/// A number on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketRow {
    /// Which.
    pub id: TicketId,
    /// `A007`
    pub label: String,
    /// The service's name.
    pub service: String,
    /// Where it stands.
    pub state: TicketState,
    /// Minutes since it was taken.
    pub minutes: u32,
}

/// A request on the desk. The person is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// Which.
    pub id: RequestId,
    /// `R20261121-007`
    pub label: String,
    /// Its mark.
    pub mark: Mark,
    /// Which unit.
    pub unit: String,
    /// What it is about.
    pub matter: String,
    /// Who, masked.
    pub name: String,
    /// How to reach them, masked.
    pub phone: String,
    /// Where it stands.
    pub state: RequestState,
    /// Minutes since it was logged.
    pub minutes: u32,
    /// The promised time has gone by.
    pub overdue: bool,
}

/// The guard's post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GuardView {
    /// What was searched for; empty: who is inside.
    pub query: String,
    /// Rows that fit.
    pub visits: Vec<VisitRow>,
    /// People inside: visitors and companions.
    pub people_inside: u32,
    /// Something to tell.
    pub notice: Option<Notice>,
    /// Counts what was told, so that the same word told again is shown again after it was put away.
    pub told: u32,
}

/// A visit at the guard's post. The person is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRow {
    /// Which.
    pub id: VisitId,
    /// `V007`
    pub label: String,
    /// Masked.
    pub name: String,
    /// Where to.
    pub unit: String,
    /// Why.
    pub purpose: Purpose,
    /// People who came along.
    pub companions: u8,
    /// Masked; empty where none was given.
    pub plate: String,
    /// `09:41`, or with the day where it was not today.
    pub arrived: String,
    /// When seen leaving; none where not yet or not known.
    pub left: Option<String>,
    /// Where it stands.
    pub state: VisitState,
    /// Minutes since arrival, while inside.
    pub minutes: u32,
    /// Inside, and the pass has run out.
    pub overstay: bool,
}

/// Now serving.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoardView {
    /// Called numbers, the newest first.
    pub called: Vec<CalledRow>,
    /// People waiting, by service.
    pub waiting: Vec<WaitingRow>,
    /// Missed numbers.
    pub missed: Vec<String>,
    /// The numbers could not be read just now: what stands here may be old.
    pub stale: bool,
}

/// How many wait for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRow {
    /// The service's name.
    pub service: String,
    /// Letter of its numbers.
    pub series: String,
    /// People waiting now.
    pub waiting: u32,
}

/// A called number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledRow {
    /// `A007`
    pub label: String,
    /// Which counter.
    pub counter: u8,
}

/// The bench: what a simulator was told and what came out of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BenchView {
    /// Labels of the synthetic cards.
    pub cards: Vec<String>,
    /// What can go wrong with the next read.
    pub faults: Vec<String>,
    /// What the simulator said to the last line.
    pub answer: String,
    /// The last slip that came out.
    pub paper: Option<Arc<Picture>>,
}
