//! What the guard's post shows.

use super::{AlarmRow, Notice};
use crate::rules::VisitId;
use crate::rules::visits::{Goods, Purpose, VisitState};
use crate::station::GuardList;

/// The guard's post.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GuardView {
    /// What was searched for; empty: who is inside.
    pub query: String,
    /// What is listed while nothing is searched for.
    pub list: GuardList,
    /// Visitors who wait for the household's word.
    pub waiting: u32,
    /// Guests still expected today.
    pub expected: u32,
    /// Rows that fit.
    pub visits: Vec<VisitRow>,
    /// People inside: visitors and companions.
    pub people_inside: u32,
    /// Emergencies that ring here.
    pub alarms: Vec<AlarmRow>,
    /// Something to tell.
    pub notice: Option<Notice>,
    /// Counts what was told, so that the same word told again is shown again after it was put away.
    pub told: u32,
}

/// A visit at the guard's post. The person is masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitRow {
    /// Which.
    pub id: VisitId,
    /// `V007`
    pub label: String,
    /// Masked.
    pub name: String,
    /// Where to.
    pub unit: String,
    /// To see whom, masked; empty where that was not said.
    pub host: String,
    /// Why.
    pub purpose: Purpose,
    /// People who came along.
    pub companions: u8,
    /// Masked; empty where none was given.
    pub plate: String,
    /// `09:41`, or with the day where it was not today.
    pub arrived: String,
    /// When seen leaving; none where not yet or not known.
    pub left: Option<String>,
    /// `14:00-15:30` where the guest is expected; empty otherwise.
    pub booked: String,
    /// The code that the guest was given; told at the desk alone, empty elsewhere.
    pub code: String,
    /// What is carried in.
    pub goods: Goods,
    /// Where it stands.
    pub state: VisitState,
    /// Minutes since arrival, while inside or waiting.
    pub minutes: u32,
    /// Inside, and the pass has run out.
    pub overstay: bool,
}
