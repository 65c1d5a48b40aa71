//! What a visitor or owner takes along from the kiosk: ticket, pass, receipt.

use super::{Field, Line, Slip, SlipKind, head, pair, qr, time};
use crate::rules::queue::Ticket;
use crate::rules::requests::Request;
use crate::rules::visits::Visit;
use crate::rules::{House, SlipId};

/// The queue ticket. `ahead` is how many people really wait before this one, of any service.
pub fn ticket(id: SlipId, ticket: &Ticket, ahead: u32, house: &House) -> Slip {
    let service = house.service(&ticket.service).ok();
    let mut lines = head(house, "排队取号");
    lines.push(Line::Huge(ticket.number.to_string()));
    lines.push(Line::Title(service.map_or_else(|| ticket.service.clone(), |s| s.name.clone())));
    lines.push(Line::Title(if ahead == 0 {
        "您是下一位".into()
    } else {
        format!("前面还有 {ahead} 人")
    }));
    lines.push(Line::Rule);
    lines.push(pair("取号时间", &time(ticket.taken)));
    if let Some(service) = service.filter(|s| !s.bring.is_empty()) {
        lines.push(Line::Text(format!("请备好：{}", service.bring)));
    }
    lines.push(Line::Centre("请留意叫号，过号请到前台".into()));
    Slip { id, kind: SlipKind::Ticket, number: ticket.number.to_string(), entity: ticket.id.0, lines }
}

/// The visitor's pass.
pub fn pass(id: SlipId, visit: &Visit, house: &House) -> Slip {
    let mut lines = head(house, "访客通行证");
    lines.push(Line::Huge(visit.number.to_string()));
    // What a guard looks for first: where to, and until when.
    lines.push(Line::Tall(format!("到访    {}", visit.unit)));
    lines.push(Line::Tall(format!("有效至  {}", visit.valid_until.format("%m-%d %H:%M"))));
    lines.push(pair("访客", &visit.name.as_ref().map(ToString::to_string).unwrap_or_default()));
    lines.push(pair("事由", visit.purpose.word()));
    if visit.companions > 0 {
        lines.push(pair("同行", &format!("{} 人", visit.companions)));
    }
    if !visit.goods.is_none() {
        lines.push(pair("携带", visit.goods.word()));
    }
    lines.push(pair("登记", &time(visit.arrived)));
    lines.push(Line::Rule);
    lines.push(Line::Qr(qr(SlipKind::Pass, visit.id.0), "离开时请扫此码".into()));
    Slip { id, kind: SlipKind::Pass, number: visit.number.to_string(), entity: visit.id.0, lines }
}

/// The request's receipt, under the title and with the fields that the house has chosen.
pub fn receipt(id: SlipId, request: &Request, house: &House) -> Slip {
    let mut lines = head(house, &house.forms.receipt);
    lines.push(Line::Title(request.number.dated()));
    lines.extend(house.forms.fields.iter().filter_map(|field| line(*field, request)));
    lines.push(Line::Rule);
    lines.push(Line::Qr(qr(SlipKind::Receipt, request.id.0), "查询进度请出示此码".into()));
    lines.push(Line::Centre(format!("24 小时电话 {}", house.phone)));
    Slip { id, kind: SlipKind::Receipt, number: request.number.dated(), entity: request.id.0, lines }
}

/// One field of a request; none where there is nothing to print.
pub(super) fn line(field: Field, request: &Request) -> Option<Line> {
    Some(match field {
        Field::Time => pair("时间", &time(request.logged)),
        Field::Name => pair("姓名", request.name.as_ref()?),
        Field::Phone => pair("电话", request.phone.as_ref()?),
        Field::Unit => pair("房号", &request.unit),
        Field::Mark => pair("类别", &request.sort()),
        Field::Wished => pair("期望时间", request.wished.as_ref()?),
        Field::Matter => Line::Text(format!("事由：{}", request.matter.as_ref()?.0)),
        Field::AnswerBy => pair("最迟答复", &time(request.answer_by?)),
    })
}
