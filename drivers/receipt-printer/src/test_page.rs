//! The test page: what a person looks at to see whether a profile fits a printer. Every part answers one question, and the
//! page says which.

use crate::item::{Align, Item, Style};
use crate::profile::{Cutter, Profile};

/// The page for a printer of this family: under 1 KB, with what the family's font may lack in one line of its own.
pub fn test_page(profile: &Profile) -> Vec<Item> {
    let columns = usize::from(profile.columns);
    let text = |say: &str| Item::text(say.to_owned());
    let mut items = vec![
        Item::styled("打印机测试页", Style::center().size(2).bold()),
        Item::styled(profile.name.clone(), Style::center()),
        Item::Rule,
        text("1 宽度：两端的竖线都要看得见"),
        Item::text(ruler(columns)),
        Item::text(numbers(columns)),
        text("2 汉字：没有乱码，没有方框"),
        Item::text(hanzi(columns)),
        text("物业服务中心，您好！“（3栋）”￥12.50"),
        text("3 生僻字：䶮㑇镕𬭚犇"),
        text("4 大小：四个都清楚"),
        Item::styled("A017", Style::left()),
        Item::styled("A017", Style::left().tall()),
        Item::styled("A017", Style::left().size(2).bold()),
        Item::styled("A017", Style::left().size(4).bold()),
        Item::pair("5 左边", "右边"),
        Item::Text { text: "靠右".to_owned(), style: Style { align: Align::Right, ..Style::default() } },
        text("6 二维码：手机扫得出 TEST-0123456789"),
        Item::Qr { data: "TEST-0123456789".to_owned(), caption: Some("TEST-0123456789".to_owned()) },
    ];
    items.push(text(match profile.cutter {
        Cutter::None => "7 这里撕下：上面的字都在纸上",
        Cutter::Partial => "7 切纸：留一点连着，不会掉下来",
        Cutter::Full => "7 切纸：完全切断",
    }));
    items.push(Item::Cut);
    items
}

/// `|----+----1----+----2 … |`: both ends of the line are bars.
fn ruler(columns: usize) -> String {
    let mark = |at: usize| match (at, at % 10) {
        (1, _) => '|',
        (at, _) if at == columns => '|',
        (_, 0) => '+',
        (_, 5) => '\'',
        _ => '-',
    };
    (1..=columns).map(mark).collect()
}

/// The tens under the ruler's crosses.
fn numbers(columns: usize) -> String {
    (1..=columns / 10).map(|ten| format!("{:>10}", ten * 10)).collect()
}

/// As many hanzi as a line holds.
fn hanzi(columns: usize) -> String {
    "一二三四五六七八九十".chars().cycle().take(columns / 2).collect()
}
