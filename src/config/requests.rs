//! The parts of `house.toml` about requests: marks with their answers, kinds and phrases; departments and promises.

use super::section::Section;
use crate::rules::house::{Answer, Kind, RequestRules};
use crate::rules::requests::{MARKS, Mark};
use chrono::Duration;

/// One section of `[marks]`.
pub(super) struct MarkRules {
    pub(super) mark: Mark,
    pub(super) answer: Option<Answer>,
    pub(super) phrases: Vec<String>,
    kinds: Vec<Kind>,
}

/// All of `[marks]`.
pub(super) fn read_marks(root: &Section<'_>) -> Vec<MarkRules> {
    let all = |s: &Section<'_>| {
        MARKS.into_iter().filter_map(|mark| s.section(mark.code(), |m| read_mark(mark, m))).collect()
    };
    root.section("marks", all).unwrap_or_default()
}

fn read_mark(mark: Mark, section: &Section<'_>) -> MarkRules {
    let answer = section.parsed("answer", " same-day、none 或 2d 这样的天数", |text| match text {
        "same-day" => Some(Some(Answer::SameDay)),
        "none" => Some(None),
        _ => text.strip_suffix('d').and_then(|n| n.parse().ok()).map(|n| Some(Answer::Days(n))),
    });
    let names = words(section, "kinds");
    for (i, name) in names.iter().enumerate() {
        if names[..i].contains(name) || name.chars().count() > 12 {
            section.refuse("kinds", &format!("里的 {name} 重复，或超过 12 个字"));
        }
    }
    let phrases = if section.has("phrases_of") {
        section.section("phrases_of", |s| names.iter().map(|name| words(s, name)).collect::<Vec<_>>())
    } else {
        None
    };
    let phrases = phrases.unwrap_or_else(|| vec![Vec::new(); names.len()]);
    let kinds = names.into_iter().zip(phrases).map(|(name, phrases)| Kind { name, phrases }).collect();
    MarkRules { mark, answer: answer.flatten(), phrases: words(section, "phrases"), kinds }
}

/// `[request]`, and the kinds of all marks.
pub(super) fn read_rules(root: &Section<'_>, marks: &[MarkRules]) -> RequestRules {
    let kinds = marks.iter().map(|m| (m.mark, m.kinds.clone())).collect();
    let empty = RequestRules {
        kinds,
        wished: Vec::new(),
        departments: Vec::new(),
        reasons: Vec::new(),
        urge_every: Duration::hours(1),
        promise_days: 3,
        hand_over: (2, 7),
    };
    let read = |s: &Section<'_>| {
        let days = |key, to| u8::try_from(s.number(key, 1, to)).unwrap_or(u8::MAX);
        let hand_over = (days("supervisor_days", 30), days("manager_days", 90));
        if hand_over.0 >= hand_over.1 {
            s.refuse("manager_days", "应比 supervisor_days 多");
        }
        RequestRules {
            wished: words(s, "wished"),
            departments: words(s, "departments"),
            reasons: words(s, "reasons"),
            urge_every: Duration::minutes(i64::from(s.number("urge_minutes", 1, 10_080))),
            promise_days: days("promise_days", 30),
            hand_over,
            ..empty.clone()
        }
    };
    root.section("request", read).unwrap_or_else(|| empty.clone())
}

/// A list of words.
fn words(section: &Section<'_>, key: &str) -> Vec<String> {
    section.list(key, "文字", |text| (!text.trim().is_empty()).then(|| text.trim().to_owned()))
}
