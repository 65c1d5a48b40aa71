//! What a slip consists of, in the driver's words: lines, symbols, feeds, cuts. No bytes, no dots.

use serde::{Deserialize, Serialize};

/// Where a line stands between the margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left margin.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right margin.
    Right,
}

/// How a text is set. Sizes are factors of the printer's font A (12 × 24 dots, hanzi 24 × 24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Style {
    /// Where the lines stand.
    pub align: Align,
    /// Width factor, 1 to 8; anything outside is brought inside.
    pub width: u8,
    /// Height factor, 1 to 8; anything outside is brought inside.
    pub height: u8,
    /// Emphasised print.
    pub bold: bool,
}

impl Default for Style {
    fn default() -> Self {
        Style { align: Align::Left, width: 1, height: 1, bold: false }
    }
}

impl Style {
    /// Plain text at the left margin.
    pub fn left() -> Self {
        Style::default()
    }

    /// Plain text in the middle.
    pub fn center() -> Self {
        Style { align: Align::Center, ..Style::default() }
    }

    /// The same style, `n` times as wide and high (1 to 8).
    pub fn size(self, n: u8) -> Self {
        Style { width: n.clamp(1, 8), height: n.clamp(1, 8), ..self }
    }

    /// The same style, twice as high: the usual form of a title that still takes a full line.
    pub fn tall(self) -> Self {
        Style { height: 2, ..self }
    }

    /// The same style, emphasised.
    pub fn bold(self) -> Self {
        Style { bold: true, ..self }
    }

    /// The style with both factors inside 1 to 8.
    pub fn tamed(self) -> Self {
        Style { width: self.width.clamp(1, 8), height: self.height.clamp(1, 8), ..self }
    }
}

/// One part of a slip, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// Text; a line feed in it begins a new line, long lines are broken by columns.
    Text {
        /// What it says.
        text: String,
        /// How it is set.
        style: Style,
    },
    /// A label at the left and a value at the right of one line; a value that does not fit continues on lines of
    /// its own, under the first, so that label and value stay readable.
    Pair {
        /// The label.
        left: String,
        /// The value.
        right: String,
    },
    /// A label, and after it a line to write on, as far as the paper goes; high enough for a pen.
    Blank {
        /// What is to be written there.
        label: String,
    },
    /// A line across the paper.
    Rule,
    /// A dashed line to tear along, with words in it ("" for none).
    Tear {
        /// What stands in the dashed line.
        label: String,
    },
    /// Empty lines.
    Feed {
        /// How many, 0 to 255.
        lines: u8,
    },
    /// A QR symbol in the middle, with its text under it for people.
    Qr {
        /// What it says; control bytes are removed, at most [`crate::escpos::QR_MAX`] bytes.
        data: String,
        /// The text under it.
        caption: Option<String>,
    },
    /// Feed to the blade and cut as the profile says; a printer without a cutter feeds so that the slip can be torn.
    Cut,
}

impl Item {
    /// Plain text at the left margin.
    pub fn text(text: impl Into<String>) -> Self {
        Item::Text { text: text.into(), style: Style::default() }
    }

    /// Text in a style.
    pub fn styled(text: impl Into<String>, style: Style) -> Self {
        Item::Text { text: text.into(), style }
    }

    /// A label and its value.
    pub fn pair(left: impl Into<String>, right: impl Into<String>) -> Self {
        Item::Pair { left: left.into(), right: right.into() }
    }
}
