//! `services.toml`: what a number can be taken for, when, how many a day, and which question leads there.

use super::house::{byte, hours};
use super::section::{Complaints, Document, Section};
use crate::rules::House;
use crate::rules::hours::Hours;
use crate::rules::house::{Service, Topic};
use crate::rules::numbers;

/// Weekdays as keys, Monday first.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub(super) fn read(doc: &Document, house: &mut House, complaints: &mut Complaints) {
    doc.read(complaints, |root| {
        house.counters = byte(root.number("counters", 1, 30));
        house.numbers_per_hour = root.number("numbers_per_hour", 1, 100_000);
        house.closed_on = root.list("closed_on", "日期，例如 2027-02-17", |text| text.parse().ok());
        house.services = root.sections("service", read_service);
        for (i, service) in house.services.iter().enumerate() {
            let same = |s: &Service| s.code == service.code || s.series == service.series;
            if house.services[..i].iter().any(same) {
                root.refuse("service", &format!("{} 的 code 或 series 重复", service.code));
            }
        }
        if root.has("topic") {
            house.topics = root.sections("topic", |s| read_topic(s, &house.services));
            for service in &house.services {
                if !house.topics.iter().any(|topic| topic.services.contains(&service.code)) {
                    root.refuse("topic", &format!("没有一个通向 {}，这个号谁也取不到", service.code));
                }
            }
        }
    });
}

fn read_service(section: &Section<'_>) -> Service {
    let series = section.parsed("series", " 一到两个大写字母，V、Y 和 R 已占用", |text| {
        let letters = matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_uppercase());
        let taken = [numbers::PASS, numbers::BOOKING, numbers::RECEIPT].contains(&text);
        (letters && !taken).then(|| text.to_owned())
    });
    Service {
        code: section.text("code"),
        name: section.text("name"),
        series: series.unwrap_or_default(),
        bring: section.text_or("bring", ""),
        whom: section.text_or("whom", ""),
        hours: week(section),
        quota: section.has("quota").then(|| section.number("quota", 1, 100_000)),
    }
}

/// `hours` hold every day; a weekday's own key stands in their place on that day, an empty one closes it.
fn week(section: &Section<'_>) -> Hours {
    let daily = hours(section, "hours");
    let own: Vec<bool> = DAYS.iter().map(|day| section.has(day)).collect();
    if !own.contains(&true) {
        return Hours::daily(&daily);
    }
    let day = |i: usize| if own[i] { hours(section, DAYS[i]) } else { daily.clone() };
    let week: [_; 7] = std::array::from_fn(day);
    if week.iter().all(Vec::is_empty) {
        section.refuse("hours", "一周没有一天开放");
    }
    Hours::Week(Box::new(week))
}

fn read_topic(section: &Section<'_>, services: &[Service]) -> Topic {
    let codes: Vec<&str> = services.iter().map(|s| s.code.as_str()).collect();
    let wanted = format!(" {} 之一", codes.join("、"));
    let services = section.list("services", &wanted, |text| codes.contains(&text).then(|| text.to_owned()));
    if services.is_empty() {
        section.refuse("services", "至少要有一项业务");
    }
    Topic { name: section.text("name"), services }
}
