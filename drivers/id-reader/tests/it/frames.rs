//! Frames: the bytes of the standard's tables, resynchronisation, bounds.

use id_reader::command::{Answer, Baud, Command, Fit, base_text};
use id_reader::frame::{Found, Parser, encode};
use id_reader::status::Status;

fn hex(text: &str) -> Vec<u8> {
    text.split_whitespace().map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// Every payload found, with "bad" for everything spoiled.
fn parse(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut parser = Parser::answers();
    let mut found = Vec::new();
    let mut rest = bytes;
    loop {
        rest = &rest[parser.push(rest)..];
        while let Some(one) = parser.next() {
            if let Found::Frame(payload) = one {
                found.push(payload.to_vec());
            }
        }
        if rest.is_empty() {
            return found;
        }
    }
}

#[test]
fn requests_are_the_bytes_of_the_table() {
    let table = [
        (Command::Reset, "AA AA AA 96 69 00 03 10 FF EC"),
        (Command::Status, "AA AA AA 96 69 00 03 11 FF ED"),
        (Command::SamNumber, "AA AA AA 96 69 00 03 12 FF EE"),
        (Command::Find, "AA AA AA 96 69 00 03 20 01 22"),
        (Command::Select, "AA AA AA 96 69 00 03 20 02 21"),
        (Command::ReadBase, "AA AA AA 96 69 00 03 30 01 32"),
        (Command::NewAddress, "AA AA AA 96 69 00 03 30 03 30"),
        (Command::SetBaud(Baud::B115200), "AA AA AA 96 69 00 03 60 00 63"),
        (Command::SetBaud(Baud::B57600), "AA AA AA 96 69 00 03 60 01 62"),
        (Command::SetBaud(Baud::B38400), "AA AA AA 96 69 00 03 60 02 61"),
        (Command::SetBaud(Baud::B19200), "AA AA AA 96 69 00 03 60 03 60"),
        (Command::SetBaud(Baud::B9600), "AA AA AA 96 69 00 03 60 04 67"),
        (Command::MaxRf(80), "AA AA AA 96 69 00 04 61 FF 50 CA"),
        (Command::MaxRf(24), "AA AA AA 96 69 00 04 61 FF 18 82"),
        (Command::MaxRf(255), "AA AA AA 96 69 00 04 61 FF FF 65"),
    ];
    for (command, bytes) in table {
        assert_eq!(encode(&command.payload()), hex(bytes), "{command:?}");
    }
}

#[test]
fn short_answers_are_the_bytes_of_the_table() {
    let pairs = "90 94 60 64 66 62 80 84 81 85 41 45 91 95 10 14 11 15 21 25 24 20 23 27 31 35 32 36 33 37 34 30 40 44 47 43 50 54";
    for pair in hex(pairs).chunks(2) {
        let frame = [&[0xAA, 0xAA, 0xAA, 0x96, 0x69, 0, 4, 0, 0], pair].concat();
        assert_eq!(parse(&frame), [vec![0, 0, pair[0]]]);
    }
    assert_eq!(parse(&hex("AA AA AA 96 69 00 04 6A 82 41 AD")), [vec![0x6A, 0x82, 0x41]]);
    assert_eq!(parse(&hex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")).len(), 1);
    assert_eq!(parse(&hex("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C")).len(), 1);
}

#[test]
fn a_lost_byte_and_extra_bytes_in_front_are_borne() {
    assert_eq!(parse(&hex("AA AA 96 69 00 04 00 00 80 84")), [vec![0, 0, 0x80]]);
    let noisy = hex("AA AA AA AA AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97");
    assert_eq!(parse(&noisy), [vec![0, 0, 0x9F, 0, 0, 0, 0]]);
}

#[test]
fn a_false_start_does_not_hide_the_real_frame() {
    // A legal length, then the real frame inside what would be its body: found when its checksum fails.
    let mut bytes = hex("AA AA AA 96 69 00 10 01 02");
    bytes.extend(hex("AA AA AA 96 69 00 04 00 00 80 84 00 00 00 00 00"));
    assert_eq!(parse(&bytes), [vec![0, 0, 0x80]]);
    // Lengths out of bounds.
    for start in ["AA AA AA 96 69 FF FF", "AA AA AA 96 69 00 03", "AA AA AA 96 69 0F FA"] {
        let bytes = [hex(start), hex("AA AA AA 96 69 00 04 00 00 80 84")].concat();
        assert_eq!(parse(&bytes), [vec![0, 0, 0x80]], "{start}");
    }
}

#[test]
fn giving_up_uncovers_what_a_false_start_hid() {
    let mut parser = Parser::answers();
    parser.push(&hex("AA AA AA 96 69 0F F0 AA AA AA 96 69 00 04 00 00 80 84"));
    assert_eq!(parser.next(), None);
    assert!(parser.is_within());
    parser.give_up();
    assert_eq!(parser.next(), Some(Found::Frame(&[0, 0, 0x80])));
}

#[test]
fn the_longest_frame_fits_and_one_byte_more_does_not() {
    let longest = encode(&vec![0x11; 4088]);
    assert_eq!(longest.len(), 4096);
    assert_eq!(parse(&longest), [vec![0x11; 4088]]);
    assert_eq!(parse(&hex("AA AA AA 96 69 0F FA 00")), Vec::<Vec<u8>>::new());
}

#[test]
fn one_byte_at_a_time_is_the_same() {
    let frame = encode(&[0, 0, 0x9F, 0, 0, 0, 0]);
    let mut parser = Parser::answers();
    let mut found = 0;
    for byte in &frame {
        assert_eq!(parser.push(&[*byte]), 1);
        while let Some(one) = parser.next() {
            assert!(matches!(one, Found::Frame(_)));
            found += 1;
        }
    }
    assert_eq!(found, 1);
}

#[test]
fn an_answer_fits_only_its_own_command() {
    let answers = [
        (Command::Find, vec![0, 0, 0x9F, 0, 0, 0, 0]),
        (Command::Find, vec![0, 0, 0x80]),
        (Command::Select, vec![0, 0, 0x90, 0, 0, 0, 0, 0, 0, 0, 0]),
        (Command::Select, vec![0, 0, 0x81]),
        (Command::NewAddress, [vec![0, 0, 0x90], vec![0; 70]].concat()),
        (Command::NewAddress, vec![0, 0, 0x91]),
        (Command::ReadBase, [vec![0, 0, 0x90, 1, 0, 4, 0], vec![0; 1280]].concat()),
        (Command::ReadBase, vec![0x6A, 0x82, 0x40]),
    ];
    let commands = [
        Command::Status,
        Command::SamNumber,
        Command::Find,
        Command::Select,
        Command::NewAddress,
        Command::ReadBase,
    ];
    for (whose, payload) in answers {
        let answer = Answer::from_payload(&payload).unwrap();
        for command in commands {
            let fit = command.fit(answer.status, &answer.data);
            // "No content" is the one answer two commands share.
            let shared = answer.status == Status::NoContent && command == Command::ReadBase;
            assert_eq!(fit != Fit::Foreign, command == whose || shared, "{whose:?} {answer:?} {command:?}");
        }
    }
    let number = [0; 16];
    assert_eq!(Command::SamNumber.fit(Status::Ok, &number), Fit::Success);
    assert_eq!(Command::Find.fit(Status::Ok, &number), Fit::Foreign);
    assert_eq!(Command::Find.fit(Status::SawBadChecksum, &[]), Fit::Refusal);
}

#[test]
fn the_lengths_of_a_read_must_add_up() {
    let data = |text: u16, photo: u16, rest: usize| {
        [&text.to_be_bytes()[..], &photo.to_be_bytes(), &vec![0; rest]].concat()
    };
    assert!(base_text(&data(256, 1024, 1280)).is_some());
    assert!(base_text(&data(256, 0, 256)).is_some());
    assert!(base_text(&data(256, 1024, 1279)).is_none());
    assert!(base_text(&data(255, 1024, 1279)).is_none());
    // With fingerprints: two more bytes of header, 1024 more of data.
    assert!(base_text(&data(256, 1024, 2 + 1280 + 1024)).is_none());
    assert!(base_text(&[]).is_none());
}

#[test]
fn wire_times_are_ten_bits_a_byte() {
    assert_eq!(Baud::B115200.wire_time(1295).as_micros(), 112_413);
    assert_eq!(Baud::B9600.wire_time(10).as_micros(), 10_416);
}

#[test]
fn nothing_prints_data() {
    let payload = [&[0, 0, 0x90][..], b"secret"].concat();
    let shown = format!("{:?} {:?}", Answer::from_payload(&payload).unwrap(), Found::Frame(&payload));
    assert_eq!(shown, "Answer(0000 Ok, 6 bytes) Frame(9 bytes)");
}
