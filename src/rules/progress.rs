//! How a request gets on: who has it, what was promised, 催单, the owner's scores. Read off its own history.

use super::fact::{Happened, Matter};
use super::requests::{self, Rank, Request, RequestAct, RequestState};
use super::{Fact, House, Personal, Refusal, text};
use chrono::{DateTime, Duration, FixedOffset};

/// The longest words to a rating, in characters.
pub const WORDS_MAX: usize = 200;
/// The best score; 1 is the worst.
pub const BEST: u8 = 3;
/// Why a new time stands on a request that its owner opened again.
const REOPENED: &str = "重新办理";

/// How somebody asks for a receipt, as typed or scanned; nothing is trusted yet.
#[derive(Clone)]
pub enum Asked {
    /// What a scanner read.
    Scanned(String),
    /// By hand.
    Typed {
        /// The receipt's number, digits at least.
        number: String,
        /// The last four digits of the telephone.
        tail: String,
    },
}

/// The owner's scores and words, as tapped and typed.
#[derive(Clone, Default)]
pub struct RatingForm {
    /// 速度, 1 to [`BEST`].
    pub speed: u8,
    /// 质量
    pub quality: u8,
    /// 态度
    pub manner: u8,
    /// May be empty.
    pub words: String,
}

/// One step of a request's history, as its owner may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When it really happened.
    pub at: DateTime<FixedOffset>,
    /// What.
    pub what: What,
}

/// What happened to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It was logged.
    Logged,
    /// Something was done; a dispatch names its department.
    Moved(RequestAct, Option<String>),
    /// Another time was promised.
    Promised {
        /// By when.
        by: DateTime<FixedOffset>,
        /// Why.
        reason: String,
        /// The promise before had run out already (against T8).
        late: bool,
    },
    /// The owner asked to hurry.
    Urged,
    /// Somebody higher owns it.
    Escalated(Rank),
    /// The owner rated it.
    Rated,
}

/// A request's history in its own order. `offset` times are the estate's, as `history` has them.
pub fn steps(history: &[Happened]) -> Vec<Step> {
    let mut promised: Option<i64> = None;
    let mut steps = Vec::new();
    for Happened { at, fact } in history {
        let what = match fact {
            Fact::RequestLogged { answer_by, .. } => {
                promised = *answer_by;
                What::Logged
            }
            Fact::RequestMoved { act, department, .. } => What::Moved(*act, department.clone()),
            Fact::RequestPromised { by, reason, .. } => {
                let late = reason != REOPENED && promised.is_some_and(|p| at.timestamp_millis() > p);
                promised = Some(*by);
                let by = DateTime::from_timestamp_millis(*by).unwrap_or_default();
                What::Promised { by: by.with_timezone(at.offset()), reason: reason.clone(), late }
            }
            Fact::RequestUrged { .. } => What::Urged,
            Fact::RequestEscalated { to, .. } => What::Escalated(*to),
            Fact::RequestRated { .. } => What::Rated,
            _ => continue,
        };
        steps.push(Step { at: *at, what });
    }
    steps
}

/// From when on a request may be urged (again); none where nobody has to hurry any more.
pub fn urge_from(request: &Request, house: &House) -> Option<DateTime<FixedOffset>> {
    let first = request.urged.map_or(request.logged, |at| at + house.requests.urge_every);
    request.state.open().then_some(first)
}

/// 催单: taken once in an interval.
pub fn urge(request: &Request, house: &House, now: DateTime<FixedOffset>) -> Result<Fact, Refusal> {
    match urge_from(request, house) {
        None => Err(not_now(request)),
        Some(from) if now < from && request.urged.is_some() => {
            Err(Refusal::UrgedAlready { at: from.format("%H:%M").to_string() })
        }
        Some(_) => Ok(Fact::RequestUrged { request: request.id }),
    }
}

/// The times that may be promised instead: when reception closes today and on each day the house allows.
pub fn promise_times(house: &House, now: DateTime<FixedOffset>) -> Vec<DateTime<FixedOffset>> {
    let days = 0..=i64::from(house.requests.promise_days);
    days.filter_map(|day| requests::closing(house, now, day)).filter(|by| *by > now).collect()
}

/// Another time, and why (T6: normally within three days; T7: the owner is told; T8: before the old one runs out).
pub fn promise(
    request: &Request,
    by: DateTime<FixedOffset>,
    reason: &str,
    house: &House,
    now: DateTime<FixedOffset>,
) -> Result<Fact, Refusal> {
    let days = house.requests.promise_days;
    if !request.state.open() {
        return Err(not_now(request));
    }
    if !house.requests.reasons.iter().any(|r| r == reason) {
        return Err(Refusal::ChoiceUnknown);
    }
    if by <= now {
        return Err(Refusal::PromisePast);
    }
    if by.date_naive() - now.date_naive() > Duration::days(i64::from(days)) {
        return Err(Refusal::PromiseTooFar { days });
    }
    Ok(Fact::RequestPromised { request: request.id, by: by.timestamp_millis(), reason: reason.to_owned() })
}

/// The promise that goes with opening a finished request again: the ladder counts anew from now.
pub fn promise_anew(request: &Request, house: &House, now: DateTime<FixedOffset>) -> Option<Fact> {
    let by = requests::answer_by(request.mark, house, now)?.timestamp_millis();
    Some(Fact::RequestPromised { request: request.id, by, reason: REOPENED.to_owned() })
}

/// Whether the owner may rate a request: when it is finished, and once.
pub fn may_rate(request: &Request) -> Result<(), Refusal> {
    match request.state {
        RequestState::Done | RequestState::StruckOff if request.rated => Err(Refusal::RatedAlready),
        RequestState::Done | RequestState::StruckOff => Ok(()),
        _ => Err(not_now(request)),
    }
}

/// The owner's three scores, and a word.
pub fn rate(request: &Request, form: &RatingForm) -> Result<(Fact, Personal), Refusal> {
    may_rate(request)?;
    let (speed, quality, manner) = (form.speed, form.quality, form.manner);
    if ![speed, quality, manner].iter().all(|score| (1..=BEST).contains(score)) {
        return Err(Refusal::ChoiceUnknown);
    }
    let words = text::clean(&form.words);
    if words.chars().count() > WORDS_MAX {
        return Err(Refusal::MatterTooLong { max: WORDS_MAX });
    }
    let fact = Fact::RequestRated { request: request.id, speed, quality, manner };
    let matter = (!words.is_empty()).then_some(Matter(words));
    Ok((fact, Personal { matter, ..Personal::default() }))
}

/// The rank that an open request has by its age (T1: so many days, the supervisor; T2: the manager); none where it has it
/// already. Ownership only goes up, so a second tick finds nothing to do.
pub fn escalate(request: &Request, house: &House, now: DateTime<FixedOffset>) -> Option<Fact> {
    let (supervisor, manager) = house.requests.hand_over;
    let age = now - request.logged;
    let to = if age >= Duration::days(i64::from(manager)) {
        Rank::Manager
    } else if age >= Duration::days(i64::from(supervisor)) {
        Rank::Supervisor
    } else {
        Rank::Desk
    };
    (request.state.open() && to > request.rank).then_some(Fact::RequestEscalated { request: request.id, to })
}

fn not_now(request: &Request) -> Refusal {
    Refusal::NotFromThisState { label: request.number.dated(), state: request.state.word() }
}
