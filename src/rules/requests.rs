//! Requests: one register with seven marks (R4 to R8, 001 L248 and L307-314) and one state machine.

use super::fact::Matter;
use super::house::Answer;
use super::people::{PersonName, Phone};
use super::units::Unit;
use super::{Author, Fact, House, Number, Personal, Refusal, RequestId, Stamp, text};
use chrono::{DateTime, Duration, FixedOffset, NaiveTime};
use serde::{Deserialize, Serialize};

/// Exactly one mark stands on every contact (001 L248).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// 售后: 工程遗留, left over from construction.
    Warranty,
    /// 报修
    Repair,
    /// 投诉: quality of service.
    Complaint,
    /// 服务: 特约服务, ordered and paid.
    Service,
    /// 表扬
    Praise,
    /// 建议
    Suggestion,
    /// 其它
    Other,
}

/// All marks in the manuals' order.
pub const MARKS: [Mark; 7] = [
    Mark::Warranty,
    Mark::Repair,
    Mark::Complaint,
    Mark::Service,
    Mark::Praise,
    Mark::Suggestion,
    Mark::Other,
];

impl Mark {
    /// As shown and printed.
    pub fn word(self) -> &'static str {
        match self {
            Mark::Warranty => "售后",
            Mark::Repair => "报修",
            Mark::Complaint => "投诉",
            Mark::Service => "服务",
            Mark::Praise => "表扬",
            Mark::Suggestion => "建议",
            Mark::Other => "其它",
        }
    }

    /// As written in config files and facts.
    pub fn code(self) -> &'static str {
        match self {
            Mark::Warranty => "warranty",
            Mark::Repair => "repair",
            Mark::Complaint => "complaint",
            Mark::Service => "service",
            Mark::Praise => "praise",
            Mark::Suggestion => "suggestion",
            Mark::Other => "other",
        }
    }
}

impl Mark {
    /// Whether somebody comes to the household for it, so that a wished time means something, and the household may be told
    /// what it has reported already. (A complaint is nobody's business but the one's who made it.)
    pub fn somebody_comes(self) -> bool {
        matches!(self, Mark::Repair | Mark::Warranty | Mark::Service)
    }
}

/// Who owns an open request; it only goes up (T1, T2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// 前台
    #[default]
    Desk,
    /// 客服主管
    Supervisor,
    /// 经理
    Manager,
}

/// How a contact came in (P4, 001 L246).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// At the kiosk.
    Kiosk,
    /// 上门: in person at the desk.
    Desk,
    /// 致电
    Phone,
    /// 网上
    Online,
    /// 书面
    Letter,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// 待受理
    New,
    /// 已受理: a receptionist has it.
    Accepted,
    /// 已派工: a department has it.
    Dispatched,
    /// 已办结: settled, to be followed up and struck off.
    Done,
    /// 已注销: struck off (001 L331).
    StruckOff,
    /// 无法处理，已关闭: closed by the manager alone (T3, 001 L227).
    Unsolved,
}

/// What can be done with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestAct {
    /// 受理
    Accept,
    /// 派工
    Dispatch,
    /// 办结
    Finish,
    /// 重办: not settled after all.
    Reopen,
    /// 注销
    StrikeOff,
    /// 关闭无法处理的事项
    CloseUnsolved,
}

/// Every state and every act, for tables and tests.
pub const STATES: [RequestState; 6] = [
    RequestState::New,
    RequestState::Accepted,
    RequestState::Dispatched,
    RequestState::Done,
    RequestState::StruckOff,
    RequestState::Unsolved,
];

impl RequestState {
    /// The state after an act, or none where the act is not possible.
    pub fn after(self, act: RequestAct) -> Option<RequestState> {
        use RequestAct as A;
        use RequestState as S;
        match (self, act) {
            (S::New, A::Accept) | (S::Done, A::Reopen) => Some(S::Accepted),
            (S::Accepted | S::Dispatched, A::Dispatch) => Some(S::Dispatched),
            (S::Accepted | S::Dispatched, A::Finish) => Some(S::Done),
            (S::Done, A::StrikeOff) => Some(S::StruckOff),
            (S::New | S::Accepted | S::Dispatched, A::CloseUnsolved) => Some(S::Unsolved),
            (S::New, A::Dispatch | A::Finish | A::Reopen | A::StrikeOff)
            | (S::Accepted | S::Dispatched, A::Accept | A::Reopen | A::StrikeOff)
            | (S::Done, A::Accept | A::Dispatch | A::Finish | A::CloseUnsolved)
            | (S::StruckOff | S::Unsolved, _) => None,
        }
    }

    /// As shown to staff and owners.
    pub fn word(self) -> &'static str {
        match self {
            RequestState::New => "待受理",
            RequestState::Accepted => "已受理",
            RequestState::Dispatched => "已派工",
            RequestState::Done => "已办结",
            RequestState::StruckOff => "已注销",
            RequestState::Unsolved => "无法处理，已关闭",
        }
    }

    /// Whether somebody still has to do something.
    pub fn open(self) -> bool {
        matches!(self, RequestState::New | RequestState::Accepted | RequestState::Dispatched)
    }
}

/// What a person filled in, as typed; nothing is trusted yet.
#[derive(Clone, Default)]
pub struct RequestForm {
    /// One of seven.
    pub mark: Option<Mark>,
    /// One of the mark's kinds; empty where none was chosen.
    pub kind: String,
    /// One of the house's wished times; empty where none was chosen.
    pub wished: String,
    /// Building, unit and room as typed.
    pub unit: [String; 3],
    /// Name as typed; may be empty.
    pub name: String,
    /// Telephone as typed.
    pub phone: String,
    /// What it is about.
    pub matter: String,
}

/// Says of which kind it is and nothing that a person typed.
impl std::fmt::Debug for RequestForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestForm").field("mark", &self.mark).finish_non_exhaustive()
    }
}

/// Decides whether this form becomes a request.
pub fn log(
    id: RequestId,
    number: Number,
    form: &RequestForm,
    channel: Channel,
    house: &House,
    stamp: &Stamp,
) -> Result<(Fact, Personal), Refusal> {
    let unit = house.estate.find(&form.unit[0], &form.unit[1], &form.unit[2])?;
    let name = match PersonName::parse(&form.name) {
        Err(Refusal::NameMissing) => None,
        name => Some(name?),
    };
    let phone = Phone::parse(&form.phone)?;
    let matter = text::matter(&form.matter)?;
    let mark = form.mark.unwrap_or(Mark::Other);
    let answer_by = answer_by(mark, house, stamp.now).map(|t| t.timestamp_millis());
    let kind = chosen(&form.kind, || house.kinds(mark).iter().any(|k| k.name == form.kind))?;
    let wished =
        chosen(&form.wished, || mark.somebody_comes() && house.requests.wished.contains(&form.wished))?;
    let fact = Fact::RequestLogged { request: id, number, mark, channel, unit, answer_by, kind, wished };
    Ok((fact, Personal { name, phone: Some(phone), matter: Some(Matter(matter)), ..Personal::default() }))
}

/// A choice of the house's own list; an empty one is none.
fn chosen(choice: &str, stands: impl Fn() -> bool) -> Result<Option<String>, Refusal> {
    match choice {
        "" => Ok(None),
        _ if stands() => Ok(Some(choice.to_owned())),
        _ => Err(Refusal::ChoiceUnknown),
    }
}

/// By when the person is answered: T4 for the same day, T1 for so many days; none where the house promises nothing.
pub fn answer_by(mark: Mark, house: &House, now: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    let (_, answer) = house.answer.iter().find(|(m, _)| *m == mark)?;
    let days = match answer {
        Answer::SameDay => i64::from(closing(house, now, 0).is_none_or(|closes| now >= closes)),
        Answer::Days(n) => i64::from(*n),
    };
    closing(house, now, days)
}

/// When reception closes so many days from now (T32).
pub fn closing(house: &House, now: DateTime<FixedOffset>, days: i64) -> Option<DateTime<FixedOffset>> {
    let closes = house.reception.last().map_or(NaiveTime::from_hms_opt(18, 0, 0), |(_, to)| Some(*to))?;
    let day = now.date_naive() + Duration::days(days);
    day.and_time(closes).and_local_timezone(house.offset).single()
}

/// A request as the store reads it back.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// The number on the receipt.
    pub number: Number,
    /// Its mark.
    pub mark: Mark,
    /// How it came in.
    pub channel: Channel,
    /// Which unit it is about.
    pub unit: Unit,
    /// Where it stands.
    pub state: RequestState,
    /// When it was logged.
    pub logged: DateTime<FixedOffset>,
    /// By when an answer was promised.
    pub answer_by: Option<DateTime<FixedOffset>>,
    /// Who asked, where given.
    pub name: Option<PersonName>,
    /// How to reach them; none after erasure.
    pub phone: Option<Phone>,
    /// What it is about; none after erasure.
    pub matter: Option<Matter>,
    /// Which of the mark's kinds.
    pub kind: Option<String>,
    /// When somebody is wished for.
    pub wished: Option<String>,
    /// The department that has it, or had it last.
    pub department: Option<String>,
    /// By when it is promised now: the last promise, or [`Request::answer_by`].
    pub promised: Option<DateTime<FixedOffset>>,
    /// How often the owner asked to hurry.
    pub urges: u32,
    /// When last.
    pub urged: Option<DateTime<FixedOffset>>,
    /// Whether the owner rated it.
    pub rated: bool,
    /// Who owns it.
    pub rank: Rank,
}

impl Request {
    /// Whether what was promised last has gone by and it is still open.
    pub fn overdue(&self, now: DateTime<FixedOffset>) -> bool {
        self.state.open() && self.promised.is_some_and(|by| now > by)
    }

    /// Mark and kind as printed: `报修·水`.
    pub fn sort(&self) -> String {
        match &self.kind {
            None => self.mark.word().to_owned(),
            Some(kind) => format!("{}·{kind}", self.mark.word()),
        }
    }
}

/// Decides whether an act may be done to a request now, by this author. `department` is where a dispatch goes: one of the
/// house's, or empty.
pub fn act(
    request: &Request,
    act: RequestAct,
    department: &str,
    house: &House,
    author: Author,
) -> Result<Fact, Refusal> {
    match act {
        RequestAct::CloseUnsolved if author != Author::Operator => {
            return Err(Refusal::NotAllowed { who: "经理" });
        }
        RequestAct::Reopen => {}
        _ if author == Author::Kiosk => return Err(Refusal::NotAllowed { who: "前台" }),
        _ => {}
    }
    let department = chosen(department, || {
        act == RequestAct::Dispatch && house.requests.departments.iter().any(|d| d == department)
    })?;
    match request.state.after(act) {
        Some(_) => Ok(Fact::RequestMoved { request: request.id, act, department }),
        None => Err(Refusal::NotFromThisState { label: request.number.dated(), state: request.state.word() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_exactly_this() {
        use RequestAct::{Accept, CloseUnsolved, Dispatch, Finish, Reopen, StrikeOff};
        let table: Vec<String> = STATES
            .iter()
            .flat_map(|s| [Accept, Dispatch, Finish, Reopen, StrikeOff, CloseUnsolved].map(|a| (*s, a)))
            .filter_map(|(s, a)| s.after(a).map(|to| format!("{s:?} {a:?} {to:?}")))
            .collect();
        assert_eq!(
            table,
            [
                "New Accept Accepted",
                "New CloseUnsolved Unsolved",
                "Accepted Dispatch Dispatched",
                "Accepted Finish Done",
                "Accepted CloseUnsolved Unsolved",
                "Dispatched Dispatch Dispatched",
                "Dispatched Finish Done",
                "Dispatched CloseUnsolved Unsolved",
                "Done Reopen Accepted",
                "Done StrikeOff StruckOff",
            ]
        );
    }
}
