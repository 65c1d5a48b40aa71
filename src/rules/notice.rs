//! The notice before a visit (PIPL 17). A version is a name that a person gives; which words stood under it on the day
//! somebody agreed is told by the words' own id, and the words themselves are kept once.

use super::{Fact, NoticeId};

/// What a visitor is told before anything is read or typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeText {
    /// Which text it is, as the house names it.
    pub version: String,
    /// By language (`zh_CN`, `zh_TW`, `en`), the lines.
    pub lines: Vec<(String, Vec<String>)>,
}

/// What somebody agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// Its version.
    pub version: String,
    /// Its words.
    pub text: NoticeId,
}

impl NoticeText {
    /// Made of the version and of the words in all languages: another comma is another id.
    pub fn id(&self) -> NoticeId {
        let mut hash = blake3::Hasher::new();
        let mut put = |part: &str| {
            hash.update(&(part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        };
        put(&self.version);
        for (language, lines) in &self.lines {
            put(language);
            put(&lines.len().to_string());
            lines.iter().for_each(|line| put(line));
        }
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.finalize().as_bytes()[..16]);
        NoticeId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// What somebody agrees to who agrees now.
    pub fn agreed(&self) -> Agreed {
        Agreed { version: self.version.clone(), text: self.id() }
    }

    /// Whether other words stood under this version before.
    pub fn reworded<'a>(&self, mut kept: impl Iterator<Item = &'a NoticeText>) -> bool {
        let id = self.id();
        kept.any(|text| text.version == self.version && text.id() != id)
    }

    /// The fact that these are its words.
    pub fn worded(&self) -> Fact {
        Fact::NoticeWorded { notice: self.id(), version: self.version.clone(), lines: self.lines.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_language_or_line_is_another_text() {
        let text = |version: &str, language: &str, lines: &[&str]| NoticeText {
            version: version.into(),
            lines: vec![(language.into(), lines.iter().map(|l| (*l).into()).collect())],
        };
        let one = text("1", "en", &["ab", "c"]);
        assert_eq!(one.id(), text("1", "en", &["ab", "c"]).id());
        for other in
            [text("2", "en", &["ab", "c"]), text("1", "zh", &["ab", "c"]), text("1", "en", &["a", "bc"])]
        {
            assert_ne!(one.id(), other.id());
        }
    }
}
