//! The policy on a given clock: cold start, polling, presence, recovery, health.

use id_reader::clock::Clock;
use id_reader::port::PortError;
use id_reader::sim::{Fault, ModuleOptions, On};
use id_reader::{Baud, Health, News, Settings, Trouble};

use crate::help::{Rig, ms};

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
fn the_driver_adds_next_to_nothing_to_wire_and_module() {
    let mut rig = Rig::ready();
    rig.place("R1");
    rig.until(true, ms(1000), |news| matches!(news, News::Reading).then_some(())).unwrap();
    let announced = rig.now();
    rig.card_within(ms(3000)).unwrap();
    let wire = Baud::B115200.wire_time(19 + 1295);
    let floor = wire + rig.module(|module| module.thought_last());
    let took = rig.now() - announced;
    assert!(took + ms(1) >= floor && took <= floor + ms(20), "{took:?}, of which {floor:?} not the driver's");
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

/// Rests as told between steps while nobody wants a card; how many steps that were, and the last news.
fn rested(rig: &mut Rig, limit: std::time::Duration) -> (u32, Option<News>) {
    let (end, mut steps, mut last) = (rig.now() + limit, 0, None);
    while rig.now() < end {
        rig.bench.sleep(rig.reader.rest());
        last = rig.reader.step(false).or(last);
        steps += 1;
    }
    (steps, last)
}

#[test]
fn who_rests_as_told_takes_few_steps_and_misses_nothing() {
    let mut rig = Rig::ready();
    rig.all_within(false, ms(3500)); // the first look has been had
    let (steps, news) = rested(&mut rig, ms(60_000));
    assert!(
        news.is_none() && (18..=21).contains(&steps),
        "a self test every three seconds: {steps}, {news:?}"
    );
    rig.module(|module| module.unplug());
    let (steps, news) = rested(&mut rig, ms(3500));
    assert!(matches!(news, Some(News::Health(Health::NoPort))) && steps < 6, "{steps}, {news:?}");
    rig.bench.plug();
    rested(&mut rig, ms(35_000));
    assert_eq!(rig.reader.health(), Health::Ready);
    rig.place("R1");
    assert!(rig.card_within(ms(2000)).is_some());
    assert_eq!(rig.reader.rest(), ms(0), "while a card is wanted there is none");
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
