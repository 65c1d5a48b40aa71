//! Items to printed lines: breaking, pairing, ruling. Nothing of bytes.

use super::MOST_LINES;
use crate::item::{Align, Item, Style};
use crate::profile::{CodePage, Profile};
use crate::text::{clean, columns};
use crate::wrap;

/// One printed line, or what stands between lines.
pub(super) enum Line {
    Text { text: String, style: Style },
    Feed(u8),
    Qr(String),
    Cut,
}

/// The lines of a slip, and whether some had to be left out.
pub(super) fn lay_out(items: &[Item], profile: &Profile) -> (Vec<Line>, bool) {
    let width = usize::from(profile.columns);
    let mut out = Vec::new();
    for item in items {
        match item {
            Item::Text { text, style } => text_lines(text, style.tamed(), width, &mut out),
            Item::Pair { left, right } => pair(&clean(left), &clean(right), width, &mut out),
            Item::Blank { label } => {
                let label = clean(label).replace('\n', " ");
                let line = width.saturating_sub(columns(&label) + 1).max(8);
                out.push(Line::Feed(1));
                text_lines(&format!("{label} {}", "_".repeat(line)), Style::default(), width, &mut out);
            }
            Item::Rule if profile.code_page == CodePage::Ascii => out.push(plain("-".repeat(width))),
            Item::Rule => out.push(plain("─".repeat(width / 2))),
            Item::Tear { label } => out.push(plain(tear(&clean(label), width))),
            Item::Feed { lines } => out.push(Line::Feed(*lines)),
            Item::Qr { data, caption } => {
                out.push(Line::Qr(data.clone()));
                if let Some(caption) = caption {
                    text_lines(caption, Style::center(), width, &mut out);
                }
            }
            Item::Cut => out.push(Line::Cut),
        }
    }
    let shortened = out.len() > MOST_LINES;
    if shortened {
        let cut = matches!(out.last(), Some(Line::Cut));
        out.truncate(MOST_LINES);
        out.push(plain(if profile.code_page == CodePage::Ascii { "..." } else { "……" }));
        if cut {
            out.push(Line::Cut);
        }
    }
    (out, shortened)
}

fn plain(text: impl Into<String>) -> Line {
    Line::Text { text: text.into(), style: Style::default() }
}

/// Enlarged text that does not fit one line is set narrower, as high as it was, before it is broken: the last character of
/// a heading alone on a line helps nobody.
fn text_lines(text: &str, style: Style, width: usize, out: &mut Vec<Line>) {
    let text = clean(text);
    let needed = text.split('\n').map(columns).max().unwrap_or(0);
    let fitting = (1..=style.width).rev().find(|n| needed * usize::from(*n) <= width);
    let style = Style { width: fitting.unwrap_or(style.width), ..style };
    let lines = wrap::lines(&text, (width / usize::from(style.width)).max(1));
    out.extend(lines.into_iter().map(|text| Line::Text { text, style }));
}

/// Label and value on one line with at least two columns between; a long value hangs under its own first line
/// beside the label, and where the label leaves no room for that, it stands below at the right.
fn pair(left: &str, right: &str, width: usize, out: &mut Vec<Line>) {
    let (left, right) = (left.replace('\n', " "), right.replace('\n', " "));
    let (l, r) = (columns(&left), columns(&right));
    if r == 0 || l == 0 {
        text_lines(&format!("{left}{right}"), Style::default(), width, out);
    } else if l + r + 2 <= width {
        out.push(plain(format!("{left}{}{right}", " ".repeat(width - l - r))));
    } else if l + 2 <= width / 2 {
        let room = width - l - 2;
        for (i, part) in wrap::lines(&right, room).into_iter().enumerate() {
            let label = if i == 0 { left.as_str() } else { "" };
            let gap = if i == 0 { 2 } else { l + 2 };
            out.push(plain(format!("{label}{}{part}", " ".repeat(gap))));
        }
    } else {
        text_lines(&left, Style::default(), width, out);
        let align = if r <= width { Align::Right } else { Align::Left };
        text_lines(&right, Style { align, ..Style::default() }, width, out);
    }
}

/// `- - - label - - -`, as wide as the paper.
fn tear(label: &str, width: usize) -> String {
    let label = label.replace('\n', " ");
    let room = width.saturating_sub(columns(&label) + if label.is_empty() { 0 } else { 2 });
    let side = |n: usize| "- ".repeat(n / 2 + 1).chars().take(n).collect::<String>();
    if label.is_empty() || room < 4 {
        return side(width);
    }
    let left = room / 2;
    let right: String = side(room - left).chars().rev().collect();
    format!("{} {label} {right}", side(left))
}
