//! `house.toml`, section `slips`: what the request slips are called here and what stands on the receipt.

use super::section::Section;
use crate::rules::slips::{Field, Forms};

pub(super) fn read(root: &Section<'_>) -> Forms {
    let read = root.section("slips", |s| {
        let known: Vec<&str> = Field::ALL.iter().map(|(code, _)| *code).collect();
        let field = |text: &str| Field::ALL.iter().find(|(code, _)| *code == text).map(|(_, field)| *field);
        let fields = s.list("fields", &format!(" {} 之一", known.join("、")), field);
        if fields.iter().enumerate().any(|(i, f)| fields[..i].contains(f)) {
            s.refuse("fields", "有重复的项");
        }
        if !fields.contains(&Field::Matter) {
            s.refuse("fields", "应包括 matter：没有事由的单子没有用");
        }
        Forms { receipt: s.text("receipt"), fields, dispatch: s.text("dispatch"), handback: s.text("return") }
    });
    read.unwrap_or_else(|| Forms {
        receipt: String::new(),
        fields: Vec::new(),
        dispatch: String::new(),
        handback: String::new(),
    })
}
