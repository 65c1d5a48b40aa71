//! Everything a bored child does: fingers anywhere, two at once, keys, a scanner's long lines, megabytes pasted, cards.
//! Seeded: the seed is printed, and `MONKEY_SEED` runs it again.

use super::lobby::Lobby;
use front_desk::devices::CardTrouble;
use front_desk::rules::people::{IdNumber, PersonName};
use front_desk::rules::visits::CardHolder;
use front_desk::station::{DoneKind, Event};
use slint::platform::{Key, WindowEvent};
use slint::{ComponentHandle, SharedString};
use std::collections::BTreeSet;
use ui::headless::{self, AccessibleRole, Finger, Part};

const EVENTS: u32 = 10_000;
/// After so many events it must find home again.
const STRETCH: u32 = 250;
/// Taps that must lead home from anywhere.
const WAY_HOME: usize = 12;
/// What leads back, on one page or another; the most thorough first.
const BACK: [&str; 13] = [
    "完成",
    "记住号码了，让下一位用",
    "回首页",
    "返回首页",
    "返回",
    "不用了",
    "取消",
    "关闭",
    "知道了",
    "不离开",
    "先不",
    "好了",
    "不呼叫",
];
const SIZE: [f32; 2] = [1080., 1920.];

/// The same numbers every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 16) % u64::from(limit)).unwrap()
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(u32::try_from(all.len()).unwrap()) as usize]
    }

    fn place(&mut self) -> [f32; 2] {
        [self.below(SIZE[0] as u32) as f32, self.below(SIZE[1] as u32) as f32]
    }
}

struct Monkey {
    lobby: Lobby,
    dice: Dice,
    /// What could be tapped when it looked last.
    seen: Vec<Part>,
    /// Labels of what was achieved.
    achieved: BTreeSet<String>,
    sheets: Vec<String>,
}

#[test]
fn ten_thousand_random_events_do_no_harm() {
    let seed = std::env::var("MONKEY_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(20_261_121);
    println!("MONKEY_SEED={seed}");
    let lobby = Lobby::new(SIZE[0], SIZE[1]);
    let mut monkey =
        Monkey { lobby, dice: Dice(seed), seen: Vec::new(), achieved: BTreeSet::new(), sheets: Vec::new() };
    for event in 0..EVENTS {
        if event % 40 == 0 {
            monkey.look();
        }
        let tickets = monkey.tickets();
        monkey.act();
        let taken = monkey.tickets().saturating_sub(tickets);
        assert!(taken <= 1, "event {event}: {taken} tickets for one tap");
        monkey.note();
        if event % 50 == 0 {
            monkey.print();
        }
        if event % STRETCH == STRETCH - 1 {
            monkey.home(event);
        }
    }
    monkey.print();
    monkey.settle_accounts();
}

impl Monkey {
    fn look(&mut self) {
        let acts = |part: &Part| {
            part.enabled && matches!(part.role, AccessibleRole::Button | AccessibleRole::TextInput)
        };
        self.seen = headless::parts(self.lobby.window()).into_iter().filter(acts).collect();
    }

    fn act(&mut self) {
        match self.dice.below(100) {
            0..25 => {
                let at = self.dice.place();
                self.tap(0, at);
            }
            25..68 => {
                if let Some(at) = (!self.seen.is_empty()).then(|| center(self.dice.of(&self.seen))) {
                    self.tap(0, at);
                }
            }
            68..76 => self.drag(),
            76..82 => self.two_fingers(),
            82..91 => self.key(),
            91..95 => self.scan(),
            95..97 => self.card(),
            97..99 => {
                let seconds = i64::from(self.dice.below(4) + 1);
                self.lobby.wait(seconds);
            }
            _ => {
                let seconds = i64::from(self.dice.below(90));
                self.lobby.wait(seconds);
            }
        }
        self.lobby.answer();
    }

    fn tap(&mut self, finger: i32, at: [f32; 2]) {
        headless::finger(self.lobby.window(), finger, at, Finger::Down);
        headless::finger(self.lobby.window(), finger, at, Finger::Up);
    }

    fn drag(&mut self) {
        let (from, to) = (self.dice.place(), self.dice.place());
        let window = self.lobby.window();
        headless::finger(window, 0, from, Finger::Down);
        for step in 1..=4 {
            let part = |a: f32, b: f32| a + (b - a) * step as f32 / 4.;
            headless::finger(window, 0, [part(from[0], to[0]), part(from[1], to[1])], Finger::Along);
        }
        headless::finger(window, 0, to, if self.dice.below(8) == 0 { Finger::Lost } else { Finger::Up });
    }

    /// Two fingers on two places, lifted in either order; often on two buttons.
    fn two_fingers(&mut self) {
        let two = |dice: &mut Dice, seen: &[Part]| match dice.below(2) {
            0 if !seen.is_empty() => center(dice.of(seen)),
            _ => dice.place(),
        };
        let (a, b) = (two(&mut self.dice, &self.seen), two(&mut self.dice, &self.seen));
        let window = self.lobby.window();
        headless::finger(window, 0, a, Finger::Down);
        headless::finger(window, 1, b, Finger::Down);
        if self.dice.below(2) == 0 {
            headless::finger(window, 1, a, Finger::Along);
        }
        let first = i32::try_from(self.dice.below(2)).unwrap();
        headless::finger(window, first, if first == 0 { a } else { b }, Finger::Up);
        headless::finger(window, 1 - first, if first == 0 { b } else { a }, Finger::Up);
    }

    fn key(&mut self) {
        const KEYS: [Key; 14] = [
            Key::Tab,
            Key::Return,
            Key::Backspace,
            Key::Escape,
            Key::Delete,
            Key::LeftArrow,
            Key::RightArrow,
            Key::UpArrow,
            Key::Home,
            Key::End,
            Key::F4,
            Key::Alt,
            Key::Control,
            Key::Menu,
        ];
        let text = match self.dice.below(4) {
            0 => SharedString::from(*self.dice.of(&KEYS)),
            1 => SharedString::from(*self.dice.of(&['测', '京', '\u{202e}', '😀', '\u{7f}', '\u{1b}', ' '])),
            _ => SharedString::from(char::from(b'0' + u8::try_from(self.dice.below(75)).unwrap())),
        };
        self.send(text);
    }

    fn send(&mut self, text: SharedString) {
        let window = self.lobby.window().window();
        window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        window.dispatch_event(WindowEvent::KeyReleased { text });
    }

    /// A scanner types: a code, half a line, rubbish, and seldom far too much, at once or key by key.
    fn scan(&mut self) {
        let line = match self.dice.below(40) {
            0 => return self.send("彩".repeat(1 << 20).into()),
            1 => "7".repeat(1 << 12),
            2..8 => "V-1121-0".into(),
            8..16 => "R20261121-001\n".into(),
            16..24 => "13800000000\n".into(),
            _ => format!("{}\n", "A1-".repeat(self.dice.below(60) as usize)),
        };
        ui::keys::press(self.lobby.window().window(), &line);
    }

    fn card(&mut self) {
        let names = ["测试甲", "示例乙", "欧阳测试"];
        let name: &str = self.dice.of::<&str>(&names);
        let name = PersonName::parse(name).unwrap();
        let number = IdNumber::parse("110000199003071231").ok().filter(|_| self.dice.below(4) > 0);
        let event = match self.dice.below(5) {
            0 => Event::CardTrouble(CardTrouble::LiftAndReplace),
            1 => Event::CardTrouble(CardTrouble::ReaderFault),
            2 => Event::Reading,
            _ => Event::Card(Box::new(CardHolder { name, number })),
        };
        self.lobby.tell(event);
    }

    /// Numbers taken and not called, which here is all of them.
    fn tickets(&self) -> u32 {
        self.lobby.store.read(|db| Ok(db.waiting()?.iter().map(|w| w.waiting).sum())).unwrap()
    }

    /// Remembers what the page says was achieved.
    fn note(&mut self) {
        let view = self.lobby.view();
        match view.kiosk.done.as_ref().map(|done| &done.kind) {
            Some(
                DoneKind::Ticket { label, .. }
                | DoneKind::Pass { label, .. }
                | DoneKind::Receipt { label, .. },
            ) => {
                self.achieved.insert(label.clone());
            }
            // Nothing comes out for who waits, is sent to the desk, or leaves.
            Some(DoneKind::Waiting { .. } | DoneKind::ToDesk { .. } | DoneKind::Left { .. }) | None => {}
        }
    }

    fn print(&mut self) {
        self.lobby.print();
        self.sheets.extend(self.lobby.sim.take_sheets().iter().map(|sheet| sheet.grid()));
    }

    /// From wherever it is, taps on what says so lead home; every other time the clock does.
    fn home(&mut self, event: u32) {
        if event % (2 * STRETCH) > STRETCH {
            // Who waits for a household's word is waited for longer.
            let left = self.lobby.view().kiosk.seconds_left.map_or(self.lobby.idle, i64::from);
            self.lobby.wait(left + 1);
            assert!(self.lobby.at_home(), "event {event}: the time ran out and it is not home");
            return;
        }
        ui::language::choose("zh_CN").unwrap();
        let mut way = Vec::new();
        for _ in 0..WAY_HOME {
            if self.lobby.at_home() {
                return;
            }
            self.look();
            let back = BACK.iter().find_map(|label| self.seen.iter().find(|part| part.label == *label));
            let Some(back) = back.cloned() else { break };
            way.push(back.label.clone());
            self.tap(0, center(&back));
            self.lobby.answer();
        }
        let there: Vec<&str> = self.seen.iter().map(|part| part.label.as_str()).collect();
        let page = self.lobby.view().kiosk.page;
        assert!(
            self.lobby.at_home(),
            "event {event}: {page:?} is a dead end after {way:?}; there: {there:?}"
        );
    }

    /// What was shown was printed once, what was printed was shown, and the store holds.
    fn settle_accounts(&self) {
        println!("{} achieved, {} slips", self.achieved.len(), self.sheets.len());
        assert!(!self.achieved.is_empty(), "it achieved nothing: the proof is empty");
        assert_eq!(self.sheets.len(), self.achieved.len(), "{:?}\n{}", self.achieved, self.sheets.join("\n"));
        for label in &self.achieved {
            let bears = |sheet: &&String| sheet.replace(' ', "").contains(label.as_str());
            assert_eq!(self.sheets.iter().filter(bears).count(), 1, "{label}");
        }
        assert_eq!(self.lobby.store.verify().unwrap().broken, None);
        let facts = self.lobby.store.read(|db| db.facts()).unwrap();
        assert!(facts as usize >= self.achieved.len());
        let waiting = self.tickets();
        self.lobby.store.rebuild().unwrap();
        assert_eq!(self.tickets(), waiting);
    }
}

fn center(part: &Part) -> [f32; 2] {
    [part.area[0] + part.area[2] / 2., part.area[1] + part.area[3] / 2.]
}
