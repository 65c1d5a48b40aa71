//! Opening hours by weekday, and the days on which all is closed (T32: holidays are announced in advance).

use super::Refusal;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

/// Spans of a day, each from (inside) to (outside).
pub type Spans = Vec<(NaiveTime, NaiveTime)>;

/// How far ahead an opening is looked for, days.
const AHEAD: u64 = 60;

/// When something is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Hours {
    /// Day and night.
    #[default]
    Always,
    /// By weekday, Monday first.
    Week(Box<[Spans; 7]>),
}

impl Hours {
    /// The same every day; no spans mean always.
    pub fn daily(spans: &Spans) -> Hours {
        if spans.is_empty() {
            Hours::Always
        } else {
            Hours::Week(Box::new(std::array::from_fn(|_| spans.clone())))
        }
    }

    /// The spans of a day; none where it is always open.
    fn on<'h>(&'h self, day: NaiveDate, closed_on: &[NaiveDate]) -> Option<&'h [(NaiveTime, NaiveTime)]> {
        match self {
            Hours::Always => None,
            Hours::Week(_) if closed_on.contains(&day) => Some(&[]),
            Hours::Week(week) => Some(&week[day.weekday().num_days_from_monday() as usize]),
        }
    }

    /// Whether it is open now; if not, the refusal says when it opens.
    pub fn open(&self, now: NaiveDateTime, closed_on: &[NaiveDate]) -> Result<(), Refusal> {
        let (today, time) = (now.date(), now.time());
        let Some(spans) = self.on(today, closed_on) else { return Ok(()) };
        if spans.iter().any(|(from, to)| (*from..*to).contains(&time)) {
            return Ok(());
        }
        let shown = |t: &NaiveTime| t.format("%H:%M").to_string();
        if let Some((from, _)) = spans.iter().find(|(from, _)| *from > time) {
            return Err(Refusal::ServiceClosed { tomorrow: false, at: shown(from) });
        }
        let next = (1..=AHEAD).find_map(|n| {
            let day = today.checked_add_days(Days::new(n))?;
            Some((n, day, self.on(day, closed_on)?.first()?.0))
        });
        Err(match next {
            Some((1, _, from)) => Refusal::ServiceClosed { tomorrow: true, at: shown(&from) },
            Some((_, day, from)) => {
                Refusal::ServiceClosedUntil { at: format!("{} {}", day.format("%m-%d"), shown(&from)) }
            }
            None => Refusal::ServiceShut,
        })
    }

    /// Days with the same hours in one line: (first weekday, last weekday, their spans), Monday is 0; empty is always.
    pub fn lines(&self) -> Vec<(u8, u8, &Spans)> {
        let Hours::Week(week) = self else { return Vec::new() };
        let mut lines: Vec<(u8, u8, &Spans)> = Vec::new();
        for (day, spans) in (0..).zip(week.iter()) {
            match lines.last_mut() {
                Some((_, last, same)) if *same == spans => *last = day,
                _ => lines.push((day, day, spans)),
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap_or_default()
    }

    fn time(hour: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()
    }

    /// Monday to Friday 9-12 and 14-18, Saturday 9-12.
    fn office() -> Hours {
        let day = vec![(time(9), time(12)), (time(14), time(18))];
        let (saturday, sunday) = (vec![(time(9), time(12))], Vec::new());
        Hours::Week(Box::new([day.clone(), day.clone(), day.clone(), day.clone(), day, saturday, sunday]))
    }

    #[test]
    fn out_of_hours_it_says_when_it_opens() {
        let closed = |at_, off: &[NaiveDate]| office().open(at(at_), off);
        let today = |at: &str| Err(Refusal::ServiceClosed { tomorrow: false, at: at.into() });
        let tomorrow = |at: &str| Err(Refusal::ServiceClosed { tomorrow: true, at: at.into() });
        // 2026-11-20 is a Friday.
        assert_eq!(closed("2026-11-20T09:00:00", &[]), Ok(()));
        assert_eq!(closed("2026-11-20T08:59:59", &[]), today("09:00"));
        assert_eq!(closed("2026-11-20T12:00:00", &[]), today("14:00"));
        assert_eq!(closed("2026-11-20T18:00:00", &[]), tomorrow("09:00"));
        assert_eq!(
            closed("2026-11-21T12:00:00", &[]),
            Err(Refusal::ServiceClosedUntil { at: "11-23 09:00".into() })
        );
        assert_eq!(closed("2026-11-22T10:00:00", &[]), tomorrow("09:00"));
        let monday_off = [at("2026-11-23T00:00:00").date()];
        assert_eq!(
            closed("2026-11-22T10:00:00", &monday_off),
            Err(Refusal::ServiceClosedUntil { at: "11-24 09:00".into() })
        );
        assert_eq!(Hours::Always.open(at("2026-11-23T03:00:00"), &monday_off), Ok(()));
        let never = Hours::Week(Box::default());
        assert_eq!(never.open(at("2026-11-22T10:00:00"), &[]), Err(Refusal::ServiceShut));
    }

    #[test]
    fn equal_days_stand_in_one_line() {
        let office = office();
        let lines: Vec<(u8, u8, usize)> = office.lines().iter().map(|(a, b, s)| (*a, *b, s.len())).collect();
        assert_eq!(lines, [(0, 4, 2), (5, 5, 1), (6, 6, 0)]);
        assert!(Hours::Always.lines().is_empty());
    }
}
