//! Counts one intent, "take a number", in instructions: they repeat where times do not.
//!
//! ```text
//! CARGO_PROFILE_BENCH_STRIP=none cargo bench --no-default-features --bench one_intent --no-run   # names the binary
//! for step in page durable handed printed shown; do
//!   STEP=$step valgrind --tool=callgrind --callgrind-out-file=/dev/null BINARY; done
//! ```
//! Twenty whole intents warm the station up; the last one ends where `STEP` says, so what two steps differ by is what lies
//! between them, counted once, with twenty people waiting. (Ids are random: some thousands either way.)
//!
//! | `STEP` | what is in |
//! |---|---|
//! | `page` | the page opened and shown: before the tap |
//! | `durable` | and the tap: decided, written, committed, durable |
//! | `handed` | and the printer's thread has read the slip and made its bytes, as they go to the transport |
//! | `printed` | instead of that: the driver, the simulated printer's own reading, the outcome's commit |
//! | `shown` | and the page that says which number it is |
//!
//! *Tap handled → bytes handed to the transport, number durable* is `handed` less `page`. The log's checkpoint, once in
//! some eighty commits, does not fall into so few.

#[path = "bed/mod.rs"]
mod bed;

use bed::{Bed, Result};
use front_desk::devices::{paper_face, to_items};
use front_desk::station::{Intent, KioskIntent, KioskPage};
use std::hint::black_box;

/// Whole intents before the one that counts.
const WARM: usize = 20;
const STEPS: [&str; 5] = ["page", "durable", "handed", "printed", "shown"];

fn main() -> Result<()> {
    let step = std::env::var("STEP").unwrap_or_else(|_| "handed".into());
    if !STEPS.contains(&step.as_str()) {
        return Err(format!("STEP is one of {STEPS:?}").into());
    }
    let mut bed = Bed::new()?;
    let face = paper_face()?;
    for _ in 0..WARM {
        bed.take()?;
    }
    one(&mut bed, &step, &face)?;
    println!("{} facts", bed.store.read(|db| db.facts())?);
    Ok(())
}

fn one(bed: &mut Bed, step: &str, face: &receipt_printer::Face) -> Result<()> {
    let key = bed.open(KioskPage::Number);
    if step == "page" {
        return Ok(());
    }
    bed.handle(Intent::Kiosk(KioskIntent::TakeNumber { key, service: "fees".into() }));
    if step == "handed" {
        let handed = bed.store.read(|db| db.handed_slip(WARM as i64))?;
        let items = to_items(&handed.ok_or("nothing was handed")?.slip);
        black_box(receipt_printer::encode(&items, &bed.config.profile, Some(face)));
    }
    if step == "printed" || step == "shown" {
        bed.print()?;
    }
    if step == "shown" {
        black_box(bed.show());
    }
    Ok(())
}
