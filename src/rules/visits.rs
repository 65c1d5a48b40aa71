//! Visits: who comes to whom, and whether they have left (R1 to R3, P1). A leave time is never invented.

use super::people::{IdNumber, PersonName, Phone, Plate};
use super::units::Unit;
use super::{Fact, House, Number, Personal, Refusal, Stamp, VisitId};
use chrono::{DateTime, FixedOffset};
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
}

/// Every state, for tables and tests.
pub const STATES: [VisitState; 6] = [
    VisitState::Expected,
    VisitState::AtDesk,
    VisitState::Inside,
    VisitState::Left,
    VisitState::Refused,
    VisitState::ClosedUnknown,
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
            (S::Expected, A::Leave | A::CloseUnknown)
            | (S::AtDesk, A::Arrive | A::Leave)
            | (S::Inside, A::Arrive | A::Admit | A::Refuse)
            | (S::Left | S::Refused | S::ClosedUnknown, _) => None,
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
        }
    }
}

/// Why somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 亲友
    Family,
    /// 快递
    Parcel,
    /// 外卖
    Food,
    /// 维修
    Repair,
    /// 看房
    Viewing,
    /// 公务
    Official,
    /// 其它
    Other,
}

impl Purpose {
    /// As shown and printed.
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Family => "亲友",
            Purpose::Parcel => "快递",
            Purpose::Food => "外卖",
            Purpose::Repair => "维修",
            Purpose::Viewing => "看房",
            Purpose::Official => "公务",
            Purpose::Other => "其它",
        }
    }
}

/// What a visitor filled in, as typed; nothing is trusted yet.
#[derive(Clone, Default)]
pub struct VisitForm {
    /// Name as typed; ignored where a card was read.
    pub name: String,
    /// Telephone as typed; may be empty where a card was read.
    pub phone: String,
    /// Building, unit and room as typed.
    pub unit: [String; 3],
    /// Why they come.
    pub purpose: Option<Purpose>,
    /// People who come along.
    pub companions: u8,
    /// Plate as typed, or empty.
    pub plate: String,
}

/// What was read off a card for this visit.
#[derive(Clone, Debug)]
pub struct CardHolder {
    /// The name on the card.
    pub name: PersonName,
    /// The number on the card, where it is one of GB 11643.
    pub number: Option<IdNumber>,
}

/// Decides whether this form becomes a visit. A card stands in for typed name and telephone.
pub fn register(
    id: VisitId,
    number: Number,
    form: &VisitForm,
    card: Option<&CardHolder>,
    house: &House,
    stamp: &Stamp,
) -> Result<(Fact, Personal), Refusal> {
    let unit = house.estate.find(&form.unit[0], &form.unit[1], &form.unit[2])?;
    let name = match card {
        Some(card) => card.name.clone(),
        None => PersonName::parse(&form.name)?,
    };
    let phone = match (Phone::parse(&form.phone), card) {
        (Err(Refusal::PhoneMissing), Some(_)) => None,
        (phone, _) => Some(phone?),
    };
    let plate = Plate::parse(&form.plate)?;
    if form.companions > house.companions_max {
        return Err(Refusal::CompanionsTooMany { max: house.companions_max });
    }
    let fact = Fact::VisitRegistered {
        visit: id,
        number,
        unit,
        purpose: form.purpose.unwrap_or(Purpose::Other),
        companions: form.companions,
        by_card: card.is_some(),
        state: VisitState::Inside,
        valid_until: (stamp.now + house.pass_valid).timestamp_millis(),
    };
    let personal = Personal { name: Some(name), phone, plate, ..Personal::default() };
    Ok((fact, personal))
}

/// A visit as the store reads it back.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// The number on the pass.
    pub number: Number,
    /// Where to.
    pub unit: Unit,
    /// Why.
    pub purpose: Purpose,
    /// People who came along.
    pub companions: u8,
    /// Whether a card was read.
    pub by_card: bool,
    /// Where it stands.
    pub state: VisitState,
    /// When the visitor registered.
    pub arrived: DateTime<FixedOffset>,
    /// Until when the pass is good.
    pub valid_until: DateTime<FixedOffset>,
    /// When the visitor was seen leaving; none is "not yet" or "not known" by `state`.
    pub left: Option<DateTime<FixedOffset>>,
    /// The visitor's name; none after erasure.
    pub name: Option<PersonName>,
    /// The visitor's telephone, where given.
    pub phone: Option<Phone>,
    /// The vehicle, where given.
    pub plate: Option<Plate>,
    /// Last four characters of the ID number, where kept.
    pub id_last4: Option<String>,
}

/// Decides whether an act may be done to a visit now.
pub fn act(visit: &Visit, act: VisitAct) -> Result<Fact, Refusal> {
    match visit.state.after(act) {
        Some(_) => Ok(Fact::VisitMoved { visit: visit.id, act }),
        None => Err(Refusal::NotFromThisState { label: visit.number.to_string(), state: visit.state.word() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_exactly_this() {
        use VisitAct::{Admit, Arrive, CloseUnknown, Leave, Refuse};
        let table: Vec<String> = STATES
            .iter()
            .flat_map(|s| [Arrive, Admit, Refuse, Leave, CloseUnknown].map(|a| (*s, a)))
            .filter_map(|(s, a)| s.after(a).map(|to| format!("{s:?} {a:?} {to:?}")))
            .collect();
        assert_eq!(
            table,
            [
                "Expected Arrive AtDesk",
                "Expected Admit Inside",
                "Expected Refuse Refused",
                "AtDesk Admit Inside",
                "AtDesk Refuse Refused",
                "AtDesk CloseUnknown ClosedUnknown",
                "Inside Leave Left",
                "Inside CloseUnknown ClosedUnknown",
            ]
        );
    }
}
