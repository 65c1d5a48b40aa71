//! The three main jobs in ratios of one run: ours / a bare one-row commit on the same disk, taken turn by turn so that a
//! busy neighbour slows both alike. Nothing here asserts a time.
//!
//! ```text
//! cargo bench --no-default-features --bench spine      # OLD=100000 ends at fewer old rows; else ten minutes
//! ```
//! "Bytes" is when the simulated printer had read the whole slip, so its own reading is in the figure. Old rows are
//! written by the station's own code (facts, tables, outbox), then settled in one statement as days of work would.

#[path = "bed/mod.rs"]
mod bed;
#[path = "spine/floor.rs"]
mod floor;
#[path = "spine/old.rs"]
mod old;
#[path = "spine/searches.rs"]
mod searches;
#[path = "spine/table.rs"]
mod table;

use bed::{Bed, Result};
use chrono::Duration;
use floor::Floor;
use front_desk::devices;
use front_desk::devices::to_items;
use front_desk::rules::requests::{Mark, RequestForm};
use front_desk::rules::visits::{Purpose, VisitForm};
use front_desk::rules::{SlipId, slips};
use front_desk::station::{DeskIntent, Event, GuardIntent, Intent, KioskIntent, KioskPage, Station};
use front_desk::store::Store;
use receipt_printer::{Face, encode, paper};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;
use table::{Figures, Table};

/// Turns of every job at each count of old rows.
const TURNS: usize = 200;
/// Counts of old rows.
const LEVELS: [usize; 3] = [0, 100_000, 1_000_000];
/// Callers at once, numbers each takes in a burst, bursts.
const CALLERS: usize = 8;
const BURST: usize = 25;
const BURSTS: usize = 4;

fn main() -> Result<()> {
    let most = std::env::var("OLD").ok().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let levels: Vec<usize> = LEVELS.into_iter().filter(|n| *n <= most).collect();
    let mut bed = Bed::new()?;
    let mut table = Table::new();
    let mut have = 0;
    for old in levels {
        old::tickets(&mut bed, old - have)?;
        old::visits(&mut bed, old - have)?;
        have = old;
        let mut floor = Floor::open(&bed.store)?;
        let jobs = jobs(&mut bed, &mut floor)?;
        table.jobs(old, &floor.times, &jobs);
        table.callers(old, callers(&mut bed, &mut floor)?);
        if old > 0 {
            searches::ask(&bed, old, &mut table)?;
        }
    }
    table.ratio("take a number: old rows / none", flat(&mut bed)?, 1.2);
    pure(&bed, &mut table)?;
    reopen(bed, &mut table)?;
    table.finish();
    Ok(())
}

/// Every job once a turn, a bare commit before each.
fn jobs(bed: &mut Bed, floor: &mut Floor) -> Result<Figures> {
    let mut figures = Figures::default();
    for _ in 0..TURNS {
        floor.commit()?;
        let [tapped, durable, printed] = bed.take()?;
        figures.add("take a number → bytes", tapped, printed);
        figures.add("· number durable", tapped, durable);

        floor.commit()?;
        let begin = Instant::now();
        bed.handle(Intent::Desk(DeskIntent::CallNext));
        figures.add("call next", begin, Instant::now());
        bed.handle(Intent::Desk(DeskIntent::Finish));

        floor.commit()?;
        let key = bed.open(KioskPage::Request);
        let [tapped, durable, printed] = bed.submit(KioskIntent::LogRequest { key, form: request() })?;
        figures.add("log a request → bytes", tapped, printed);
        figures.add("· request durable", tapped, durable);

        floor.commit()?;
        let key = bed.open(KioskPage::Visit);
        bed.handle(Intent::Kiosk(KioskIntent::Agree));
        let [tapped, durable, printed] = bed.submit(KioskIntent::RegisterVisit { key, form: visit() })?;
        figures.add("register a visit → bytes", tapped, printed);
        figures.add("· visit durable", tapped, durable);
        bed.handle(Intent::Guard(GuardIntent::Leave(key.into())));

        let begin = Instant::now();
        black_box(bed.show());
        figures.add("show all four faces", begin, Instant::now());
    }
    Ok(figures)
}

/// How much longer a number takes over all those old rows than in a store of today, taken turn by turn.
fn flat(bed: &mut Bed) -> Result<f64> {
    let mut fresh = Bed::new()?;
    let mut figures = Figures::default();
    for _ in 0..TURNS {
        for (what, bed) in [("old", &mut *bed), ("fresh", &mut fresh)] {
            let [tapped, _, printed] = bed.take()?;
            figures.add(what, tapped, printed);
            bed.handle(Intent::Desk(DeskIntent::CallNext));
            bed.handle(Intent::Desk(DeskIntent::Finish));
        }
    }
    Ok(figures.median("old") / figures.median("fresh"))
}

/// Numbers a second: all callers together, and the floor alone, burst by burst. Every tap is on a page of its own that
/// was opened before, so that what is counted is deciding and writing, not showing; each number is read back afterwards.
fn callers(bed: &mut Bed, floor: &mut Floor) -> Result<[f64; 2]> {
    let (mut taken, mut ours, mut bare) = (BTreeSet::new(), 0.0, 0.0);
    for _ in 0..BURSTS {
        let begin = Instant::now();
        for _ in 0..CALLERS * BURST {
            floor.commit()?;
        }
        bare += begin.elapsed().as_secs_f64();
        let callers: Vec<Vec<Page>> = (0..CALLERS).map(|_| (0..BURST).map(|_| page(bed)).collect()).collect();
        let now = bed.now;
        let tap = move |pages: Vec<Page>| pages.into_iter().map(|p| p.take(now)).collect::<Vec<_>>();
        let begin = Instant::now();
        let threads: Vec<_> = callers.into_iter().map(|c| std::thread::spawn(move || tap(c))).collect();
        let ends: std::result::Result<Vec<_>, _> = threads.into_iter().map(|t| t.join()).collect();
        ours += begin.elapsed().as_secs_f64();
        let keys = ends.map_err(|_| "a caller panicked")?.into_iter().flatten();
        taken.extend(keys.filter_map(|key| number(&bed.store, key)));
        bed.print()?;
    }
    let all = CALLERS * BURST * BURSTS;
    let last = taken.iter().max().copied().unwrap_or(0);
    let first = taken.iter().min().copied().unwrap_or(0);
    if taken.len() != all || (last - first + 1) as usize != all {
        return Err(format!("{} distinct numbers of {all}, from {first} to {last}", taken.len()).into());
    }
    bed.now += Duration::days(1); // nobody came for those: they are cancelled at the turn of the day
    bed.station.handle(Event::Tick, bed.now);
    Ok([all as f64 / ours, all as f64 / bare])
}

/// The number that stands in the store.
fn number(store: &Store, ticket: uuid::Uuid) -> Option<u32> {
    store.read(|db| db.ticket(ticket.into())).ok()?.map(|t| t.number.n)
}

/// A station over the same store with its page for taking a number open.
struct Page {
    station: Station,
    key: uuid::Uuid,
}

fn page(bed: &Bed) -> Page {
    let (devices, _ends) = devices::Devices::new(devices::Bench::default());
    let (config, house) = (bed.config.station.clone(), bed.config.house.clone());
    let mut station = Station::new(config, house, bed.store.clone(), devices);
    station.handle(Event::Intent(Intent::Kiosk(KioskIntent::Open(KioskPage::Number))), bed.now);
    station.show(bed.now);
    let key = station.views().borrow().kiosk.key;
    Page { station, key }
}

impl Page {
    /// Taps; gives the ticket's key.
    fn take(mut self, now: chrono::DateTime<chrono::FixedOffset>) -> uuid::Uuid {
        let take = KioskIntent::TakeNumber { key: self.key, service: "general".into() };
        self.station.handle(Event::Intent(Intent::Kiosk(take)), now);
        self.key
    }
}

/// What needs no disk: a slip to bytes, bytes to a picture.
fn pure(bed: &Bed, table: &mut Table) -> Result<()> {
    let face = Face::from_bytes(std::fs::read(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/ui/fonts/NotoSansSC-Regular.ttf"
    ))?)?;
    let ticket = old::ticket(bed, 1);
    let slip = slips::ticket(SlipId(ticket.id.0), &ticket, 3, &bed.config.house);
    let profile = &bed.config.profile;
    let bytes = encode(&to_items(&slip), profile, Some(&face)).bytes;
    let mut figures = Figures::default();
    for _ in 0..TURNS {
        let begin = Instant::now();
        black_box(encode(&to_items(black_box(&slip)), profile, Some(&face)));
        figures.add("slip → bytes", begin, Instant::now());
        let begin = Instant::now();
        for sheet in paper::read(&bytes, profile) {
            black_box(sheet.image(&face).to_png()?);
        }
        figures.add("bytes → paper → PNG", begin, Instant::now());
    }
    table.limit(0, &figures, "slip → bytes", [0.1, 0.1]);
    table.limit(0, &figures, "bytes → paper → PNG", [20.0, 20.0]);
    Ok(())
}

/// How long it takes from a store that was closed in good order to what a first page reads.
fn reopen(bed: Bed, table: &mut Table) -> Result<()> {
    let facts = bed.store.read(|db| db.facts())?;
    let Bed { config, store, station, feed, _folder: folder, .. } = bed;
    drop((station, feed, store));
    let mut figures = Figures::default();
    for _ in 0..3 {
        let begin = Instant::now();
        let store = Store::open(folder.path(), config.house.offset)?;
        black_box(store.read(|db| db.waiting())?);
        figures.add("open the store, read a page", begin, Instant::now());
    }
    table.limit(facts as usize, &figures, "open the store, read a page", [100.0, 300.0]);
    Ok(())
}

fn request() -> RequestForm {
    RequestForm {
        kind: String::new(),
        wished: String::new(),
        mark: Some(Mark::Repair),
        unit: ["3".into(), "1".into(), "502".into()],
        name: "示例乙".into(),
        phone: "13900001234".into(),
        matter: "厨房水管漏水".into(),
    }
}

fn visit() -> VisitForm {
    VisitForm {
        name: "测试甲".into(),
        phone: "13800005678".into(),
        unit: ["3".into(), "1".into(), "502".into()],
        purpose: Some(Purpose::Family),
        companions: 1,
        plate: "粤B12345".into(),
        ..VisitForm::default()
    }
}
