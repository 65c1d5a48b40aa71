//! Calls for help from a kiosk: a receptionist, or an emergency (突发事件, R16). Somebody by name of a post answers.

use super::{Author, Fact, HelpId, Refusal, Stamp};
use chrono::{DateTime, Duration, FixedOffset};
use serde::{Deserialize, Serialize};

/// What kind of help is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpKind {
    /// 呼叫工作人员: the desk is rung.
    Staff,
    /// 突发事件 (R16): the desk and the guard are rung.
    Emergency,
}

/// Who answered: a post, never a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// The reception desk, at this counter.
    Counter(u8),
    /// The guard's post.
    Guard,
}

impl Post {
    /// The post an author stands at; none for those who answer no calls.
    pub fn of(author: Author) -> Option<Post> {
        match author {
            Author::Counter(n) => Some(Post::Counter(n)),
            Author::Guard => Some(Post::Guard),
            Author::Kiosk | Author::Clock | Author::Operator => None,
        }
    }
}

/// A call as the store reads it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    /// Which.
    pub id: HelpId,
    /// What kind.
    pub kind: HelpKind,
    /// The name of the station that calls, so that people know where to run.
    pub place: String,
    /// When it was called.
    pub called: DateTime<FixedOffset>,
    /// Who answered and when; none while it rings.
    pub answered: Option<(Post, DateTime<FixedOffset>)>,
}

/// After an answer the kiosk says so for this long; a tap in that time rings nobody anew.
pub const ANSWER_SHOWN: Duration = Duration::seconds(90);

impl Help {
    /// Whether this call still stands for whoever is at the kiosk: it rings, or somebody is on the way.
    pub fn stands(&self, now: DateTime<FixedOffset>) -> bool {
        self.answered.is_none_or(|(_, at)| (now - at).abs() < ANSWER_SHOWN)
    }
}

/// Somebody answers. A call that another post answered before is named by it.
pub fn answer(help: &Help, stamp: &Stamp) -> Result<Fact, Refusal> {
    if let Some((post, _)) = help.answered {
        return Err(Refusal::HelpAnswered { post: post.to_string() });
    }
    let post = Post::of(stamp.author).ok_or(Refusal::NotAllowed { who: "前台或门岗" })?;
    Ok(Fact::HelpAnswered { help: help.id, post })
}

/// As shown to staff.
impl std::fmt::Display for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Post::Counter(n) => write!(f, "{n} 号柜台"),
            Post::Guard => write!(f, "门岗"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(answered: Option<(Post, &str)>) -> Help {
        let time = |t: &str| DateTime::parse_from_rfc3339(t).unwrap_or_default();
        Help {
            id: HelpId(uuid::Uuid::nil()),
            kind: HelpKind::Staff,
            place: "大堂一号机".into(),
            called: time("2026-11-21T09:30:00+08:00"),
            answered: answered.map(|(post, at)| (post, time(at))),
        }
    }

    fn stamp(author: Author) -> Stamp {
        let now = DateTime::parse_from_rfc3339("2026-11-21T09:31:00+08:00").unwrap_or_default();
        Stamp { now, author }
    }

    #[test]
    fn a_post_answers_and_only_the_first() {
        let fact = Fact::HelpAnswered { help: HelpId(uuid::Uuid::nil()), post: Post::Counter(2) };
        assert_eq!(answer(&help(None), &stamp(Author::Counter(2))), Ok(fact));
        assert!(answer(&help(None), &stamp(Author::Kiosk)).is_err(), "nobody answers himself");
        let second =
            answer(&help(Some((Post::Guard, "2026-11-21T09:30:30+08:00"))), &stamp(Author::Counter(2)));
        assert_eq!(second, Err(Refusal::HelpAnswered { post: "门岗".into() }));
    }

    #[test]
    fn a_call_stands_until_a_while_after_its_answer() {
        let later = |s: i64| stamp(Author::Kiosk).now + Duration::seconds(s);
        assert!(help(None).stands(later(36_000)), "nobody came: it rings on");
        let answered = help(Some((Post::Guard, "2026-11-21T09:31:00+08:00")));
        assert!(answered.stands(later(89)) && !answered.stands(later(90)));
        assert!(!answered.stands(later(-3_600)), "a clock that jumped back holds nothing up");
    }
}
