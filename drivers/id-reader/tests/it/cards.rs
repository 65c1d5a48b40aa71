//! Cards: names, padding, private-use characters, dates, validity, cross-checks.

use chrono::NaiveDate;
use id_reader::card::CardError;
use id_reader::{Card, Sex, Until, Warning, sim};

fn read(label: &str) -> Card {
    Card::parse(&sim::card(label).unwrap().text()).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn names_keep_what_the_chip_holds_and_show_what_people_read() {
    let table = [
        ("dot", "测试·甲乙丙", "测试·甲乙丙"),
        ("surrogates", "测\u{20087}", "测\u{20087}"),
        ("pua", "张\u{E863}", "张䶮"),
        ("ext-a", "张䶮", "张䶮"),
        ("pua-unknown", "张\u{E123}", "张□[U+E123]"),
        ("unpaired", "测\u{FFFD}甲", "测\u{FFFD}甲"),
        ("nul", "测试甲", "测试甲"),
        ("ideographic-space", "测试甲", "测试甲"),
        ("control", "测\u{1B}甲", "测\u{FFFD}甲"),
    ];
    for (label, raw, shown) in table {
        let card = read(label);
        assert_eq!((card.raw_name(), card.name()), (raw, shown), "{label}");
    }
    assert_eq!(read("full-name").name(), "测".repeat(15));
    let latin = read("long-latin");
    assert_eq!(latin.name(), "TESTER, SAMPLE WITH A VERY LONG NAME INDEED");
    assert_eq!(latin.latin_name(), Some(latin.name()));
}

#[test]
fn what_does_not_add_up_is_a_warning_and_the_card_is_read() {
    let table: [(&str, &[Warning]); 13] = [
        ("full-name", &[Warning::NameMayBeCut]),
        ("pua", &[]),
        ("pua-unknown", &[Warning::NameNeedsHand]),
        ("unpaired", &[Warning::NameNeedsHand]),
        ("control", &[Warning::NameNeedsHand]),
        ("bad-date", &[Warning::BirthNotADate]),
        ("birth-differs", &[Warning::BirthDiffersFromNumber]),
        ("sex-differs", &[Warning::SexDiffersFromNumber]),
        ("sex-9", &[]),
        ("nation-59", &[]),
        ("nation-97", &[]),
        ("leap", &[]),
        ("macau", &[]),
    ];
    for (label, warnings) in table {
        assert_eq!(read(label).warnings(), warnings, "{label}");
    }
    assert_eq!(read("sex-9").sex(), Sex::NotStated);
}

#[test]
fn odd_fields_of_a_made_up_card_are_warnings() {
    let odd = |offset, bytes, value: &str| {
        let card = sim::card("R1").unwrap().with("odd", offset, bytes, value);
        Card::parse(&card.text()).unwrap().warnings().to_vec()
    };
    assert_eq!(odd(0, 30, ""), [Warning::NoName]);
    assert_eq!(odd(30, 2, "7"), [Warning::UnknownSex]);
    assert_eq!(odd(188, 16, "20201301"), [Warning::ValidFromNotADate]);
    assert_eq!(odd(188, 16, "19800101"), [Warning::ValidityOutOfOrder]);
    assert_eq!(odd(204, 16, "20190101"), [Warning::ValidityOutOfOrder]);
    assert_eq!(odd(204, 16, "长期有效"), [Warning::ValidToNotADate]);
    assert_eq!(odd(122, 36, "000000199003071236"), [Warning::UnknownPlace]);
    assert_eq!(odd(0, 30, "⺁"), [Warning::NameNeedsHand]);
    let hong_kong_number_on_a_residents_place =
        sim::card("J").unwrap().with("odd", 122, 36, "11000019900101003X");
    let card = Card::parse(&hong_kong_number_on_a_residents_place.text()).unwrap();
    assert_eq!(card.warnings(), [Warning::UnknownPlace]);
}

#[test]
fn a_wrong_number_and_an_unknown_type_are_refused() {
    let parse = |label: &str| Card::parse(&sim::card(label).unwrap().text()).unwrap_err();
    assert_eq!(parse("bad-check"), CardError::BadNumber);
    assert_eq!(parse("type-z"), CardError::UnknownType([b'Z', 0]));
    assert_eq!(Card::parse(&[0; 256]).unwrap_err(), CardError::BadNumber);
    assert_eq!(Card::parse(&[0xFF; 256]).unwrap_err(), CardError::UnknownType([0xFF, 0xFF]));
}

#[test]
fn the_last_day_is_valid_and_the_next_is_not() {
    let card = read("expired");
    assert!(!card.expired_on(day(2020, 1, 1)));
    assert!(card.expired_on(day(2020, 1, 2)));
    assert_eq!(card.valid_on(day(1999, 12, 31)), Some(false));
    assert_eq!(card.warnings_on(day(2020, 1, 2)), [Warning::Expired]);
    assert_eq!(read("not-yet").warnings_on(day(2026, 1, 1)), [Warning::NotYetValid]);
    let elder = read("elder");
    assert_eq!(elder.valid_to(), Some(Until::Forever));
    assert!(!elder.expired_on(day(2999, 12, 31)));
    assert_eq!(elder.valid_on(day(2999, 12, 31)), Some(true));
}

#[test]
fn age_is_whole_years() {
    let card = read("R1");
    assert_eq!(card.age_on(day(2026, 3, 6)), Some(35));
    assert_eq!(card.age_on(day(2026, 3, 7)), Some(36));
    assert_eq!(card.age_on(day(1990, 3, 6)), None);
    assert_eq!(card.warnings_on(day(1990, 3, 6))[1..], [Warning::BirthOutOfRange]);
    let leap = read("leap");
    assert_eq!(leap.birth(), Some(day(2000, 2, 29)));
    assert_eq!(leap.age_on(day(2014, 2, 28)), Some(13));
    assert_eq!(leap.age_on(day(2014, 3, 1)), Some(14));
}

#[test]
fn debug_masks_name_and_number() {
    let shown = format!("{:?}", read("R1"));
    assert!(shown.contains("测*") && shown.contains("110***********1231"), "{shown}");
    assert!(!shown.contains("测试") && !shown.contains("19900307"), "{shown}");
}

#[test]
fn every_synthetic_card_is_labelled_once_and_belongs_to_nobody() {
    let cards = sim::cards();
    let mut labels: Vec<_> = cards.iter().map(|card| card.label().to_lowercase()).collect();
    labels.sort();
    labels.dedup();
    assert_eq!(labels.len(), cards.len());
    for card in cards {
        if let Ok(parsed) = Card::parse(&card.text()) {
            let number = parsed.number().full();
            let unissued = ["110000", "370000", "810000", "820000", "830000", "911840", "USA110"];
            assert!(unissued.iter().any(|prefix| number.starts_with(prefix)), "{}", card.label());
        }
    }
}
