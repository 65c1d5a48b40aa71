//! Golden paper: every slip on 80 and on 58 mm, its text compared letter by letter and its picture dot by dot with the files
//! kept in `paper/`; and any text whatever through each of them. `FRONT_DESK_GOLDEN=write` writes the files anew: look at
//! them as whoever holds the slip.

use crate::bed::{Bed, START, shipped, time};
use front_desk::config::Config;
use front_desk::devices::{paper_face, to_items};
use front_desk::rules::slips::{self, SlipKind};
use front_desk::rules::{Fact, House, Personal, RequestId, Slip, SlipId, TicketId, VisitId};
use receipt_printer::{Image, Profile, Sheet, encode, paper, text};
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use uuid::Uuid;

fn profile(name: &str) -> Profile {
    let file = shipped().join("printers").join(format!("{name}.toml"));
    Profile::from_toml(&fs::read_to_string(file).unwrap()).unwrap()
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x019a_a4a2_7d80_7000_8000_0000_0000_0000 + n)
}

/// A record as an older station wrote it: facts and personal parts are read from text, so a new field needs no new line here.
fn record(bed: &Bed, fact: &str, personal: &str) {
    let (fact, personal): (Fact, Personal) =
        (serde_json::from_str(fact).unwrap(), serde_json::from_str(personal).unwrap());
    bed.store.write(bed.stamp(), move |tx| tx.record(&fact, &personal)).unwrap();
}

fn visit(bed: &Bed, n: u128, unit: &str, companions: u8, personal: &str) {
    let fact = format!(
        r#"{{"fact":"visit_registered","visit":"{}","number":{{"day":"2026-11-21","series":"V","n":{n}}},"unit":"{unit}","purpose":"family","companions":{companions},"by_card":true,"state":"inside","valid_until":1795264200000}}"#,
        id(n)
    );
    record(bed, &fact, personal);
}

fn request(bed: &Bed, n: u128, mark: &str, personal: &str) {
    let fact = format!(
        r#"{{"fact":"request_logged","request":"{}","number":{{"day":"2026-11-21","series":"R","n":{n}}},"mark":"{mark}","channel":"kiosk","unit":"3-1-1203","answer_by":1795428000000}}"#,
        id(100 + n)
    );
    record(bed, &fact, personal);
}

const ASKER: &str = r#"{"name":"示例乙","phone":"13900001234","matter":"厨房水管漏水，已经把总阀关了；楼下天花板也湿了，请尽快上门，来之前打个电话。"}"#;

/// Every slip there is, by its file's name.
fn slips(bed: &Bed, house: &House) -> Vec<(&'static str, Slip)> {
    let now = time(START);
    let slip = SlipId(id(999));
    let ticket = format!(
        r#"{{"fact":"number_taken","ticket":"{}","number":{{"day":"2026-11-21","series":"A","n":17}},"service":"fees"}}"#,
        id(200)
    );
    record(bed, &ticket, "{}");
    visit(bed, 7, "3-1-1203", 2, r#"{"name":"测试甲","phone":"13800005678"}"#);
    visit(bed, 8, "1-2-301", 0, r#"{"name":"欧阳示例"}"#);
    visit(bed, 9, "3-1-502", 1, "{}");
    request(bed, 1, "repair", ASKER);
    request(bed, 2, "warranty", ASKER);
    bed.store
        .read(|db| {
            let repair = db.request(RequestId(id(101)))?.unwrap();
            let warranty = db.request(RequestId(id(102)))?.unwrap();
            let visit = db.visit(VisitId(id(7)))?.unwrap();
            let dispatch = slips::on_dispatch(slip, &repair, None, house, now);
            Ok(vec![
                ("ticket", slips::ticket(slip, &db.ticket(TicketId(id(200)))?.unwrap(), 3, house)),
                ("pass", slips::pass(slip, &visit, house)),
                ("receipt", slips::receipt(slip, &repair, house)),
                ("dispatch-again", dispatch.clone().reprint(1)),
                ("dispatch", dispatch),
                ("dispatch-named", slips::on_dispatch(slip, &repair, Some("工程部"), house, now)),
                ("return", slips::on_dispatch(slip, &warranty, None, house, now)),
                (
                    "roll",
                    slips::roll_call(|| slip, &db.visits_inside(10)?, db.people_inside()?, house, now)
                        .remove(0),
                ),
            ])
        })
        .unwrap()
}

/// A slip on paper, from the very bytes that are sent.
fn printed(slip: &Slip, profile: &Profile) -> Sheet {
    let bytes = encode(&to_items(slip), profile, Some(&paper_face().unwrap())).bytes;
    let mut sheets = paper::read(&bytes, profile);
    assert_eq!(sheets.len(), 1, "{:?}: one slip, one cut", slip.kind);
    let sheet = sheets.remove(0);
    assert_eq!(sheet.unknown, 0, "{:?}: every byte is a known command or text", slip.kind);
    sheet
}

/// What a decoder that is not ours reads off the picture.
fn scanned(image: &Image) -> Vec<String> {
    let grey = |x: usize, y: usize| image.dots[y * image.width + x];
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(image.width, image.height, grey);
    picture.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect()
}

/// A picture as the head burns it, and as it is kept: one bit a dot, 0 black; rows are whole bytes.
struct Burnt {
    width: usize,
    rows: Vec<u8>,
}

impl Burnt {
    fn of(image: &Image) -> Burnt {
        assert_eq!(image.width % 8, 0);
        let byte = |dots: &[u8]| dots.iter().fold(0, |byte, dot| byte << 1 | u8::from(*dot >= 180));
        Burnt { width: image.width, rows: image.dots.chunks(8).map(byte).collect() }
    }

    fn write(&self, path: &Path) {
        let height = self.rows.len() * 8 / self.width;
        let file = fs::File::create(path).unwrap();
        let mut encoder = png::Encoder::new(file, self.width.try_into().unwrap(), height.try_into().unwrap());
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::One);
        encoder.set_compression(png::Compression::High);
        encoder.write_header().unwrap().write_image_data(&self.rows).unwrap();
    }

    fn read(path: &Path) -> Option<Burnt> {
        let mut reader = png::Decoder::new(BufReader::new(fs::File::open(path).ok()?)).read_info().unwrap();
        let mut rows = vec![0; reader.output_buffer_size().unwrap()];
        let width = reader.next_frame(&mut rows).unwrap().width;
        Some(Burnt { width: width as usize, rows })
    }

    /// What is wrong with it: was, is, and what differs are written beside each other where somebody can look.
    fn compare(&self, kept: Option<Burnt>, name: &str) -> Option<String> {
        let Some(kept) = kept else { return Some(format!("{name}.png: no picture is kept yet")) };
        let pairs = || kept.rows.iter().zip(&self.rows);
        let differ: u32 = pairs().map(|(was, is)| (was ^ is).count_ones()).sum();
        if (kept.width, kept.rows.len()) == (self.width, self.rows.len()) && differ == 0 {
            return None;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("paper");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{name}.png"));
        let row = self.width / 8;
        let beside = kept.rows.chunks(row).zip(self.rows.chunks(row));
        let differs = |(was, is): (&u8, &u8)| !(was ^ is);
        let rows = beside.flat_map(|(was, is)| {
            let last: Vec<u8> = was.iter().zip(is).map(differs).collect();
            [was, is, &last].concat()
        });
        match kept.width == self.width {
            true => Burnt { width: 3 * self.width, rows: rows.collect() }.write(&path),
            false => self.write(&path),
        }
        Some(format!("{name}.png: {differ} dots differ; was, is and what differs: {}", path.display()))
    }
}

#[test]
fn a_dot_that_is_gone_is_seen() {
    let paper = |rows: Vec<u8>| Burnt { width: 16, rows };
    let kept = || Some(paper(vec![0xFF, 0xF0, 0x0F, 0xFF]));
    assert_eq!(paper(vec![0xFF, 0xF0, 0x0F, 0xFF]).compare(kept(), "same"), None);
    let told = paper(vec![0xFF, 0xF1, 0x0F, 0xFF]).compare(kept(), "one-dot").unwrap();
    assert!(told.starts_with("one-dot.png: 1 dots differ"), "{told}");
    let drawn = Burnt::read(Path::new(told.rsplit(": ").next().unwrap())).unwrap();
    assert_eq!(drawn.rows[..6], [0xFF, 0xF0, 0xFF, 0xF1, 0xFF, 0xFE], "was, is, what differs");
    assert!(paper(vec![0xFF, 0xF0]).compare(kept(), "shorter").is_some());
    assert!(paper(vec![0xFF; 4]).compare(None, "new").is_some());
}

fn readable(sheet: &Sheet, columns: usize) {
    for line in sheet.grid().lines().filter(|l| !l.contains("[QR")) {
        assert!(text::columns(line) <= columns, "wider than the paper: {line}");
        assert!(
            !line.trim_start().starts_with(['、', '，', '。', '；', '）']),
            "a line begins with a stop: {line}"
        );
    }
}

#[test]
fn every_slip_looks_as_it_was_agreed_on_wide_and_on_narrow_paper() {
    let bed = Bed::new();
    let house = Config::load(&shipped()).unwrap().house;
    let (slips, face) = (slips(&bed, &house), paper_face().unwrap());
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/paper");
    let write = std::env::var_os("FRONT_DESK_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for (width, family) in [("80", "generic-80mm"), ("58", "generic-58mm")] {
        let profile = profile(family);
        for (name, slip) in &slips {
            let bytes = encode(&to_items(slip), &profile, Some(&face)).bytes.len();
            assert!(bytes <= 1024, "{name} on {width} mm: {bytes} bytes");
            let sheet = printed(slip, &profile);
            readable(&sheet, profile.columns.into());
            let image = sheet.image(&face);
            let wanted: Vec<String> =
                sheet.qr_payloads().into_iter().map(|p| String::from_utf8(p).unwrap()).collect();
            assert_eq!(scanned(&image), wanted, "{name} on {width} mm");
            let (now, burnt) = (sheet.grid(), Burnt::of(&image));
            let file = folder.join(format!("{name}-{width}.txt"));
            let picture = file.with_extension("png");
            if write {
                fs::write(&file, &now).unwrap();
                burnt.write(&picture);
            }
            let kept = fs::read_to_string(&file).unwrap_or_default();
            if kept != now {
                wrong.push(format!("{}\n--- kept\n{kept}--- now\n{now}", file.display()));
            }
            wrong.extend(burnt.compare(Burnt::read(&picture), &format!("{name}-{width}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn any_text_makes_one_slip_of_each_kind_and_no_command() {
    let house = Config::load(&shipped()).unwrap().house;
    let control: String = (0..0x20_u8).chain([0x7F]).map(char::from).chain(['\u{80}', '\u{9B}']).collect();
    let texts = [
        format!("水管{control}漏水\u{1b}@\u{1d}V\u{0}\u{10}\u{4}\u{1}"),
        "\u{9fa6}𬭚㑇䶮堃 王𬭚的水表".into(),
        "😀🚿👨‍👩‍👧".into(),
        "漏水，".repeat(333) + "完",
        "\u{202e}倒着写 שלום مرحبا\u{202c}".into(),
        "_".repeat(700),
    ];
    for (n, matter) in (1..).zip(texts) {
        let bed = Bed::new();
        let personal =
            serde_json::json!({ "name": matter, "phone": "13900001234", "matter": matter }).to_string();
        for mark in ["repair", "warranty"] {
            request(&bed, if mark == "repair" { n } else { 50 + n }, mark, &personal);
        }
        visit(&bed, n, "3-1-502", 9, &personal);
        let (slip, now) = (SlipId(id(999)), time(START));
        let made: Vec<Slip> = bed
            .store
            .read(|db| {
                let repair = db.request(RequestId(id(100 + n)))?.unwrap();
                let warranty = db.request(RequestId(id(150 + n)))?.unwrap();
                Ok(vec![
                    slips::receipt(slip, &repair, &house),
                    slips::on_dispatch(slip, &repair, Some(&matter), &house, now),
                    slips::on_dispatch(slip, &warranty, None, &house, now),
                    slips::roll_call(|| slip, &db.visits_inside(10)?, 10, &house, now).remove(0).reprint(2),
                ])
            })
            .unwrap();
        assert_eq!(made[2].kind, SlipKind::Return);
        for family in ["generic-80mm", "generic-58mm", "epson-tm-t88", "citizen-ppu-700"] {
            for slip in &made {
                let sheet = printed(slip, &profile(family));
                assert!(sheet.cut || family == "generic-58mm", "{family}, {:?}", slip.kind);
            }
        }
    }
}

#[test]
fn a_roll_call_of_a_full_house_leaves_nobody_out() {
    let bed = Bed::new();
    let house = Config::load(&shipped()).unwrap().house;
    for n in 1..=450 {
        visit(&bed, n, &format!("{}-1-502", 1 + n % 3), 0, r#"{"name":"测试甲"}"#);
    }
    let fresh = || SlipId(id(999));
    let list = bed
        .store
        .read(|db| Ok(slips::roll_call(fresh, &db.visits_inside(2_000)?, 450, &house, time(START))))
        .unwrap();
    for family in ["generic-80mm", "generic-58mm"] {
        let profile = profile(family);
        let text = |slip: &Slip| -> String {
            let encoded = encode(&to_items(slip), &profile, None);
            assert!(encoded.notes.is_empty(), "{:?}", encoded.notes);
            paper::read(&encoded.bytes, &profile).iter().map(Sheet::grid).collect()
        };
        let texts: Vec<String> = list.iter().map(text).collect();
        assert_eq!(texts.iter().map(|t| t.matches("□ ").count()).collect::<Vec<_>>(), [200, 200, 50]);
        assert!(texts[2].contains("450 人，450 批") && texts[2].contains("第 3 张，共 3 张"), "{}", texts[2]);
    }
    assert_eq!(list[1].number, "09:30 2/3");
}
