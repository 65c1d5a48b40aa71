//! Facts: what happened, kept for ever in the journal.
//!
//! A fact's body holds no personal data; that part is a [`Personal`] of its own, which erasure can blank. Facts are for
//! ever: a field may be added with a default, a kind may be added, nothing is renamed or taken away.
//! `tests/it/facts.rs` reads one stored example of every kind.

use super::appointments::BookingCode;
use super::help::{HelpKind, Post};
use super::people::{IdNumber, PersonName, Phone, Plate};
use super::queue::TicketAct;
use super::requests::{Channel, Mark, Rank, RequestAct};
use super::slips::{SlipKind, SlipReason};
use super::units::Unit;
use super::visits::{Denial, Goods, Purpose, VisitAct, VisitState};
use super::{HelpId, HouseholdId, NoticeId, Number, RequestId, SlipId, TicketId, VisitId};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What happened. Times in a body are milliseconds since 1970-01-01 UTC; when it happened is the journal row's own time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// A visit was registered.
    VisitRegistered {
        /// The visit.
        visit: VisitId,
        /// The number on its pass.
        number: Number,
        /// Where to.
        unit: Unit,
        /// Why.
        purpose: Purpose,
        /// People who came along.
        companions: u8,
        /// Whether a card was read.
        by_card: bool,
        /// The state it begins in.
        state: VisitState,
        /// Until when the pass is good.
        valid_until: i64,
        /// Version of the notice that was agreed to before anything was asked; empty in facts from before there was one.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        notice: String,
        /// Its words: those of a [`Fact::NoticeWorded`]. None in facts from before they were kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice_text: Option<NoticeId>,
        /// What is carried in.
        #[serde(default, skip_serializing_if = "Goods::is_none")]
        goods: Goods,
        /// A guardian agreed for somebody under 14.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        guardian: bool,
    },
    /// A guest is expected.
    VisitBooked {
        /// The visit.
        visit: VisitId,
        /// The booking's own number.
        number: Number,
        /// Where to.
        unit: Unit,
        /// Why.
        purpose: Purpose,
        /// People who come along.
        companions: u8,
        /// From when.
        from: i64,
        /// Until when.
        to: i64,
    },
    /// A booked guest has come: the same visit goes on under the number of its pass.
    VisitArrived {
        /// The visit.
        visit: VisitId,
        /// The number on its pass.
        number: Number,
        /// Until when the pass is good.
        valid_until: i64,
        /// Whether a card was read.
        by_card: bool,
        /// People who came along after all, where that is not as booked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        companions: Option<u8>,
        /// What is carried in.
        #[serde(default, skip_serializing_if = "Goods::is_none")]
        goods: Goods,
        /// Version of the notice that was agreed to; empty where the desk let the guest in.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        notice: String,
        /// Its words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice_text: Option<NoticeId>,
        /// A guardian agreed for somebody under 14.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        guardian: bool,
    },
    /// What the notice before a visit said when somebody first agreed to it in these words.
    NoticeWorded {
        /// Made of the words.
        notice: NoticeId,
        /// As the house names it.
        version: String,
        /// By language, the lines.
        lines: Vec<(String, Vec<String>)>,
    },
    /// A visit was let in, refused, left, …
    VisitMoved {
        /// The visit.
        visit: VisitId,
        /// What was done.
        act: VisitAct,
        /// Why somebody was not let in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Denial>,
    },
    /// A request was logged.
    RequestLogged {
        /// The request.
        request: RequestId,
        /// The number on its receipt.
        number: Number,
        /// One of seven.
        mark: Mark,
        /// How it came in.
        channel: Channel,
        /// Which unit it is about.
        unit: Unit,
        /// By when an answer was promised.
        answer_by: Option<i64>,
        /// Which of the mark's kinds, in the house's own words; none where the mark has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<String>,
        /// When somebody is wished for, in the house's own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wished: Option<String>,
    },
    /// A request was accepted, dispatched, settled, …
    RequestMoved {
        /// The request.
        request: RequestId,
        /// What was done.
        act: RequestAct,
        /// Where a dispatch went.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<String>,
    },
    /// Another time was promised, and why (T6 to T8).
    RequestPromised {
        /// The request.
        request: RequestId,
        /// By when.
        by: i64,
        /// Why, in the house's own words.
        reason: String,
    },
    /// 催单: the owner asked to hurry.
    RequestUrged {
        /// The request.
        request: RequestId,
    },
    /// The owner's scores for a finished request, 1 to 3 each (P29); the words are in the personal part.
    RequestRated {
        /// The request.
        request: RequestId,
        /// 速度
        speed: u8,
        /// 质量
        quality: u8,
        /// 态度
        manner: u8,
    },
    /// Not settled in time: somebody higher owns it now (T1, T2).
    RequestEscalated {
        /// The request.
        request: RequestId,
        /// Who owns it.
        to: Rank,
    },
    /// A household was imported, or imported again with another name; who it is stands in the personal part.
    HouseholdRecorded {
        /// The household.
        household: HouseholdId,
        /// Where it lives.
        unit: Unit,
    },
    /// A queue number was taken.
    NumberTaken {
        /// The ticket.
        ticket: TicketId,
        /// Its number.
        number: Number,
        /// The service's code.
        service: String,
    },
    /// A queue number was called, missed, finished, …
    NumberMoved {
        /// The ticket.
        ticket: TicketId,
        /// What was done.
        act: TicketAct,
    },
    /// Help was called at a kiosk.
    HelpCalled {
        /// The call.
        help: HelpId,
        /// A receptionist, or an emergency (R16).
        kind: HelpKind,
        /// Where: the name of the station.
        place: String,
    },
    /// Somebody answered a call for help.
    HelpAnswered {
        /// The call.
        help: HelpId,
        /// Who.
        post: Post,
    },
    /// Staff asked for a slip once more; the print says 补打.
    SlipReprinted {
        /// Its id in the outbox of the station whose log this is.
        slip: SlipId,
        /// What kind of slip.
        kind: SlipKind,
        /// The record it belongs to.
        entity: Uuid,
        /// The number on it.
        number: String,
        /// Why.
        reason: SlipReason,
    },
    /// Staff wants a slip no more.
    SlipVoided {
        /// Its id in the outbox of the station whose log this is.
        slip: SlipId,
        /// What kind of slip.
        kind: SlipKind,
        /// The record it belongs to.
        entity: Uuid,
        /// The number on it.
        number: String,
        /// Why.
        reason: SlipReason,
    },
    /// The personal part of everything about a record was blanked.
    PersonErased {
        /// The visit or request.
        entity: Uuid,
        /// Why: the person asked, or the time to keep it is over.
        reason: ErasureReason,
    },
}

/// Why a personal part was blanked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasureReason {
    /// The person asked (PIPL 47).
    Asked,
    /// The time to keep it is over (PIPL 19).
    Expired,
}

impl Fact {
    /// The record this fact is about.
    pub fn entity(&self) -> Uuid {
        match self {
            Fact::VisitRegistered { visit, .. }
            | Fact::VisitBooked { visit, .. }
            | Fact::VisitArrived { visit, .. }
            | Fact::VisitMoved { visit, .. } => visit.0,
            Fact::NoticeWorded { notice, .. } => notice.0,
            Fact::RequestLogged { request, .. }
            | Fact::RequestMoved { request, .. }
            | Fact::RequestPromised { request, .. }
            | Fact::RequestUrged { request }
            | Fact::RequestRated { request, .. }
            | Fact::RequestEscalated { request, .. } => request.0,
            Fact::HouseholdRecorded { household, .. } => household.0,
            Fact::NumberTaken { ticket, .. } | Fact::NumberMoved { ticket, .. } => ticket.0,
            Fact::HelpCalled { help, .. } | Fact::HelpAnswered { help, .. } => help.0,
            Fact::SlipReprinted { entity, .. }
            | Fact::SlipVoided { entity, .. }
            | Fact::PersonErased { entity, .. } => *entity,
        }
    }
}

/// A fact of a record's history, and when it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// What.
    pub fact: Fact,
}

/// The personal part of a fact: sealed in the journal, blanked by erasure. `Debug` prints it masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Personal {
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// How to reach them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// The vehicle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plate: Option<Plate>,
    /// Whom a visitor comes to see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<PersonName>,
    /// What a request is about, or what was said of how it was handled, in the person's words: free text may name anybody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter: Option<Matter>,
    /// What is kept of an ID number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<IdTrace>,
    /// The code of an appointment: whoever has it is let in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<BookingCode>,
}

impl Personal {
    /// Whether there is nothing to seal.
    pub fn is_empty(&self) -> bool {
        *self == Personal::default()
    }
}

/// A person's own words. `Debug` shows their length only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Matter(pub String);

impl std::fmt::Debug for Matter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Matter({} characters)", self.0.chars().count())
    }
}

/// What is kept of an ID number, as the house rules allow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdTrace {
    /// Its last four characters.
    pub last4: String,
    /// A keyed digest (HMAC-SHA256, 16 bytes): the same person is found again without the number.
    pub digest: [u8; 16],
    /// The number itself, only where the house keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<IdNumber>,
}
