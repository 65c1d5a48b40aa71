//! The touch keyboard: letters become candidates, a pick becomes keys for the field that has the focus.
//!
//! The letters of a composition stand in the field itself while they are typed, as on a telephone, and a pick writes the
//! word over them. So there is nothing to lose: whoever goes to another field, back, forward, or for help with letters not
//! yet picked finds them where they were typed. They stay letters: a word that nobody picked may be another person's name.

use front_desk::pinyin::{Mode, Typing};
use slint::{ComponentHandle, Model, SharedString};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

const BACKSPACE: &str = "\u{8}";

/// A composition, the page of candidates shown, and what the field reads as long as the composition holds.
struct Composing {
    typing: Typing,
    page: usize,
    stands: String,
}

impl Composing {
    fn new(mode: Mode) -> Composing {
        Composing { typing: Typing::new(mode), page: 0, stands: String::new() }
    }
}

pub(super) fn connect(window: &ui::KioskWindow) {
    ui::keys::install(window);
    let state = Rc::new(RefCell::new(Composing::new(Mode::Text)));
    // The keys pressed below come back as edits of the field: those are our own.
    let writing = Rc::new(Cell::new(false));
    let keyboard = window.global::<ui::Keyboard<'_>>();
    let on = |act: fn(&mut Composing, &ui::KioskWindow, i32)| {
        let (weak, state, writing) = (window.as_weak(), state.clone(), writing.clone());
        move |n: i32| {
            if let Some(window) = weak.upgrade().filter(|_| !writing.replace(true)) {
                act(&mut state.borrow_mut(), &window, n);
                show(&window, &state.borrow());
                writing.set(false);
            }
        }
    };
    keyboard.on_pick(on(pick));
    keyboard.on_page(on(|s, _, step| s.page = s.page.saturating_add_signed(step as isize)));
    let backspace = on(|s, window, _| {
        let typed = s.typing.letters().len();
        s.typing.backspace_syllable();
        s.page = 0;
        write(s, window, typed, "");
    });
    keyboard.on_backspace(move || backspace(0));
    let (done, moved) = (on(end), on(end));
    keyboard.on_done(move || done(0));
    keyboard.on_moved(move || moved(0));
    let followed = on(|s, window, _| {
        if s.stands != reads(window) {
            end(s, window, 0);
        }
    });
    keyboard.on_followed(move |_| followed(0));
    let start = on(|s, _, kind| *s = Composing::new(if kind == 0 { Mode::Name } else { Mode::Text }));
    keyboard.on_started(move |kind| start(i32::from(kind != ui::TextKind::Name)));
    let key = on(key);
    keyboard.on_key(move |letter| letter.chars().for_each(|c| key(c as i32)));
}

/// What the field reads.
fn reads(window: &ui::KioskWindow) -> String {
    window.global::<ui::Keyboard<'_>>().get_before().into()
}

/// The composition is over; its letters stay in the field.
fn end(state: &mut Composing, _: &ui::KioskWindow, _: i32) {
    state.typing.clear();
    state.page = 0;
}

/// A letter more.
fn key(state: &mut Composing, window: &ui::KioskWindow, code: i32) {
    state.page = 0;
    if state.typing.is_empty() {
        state.typing.set_before(&reads(window));
    }
    let letter = u32::try_from(code).ok().and_then(char::from_u32);
    let Some(letter) = letter.filter(|letter| state.typing.key(*letter)) else { return };
    let before = reads(window);
    press(window, letter.encode_utf8(&mut [0; 4]));
    state.stands = reads(window);
    if state.stands == before {
        state.typing.backspace(); // the field is full
    }
}

/// Commits a candidate of the page shown. The field gets it as keys, so every field works.
fn pick(state: &mut Composing, window: &ui::KioskWindow, index: i32) {
    let absolute = state.page * page_size(window) + usize::try_from(index).unwrap_or(0);
    state.page = 0;
    let typed = state.typing.letters().len();
    if let Some(text) = state.typing.pick(absolute) {
        write(state, window, typed, &text);
    }
}

/// Writes a text and the letters that are left over the letters that were typed.
fn write(state: &mut Composing, window: &ui::KioskWindow, typed: usize, text: &str) {
    press(window, &BACKSPACE.repeat(typed));
    press(window, text);
    press(window, state.typing.letters());
    state.stands = reads(window);
}

fn press(window: &ui::KioskWindow, keys: &str) {
    ui::keys::press(window.window(), keys);
}

fn show(window: &ui::KioskWindow, state: &Composing) {
    let keyboard = window.global::<ui::Keyboard<'_>>();
    if state.typing.is_empty()
        && keyboard.get_preedit().is_empty()
        && keyboard.get_candidates().row_count() == 0
    {
        return; // plain letters and digits are written without a composition
    }
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
    keyboard.set_mode(ui::KeyboardMode::Pinyin);
    keyboard.set_kind(ui::TextKind::Name);
}
