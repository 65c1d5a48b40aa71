//! Writes pictures of some slips and of the test page into a folder, so that a person can look at them:
//! `cargo run -p receipt-printer --example ticket -- FONT.ttf FOLDER`. All names are invented.

use std::error::Error;
use std::path::PathBuf;

use receipt_printer::{Align, Face, Item, Profile, Style, encode, paper, test_page};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(font), Some(folder)) = (args.next(), args.next().map(PathBuf::from)) else {
        return Err("usage: ticket FONT.ttf FOLDER".into());
    };
    let face = Face::from_bytes(std::fs::read(font)?)?;
    let profile = Profile::default();
    std::fs::create_dir_all(&folder)?;
    for (name, items) in [
        ("ticket", ticket()),
        ("pass", pass()),
        ("receipt", receipt()),
        ("dispatch", dispatch()),
        ("test-page", test_page(&profile)),
    ] {
        let slip = encode(&items, &profile, Some(&face));
        for note in &slip.notes {
            println!("{name}: {note:?}");
        }
        for sheet in paper::read(&slip.bytes, &profile) {
            let path = folder.join(format!("{name}.png"));
            std::fs::write(&path, sheet.image(&face).to_png()?)?;
            println!(
                "{}: {} bytes, {} mm\n{}",
                path.display(),
                slip.bytes.len(),
                profile.mm_of_dots(sheet.length),
                sheet.grid()
            );
        }
    }
    Ok(())
}

fn heading(title: &str) -> Vec<Item> {
    vec![
        Item::styled("示例花园 · 物业服务中心", Style::center()),
        Item::styled(title, Style::center().size(2).bold()),
        Item::Rule,
    ]
}

fn ticket() -> Vec<Item> {
    let mut items = heading("业主服务");
    items.extend([
        Item::styled("A017", Style::center().size(8).bold()),
        Item::Feed { lines: 1 },
        Item::styled("前面还有 3 位", Style::center().size(2)),
        Item::Rule,
        Item::pair("取号时间", "2026-11-21 09:30"),
        Item::text("请备好：身份证、门禁卡。过号请到前台，不用重新排队。"),
        Item::Cut,
    ]);
    items
}

fn pass() -> Vec<Item> {
    let mut items = heading("访客通行证");
    items.extend([
        Item::styled("王*明", Style::center().size(3)),
        Item::Feed { lines: 1 },
        Item::pair("到访", "3栋-1单元-1203"),
        Item::pair("事由", "探亲"),
        Item::pair("有效至", "2026-11-21 22:00"),
        Item::Qr {
            data: "V1.0193f2c4a7".into(), caption: Some("离开时请在闸口或前台扫码".into())
        },
        Item::Cut,
    ]);
    items
}

fn receipt() -> Vec<Item> {
    let mut items = heading("接待业主情况记录");
    items.extend([
        Item::styled("R-1121-0007", Style::center().size(2).bold()),
        Item::Rule,
        Item::pair("类别", "报修"),
        Item::pair("房号", "3栋-1单元-1203"),
        Item::pair("业主", "陈𬭚（化名）"),
        Item::pair("事由", "厨房水管漏水，已关总阀，请尽快上门查看，并告知预计到达时间。"),
        Item::pair("登记时间", "2026-11-21 09:41"),
        Item::Qr {
            data: "https://estate.example/r/1121-0007".into(), caption: Some("扫码查询进度".into())
        },
        Item::text("我们会在 30 分钟内与您联系。有任何变化，请到前台说出单号。"),
        Item::Cut,
    ]);
    items
}

fn dispatch() -> Vec<Item> {
    let mut items = heading("工程派工单");
    items.extend([
        Item::pair("单号", "R-1121-0007"),
        Item::pair("地点", "3栋-1单元-1203 厨房"),
        Item::pair("内容", "水管漏水，已关总阀"),
        Item::pair("派给", "工程部 赵*"),
        Item::pair("要求到场", "2026-11-21 10:10"),
        Item::pair("到场", "____:____"),
        Item::pair("完成", "____:____"),
        Item::Tear { label: "回执：完工后撕下交前台".into() },
        Item::pair("单号", "R-1121-0007"),
        Item::pair("业主签字", "________________"),
        Item::styled("满意  一般  不满意", Style { align: Align::Right, ..Style::default() }),
        Item::Cut,
    ]);
    items
}
