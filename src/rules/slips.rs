//! Slips: what to print, as lines and symbols, not as bytes. Names on them are masked.

use super::queue::Ticket;
use super::requests::Request;
use super::visits::Visit;
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
}

/// One slip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Its id in the outbox.
    pub id: SlipId,
    /// What kind.
    pub kind: SlipKind,
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
    /// A label and its value.
    Pair(String, String),
    /// A thin line across.
    Rule,
    /// Empty lines.
    Space(u8),
    /// A QR symbol with the text that it says below it.
    Qr(String, String),
}

impl Slip {
    /// The same slip for a second print: it says 补打, so that nobody takes it for another one.
    pub fn reprint(mut self) -> Slip {
        self.lines.insert(0, Line::Title("补打".into()));
        self
    }
}

fn head(house: &House, title: &str) -> Vec<Line> {
    vec![Line::Centre(house.name.clone()), Line::Title(title.into()), Line::Rule]
}

fn time(t: DateTime<FixedOffset>) -> String {
    t.format("%Y-%m-%d %H:%M").to_string()
}

/// The text of a slip's QR: a scanner at the desk or the gate types it. It holds an id, never a name.
pub fn qr(kind: SlipKind, entity: Uuid) -> String {
    let letter = match kind {
        SlipKind::Ticket => 'T',
        SlipKind::Pass => 'V',
        SlipKind::Receipt => 'R',
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

/// The record that a slip's QR names.
pub fn entity_of(qr: &str) -> Option<Uuid> {
    let id = qr.strip_prefix("FD")?.strip_prefix(['T', 'V', 'R'])?;
    Uuid::try_parse(id).ok()
}

/// The queue ticket. `ahead` is how many people of the same service really wait before this one.
pub fn ticket(id: SlipId, ticket: &Ticket, ahead: u32, house: &House) -> Slip {
    let service = house.service(&ticket.service).ok();
    let mut lines = head(house, "排队取号");
    lines.push(Line::Huge(ticket.number.to_string()));
    lines.push(Line::Title(service.map_or_else(|| ticket.service.clone(), |s| s.name.clone())));
    lines.push(Line::Centre(if ahead == 0 {
        "您是下一位".into()
    } else {
        format!("前面还有 {ahead} 人")
    }));
    lines.push(Line::Rule);
    lines.push(Line::Pair("取号时间".into(), time(ticket.taken)));
    if let Some(service) = service.filter(|s| !s.bring.is_empty()) {
        lines.push(Line::Text(format!("请备好：{}", service.bring)));
    }
    lines.push(Line::Centre("请留意叫号，过号请到前台".into()));
    Slip { id, kind: SlipKind::Ticket, entity: ticket.id.0, lines }
}

/// The visitor's pass.
pub fn pass(id: SlipId, visit: &Visit, house: &House) -> Slip {
    let mut lines = head(house, "访客通行证");
    lines.push(Line::Huge(visit.number.to_string()));
    lines.push(Line::Pair("访客".into(), visit.name.as_ref().map(ToString::to_string).unwrap_or_default()));
    lines.push(Line::Pair("到访".into(), visit.unit.to_string()));
    lines.push(Line::Pair("事由".into(), visit.purpose.word().into()));
    if visit.companions > 0 {
        lines.push(Line::Pair("同行".into(), format!("{} 人", visit.companions)));
    }
    lines.push(Line::Pair("登记".into(), time(visit.arrived)));
    lines.push(Line::Pair("有效至".into(), time(visit.valid_until)));
    lines.push(Line::Rule);
    lines.push(Line::Qr(qr(SlipKind::Pass, visit.id.0), "离开时请扫此码".into()));
    Slip { id, kind: SlipKind::Pass, entity: visit.id.0, lines }
}

/// The request's receipt.
pub fn receipt(id: SlipId, request: &Request, house: &House) -> Slip {
    let mut lines = head(house, "业主诉求受理单");
    lines.push(Line::Title(request.number.dated()));
    lines.push(Line::Pair("类别".into(), request.sort()));
    lines.push(Line::Pair("房号".into(), request.unit.to_string()));
    lines
        .push(Line::Pair("电话".into(), request.phone.as_ref().map(ToString::to_string).unwrap_or_default()));
    lines.push(Line::Pair("时间".into(), time(request.logged)));
    if let Some(matter) = &request.matter {
        lines.push(Line::Text(format!("事由：{}", matter.0)));
    }
    if let Some(wished) = &request.wished {
        lines.push(Line::Pair("期望时间".into(), wished.clone()));
    }
    if let Some(by) = request.answer_by {
        lines.push(Line::Pair("最迟答复".into(), time(by)));
    }
    lines.push(Line::Rule);
    lines.push(Line::Qr(qr(SlipKind::Receipt, request.id.0), "查询进度请出示此码".into()));
    lines.push(Line::Centre(format!("24 小时电话 {}", house.phone)));
    Slip { id, kind: SlipKind::Receipt, entity: request.id.0, lines }
}
