//! What one family of printers can do, as plain data: one TOML file each, in `config/printers/`.
//!
//! Every place and polarity of a status bit is a field, because the manuals of printers that call themselves
//! compatible disagree about them. Unknown keys are refused; [`Profile::complaints`] says everything that is wrong
//! at once.

mod propose;

pub use propose::propose;

use serde::{Deserialize, Serialize};

/// The strongest thing that can be believed after a slip was sent; the order is the strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// All bytes were accepted by the transport. Proves nothing: a receive buffer swallows a whole ticket.
    Accepted,
    /// The printer says it is well after the time the slip takes (DLE EOT 1 to 4).
    Status,
    /// The printer answered a command that stands behind the slip (GS a): everything before was interpreted.
    Echo,
    /// The printer named this slip's process number after printing it (GS ( H function 48).
    ProcessId,
}

impl Level {
    /// As a profile writes it.
    pub fn code(self) -> &'static str {
        match self {
            Level::Accepted => "accepted",
            Level::Status => "status",
            Level::Echo => "echo",
            Level::ProcessId => "process-id",
        }
    }
}

/// What stands behind the last line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cutter {
    /// No cutter: feed so far that the slip can be torn off.
    None,
    /// Partial cut, one point stays (GS V 66 0): the slip does not fall.
    Partial,
    /// Full cut (GS V 65 0): only where something catches the slip.
    Full,
}

/// Who holds the slip after the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presenter {
    /// Nobody: the slip hangs at the blade.
    None,
    /// Citizen PPU: a slip nobody takes is collected after so many seconds (GS R 1 n).
    Citizen,
    /// Custom VKP80, KPM, TG: the slip is pushed out (GS e 3 n) after the cut.
    Custom,
}

/// Which characters the printer's own font holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodePage {
    /// ASCII and the double bytes of GB18030 (areas 1 to 5, which are GBK).
    Gb18030,
    /// ASCII only: a line with anything else is sent as a picture.
    Ascii,
}

/// How the printer is asked how it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// DLE EOT 1 to 4, one byte each.
    DleEot,
    /// DLE EOT 20, one answer of six bytes (Custom families): places 1 to 4 are paper, user, recoverable, unrecoverable.
    DleEot20,
    /// It is never asked: it cannot answer.
    Never,
}

/// One status bit: which of the four bytes it stands in, and what it looks like when true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bit {
    /// The byte, 1 to 4: the n of DLE EOT n, or the place in an ASB message.
    pub byte: u8,
    /// The bits of that byte; the condition holds when any of them is set.
    pub mask: u8,
    /// The condition holds when all of them are clear instead.
    #[serde(default)]
    pub inverted: bool,
}

impl Bit {
    /// A bit that holds when set.
    pub const fn at(byte: u8, mask: u8) -> Self {
        Bit { byte, mask, inverted: false }
    }
}

/// Where each condition stands; a condition without a place is never reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bits {
    /// Not printing, for whatever reason.
    pub offline: Option<Bit>,
    /// Cover or head is open.
    pub cover_open: Option<Bit>,
    /// No paper.
    pub paper_out: Option<Bit>,
    /// Paper will end soon.
    pub paper_low: Option<Bit>,
    /// The cutter is stuck.
    pub cutter_error: Option<Bit>,
    /// Paper is jammed in the path or the presenter.
    pub jam: Option<Bit>,
    /// An error only a technician clears.
    pub fatal: Option<Bit>,
    /// An error that passes by itself (a hot head).
    pub passing: Option<Bit>,
    /// A slip is waiting at the mouth to be taken.
    pub ticket_present: Option<Bit>,
}

/// One family of printers. Lengths are in dots of the head unless they say otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The family's name, for people.
    pub name: String,
    /// What printers of the family call themselves, in their 1284 id or when asked (GS I): see [`propose`].
    #[serde(default)]
    pub models: Vec<String>,
    /// Printable width, 192 to 2040 dots.
    pub dots: u16,
    /// Columns of font A in that width; a hanzi takes two.
    pub columns: u8,
    /// Dots per inch of the head, 100 to 400.
    pub dpi: u16,
    /// Distance from line to line (ESC 3), 24 to 120 dots.
    pub line_spacing: u8,
    /// How fast paper moves, millimetres per second, 10 to 1000.
    pub speed_mm_s: u16,
    /// What cuts.
    pub cutter: Cutter,
    /// From the print line to the blade, millimetres.
    pub blade_mm: u8,
    /// Who holds the slip afterwards.
    pub presenter: Presenter,
    /// Which characters its font holds.
    pub code_page: CodePage,
    /// Characters that can be defined at a time for what the font lacks (FS 2), 0 to 10.
    pub user_glyphs: u8,
    /// Whether the printer draws QR symbols itself (GS ( k); else they are sent as raster.
    pub qr_native: bool,
    /// Side of one QR module, 3 to 12 dots; smaller is taken where a symbol would not fit.
    pub qr_module: u8,
    /// How it is asked how it is.
    pub ask: Ask,
    /// What is believed after sending.
    pub confirm: Level,
    /// Whether the held rest of a slip can be cleared (DLE DC4 8, answered 37 25 00).
    pub can_clear: bool,
    /// Where the conditions stand in the answers to `ask`.
    pub status: Bits,
    /// Where they stand in an ASB message (GS a).
    pub asb: Bits,
}

impl Default for Profile {
    /// The generic 80 mm printer: 203 dpi, 576 dots, partial cut, the bits that most families share.
    fn default() -> Self {
        Profile {
            name: "80 mm, ESC/POS, GB18030".to_owned(),
            models: Vec::new(),
            dots: 576,
            columns: 48,
            dpi: 203,
            line_spacing: 34,
            speed_mm_s: 150,
            cutter: Cutter::Partial,
            blade_mm: 15,
            presenter: Presenter::None,
            code_page: CodePage::Gb18030,
            user_glyphs: 6,
            qr_native: true,
            qr_module: 6,
            ask: Ask::DleEot,
            confirm: Level::Status,
            can_clear: false,
            status: Bits {
                offline: Some(Bit::at(1, 0x08)),
                cover_open: Some(Bit::at(2, 0x04)),
                paper_out: Some(Bit::at(4, 0x20)),
                paper_low: Some(Bit::at(4, 0x0C)),
                cutter_error: Some(Bit::at(3, 0x08)),
                jam: None,
                fatal: Some(Bit::at(3, 0x20)),
                passing: Some(Bit::at(3, 0x40)),
                ticket_present: None,
            },
            asb: Bits {
                offline: Some(Bit::at(1, 0x08)),
                cover_open: Some(Bit::at(1, 0x20)),
                paper_out: Some(Bit::at(3, 0x0C)),
                paper_low: Some(Bit::at(3, 0x03)),
                cutter_error: Some(Bit::at(2, 0x08)),
                jam: None,
                fatal: Some(Bit::at(2, 0x20)),
                passing: Some(Bit::at(2, 0x40)),
                ticket_present: None,
            },
        }
    }
}

/// Why a profile file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Not TOML, a key unknown or missing, a value of the wrong kind; the message names line and column.
    #[error("{0}")]
    Toml(#[from] toml::de::Error),
    /// Values that no printer has; one sentence each.
    #[error("{}", .0.join("; "))]
    Values(Vec<String>),
}

impl Profile {
    /// Reads a profile from TOML text and checks it.
    ///
    /// # Errors
    /// [`ProfileError`] with every complaint about the values, or the first about the form.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        let profile: Profile = toml::from_str(text)?;
        let complaints = profile.complaints();
        if complaints.is_empty() { Ok(profile) } else { Err(ProfileError::Values(complaints)) }
    }

    /// Everything that is wrong with the values, one sentence each; empty when the profile can be used.
    pub fn complaints(&self) -> Vec<String> {
        let mut out = Vec::new();
        let mut range = |what: &str, value: u16, least: u16, most: u16| {
            if !(least..=most).contains(&value) {
                out.push(format!("{what} is {value}, but must be {least} to {most}"));
            }
        };
        range("dots", self.dots, 192, 2040);
        range("columns", u16::from(self.columns), 16, 170);
        range("dpi", self.dpi, 100, 400);
        range("line_spacing", u16::from(self.line_spacing), 24, 120);
        range("speed_mm_s", self.speed_mm_s, 10, 1000);
        range("blade_mm", u16::from(self.blade_mm), 0, 60);
        range("user_glyphs", u16::from(self.user_glyphs), 0, 10);
        range("qr_module", u16::from(self.qr_module), 3, 12);
        if u16::from(self.columns) * 12 > self.dots {
            out.push(format!("{} columns of 12 dots do not fit {} dots", self.columns, self.dots));
        }
        if self.ask == Ask::Never && self.confirm == Level::Status {
            out.push("confirm is \"status\", but ask is \"never\"".to_owned());
        }
        if self.code_page == CodePage::Ascii && self.user_glyphs > 0 {
            out.push("user_glyphs must be 0 where code_page is \"ascii\"".to_owned());
        }
        if self.name.trim().is_empty() {
            out.push("name is empty".to_owned());
        }
        for (table, bits) in [("status", &self.status), ("asb", &self.asb)] {
            for (name, bit) in bits.named() {
                if let Some(bit) = bit
                    && (!(1..=4).contains(&bit.byte) || bit.mask == 0)
                {
                    out.push(format!("{table}.{name}: byte must be 1 to 4 and mask not 0"));
                }
            }
        }
        out
    }

    /// How many dots so many millimetres are.
    pub fn dots_of_mm(&self, mm: u32) -> u32 {
        (mm * u32::from(self.dpi) * 10 + 127) / 254
    }

    /// How many millimetres so many dots are, rounded up.
    pub fn mm_of_dots(&self, dots: u32) -> u32 {
        dots.saturating_mul(254).div_ceil(u32::from(self.dpi.max(1)) * 10)
    }
}

impl Bits {
    /// The same without the conditions of bytes that a printer never sends. The byte with the paper's end stays: a printer
    /// that does not tell of it is not known to be well.
    pub(crate) fn without(mut self, unsent: [bool; 4]) -> Bits {
        let paper = self.paper_out.map(|bit| bit.byte);
        let places = [
            &mut self.offline,
            &mut self.cover_open,
            &mut self.paper_low,
            &mut self.cutter_error,
            &mut self.jam,
            &mut self.fatal,
            &mut self.passing,
        ];
        for place in places {
            *place = place.filter(|bit| {
                let unsent = unsent.get(usize::from(bit.byte).wrapping_sub(1)) == Some(&true);
                !unsent || Some(bit.byte) == paper
            });
        }
        self
    }

    /// The conditions by name, in the order of the fields.
    pub fn named(&self) -> [(&'static str, Option<Bit>); 9] {
        [
            ("offline", self.offline),
            ("cover_open", self.cover_open),
            ("paper_out", self.paper_out),
            ("paper_low", self.paper_low),
            ("cutter_error", self.cutter_error),
            ("jam", self.jam),
            ("fatal", self.fatal),
            ("passing", self.passing),
            ("ticket_present", self.ticket_present),
        ]
    }
}
