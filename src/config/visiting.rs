//! The sections `[visit]` and `[notice]` of `house.toml`.

use super::section::Section;
use crate::rules::house::{IdKept, Visiting};
use crate::rules::notice::NoticeText;
use crate::rules::units::Estate;
use crate::rules::visits::PURPOSES;
use chrono::Duration;

/// Languages of the pages.
const LANGUAGES: [&str; 3] = ["zh_CN", "zh_TW", "en"];

/// Stands in a line of the notice for what is kept of an ID number: nobody can write there what is not so.
const KEPT: &str = "{id_kept}";

/// What is kept of an ID number, as a visitor is told.
fn kept_of_a_number(kept: IdKept, language: &str) -> &'static str {
    match (kept, language) {
        (IdKept::Nothing, "en") => "the number is not kept",
        (IdKept::Nothing, "zh_TW") => "證件號不留",
        (IdKept::Nothing, _) => "证件号不留",
        (IdKept::Digest, "en") => "of the number only the last four and a keyed digest are kept",
        (IdKept::Digest, "zh_TW") => "證件號只留後四位和加密摘要",
        (IdKept::Digest, _) => "证件号只留后四位和加密摘要",
        (IdKept::Sealed, "en") => "the number is kept, encrypted, with its last four and a keyed digest",
        (IdKept::Sealed, "zh_TW") => "證件號加密保存，並留後四位和加密摘要",
        (IdKept::Sealed, _) => "证件号加密保存，并留后四位和加密摘要",
    }
}

pub(super) fn read(root: &Section<'_>, estate: &Estate) -> Visiting {
    let mut visiting = root.section("visit", |s| visit(s, estate)).unwrap_or_else(nothing);
    visiting.notice = root
        .section("notice", |s| NoticeText {
            version: s.text("version"),
            lines: LANGUAGES
                .into_iter()
                .map(|language| {
                    let lines = s.list(language, "非空文字", |line| {
                        let days = visiting.retention_days.to_string();
                        (!line.trim().is_empty()).then(|| line.replace("{days}", &days))
                    });
                    if lines.is_empty() {
                        s.refuse(language, "至少要有一行");
                    } else if !lines.iter().any(|line| line.contains(KEPT)) {
                        s.refuse(
                            language,
                            "要有一行写 {id_kept}：证件号留下什么，由程序按 visit.id_kept 填上",
                        );
                    }
                    let kept = kept_of_a_number(visiting.id_kept, language);
                    (language.to_owned(), lines.iter().map(|line| line.replace(KEPT, kept)).collect())
                })
                .collect(),
        })
        .unwrap_or_default();
    visiting
}

fn visit(s: &Section<'_>, estate: &Estate) -> Visiting {
    let kept = s.parsed("id_kept", " nothing、digest、sealed 之一", |text| match text {
        "nothing" => Some(IdKept::Nothing),
        "digest" => Some(IdKept::Digest),
        "sealed" => Some(IdKept::Sealed),
        _ => None,
    });
    let units = |key| s.list(key, "本小区的房号，例如 3-1-502", |text| estate.parse(text).ok());
    let purposes = "family、parcel、food、repair、viewing、official、other 之一";
    let minutes = |key| Duration::minutes(i64::from(s.number(key, 0, 24 * 60)));
    Visiting {
        pass_valid: Duration::hours(i64::from(s.number("pass_hours", 1, 240))),
        companions_max: u8::try_from(s.number("companions_max", 0, 50)).unwrap_or(u8::MAX),
        id_kept: kept.unwrap_or(IdKept::Nothing),
        ask: s.list("ask", purposes, |text| PURPOSES.into_iter().find(|p| p.code() == text)),
        ask_units: units("ask_units"),
        quiet_units: units("quiet_units"),
        early: minutes("early_minutes"),
        late: minutes("late_minutes"),
        retention_days: s.number("retention_days", 1, 3650),
        notice: NoticeText::default(),
    }
}

/// Stands in where the section is missing; the complaint about it stops the start.
fn nothing() -> Visiting {
    Visiting {
        pass_valid: Duration::hours(1),
        companions_max: 0,
        id_kept: IdKept::Nothing,
        ask: Vec::new(),
        ask_units: Vec::new(),
        quiet_units: Vec::new(),
        early: Duration::zero(),
        late: Duration::zero(),
        retention_days: 1,
        notice: NoticeText::default(),
    }
}
