//! What the faces show of calls for help.

use crate::rules::HelpId;
use crate::rules::help::{HelpKind, Post};

/// How the calls of this kiosk stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HelpView {
    /// 呼叫工作人员
    pub staff: HelpStage,
    /// 突发事件
    pub emergency: HelpStage,
}

/// How a call stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HelpStage {
    /// Nobody was called.
    #[default]
    Quiet,
    /// It rings.
    Ringing,
    /// Somebody is on the way.
    Coming(Post),
}

/// A call that rings at a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlarmRow {
    /// Which.
    pub id: HelpId,
    /// What kind.
    pub kind: HelpKind,
    /// The station that calls.
    pub place: String,
    /// `09:41`
    pub called: String,
    /// Whole minutes since then.
    pub minutes: u32,
}
