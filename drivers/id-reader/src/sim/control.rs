//! Steering a simulator by lines of text, for a person at a terminal or a script.

use std::time::Duration;

use super::cards::{SimCard, card, cards};
use super::fault::{Fault, On};
use super::module::Module;
use crate::command::Baud;

/// What can be typed.
pub const HELP: &str = "\
place CARD           put a card down (see: list)
remove               take it away
swap CARD            another card in its place, at once
unplug | plug        pull the plug, put it in
fault NAME [N]       the next N (1) answers suffer it; read answers unless the name says otherwise:
                     lost-aa noise bytes pieces stall truncated drop-byte flip-byte wrong-check
                     len-too-large len-too-small late duplicate silence short-frame echo unplug
                     fingerprints select-fails read-fails wrong-sam status-XX
switch NAME on|off   nonconforming heartbeat mute
selftest XX          90 fine, 60 failed, 66 not authorised
baud RATE            the module speaks another rate
clear                no more faults
list                 the cards there are
help                 this";

/// What can stand behind `fault`, apart from `status-XX`.
pub const FAULTS: [&str; 21] = [
    "lost-aa",
    "noise",
    "bytes",
    "pieces",
    "stall",
    "truncated",
    "drop-byte",
    "flip-byte",
    "wrong-check",
    "len-too-large",
    "len-too-small",
    "late",
    "duplicate",
    "silence",
    "short-frame",
    "echo",
    "unplug",
    "fingerprints",
    "select-fails",
    "read-fails",
    "wrong-sam",
];

/// One line, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// Put this card down.
    Place(Box<SimCard>),
    /// Take the card away.
    Remove,
    /// Pull the plug.
    Unplug,
    /// Put the plug in.
    Plug,
    /// So many answers suffer this.
    Fault(Fault, On, u32),
    /// The module finds a card it has read.
    Nonconforming(bool),
    /// Heartbeat bytes on an idle line.
    Heartbeat(bool),
    /// No answer at all.
    Mute(bool),
    /// What the self test says.
    SelfTest(u8),
    /// Another rate.
    Baud(Baud),
    /// No more faults.
    Clear,
    /// Say which cards there are.
    List,
    /// Say what can be typed.
    Help,
}

/// Why a line was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// No such word.
    #[error("no such command: {0} (try: help)")]
    Unknown(String),
    /// The word needs another one behind it.
    #[error("{0} needs something behind it (try: help)")]
    Missing(&'static str),
    /// No card with this label.
    #[error("no such card: {0} (try: list)")]
    NoCard(String),
    /// No fault or switch with this name, or a value it cannot have.
    #[error("{0} is not one of the choices (try: help)")]
    NoChoice(String),
}

impl Control {
    /// Understands one line. Letters may be large or small.
    ///
    /// # Errors
    /// [`ControlError`], with a sentence to show.
    pub fn parse(line: &str) -> Result<Control, ControlError> {
        let line = line.to_lowercase();
        let mut words = line.split_whitespace();
        let verb = words.next().unwrap_or("help");
        let mut next = |what: &'static str| words.next().ok_or(ControlError::Missing(what));
        Ok(match verb {
            "place" | "swap" => {
                let label = next("place")?;
                Control::Place(Box::new(card(label).ok_or_else(|| ControlError::NoCard(label.to_owned()))?))
            }
            "remove" => Control::Remove,
            "unplug" => Control::Unplug,
            "plug" => Control::Plug,
            "fault" => {
                let (fault, on) = fault(next("fault")?)?;
                Control::Fault(fault, on, words.next().map_or(Ok(1), count)?)
            }
            "switch" => {
                let name = next("switch")?;
                let on = next("switch")? == "on";
                match name {
                    "nonconforming" => Control::Nonconforming(on),
                    "heartbeat" => Control::Heartbeat(on),
                    "mute" => Control::Mute(on),
                    other => return Err(ControlError::NoChoice(other.to_owned())),
                }
            }
            "selftest" => Control::SelfTest(hex(next("selftest")?)?),
            "baud" => {
                let word = next("baud")?;
                let rate = word.parse().ok().and_then(Baud::from_rate);
                Control::Baud(rate.ok_or_else(|| ControlError::NoChoice(word.to_owned()))?)
            }
            "clear" => Control::Clear,
            "list" => Control::List,
            "help" => Control::Help,
            other => return Err(ControlError::Unknown(other.to_owned())),
        })
    }

    /// Does it to `module` at `now` and says what was done, in one line or several.
    pub fn apply(self, module: &mut Module, now: Duration) -> String {
        let done = match self {
            Control::Place(card) => {
                let said = format!("placed {}", card.label());
                module.place(*card);
                return said;
            }
            Control::List => {
                return cards().iter().map(SimCard::label).collect::<Vec<_>>().join("\n");
            }
            Control::Help => HELP,
            Control::Remove => {
                module.remove();
                "removed"
            }
            Control::Unplug => {
                module.unplug();
                "unplugged"
            }
            Control::Plug => {
                module.plug(now);
                "plugged in"
            }
            Control::Fault(fault, on, times) => {
                module.fault_on(fault, on, times);
                "fault armed"
            }
            Control::Clear => {
                module.clear_faults();
                "no more faults"
            }
            switch => {
                match switch {
                    Control::Nonconforming(on) => module.set_nonconforming(on),
                    Control::Heartbeat(on) => module.set_heartbeat(on),
                    Control::Mute(on) => module.set_mute(on),
                    Control::SelfTest(status) => module.set_self_test(status),
                    Control::Baud(baud) => module.set_baud(baud),
                    _ => {}
                }
                "switched"
            }
        };
        done.to_owned()
    }
}

fn count(word: &str) -> Result<u32, ControlError> {
    word.parse().map_err(|_| ControlError::NoChoice(word.to_owned()))
}

fn hex(word: &str) -> Result<u8, ControlError> {
    u8::from_str_radix(word, 16).map_err(|_| ControlError::NoChoice(word.to_owned()))
}

/// A fault by its name, with usual values, and the answers it is about.
fn fault(name: &str) -> Result<(Fault, On), ControlError> {
    if let Some(status) = name.strip_prefix("status-") {
        let fault = Fault::Status(hex(status)?);
        let on = fault.usual();
        return Ok((fault, on));
    }
    let fault = match name {
        "lost-aa" => Fault::LostAa,
        "noise" => Fault::Noise,
        "bytes" => Fault::Bytes,
        "pieces" => Fault::Pieces,
        "stall" => Fault::Stall(Duration::from_millis(600)),
        "truncated" => Fault::Truncated,
        "drop-byte" => Fault::DropByte(700),
        "flip-byte" => Fault::FlipByte(100),
        "wrong-check" => Fault::WrongCheck,
        "len-too-large" => Fault::LenTooLarge,
        "len-too-small" => Fault::LenTooSmall,
        "late" => Fault::Late(Duration::from_secs(4)),
        "duplicate" => Fault::Duplicate,
        "silence" => Fault::Silence,
        "short-frame" => Fault::ShortFrame,
        "echo" => Fault::Echo,
        "unplug" => Fault::Unplug(300, Some(Duration::from_secs(2))),
        "fingerprints" => Fault::Fingerprints,
        "select-fails" => Fault::Status(0x81),
        "read-fails" => Fault::Status(0x41),
        "wrong-sam" => Fault::WrongSam,
        other => return Err(ControlError::NoChoice(other.to_owned())),
    };
    let on = fault.usual();
    Ok((fault, on))
}
