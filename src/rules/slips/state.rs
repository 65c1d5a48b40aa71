//! Where a slip stands between its fact and the paper, and what staff may do about it. Pure tables.

use super::{Slip, SlipKind};
use crate::rules::{Fact, Refusal};
use serde::{Deserialize, Serialize};

/// Prints of one slip that are tried before staff decides.
pub const ATTEMPTS: u32 = 2;

/// Where a slip stands; written down before the step that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipState {
    /// Waits for the printer.
    Queued,
    /// The printer's thread has it; not a byte has left.
    Claimed,
    /// Bytes may have reached the printer.
    Sending,
    /// The printer has accepted all of it; its word is waited for.
    Sent,
    /// It is on paper, as well as the printer can prove it: see [`Proof`].
    Confirmed,
    /// Nobody can tell whether it came out; staff decides.
    Unknown,
    /// It did not come out and is not tried again by itself; staff decides.
    Failed,
    /// It waited for paper longer than its kind may; the number stood on the screen.
    Expired,
    /// Staff wants it no more.
    Void,
}

impl SlipState {
    /// As staff reads it.
    pub fn word(self) -> &'static str {
        match self {
            SlipState::Queued => "等待打印",
            SlipState::Claimed | SlipState::Sending | SlipState::Sent => "正在打印",
            SlipState::Confirmed => "已打印",
            SlipState::Unknown => "不知道打出来没有",
            SlipState::Failed => "没有打出来",
            SlipState::Expired => "等纸太久，没有打",
            SlipState::Void => "已作废",
        }
    }

    /// Whether staff has to decide.
    pub fn in_doubt(self) -> bool {
        matches!(self, SlipState::Unknown | SlipState::Failed)
    }
}

/// How well a print is proved; the order is the strength.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// All bytes were accepted, which proves nothing.
    Accepted,
    /// The printer said it was well after the time the slip takes.
    Status,
    /// The printer answered a command that stands behind the slip.
    Echo,
    /// The printer named the slip's own process number.
    ProcessId,
}

/// What is known of a print that did not end as it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Some or all of it was accepted and then the printer was gone or said nothing.
    Lost,
    /// The printer stands still (no paper, open) and holds the rest: it goes on by itself, so nothing is sent again.
    Held,
    /// The printer threw the rest away and said so: what came out is a torn piece.
    Cleared,
}

/// Where a slip goes from a print in doubt, this having been its `attempt`th: back into the line, or to staff.
pub fn after_doubt(kind: SlipKind, attempt: u32, doubt: Doubt) -> SlipState {
    let again = attempt < ATTEMPTS;
    match doubt {
        Doubt::Held => SlipState::Unknown,
        Doubt::Cleared if again => SlipState::Queued,
        Doubt::Cleared => SlipState::Failed,
        Doubt::Lost if again && kind.again_by_itself() => SlipState::Queued,
        Doubt::Lost => SlipState::Unknown,
    }
}

/// What staff may do about a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipAct {
    /// 补打: once more, marked.
    Reprint,
    /// 作废: not wanted.
    Void,
}

/// Why staff did it; kept in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipReason {
    /// 没有打出来
    NotOut,
    /// 打得不清楚
    Unreadable,
    /// 原件遗失
    Lost,
    /// 需要多一份
    Copy,
    /// 已经打出来了
    Out,
    /// 不再需要
    NotNeeded,
    /// 内容有误
    Wrong,
}

/// The reasons for a second print, in the order shown.
pub const PRINT_AGAIN: [SlipReason; 4] =
    [SlipReason::NotOut, SlipReason::Unreadable, SlipReason::Lost, SlipReason::Copy];

/// The reasons for voiding, in the order shown.
pub const VOID: [SlipReason; 3] = [SlipReason::Out, SlipReason::NotNeeded, SlipReason::Wrong];

impl SlipState {
    /// Whether staff may do this now. A slip on its way is left alone; a first print that still waits needs no second.
    pub fn may(self, act: SlipAct) -> bool {
        use SlipState as S;
        match act {
            SlipAct::Reprint => matches!(self, S::Confirmed | S::Unknown | S::Failed | S::Expired),
            SlipAct::Void => matches!(self, S::Queued | S::Unknown | S::Failed),
        }
    }
}

/// Decides whether staff may do this to a slip, for this reason.
pub fn act(slip: &Slip, state: SlipState, act: SlipAct, reason: SlipReason) -> Result<Fact, Refusal> {
    if !state.may(act) {
        return Err(Refusal::NotFromThisState { label: slip.number.clone(), state: state.word() });
    }
    let (slip, kind, entity, number) = (slip.id, slip.kind, slip.entity, slip.number.clone());
    Ok(match act {
        SlipAct::Reprint => Fact::SlipReprinted { slip, kind, entity, number, reason },
        SlipAct::Void => Fact::SlipVoided { slip, kind, entity, number, reason },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_doubt_is_exactly_this() {
        use Doubt::{Cleared, Held, Lost};
        use SlipKind::{Dispatch, Pass, Receipt, Return, Roll, Ticket};
        use SlipState::{Failed, Queued, Unknown};
        for kind in [Ticket, Roll] {
            assert_eq!([Lost, Held, Cleared].map(|d| after_doubt(kind, 1, d)), [Queued, Unknown, Queued]);
            assert_eq!([Lost, Held, Cleared].map(|d| after_doubt(kind, 2, d)), [Unknown, Unknown, Failed]);
        }
        for kind in [Pass, Receipt, Dispatch, Return] {
            assert_eq!([Lost, Held, Cleared].map(|d| after_doubt(kind, 1, d)), [Unknown, Unknown, Queued]);
            assert_eq!([Lost, Held, Cleared].map(|d| after_doubt(kind, 2, d)), [Unknown, Unknown, Failed]);
        }
    }
}
