//! Queue numbers: taken, called, served. One number is in one hand at a time.

use super::{Fact, House, Number, Refusal, Stamp, TicketId};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// Where a number stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// 等候
    Waiting,
    /// 已叫号
    Called,
    /// 过号: called, nobody came; it can be called again.
    Missed,
    /// 暂存: put aside by a counter, for instance to fetch a paper.
    Parked,
    /// 办理中
    Serving,
    /// 已办结
    Done,
    /// 已取消
    Cancelled,
}

/// What can be done with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketAct {
    /// 叫号, by this counter.
    Call {
        /// Counted from 1.
        counter: u8,
    },
    /// 重呼
    Recall,
    /// 过号
    Miss,
    /// 暂存
    Park,
    /// 开始办理
    Serve,
    /// 办结
    Finish,
    /// 取消
    Cancel,
}

/// Every state, for tables and tests.
pub const STATES: [TicketState; 7] = [
    TicketState::Waiting,
    TicketState::Called,
    TicketState::Missed,
    TicketState::Parked,
    TicketState::Serving,
    TicketState::Done,
    TicketState::Cancelled,
];

impl TicketState {
    /// The state after an act, or none where the act is not possible.
    pub fn after(self, act: TicketAct) -> Option<TicketState> {
        use TicketAct as A;
        use TicketState as S;
        match (self, act) {
            (S::Waiting | S::Missed | S::Parked, A::Call { .. }) | (S::Called, A::Recall) => Some(S::Called),
            (S::Called, A::Miss) => Some(S::Missed),
            (S::Called | S::Serving, A::Park) => Some(S::Parked),
            (S::Called, A::Serve) => Some(S::Serving),
            (S::Called | S::Serving, A::Finish) => Some(S::Done),
            (S::Waiting | S::Called | S::Missed | S::Parked, A::Cancel) => Some(S::Cancelled),
            (S::Waiting | S::Missed | S::Parked, A::Recall | A::Miss | A::Park | A::Serve | A::Finish)
            | (S::Called, A::Call { .. })
            | (S::Serving, A::Call { .. } | A::Recall | A::Miss | A::Serve | A::Cancel)
            | (S::Done | S::Cancelled, _) => None,
        }
    }

    /// As shown to staff.
    pub fn word(self) -> &'static str {
        match self {
            TicketState::Waiting => "等候",
            TicketState::Called => "已叫号",
            TicketState::Missed => "过号",
            TicketState::Parked => "暂存",
            TicketState::Serving => "办理中",
            TicketState::Done => "已办结",
            TicketState::Cancelled => "已取消",
        }
    }

    /// Whether a counter has it in hand.
    pub fn in_hand(self) -> bool {
        matches!(self, TicketState::Called | TicketState::Serving)
    }
}

/// A number as the store reads it back.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// The number itself.
    pub number: Number,
    /// What it was taken for: a service's code.
    pub service: String,
    /// Where it stands.
    pub state: TicketState,
    /// When it was taken.
    pub taken: DateTime<FixedOffset>,
    /// The counter that called it last.
    pub counter: Option<u8>,
    /// When it was called last.
    pub called: Option<DateTime<FixedOffset>>,
}

/// Decides whether a number may be taken for a service now. `nth_latest` is when the last-but-so-many number was taken,
/// for as many as the house gives out in an hour; none where there were not that many yet.
pub fn may_take(
    service: &str,
    nth_latest: Option<DateTime<FixedOffset>>,
    house: &House,
    stamp: &Stamp,
) -> Result<(), Refusal> {
    house.service(service)?.open(stamp.now.time())?;
    match nth_latest {
        Some(then) if stamp.now - then < chrono::Duration::hours(1) => Err(Refusal::NumbersTooMany),
        _ => Ok(()),
    }
}

/// Decides whether an act may be done to a number now. Somebody else's call is named, so that a caller knows who has it.
pub fn act(ticket: &Ticket, act: TicketAct) -> Result<Fact, Refusal> {
    if ticket.state.after(act).is_some() {
        return Ok(Fact::NumberMoved { ticket: ticket.id, act });
    }
    let label = ticket.number.to_string();
    match (act, ticket.counter) {
        (TicketAct::Call { .. }, Some(counter)) if ticket.state.in_hand() => {
            Err(Refusal::AlreadyCalled { label, counter })
        }
        _ => Err(Refusal::NotFromThisState { label, state: ticket.state.word() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_exactly_this() {
        use TicketAct::{Call, Cancel, Finish, Miss, Park, Recall, Serve};
        let acts = [Call { counter: 1 }, Recall, Miss, Park, Serve, Finish, Cancel];
        let name = |a: TicketAct| format!("{a:?}").split(' ').next().unwrap_or_default().to_owned();
        let table: Vec<String> = STATES
            .iter()
            .flat_map(|s| acts.map(|a| (*s, a)))
            .filter_map(|(s, a)| s.after(a).map(|to| format!("{s:?} {} {to:?}", name(a))))
            .collect();
        assert_eq!(
            table,
            [
                "Waiting Call Called",
                "Waiting Cancel Cancelled",
                "Called Recall Called",
                "Called Miss Missed",
                "Called Park Parked",
                "Called Serve Serving",
                "Called Finish Done",
                "Called Cancel Cancelled",
                "Missed Call Called",
                "Missed Cancel Cancelled",
                "Parked Call Called",
                "Parked Cancel Cancelled",
                "Serving Park Parked",
                "Serving Finish Done",
            ]
        );
    }
}
