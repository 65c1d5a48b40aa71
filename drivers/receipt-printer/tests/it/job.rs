//! The job from its first byte to its end, cut at every byte by every event: what a station does with a slip, over the real
//! policy and a printer that gets into any trouble at any place. Nothing waits and no clock is asked: a run is its list of
//! events, and a failure prints the shortest list that fails.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use receipt_printer::profile::Ask;
use receipt_printer::sim::SimPrinter;
use receipt_printer::transport::{ConnectError, ReadError, WriteError};
use receipt_printer::{
    Connect, Item, Level, Limits, Outcome, Printer, Profile, Status, Transport, Why, encode,
};

/// What may happen at a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Event {
    PaperOut,
    CoverOpen,
    CutterStuck,
    CablePulled,
    PowerOff,
    /// Takes no byte any more.
    Stall,
    /// Bytes that are no answer.
    Garbage,
    /// Answers that say "well", to a question nobody asked.
    FalseAnswers,
    /// What it says is heard only after the next question.
    Late,
    /// It says nothing any more.
    Mute,
    /// The trouble is over: paper in, cover closed, cable in, and so on.
    Mended,
}

const EVENTS: [Event; 11] = [
    Event::PaperOut,
    Event::CoverOpen,
    Event::CutterStuck,
    Event::CablePulled,
    Event::PowerOff,
    Event::Stall,
    Event::Garbage,
    Event::FalseAnswers,
    Event::Late,
    Event::Mute,
    Event::Mended,
];

/// A far end with a list of what happens after how many bytes.
#[derive(Clone)]
struct Far(Arc<Mutex<State>>);

struct State {
    sim: SimPrinter,
    events: Vec<(usize, Event)>,
    written: usize,
    late: bool,
    /// What was said and is held back, and what of it may be heard since the last question.
    withheld: Vec<u8>,
    coming: Vec<u8>,
    calls: usize,
}

impl Far {
    fn new(profile: &Profile, events: Vec<(usize, Event)>) -> Self {
        let sim = SimPrinter::new(profile.clone());
        sim.set_patience(Duration::ZERO);
        let state = State {
            sim,
            events,
            written: 0,
            late: false,
            withheld: Vec::new(),
            coming: Vec::new(),
            calls: 0,
        };
        Far(Arc::new(Mutex::new(state)))
    }

    fn mend(&self) {
        let mut state = self.0.lock().unwrap();
        state.events.clear();
        state.happen(Event::Mended);
    }

    /// The sheets that came out whole; with `torn`, also what still hangs on the roll.
    fn paper(&self, torn: bool) -> String {
        let state = self.0.lock().unwrap();
        if torn {
            state.sim.tear();
        }
        state.sim.take_sheets().iter().map(|s| s.grid()).collect()
    }

    fn calls(&self) -> usize {
        std::mem::take(&mut self.0.lock().unwrap().calls)
    }
}

impl State {
    fn happen(&mut self, event: Event) {
        let sim = &self.sim;
        match event {
            Event::PaperOut => sim.paper_out(),
            Event::CoverOpen => sim.open_cover(),
            Event::CutterStuck => sim.jam_cutter(true),
            Event::CablePulled => sim.unplug(),
            Event::PowerOff => sim.power_cycle(),
            Event::Stall => sim.stall(true),
            Event::Garbage => sim.babble(&[0xFF, 0x80, 0x37, 0x10, 0x95, 0x5F, 0x11]),
            Event::FalseAnswers => sim.babble(&[0x12; 4]),
            Event::Late => self.late = true,
            Event::Mute => sim.mute(true),
            Event::Mended => {
                sim.load_paper();
                sim.close_cover();
                sim.jam_cutter(false);
                sim.stall(false);
                sim.mute(false);
                sim.plug();
                self.late = false;
            }
        }
    }

    /// Lets everything happen whose byte has come; gives how many bytes there are until the next.
    fn due(&mut self) -> usize {
        loop {
            let Some(&(at, event)) = self.events.first() else { return usize::MAX };
            if at > self.written {
                return at - self.written;
            }
            self.events.remove(0);
            self.happen(event);
        }
    }
}

struct Line {
    far: Far,
    inner: Box<dyn Transport>,
}

impl Transport for Line {
    fn write(&mut self, bytes: &[u8], _deadline: Duration) -> Result<(), WriteError> {
        let mut accepted = 0;
        while accepted < bytes.len() {
            let until = {
                let mut state = self.far.0.lock().unwrap();
                state.calls += 1;
                // Late: what was said before comes after this question, and before its answers.
                let said = std::mem::take(&mut state.withheld);
                state.coming.extend(said);
                state.due()
            };
            let part = &bytes[accepted..][..until.min(bytes.len() - accepted)];
            let result = self.inner.write(part, Duration::ZERO);
            let taken = result.as_ref().map_or_else(|e| e.accepted, |()| part.len());
            accepted += taken;
            self.far.0.lock().unwrap().written += taken;
            if let Err(e) = result {
                return Err(WriteError { accepted, kind: e.kind });
            }
        }
        self.far.0.lock().unwrap().due();
        Ok(())
    }

    fn read(&mut self, buf: &mut [u8], _timeout: Duration) -> Result<usize, ReadError> {
        let n = self.inner.read(buf, Duration::ZERO)?;
        let mut state = self.far.0.lock().unwrap();
        state.calls += 1;
        let mut heard = std::mem::take(&mut state.coming);
        state.withheld.extend(&buf[..n]);
        if !state.late {
            heard.append(&mut state.withheld);
        }
        let n = heard.len().min(buf.len());
        buf[..n].copy_from_slice(&heard[..n]);
        Ok(n)
    }
}

impl Connect for Far {
    fn connect(&mut self) -> Result<Box<dyn Transport>, ConnectError> {
        let sim = self.0.lock().unwrap().sim.clone();
        let inner = sim.transport()?;
        Ok(Box::new(Line { far: self.clone(), inner }))
    }

    fn place(&self) -> String {
        "far".into()
    }
}

fn slip(marked: bool) -> Vec<u8> {
    let head = if marked { "A017 补打" } else { "A017 正本" };
    let items = [Item::text(head), Item::pair("前面还有", "3 位"), Item::text("完 A017"), Item::Cut];
    encode(&items, &Profile::default(), None).bytes
}

/// No time is waited for; an answer may be late for ever.
fn limits() -> Limits {
    Limits {
        answer: Duration::ZERO,
        settle: Duration::ZERO,
        grace: Duration::ZERO,
        late: Duration::from_secs(3600),
        retry_first: Duration::ZERO,
        retry_most: Duration::ZERO,
        paper_percent: 0,
    }
}

/// How a job ended for its station.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Printed,
    /// Tried twice and in doubt, or never sent: staff decides.
    Staff,
}

/// What a station does with one number: not sent, again; unknown, once more and marked; at most two attempts that sent a byte.
fn carry(far: &Far, printer: &mut Printer) -> Result<End, TestCaseError> {
    let mut marked = false;
    for turn in 0..6 {
        if turn == 3 {
            far.mend(); // somebody came and put everything right
        }
        far.calls();
        let outcome = printer.print(&slip(marked));
        let calls = far.calls();
        prop_assert!(calls < 400, "{calls} calls: a job is bounded");
        match outcome {
            Outcome::Printed { confirmed } => {
                prop_assert!(confirmed <= printer.profile().confirm);
                return Ok(if confirmed == Level::Accepted { End::Staff } else { End::Printed });
            }
            Outcome::NotSent(Why::Status(status)) => prop_assert!(!status.may_print()),
            Outcome::NotSent(Why::Gone(_) | Why::Busy) => {}
            Outcome::NotSent(Why::Withheld) => prop_assert!(false, "nobody here withholds a slip"),
            Outcome::Unknown { accepted, .. } => {
                prop_assert!(accepted <= slip(marked).len());
                if marked {
                    return Ok(End::Staff);
                }
                marked = true;
            }
        }
    }
    Ok(End::Staff)
}

fn check(profile: &Profile, events: Vec<(usize, Event)>) -> Result<(), TestCaseError> {
    let far = Far::new(profile, events);
    let mut printer = Printer::with_limits(far.clone(), profile.clone(), limits());
    printer.status(); // it answered once: from now on silence is doubt
    let end = carry(&far, &mut printer)?;
    let before = far.paper(false);
    far.mend();
    printer.status();
    let paper = before.clone() + &far.paper(true);
    let (first, second) = (paper.matches("A017 正").count(), paper.matches("A017 补").count());
    prop_assert!(first <= 1 && second <= 1, "{first} unmarked, {second} marked:\n{paper}");
    if end == End::Printed {
        prop_assert!(before.contains("完 A017"), "called printed and not on paper:\n{before}");
    }
    Ok(())
}

fn profiles() -> impl Iterator<Item = Profile> {
    let levels = [Level::Status, Level::Echo, Level::ProcessId].into_iter();
    let plain = levels.map(|confirm| Profile { confirm, ..Profile::default() });
    plain.chain([Profile { confirm: Level::ProcessId, can_clear: true, ..Profile::default() }])
}

/// One event at every byte of the whole talk, on every rung of the ladder.
#[test]
fn every_event_at_every_byte() {
    let end = slip(true).len() * 2 + 120;
    for profile in profiles() {
        for event in EVENTS {
            for at in 0..end {
                let told =
                    format!("{event:?} at byte {at}, {:?}, clear {}", profile.confirm, profile.can_clear);
                check(&profile, vec![(at, event)]).unwrap_or_else(|e| panic!("{told}: {e}"));
            }
        }
    }
}

/// A printer that cannot be asked is believed on acceptance alone; what holds is that nothing stands twice unmarked.
#[test]
fn a_printer_that_cannot_be_asked_is_never_doubled_in_silence() {
    let profile = Profile { ask: Ask::Never, confirm: Level::Accepted, ..Profile::default() };
    for event in EVENTS {
        for at in 0..slip(false).len() + 20 {
            check(&profile, vec![(at, event)]).unwrap_or_else(|e| panic!("{event:?} at byte {at}: {e}"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Several events at any places.
    #[test]
    fn any_events_at_any_bytes(
        level in 0usize..4,
        mut events in proptest::collection::vec((0usize..420, prop::sample::select(&EVENTS[..])), 1..7),
    ) {
        events.sort_by_key(|(at, _)| *at);
        // Who forges exactly the answers that are held back cannot be told from a printer that is well.
        if events.iter().any(|(_, e)| matches!(e, Event::Late | Event::Mute)) {
            events.retain(|(_, e)| *e != Event::FalseAnswers);
        }
        let profile = profiles().nth(level).unwrap();
        check(&profile, events)?;
    }
}

/// The other side of the invariants: without trouble a job ends printed, once, unmarked.
#[test]
fn without_trouble_it_is_printed_once() {
    for profile in profiles() {
        let far = Far::new(&profile, Vec::new());
        let mut printer = Printer::with_limits(far.clone(), profile, limits());
        assert_eq!(printer.status(), Status::Ready);
        assert_eq!(carry(&far, &mut printer).unwrap(), End::Printed);
        let paper = far.paper(true);
        assert_eq!((paper.matches("A017 正").count(), paper.matches("补打").count()), (1, 0));
    }
}
