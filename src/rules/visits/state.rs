//! Where a visit stands, and which step leads where: one table.

use serde::{Deserialize, Serialize};

/// Where a visit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    /// Booked, not yet here.
    Expected,
    /// Here, waiting for the household's word.
    AtDesk,
    /// Let in.
    Inside,
    /// Left, at a time somebody saw.
    Left,
    /// Not let in.
    Refused,
    /// Closed by the station; when the visitor left is not known.
    ClosedUnknown,
    /// Booked, and nobody came: the time went by, or it was called off.
    Lapsed,
}

/// What can be done with a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitAct {
    /// A booked guest has come.
    Arrive,
    /// Let in.
    Admit,
    /// Not let in.
    Refuse,
    /// Seen leaving.
    Leave,
    /// Closed at the end of the day without anybody having seen them leave.
    CloseUnknown,
    /// The booked time is over and nobody came.
    Lapse,
    /// The booking was called off.
    Cancel,
}

/// Every state, for tables and tests.
pub const STATES: [VisitState; 7] = [
    VisitState::Expected,
    VisitState::AtDesk,
    VisitState::Inside,
    VisitState::Left,
    VisitState::Refused,
    VisitState::ClosedUnknown,
    VisitState::Lapsed,
];

impl VisitState {
    /// The state after an act, or none where the act is not possible.
    pub fn after(self, act: VisitAct) -> Option<VisitState> {
        use VisitAct as A;
        use VisitState as S;
        match (self, act) {
            (S::Expected, A::Arrive) => Some(S::AtDesk),
            (S::Expected | S::AtDesk, A::Admit) => Some(S::Inside),
            (S::Expected | S::AtDesk, A::Refuse) => Some(S::Refused),
            (S::Inside, A::Leave) => Some(S::Left),
            (S::AtDesk | S::Inside, A::CloseUnknown) => Some(S::ClosedUnknown),
            (S::Expected, A::Lapse | A::Cancel) => Some(S::Lapsed),
            (S::Expected, A::Leave | A::CloseUnknown)
            | (S::AtDesk, A::Arrive | A::Leave | A::Lapse | A::Cancel)
            | (S::Inside, A::Arrive | A::Admit | A::Refuse | A::Lapse | A::Cancel)
            | (S::Left | S::Refused | S::ClosedUnknown | S::Lapsed, _) => None,
        }
    }

    /// As shown to staff.
    pub fn word(self) -> &'static str {
        match self {
            VisitState::Expected => "预约",
            VisitState::AtDesk => "待放行",
            VisitState::Inside => "在访",
            VisitState::Left => "已离开",
            VisitState::Refused => "未放行",
            VisitState::ClosedUnknown => "离开时间不详",
            VisitState::Lapsed => "未到访",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_exactly_this() {
        use VisitAct::{Admit, Arrive, Cancel, CloseUnknown, Lapse, Leave, Refuse};
        let table: Vec<String> = STATES
            .iter()
            .flat_map(|s| [Arrive, Admit, Refuse, Leave, CloseUnknown, Lapse, Cancel].map(|a| (*s, a)))
            .filter_map(|(s, a)| s.after(a).map(|to| format!("{s:?} {a:?} {to:?}")))
            .collect();
        assert_eq!(
            table,
            [
                "Expected Arrive AtDesk",
                "Expected Admit Inside",
                "Expected Refuse Refused",
                "Expected Lapse Lapsed",
                "Expected Cancel Lapsed",
                "AtDesk Admit Inside",
                "AtDesk Refuse Refused",
                "AtDesk CloseUnknown ClosedUnknown",
                "Inside Leave Left",
                "Inside CloseUnknown ClosedUnknown",
            ]
        );
    }
}
