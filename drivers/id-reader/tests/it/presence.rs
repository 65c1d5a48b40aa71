//! Cards that lie, bounce, are swapped, forgotten and put again: each presentation is delivered once.

use id_reader::card::Card;
use id_reader::sim::{self, Fault, ModuleOptions, On};
use id_reader::{News, Settings, Trouble};

use crate::help::{Rig, card, ms};

const READ: [u8; 2] = [0x30, 0x01];

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
fn a_forgotten_card_is_not_delivered_to_the_next_person() {
    let mut rig = Rig::ready();
    rig.module(|module| module.set_nonconforming(true));
    rig.place("R1");
    assert!(rig.card_within(ms(2000)).is_some());
    rig.all_within(false, ms(60_000));
    for _ in 0..2 {
        let news = rig.all_within(true, ms(10_000));
        assert!(
            matches!(news[..], [News::Trouble(Trouble::LiftAndReplace)]),
            "told once what to do: {news:?}"
        );
        rig.all_within(false, ms(1000));
    }
    rig.module(|module| module.remove());
    rig.all_within(true, ms(1000));
    rig.place("R2");
    assert!(rig.card_within(ms(2000)).is_some());
}

#[test]
fn who_asks_anew_within_moments_gets_the_card_again() {
    let mut rig = Rig::ready();
    rig.place("R1");
    assert!(rig.card_within(ms(2000)).is_some());
    rig.all_within(false, ms(800));
    rig.module(|module| module.remove());
    rig.all_within(false, ms(400));
    rig.place("R1");
    assert!(rig.card_within(ms(1500)).is_some());
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
