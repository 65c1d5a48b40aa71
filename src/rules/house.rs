//! What this estate has decided for itself: names, units, services, deadlines, limits. Filled from the config files.

use super::Refusal;
use super::hours::Hours;
use super::lobby::Lobby;
use super::notice::NoticeText;
use super::requests::Mark;
use super::slips::Forms;
use super::units::{Estate, Unit};
use super::visits::Purpose;
use super::words::Words;
use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveTime};
use std::sync::Arc;

/// The house rules as the rules use them.
#[derive(Clone, Debug)]
pub struct House {
    /// The estate's name as printed at the top of slips.
    pub name: String,
    /// The estate's own time zone.
    pub offset: FixedOffset,
    /// The 24-hour telephone, printed on receipts (T33).
    pub phone: String,
    /// Which units exist.
    pub estate: Estate,
    /// Everything about visits.
    pub visiting: Visiting,
    /// By when a request is answered, by mark.
    pub answer: Vec<(Mark, Answer)>,
    /// When requests are taken and answered on a working day, as (from, to) spans (T32).
    pub reception: Vec<(NaiveTime, NaiveTime)>,
    /// Phrases a person may tap instead of typing, by mark.
    pub phrases: Vec<(Mark, Vec<String>)>,
    /// How requests are sorted, handed on and promised.
    pub requests: RequestRules,
    /// What its request slips are called and what stands on them.
    pub forms: Forms,
    /// What a number can be taken for, in the order shown.
    pub services: Vec<Service>,
    /// 您来办什么？ Empty: the services themselves are asked for.
    pub topics: Vec<Topic>,
    /// Days on which no number is given, where a service has hours at all.
    pub closed_on: Vec<NaiveDate>,
    /// What the lobby tells.
    pub lobby: Lobby,
    /// How the pages say all this in other languages.
    pub words: Arc<Words>,
    /// Counters that call numbers, counted from 1.
    pub counters: u8,
    /// Numbers one kiosk gives out in an hour before it sends people to the desk; counted anew when it starts.
    pub numbers_per_hour: u32,
}

/// How this house sorts requests, hands them on and promises.
#[derive(Clone, Debug)]
pub struct RequestRules {
    /// Kinds below a mark, by mark.
    pub kinds: Vec<(Mark, Vec<Kind>)>,
    /// When somebody may be wished for; empty: it is not asked.
    pub wished: Vec<String>,
    /// Who a request can be dispatched to.
    pub departments: Vec<String>,
    /// Why another time may be promised. Fixed words: the owner reads them, and no person is named in them.
    pub reasons: Vec<String>,
    /// How long after one 催单 the next is taken.
    pub urge_every: Duration,
    /// How many days ahead another time may be promised (T6).
    pub promise_days: u8,
    /// Days after which an open request is the supervisor's (T1) and the manager's (T2).
    pub hand_over: (u8, u8),
}

/// A kind below a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// As shown, printed and kept in facts.
    pub name: String,
    /// Phrases to tap; empty: the mark's.
    pub phrases: Vec<String>,
}

/// The house rules of visits.
#[derive(Clone, Debug)]
pub struct Visiting {
    /// How long a pass is good.
    pub pass_valid: Duration,
    /// Companions on one pass.
    pub companions_max: u8,
    /// What is kept of an ID number.
    pub id_kept: IdKept,
    /// Purposes for which the household is asked first.
    pub ask: Vec<Purpose>,
    /// Units that want to be asked about every visitor.
    pub ask_units: Vec<Unit>,
    /// Units that want to be left alone: nobody calls them, whatever the purpose.
    pub quiet_units: Vec<Unit>,
    /// So long before its time an appointment is taken at the kiosk.
    pub early: Duration,
    /// So long after its time an appointment is still taken at the kiosk.
    pub late: Duration,
    /// Days after which the personal part of a closed visit is blanked.
    pub retention_days: u32,
    /// What a visitor is told before anything is read or typed.
    pub notice: NoticeText,
}

impl Visiting {
    /// Whether the household is asked before such a visitor is let in.
    pub fn asks(&self, purpose: Purpose, unit: &Unit) -> bool {
        let always = self.ask_units.contains(unit);
        always || (self.ask.contains(&purpose) && !self.quiet_units.contains(unit))
    }
}

/// What is kept of an ID number that a card or a person gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKept {
    /// Nothing but that a card was read.
    Nothing,
    /// Its last four characters and a keyed digest by which the same person is found again.
    Digest,
    /// As `Digest`, and the number itself, sealed.
    Sealed,
}

/// By when a request of some mark is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Before reception closes today (T4); logged after that, before it closes on the next day.
    SameDay,
    /// Within so many calendar days (T1).
    Days(u8),
}

/// Something a number can be taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Stable code, kept in facts.
    pub code: String,
    /// As shown and printed.
    pub name: String,
    /// Series letter of its numbers.
    pub series: String,
    /// What to bring, printed on the ticket.
    pub bring: String,
    /// Whom it is for, in one line; empty: anybody.
    pub whom: String,
    /// When numbers are given.
    pub hours: Hours,
    /// Numbers given out in a day; none: no end.
    pub quota: Option<u32>,
}

/// What a person comes for, in a person's words: it leads to the services that do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// As shown.
    pub name: String,
    /// Codes of the services; with one, a tap on the topic takes the number.
    pub services: Vec<String>,
}

impl House {
    /// Whether the reception desk is attended now, by its hours (T32).
    pub fn attended(&self, now: DateTime<FixedOffset>) -> bool {
        Hours::daily(&self.reception).open(now.naive_local(), &self.closed_on).is_ok()
    }

    /// The kinds below a mark, in the order shown; empty where it has none.
    pub fn kinds(&self, mark: Mark) -> &[Kind] {
        self.requests.kinds.iter().find(|(m, _)| *m == mark).map_or(&[], |(_, kinds)| kinds)
    }

    /// Phrases to tap for a mark and, where it has some, its kind.
    pub fn phrases(&self, mark: Mark, kind: &str) -> &[String] {
        let kind = self.kinds(mark).iter().find(|k| k.name == kind && !k.phrases.is_empty());
        let marks = || self.phrases.iter().find(|(m, _)| *m == mark).map_or(&[][..], |(_, phrases)| phrases);
        kind.map_or_else(marks, |kind| &kind.phrases)
    }

    /// The service of this code.
    pub fn service(&self, code: &str) -> Result<&Service, Refusal> {
        self.services.iter().find(|s| s.code == code).ok_or(Refusal::ServiceUnknown)
    }
}
