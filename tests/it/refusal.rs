//! A refusal's sentence stands twice, in `rules/refusal.rs` and, to be translated, in `ui/parts/say.slint`: it is one sentence.

use front_desk::station::{FaultKind, Notice};
use std::collections::{BTreeMap, BTreeSet};

const RULES: &str = include_str!("../../src/rules/refusal.rs");
const SAY: &str = include_str!("../../ui/parts/say.slint");

/// What staff alone is told and has two blanks, which a page cannot fill: shown as the rules say it, in Chinese.
const CHINESE_ONLY: [&str; 3] = ["already-called", "not-allowed", "not-from-this-state"];

/// The text between the next two quotes.
fn quoted(line: &str) -> &str {
    line.split('"').nth(1).unwrap_or_else(|| panic!("nothing is said in {line}"))
}

/// A sentence with its blanks empty.
fn blank(sentence: &str) -> String {
    let parts = sentence.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    parts.collect::<Vec<_>>().join("{}")
}

/// The rules' sentences by code.
fn rules() -> BTreeMap<&'static str, String> {
    let mut sentences = BTreeMap::new();
    let mut lines = RULES.lines().map(str::trim);
    while let Some(line) = lines.by_ref().find(|l| l.starts_with("#[error(\"")) {
        let variant = lines.by_ref().find(|l| l.starts_with(char::is_uppercase)).unwrap();
        let name = variant.split(|c: char| !c.is_alphanumeric()).next().unwrap();
        sentences.insert(name, quoted(line));
    }
    let arms = RULES.lines().map(str::trim).filter(|l| l.starts_with("Refusal::") && l.contains("=> \""));
    let by_code = arms.map(|arm| {
        let name = arm["Refusal::".len()..].split(|c: char| !c.is_alphanumeric()).next().unwrap();
        let day = if arm.contains("tomorrow: true") { "明天" } else { "今天" };
        (quoted(arm), blank(&sentences[name].replace("{day}", day)))
    });
    let by_code: BTreeMap<_, _> = by_code.collect();
    assert!(by_code.len() >= sentences.len() && by_code.len() > 20, "the scan is broken");
    by_code
}

/// The pages' sentences by code.
fn pages() -> BTreeMap<&'static str, &'static str> {
    let lines = SAY.lines().filter(|l| l.contains("code == \""));
    lines.map(|l| (quoted(l), quoted(l.split("@tr(").nth(1).unwrap()))).collect()
}

#[test]
fn pages_say_what_the_rules_say() {
    let (rules, pages) = (rules(), pages());
    for (code, sentence) in &rules {
        let said = pages.get(code).copied();
        let wanted = (!CHINESE_ONLY.contains(code)).then_some(sentence.as_str());
        assert_eq!(said, wanted, "{code} in ui/parts/say.slint");
    }
    let faults = [FaultKind::ReadOnly, FaultKind::Full, FaultKind::Store].map(Notice::Fault);
    for fault in &faults {
        assert_eq!(pages.get(fault.code()).copied(), Some(fault.to_string().as_str()));
    }
    let known: BTreeSet<&str> = rules.keys().copied().chain(faults.iter().map(Notice::code)).collect();
    let unknown: Vec<_> = pages.keys().filter(|code| !known.contains(*code)).collect();
    assert!(unknown.is_empty(), "no refusal has these codes: {unknown:?}");
    assert!(CHINESE_ONLY.iter().all(|code| rules.contains_key(code)));
}
