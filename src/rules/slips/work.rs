//! What a request goes out with: 工程派工单 (R12, R13) to the own workmen, 物业返修联系单 (R11) to the developer's
//! after-sales. Both have a part that is torn off and comes back to the desk, where it is checked (000 L290).
//!
//! Neither carries a whole telephone number. The manuals name none for these forms, after-sales is a third party (P30), and
//! both are filed by the month (T26): whoever must reach the household is put through by the desk, whose number is on it.

use super::kiosk::line;
use super::{Field, Line, Slip, SlipKind, head, pair, qr, time};
use crate::rules::requests::{Mark, Request, RequestState};
use crate::rules::{House, SlipId};
use chrono::{DateTime, FixedOffset};

/// The slip of a request that is sent out now; `department` is whom to, where the desk has said it. What is left over from
/// construction (售后) goes to after-sales, anything else to the own workmen. A request that was out already says 转派.
pub fn on_dispatch(
    id: SlipId,
    request: &Request,
    department: Option<&str>,
    house: &House,
    now: DateTime<FixedOffset>,
) -> Slip {
    let kind = if request.mark == Mark::Warranty { SlipKind::Return } else { SlipKind::Dispatch };
    let title = if kind == SlipKind::Return { &house.forms.handback } else { &house.forms.dispatch };
    let mut lines = head(house, title);
    lines.push(Line::Title(request.number.dated()));
    if request.state == RequestState::Dispatched {
        lines.push(Line::Centre("转派：以这一张为准".into()));
    }
    lines.push(Line::Tall(format!("房号  {}", request.unit)));
    lines.push(match (department, kind) {
        (Some(department), _) => pair("派往", department),
        (None, SlipKind::Return) => pair("送交", "现场售后部门"),
        (None, _) => Line::Blank("派往".into()),
    });
    let fields = [Field::Mark, Field::Name, Field::Phone, Field::Time, Field::Wished];
    lines.extend(fields.into_iter().filter_map(|field| line(field, request)));
    lines.push(pair(if kind == SlipKind::Return { "送交时间" } else { "派工时间" }, &time(now)));
    lines.extend(request.promised.map(|by| pair("约定时间", &time(by))));
    lines.extend(line(Field::Matter, request));
    lines.push(Line::Text(format!("联系住户请由前台转接：{}", house.phone)));
    lines.extend([Line::Space(1), Line::Tear("完工后撕下，交回前台".into()), Line::Space(1)]);
    lines.extend(coming_back(kind, title, request));
    Slip { id, kind, number: request.number.dated(), entity: request.id.0, lines }
}

/// The part that comes back: what was done, with what, in how many hours, and who says so.
fn coming_back(kind: SlipKind, title: &str, request: &Request) -> Vec<Line> {
    let mut lines = vec![
        Line::Title(format!("{title} 回执")),
        pair(&request.number.dated(), &request.unit),
        Line::Text("□ 修好  □ 再上门  □ 无法处理".into()),
    ];
    let done: &[&str] = match kind {
        SlipKind::Return => &["返修情况", "保修结论", "完成时间", "售后签收"],
        _ => &["维修内容", "所用材料", "到场时间", "完工时间", "所用工时", "维修人员"],
    };
    lines.extend(done.iter().chain(&["住户签字", "前台核对"]).map(|label| Line::Blank((*label).into())));
    lines.push(Line::Space(1));
    lines.push(Line::Qr(qr(kind, request.id.0), "交回时请扫此码".into()));
    lines
}
