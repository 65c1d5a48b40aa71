//! Breaking a text into lines of so many columns, where a Chinese reader expects the break.
//!
//! Closing marks (、，。！？；：）》”…) never begin a line, opening marks (（《“…) never end one; a run of Latin letters
//! and digits stays whole unless it is longer than a line. Time is linear in the text: looking back for a break is
//! bounded by one line.

use crate::text::columns_of;

const NO_START: &str = "、，。！？；：）》〉」』】〕〗”’…—·～％℃,.!?;:)]}%";
const NO_END: &str = "（《〈「『【〔〖“‘([{￥$";

/// Whether a line may end after `a` when `b` begins the next.
fn may_break(a: char, b: char) -> bool {
    if NO_START.contains(b) || NO_END.contains(a) {
        return false;
    }
    if a == ' ' || b == ' ' {
        return true;
    }
    !(a.is_ascii() && b.is_ascii())
}

/// The lines of a cleaned text, each at most `columns` wide (a character wider than the line stands alone). Line
/// feeds begin a new line; spaces at a break are dropped; an empty text is one empty line.
pub fn lines(text: &str, columns: usize) -> Vec<String> {
    text.split('\n').flat_map(|paragraph| paragraph_lines(paragraph, columns.max(1))).collect()
}

fn paragraph_lines(paragraph: &str, columns: usize) -> Vec<String> {
    let chars: Vec<char> = paragraph.trim_end_matches(' ').chars().collect();
    let mut out = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let end = line_end(&chars, start, columns);
        let line: String = chars[start..end].iter().collect();
        out.push(line.trim_end_matches(' ').to_owned());
        start = end;
        while start < chars.len() && chars[start] == ' ' {
            start += 1;
        }
    }
    if out.is_empty() {
        out.push(String::new());
    }
    out
}

/// Where the line that begins at `start` ends: the last allowed break that fits, else where it is full.
fn line_end(chars: &[char], start: usize, columns: usize) -> usize {
    let mut used = 0;
    let mut full = start;
    while full < chars.len() {
        let width = columns_of(chars[full]);
        if used + width > columns {
            break;
        }
        used += width;
        full += 1;
    }
    if full == chars.len() {
        return full;
    }
    let full = full.max(start + 1);
    if full >= chars.len() {
        return full;
    }
    // A break that throws away more than two thirds of the line helps nobody: a long word is split instead.
    let least = start + (full - start) / 3;
    (least.max(start + 1)..=full).rev().find(|&i| may_break(chars[i - 1], chars[i])).unwrap_or(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_mark_never_begins_a_line() {
        assert_eq!(lines("请在此等候叫号，谢谢。", 14), ["请在此等候叫", "号，谢谢。"]);
        assert_eq!(lines("带上（身份证）和钥匙", 12), ["带上（身份", "证）和钥匙"]);
        assert_eq!(lines("带上门禁卡（身份证）", 12), ["带上门禁卡", "（身份证）"]);
    }

    #[test]
    fn numbers_stay_whole_and_long_words_are_split() {
        assert_eq!(lines("电话号码 13800000000 请回拨", 18), ["电话号码", "13800000000 请回拨"]);
        assert_eq!(lines("abcdefghijkl", 5), ["abcde", "fghij", "kl"]);
        assert_eq!(lines("3栋1单元1203室2026-11-21", 18), ["3栋1单元1203室", "2026-11-21"]);
    }

    #[test]
    fn empty_and_narrow_do_not_hang() {
        assert_eq!(lines("", 10), [""]);
        assert_eq!(lines("a\n\nb", 10), ["a", "", "b"]);
        assert_eq!(lines("汉字", 1), ["汉", "字"]);
        assert_eq!(lines("   ", 2), [""]);
    }
}
