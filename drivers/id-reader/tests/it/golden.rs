//! Golden frames: synthetic cards whose whole answer is known by its SHA-256.

use id_reader::command::base_text;
use id_reader::frame::{encode, xor};
use id_reader::sim::{self, Module, ModuleOptions, SimCard};
use id_reader::{Card, Kind, Sex, Until};
use sha2::{Digest, Sha256};
use std::time::Duration;

fn sha(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn card(label: &str) -> SimCard {
    sim::card(label).unwrap()
}

/// The answer to "read base information", from the simulated module itself.
fn answer(card: SimCard, item: u8) -> Vec<u8> {
    let mut module = Module::new(ModuleOptions { fast: true, ..ModuleOptions::default() });
    module.place(card);
    let mut answer = Vec::new();
    for request in [[0x20, 0x01], [0x20, 0x02], [0x30, item]] {
        module.receive(Duration::ZERO, 115_200, &encode(&request));
        answer = module.take(Duration::ZERO, 115_200);
    }
    answer
}

#[test]
fn whole_frames_have_the_digests_they_should() {
    let table = [
        ("R1", 0x1E, 0xBC, "396c7c57fba9f60453344c83e870f4da68e4945daebef4175efd505d586d6c7e"),
        ("R2", 0x0F, 0xAD, "b9eb1c2a44f1429694bdce3c26c008290aa6a0c0a401c2652a8e3ccbc2b2b4e9"),
        ("I", 0x16, 0xB4, "247f1a081819f106064290d0a517a0f183b9ecfddf5717c08d5249b8008b9395"),
        ("Y", 0x62, 0xC0, "133259a2ca2bef2e881649cb927677e4602a9de0a82dabb42b011f1832101a9b"),
        ("J", 0x22, 0x80, "c194e537ba0bf4205b2f07afb179b5e4956af31fa7eb0f4bbe14389d09f51101"),
    ];
    for (label, text, check, digest) in table {
        let frame = answer(card(label), 0x01);
        assert_eq!(frame.len(), 1295, "{label}");
        assert_eq!(xor(&card(label).text()), text, "{label}");
        assert_eq!(frame.last(), Some(&check), "{label}");
        assert_eq!(sha(&frame), digest, "{label}");
    }
}

#[test]
fn variants_have_the_digests_they_should() {
    let table = [
        ("full-name", 0xA5, "639d0531c9a60832f546d1a18fc372a3a3fe7e2513da5f2c83653373e44ece10"),
        ("dot", 0x6B, "7dccbdde067727f6f7d35d2adff38b1e3da1852852971c1c5643f4228e1053af"),
        ("surrogates", 0x66, "96057071a1e9170e8f50203de426416331995524b56e0f36afbfc4dc43d51297"),
        ("pua", 0x57, "24251cd972e958bc96f199a52a5bf66dfbbd9b44fe0c1062fd41a307dc2efdaa"),
        ("ext-a", 0x3F, "da03d8c7dc87faa101acfa5b71b8e8994aa6ccd594a2eff822e21b103b9a428a"),
        ("nation-59", 0x5A, "10a25122668f6e4e0e1b1bb0c88ee7148759e9fd45c3ee6f75efb39a8a3fee00"),
        ("nation-97", 0x58, "4ba5818b68541104a48637e00298c3ea4e0d5dceccedb0906359d58d6d2c9a0c"),
        ("sex-9", 0x5F, "cfef13897d222a6d9ef6b4e5e2379ea6dfb5fe0afb699535876697a52d70bbf4"),
    ];
    for (label, check, digest) in table {
        let frame = answer(card(label), 0x01);
        assert_eq!((frame.last(), sha(&frame).as_str()), (Some(&check), digest), "{label}");
    }
}

#[test]
fn text_photo_and_short_forms_have_their_bytes() {
    let r1 = card("R1");
    assert_eq!(sha(&r1.text()), "6c790c89df8b132a91d5b8e4eafa8a149fcb90946ea87b69133f1eb9b51ec1ad");
    assert_eq!(sha(r1.photo()), "791fadc1a1df04c0cf4850565339389f6fa2e66c94582b37c0f3e9399d9eeeed");
    let slim = answer(card("no-photo"), 0x01);
    assert_eq!((slim.len(), slim.last()), (271, Some(&0x86)));
    let address = answer(r1.clone(), 0x03);
    assert_eq!((address.len(), address.last()), (81, Some(&0x8C)));
    let management = answer(r1, 0x05);
    assert_eq!((management.len(), management.last()), (39, Some(&0xB0)));
    assert_eq!(answer(card("R2"), 0x03), encode(&[0, 0, 0x91]));
}

#[test]
fn fields_come_out_of_whole_frames() {
    let read = |label: &str| {
        let frame = answer(card(label), 0x01);
        Card::parse(base_text(&frame[10..frame.len() - 1]).unwrap()).unwrap()
    };
    let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let r1 = read("R1");
    assert_eq!((r1.kind(), r1.name(), r1.sex()), (Kind::Resident, "测试甲", Sex::Male));
    assert_eq!(r1.number().full(), "110000199003071231");
    assert_eq!(r1.birth(), Some(day(1990, 3, 7)));
    assert_eq!(r1.valid_from(), Some(day(2020, 1, 1)));
    assert_eq!(r1.valid_to(), Some(Until::Day(day(2040, 1, 1))));
    let r2 = read("R2");
    assert_eq!((r2.name(), r2.sex(), r2.valid_to()), ("示例·测试乙", Sex::Female, Some(Until::Forever)));
    let i = read("I");
    assert_eq!((i.kind(), i.name()), (Kind::ForeignResident2017, "测试丙"));
    assert_eq!((i.latin_name(), i.number().full()), (Some("TESTER, SAMPLE A"), "USA110090010114"));
    let y = read("Y");
    assert_eq!((y.kind(), y.name()), (Kind::ForeignResident2023, "测试丁"));
    assert_eq!((y.latin_name(), y.number().full()), (Some("TESTER, SAMPLE B"), "911840199001010026"));
    let j = read("J");
    assert_eq!((j.kind(), j.name()), (Kind::HongKongMacauTaiwan, "测试戊"));
    assert_eq!(j.number().full(), "810000199001010019");
    for card in [r1, r2, i, y, j] {
        assert_eq!(card.warnings(), []);
    }
}
