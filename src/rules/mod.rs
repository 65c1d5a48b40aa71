//! What may happen: types, decisions, slips. Pure.
//!
//! Nothing here knows a clock, a file, a thread, a database or a page. Time arrives in a [`Stamp`]; what the estate has
//! decided for itself arrives in a [`House`]; an expected "no" leaves as a [`Refusal`].

pub mod appointments;
pub mod day;
pub mod door;
pub mod fact;
pub mod help;
pub mod hours;
pub mod house;
pub mod households;
pub mod ids;
pub mod lobby;
pub mod notice;
pub mod numbers;
pub mod people;
pub mod progress;
pub mod queue;
pub mod refusal;
pub mod requests;
pub mod slips;
pub mod stamp;
pub mod text;
pub mod units;
pub mod visits;
pub mod words;

pub use fact::{Fact, Personal};
pub use house::House;
pub use ids::{HelpId, HouseholdId, NoticeId, RequestId, SlipId, TicketId, VisitId};
pub use numbers::Number;
pub use refusal::Refusal;
pub use slips::Slip;
pub use stamp::{Author, Stamp};
