//! Every fault of the line and of the module, one test each: the card is delivered without being put again, or the
//! person is asked, and nothing wrong is ever delivered.

use std::time::Duration;

use id_reader::sim::{self, Fault, On};
use id_reader::{Health, News};

use crate::help::{Rig, card, ms};

/// R1 is placed with this fault armed; the right card must come within `limit`, never another one.
fn survives_on(fault: &Fault, on: On, times: u32, limit: Duration) -> Rig {
    let mut rig = Rig::ready();
    rig.all_within(true, ms(700));
    rig.module(|module| module.fault_on(fault.clone(), on, times));
    rig.place("R1");
    let end = rig.now() + limit;
    let got = rig.card_within(limit).unwrap_or_else(|| panic!("{fault:?} on {on:?}: no card"));
    assert_eq!((got.name(), got.number().full()), ("测试甲", "110000199003071231"));
    assert!(rig.now() <= end + ms(1000));
    rig
}

fn survives(fault: &Fault, limit: Duration) {
    for on in [On::Find, On::Select, On::Read] {
        survives_on(fault, on, 1, limit);
    }
}

#[test]
fn lost_aa() {
    survives(&Fault::LostAa, ms(1700));
}

#[test]
fn noise_in_front() {
    survives(&Fault::Noise, ms(1700));
}

#[test]
fn one_byte_at_a_time() {
    survives(&Fault::Bytes, ms(3200));
}

#[test]
fn pieces_of_64_bytes() {
    survives(&Fault::Pieces, ms(2200));
}

#[test]
fn stall_within_the_gap() {
    survives(&Fault::Stall(ms(150)), ms(2000));
}

#[test]
fn stall_beyond_the_gap() {
    survives(&Fault::Stall(ms(600)), ms(5000));
}

#[test]
fn truncated() {
    survives(&Fault::Truncated, ms(5000));
}

#[test]
fn one_byte_lost_at_every_seventh_place() {
    for place in (0..1295).step_by(7) {
        survives_on(&Fault::DropByte(place), On::Read, 1, ms(6000));
    }
}

#[test]
fn one_byte_changed_at_every_seventh_place() {
    for place in (0..1295).step_by(7) {
        survives_on(&Fault::FlipByte(place), On::Read, 1, ms(6000));
    }
}

#[test]
fn wrong_checksum() {
    survives(&Fault::WrongCheck, ms(4000));
}

#[test]
fn length_too_large_or_too_small() {
    survives(&Fault::LenTooLarge, ms(7000));
    survives(&Fault::LenTooSmall, ms(7000));
}

#[test]
fn late_answers_are_not_taken_for_the_next_ones() {
    survives(&Fault::Late(ms(1200)), ms(8000));
    survives(&Fault::Late(ms(4000)), ms(20_000));
}

#[test]
fn doubled_answers() {
    survives(&Fault::Duplicate, ms(2000));
}

#[test]
fn silence() {
    survives(&Fault::Silence, ms(8000));
}

#[test]
fn a_frame_shorter_than_it_says() {
    survives(&Fault::ShortFrame, ms(5000));
}

#[test]
fn select_and_read_failing_twice() {
    survives_on(&Fault::Status(0x81), On::Select, 2, ms(3000));
    survives_on(&Fault::Status(0x41), On::Read, 2, ms(5000));
}

#[test]
fn each_refusal_once() {
    for status in [0x31, 0x32, 0x33, 0x40, 0x47, 0x24, 0x10, 0x11] {
        survives_on(&Fault::Status(status), On::Read, 1, ms(5000));
    }
}

#[test]
fn the_cards_own_status_is_let_pass() {
    let mut rig = Rig::ready();
    rig.module(|module| {
        module.fault_on(Fault::Status(0x41), On::Read, 1);
        module.fault_on(Fault::CardStatus([0x6A, 0x82]), On::Any, 50);
    });
    rig.place("R1");
    assert!(rig.card_within(ms(5000)).is_some());
}

#[test]
fn echo_of_our_own_request() {
    survives(&Fault::Echo, ms(2000));
}

#[test]
fn unplugged_in_the_middle_and_back() {
    let mut rig = survives_on(&Fault::Unplug(400, Some(ms(2000))), On::Read, 1, ms(15_000));
    assert_eq!(rig.reader.health(), Health::Ready);
    assert!(rig.all_within(true, ms(5000)).is_empty());
}

#[test]
fn two_people_are_never_mixed() {
    for on in [On::Find, On::Select, On::Read] {
        let mut rig = Rig::ready();
        rig.module(|module| {
            let other = sim::card("R2").unwrap();
            module.fault_on(Fault::Swap(Box::new(other)), on, 1);
        });
        rig.place("R1");
        let got = rig.card_within(ms(6000)).unwrap();
        // R1 was gone before it was read: whoever is delivered is R2, whole.
        assert_eq!((got.name(), got.number().full()), ("示例·测试乙", "370000198511020469"), "{on:?}");
    }
}

#[test]
fn a_card_taken_away_while_it_is_read() {
    for after in [420, 500, 600, 800, 1000, 1150] {
        let mut rig = Rig::ready();
        rig.all_within(true, ms(700));
        rig.place("R1");
        rig.bench.after(ms(after), id_reader::sim::Module::remove);
        let news = rig.all_within(true, ms(5000));
        let told = news.iter().filter(|news| matches!(news, News::Card(_) | News::Trouble(_))).count();
        assert!(told <= 1, "{after}: {news:?}");
        rig.place("R2");
        let got = rig.until(true, ms(3000), card).unwrap();
        assert_eq!(got.number().full(), "370000198511020469");
    }
}

#[test]
fn fingerprints_nobody_asked_for_are_passed_over() {
    survives_on(&Fault::Fingerprints, On::Read, 1, ms(10_000));
}

#[test]
fn heartbeats_on_an_idle_line() {
    let mut rig = Rig::ready();
    rig.module(|module| module.set_heartbeat(true));
    rig.all_within(true, ms(10_000));
    assert_eq!(rig.reader.health(), Health::Ready);
    rig.place("R1");
    assert!(rig.card_within(ms(3000)).is_some());
}

#[test]
fn a_card_without_a_photo() {
    let mut rig = Rig::ready();
    rig.place("no-photo");
    assert!(rig.card_within(ms(3000)).is_some());
}
