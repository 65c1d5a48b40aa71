//! Something a face is told: an expected "no", or what broke and what was kept.

use crate::rules::Refusal;

/// Something a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An expected "no".
    Refused(Refusal),
    /// Something broke; what was entered is still there.
    Fault(FaultKind),
}

/// The last thing a face was told.
#[derive(Clone, Debug, Default)]
pub(in crate::station) struct Told {
    pub(in crate::station) notice: Option<Notice>,
    pub(in crate::station) count: u32,
    /// Counts faults among them: after one the store is asked whether it takes changes at all.
    pub(in crate::station) faults: u32,
}

impl Told {
    /// Tells this, or that there is nothing to tell any more.
    pub(in crate::station) fn tell(&mut self, notice: Option<Notice>) {
        let fault = matches!(notice, Some(Notice::Fault(_)));
        self.faults = self.faults.wrapping_add(u32::from(fault));
        self.notice = notice;
        self.count = self.count.wrapping_add(1);
    }
}

/// What broke, as far as a person needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The data folder cannot be written.
    ReadOnly,
    /// The disk is full.
    Full,
    /// Anything else with the store.
    Store,
}

impl Notice {
    /// A stable code by which a page finds the translated sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Notice::Refused(refusal) => refusal.code(),
            Notice::Fault(FaultKind::ReadOnly) => "fault-read-only",
            Notice::Fault(FaultKind::Full) => "fault-full",
            Notice::Fault(FaultKind::Store) => "fault-store",
        }
    }

    /// What fills the blanks of the sentence, as [`Refusal::blanks`] has it.
    pub fn blanks(&self) -> [String; 2] {
        match self {
            Notice::Refused(refusal) => refusal.blanks(),
            Notice::Fault(_) => Default::default(),
        }
    }
}

/// The sentence, in Chinese.
impl std::fmt::Display for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Notice::Refused(refusal) => write!(f, "{refusal}"),
            Notice::Fault(FaultKind::ReadOnly) => {
                write!(f, "本机现在不能保存，您填写的内容还在，请到前台办理")
            }
            Notice::Fault(FaultKind::Full) => write!(f, "本机存储已满，您填写的内容还在，请到前台办理"),
            Notice::Fault(FaultKind::Store) => {
                write!(f, "刚才没有保存成功，您填写的内容还在，请再试一次或到前台办理")
            }
        }
    }
}
