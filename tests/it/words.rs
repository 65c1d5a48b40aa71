//! The house's own words: all that is shipped has its translations, a wrong file is told, a missing one is fine.

use crate::bed::shipped;
use front_desk::config::Config;
use front_desk::rules::House;
use front_desk::rules::words::OTHERS;
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn house() -> House {
    Config::load(&shipped()).unwrap_or_else(|e| panic!("{e}")).house
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

#[test]
fn every_word_of_the_shipped_house_is_said_in_both_languages() {
    let house = house();
    let spoken = house.spoken();
    assert!(spoken.len() > 120, "the words were not found: {}", spoken.len());
    for part in [
        "阳光花园物业服务中心",
        "交费",
        "水",
        "没有水",
        "尽快",
        "工程部",
        "等待配件",
        "示例便利店",
        "电梯年检通知",
    ] {
        assert!(spoken.contains(&part), "{part}");
    }
    for text in spoken {
        for language in OTHERS {
            assert!(house.words.look(text, language).is_some(), "{text} in {language}");
        }
        let english = house.words.look(text, "en").unwrap();
        assert!(!english.contains(is_han), "{text}: {english}");
    }
}

#[test]
fn no_simplified_character_stands_in_the_traditional_words() {
    const SIMPLIFIED: &str =
        "门电费车业务装证办开给请这说进还对时间楼层灯锁单号样维护缴阳园网线综辆购发设备检断闸";
    let house = house();
    for text in house.spoken() {
        let said = house.words.look(text, "zh_TW").unwrap();
        let wrong = said.chars().find(|c| SIMPLIFIED.contains(*c));
        assert_eq!(wrong, None, "{said}");
    }
}

fn small_house(words: Option<&str>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("printers")).unwrap();
    for name in ["station.toml", "house.toml", "services.toml", "printers/generic-80mm.toml"] {
        fs::copy(shipped().join(name), folder.path().join(name)).unwrap();
    }
    if let Some(words) = words {
        fs::write(folder.path().join("words.toml"), words).unwrap();
    }
    folder
}

fn complaints(folder: &Path) -> String {
    Config::load(folder).unwrap_err().to_string()
}

#[test]
fn a_house_without_words_stays_chinese() {
    let config = Config::load(small_house(None).path()).unwrap();
    assert!(config.house.words.is_empty() && config.hints.is_empty());
    assert_eq!(config.house.words.look("交费", "en"), None);
    assert_eq!(config.house.in_chinese("没有水，No water"), "没有水，No water");
}

#[test]
fn a_word_may_have_one_language_and_another_language_is_nothing() {
    let words = Config::load(small_house(Some("\"交费\" = { en = \"Pay\" }")).path()).unwrap().house.words;
    let said = |language| words.look("交费", language);
    assert_eq!((said("en"), said("zh_TW"), said("zh_CN"), said("")), (Some("Pay"), None, None, None));
}

#[test]
fn every_mistake_is_told_with_file_and_line() {
    let wrong = "\"交费\" = \"Pay\"\n\"水\" = { en = \"\", zh_TW = \"水\" }\n\"电\" = { en = \"Power\", fr = \"Courant\" }\n\"门窗\" = {}\n\"漏水\" = { en = 7 }\n";
    let told = complaints(small_house(Some(wrong)).path());
    for wanted in [
        "words.toml:1: 交费 应为一节",
        "words.toml:2: 水.en 应为非空文字",
        "words.toml:3: 不认识的项 电.fr；这里可以写：en、zh_TW",
        "words.toml:4: 门窗 至少要写 zh_TW、en 之一",
        "words.toml:5: 漏水.en 应为非空文字",
    ] {
        assert!(told.contains(wanted), "{wanted}\nis not in\n{told}");
    }
    assert_eq!(told.lines().count(), 5, "{told}");
}

#[test]
fn a_word_that_stands_twice_is_refused() {
    let told =
        complaints(small_house(Some("\"水\" = { en = \"Water\" }\n\"水\" = { en = \"Rain\" }\n")).path());
    assert!(told.contains("words.toml:2: ") && told.lines().count() == 1, "{told}");
}

#[test]
fn a_word_of_nothing_is_a_hint_and_stops_nobody() {
    let words = "\"水\" = { en = \"Water\" }\n# the service was renamed\n\"缴费大厅\" = { en = \"Pay\" }\n";
    let config = Config::load(small_house(Some(words)).path()).unwrap();
    let hints = config.hints.to_string();
    assert!(hints.contains("words.toml:3: 缴费大厅 ") && hints.lines().count() == 1, "{hints}");
    assert_eq!(config.house.words.look("水", "en"), Some("Water"));
}

#[test]
fn an_announcement_has_its_languages_beside_it() {
    let folder = small_house(None);
    let file = folder.path().join("notices");
    fs::create_dir(&file).unwrap();
    let notice = "title = \"停水\"\ntext = \"今晚停水\"\nissued = \"2026-11-20\"\n";
    let post = |more: &str| fs::write(file.join("water.toml"), format!("{notice}{more}")).unwrap();
    post("[en]\ntitle = \"No water\"\ntext = \"Tonight\"\n");
    let words = Config::load(folder.path()).unwrap().house.words;
    assert_eq!((words.look("停水", "en"), words.look("今晚停水", "en")), (Some("No water"), Some("Tonight")));
    assert_eq!(words.look("停水", "zh_TW"), None);
    post("[en]\ntitle = \"No water\"\n[fr]\ntitle = \"Pas d'eau\"\n");
    let told = complaints(folder.path());
    assert!(told.contains("water.toml:4: 缺少 en.text"), "{told}");
    assert!(told.contains("water.toml:6: 不认识的项 fr"), "{told}");
}

#[test]
fn what_was_tapped_in_another_language_reaches_the_desk_in_chinese() {
    let house = house();
    let kinds = house.requests.kinds.iter().flat_map(|(_, kinds)| kinds).flat_map(|kind| &kind.phrases);
    let phrases: Vec<&String> = house.phrases.iter().flat_map(|(_, phrases)| phrases).chain(kinds).collect();
    let mut said: HashMap<&str, &str> = HashMap::new();
    for phrase in phrases {
        for language in OTHERS {
            let tapped = house.words.look(phrase, language).unwrap();
            assert!(!tapped.contains([',', '，']), "{tapped}: a comma parts two phrases");
            assert_eq!(*said.entry(tapped).or_insert(phrase), phrase, "{tapped} stands for two phrases");
            assert_eq!(house.in_chinese(tapped), *phrase);
        }
    }
    let both = "No water, Blocked toilet, since Monday, please call first";
    assert_eq!(house.in_chinese(both), "没有水，马桶堵了， since Monday, please call first");
    assert_eq!(house.in_chinese("沒有水，馬桶堵了"), "没有水，马桶堵了");
    assert_eq!(house.in_chinese("No water at all"), "No water at all", "a person's own words stay");
}
