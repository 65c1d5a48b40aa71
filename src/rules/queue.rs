//! Queue numbers: taken, called, served. One number is in one hand at a time.

use super::house::Service;
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

/// Decides whether the `n`th number of a service's day may be taken now. `nth_latest` is when the last-but-so-many number
/// was taken, for as many as the house gives out in an hour; none where there were not that many yet.
pub fn may_take(
    service: &Service,
    n: u32,
    nth_latest: Option<DateTime<FixedOffset>>,
    house: &House,
    stamp: &Stamp,
) -> Result<(), Refusal> {
    may_take_today(service, n, house, stamp.now)?;
    match nth_latest {
        // A clock that was put back is no reason to send anybody away.
        Some(then) if (stamp.now - then).abs() < chrono::Duration::hours(1) => Err(Refusal::NumbersTooMany),
        _ => Ok(()),
    }
}

/// Hours and quota of a service, as the page shows them before anybody taps.
pub fn may_take_today(
    service: &Service,
    n: u32,
    house: &House,
    now: DateTime<FixedOffset>,
) -> Result<(), Refusal> {
    service.hours.open(now.naive_local(), &house.closed_on)?;
    match service.quota {
        Some(quota) if n > quota => Err(Refusal::QuotaTaken { quota }),
        _ => Ok(()),
    }
}

/// Served numbers of a day below which nothing is said about waiting.
const KNOWN: usize = 5;
/// Minutes above which a range is no help to anybody.
const FAR: f64 = 180.0;

/// What is known today about one service.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pace {
    /// People of it who wait now.
    pub waiting: u32,
    /// Minutes from call to finish of its latest numbers today.
    pub minutes: Vec<f64>,
}

/// How long the next person waits, in whole minutes from (inside) to (inside): counters call in the order of arrival over
/// all services, so everybody who waits is before. The quarter of slow and of quick ones is left out on either side; one
/// slow number is still in hand. None where too few were served today to say anything honest.
pub fn wait_range(paces: &[Pace], counters: usize) -> Option<(u32, u32)> {
    let ahead: Vec<&Pace> = paces.iter().filter(|p| p.waiting > 0).collect();
    if ahead.is_empty() || counters == 0 || ahead.iter().any(|p| p.minutes.len() < KNOWN) {
        return None;
    }
    let (mut low, mut high, mut slowest) = (0.0, 0.0, 0.0_f64);
    for pace in ahead {
        let (quick, slow) = quarters(&pace.minutes);
        low += f64::from(pace.waiting) * quick;
        high += f64::from(pace.waiting) * slow;
        slowest = slowest.max(slow);
    }
    let counters = counters as f64;
    let (low, high) = (low / counters, high / counters + slowest);
    // Five minutes is as sharp as anybody should be told beyond a quarter of an hour.
    let step = if high > 15.0 { 5.0 } else { 1.0 };
    (high <= FAR).then(|| (((low / step).floor() * step) as u32, ((high / step).ceil() * step) as u32))
}

/// The value a quarter of the way up and a quarter of the way down.
fn quarters(values: &[f64]) -> (f64, f64) {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let quarter = sorted.len() / 4;
    let at = |i: usize| sorted.get(i).copied().unwrap_or(0.0);
    (at(quarter), at(sorted.len().saturating_sub(1 + quarter)))
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

    fn pace(waiting: u32, minutes: &[f64]) -> Pace {
        Pace { waiting, minutes: minutes.to_vec() }
    }

    #[test]
    fn a_range_is_said_only_where_it_is_known() {
        let known = [4.0, 5.0, 5.0, 6.0, 40.0];
        assert_eq!(wait_range(&[pace(3, &known)], 1), Some((15, 25)), "one that took 40 is left out");
        assert_eq!(wait_range(&[pace(3, &known)], 2), Some((7, 15)), "two counters");
        assert_eq!(wait_range(&[pace(3, &known[..4])], 1), None, "four are too few");
        assert_eq!(wait_range(&[pace(0, &known)], 1), None, "nobody waits: nothing to say");
        assert_eq!(wait_range(&[pace(3, &known)], 0), None, "nobody calls: who knows");
        assert_eq!(wait_range(&[pace(60, &known)], 1), None, "hours are no help");
        let others = [pace(1, &known), pace(2, &[1.0, 1.0, 2.0, 2.0, 2.0])];
        assert_eq!(wait_range(&others, 1), Some((5, 20)), "who waits for something else is before, too");
        assert_eq!(wait_range(&[pace(1, &known), pace(1, &[])], 1), None, "and has to be known");
    }

    #[test]
    fn a_range_is_never_upside_down_and_more_people_never_wait_less() {
        let minutes: Vec<f64> = (0..40).map(|i| f64::from((i * 37) % 23)).collect();
        let mut before = (0, 0);
        for n in 1..15 {
            let Some((low, high)) = wait_range(&[pace(n, &minutes)], 2) else { break };
            assert!(low <= high && low >= before.0 && high >= before.1, "{n}: {low} {high} {before:?}");
            before = (low, high);
        }
        assert!(before.1 > 0);
    }

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
