//! The policy on a given clock: cold start, polling, presence, recovery, health.

use id_reader::card::Card;
use id_reader::port::PortError;
use id_reader::sim::{self, Fault, ModuleOptions, On};
use id_reader::{Baud, Health, News, Settings, Trouble};

use crate::help::{Rig, card, ms};

const FIND: [u8; 2] = [0x20, 0x01];
const SELECT: [u8; 2] = [0x20, 0x02];
const READ: [u8; 2] = [0x30, 0x01];

#[test]
fn a_cold_start_at_any_rate_takes_at_most_six_seconds() {
    for baud in Baud::ALL {
        let mut rig = Rig::with(ModuleOptions { baud, ..ModuleOptions::default() }, Settings::default());
        rig.module(|module| module.unplug());
        rig.bench.plug(); // boots for 1.5 s, at a rate nobody has told the driver
        let start = rig.now();
        rig.until_ready(ms(6000));
        assert_eq!(rig.reader.baud(), Some(baud));
        assert_eq!(rig.reader.sam_number().unwrap().to_string(), "05.03-20240101-1234567890-0123456789");
        assert!(rig.now() - start <= ms(6000), "{baud:?}: {:?}", rig.now() - start);
    }
}

#[test]
fn a_card_is_announced_and_delivered_in_time() {
    let mut rig = Rig::ready();
    rig.all_within(true, ms(1000));
    rig.place("R1");
    let placed = rig.now();
    let reading = rig.until(true, ms(500), |news| matches!(news, News::Reading).then_some(()));
    assert!(reading.is_some());
    let card = rig.card_within(ms(2000)).unwrap();
    assert_eq!(card.number().full(), "110000199003071231");
    // 350 poll + 60 + 60 + 850 at most + 112 and a little on the wire.
    assert!(rig.now() - placed <= ms(1600), "{:?}", rig.now() - placed);
}

#[test]
fn without_a_wait_no_card_is_looked_for() {
    let mut rig = Rig::ready();
    let before = rig.count(FIND);
    rig.place("R1");
    let news = rig.all_within(false, ms(60_000));
    assert!(news.is_empty(), "{news:?}");
    assert_eq!(rig.count(FIND), before);
    assert_eq!(rig.count(READ), 0);
    // The heartbeat goes on, about every three seconds.
    let beats = rig.count([0x11, 0xFF]);
    assert!((18..=22).contains(&beats), "{beats}");
    assert!(rig.card_within(ms(2000)).is_some());
}

#[test]
fn a_card_found_when_nobody_waits_any_more_is_not_read() {
    let mut rig = Rig::ready();
    rig.place("R1");
    rig.until(true, ms(1000), |news| matches!(news, News::Reading).then_some(())).unwrap();
    rig.all_within(false, ms(2000));
    assert_eq!(rig.count(READ), 0);
    assert!(rig.card_within(ms(2000)).is_some());
}

#[test]
fn a_step_is_short_while_nothing_happens() {
    let mut rig = Rig::ready();
    for wanted in [false, true] {
        for _ in 0..50 {
            let before = rig.now();
            rig.reader.step(wanted);
            assert!(rig.now() - before <= ms(400), "{:?}", rig.now() - before);
        }
    }
}

#[test]
fn a_card_left_lying_is_read_once() {
    for nonconforming in [false, true] {
        let mut rig = Rig::ready();
        rig.module(|module| module.set_nonconforming(nonconforming));
        rig.place("R1");
        assert!(rig.card_within(ms(2000)).is_some());
        let news = rig.all_within(true, ms(60_000));
        assert!(news.is_empty(), "{news:?}");
        // A module that finds a card it has read is looked into once, to know that it does.
        assert_eq!(rig.count(READ), 1 + usize::from(nonconforming));
    }
}

#[test]
fn a_card_swapped_at_once_is_delivered() {
    let mut rig = Rig::ready();
    for label in ["R1", "R2", "I", "Y", "J"] {
        rig.place(label);
        let card = rig.card_within(ms(3000)).unwrap();
        let expected = Card::parse(&sim::card(label).unwrap().text()).unwrap();
        assert_eq!(card.number(), expected.number());
    }
}

#[test]
fn a_look_that_fails_tells_nobody() {
    let mut rig = Rig::ready();
    rig.module(|module| module.set_nonconforming(true));
    rig.place("R1");
    assert!(rig.card_within(ms(2000)).is_some());
    rig.module(|module| module.fault_on(Fault::Status(0x41), On::Read, 100));
    let news = rig.all_within(true, ms(30_000));
    assert!(news.is_empty(), "{news:?}");
}

#[test]
fn a_card_lifted_and_put_again_is_read_again() {
    for nonconforming in [false, true] {
        let mut rig = Rig::ready();
        rig.module(|module| module.set_nonconforming(nonconforming));
        for _ in 0..3 {
            rig.place("R1");
            assert!(rig.card_within(ms(3000)).is_some());
            rig.all_within(true, ms(3000));
            rig.module(|module| module.remove());
            rig.all_within(true, ms(1500));
        }
    }
}

#[test]
fn a_card_bounced_at_the_edge_is_one_presentation() {
    let mut rig = Rig::ready();
    rig.place("R1");
    assert!(rig.card_within(ms(2000)).is_some());
    rig.module(|module| module.remove());
    rig.all_within(true, ms(800));
    rig.place("R1");
    let news = rig.all_within(true, ms(1900));
    assert!(news.is_empty(), "{news:?}");
    assert_eq!(rig.count(READ), 2, "read again, and found to be the same");
}

#[test]
fn another_card_put_down_quickly_is_delivered() {
    let mut rig = Rig::ready();
    rig.place("R1");
    assert!(rig.card_within(ms(2000)).is_some());
    rig.all_within(true, ms(400)); // time for one "none" only
    rig.place("R2");
    let card = rig.card_within(ms(3000)).unwrap();
    assert_eq!(card.number().full(), "370000198511020469");
}

#[test]
fn the_next_card_is_read_though_nobody_waited_between() {
    for nonconforming in [false, true] {
        let mut rig = Rig::ready();
        rig.module(|module| module.set_nonconforming(nonconforming));
        rig.place("R1");
        assert!(rig.card_within(ms(2000)).is_some());
        rig.all_within(false, ms(5000));
        rig.module(|module| module.remove());
        rig.all_within(false, ms(5000));
        rig.place("R1");
        rig.all_within(false, ms(5000));
        assert!(rig.card_within(ms(2000)).is_some(), "nonconforming: {nonconforming}");
    }
}

#[test]
fn a_forgotten_card_is_not_read_for_the_next_person() {
    let mut rig = Rig::ready();
    rig.module(|module| module.set_nonconforming(true));
    rig.place("R1");
    assert!(rig.card_within(ms(2000)).is_some());
    rig.all_within(false, ms(60_000));
    let news = rig.all_within(true, ms(10_000));
    assert!(news.is_empty(), "{news:?}");
}

#[test]
fn removal_is_told_only_where_it_is_known() {
    let removed = |rig: &mut Rig| {
        rig.place("R1");
        rig.card_within(ms(2000)).unwrap();
        rig.all_within(true, ms(3000));
        rig.module(|module| module.remove());
        rig.all_within(true, ms(3000)).iter().any(|news| matches!(news, News::Removed))
    };
    assert!(!removed(&mut Rig::ready()));
    let mut finding = Rig::ready();
    finding.module(|module| module.set_nonconforming(true));
    assert!(removed(&mut finding));
    let settings = Settings { watch_removal: true, ..Settings::default() };
    let mut watching = Rig::with(ModuleOptions::default(), settings);
    watching.until_ready(ms(6000));
    assert!(removed(&mut watching));
    assert!(watching.count([0x30, 0x03]) >= 5);
}

#[test]
fn nothing_forbidden_is_ever_sent() {
    let mut rig = Rig::ready();
    rig.place("R1");
    rig.all_within(true, ms(30_000));
    let sent = rig.module(|module| module.requests().iter().map(|(_, pair)| *pair).collect::<Vec<_>>());
    for pair in sent {
        assert!(matches!(pair, [0x11 | 0x12, 0xFF] | [0x20, 1 | 2] | [0x30, 0x01]), "{pair:02X?}");
    }
}

#[test]
fn select_is_retried_and_then_the_person_is_asked() {
    let mut rig = Rig::ready();
    rig.module(|module| module.fault_on(Fault::Status(0x81), On::Select, 2));
    rig.place("R1");
    assert!(rig.card_within(ms(3000)).is_some());
    assert_eq!(rig.count(SELECT), 3);

    let mut rig = Rig::ready();
    rig.module(|module| module.fault_on(Fault::Status(0x81), On::Select, 100));
    rig.place("R1");
    assert_eq!(rig.trouble_within(ms(5000)), Some(Trouble::LiftAndReplace));
    assert_eq!(rig.count(SELECT), 9);
    // It goes on being found; nobody is asked again before it was lifted.
    assert!(rig.all_within(true, ms(10_000)).is_empty());
    rig.module(|module| module.remove());
    rig.all_within(true, ms(1000));
    rig.place("R1");
    assert_eq!(rig.trouble_within(ms(5000)), Some(Trouble::OneCardOnly));
}

#[test]
fn each_refusal_has_its_own_trouble() {
    let table = [
        (0x31, Trouble::NotGenuine, 2),
        (0x32, Trouble::NotGenuine, 2),
        (0x33, Trouble::NotGenuine, 2),
        (0x40, Trouble::NotThisCard, 2),
        (0x41, Trouble::LiftAndReplace, 3),
        (0x47, Trouble::LiftAndReplace, 2),
    ];
    for (status, trouble, reads) in table {
        let mut rig = Rig::ready();
        rig.module(|module| module.fault_on(Fault::Status(status), On::Read, 100));
        rig.place("R1");
        assert_eq!(rig.trouble_within(ms(10_000)), Some(trouble), "{status:02X}");
        assert_eq!(rig.count(READ), reads, "{status:02X}");
        rig.module(|module| module.clear_faults());
        rig.module(|module| module.remove());
        rig.all_within(true, ms(5000));
        rig.place("R2");
        assert!(rig.card_within(ms(3000)).is_some(), "{status:02X}: the next card is read");
    }
}

#[test]
fn cards_that_are_no_cards_have_their_trouble() {
    let table = [
        ("bank", Trouble::NotThisCard),
        ("forged", Trouble::NotGenuine),
        ("type-z", Trouble::NotThisCard),
        ("bad-check", Trouble::BadNumber),
    ];
    for (label, trouble) in table {
        let mut rig = Rig::ready();
        rig.place(label);
        assert_eq!(rig.trouble_within(ms(5000)), Some(trouble), "{label}");
    }
}

#[test]
fn a_module_out_of_step_is_reset() {
    let mut rig = Rig::ready();
    rig.module(|module| module.fault_on(Fault::Status(0x24), On::Read, 100));
    rig.place("R1");
    assert_eq!(rig.trouble_within(ms(10_000)), Some(Trouble::LiftAndReplace));
    rig.all_within(true, ms(1000));
    assert_eq!(rig.count([0x10, 0xFF]), 1);
}

#[test]
fn three_silences_reset_and_a_silent_module_is_reopened() {
    let mut rig = Rig::ready();
    rig.module(|module| module.set_mute(true));
    let silent =
        rig.until(true, ms(30_000), |news| matches!(news, News::Health(Health::Silent)).then_some(()));
    assert!(silent.is_some());
    assert_eq!(rig.count([0x10, 0xFF]), 1);
    rig.module(|module| module.set_mute(false));
    rig.until_ready(ms(10_000));
    rig.place("R1");
    assert!(rig.card_within(ms(3000)).is_some());
}

#[test]
fn a_rate_changed_at_run_time_is_found_again() {
    let mut rig = Rig::ready();
    rig.module(|module| module.set_baud(Baud::B19200));
    rig.until_ready(ms(30_000));
    assert_eq!(rig.reader.baud(), Some(Baud::B19200));
    rig.place("R1");
    assert!(rig.card_within(ms(4000)).is_some());
}

#[test]
fn the_usual_rate_is_restored_only_if_asked_for() {
    for restore_baud in [false, true] {
        let options = ModuleOptions { baud: Baud::B9600, ..ModuleOptions::default() };
        let mut rig = Rig::with(options, Settings { restore_baud, ..Settings::default() });
        rig.until_ready(ms(6000));
        let expected = if restore_baud { Baud::B115200 } else { Baud::B9600 };
        assert_eq!((rig.reader.baud(), rig.module(|module| module.baud())), (Some(expected), expected));
        rig.place("R1");
        assert!(rig.card_within(ms(4000)).is_some());
    }
}

#[test]
fn a_reader_put_back_works_within_five_seconds() {
    let mut rig = Rig::ready();
    rig.module(|module| module.unplug());
    let gone = rig.until(true, ms(2000), |news| matches!(news, News::Health(Health::NoPort)).then_some(()));
    assert!(gone.is_some());
    rig.all_within(true, ms(120_000));
    rig.bench.plug();
    rig.until_ready(ms(5000));
}

#[test]
fn a_module_that_is_faulty_says_so_and_is_asked_again() {
    for (status, health) in [(0x60, Health::SelfTestFailed), (0x66, Health::NotAuthorised)] {
        let mut rig = Rig::new();
        rig.module(|module| module.set_self_test(status));
        let told = rig.until(true, ms(10_000), |news| match news {
            News::Health(Health::Opening) => None,
            News::Health(health) => Some(health),
            _ => None,
        });
        assert_eq!(told, Some(health));
        rig.all_within(false, ms(120_000));
        assert!(rig.count([0x11, 0xFF]) < 20, "it is not pestered");
        rig.module(|module| module.set_self_test(0x90));
        rig.until_ready(ms(10_000));
    }
}

#[test]
fn a_reader_that_fails_while_reading_says_so() {
    let mut rig = Rig::ready();
    rig.place("R1");
    rig.module(|module| module.fault_on(Fault::Status(0x66), On::Read, 1));
    assert_eq!(rig.trouble_within(ms(3000)), Some(Trouble::ReaderFault));
    assert_eq!(rig.reader.health(), Health::NotAuthorised);
}

#[test]
fn ports_that_cannot_be_opened_say_why() {
    let table = [
        (PortError::NotFound, Health::NoPort),
        (PortError::NotPermitted, Health::NotPermitted),
        (PortError::Busy, Health::Busy),
    ];
    for (error, health) in table {
        let mut rig = Rig::new();
        rig.bench.refuse(Some(error));
        rig.all_within(true, ms(20_000));
        assert_eq!(rig.reader.health(), health);
        rig.bench.refuse(None);
        rig.until_ready(ms(8000));
    }
}

#[test]
fn a_wrong_first_number_of_the_module_is_not_believed() {
    let mut rig = Rig::new();
    rig.module(|module| module.fault(Fault::WrongSam));
    rig.until_ready(ms(6000));
    assert_eq!(rig.reader.sam_number().unwrap().to_string(), "05.03-20240101-1234567890-0123456789");
}

#[test]
fn another_module_is_noticed() {
    let mut rig = Rig::ready();
    rig.module(|module| {
        module.unplug();
        module.set_sam([9; 16]);
    });
    rig.all_within(true, ms(1000));
    rig.bench.plug();
    let exchanged = rig.until(true, ms(6000), |news| matches!(news, News::Exchanged).then_some(()));
    assert!(exchanged.is_some());
}

#[test]
fn a_card_that_stays_over_a_reset_is_not_delivered_twice() {
    let mut rig = Rig::ready();
    rig.place("R1");
    assert!(rig.card_within(ms(2000)).is_some());
    rig.module(|module| module.unplug());
    rig.all_within(true, ms(1000));
    rig.bench.plug(); // forgets that it has read the card
    let news = rig.all_within(true, ms(20_000));
    assert!(!news.iter().any(|news| matches!(news, News::Card(_))), "{news:?}");
}

#[test]
fn cards_in_turn_are_delivered_in_turn() {
    let mut rig = Rig::ready();
    for sim in sim::cards() {
        let Ok(expected) = Card::parse(&sim.text()) else { continue };
        if ["bank", "forged"].contains(&sim.label()) {
            continue;
        }
        rig.module(|module| module.remove());
        rig.all_within(true, ms(4000));
        let label = sim.label().to_owned();
        rig.module(|module| module.place(sim));
        let got = rig.until(true, ms(3000), card).unwrap_or_else(|| panic!("{label}"));
        assert_eq!((got.name(), got.number()), (expected.name(), expected.number()), "{label}");
    }
}
