//! Visits: who comes to whom, and whether they have left (R1 to R3, P1). A leave time is never invented.

mod purpose;
mod state;

pub use purpose::{Denial, Goods, PURPOSES, Purpose};
pub use state::{STATES, VisitAct, VisitState};

use super::notice::Agreed;
use super::people::{IdNumber, PersonName, Phone, Plate, name_or_none};
use super::units::Unit;
use super::{Fact, House, Number, Personal, Refusal, Stamp, VisitId};
use chrono::{DateTime, FixedOffset, NaiveDate};

/// Below this age, in years, a guardian agrees (PIPL 31).
const OF_AGE: u32 = 14;

/// What a visitor filled in, as typed; nothing is trusted yet.
#[derive(Clone, Default)]
pub struct VisitForm {
    /// Name as typed; ignored where a card was read.
    pub name: String,
    /// Telephone as typed; may be empty where a card was read.
    pub phone: String,
    /// Building, unit and room as typed.
    pub unit: [String; 3],
    /// Whom they come to see, as typed, or empty.
    pub host: String,
    /// Why they come.
    pub purpose: Option<Purpose>,
    /// People who come along.
    pub companions: u8,
    /// Plate as typed, or empty.
    pub plate: String,
    /// What is carried in.
    pub goods: Goods,
    /// The visitor says to be under 14; a card knows it by itself.
    pub minor: bool,
    /// A guardian stands by and agrees.
    pub guardian: bool,
}

/// What was read off a card for this visit.
#[derive(Clone, Debug)]
pub struct CardHolder {
    /// The name on the card.
    pub name: PersonName,
    /// The number on the card, where it is one of GB 11643.
    pub number: Option<IdNumber>,
}

impl CardHolder {
    /// Whether the card says that its holder is under 14 on this day.
    pub fn minor(&self, today: NaiveDate) -> bool {
        let born = self.number.as_ref().and_then(IdNumber::birth);
        born.is_some_and(|born| today.years_since(born).is_none_or(|age| age < OF_AGE))
    }
}

/// What a form says once it is understood.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Where to.
    pub unit: Unit,
    /// Who; from the card where there is one.
    pub name: PersonName,
    /// How to reach them; may be missing where a card was read.
    pub phone: Option<Phone>,
    /// The vehicle.
    pub plate: Option<Plate>,
    /// Whom they come to see.
    pub host: Option<PersonName>,
}

/// Understands a form. A card stands in for typed name and telephone; under 14 a guardian agrees.
pub fn understand(
    form: &VisitForm,
    card: Option<&CardHolder>,
    house: &House,
    stamp: &Stamp,
) -> Result<Guest, Refusal> {
    let unit = house.estate.find(&form.unit[0], &form.unit[1], &form.unit[2])?;
    let name = match card {
        Some(card) => card.name.clone(),
        None => PersonName::parse(&form.name)?,
    };
    let phone = match (Phone::parse(&form.phone), card) {
        (Err(Refusal::PhoneMissing), Some(_)) => None,
        (phone, _) => Some(phone?),
    };
    let (plate, host) = (Plate::parse(&form.plate)?, name_or_none(&form.host)?);
    if form.companions > house.visiting.companions_max {
        return Err(Refusal::CompanionsTooMany { max: house.visiting.companions_max });
    }
    of_age((form.minor, form.guardian), card, stamp)?;
    Ok(Guest { unit, name, phone, plate, host })
}

/// Whoever says to be under 14, or whose card says so, comes with a guardian who agrees.
pub fn of_age(
    (minor, guardian): (bool, bool),
    card: Option<&CardHolder>,
    stamp: &Stamp,
) -> Result<(), Refusal> {
    let minor = minor || card.is_some_and(|c| c.minor(stamp.day()));
    if minor && !guardian { Err(Refusal::GuardianNeeded) } else { Ok(()) }
}

/// A visit from an understood form. Whether the household is asked first is the house's rule.
pub fn register(
    (id, number): (VisitId, Number),
    form: &VisitForm,
    guest: Guest,
    by_card: bool,
    agreed: Agreed,
    house: &House,
    stamp: &Stamp,
) -> (Fact, Personal) {
    let purpose = form.purpose.unwrap_or(Purpose::Other);
    let asks = house.visiting.asks(purpose, &guest.unit);
    let fact = Fact::VisitRegistered {
        visit: id,
        number,
        unit: guest.unit.clone(),
        purpose,
        companions: form.companions,
        by_card,
        state: if asks { VisitState::AtDesk } else { VisitState::Inside },
        valid_until: (stamp.now + house.visiting.pass_valid).timestamp_millis(),
        notice: agreed.version,
        notice_text: Some(agreed.text),
        goods: form.goods,
        guardian: form.guardian,
    };
    let Guest { name, phone, plate, host, .. } = guest;
    let personal = Personal { name: Some(name), phone, plate, host, ..Personal::default() };
    (fact, personal)
}

/// A visit as the store reads it back.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// The number on the pass; of a booking, until the guest comes, the booking's own.
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
    /// When the visitor registered; of a booking, until the guest comes, when it was made.
    pub arrived: DateTime<FixedOffset>,
    /// Until when the pass is good.
    pub valid_until: DateTime<FixedOffset>,
    /// When the visitor was seen leaving; none is "not yet" or "not known" by `state`.
    pub left: Option<DateTime<FixedOffset>>,
    /// From when to when a booked guest is expected.
    pub booked: Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)>,
    /// What is carried in.
    pub goods: Goods,
    /// The visitor's name; none after erasure.
    pub name: Option<PersonName>,
    /// The visitor's telephone, where given.
    pub phone: Option<Phone>,
    /// The vehicle, where given.
    pub plate: Option<Plate>,
    /// Whom they came to see, where given.
    pub host: Option<PersonName>,
    /// Last four characters of the ID number, where kept.
    pub id_last4: Option<String>,
}

/// Decides whether an act may be done to a visit now.
pub fn act(visit: &Visit, act: VisitAct) -> Result<Fact, Refusal> {
    moved(visit, act, None)
}

/// Decides whether somebody may be turned away now, for this reason.
pub fn deny(visit: &Visit, reason: Denial) -> Result<Fact, Refusal> {
    moved(visit, VisitAct::Refuse, Some(reason))
}

fn moved(visit: &Visit, act: VisitAct, reason: Option<Denial>) -> Result<Fact, Refusal> {
    match visit.state.after(act) {
        Some(_) => Ok(Fact::VisitMoved { visit: visit.id, act, reason }),
        None => Err(Refusal::NotFromThisState { label: visit.number.to_string(), state: visit.state.word() }),
    }
}

/// Decides whether whoever shows this pass may be let out. Somebody who left already is told so; nothing else is said.
pub fn leave(visit: &Visit) -> Result<Fact, Refusal> {
    match visit.state {
        VisitState::Inside => act(visit, VisitAct::Leave),
        VisitState::Left => Err(Refusal::LeftAlready),
        VisitState::Expected
        | VisitState::AtDesk
        | VisitState::Refused
        | VisitState::ClosedUnknown
        | VisitState::Lapsed => Err(Refusal::NotInside),
    }
}

/// Whether these four characters are the end of the visitor's telephone or ID number.
pub fn knows_tail(visit: &Visit, tail: &str) -> bool {
    let phone = visit.phone.as_ref().map(Phone::tail);
    let id = visit.id_last4.as_deref();
    tail.len() == 4 && [phone, id].into_iter().flatten().any(|kept| kept.eq_ignore_ascii_case(tail))
}
