//! What the owner of a request is shown, and what a home has reported already.

use crate::rules::RequestId;
use crate::rules::progress::What;
use crate::rules::requests::{Mark, Rank, RequestState};

/// A request as its owner sees it: no name, no telephone, no words. Whoever finds a receipt learns nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgressView {
    /// `R20261121-007`
    pub label: String,
    /// Its mark.
    pub mark: Mark,
    /// Its kind; empty where it has none.
    pub kind: String,
    /// Where it stands.
    pub state: RequestState,
    /// The department that has it, or had it last; empty where none had.
    pub department: String,
    /// Who owns it.
    pub rank: Rank,
    /// By when it is promised now, `11-23 18:00`.
    pub promised: Option<String>,
    /// It is not the first promise.
    pub moved: bool,
    /// The promise has gone by.
    pub overdue: bool,
    /// What happened, in order.
    pub steps: Vec<StepRow>,
    /// How often it was urged.
    pub urges: u32,
    /// Whether it can be urged.
    pub urge: UrgeState,
    /// Whether it can be rated.
    pub rate: RateState,
    /// 没解决 can be said.
    pub can_reopen: bool,
}

/// One step of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRow {
    /// When it really happened, `11-21 09:41`.
    pub at: String,
    /// What.
    pub what: What,
}

/// Whether a request can be urged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrgeState {
    /// Nobody has to hurry any more.
    No,
    /// Now.
    Now,
    /// From this time on, `11:41`.
    From(String),
}

/// Whether a request can be rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateState {
    /// Not finished.
    No,
    /// Now.
    Now,
    /// It was.
    Given,
}

/// A request of the same home under the same mark and kind: when, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlikeRow {
    /// Which.
    pub id: RequestId,
    /// Days since: 0 is today.
    pub days: u32,
    /// `09:41`
    pub time: String,
    /// Where it stands.
    pub state: RequestState,
    /// Whether it can be urged.
    pub urge: UrgeState,
}
