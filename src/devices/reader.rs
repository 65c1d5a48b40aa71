//! The card reader's thread: from the driver's news to the station's words. A card's address, ethnic group, issuer and
//! picture end here.

use super::health::{CardTrouble, ReaderHealth};
use super::wish::Wish;
use crate::rules::people::{IdNumber, PersonName};
use crate::rules::visits::CardHolder;
use id_reader::card::Card;
use id_reader::reader::{Health, News, Reader, Trouble};

/// What the reader's thread tells.
#[derive(Debug)]
pub enum ReaderNews {
    /// A card was found; its data follow, or trouble.
    Reading,
    /// A card was read.
    Card(Box<CardHolder>),
    /// The card that was read was taken away; not every reader can tell.
    Removed,
    /// A card was found and could not be used.
    Trouble(CardTrouble),
    /// The reader's health changed.
    Health(ReaderHealth),
}

/// Works the reader until the station is gone. Polls for a card only while one is wanted, and sleeps while nothing is to be
/// done.
pub fn watch_reader(mut reader: Reader, wish: &Wish, mut tell: impl FnMut(ReaderNews)) {
    while let Some(wanted) = wish.wait(reader.rest()) {
        if let Some(news) = reader.step(wanted).and_then(translate) {
            tell(news);
        }
    }
}

fn translate(news: News) -> Option<ReaderNews> {
    match news {
        News::Reading => Some(ReaderNews::Reading),
        News::Card(card) => Some(match holder(&card) {
            Some(holder) => ReaderNews::Card(Box::new(holder)),
            None => ReaderNews::Trouble(CardTrouble::NotThisCard),
        }),
        News::Trouble(trouble) => Some(ReaderNews::Trouble(match trouble {
            Trouble::LiftAndReplace => CardTrouble::LiftAndReplace,
            Trouble::OneCardOnly => CardTrouble::OneCardOnly,
            Trouble::NotThisCard | Trouble::NotGenuine | Trouble::BadNumber => CardTrouble::NotThisCard,
            Trouble::ReaderFault => CardTrouble::ReaderFault,
        })),
        News::Health(health) => Some(ReaderNews::Health(match health {
            Health::Closed | Health::Opening => ReaderHealth::Opening,
            Health::Ready => ReaderHealth::Ready,
            Health::NoPort => ReaderHealth::Absent,
            Health::NotPermitted | Health::Busy => ReaderHealth::NotPermitted,
            Health::Silent => ReaderHealth::Silent,
            Health::SelfTestFailed | Health::NotAuthorised => ReaderHealth::Broken,
        })),
        News::Removed => Some(ReaderNews::Removed),
        News::Exchanged => None,
    }
}

/// Name and number; a card without a usable name is none for the desk.
fn holder(card: &Card) -> Option<CardHolder> {
    let name = PersonName::parse(card.name()).ok()?;
    Some(CardHolder { name, number: IdNumber::parse(card.number().full()).ok() })
}
