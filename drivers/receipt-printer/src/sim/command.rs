//! Steering the simulated printer by words, one command a line, as on standard input.

use std::str::FromStr;

use super::SimPrinter;

/// What can be said, for people.
pub const HELP: &str = "\
paper out | paper low | paper in     the roll
paper out after N                    the roll ends, N bytes from now
cover open | cover close             the cover
cutter stuck | cutter free           the blade
take ticket | tear                   a person takes the slip, tears it off
unplug | plug                        the cable
unplug after N                       the cable, N bytes from now
power cycle                          off and on: what is held is forgotten
stall | go                           takes no bytes, takes them again
stall after N                        takes N more bytes and then none
mute | speak                         answers nothing, answers again
status                               how it is
help                                 this";

/// One word of steering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// The roll ends.
    PaperOut,
    /// The roll ends after so many more bytes were interpreted.
    PaperOutAfter(usize),
    /// The roll will end soon.
    PaperLow,
    /// A new roll.
    PaperIn,
    /// The cover is opened.
    CoverOpen,
    /// The cover is closed.
    CoverClose,
    /// The blade is stuck (`true`) or free.
    Cutter(bool),
    /// A person takes the slip.
    TakeTicket,
    /// A person tears off what stands there.
    Tear,
    /// The cable is pulled.
    Unplug,
    /// The cable is pulled after so many more bytes.
    UnplugAfter(usize),
    /// The cable is put back.
    Plug,
    /// Off and on.
    PowerCycle,
    /// Takes no bytes (`true`) or takes them again.
    Stall(bool),
    /// Takes so many more bytes and then none.
    StallAfter(usize),
    /// Answers nothing (`true`) or answers again.
    Mute(bool),
    /// How it is.
    Status,
    /// What can be said.
    Help,
}

/// The line is no command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a command: {0}; say help")]
pub struct NotACommand(String);

impl FromStr for Command {
    type Err = NotACommand;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        Ok(match words.as_slice() {
            ["paper", "out"] => Command::PaperOut,
            ["paper", "out", "after", n] => Command::PaperOutAfter(number(n, line)?),
            ["paper", "low"] => Command::PaperLow,
            ["paper", "in"] => Command::PaperIn,
            ["cover", "open"] => Command::CoverOpen,
            ["cover", "close"] => Command::CoverClose,
            ["cutter", "stuck"] => Command::Cutter(true),
            ["cutter", "free"] => Command::Cutter(false),
            ["take", "ticket"] => Command::TakeTicket,
            ["tear"] => Command::Tear,
            ["unplug"] => Command::Unplug,
            ["unplug", "after", n] => Command::UnplugAfter(number(n, line)?),
            ["stall", "after", n] => Command::StallAfter(number(n, line)?),
            ["plug"] => Command::Plug,
            ["power", "cycle"] => Command::PowerCycle,
            ["stall"] => Command::Stall(true),
            ["go"] => Command::Stall(false),
            ["mute"] => Command::Mute(true),
            ["speak"] => Command::Mute(false),
            ["status"] => Command::Status,
            ["help"] => Command::Help,
            _ => return Err(NotACommand(line.trim().chars().take(80).collect())),
        })
    }
}

fn number(word: &str, line: &str) -> Result<usize, NotACommand> {
    word.parse().map_err(|_| NotACommand(line.trim().to_owned()))
}

impl SimPrinter {
    /// Does what was said; gives one line (for help: several) to show.
    pub fn obey(&self, command: Command) -> String {
        match command {
            Command::PaperOut => self.paper_out(),
            Command::PaperOutAfter(bytes) => self.paper_out_after(bytes),
            Command::PaperLow => self.paper_low(),
            Command::PaperIn => self.load_paper(),
            Command::CoverOpen => self.open_cover(),
            Command::CoverClose => self.close_cover(),
            Command::Cutter(stuck) => self.jam_cutter(stuck),
            Command::TakeTicket => self.take_ticket(),
            Command::Tear => self.tear(),
            Command::Unplug => self.unplug(),
            Command::UnplugAfter(bytes) => self.cut_after(bytes),
            Command::Plug => self.plug(),
            Command::PowerCycle => self.power_cycle(),
            Command::Stall(stalled) => self.stall(stalled),
            Command::StallAfter(bytes) => self.stall_after(bytes),
            Command::Mute(mute) => self.mute(mute),
            Command::Status => {}
            Command::Help => return HELP.to_owned(),
        }
        format!("{:?}, {} bytes held", self.status(), self.held())
    }
}
