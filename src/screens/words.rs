//! The house's own words: a page asks, the house's phrasebook answers.

use front_desk::rules::House;
use front_desk::rules::words::Words;
use slint::{ComponentHandle, Global, Model, ModelRc, SharedString};
use std::sync::Arc;

/// Lets a window's pages say the house's words in their language.
pub(super) fn connect<'a, W: ComponentHandle>(window: &'a W, house: &House)
where
    ui::Words<'a>: Global<'a, W>,
{
    let page = window.global::<ui::Words<'a>>();
    let words = house.words.clone();
    page.on_look(move |text, language| said(&words, text, &language));
    let words: Arc<Words> = house.words.clone();
    page.on_line(move |texts: ModelRc<SharedString>, language| {
        let said: Vec<SharedString> = texts.iter().map(|text| said(&words, text, &language)).collect();
        said.join(if language == "en" { ", " } else { "、" }).into()
    });
}

fn said(words: &Words, text: SharedString, language: &str) -> SharedString {
    words.look(&text, language).map_or(text, SharedString::from)
}
