//! The language of the pages. Their source texts are 简体中文; 繁體 and English are bundled.

use slint::SelectBundledTranslationError;

/// The languages a page can speak, as the pages name them in `Kiosk.language`.
pub const LANGUAGES: [&str; 3] = ["zh_CN", "zh_TW", "en"];

/// Switches every open page at once. Call after the first window exists.
pub fn choose(language: &str) -> Result<(), SelectBundledTranslationError> {
    // The source language has no translation file.
    slint::select_bundled_translation(if language == "zh_CN" { "" } else { language })
}
