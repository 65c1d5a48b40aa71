//! The faces: a view becomes a page's properties, a page's callback becomes an intent. Nothing is decided here.
//!
//! One file a noun, as in every layer: `visits.rs`, `requests.rs`, `queue.rs` are the kiosk's pages of that name.

mod bench;
mod board;
mod desk;
mod desk_requests;
mod guard;
mod guests;
mod help;
mod homes;
mod intake;
mod keyboard;
mod kiosk;
mod leaving;
mod lobby;
mod printer;
mod progress;
mod queue;
mod requests;
mod slips;
mod staff;
mod station;
mod visits;
mod words;

use front_desk::config::{Config, Face};
use front_desk::station::{Event, Intent, View};
use slint::{ComponentHandle, PlatformError, TimerMode};
pub(crate) use staff::End;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use ui::headless::Part;
use uuid::Uuid;

/// How a face sends what a person wants. Never waits: a station with 256 intents in its inbox is not helped by one more.
#[derive(Clone)]
pub(crate) struct Wire(mpsc::Sender<Event>);

impl Wire {
    pub(crate) fn new(events: mpsc::Sender<Event>) -> Wire {
        Wire(events)
    }

    pub(crate) fn send(&self, intent: Intent) {
        if let Err(e) = self.0.try_send(Event::Intent(intent)) {
            tracing::warn!(cause = %e, "an intent was dropped");
        }
    }
}

/// The key of the kiosk's page now shown; an intent carries it back.
type Key = Rc<Cell<Uuid>>;

/// The open windows of this process.
pub(crate) struct Faces {
    pub(crate) kiosk: Option<kiosk::Kiosk>,
    pub(crate) desk: Option<desk::Desk>,
    pub(crate) guard: Option<ui::GuardWindow>,
    pub(crate) board: Option<ui::BoardWindow>,
    pub(crate) bench: Option<ui::BenchWindow>,
    views: watch::Receiver<View>,
    shown: Option<View>,
    end: Rc<Cell<Option<End>>>,
}

impl Faces {
    /// Makes the windows that the config asks for, and the bench where this process works a simulator: not beside a locked
    /// kiosk, where it would lie over it. None is shown yet.
    pub(crate) fn new(
        config: &Config,
        wire: &Wire,
        views: watch::Receiver<View>,
        benched: bool,
    ) -> Result<Faces, PlatformError> {
        let house = Rc::new(config.house.clone());
        let end = Rc::default();
        let open = |face| config.station.faces.contains(&face);
        let on_bench = benched && config.station.simulates() && !config.station.locked;
        let faces = Faces {
            kiosk: open(Face::Kiosk).then(|| kiosk::Kiosk::new(wire, &house, &end)).transpose()?,
            desk: open(Face::Desk).then(|| desk::Desk::new(wire, &house)).transpose()?,
            guard: open(Face::Guard).then(|| guard::open(wire)).transpose()?,
            board: open(Face::Board).then(|| board::open(&house)).transpose()?,
            bench: on_bench.then(|| bench::open(wire)).transpose()?,
            views,
            shown: None,
            end,
        };
        // Every process begins in the pages' own language. The toolkit would take the one nearest to the machine's, and for
        // zh_CN, which has no translation because it needs none, that is 繁體.
        if let Err(e) = ui::language::choose("zh_CN") {
            tracing::error!(cause = %e, "the language of the pages");
        }
        Ok(faces)
    }

    /// Shows every window.
    pub(crate) fn show(&self) -> Result<(), PlatformError> {
        self.kiosk.as_ref().map_or(Ok(()), |w| w.window.show())?;
        self.desk.as_ref().map_or(Ok(()), |w| w.window.show())?;
        self.guard.as_ref().map_or(Ok(()), ui::GuardWindow::show)?;
        self.board.as_ref().map_or(Ok(()), ui::BoardWindow::show)?;
        self.bench.as_ref().map_or(Ok(()), ui::BenchWindow::show)
    }

    /// Puts the newest view onto the pages. What has not changed is not touched, so lists keep their place; the first
    /// time everything is, because pages begin with the gallery's samples.
    pub(crate) fn apply(&mut self) {
        let view = self.views.borrow_and_update().clone();
        let old = self.shown.replace(view.clone());
        let station = old.as_ref().is_none_or(|old| old.station != view.station).then_some(&*view.station);
        if let Some(kiosk) = &mut self.kiosk {
            kiosk.apply(&Change::new(&*view.kiosk, old.as_ref().map(|o| &*o.kiosk)), station);
        }
        if let Some(desk) = &self.desk {
            desk.apply(&Change::new(&*view.desk, old.as_ref().map(|o| &*o.desk)), station);
        }
        if let Some(window) = &self.guard {
            guard::apply(window, &Change::new(&*view.guard, old.as_ref().map(|o| &*o.guard)), station);
        }
        if let Some(window) = &self.board {
            board::apply(window, &Change::new(&*view.board, old.as_ref().map(|o| &*o.board)), station);
        }
        if let Some(window) = &self.bench {
            bench::apply(window, &Change::new(&*view.bench, old.as_ref().map(|o| &*o.bench)));
        }
    }
}

/// A view and the one shown before it.
pub(crate) struct Change<'v, V> {
    /// What is to be shown.
    pub(crate) view: &'v V,
    old: Option<&'v V>,
}

impl<'v, V> Change<'v, V> {
    fn new(view: &'v V, old: Option<&'v V>) -> Self {
        Change { view, old }
    }

    /// What was shown before; none the first time.
    pub(crate) fn old(&self) -> Option<&V> {
        self.old
    }

    /// Whether a part has to be shown anew.
    pub(crate) fn of<T: PartialEq + ?Sized>(&self, part: impl Fn(&V) -> &T) -> bool {
        self.old.is_none_or(|old| part(old) != part(self.view))
    }
}

/// How often somebody who asked is told where the kiosk can be tapped.
const TOLD_EVERY: Duration = Duration::from_millis(50);

/// Opens the windows on this machine's display and runs until the last one is closed. `told` hears what stands on the
/// kiosk and where; nobody asks for it but tests that drive the real window.
pub(crate) fn run(
    config: &Config,
    wire: &Wire,
    views: watch::Receiver<View>,
    benched: bool,
    told: Option<impl FnMut(Vec<Part>) + 'static>,
) -> Result<End, PlatformError> {
    let mut faces = Faces::new(config, wire, views.clone(), benched)?;
    let end = faces.end.clone();
    faces.apply();
    if let Some(kiosk) = faces.kiosk.as_ref().filter(|_| config.station.locked) {
        staff::lock(&kiosk.window);
    }
    faces.show()?;
    let telling = slint::Timer::default();
    if let (Some(mut told), Some(kiosk)) = (told, &faces.kiosk) {
        let window = kiosk.window.as_weak();
        telling.start(TimerMode::Repeated, TOLD_EVERY, move || {
            if let Some(window) = window.upgrade() {
                told(ui::headless::parts(&window));
            }
        });
    }
    let lost = end.clone();
    let following = slint::spawn_local(async move {
        follow(views, || faces.apply()).await;
        // Whatever ended it: a page that answers no tap, with somebody's words on it, is worse than none.
        lost.set(Some(End::Lost));
        if let Err(e) = slint::quit_event_loop() {
            tracing::error!(cause = %e, "leaving the faces");
        }
    });
    if let Err(e) = following {
        tracing::error!(cause = %e, "the faces cannot follow the station");
    }
    slint::run_event_loop()?;
    Ok(End::of(end.get(), config.station.locked))
}

/// Applies what the station tells until it is gone.
async fn follow(mut news: watch::Receiver<View>, mut apply: impl FnMut()) {
    while news.changed().await.is_ok() {
        news.mark_unchanged();
        apply();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Waker};

    #[test]
    fn faces_follow_the_station_until_it_is_gone() {
        let (station, views) = watch::channel(View::default());
        station.send_replace(View::default());
        let mut told = 0;
        let mut station = Some(station);
        let mut following = Box::pin(follow(views, || {
            told += 1;
            drop(station.take());
        }));
        let ended = following.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        drop(following);
        assert!(ended.is_ready() && told == 1, "told {told} times: {ended:?}");
    }
}
