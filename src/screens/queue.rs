//! The kiosk's number page: a first question where the house has one, then one tap, one number.

use super::station::{count, list, notice};
use super::{Key, Wire};
use front_desk::rules::house::Topic;
use front_desk::rules::{House, Refusal};
use front_desk::station::{Ahead, Intent, KioskIntent, Notice, ServiceRow};
use slint::{ComponentHandle, SharedString};
use std::cell::RefCell;
use std::rc::Rc;

/// What the page is about: the services as the station last told them, and the topic that was chosen.
#[derive(Default)]
pub(crate) struct Asked {
    services: Vec<ServiceRow>,
    topics: Vec<Topic>,
    topic: Option<usize>,
}

/// Shared by the page's callbacks and by what the station tells.
pub(crate) type Asking = Rc<RefCell<Asked>>;

pub(super) fn connect(window: &ui::KioskWindow, wire: &Wire, key: &Key, house: &House) -> Asking {
    let asking = Rc::new(RefCell::new(Asked { topics: house.topics.clone(), ..Asked::default() }));
    let number = window.global::<ui::Number<'_>>();
    let (to, key, weak) = (wire.clone(), key.clone(), window.as_weak());
    number.on_take(move |code| {
        if let Some(window) = weak.upgrade() {
            window.global::<ui::Number<'_>>().set_busy(true);
        }
        to.send(Intent::Kiosk(KioskIntent::TakeNumber { key: key.get(), service: code.into() }));
    });
    let choose = |topic: fn(i32) -> Option<usize>| {
        let (weak, asking) = (window.as_weak(), asking.clone());
        move |i| {
            asking.borrow_mut().topic = topic(i);
            if let Some(window) = weak.upgrade() {
                show(&window, &asking.borrow());
            }
        }
    };
    number.on_choose(choose(|i| usize::try_from(i).ok()));
    let back = choose(|_| None);
    number.on_back(move || back(0));
    asking
}

/// The station told what can be had; another opening of the page begins with the first question.
pub(super) fn apply(window: &ui::KioskWindow, asking: &Asking, before: Ahead, services: &[ServiceRow]) {
    window.global::<ui::Number<'_>>().set_ahead(ahead(before));
    let mut asked = asking.borrow_mut();
    asked.services = services.to_vec();
    show(window, &asked);
}

/// The next person is asked from the start.
pub(super) fn clear(window: &ui::KioskWindow, asking: &Asking) {
    asking.borrow_mut().topic = None;
    show(window, &asking.borrow());
}

fn show(window: &ui::KioskWindow, asked: &Asked) {
    let of = |topic: &Topic| -> Vec<&ServiceRow> {
        asked.services.iter().filter(|s| topic.services.contains(&s.code)).collect()
    };
    let chosen = asked.topic.and_then(|i| asked.topics.get(i));
    let rows: Vec<ui::Service> = match chosen {
        Some(topic) => of(topic).into_iter().map(|s| service(s, None)).collect(),
        None if asked.topics.is_empty() => asked.services.iter().map(|s| service(s, None)).collect(),
        None if asked.services.is_empty() => Vec::new(),
        None => asked.topics.iter().map(|topic| several(topic, &of(topic))).collect(),
    };
    let number = window.global::<ui::Number<'_>>();
    number.set_services(list(rows));
    number.set_first(chosen.is_none() && !asked.topics.is_empty());
    number.set_deeper(chosen.is_some());
}

/// Who is called before a number, for the pages.
pub(super) fn ahead(ahead: Ahead) -> ui::Ahead {
    let (low, high) = ahead.range.map_or((-1, -1), |(low, high)| (count(low), count(high)));
    ui::Ahead { people: count(ahead.people), low, high }
}

fn service(s: &ServiceRow, name: Option<&str>) -> ui::Service {
    let told = [&s.whom, &s.bring].into_iter().find(|t| !t.is_empty());
    ui::Service {
        code: s.code.as_str().into(),
        name: name.unwrap_or(&s.name).into(),
        letter: s.series.as_str().into(),
        open: s.closed.is_none(),
        about: list(told.into_iter().map(SharedString::from).collect()),
        closed: notice(s.closed.clone().map(Notice::Refused).as_ref()),
        left: s.left.map_or(-1, count),
    }
}

/// Where none of several services is open: what is said of the one that opens first.
fn opens_first(services: &[&ServiceRow]) -> Option<Refusal> {
    let closed: Option<Vec<_>> = services.iter().map(|s| s.closed.clone()).collect();
    closed?.into_iter().min_by_key(|refusal| match refusal {
        Refusal::ServiceClosed { tomorrow, at } => (u8::from(*tomorrow), at.clone()),
        Refusal::ServiceClosedUntil { at } => (2, at.clone()),
        _ => (3, String::new()),
    })
}

/// A topic: with one service it is that service under a person's words; with more, the next page asks which.
fn several(topic: &Topic, services: &[&ServiceRow]) -> ui::Service {
    if let [one] = services {
        return service(one, Some(&topic.name));
    }
    ui::Service {
        name: topic.name.as_str().into(),
        about: list(services.iter().map(|s| SharedString::from(&s.name)).collect()),
        open: services.iter().any(|s| s.closed.is_none()),
        closed: notice(opens_first(services).map(Notice::Refused).as_ref()),
        left: -1,
        ..ui::Service::default()
    }
}
