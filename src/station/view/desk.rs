//! What the reception desk shows.

use super::{AlarmRow, Done, Notice, PrinterView, SlipsView, StepRow, VisitsPanel};
use crate::rules::households::PhoneMatch;
use crate::rules::queue::TicketState;
use crate::rules::requests::{Mark, Rank, RequestState};
use crate::rules::{RequestId, TicketId};
use crate::station::DeskPanel;
use chrono::{DateTime, FixedOffset};
use uuid::Uuid;

/// The reception desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeskView {
    /// What the right side shows.
    pub panel: DeskPanel,
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
    /// Requests somebody has to do something about: overdue ones first, then urged ones, then the oldest.
    pub requests: Vec<RequestRow>,
    /// The request that is looked at.
    pub detail: Option<RequestDetail>,
    /// The key of the form for what a caller or somebody at the desk brings; none while it is closed.
    pub writing: Option<Uuid>,
    /// What was logged with it last, and where its slip is.
    pub logged: Option<Done>,
    /// Calls for help that ring here.
    pub alarms: Vec<AlarmRow>,
    /// The printer's page, while it is open.
    pub printer: Option<PrinterView>,
    /// Visitors who wait for the household's word, whatever panel is open.
    pub visitors_waiting: u32,
    /// The one of them who waits longest.
    pub visitor: Option<VisitorWaits>,
    /// The panel of visitors; empty unless it is open.
    pub visits: VisitsPanel,
    /// Slips about which staff has to decide.
    pub in_doubt: usize,
    /// The panel of slips; empty while it is not shown.
    pub slips: SlipsView,
    /// Something to tell.
    pub notice: Option<Notice>,
    /// Counts what was told, so that the same word told again is shown again after it was put away.
    pub told: u32,
}

/// A visitor who waits for the household's word, as every panel tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitorWaits {
    /// `V007`
    pub label: String,
    /// Where to.
    pub unit: String,
    /// `09:41`
    pub came: String,
    /// Whole minutes since then.
    pub minutes: u32,
    /// When the last one of all who wait came: the bell rings once for each.
    pub newest: DateTime<FixedOffset>,
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
    /// Its kind; empty where it has none.
    pub kind: String,
    /// The department that has it; empty where none has.
    pub department: String,
    /// By when it is promised, `11-23 18:00`.
    pub promised: Option<String>,
    /// How often the owner asked to hurry.
    pub urges: u32,
    /// Who owns it.
    pub rank: Rank,
}

/// The request that is looked at on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDetail {
    /// Which.
    pub id: RequestId,
    /// What its telephone is to its unit; none after erasure.
    pub phone: Option<PhoneMatch>,
    /// When somebody is wished for; empty where nothing was said.
    pub wished: String,
    /// What happened, in order.
    pub steps: Vec<StepRow>,
    /// Times that may be promised instead.
    pub times: Vec<DateTime<FixedOffset>>,
}
