//! Every text has its translations, and every character has its glyph.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

type Texts = BTreeSet<(String, String)>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|it| it == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn pages() -> Vec<PathBuf> {
    files(root(), "slint")
}

/// The content of a string literal that starts after its opening quote, and what follows it.
fn literal(text: &str) -> (String, &str) {
    let (mut content, mut escaped) = (String::new(), false);
    for (at, character) in text.char_indices() {
        match character {
            '"' if !escaped => return (content, &text[at + 1..]),
            '\\' if !escaped => escaped = true,
            _ => {
                content.push(character);
                escaped = false;
            }
        }
    }
    panic!("a string without an end: {text}");
}

/// Each `@tr` of the pages as (context, source); the context is the component unless it is written.
fn sources() -> Texts {
    let mut texts = Texts::new();
    for path in pages() {
        let mut component = String::new();
        for line in fs::read_to_string(&path).unwrap().lines() {
            for kind in ["component ", "global "] {
                if let Some(rest) = line.strip_prefix("export ").and_then(|it| it.strip_prefix(kind)) {
                    component = rest.split([' ', '{']).next().unwrap_or_default().into();
                }
            }
            for call in line.split("@tr(").skip(1) {
                let (first, rest) = literal(call.strip_prefix('"').unwrap());
                match rest.trim_start().strip_prefix("=> \"") {
                    Some(rest) => texts.insert((first, literal(rest).0)),
                    None => texts.insert((component.clone(), first)),
                };
            }
        }
    }
    texts
}

/// A translation file as (context, source) → text.
fn translations(language: &str) -> BTreeMap<(String, String), String> {
    let path = root().join("lang").join(language).join("LC_MESSAGES/ui.po");
    let (mut found, mut context, mut source) = (BTreeMap::new(), String::new(), String::new());
    for line in fs::read_to_string(path).unwrap().lines() {
        if let Some(rest) = line.strip_prefix("msgctxt \"") {
            context = literal(rest).0;
        } else if let Some(rest) = line.strip_prefix("msgid \"") {
            source = literal(rest).0;
        } else if let Some(rest) = line.strip_prefix("msgstr \"")
            && !source.is_empty()
        {
            found.insert((context.clone(), source.clone()), literal(rest).0);
        }
    }
    found
}

#[test]
fn every_text_is_translated_and_no_translation_is_stale() {
    let sources = sources();
    assert!(sources.len() > 100, "the pages were not read");
    for language in ["zh_TW", "en"] {
        let translations = translations(language);
        let missing: Vec<_> =
            sources.iter().filter(|it| translations.get(*it).is_none_or(String::is_empty)).collect();
        assert!(missing.is_empty(), "{language} lacks {missing:?}");
        let stale: Vec<_> = translations.keys().filter(|it| !sources.contains(*it)).collect();
        assert!(stale.is_empty(), "{language} keeps {stale:?}");
        for ((_, source), text) in &translations {
            let holes = |it: &str| it.matches('{').count();
            assert_eq!(holes(source), holes(text), "{language}: {source} → {text}");
        }
    }
}

#[test]
fn every_character_has_a_glyph_in_both_weights() {
    // A character missing from the bold face alone would fall back to the regular one: a word of two weights.
    for file in ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"] {
        let font = fs::read(root().join("fonts").join(file)).unwrap();
        let face = ttf_parser::Face::parse(&font, 0).unwrap();
        let mut missing = BTreeSet::new();
        let mut read = pages();
        read.extend(files(&root().join("lang"), "po"));
        read.extend(files(&root().join("../config"), "toml"));
        for path in read {
            for character in fs::read_to_string(path).unwrap().chars().filter(|it| !it.is_control()) {
                if face.glyph_index(character).is_none() {
                    missing.insert(character);
                }
            }
        }
        assert!(missing.is_empty(), "{file} has no glyph for {missing:?}");
    }
}

#[test]
fn rare_hanzi_of_names_have_glyphs() {
    let font = fs::read(root().join("fonts/NotoSansSC-Regular.ttf")).unwrap();
    let face = ttf_parser::Face::parse(&font, 0).unwrap();
    for character in "䶮堃喆𬭎𬱖㛃𠅤龑燚".chars() {
        assert!(face.glyph_index(character).is_some(), "{character}");
    }
}

#[test]
fn pages_stay_short_and_say_what_they_are() {
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("// "), "{} does not say what it is", path.display());
        assert!(text.lines().count() <= 200, "{} is too long", path.display());
        let components = text.lines().filter(|it| it.contains("component ") && it.ends_with('{')).count();
        assert!(components <= 1, "{} holds several components", path.display());
    }
}
