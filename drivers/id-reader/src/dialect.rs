//! The seam between policy and bytes. One dialect is shipped; a second (STX/ETX readers) would be a second
//! implementation of [`Dialect`], and nothing else would change.

use crate::command::{Answer, Command};
use crate::frame::{self, Found, Parser};

/// What came in.
#[derive(Debug)]
pub enum Incoming {
    /// A whole answer with a good checksum. Whether it is ours is for [`Command::fit`] to say.
    Answer(Answer),
    /// Something that looked like an answer and was spoiled on the way.
    Spoiled,
    /// A false start, or an echo of our own request: not an answer at all.
    Noise,
}

/// How requests become bytes and bytes become answers.
pub trait Dialect: Send {
    /// The bytes of a request.
    fn request(&self, command: Command) -> Vec<u8>;
    /// Takes as many bytes as there is room for and says how many. After [`Dialect::next`] said `None` that is ≥ 1.
    fn push(&mut self, bytes: &[u8]) -> usize;
    /// What has been found in the bytes taken.
    fn next(&mut self) -> Option<Incoming>;
    /// Whether an answer has begun and is not complete.
    fn is_within(&self) -> bool;
    /// The rest of the answer begun will not come: look behind its beginning.
    fn give_up(&mut self);
    /// Forget and wipe everything.
    fn clear(&mut self);
}

/// The protocol of the security module itself (GA/T 467).
pub struct Sdt(Parser);

impl Default for Sdt {
    fn default() -> Sdt {
        Sdt(Parser::answers())
    }
}

impl Dialect for Sdt {
    fn request(&self, command: Command) -> Vec<u8> {
        frame::encode(&command.payload())
    }

    fn push(&mut self, bytes: &[u8]) -> usize {
        self.0.push(bytes)
    }

    fn next(&mut self) -> Option<Incoming> {
        Some(match self.0.next()? {
            Found::Frame(payload) => Answer::from_payload(payload).map_or(Incoming::Noise, Incoming::Answer),
            Found::BadChecksum => Incoming::Spoiled,
            Found::BadLength => Incoming::Noise,
        })
    }

    fn is_within(&self) -> bool {
        self.0.is_within()
    }

    fn give_up(&mut self) {
        self.0.give_up();
    }

    fn clear(&mut self) {
        self.0.clear();
    }
}
