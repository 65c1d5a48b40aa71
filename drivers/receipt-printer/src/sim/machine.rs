//! The inside of the simulated printer: receive buffer, sensors, answers.

use std::collections::VecDeque;

use crate::paper::{Request, Roll, Sheet};
use crate::profile::{Ask, Bit, Bits, Profile};
use crate::status::Status;

/// The receive buffer, in bytes.
pub const BUFFER: usize = 4096;
/// The most bytes of answers nobody reads.
const ANSWERS: usize = 4096;
/// The most sheets kept for [`super::SimPrinter::take_sheets`].
const SHEETS: usize = 64;

pub(super) struct Machine {
    profile: Profile,
    roll: Roll,
    rx: VecDeque<u8>,
    tx: VecDeque<u8>,
    real_time: Vec<u8>,
    asb: u8,
    said: [u8; 4],
    pub(super) sheets: VecDeque<Sheet>,
    fresh: Vec<Sheet>,
    pub(super) paper_out: bool,
    pub(super) paper_low: bool,
    pub(super) paper_left: Option<usize>,
    pub(super) cover_open: bool,
    pub(super) cutter_stuck: bool,
    /// A slip hangs at the mouth.
    pub(super) ticket: bool,
    pub(super) plugged: bool,
    /// It was plugged in since somebody asked.
    pub(super) arrived: bool,
    pub(super) stalled: bool,
    pub(super) mute: bool,
    /// What ESC @ sets the automatic status to, where it does.
    pub(super) init_asb: Option<u8>,
    /// The DLE EOT that is never answered.
    pub(super) deaf_to: Option<u8>,
    pub(super) cut_after: Option<usize>,
    pub(super) stall_after: Option<usize>,
    /// Goes up when the cable is pulled: connections of before are dead.
    pub(super) epoch: u64,
}

impl Machine {
    pub(super) fn new(profile: Profile) -> Self {
        let roll = Roll::new(&profile);
        let mut machine = Machine {
            profile,
            roll,
            rx: VecDeque::new(),
            tx: VecDeque::new(),
            real_time: Vec::new(),
            asb: 0,
            said: [0; 4],
            sheets: VecDeque::new(),
            fresh: Vec::new(),
            paper_out: false,
            paper_low: false,
            paper_left: None,
            cover_open: false,
            cutter_stuck: false,
            ticket: false,
            plugged: true,
            arrived: false,
            stalled: false,
            mute: false,
            init_asb: None,
            deaf_to: None,
            cut_after: None,
            stall_after: None,
            epoch: 0,
        };
        machine.said = machine.asb_bytes();
        machine
    }

    pub(super) fn status(&self) -> Status {
        match () {
            () if !self.plugged => Status::Gone,
            () if self.cover_open => Status::CoverOpen,
            () if self.paper_out => Status::PaperOut,
            () if self.cutter_stuck => Status::CutterError,
            () if self.paper_low => Status::PaperLow,
            () => Status::Ready,
        }
    }

    fn holds_back(&self) -> bool {
        self.cover_open || self.paper_out || self.cutter_stuck
    }

    pub(super) fn held(&self) -> usize {
        self.rx.len()
    }

    pub(super) fn unplug(&mut self) {
        self.plugged = false;
        self.cut_after = None;
        self.tx.clear();
        self.real_time.clear();
        self.epoch += 1;
    }

    pub(super) fn power_cycle(&mut self) {
        self.unplug();
        self.plugged = true;
        self.rx.clear();
        self.roll.power_off();
        self.asb = 0;
    }

    /// What USB's SOFT_RESET does: buffers are empty, what stands on the roll stays there.
    pub(super) fn soft_reset(&mut self) {
        self.rx.clear();
        self.tx.clear();
        self.real_time.clear();
        self.roll.power_off();
    }

    /// What USB's GET_PORT_STATUS answers.
    pub(super) fn port_status(&self) -> u8 {
        u8::from(self.paper_out) << 5 | 0x10 | u8::from(!self.holds_back()) << 3
    }

    /// Whether it takes an ordinary byte now.
    pub(super) fn takes(&self) -> bool {
        self.plugged && !self.stalled && self.rx.len() < BUFFER
    }

    /// Takes what it has room for; `None` when the cable is out.
    pub(super) fn accept(&mut self, bytes: &[u8]) -> Option<usize> {
        for (i, &byte) in bytes.iter().enumerate() {
            if !self.plugged {
                return (i > 0).then_some(i);
            }
            let urgent = byte == 0x10 || !self.real_time.is_empty();
            if self.stalled || (self.rx.len() >= BUFFER && !urgent) {
                return Some(i);
            }
            if self.rx.len() < BUFFER {
                self.rx.push_back(byte);
            }
            self.listen(byte);
            if let Some(left) = &mut self.stall_after {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    (self.stalled, self.stall_after) = (true, None);
                }
            }
            if let Some(left) = &mut self.cut_after {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    self.unplug();
                    return Some(i + 1);
                }
            }
        }
        self.plugged.then_some(bytes.len())
    }

    /// Looks for real-time commands in whatever arrives, text and pictures alike.
    fn listen(&mut self, byte: u8) {
        if self.real_time.is_empty() && byte != 0x10 {
            return;
        }
        self.real_time.push(byte);
        match *self.real_time.as_slice() {
            [0x10] | [0x10, 4 | 5 | 0x14] | [0x10, 0x14, 8] => return,
            [0x10, 4, n] => self.tell(n),
            [0x10, 5, 2] => self.rx.clear(),
            [0x10, 0x14, 8, ref rest @ ..] if rest.len() < 7 => return,
            [0x10, 0x14, 8, 1, 3, 0x14, 1, 6, 2, 8] if self.profile.can_clear => {
                self.rx.clear();
                self.roll.power_off();
                self.say(&[0x37, 0x25, 0]);
            }
            _ => {}
        }
        let again = byte == 0x10 && self.real_time.len() == 2;
        self.real_time.clear();
        if again {
            self.real_time.push(byte);
        }
    }

    pub(super) fn tear(&mut self) {
        self.roll.tear();
    }

    fn tell(&mut self, n: u8) {
        match (self.profile.ask, n) {
            (Ask::DleEot20, 20) => {
                let [a, b, c, d] = self.bytes(&self.profile.status, [0; 4]);
                self.say(&[0x10, 0x0F, a, b, c, d]);
            }
            (Ask::DleEot, 1..=4) if self.deaf_to != Some(n) => {
                let byte = self.bytes(&self.profile.status, [0x12; 4])[usize::from(n) - 1];
                self.say(&[byte]);
            }
            _ => {}
        }
    }

    /// The status bytes as the profile places the conditions.
    fn bytes(&self, bits: &Bits, mut bytes: [u8; 4]) -> [u8; 4] {
        let conditions: [(Option<Bit>, bool); 6] = [
            (bits.offline, self.holds_back()),
            (bits.cover_open, self.cover_open),
            (bits.paper_out, self.paper_out),
            (bits.paper_low, self.paper_low || self.paper_out),
            (bits.cutter_error, self.cutter_stuck),
            (bits.ticket_present, self.ticket),
        ];
        let quiet = bits.named().into_iter().filter_map(|(_, bit)| bit).filter(|b| b.inverted);
        let told = conditions.into_iter().filter_map(|(bit, holds)| bit.map(|b| (b, holds)));
        for (bit, holds) in quiet.map(|b| (b, false)).chain(told) {
            if let Some(byte) = bytes.get_mut(usize::from(bit.byte).wrapping_sub(1)) {
                if holds != bit.inverted {
                    *byte |= bit.mask;
                } else if bit.inverted {
                    *byte &= !bit.mask;
                }
            }
        }
        bytes
    }

    fn asb_bytes(&self) -> [u8; 4] {
        self.bytes(&self.profile.asb, [0x10, 0, 0, 0])
    }

    /// Puts bytes where the host reads them; what nobody reads is lost, the oldest first.
    pub(super) fn say(&mut self, bytes: &[u8]) {
        if self.mute {
            return;
        }
        self.tx.extend(bytes);
        let too_many = self.tx.len().saturating_sub(ANSWERS);
        self.tx.drain(..too_many);
    }

    /// Whether answers are there that nobody has taken.
    pub(super) fn speaks(&self) -> bool {
        !self.tx.is_empty()
    }

    /// Hands the answers over.
    pub(super) fn hear(&mut self, buf: &mut [u8]) -> usize {
        let n = buf.len().min(self.tx.len());
        for (to, from) in buf.iter_mut().zip(self.tx.drain(..n)) {
            *to = from;
        }
        n
    }

    /// Prints what can be printed, answers what was asked, reports what changed.
    pub(super) fn run(&mut self) {
        while !self.holds_back() && !self.rx.is_empty() {
            let n = self.paper_left.map_or(self.rx.len(), |left| left.min(self.rx.len()));
            let chunk: Vec<u8> = self.rx.drain(..n).collect();
            self.roll.feed(&chunk);
            if let Some(left) = &mut self.paper_left {
                *left -= n;
                self.paper_out = *left == 0;
            }
            for request in self.roll.take_requests() {
                self.answer(request);
            }
        }
        for sheet in self.roll.take_sheets() {
            self.ticket |= sheet.cut;
            self.fresh.push(sheet.clone());
            self.sheets.push_back(sheet);
        }
        let too_many = self.sheets.len().saturating_sub(SHEETS);
        self.sheets.drain(..too_many);
        let now = self.asb_bytes();
        if now != self.said {
            self.said = now;
            if self.asb != 0 {
                self.say(&now);
            }
        }
    }

    fn answer(&mut self, request: Request) {
        match request {
            Request::ProcessId([a, b, c, d]) => self.say(&[0x37, 0x22, a, b, c, d, 0]),
            Request::Init => self.asb = self.init_asb.unwrap_or(self.asb),
            Request::Asb(n) => {
                self.asb = n;
                if n != 0 {
                    let now = self.asb_bytes();
                    self.said = now;
                    self.say(&now);
                }
            }
            Request::Ask(1 | 49) => self.say(&[if self.paper_low { 0x03 } else { 0 }]),
            Request::Ask(_) => self.say(&[0]),
            Request::Identify(n @ 65..=69) => {
                let text = ["1.0", "sim", "Front Desk sim", "0", "GB18030"][usize::from(n) - 65];
                self.say(&[&[0x5F], text.as_bytes(), &[0]].concat());
            }
            Request::Identify(_) => self.say(&[0x02]),
        }
    }

    pub(super) fn take_fresh(&mut self) -> Vec<Sheet> {
        std::mem::take(&mut self.fresh)
    }
}
