//! The table: figures gathered by name, printed as they come, each with its target beside it.

use std::time::Instant;

/// Milliseconds of one kind.
#[derive(Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn add(&mut self, begin: Instant, end: Instant) {
        self.0.push(end.duration_since(begin).as_secs_f64() * 1_000.0);
    }

    pub(crate) fn median(&self) -> f64 {
        self.share(0.5)
    }

    /// The time that this share of all stayed within.
    pub(crate) fn share(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    }
}

/// Times by name, in the order in which the names first came.
#[derive(Default)]
pub(crate) struct Figures(Vec<(&'static str, Times)>);

impl Figures {
    pub(crate) fn add(&mut self, what: &'static str, begin: Instant, end: Instant) {
        match self.0.iter_mut().find(|(name, _)| *name == what) {
            Some((_, times)) => times.add(begin, end),
            None => {
                self.0.push((what, Times::default()));
                self.add(what, begin, end);
            }
        }
    }

    pub(crate) fn median(&self, what: &str) -> f64 {
        self.0.iter().find(|(name, _)| *name == what).map_or(f64::NAN, |(_, times)| times.median())
    }
}

/// Targets in medians of the floor.
const TARGETS: &[(&str, f64)] = &[
    ("take a number → bytes", 3.0),
    ("call next", 2.0),
    ("log a request → bytes", 4.0),
    ("register a visit → bytes", 4.0),
];

/// The table as it is printed, and which targets held.
pub(crate) struct Table {
    held: usize,
    over: Vec<String>,
}

impl Table {
    pub(crate) fn new() -> Table {
        println!(
            "{:36} {:>9} {:>9} {:>9} {:>8} {:>8}  target",
            "what", "old rows", "p50 ms", "p99 ms", "× floor", "p99 ×"
        );
        Table { held: 0, over: Vec::new() }
    }

    /// Jobs of one level, and the floor that was taken between them.
    pub(crate) fn jobs(&mut self, old: usize, floor: &Times, jobs: &Figures) {
        let (middle, worst) = (floor.median(), floor.share(0.99));
        let line = |what: &str, times: &Times, verdict: &str| {
            let (p50, p99) = (times.median(), times.share(0.99));
            let (by, by_worst) = (p50 / middle, p99 / worst);
            println!("{what:36} {old:>9} {p50:>9.3} {p99:>9.3} {by:>8.2} {by_worst:>8.2}  {verdict}");
        };
        line("floor: a bare one-row commit", floor, "");
        for (what, times) in &jobs.0 {
            let target = TARGETS.iter().find(|(name, _)| name == what);
            let by = times.median() / middle;
            let verdict = target
                .map(|(_, most)| self.verdict(what, old, by, by <= *most, &format!("≤ {most} × floor")));
            line(what, times, &verdict.unwrap_or_default());
        }
    }

    /// Numbers a second, ours and the floor's.
    pub(crate) fn callers(&mut self, old: usize, [ours, bare]: [f64; 2]) {
        let share = ours / bare;
        let what = "8 callers: numbers a second";
        let verdict = self.verdict(what, old, share, share >= 0.5, "≥ 0.5 × the floor's");
        println!("{what:36} {old:>9} {ours:>9.0} {bare:>9.0} {share:>8.2} {:>8}  {verdict}", "");
    }

    pub(crate) fn ratio(&mut self, what: &str, is: f64, most: f64) {
        let verdict = self.verdict(what, 0, is, is <= most, &format!("≤ {most}"));
        println!("{what:36} {:>9} {:>9} {:>9} {is:>8.2} {:>8}  {verdict}", "", "", "", "");
    }

    /// One figure with limits in ms for the median and for the 99th of a hundred.
    pub(crate) fn limit(&mut self, old: usize, figures: &Figures, what: &str, [p50, p99]: [f64; 2]) {
        let Some((_, times)) = figures.0.iter().find(|(name, _)| *name == what) else { return };
        let (middle, worst) = (times.median(), times.share(0.99));
        let verdict = if p50.is_finite() {
            self.verdict(what, old, middle, middle <= p50, &format!("≤ {p50} ms"))
        } else {
            self.verdict(what, old, worst, worst <= p99, &format!("≤ {p99} ms at p99"))
        };
        println!("{what:36} {old:>9} {middle:>9.3} {worst:>9.3} {:>8} {:>8}  {verdict}", "", "");
    }

    /// Which targets held, in one line, and which did not.
    pub(crate) fn finish(&self) {
        println!("{} targets held, {} did not", self.held, self.over.len());
        self.over.iter().for_each(|over| println!("  over: {over}"));
    }

    fn verdict(&mut self, what: &str, old: usize, is: f64, held: bool, target: &str) -> String {
        if held {
            self.held += 1;
        } else {
            self.over.push(format!("{what}, {old} old rows: {is:.2}, target {target}"));
        }
        format!("{target}: {}", if held { "ok" } else { "OVER" })
    }
}
