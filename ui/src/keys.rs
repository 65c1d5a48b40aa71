//! Text into the focused field of a window, as if it had been typed.

use slint::platform::WindowEvent;
use slint::{ComponentHandle, SharedString, Window};

use crate::{Keyboard, KioskWindow};

/// Dispatches one press and release per character; a hanzi counts as a key, and `"\u{8}"` is backspace.
pub fn press(window: &Window, text: &str) {
    for character in text.chars() {
        let text = SharedString::from(character);
        window.dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        window.dispatch_event(WindowEvent::KeyReleased { text });
    }
}

/// Makes the digit, Latin and backspace keys of the on-screen keyboard type into the focused field, and the number pads rub
/// out one digit at a time.
/// (Letters in pinyin mode stay with `Keyboard::on_key`.)
pub fn install(kiosk: &KioskWindow) {
    let weak = kiosk.as_weak();
    let keyboard = kiosk.global::<Keyboard<'_>>();
    keyboard.on_shortened(|text| {
        let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
        SharedString::from(&text[..last])
    });
    keyboard.on_type(move |text| {
        if let Some(kiosk) = weak.upgrade() {
            press(kiosk.window(), &text);
        }
    });
}
