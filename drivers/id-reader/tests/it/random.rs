//! Ten thousand presentations with random faults, on a given clock: no wrong field, no panic, no card lost for good.

use std::time::Duration;

use id_reader::sim::{self, Fault, ModuleOptions, On, SimCard};
use id_reader::{Card, News, Settings};

use crate::help::{Rig, ms};

struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn any_fault(dice: &mut Dice) -> Fault {
    let place = usize::try_from(dice.below(1295)).unwrap();
    let time = ms(dice.below(3000));
    match dice.below(19) {
        0 => Fault::LostAa,
        1 => Fault::Noise,
        2 => Fault::Bytes,
        3 => Fault::Pieces,
        4 => Fault::Stall(time),
        5 => Fault::Truncated,
        6 => Fault::DropByte(place),
        7 => Fault::FlipByte(place),
        8 => Fault::WrongCheck,
        9 => Fault::LenTooLarge,
        10 => Fault::LenTooSmall,
        11 => Fault::Late(time),
        12 => Fault::Duplicate,
        13 => Fault::Silence,
        14 => Fault::ShortFrame,
        15 => Fault::Status([0x10, 0x24, 0x31, 0x40, 0x41, 0x47, 0x81][place % 7]),
        16 => Fault::Echo,
        17 => Fault::Unplug(place, Some(time)),
        _ => Fault::Fingerprints,
    }
}

fn readable() -> Vec<(SimCard, Card)> {
    let cards = sim::cards().into_iter();
    cards.filter_map(|sim| Card::parse(&sim.text()).ok().map(|card| (sim, card))).collect()
}

#[test]
fn ten_thousand_presentations_with_random_faults() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let options = ModuleOptions { seed: 7, ..ModuleOptions::default() };
    let mut rig = Rig::with(options, Settings::default());
    rig.until_ready(ms(6000));
    let cards = readable();
    let (mut delivered, mut asked, mut again) = (0, 0, 0);
    for round in 0..10_000 {
        let (sim, expected) = &cards[usize::try_from(dice.below(cards.len() as u64)).unwrap()];
        for _ in 0..dice.below(3) {
            let fault = any_fault(&mut dice);
            let on = [On::Any, On::Find, On::Select, On::Read][usize::try_from(dice.below(4)).unwrap()];
            let times = u32::try_from(1 + dice.below(2)).unwrap();
            rig.module(|module| module.fault_on(fault, on, times));
        }
        rig.module(|module| module.set_nonconforming(round % 1000 >= 500));
        rig.module(|module| module.place(sim.clone()));
        match outcome(&mut rig, expected, ms(40_000)) {
            Some(true) => delivered += 1,
            told => {
                // The person does as told: lifts the card, waits, puts it again; the line is well now.
                asked += usize::from(told.is_some());
                again += 1;
                lift(&mut rig);
                rig.module(|module| module.place(sim.clone()));
                assert_eq!(outcome(&mut rig, expected, ms(40_000)), Some(true), "round {round} {sim:?}");
            }
        }
        lift(&mut rig);
    }
    println!("delivered at once {delivered}, asked to put again {asked}, put again {again}");
    assert!(delivered >= 8000, "{delivered}");
}

fn lift(rig: &mut Rig) {
    rig.module(|module| {
        module.remove();
        module.clear_faults();
    });
    if !rig.module(|module| module.is_plugged()) {
        rig.bench.plug();
    }
    rig.all_within(true, ms(5000));
}

/// `Some(true)`: the right card. `Some(false)`: the person was asked. `None`: nothing in time. A wrong card panics.
fn outcome(rig: &mut Rig, expected: &Card, limit: Duration) -> Option<bool> {
    rig.until(true, limit, |news| match news {
        News::Card(card) => {
            let fields = |card: &Card| {
                let dates = (card.birth(), card.valid_from(), card.valid_to());
                (card.raw_name().to_owned(), card.number().full().to_owned(), card.sex(), dates)
            };
            assert_eq!(fields(&card), fields(expected));
            Some(true)
        }
        News::Trouble(_) => Some(false),
        _ => None,
    })
}
