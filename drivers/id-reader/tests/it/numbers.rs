//! Identity numbers: GB 11643 and its own examples, the old form, masking.

use id_reader::IdNumber;
use id_reader::number::{check_char, from15, is_valid18, normalise, province};

#[test]
fn the_standards_examples_and_the_synthetic_numbers_hold() {
    let numbers = [
        "11010519491231002X",
        "440524188001010014",
        "110000199003071231",
        "370000198511020469",
        "110000200002290016",
        "11000019900101003X",
        "11000019000229001X",
        "810000199001010019",
        "820000199001010029",
        "830000199001010039",
        "911840199001010026",
        "931586198001010028",
    ];
    for number in numbers {
        assert!(is_valid18(number), "{number}");
    }
}

#[test]
fn every_single_wrong_digit_and_most_swaps_are_noticed() {
    let good = "110000199003071231";
    for at in 0..17 {
        for digit in b'0'..=b'9' {
            let mut bytes = good.as_bytes().to_vec();
            if bytes[at] != digit {
                bytes[at] = digit;
                assert!(!is_valid18(std::str::from_utf8(&bytes).unwrap()), "{at} {digit}");
            }
        }
    }
}

#[test]
fn odd_input_is_no_number() {
    for text in [
        "",
        "1",
        "11000019900307123",
        "1100001990030712311",
        "11000019900101003x",
        "測試測試測試",
        "１１００００",
    ] {
        assert!(!is_valid18(text), "{text}");
        assert!(IdNumber::new18(text).is_err(), "{text}");
    }
    assert_eq!(check_char("1234"), None);
    assert!(IdNumber::new15("USA110090010114").is_ok());
    for text in ["usa110090010114", "USA11009001011", "USA11009001011X", "US1110090010114"] {
        assert!(IdNumber::new15(text).is_err(), "{text}");
    }
}

#[test]
fn old_numbers_become_new_ones() {
    assert_eq!(from15("440524800101001").as_deref(), Some("440524198001010013"));
    assert_eq!(from15("440524800101996").unwrap().get(6..10), Some("1880"));
    assert_eq!(from15("44052480010100"), None);
    assert_eq!(from15("44052480010100X"), None);
}

#[test]
fn keyboard_input_is_made_plain() {
    assert_eq!(normalise(" １１０００0 19900101 003ｘ "), "11000019900101003X");
    assert_eq!(province("370000"), Some("山东"));
    assert_eq!(province("00"), None);
    assert_eq!(province("山"), None);
}

#[test]
fn only_full_shows_the_number() {
    let number = IdNumber::new18("110000199003071231").unwrap();
    assert_eq!(format!("{number} {number:?}"), "110***********1231 IdNumber(110***********1231)");
    assert_eq!((number.last4(), number.full()), ("1231", "110000199003071231"));
    assert_eq!(number.says_male(), Some(true));
}
