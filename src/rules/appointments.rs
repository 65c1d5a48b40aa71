//! Appointments (预约, P1, P2): a visit that is expected. One visit, one truth: the guest who comes moves this very record.

use super::notice::Agreed;
use super::people::{PersonName, Phone, Plate, name_or_none};
use super::units::Unit;
use super::visits::{Goods, PURPOSES, Purpose, Visit, VisitState};
use super::{Fact, House, Number, Personal, Refusal, Stamp, VisitId, text};
use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Digits of an appointment's code.
const DIGITS: u32 = 6;

/// What the guest is told and types: six digits. Sealed like a name, because it lets a person in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BookingCode(String);

impl BookingCode {
    /// A code out of random bytes.
    pub fn new(random: [u8; 8]) -> BookingCode {
        BookingCode(format!("{:06}", u64::from_le_bytes(random) % 10_u64.pow(DIGITS)))
    }

    /// A code as typed; blanks, dashes and full-width digits are forgiven.
    pub fn parse(typed: &str) -> Option<BookingCode> {
        let plain = text::half_width(&text::clean(&typed.chars().take(40).collect::<String>()));
        let digits: String = plain.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        (digits.len() == DIGITS as usize && digits.bytes().all(|b| b.is_ascii_digit()))
            .then_some(BookingCode(digits))
    }

    /// The digits, for the guest and for the table.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for BookingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BookingCode")
    }
}

/// A booking as typed at the desk or read from a file; nothing is trusted yet.
#[derive(Clone, Default)]
pub struct BookingForm {
    /// The guest's name.
    pub name: String,
    /// The guest's telephone.
    pub phone: String,
    /// `3-1-502`
    pub unit: String,
    /// 亲友 and so on, or its code.
    pub purpose: String,
    /// `2026-11-21`, `11-21`, or empty for today.
    pub day: String,
    /// `14:00`
    pub from: String,
    /// `15:30`
    pub to: String,
    /// People who come along, or empty.
    pub companions: String,
    /// Plate, or empty.
    pub plate: String,
    /// Whom the guest comes to see, or empty.
    pub host: String,
}

/// Says nothing of what was typed.
impl fmt::Debug for BookingForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BookingForm")
    }
}

/// A booking that is understood.
#[derive(Clone, Debug)]
pub struct Booking {
    unit: Unit,
    purpose: Purpose,
    companions: u8,
    from: DateTime<FixedOffset>,
    to: DateTime<FixedOffset>,
    name: PersonName,
    phone: Phone,
    plate: Option<Plate>,
    host: Option<PersonName>,
}

/// Understands a booking. What is over already, or further away than a year, is not one.
pub fn understand(form: &BookingForm, house: &House, stamp: &Stamp) -> Result<Booking, Refusal> {
    let typed = |text: &str| text::half_width(&text::clean(text));
    // A name that a spreadsheet would take for a formula is none: this list is exported one day.
    if typed(&form.name).starts_with(['=', '+', '-', '@']) {
        return Err(Refusal::NameNotAName);
    }
    let name = PersonName::parse(&form.name)?;
    let phone = Phone::parse(&form.phone)?;
    let unit = house.estate.parse(&form.unit)?;
    let purpose = match typed(&form.purpose).as_str() {
        "" => Purpose::Other,
        word => {
            *PURPOSES.iter().find(|p| p.word() == word || p.code() == word).ok_or(Refusal::PurposeUnknown)?
        }
    };
    let day = day(&typed(&form.day), stamp)?;
    let time = |text: &str| {
        let t = NaiveTime::parse_from_str(&typed(text).replace('：', ":"), "%H:%M");
        let at = t.ok().and_then(|t| day.and_time(t).and_local_timezone(house.offset).single());
        at.ok_or(Refusal::TimesWrong)
    };
    let (from, to) = (time(&form.from)?, time(&form.to)?);
    if from >= to {
        return Err(Refusal::TimesWrong);
    }
    if to <= stamp.now {
        return Err(Refusal::DayWrong);
    }
    let max = house.visiting.companions_max;
    let companions = match typed(&form.companions).as_str() {
        "" => 0,
        n => n.parse().ok().filter(|n| *n <= max).ok_or(Refusal::CompanionsTooMany { max })?,
    };
    let (plate, host) = (Plate::parse(&form.plate)?, name_or_none(&form.host)?);
    Ok(Booking { unit, purpose, companions, from, to, name, phone, plate, host })
}

fn day(text: &str, stamp: &Stamp) -> Result<NaiveDate, Refusal> {
    let today = stamp.day();
    let day = match text {
        "" => Some(today),
        _ => {
            let plain = text.replace(['/', '.'], "-");
            let year = format!("{}-{plain}", today.format("%Y"));
            let parse = |t: &str| NaiveDate::parse_from_str(t, "%Y-%m-%d").ok();
            parse(&plain).or_else(|| parse(&year))
        }
    };
    day.filter(|d| *d >= today && (*d - today).num_days() <= 366).ok_or(Refusal::DayWrong)
}

/// The fact that a guest is expected.
pub fn book(id: VisitId, number: Number, booking: Booking, code: BookingCode) -> (Fact, Personal) {
    let fact = Fact::VisitBooked {
        visit: id,
        number,
        unit: booking.unit,
        purpose: booking.purpose,
        companions: booking.companions,
        from: booking.from.timestamp_millis(),
        to: booking.to.timestamp_millis(),
    };
    let personal = Personal {
        name: Some(booking.name),
        phone: Some(booking.phone),
        plate: booking.plate,
        host: booking.host,
        code: Some(code),
        ..Personal::default()
    };
    (fact, personal)
}

/// Which of a guest's bookings is meant now: one that is on time before the others, and of these the nearest.
pub fn meant(bookings: Vec<Visit>, house: &House, stamp: &Stamp) -> Option<Visit> {
    let away = |visit: &Visit| {
        let (from, to) = visit.booked?;
        Some((from - stamp.now).max(stamp.now - to).max(Duration::zero()))
    };
    let rank = |visit: &Visit| (on_time(visit, house, stamp).is_err(), away(visit));
    bookings.into_iter().min_by_key(rank)
}

/// Whether a booked guest comes at the right time; the house is generous by so many minutes on either side.
pub fn on_time(visit: &Visit, house: &House, stamp: &Stamp) -> Result<(), Refusal> {
    let (from, to) = visit.booked.ok_or(Refusal::AppointmentUnknown)?;
    if from.date_naive() != stamp.day() {
        return Err(Refusal::AppointmentOtherDay { date: from.format("%m-%d").to_string() });
    }
    let span = || format!("{}-{}", from.format("%H:%M"), to.format("%H:%M"));
    if stamp.now < from - house.visiting.early {
        return Err(Refusal::AppointmentEarly { span: span() });
    }
    if stamp.now > to + house.visiting.late {
        return Err(Refusal::AppointmentLate { span: span() });
    }
    Ok(())
}

/// What a booked guest says on arrival; nothing of it is needed.
#[derive(Clone, Debug, Default)]
pub struct Arrival {
    /// Whether a card was read.
    pub by_card: bool,
    /// People who came along, where that was asked.
    pub companions: Option<u8>,
    /// What is carried in.
    pub goods: Goods,
    /// The notice that was agreed to; none at the desk.
    pub agreed: Option<Agreed>,
    /// A guardian agreed for somebody under 14.
    pub guardian: bool,
    /// What is new about the person: a telephone, a plate, what is kept of a card.
    pub personal: Personal,
}

/// The fact that a booked guest has come: the same visit, with the number of its pass and the notice agreed to.
pub fn arrive(
    visit: &Visit,
    number: Number,
    arrival: &Arrival,
    house: &House,
    stamp: &Stamp,
) -> Result<Fact, Refusal> {
    if visit.state != VisitState::Expected {
        return Err(Refusal::AppointmentUnknown);
    }
    Ok(Fact::VisitArrived {
        visit: visit.id,
        number,
        valid_until: (stamp.now + house.visiting.pass_valid).timestamp_millis(),
        by_card: arrival.by_card,
        companions: arrival.companions.filter(|n| *n != visit.companions),
        goods: arrival.goods,
        notice: arrival.agreed.as_ref().map(|a| a.version.clone()).unwrap_or_default(),
        notice_text: arrival.agreed.as_ref().map(|a| a.text),
        guardian: arrival.guardian,
    })
}
