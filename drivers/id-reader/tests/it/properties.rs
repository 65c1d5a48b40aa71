//! Any bytes: no panic, bounded memory, and a real frame behind junk is found.

use id_reader::Card;
use id_reader::command::{Answer, Command, base_text};
use id_reader::frame::{BUFFER, Found, MAX_LEN, Parser, encode};
use id_reader::sim::{Control, Module, ModuleOptions};
use proptest::prelude::*;
use std::time::Duration;

/// Junk as lines have it: random bytes, runs of AA, false starts, pieces of real frames.
fn junk(limit: usize) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => proptest::collection::vec(any::<u8>(), 0..64),
        2 => (1..12_usize).prop_map(|count| vec![0xAA; count]),
        2 => any::<[u8; 2]>().prop_map(|len| [&[0xAA, 0xAA, 0xAA, 0x96, 0x69][..], &len].concat()),
        1 => (proptest::collection::vec(any::<u8>(), 1..100), 0..100_usize).prop_map(|(payload, cut)| {
            let frame = encode(&payload);
            frame[..cut.min(frame.len() - 1)].to_vec()
        }),
    ];
    proptest::collection::vec(piece, 0..120).prop_map(move |pieces| {
        let mut junk = pieces.concat();
        junk.truncate(limit);
        junk
    })
}

/// Pushes `bytes` in pieces of `size`; the payloads found, after giving up what does not get complete.
fn parse(bytes: &[u8], size: usize) -> Vec<Vec<u8>> {
    let mut parser = Parser::answers();
    let mut found = Vec::new();
    for piece in bytes.chunks(size) {
        let mut rest = piece;
        while !rest.is_empty() {
            let taken = parser.push(rest);
            assert!(taken > 0 && parser.len() <= BUFFER);
            rest = &rest[taken..];
            take(&mut parser, &mut found);
        }
    }
    let mut steps = 0;
    while parser.is_within() {
        parser.give_up();
        take(&mut parser, &mut found);
        steps += 1;
        assert!(steps <= BUFFER);
    }
    found
}

fn take(parser: &mut Parser, found: &mut Vec<Vec<u8>>) {
    while let Some(one) = parser.next() {
        if let Found::Frame(payload) = one {
            assert!(payload.len() < MAX_LEN);
            found.push(payload.to_vec());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_frame_behind_junk_is_found(
        junk in junk(4096),
        payload in proptest::collection::vec(any::<u8>(), 3..1300),
        size in 1..600_usize,
    ) {
        let found = parse(&[junk.clone(), encode(&payload)].concat(), size);
        // Junk may be a frame by chance, checksum and all, and reach into the real one: one false start in 256.
        let alone = parse(&junk, size);
        let reached_in = found.iter().any(|one| !alone.contains(one));
        prop_assert!(found.contains(&payload) || reached_in, "not found, and nothing in its place");
        if !junk.windows(4).any(|four| four == [0xAA, 0xAA, 0x96, 0x69]) {
            prop_assert_eq!(found, vec![payload]);
        }
    }

    #[test]
    fn pieces_do_not_matter(junk in junk(4096), size in 1..600_usize) {
        // Only while nothing is given up: the parser's view is then the same for every size.
        let stream = [junk, encode(&[0, 0, 0x80])].concat();
        prop_assert_eq!(parse(&stream, size), parse(&stream, 4096));
    }

    #[test]
    fn any_answer_and_any_text_are_borne(bytes in proptest::collection::vec(any::<u8>(), 0..2400)) {
        if let Some(answer) = Answer::from_payload(&bytes) {
            for command in [Command::Find, Command::Select, Command::ReadBase, Command::SamNumber] {
                let _ = command.fit(answer.status, &answer.data);
            }
        }
        let _ = base_text(&bytes);
        if let Some(text) = bytes.first_chunk::<256>() {
            let _ = Card::parse(text);
        }
    }

    #[test]
    fn any_name_is_borne_and_kept_out_of_debug(units in any::<[u16; 15]>(), letter in prop::sample::select(vec![b' ', b'J', b'Y'])) {
        let card = id_reader::sim::card("R1").unwrap().with_units("any", 0, &units);
        let mut text = card.text();
        text[248] = letter;
        let card = Card::parse(&text).unwrap();
        prop_assert!(!card.name().chars().any(char::is_control));
        prop_assert!(card.raw_name().len() <= 45);
        let shown = format!("{card:?}");
        prop_assert!(!shown.contains("19900307"));
    }

    #[test]
    fn the_simulated_module_bears_any_bytes_too(junk in junk(4096), line in ".{0,60}") {
        let mut module = Module::new(ModuleOptions { fast: true, ..ModuleOptions::default() });
        module.receive(Duration::ZERO, 115_200, &junk);
        let _ = module.take(Duration::from_secs(1), 115_200);
        let later = Duration::from_secs(9);
        module.receive(later, 115_200, &[]);
        module.receive(later, 115_200, &encode(&[0x11, 0xFF]));
        let _ = module.take(later, 115_200);
        let _ = Control::parse(&line);
    }
}
