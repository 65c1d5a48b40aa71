//! Slips: what to print, as lines and symbols, not as bytes; how long one may wait, and who decides about a second print.
//! Names and telephones on every slip are masked: paper is carried about, left lying and filed (P30).

mod kiosk;
mod roll;
mod state;
mod work;

pub use kiosk::{pass, receipt, ticket};
pub use roll::roll_call;
pub use state::{
    ATTEMPTS, Doubt, PRINT_AGAIN, Proof, SlipAct, SlipReason, SlipState, VOID, act, after_doubt,
};
pub use work::on_dispatch;

use super::{House, SlipId};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What kind of slip: it decides how long it may wait for paper and who decides about a second print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlipKind {
    /// A queue number: worthless once the person was called.
    Ticket,
    /// A visitor's pass.
    Pass,
    /// A request's receipt.
    Receipt,
    /// 工程派工单 (R12, R13): what a workman goes out with, and a part that comes back.
    Dispatch,
    /// 物业返修联系单 (R11): what is left over from construction goes to the developer's after-sales.
    Return,
    /// Who is inside now, for an evacuation.
    Roll,
}

impl SlipKind {
    /// As staff calls it.
    pub fn word(self) -> &'static str {
        match self {
            SlipKind::Ticket => "排队号",
            SlipKind::Pass => "通行条",
            SlipKind::Receipt => "受理单",
            SlipKind::Dispatch => "派工单",
            SlipKind::Return => "返修联系单",
            SlipKind::Roll => "点名单",
        }
    }

    /// How long it waits for paper, ms; none where it waits for staff. A number stood on the screen, and after a refill
    /// nobody wants a flood of tickets whose people were called long ago; a list of who was inside is wrong soon.
    pub fn waits(self) -> Option<i64> {
        match self {
            SlipKind::Ticket => Some(120_000),
            SlipKind::Roll => Some(600_000),
            SlipKind::Pass | SlipKind::Receipt | SlipKind::Dispatch | SlipKind::Return => None,
        }
    }

    /// Whether it is printed once more, marked, without asking anybody: a person stands there and waits for it. Of the
    /// others a second copy matters, and staff decides.
    pub fn again_by_itself(self) -> bool {
        matches!(self, SlipKind::Ticket | SlipKind::Roll)
    }
}

/// One slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Its id in the outbox.
    pub id: SlipId,
    /// What kind.
    pub kind: SlipKind,
    /// The number that stands on it, for staff's list; empty on slips of an older version.
    #[serde(default)]
    pub number: String,
    /// The record it belongs to, so that erasure finds it.
    pub entity: Uuid,
    /// From top to bottom.
    pub lines: Vec<Line>,
}

/// One line or symbol of a slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// A heading, centred, double size.
    Title(String),
    /// A number to be read across a room, centred, as large as the paper allows.
    Huge(String),
    /// Plain text, centred.
    Centre(String),
    /// Plain text, from the left.
    Text(String),
    /// Text that is to be found at once: from the left, double size.
    Tall(String),
    /// A label and its value.
    Pair(String, String),
    /// A label and a line to write on.
    Blank(String),
    /// A thin line across.
    Rule,
    /// A dashed line to tear along, with words in it.
    Tear(String),
    /// Empty lines.
    Space(u8),
    /// A QR symbol with the text that it says below it.
    Qr(String, String),
}

impl Slip {
    /// The same slip for its `n`th print beyond the first: it says 补打, so that nobody takes it for another one.
    pub fn reprint(mut self, n: u32) -> Slip {
        let mark = if n > 1 { format!("补打 {n}") } else { "补打".into() };
        self.lines.insert(0, Line::Title(mark));
        self
    }
}

/// What the house calls its request slips and in which order their fields stand: one register, many names (R4 to R8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    /// Title of the receipt: 接待业主情况记录, 业主来电来访登记表, 客户反映情况表, …
    pub receipt: String,
    /// The receipt's fields from top to bottom.
    pub fields: Vec<Field>,
    /// Title of the slip a workman goes out with (R12).
    pub dispatch: String,
    /// Title of the slip for the developer's after-sales (R11).
    pub handback: String,
}

/// A field of the request register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// 接待时间
    Time,
    /// 姓名, masked.
    Name,
    /// 电话, masked.
    Phone,
    /// 房号
    Unit,
    /// 类别: one of seven, and its kind.
    Mark,
    /// 期望时间: when somebody may come.
    Wished,
    /// 事由
    Matter,
    /// 最迟答复
    AnswerBy,
}

impl Field {
    /// Every field, by the code it has in the config.
    pub const ALL: [(&'static str, Field); 8] = [
        ("time", Field::Time),
        ("name", Field::Name),
        ("phone", Field::Phone),
        ("unit", Field::Unit),
        ("mark", Field::Mark),
        ("wished", Field::Wished),
        ("matter", Field::Matter),
        ("answer-by", Field::AnswerBy),
    ];
}

fn head(house: &House, title: &str) -> Vec<Line> {
    vec![Line::Centre(house.name.clone()), Line::Title(title.into()), Line::Rule]
}

fn pair(label: &str, value: &(impl ToString + ?Sized)) -> Line {
    Line::Pair(label.into(), value.to_string())
}

fn time(t: DateTime<FixedOffset>) -> String {
    t.format("%Y-%m-%d %H:%M").to_string()
}

/// The text of a slip's QR: a scanner at the desk or the gate types it. It holds an id, never a name.
pub fn qr(kind: SlipKind, entity: Uuid) -> String {
    let letter = match kind {
        SlipKind::Ticket => 'T',
        SlipKind::Pass => 'V',
        SlipKind::Receipt | SlipKind::Dispatch | SlipKind::Return => 'R',
        SlipKind::Roll => 'L',
    };
    format!("FD{letter}{}", entity.simple())
}

/// The record that a scanner read off a slip of this kind. The id is a UUIDv7 whose 74 random bits nobody guesses: having
/// the code is having the slip.
pub fn scanned(kind: SlipKind, text: &str) -> Option<Uuid> {
    let text = text.trim();
    let id = entity_of(text)?;
    (text == qr(kind, id)).then_some(id)
}

/// What kind of slip a scanner read: a pass or a receipt; none for anything else.
pub fn kind_scanned(text: &str) -> Option<SlipKind> {
    [SlipKind::Pass, SlipKind::Receipt].into_iter().find(|kind| scanned(*kind, text).is_some())
}

/// The record that a slip's QR names.
pub fn entity_of(qr: &str) -> Option<Uuid> {
    let id = qr.strip_prefix("FD")?.strip_prefix(['T', 'V', 'R'])?;
    Uuid::try_parse(id).ok()
}
