//! Slips through the encoder on to virtual paper: golden text grids, QR codes read back, pictures.

use receipt_printer::escpos::QR_MAX;
use receipt_printer::profile::CodePage;
use receipt_printer::{Item, Note, Profile, Sheet, Style, encode, paper, test_page};

use crate::samples::{face, golden_picture, receipt, ticket};

fn printed(items: &[Item], profile: &Profile) -> Sheet {
    let encoded = encode(items, profile, None);
    assert_eq!(encoded.notes, []);
    let mut sheets = paper::read(&encoded.bytes, profile);
    assert_eq!(sheets.len(), 1);
    let sheet = sheets.remove(0);
    assert_eq!(sheet.unknown, 0);
    sheet
}

#[test]
fn a_queue_ticket_reads_as_written_and_is_small() {
    let profile = Profile::default();
    let sheet = printed(&ticket(), &profile);
    assert_eq!(
        sheet.grid(),
        "              示例花园物业服务中心
────────────────────────
                业主服务
            A001
您前面还有                                  3 位
取号时间                        2026-11-21 09:30
请带好身份证、门禁卡，在休息区等候叫号。
"
    );
    assert!(sheet.cut);
    assert!(encode(&ticket(), &profile, None).bytes.len() < 400);
}

#[test]
fn a_request_receipt_wraps_its_pair_and_carries_its_qr() {
    let sheet = printed(&receipt(), &Profile::default());
    assert_eq!(
        sheet.grid(),
        "        接待业主情况记录

编号                             R-20261121-0007
房号                                3栋1单元1203
事由  厨房水管漏水，已关总阀，请尽快上门查看并告
      知预计到达时间。
────────────────────────
                [QR https://estate.example/r/0007]
                 凭此码查询进度
- - - - - - - - - - - 回执 - - - - - - - - - - -
                                      经办：前台
"
    );
    assert_eq!(sheet.qr_payloads(), [b"https://estate.example/r/0007"]);
}

#[test]
fn a_line_to_write_on_goes_as_far_as_the_paper() {
    for columns in [48, 32] {
        let profile = Profile { dots: u16::from(columns) * 12, columns, ..Profile::default() };
        let items = [Item::Blank { label: "维修人".into() }, Item::Blank { label: String::new() }, Item::Cut];
        let grid = printed(&items, &profile).grid();
        let lines: Vec<&str> = grid.lines().filter(|l| !l.is_empty()).collect();
        assert_eq!(lines.len(), 2, "{grid}");
        assert!(lines[0].starts_with("维修人 ____"));
        assert!(
            lines.iter().all(|l| receipt_printer::text::columns(l.trim_start()) + 1 >= usize::from(columns)),
            "{grid}"
        );
    }
}

#[test]
fn a_narrow_printer_gets_narrow_lines() {
    let profile = Profile { dots: 384, columns: 32, ..Profile::default() };
    for line in printed(&receipt(), &profile).grid().lines().filter(|l| !l.contains("[QR")) {
        assert!(receipt_printer::text::columns(line) <= 32, "{line}");
    }
}

#[test]
fn what_the_font_lacks_becomes_a_glyph_then_a_picture_then_a_box_that_is_told() {
    let items = [Item::text("访客：王𬭚"), Item::Cut];
    let without = encode(&items, &Profile::default(), None);
    assert_eq!(without.notes, [Note::Boxed('𬭚')]);
    assert_eq!(paper::read(&without.bytes, &Profile::default())[0].grid(), "访客：王□\n");
    let face = face();
    let profile = Profile::default();
    let glyph = encode(&items, &profile, Some(&face));
    if face.has('𬭚') {
        assert_eq!(glyph.notes, []);
        assert_eq!(paper::read(&glyph.bytes, &profile)[0].grid(), "访客：王〓\n");
        let none = Profile { user_glyphs: 0, ..profile };
        let picture = encode(&items, &none, Some(&face));
        assert_eq!(picture.notes, []);
        assert_eq!(paper::read(&picture.bytes, &none)[0].grid(), "[picture 576×24]\n");
    }
    let emoji = encode(&[Item::text("好😀")], &Profile::default(), Some(&face));
    assert_eq!(emoji.notes, [Note::Boxed('😀')]);
}

#[test]
fn a_qr_that_is_too_long_stands_there_as_text() {
    let data = "x".repeat(QR_MAX + 1);
    let encoded = encode(&[Item::Qr { data: data.clone(), caption: None }], &Profile::default(), None);
    assert_eq!(encoded.notes, [Note::QrAsText]);
    let sheets = paper::read(&encoded.bytes, &Profile::default());
    assert_eq!(sheets[0].grid().replace('\n', ""), data);
}

#[test]
fn every_qr_is_read_by_a_decoder_that_is_not_ours() {
    let face = face();
    for qr_native in [true, false] {
        for profile in [
            Profile { qr_native, ..Profile::default() },
            Profile { qr_native, dots: 384, columns: 32, ..Profile::default() },
        ] {
            for data in ["V1", "https://estate.example/v/离开-3栋", &"长内容0123".repeat(30)] {
                let items = [Item::Qr { data: data.to_owned(), caption: Some("凭码离开".into()) }, Item::Cut];
                let bytes = encode(&items, &profile, None).bytes;
                let image = paper::read(&bytes, &profile)[0].image(&face);
                let grey = |x: usize, y: usize| image.dots[y * image.width + x];
                let mut picture =
                    rqrr::PreparedImage::prepare_from_greyscale(image.width, image.height, grey);
                let grids = picture.detect_grids();
                assert_eq!(grids.len(), 1, "{data}");
                assert_eq!(grids[0].decode().unwrap().1, data);
            }
        }
    }
}

#[test]
fn a_picture_has_the_papers_size_and_ink_where_the_text_is() {
    let face = face();
    let sheet = &paper::read(&encode(&ticket(), &Profile::default(), None).bytes, &Profile::default())[0];
    let image = sheet.image(&face);
    assert_eq!(image.width, 576 + 72);
    assert_eq!(image.dots.len(), image.width * image.height);
    let dark = image.dots.iter().filter(|&&d| d < 100).count();
    assert!((5_000..60_000).contains(&dark), "{dark}");
    let png = image.to_png().unwrap();
    let mut reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
    let mut back = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut back).unwrap();
    assert_eq!(back, image.dots);
    assert!(png.len() < 40_000, "{}", png.len());
}

#[test]
fn a_matter_of_a_thousand_characters_is_printed_whole() {
    let matter = "水管漏水，请尽快上门。".repeat(91);
    let sheet = printed(&[Item::pair("事由", matter.clone()), Item::Cut], &Profile::default());
    let back: String = sheet.grid().chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(back, format!("事由{matter}"));
    let lines: Vec<String> = sheet.grid().lines().map(str::to_owned).collect();
    assert!(lines.iter().all(|l| !l.trim_start().starts_with(['，', '。'])));
}

#[test]
fn a_printer_without_a_chinese_font_gets_pictures_of_the_lines() {
    let profile = Profile { code_page: CodePage::Ascii, user_glyphs: 0, ..Profile::default() };
    assert_eq!(profile.complaints(), [""; 0]);
    let items =
        [Item::styled("A017", Style::center().size(8)), Item::Rule, Item::text("前面还有 3 位"), Item::Cut];
    let encoded = encode(&items, &profile, Some(&face()));
    assert_eq!(encoded.notes, []);
    let sheet = &paper::read(&encoded.bytes, &profile)[0];
    assert_eq!(sheet.unknown, 0);
    assert_eq!(sheet.grid(), format!("        A017\n{}\n[picture 576×24]\n", "-".repeat(48)));
    let plain = paper::read(&encode(&items, &Profile::default(), None).bytes, &Profile::default())[0].length;
    assert_eq!(sheet.length, plain, "as long as with a Chinese font");
    let without = encode(&items, &profile, None);
    assert_eq!(without.notes.len(), 5, "one for each hanzi: {:?}", without.notes);
    assert!(paper::read(&without.bytes, &profile)[0].grid().ends_with("???? 3 ?\n"));
}

#[test]
fn a_text_without_end_is_shortened_and_says_so() {
    let items = [Item::text("长".repeat(100_000)), Item::Cut];
    let encoded = encode(&items, &Profile::default(), None);
    assert_eq!(encoded.notes, [Note::Shortened]);
    let sheets = paper::read(&encoded.bytes, &Profile::default());
    assert!(sheets.iter().any(|s| s.cut && s.grid().ends_with("……\n")));
}

/// Set `GOLDEN=write` to write the pictures anew, and look at them before they are committed.
#[test]
fn slips_look_as_they_did() {
    let narrow = Profile { dots: 384, columns: 32, user_glyphs: 1, ..Profile::default() };
    let pass = [
        Item::styled("访客", Style::center().size(2).bold()),
        Item::pair("姓名", "王*𬭚"),
        Item::Rule,
        Item::Qr { data: "V1.0193f2".into(), caption: Some("凭码离开".into()) },
        Item::Cut,
    ];
    let wide = Profile::default();
    let slips = [
        ("pass.png", &pass[..], &narrow),
        ("ticket.png", &ticket(), &wide),
        ("test-page.png", &test_page(&wide), &wide),
    ];
    for (name, items, profile) in slips {
        let encoded = encode(items, profile, Some(&face()));
        golden_picture(name, &paper::read(&encoded.bytes, profile)[0].image(&face()));
    }
}

/// What encoders that are not ours write for Chinese text, sizes, lines, pictures, a QR symbol and a bar code. The
/// bytes were made with python-escpos 3.1 and receiptline 4 (command `escpos`, encoding `gb18030`).
#[test]
fn slips_of_other_encoders_are_read_too() {
    let profile = Profile::default();
    let python = paper::read(include_bytes!("foreign/python-escpos.bin"), &profile);
    assert_eq!(python.iter().map(|s| s.unknown).sum::<usize>(), 0);
    let grid = python[0].grid();
    assert!(grid.starts_with("                示例花园\nHello 你好 world, café\nunder\ninv\n"), "{grid}");
    assert_eq!(python[0].qr_payloads(), [b"https://estate.example/1"]);
    assert!(python[1].cut && python[1].grid().starts_with("second\n"));

    let receiptline = paper::read(include_bytes!("foreign/receiptline.bin"), &profile);
    assert_eq!(receiptline.iter().map(|s| s.unknown).sum::<usize>(), 0);
    let grid = receiptline[0].grid();
    assert!(grid.contains("\n                示例花园\n                  物业服务中心\n"), "{grid}");
    assert!(grid.contains("\n您前面还有                                  3 位\n"), "{grid}");
    assert!(grid.contains("品名 大字"), "{grid}");
    let image = receiptline[0].image(&face());
    let grey = |x: usize, y: usize| image.dots[y * image.width + x];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(image.width, image.height, grey);
    let read: Vec<String> =
        picture.detect_grids().iter().filter_map(|g| g.decode().ok()).map(|d| d.1).collect();
    assert_eq!(read, ["https://estate.example/1"]);
}

/// Every call of python-escpos 3.1 that writes bytes, and a receiptline 4.0 document with everything in it: upside down or
/// not, with and without gaps, in GB18030 and its own mixed code pages, and once in each of its dialects for thermal heads.
#[test]
fn all_that_other_encoders_can_say_is_known() {
    let profile = Profile::default();
    let python: &[u8] = include_bytes!("foreign/python-escpos-all.bin");
    let receiptline: &[u8] = include_bytes!("foreign/receiptline-all.bin");
    for (name, bytes) in [("python-escpos", python), ("receiptline", receiptline)] {
        let sheets = paper::read(bytes, &profile);
        let unknown: usize = sheets.iter().map(|s| s.unknown).sum();
        assert_eq!(unknown, 0, "{name}");
        assert!(sheets.iter().filter(|s| s.cut).count() > 1, "{name}");
    }
}

#[test]
fn sizes_and_alignment_survive_blank_lines() {
    let items = [
        Item::styled("大\n\n小", Style::center().size(3)),
        Item::text("左"),
        Item::Feed { lines: 2 },
        Item::text("末"),
        Item::Cut,
    ];
    let sheet = printed(&items, &Profile::default());
    assert_eq!(sheet.grid(), format!("{0}大\n\n{0}小\n左\n\n\n末\n", " ".repeat(21)));
}
