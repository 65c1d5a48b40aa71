//! Takes numbers and prints their tickets, for counting instructions: they repeat where times do not.
//!
//! ```text
//! cargo bench --no-default-features --bench one_intent --no-run      # prints the path of the binary
//! for n in 200 400; do INTENTS=$n valgrind --tool=callgrind --callgrind-out-file=/dev/null BINARY; done
//! ```
//! The difference of the two `Collected` counts, divided by 200, is one intent from tap to paper with the simulated
//! printer and the page's own reading. `PRINT=0` leaves out printer and outbox.

#[path = "bed/mod.rs"]
mod bed;

use bed::{Bed, Result};
use front_desk::station::{DeskIntent, Intent, KioskIntent, KioskPage};

fn main() -> Result<()> {
    let asked = std::env::var("INTENTS").ok().and_then(|n| n.parse().ok());
    let print = std::env::var_os("PRINT").is_none_or(|p| p != "0");
    let mut bed = Bed::new()?;
    for _ in 0..asked.unwrap_or(100) {
        if print {
            bed.take()?;
        } else {
            let key = bed.open(KioskPage::Number);
            bed.handle(Intent::Kiosk(KioskIntent::TakeNumber { key, service: "fees".into() }));
        }
        // The queue stays short, as it does where people are called.
        bed.handle(Intent::Desk(DeskIntent::CallNext));
        bed.handle(Intent::Desk(DeskIntent::Finish));
    }
    println!("{} facts", bed.store.read(|db| db.facts())?);
    Ok(())
}
