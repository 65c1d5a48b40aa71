//! The touch keyboard: letters become candidates, a pick becomes keys for the field that has the focus.

use front_desk::pinyin::{Mode, Typing};
use slint::{ComponentHandle, SharedString};
use std::cell::RefCell;
use std::rc::Rc;

/// A composition and the page of candidates shown.
struct Composing {
    typing: Typing,
    page: usize,
}

pub(super) fn connect(window: &ui::KioskWindow) {
    ui::keys::install(window);
    let state = Rc::new(RefCell::new(Composing { typing: Typing::new(Mode::Text), page: 0 }));
    let keyboard = window.global::<ui::Keyboard<'_>>();
    let on = |act: fn(&mut Composing, &ui::KioskWindow, i32)| {
        let (weak, state) = (window.as_weak(), state.clone());
        move |n: i32| {
            if let Some(window) = weak.upgrade() {
                act(&mut state.borrow_mut(), &window, n);
                show(&window, &state.borrow());
            }
        }
    };
    keyboard.on_pick(on(pick));
    keyboard.on_page(on(|s, _, step| s.page = s.page.saturating_add_signed(step as isize)));
    let backspace = on(|s, _, _| {
        s.typing.backspace_syllable();
        s.page = 0;
    });
    keyboard.on_backspace(move || backspace(0));
    let done = on(|s, _, _| {
        s.typing.clear();
        s.page = 0;
    });
    keyboard.on_done(move || done(0));
    let start = on(|s, _, kind| {
        let mode = if kind == 0 { Mode::Name } else { Mode::Text };
        *s = Composing { typing: Typing::new(mode), page: 0 };
    });
    keyboard.on_started(move |kind| start(i32::from(kind != ui::TextKind::Name)));
    let key = on(|s, window, code| {
        s.page = 0;
        if s.typing.is_empty() {
            s.typing.set_before(&window.global::<ui::Keyboard<'_>>().get_before());
        }
        if let Some(letter) = u32::try_from(code).ok().and_then(char::from_u32) {
            s.typing.key(letter);
        }
    });
    keyboard.on_key(move |letter| letter.chars().for_each(|c| key(c as i32)));
}

/// Commits a candidate of the page shown. The field gets it as keys, so every field works.
fn pick(state: &mut Composing, window: &ui::KioskWindow, index: i32) {
    let absolute = state.page * page_size(window) + usize::try_from(index).unwrap_or(0);
    state.page = 0;
    if let Some(text) = state.typing.pick(absolute) {
        ui::keys::press(window.window(), &text);
    }
}

fn show(window: &ui::KioskWindow, state: &Composing) {
    let keyboard = window.global::<ui::Keyboard<'_>>();
    let size = page_size(window);
    let shown: Vec<SharedString> =
        state.typing.candidates(state.page, size).into_iter().map(SharedString::from).collect();
    keyboard.set_preedit(state.typing.preedit().into());
    keyboard.set_more_before(state.page > 0);
    keyboard.set_more_after((state.page + 1) * size < state.typing.count());
    keyboard.set_candidates(super::station::list(shown));
}

fn page_size(window: &ui::KioskWindow) -> usize {
    usize::try_from(window.global::<ui::Keyboard<'_>>().get_page_size()).unwrap_or(1).max(1)
}

/// Drops what was being composed.
pub(super) fn clear(window: &ui::KioskWindow) {
    let keyboard = window.global::<ui::Keyboard<'_>>();
    keyboard.set_before("".into());
    keyboard.invoke_done();
}
