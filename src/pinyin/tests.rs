//! Tests: what stands on the first row, what must be reachable, and that nothing typed can break it.

use super::syllables::{MAX_LETTERS, splits};
use super::{Mode, Typing, initials};

const ROW: usize = 8;

fn typed(mode: Mode, letters: &str) -> Typing {
    let mut typing = Typing::new(mode);
    for letter in letters.chars() {
        assert!(typing.key(letter), "{letter} of {letters} was refused");
    }
    typing
}

fn first_row(mode: Mode, letters: &str) -> Vec<String> {
    typed(mode, letters).candidates(0, ROW)
}

/// Where `text` stands among all candidates.
fn place(mode: Mode, letters: &str, text: &str) -> Option<usize> {
    let typing = typed(mode, letters);
    typing.candidates(0, typing.count()).iter().position(|c| c == text)
}

fn ways(letters: &str) -> Vec<String> {
    let text =
        |s: super::syllables::Split| s.pieces.into_iter().map(|p| p.text).collect::<Vec<_>>().join("'");
    splits(letters).into_iter().map(text).collect()
}

/// The lines of one section of the list: letters and what is meant.
fn section(name: &str) -> Vec<(&'static str, &'static str)> {
    let all = include_str!("tests/first_row.txt").lines().filter(|l| !l.starts_with('#'));
    let after = all.skip_while(|l| *l != format!("[{name}]")).skip(1);
    after.map_while(|l| l.split_once(' ')).collect()
}

fn quality(mode: Mode, name: &str) -> (usize, usize, usize, Vec<&'static str>) {
    let (mut first, mut row, mut missed) = (0, 0, Vec::new());
    let lines = section(name);
    for (letters, text) in &lines {
        match place(mode, letters, text) {
            Some(0) => (first, row) = (first + 1, row + 1),
            Some(p) if p < ROW => row += 1,
            _ => missed.push(*text),
        }
    }
    println!("{name}: {} asked, {first} first, {row} on the first row; not: {missed:?}", lines.len());
    (lines.len(), first, row, missed)
}

#[test]
fn names_stand_on_the_first_row() {
    let (asked, first, row, missed) = quality(Mode::Name, "names");
    assert!(asked >= 300, "{asked}");
    assert!(row * 100 >= asked * 95, "{row} of {asked}; not {missed:?}");
    assert!(first * 100 >= asked * 65, "{first} of {asked} first");
}

#[test]
fn words_of_the_estate_stand_on_the_first_row() {
    let (asked, first, row, missed) = quality(Mode::Text, "estate");
    assert!(asked >= 200, "{asked}");
    assert!(row * 100 >= asked * 95, "{row} of {asked}; not {missed:?}");
    assert!(first * 100 >= asked * 80, "{first} of {asked} first");
}

#[test]
fn letters_split_in_every_likely_way() {
    assert_eq!(ways("xian"), ["xian", "xi'an"]);
    assert_eq!(ways("xi'an"), ["xi'an"]);
    assert_eq!(ways("fangan")[..2], ["fang'an", "fan'gan"]);
    assert_eq!(ways("zhangw")[0], "zhang'w");
    assert_eq!(ways("zw"), ["z'w"]);
    assert_eq!(ways("zhw")[0], "zh'w");
    assert_eq!(ways("lue")[0], "lve");
    assert_eq!(ways("lv")[0], "lv");
    assert!(ways("").is_empty() && ways("v").is_empty() && ways("i").is_empty() && ways("zhuv").is_empty());
    let both = typed(Mode::Text, "fangan").candidates(0, ROW);
    assert!(both.iter().any(|c| c == "方案") && both.iter().any(|c| c == "反感"), "{both:?}");
    let both = first_row(Mode::Text, "xian");
    assert!(both.iter().any(|c| c == "先"), "{both:?}");
    assert!(place(Mode::Text, "xian", "西安").is_some_and(|p| p < 10));
}

#[test]
fn abbreviations_and_unfinished_syllables_find_names_and_words() {
    for letters in ["zhangwei", "zhangwe", "zhangw", "zhw", "zw", "zwei", "zhang'wei"] {
        assert!(first_row(Mode::Name, letters).iter().any(|c| c == "张伟"), "{letters}");
    }
    assert!(place(Mode::Name, "zjg", "张建国").is_some_and(|p| p < ROW));
    for (letters, word) in
        [("dt", "电梯"), ("wyf", "物业费"), ("tcc", "停车场"), ("yghy", "阳光花园"), ("mjk", "门禁卡")]
    {
        assert!(first_row(Mode::Text, letters).iter().any(|c| c == word), "{letters}");
    }
}

#[test]
fn rare_characters_of_names_are_reachable() {
    for (letters, c, within) in [
        ("yan", "䶮", 80),
        ("kun", "堃", 16),
        ("zhe", "喆", 80),
        ("yi", "燚", 80),
        ("yan", "龑", 80),
        ("hong", "𬭎", 48),
        ("sheng", "昇", 48),
        ("di", "頔", 48),
        ("zhao", "曌", 48),
        ("chong", "翀", 16),
        ("jing", "婧", 48),
        ("yue", "玥", 48),
    ] {
        let at_start = place(Mode::Name, letters, c);
        assert!(at_start.is_some_and(|p| p < within), "{c} {at_start:?}");
        let mut typing = Typing::new(Mode::Name);
        typing.set_before("张");
        letters.chars().for_each(|l| assert!(typing.key(l)));
        let given = typing.candidates(0, within).iter().position(|t| t == c);
        assert!(given.is_some(), "{c}");
        assert!(place(Mode::Text, letters, c).is_some(), "{c}");
    }
}

#[test]
fn surnames_have_their_own_readings() {
    for (letters, c) in [
        ("shan", "单"),
        ("zeng", "曾"),
        ("ou", "区"),
        ("qiu", "仇"),
        ("xie", "解"),
        ("piao", "朴"),
        ("zha", "查"),
        ("zhai", "翟"),
        ("ouyang", "欧阳"),
        ("yuchi", "尉迟"),
    ] {
        assert!(first_row(Mode::Name, letters).iter().any(|t| t == c), "{letters} {c}");
    }
}

#[test]
fn a_pick_consumes_what_it_covers() {
    let mut typing = typed(Mode::Name, "zhangwei");
    let surname = place(Mode::Name, "zhangwei", "张").unwrap();
    assert!(surname < 2 * ROW, "{surname}: a rare name is begun with its surname");
    assert_eq!(typing.pick(surname).as_deref(), Some("张"));
    assert_eq!(typing.preedit(), "wei");
    assert_eq!(typing.candidates(0, 1), ["伟"], "after a surname a given name is due");
    assert_eq!(typing.pick(0).as_deref(), Some("伟"));
    assert!(typing.is_empty() && typing.candidates(0, ROW).is_empty());
    assert_eq!(typing.pick(0), None);
    assert_eq!(typing.pick(usize::MAX), None);
    let mut typing = typed(Mode::Text, "wuyefei'loushui");
    let word = place(Mode::Text, "wuyefei'loushui", "物业费").unwrap();
    assert_eq!(typing.pick(word).as_deref(), Some("物业费"));
    assert_eq!(typing.preedit(), "lou'shui");
}

#[test]
fn backspace_takes_a_letter_or_a_syllable() {
    let mut typing = typed(Mode::Name, "zhangjianguo");
    assert_eq!(typing.preedit(), "zhang'jian'guo");
    assert!(typing.backspace_syllable());
    assert_eq!(typing.preedit(), "zhang'jian");
    assert!(typing.backspace());
    assert_eq!(typing.preedit(), "zhang'jia");
    assert!(typing.backspace_syllable() && typing.backspace_syllable());
    assert!(typing.is_empty() && !typing.backspace() && !typing.backspace_syllable());
    let mut typing = typed(Mode::Text, "xi'");
    assert_eq!(typing.preedit(), "xi'");
    assert!(!typing.key('\'') && typing.key('a'));
    assert!(typing.backspace_syllable());
    assert_eq!(typing.preedit(), "xi'");
    assert!(typing.backspace_syllable() && typing.is_empty());
}

#[test]
fn pages_are_slices_of_one_list() {
    let typing = typed(Mode::Text, "yi");
    let all = typing.candidates(0, typing.count());
    assert_eq!(all.len(), typing.count());
    let paged: Vec<String> =
        (0..).map(|p| typing.candidates(p, 9)).take_while(|p| !p.is_empty()).flatten().collect();
    assert_eq!(paged, all);
    assert!(typing.candidates(usize::MAX, usize::MAX).is_empty() && typing.candidates(0, 0).is_empty());
    let mut once = all.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), all.len(), "a candidate came twice");
}

#[test]
fn what_is_no_pinyin_is_refused_and_changes_nothing() {
    let mut typing = typed(Mode::Text, "dian");
    let before = typing.candidates(0, 50);
    for c in ['1', ' ', '\0', '中', '\n', '-', 'é', '\u{202e}'] {
        assert!(!typing.key(c));
    }
    assert_eq!((typing.preedit().as_str(), typing.candidates(0, 50)), ("dian", before));
    assert!(!Typing::new(Mode::Text).key('\''));
    assert!(typed(Mode::Text, "LÜ").candidates(0, ROW).iter().any(|c| c == "绿"));
    let mut full = Typing::new(Mode::Name);
    assert_eq!((0..1000).filter(|_| full.key('z')).count(), MAX_LETTERS);
    full.clear();
    assert!(full.is_empty());
}

/// A small generator of the same numbers every time (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

#[test]
fn no_row_of_keys_breaks_it() {
    let mut numbers = Numbers(0x5eed_0123_4567_89ab);
    for round in 0..60 {
        let mode = if round % 2 == 0 { Mode::Name } else { Mode::Text };
        let mut typing = Typing::new(mode);
        for _ in 0..40 {
            match numbers.below(16) {
                0 => drop(typing.backspace()),
                1 => drop(typing.backspace_syllable()),
                2 => drop(typing.pick(numbers.below(40) as usize)),
                3 => drop(typing.key(char::from(numbers.below(256) as u8))),
                4 => typing.set_before(if numbers.below(2) == 0 { "张" } else { "" }),
                5 => assert!(
                    !typing.key(char::from_u32(numbers.below(0x11_0000) as u32 | 0x100).unwrap_or('一'))
                ),
                _ => drop(typing.key(char::from(b'a' + numbers.below(26) as u8))),
            }
            assert!(typing.preedit().len() <= 2 * MAX_LETTERS);
            assert_eq!(typing.is_empty(), typing.preedit().is_empty());
            assert_eq!(typing.count() == 0, typing.is_empty(), "{}", typing.preedit());
            assert!(typing.candidates(0, ROW).iter().all(|c| !c.is_empty()));
        }
    }
    for _ in 0..200 {
        let name: String =
            (0..numbers.below(50)).filter_map(|_| char::from_u32(numbers.below(0x3_0000) as u32)).collect();
        assert!(
            initials(&name).iter().all(|i| i.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
        );
    }
}

#[test]
fn initials_know_surnames() {
    for (name, letters) in [
        ("张伟", &["zw"][..]),
        ("單軍", &["sj", "dj"]),
        ("单军", &["sj", "dj"]),
        ("曾国凡", &["zgf", "cgf"]),
        ("区伟明", &["owm", "qwm"]),
        ("仇英", &["qy", "cy"]),
        ("解晓东", &["xxd", "jxd"]),
        ("朴志勇", &["pzy"]),
        ("查良华", &["zlh", "clh"]),
        ("翟丽", &["zl", "dl"]),
        ("尉迟恭", &["ycg"]),
        ("欧阳娜娜", &["oynn"]),
        ("王䶮", &["wy"]),
        ("李 堃", &["lk"]),
        ("John Smith", &["johnsmith"]),
        ("阿卜杜拉·买买提", &["abdlmmt"]),
        ("", &[]),
        ("…😀", &[]),
    ] {
        assert_eq!(initials(name), letters, "{name}");
    }
    let many = initials("单乐行重长朝");
    assert!(many.len() == 4 && many.iter().all(|i| i.len() == 6), "{many:?}");
}
