//! `words.toml`: the house's own words in English and 繁體, by the Chinese text as it stands in the other files. The file may
//! be missing, and so may any word: then a page says the Chinese one.

use super::section::{Complaints, Document, Section};
use crate::rules::House;
use crate::rules::words::{OTHERS, Words};
use std::collections::BTreeSet;

pub(super) fn read(doc: &Document, words: &mut Words, complaints: &mut Complaints) {
    doc.read(complaints, |root| {
        for text in root.keys() {
            if root.section(text, |s| said(s, text, words)) == Some(false) {
                root.refuse(text, &format!("至少要写 {} 之一", OTHERS.join("、")));
            }
        }
    });
}

/// Both languages of one text, of which one may be left out; whether there is any.
fn said(section: &Section<'_>, text: &str, words: &mut Words) -> bool {
    for language in OTHERS {
        let said = section.text_or(language, "");
        if !said.is_empty() {
            words.add(text, language, said);
        }
    }
    OTHERS.iter().any(|language| section.has(language))
}

/// Words of the file that stand nowhere in the house's config: not wrong, but they help nobody, and a slip of the pen
/// looks just so.
pub(super) fn unused(doc: &Document, house: &House) -> Complaints {
    let (mut found, spoken) = (Complaints::default(), house.spoken().into_iter().collect::<BTreeSet<_>>());
    doc.read(&mut found, |root| {
        for text in root.keys() {
            if !spoken.contains(text) {
                root.refuse(text, "在别的配置文件里没有，请核对原文，或删去");
            }
        }
    });
    found
}
