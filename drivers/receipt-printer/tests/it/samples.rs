//! Slips as a station would make them, with invented names.

use std::path::Path;
use std::time::Duration;

use receipt_printer::{Align, Face, Image, Item, Limits, Status, Style};

/// What is done to the printer, and how it is then.
pub(crate) const CHANGES: [(&str, Status); 7] = [
    ("paper low", Status::PaperLow),
    ("paper out", Status::PaperOut),
    ("cover open", Status::CoverOpen),
    ("cover close", Status::PaperOut),
    ("paper in", Status::Ready),
    ("cutter stuck", Status::CutterError),
    ("cutter free", Status::Ready),
];

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

/// A file of `golden/`; with `GOLDEN=write` it is written anew.
fn kept(name: &str, got: &[u8]) -> Vec<u8> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/golden")).join(name);
    if std::env::var_os("GOLDEN").is_some_and(|v| v == "write") {
        std::fs::write(&path, got).unwrap();
    }
    std::fs::read(&path).unwrap()
}

/// Compares a text with the one kept.
pub(crate) fn golden(name: &str, got: &str) {
    assert_eq!(got, String::from_utf8(kept(name, got.as_bytes())).unwrap(), "{name}");
}

/// Compares a picture with the one kept. Grey levels may differ a little from one processor to another; shapes may not.
pub(crate) fn golden_picture(name: &str, got: &Image) {
    let file = kept(name, &got.to_png().unwrap());
    let mut reader = png::Decoder::new(std::io::Cursor::new(&file)).read_info().unwrap();
    let mut want = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut want).unwrap();
    let size = (reader.info().width as usize, reader.info().height as usize);
    assert_eq!(size, (got.width, got.height), "{name}");
    assert!(want.iter().zip(&got.dots).all(|(a, b)| a.abs_diff(*b) < 24), "{name}");
}
