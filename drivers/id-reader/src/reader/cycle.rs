//! Cards: find → select → read with its retries, and the rule by which a card counts as a new one.
//!
//! A module by the book is deaf to a card it has read until the card is lifted: find says "none" for a card lying
//! there. Other modules go on finding it. One rule serves both: after a read, two "none" in a row arm the reader; armed,
//! "found" is a new presentation. "Found" after a single "none" may be either, so the card is read and delivered only if
//! its number is another one. "Found" with no "none" before is the card that was read, or another one put in its place
//! within a poll interval: it is read once to see which, and never again after a module has shown that it finds cards
//! it has read.

use std::hash::BuildHasher;
use std::time::Duration;

use super::{IDLE, News, Reader, State, Trouble};
use crate::card::{Card, CardError};
use crate::command::{Answer, Command, Fit, base_text};
use crate::status::{Class, Status};

/// Whether a card found would be a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// The next card found is a new presentation.
    Armed,
    /// A card was read (or refused) and may still lie there.
    Lying {
        /// "None" in a row.
        nothing: u8,
        /// The module answers find for a card it has read.
        answered: bool,
        /// Whether a card found may be another one.
        doubt: Doubt,
    },
}

/// How sure it is that a card found is the one lying there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// It was refused: nothing is to be done before it is lifted.
    None,
    /// It was read: a look will tell, unless the module is known to find cards it has read.
    Look,
    /// There was a "none", or a reset, between: it may well be another one.
    Any,
}

/// A card just read.
const LYING: Presence = Presence::Lying { nothing: 0, answered: false, doubt: Doubt::Look };
/// A card just refused.
const REFUSED: Presence = Presence::Lying { nothing: 0, answered: false, doubt: Doubt::None };

/// A card being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cycle {
    /// Attempts made.
    attempts: u32,
    /// [`News::Reading`] was given.
    pub(super) announced: bool,
    /// Deliver only a number other than the last one.
    only_if_new: bool,
    /// Only a look whether it is the card lying there: failing tells nobody anything.
    look: bool,
}

/// Why one attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    /// Select or read failed, or the line spoiled the answer.
    Card,
    /// Card and module did not accept each other.
    NotGenuine,
    /// Not an identity card.
    Wrong,
    /// The module is out of step.
    Module,
}

/// Between two tries at a card.
const RETRY_PAUSE: Duration = Duration::from_millis(50);
/// Tries of find and select in one attempt.
const SELECTS: u32 = 3;
/// A second failed presentation within this time means more than a badly placed card.
const SECOND_FAILURE: Duration = Duration::from_secs(30);

impl Reader {
    pub(super) fn ready(&mut self) {
        if let Some(cycle) = self.cycle.take() {
            return self.attempt(cycle);
        }
        if !self.wanted && self.presence == Presence::Armed {
            return self.idle();
        }
        if !self.slept_until(self.next_poll, self.settings.poll) {
            return;
        }
        self.next_poll = self.clock.now() + self.settings.poll;
        if self.settings.watch_removal && self.presence == LYING && self.last_card.is_some() {
            return self.watch();
        }
        let Some(answer) = self.ask(Command::Find) else { return };
        match answer.status {
            Status::CardFound => self.found(),
            status if status.class() == Class::Nothing => self.nothing_there(),
            _ => {}
        }
    }

    fn idle(&mut self) {
        let due = self.settings.heartbeat.map(|beat| self.last_exchange + beat);
        match due {
            Some(due) if self.clock.now() >= due => {
                self.ask(Command::Status);
            }
            _ => self.clock.sleep(IDLE),
        }
    }

    fn nothing_there(&mut self) {
        if let Presence::Lying { nothing, answered, doubt } = self.presence {
            if nothing == 0 {
                self.presence = Presence::Lying { nothing: 1, answered, doubt };
                return;
            }
            self.presence = Presence::Armed;
            // A module deaf to a card it has read says "none" for a card lying there: only of the others is it known.
            if answered {
                self.news.push_back(News::Removed);
            }
        }
    }

    fn found(&mut self) {
        let now = self.clock.now();
        let mut look = false;
        let only_if_new = match self.presence {
            Presence::Armed => {
                self.last_card.is_some_and(|(_, at)| at >= self.wished && now < at + self.settings.same_card)
            }
            Presence::Lying { nothing, answered, doubt } => {
                let doubt = if nothing > 0 { Doubt::Any } else { doubt };
                look = doubt == Doubt::Look;
                let same = doubt == Doubt::None || (look && self.refinds);
                self.presence = Presence::Lying { nothing: 0, answered: answered || same, doubt };
                if same {
                    return self.held_back();
                }
                true
            }
        };
        if !self.wanted {
            return;
        }
        let announced = !(only_if_new && self.last_card.is_some());
        if announced {
            self.news.push_back(News::Reading);
        }
        self.cycle = Some(Cycle { attempts: 0, announced, only_if_new, look });
    }

    /// The card lying there is the one dealt with already. Whoever asks anew does not get it, for it may be somebody
    /// else's, left behind; but is told once to lift it.
    fn held_back(&mut self) {
        if self.wanted && !self.answered {
            self.answered = true;
            self.news.push_back(News::Trouble(Trouble::LiftAndReplace));
        }
    }

    /// Asks for the newest address of the card read; the answer is wiped unread.
    fn watch(&mut self) {
        let Some(answer) = self.ask(Command::NewAddress) else { return };
        if Command::NewAddress.fit(answer.status, &answer.data) != Fit::Success {
            self.presence = Presence::Armed;
            self.news.push_back(News::Removed);
        }
    }

    /// One whole try at the card found. Nobody waiting any more: the card is not read.
    fn attempt(&mut self, cycle: Cycle) {
        if !self.wanted {
            return;
        }
        // Kept while the attempt runs, so that a port that dies meanwhile is reported to whoever waits.
        self.cycle = Some(cycle);
        let outcome = self.find_select_read(cycle.attempts > 0);
        if !matches!(self.state, State::Ready) {
            if self.cycle.take().is_some_and(|cycle| cycle.announced) {
                self.news.push_back(News::Trouble(Trouble::LiftAndReplace));
            }
            return;
        }
        self.cycle = None;
        match outcome {
            Ok(card) => self.deliver(card, cycle),
            Err(failure) => self.failed(failure, cycle),
        }
        self.next_poll = self.clock.now() + self.settings.poll;
    }

    fn find_select_read(&mut self, again: bool) -> Result<Result<Card, CardError>, Failure> {
        let mut find = again;
        let mut selected = false;
        for _ in 0..SELECTS {
            if find {
                self.clock.sleep(RETRY_PAUSE);
                let answer = self.ask(Command::Find).ok_or(Failure::Card)?;
                if answer.status.class() == Class::Nothing && again {
                    // Deaf to a card already selected: it can be read again without being found again.
                    selected = true;
                    break;
                }
                if answer.status != Status::CardFound {
                    continue;
                }
            }
            find = true;
            let answer = self.ask(Command::Select).ok_or(Failure::Card)?;
            match answer.status.class() {
                Class::Done => {
                    selected = true;
                    break;
                }
                Class::Retry => {}
                _ => return Err(failure(answer.status)),
            }
        }
        if !selected {
            return Err(Failure::Card);
        }
        let answer = self.ask(Command::ReadBase).ok_or(Failure::Card)?;
        read_card(&answer)
    }

    fn deliver(&mut self, card: Result<Card, CardError>, cycle: Cycle) {
        self.presence = if card.is_ok() { LYING } else { REFUSED };
        let now = self.clock.now();
        match card {
            Ok(card) => {
                let digest = self.keys.hash_one(card.number().full());
                let same = self.last_card.is_some_and(|(last, _)| last == digest);
                self.refinds |= cycle.look && same;
                self.last_card = Some((digest, now));
                self.last_trouble = None;
                if same && cycle.only_if_new {
                    self.held_back();
                } else {
                    self.news.push_back(News::Card(Box::new(card)));
                }
            }
            Err(CardError::UnknownType(letter)) => {
                tracing::warn!(?letter, "a card of an unknown type");
                self.news.push_back(News::Trouble(Trouble::NotThisCard));
            }
            Err(CardError::BadNumber) => self.news.push_back(News::Trouble(Trouble::BadNumber)),
        }
    }

    fn failed(&mut self, failure: Failure, cycle: Cycle) {
        let attempts = cycle.attempts + 1;
        let limit = if failure == Failure::Card { 3 } else { 2 };
        if attempts < limit {
            self.cycle = Some(Cycle { attempts, ..cycle });
            return;
        }
        self.presence = REFUSED;
        if cycle.look {
            return;
        }
        let now = self.clock.now();
        let again = self.last_trouble.is_some_and(|at| now < at + SECOND_FAILURE);
        self.last_trouble = Some(now);
        let trouble = match failure {
            Failure::NotGenuine => Trouble::NotGenuine,
            Failure::Wrong => Trouble::NotThisCard,
            Failure::Card | Failure::Module if again => Trouble::OneCardOnly,
            Failure::Card | Failure::Module => Trouble::LiftAndReplace,
        };
        self.news.push_back(News::Trouble(trouble));
        if failure == Failure::Module {
            self.reset();
        }
    }
}

fn failure(status: Status) -> Failure {
    match status.class() {
        Class::Represent => Failure::NotGenuine,
        Class::WrongCard => Failure::Wrong,
        Class::Module => Failure::Module,
        _ => Failure::Card,
    }
}

fn read_card(answer: &Answer) -> Result<Result<Card, CardError>, Failure> {
    match base_text(&answer.data) {
        Some(text) if answer.status == Status::Ok => Ok(Card::parse(text)),
        _ => Err(failure(answer.status)),
    }
}
