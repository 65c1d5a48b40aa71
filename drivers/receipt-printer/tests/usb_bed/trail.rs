//! The promise itself, over the real USB code: forty numbers through every trouble at many places, by the rule that a
//! station keeps (not sent: again; unknown: once more, marked), and then what stands on the paper: every number, whole;
//! none twice unless the second says 补打.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use receipt_printer::{Item, Level, Outcome, Printer, Profile, Status, encode};

use super::far::{order, say};
use super::scenes::{LONG, printer};

pub(crate) const SCENES: &[(&str, fn())] = &[("every_number_once_or_marked", every_number_once_or_marked)];

/// What is done before the first attempt at a number, and after it; `N` is a place within the slip.
const TROUBLES: &[(&str, &str)] = &[
    ("status", "status"),
    ("unplug after N", "plug"),
    ("paper out after N", "paper in"),
    ("halt out after N", "status"),
    ("cover open", "cover close"),
    ("unplug", "plug"),
    ("power cycle", "status"),
    ("paper out", "paper in"),
];
/// These wait for a slip's whole deadline, so they come seldom.
const SLOW: (&str, &str) = ("stall after N", "go");

fn number(n: usize) -> String {
    format!("A{n:03}")
}

fn slip(n: usize, marked: bool) -> Vec<u8> {
    let head = format!("{} {}", number(n), if marked { "补打" } else { "正本" });
    let items = [
        Item::text(head),
        Item::pair("前面还有", "3 位"),
        Item::text("请带好身份证、门禁卡，在休息区等候叫号。"),
        Item::text(format!("完 {}", number(n))),
        Item::Cut,
    ];
    encode(&items, &Profile::default(), None).bytes
}

fn await_ready(printer: &mut Printer) {
    let end = Instant::now() + LONG;
    while printer.status() != Status::Ready {
        assert!(Instant::now() < end, "not ready: {:?}", printer.absence());
        printer.watch(Duration::from_millis(300));
    }
}

/// Prints one number as a station does; `true` where it had to be printed once more, marked.
fn deliver(printer: &mut Printer, n: usize, mend: &str) -> bool {
    let mut marked = false;
    for attempt in 0..3 {
        let outcome = printer.print(&slip(n, marked));
        if attempt == 0 {
            order(mend);
        }
        match outcome {
            Outcome::Printed { confirmed } => {
                assert_eq!(confirmed, Level::ProcessId);
                return marked;
            }
            Outcome::NotSent(_) => {}
            Outcome::Unknown { .. } => {
                assert!(!marked, "{}: in doubt twice, with one trouble", number(n));
                marked = true;
            }
        }
        await_ready(printer);
    }
    panic!("{} was never printed", number(n))
}

fn every_number_once_or_marked() {
    let mut printer = printer(Level::ProcessId);
    await_ready(&mut printer);
    let mut marked = Vec::new();
    for n in 0..40 {
        let (trouble, mend) = if n == 17 { SLOW } else { TROUBLES[n % TROUBLES.len()] };
        // Questions first, 12 bytes; then zeros that close a cut command, or the slip itself, at another place each time.
        order(&trouble.replace('N', &(13 + n * 29 % slip(n, false).len()).to_string()));
        if deliver(&mut printer, n, mend) {
            marked.push(n);
        }
    }
    let trail = say("trail");
    let words: Vec<&str> = trail.split(' ').collect();
    let mut heads: BTreeMap<&str, Vec<bool>> = BTreeMap::new();
    for (at, word) in words.iter().enumerate().filter(|(_, w)| w.starts_with('A')) {
        if at == 0 || words[at - 1] != "完" {
            heads.entry(word).or_default().push(words.get(at + 1) == Some(&"补打"));
        }
    }
    for n in 0..40 {
        let name = number(n);
        let ends = words.windows(2).filter(|w| w[0] == "完" && w[1] == name).count();
        assert!(ends >= 1, "{name} does not stand on the paper whole: {trail}");
        let heads = &heads[name.as_str()];
        assert!(heads.len() <= 2 && heads.iter().skip(1).all(|m| *m), "{name} twice, unmarked: {trail}");
        assert_eq!(heads.iter().any(|m| *m), marked.contains(&n), "{name}");
    }
    let twice = heads.values().filter(|h| h.len() == 2).count();
    println!("40 numbers, {} marked, {twice} of them seen twice", marked.len());
    assert!((10..30).contains(&marked.len()), "the troubles did happen");
}
