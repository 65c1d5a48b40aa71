//! Slips as a station would make them, with invented names.

use std::path::Path;
use std::time::Duration;

use receipt_printer::{Align, Face, Item, Limits, Style};

pub(crate) fn face() -> Face {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/fonts/NotoSansSC-Regular.ttf");
    Face::from_bytes(std::fs::read(path).unwrap()).unwrap()
}

pub(crate) fn ticket() -> Vec<Item> {
    vec![
        Item::styled("示例花园物业服务中心", Style::center().tall()),
        Item::Rule,
        Item::styled("业主服务", Style::center().size(2)),
        Item::styled("A001", Style::center().size(6).bold()),
        Item::pair("您前面还有", "3 位"),
        Item::pair("取号时间", "2026-11-21 09:30"),
        Item::text("请带好身份证、门禁卡，在休息区等候叫号。"),
        Item::Cut,
    ]
}

pub(crate) fn receipt() -> Vec<Item> {
    vec![
        Item::styled("接待业主情况记录", Style::center().size(2)),
        Item::Feed { lines: 1 },
        Item::pair("编号", "R-20261121-0007"),
        Item::pair("房号", "3栋1单元1203"),
        Item::pair("事由", "厨房水管漏水，已关总阀，请尽快上门查看并告知预计到达时间。"),
        Item::Rule,
        Item::Qr {
            data: "https://estate.example/r/0007".into(), caption: Some("凭此码查询进度".into())
        },
        Item::Tear { label: "回执".into() },
        Item::Text {
            text: "经办：前台".into(), style: Style { align: Align::Right, ..Style::default() }
        },
        Item::Cut,
    ]
}

/// Nothing is waited for that a simulated printer does at once.
pub(crate) fn quick() -> Limits {
    Limits {
        answer: Duration::from_millis(200),
        settle: Duration::ZERO,
        grace: Duration::from_millis(20),
        late: Duration::ZERO,
        retry_first: Duration::ZERO,
        retry_most: Duration::ZERO,
        paper_percent: 0,
    }
}

/// Compares a text with the one kept in `golden/`; with `GOLDEN=write` it is written anew.
pub(crate) fn golden(name: &str, got: &str) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/golden")).join(name);
    if std::env::var_os("GOLDEN").is_some_and(|v| v == "write") {
        std::fs::write(&path, got).unwrap();
    }
    assert_eq!(got, std::fs::read_to_string(&path).unwrap(), "{name}");
}
