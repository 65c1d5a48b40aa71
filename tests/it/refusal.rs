//! A refusal's sentence stands twice, in `rules/refusal.rs` and, to be translated, in `ui/parts/say_refusal.slint`: it is one
//! sentence.

use front_desk::rules::help::Post;
use front_desk::rules::slips::SlipState;
use front_desk::rules::{queue, requests, visits};
use front_desk::station::{FaultKind, Notice};
use std::collections::{BTreeMap, BTreeSet};

const RULES: &str = include_str!("../../src/rules/refusal.rs");
const SAY: &str = include_str!("../../ui/parts/say_refusal.slint");
/// Where the rules say who may do what others may not.
const HELP: &str = include_str!("../../src/rules/help.rs");
const REQUESTS: &str = include_str!("../../src/rules/requests.rs");
const SLIPS: [SlipState; 9] = [
    SlipState::Queued,
    SlipState::Claimed,
    SlipState::Sending,
    SlipState::Sent,
    SlipState::Confirmed,
    SlipState::Unknown,
    SlipState::Failed,
    SlipState::Expired,
    SlipState::Void,
];

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
        assert_eq!(pages.get(code).copied(), Some(sentence.as_str()), "{code} in ui/parts/say_refusal.slint");
    }
    let faults = [FaultKind::ReadOnly, FaultKind::Full, FaultKind::Store].map(Notice::Fault);
    for fault in &faults {
        assert_eq!(pages.get(fault.code()).copied(), Some(fault.to_string().as_str()));
    }
    let known: BTreeSet<&str> = rules.keys().copied().chain(faults.iter().map(Notice::code)).collect();
    let unknown: Vec<_> = pages.keys().filter(|code| !known.contains(*code)).collect();
    assert!(unknown.is_empty(), "no refusal has these codes: {unknown:?}");
}

#[test]
fn pages_know_every_word_that_fills_a_blank() {
    let states = [
        queue::STATES.map(|it| it.word()).to_vec(),
        requests::STATES.map(|it| it.word()).to_vec(),
        visits::STATES.map(|it| it.word()).to_vec(),
        SLIPS.map(|it| it.word()).to_vec(),
    ];
    let guard = Post::Guard.to_string();
    let who = [HELP, REQUESTS].into_iter().flat_map(|rules| rules.split("who: ").skip(1).map(quoted));
    let known: Vec<_> = SAY.lines().filter(|l| l.contains("word == \"")).map(|l| (quoted(l), l)).collect();
    for word in states.concat().into_iter().chain(who).chain([guard.as_str()]) {
        let said =
            known.iter().find(|(it, _)| *it == word).unwrap_or_else(|| panic!("no page can say {word}"));
        assert!(said.1.contains(&format!("@tr(\"state\" => \"{word}\")")), "{word} becomes another");
    }
}
