//! Nothing grows: after thousands of cards and faults the reader holds as many bytes as after the first ones. A binary of
//! its own, because what is counted is every byte of the process.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops")]

use id_reader::sim::{self, Bench, Fault, ModuleOptions, On};
use id_reader::{News, Reader, Settings};
use std::alloc::System;

#[global_allocator]
static BYTES: cap::Cap<System> = cap::Cap::new(System, usize::MAX);

/// Presents so many cards, each with a fault before it, and lifts each.
fn present(bench: &Bench, reader: &mut Reader, count: usize) -> usize {
    let faults =
        [Fault::LostAa, Fault::Noise, Fault::Truncated, Fault::WrongCheck, Fault::Silence, Fault::Duplicate];
    let mut read = 0;
    for round in 0..count {
        bench.module(|m| m.fault_on(faults[round % faults.len()].clone(), On::Read, 1));
        bench.module(|m| m.place(sim::card("R1").expect("the first card")));
        read += usize::from((0..200).any(|_| matches!(reader.step(true), Some(News::Card(_)))));
        bench.module(|m| {
            m.remove();
            m.clear_faults();
        });
        (0..20).for_each(|_| drop(reader.step(true)));
    }
    read
}

#[test]
fn thousands_of_presentations_leave_no_byte_behind() {
    let bench = Bench::new(ModuleOptions::default());
    let mut reader = Reader::with(Settings::default(), Box::new(bench.clone()), Box::new(bench.clone()));
    assert!(present(&bench, &mut reader, 300) > 250, "the cards are read, or nothing is shown");
    let before = BYTES.allocated();
    present(&bench, &mut reader, 3_000);
    let after = BYTES.allocated();
    assert!(after <= before + 4_096, "{before} bytes before, {after} after");
}
