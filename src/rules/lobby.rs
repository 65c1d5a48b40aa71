//! What the lobby tells: announcements (物业公告, R32), telephones (T33), who is where (客户水牌, R29), the map.

use chrono::NaiveDate;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lobby {
    /// Announcements, as the files give them.
    pub notices: Vec<Arc<Announcement>>,
    /// 服务电话; empty where none is given.
    pub service_phone: String,
    /// 公司投诉电话; empty where none is given.
    pub complaint_phone: String,
    /// The tenants' board.
    pub tenants: Vec<Tenant>,
    /// The estate's map.
    pub map: Option<Map>,
}

/// An announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// The date it bears.
    pub issued: NaiveDate,
    /// The first day it is shown.
    pub from: NaiveDate,
    /// The last day it is shown; none where it stays until its file goes.
    pub until: Option<NaiveDate>,
}

/// A firm on the tenants' board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Where: unit or floor.
    pub place: String,
    /// Its name.
    pub name: String,
}

/// A picture of the estate, and where this kiosk stands on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// A PNG, JPEG or SVG file.
    pub picture: PathBuf,
    /// The same estate with the words of another language, by language; one that is not here has the picture above.
    pub spoken: Vec<(&'static str, PathBuf)>,
    /// From the left edge, as a part of the width.
    pub x: f32,
    /// From the upper edge, as a part of the height.
    pub y: f32,
}

impl Map {
    /// The picture for a language of the pages.
    pub fn picture(&self, language: &str) -> &Path {
        self.spoken
            .iter()
            .find(|(spoken, _)| *spoken == language)
            .map_or(&self.picture, |(_, picture)| picture)
    }
}

impl Lobby {
    /// What is announced on a day, the newest first.
    pub fn announced(&self, today: NaiveDate) -> Vec<Arc<Announcement>> {
        let holds = |a: &&Arc<Announcement>| a.from <= today && a.until.is_none_or(|until| today <= until);
        let mut notices: Vec<_> = self.notices.iter().filter(holds).cloned().collect();
        notices.sort_by_key(|a| std::cmp::Reverse(a.issued));
        notices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_holds_today_is_shown_the_newest_first() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 11, n).unwrap_or_default();
        let notice = |title: &str, issued, from, until| {
            let title = title.to_owned();
            Arc::new(Announcement { title, text: String::new(), issued, from, until })
        };
        let lobby = Lobby {
            notices: vec![
                notice("over", day(1), day(1), Some(day(19))),
                notice("last day", day(2), day(2), Some(day(20))),
                notice("for good", day(18), day(18), None),
                notice("first day", day(15), day(20), Some(day(30))),
                notice("tomorrow", day(20), day(21), None),
            ],
            ..Lobby::default()
        };
        let titles: Vec<String> = lobby.announced(day(20)).iter().map(|a| a.title.clone()).collect();
        assert_eq!(titles, ["for good", "first day", "last day"]);
    }
}
