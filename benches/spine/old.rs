//! Old rows: what years of work leave behind, written by the station's own code, a day a transaction.

use crate::bed::{Bed, Result};
use chrono::Duration;
use front_desk::rules::fact::{Fact, Personal};
use front_desk::rules::people::{PersonName, Phone, Plate};
use front_desk::rules::queue::{Ticket, TicketState};
use front_desk::rules::visits::{Goods, Purpose, VisitState};
use front_desk::rules::{Number, SlipId, Stamp, TicketId, VisitId, numbers, slips};
use front_desk::station::Event;
use front_desk::store::Tx;
use rusqlite::Connection;
use std::sync::Arc;
use uuid::Uuid;

/// Rows a day.
const DAY: usize = 1_000;
/// Surnames as common as they are; given names of one or two of the characters below.
const SURNAMES: &str = "王王王王李李李李张张张刘刘陈陈杨黄赵吴周";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志文斌鹏飞云峰";

/// A given number of old tickets, taken, printed and done; the clock stands a day after the last.
pub(crate) fn tickets(bed: &mut Bed, count: usize) -> Result<()> {
    let house = Arc::new(bed.config.house.clone());
    days(bed, count, |bed, rows| {
        let tickets: Vec<Ticket> = rows.map(|row| ticket(bed, row)).collect();
        let house = house.clone();
        Box::new(move |tx| {
            for mut ticket in tickets {
                ticket.number = tx.next_number("A")?;
                let fact = Fact::NumberTaken {
                    ticket: ticket.id,
                    number: ticket.number.clone(),
                    service: "fees".into(),
                };
                tx.record(&fact, &Personal::default())?;
                tx.print(&slips::ticket(SlipId(ticket.id.0), &ticket, 3, &house))?;
            }
            Ok(())
        })
    })?;
    settle(
        bed,
        "UPDATE ticket SET state = 'done', counter = 1, called = taken, ended = taken WHERE state = 'waiting';
         UPDATE outbox SET state = 'confirmed', proof = 'status', attempt = 1, settled = made WHERE state IN ('queued', 'sending');",
    )
}

/// A given number of old visits, all of them over.
pub(crate) fn visits(bed: &mut Bed, count: usize) -> Result<()> {
    let mut dice = Dice(bed.now.timestamp_millis().unsigned_abs());
    days(bed, count, |bed, rows| {
        let estate = &bed.config.house.estate;
        let until = bed.now.timestamp_millis() + 43_200_000;
        let visits: Vec<_> = rows
            .filter_map(|_| {
                let room = format!("{}0{}", dice.below(18) + 1, dice.below(4) + 1);
                let unit = estate.find(&(dice.below(3) + 1).to_string(), "1", &room).ok()?;
                let personal = Personal {
                    name: PersonName::parse(&dice.name()).ok(),
                    phone: Phone::parse(&format!("138{:08}", dice.below(100_000_000))).ok(),
                    plate: dice.plate(),
                    ..Personal::default()
                };
                Some((VisitId(dice.id()), unit, personal))
            })
            .collect();
        Box::new(move |tx| {
            for (visit, unit, personal) in visits {
                let number = tx.next_number(numbers::PASS)?;
                let (state, purpose) = (VisitState::Inside, Purpose::Family);
                let fact = Fact::VisitRegistered {
                    visit,
                    number,
                    unit,
                    purpose,
                    companions: 0,
                    by_card: false,
                    state,
                    valid_until: until,
                    notice: String::new(),
                    notice_text: None,
                    goods: Goods::None,
                    guardian: false,
                };
                tx.record(&fact, &personal)?;
            }
            Ok(())
        })
    })?;
    settle(bed, "UPDATE visit SET state = 'left', left_at = arrived + 3600000 WHERE state = 'inside';")
}

/// A ticket as it was taken at the bed's time; its number is given in the transaction.
pub(crate) fn ticket(bed: &Bed, row: usize) -> Ticket {
    Ticket {
        id: TicketId(Dice(bed.now.timestamp_millis().unsigned_abs() + row as u64).id()),
        number: Number { day: bed.now.date_naive(), series: "A".into(), n: 1 },
        service: "fees".into(),
        state: TicketState::Waiting,
        taken: bed.now,
        counter: None,
        called: None,
    }
}

type Work = Box<dyn FnOnce(&mut Tx<'_>) -> std::result::Result<(), front_desk::store::Error> + Send>;

fn days(
    bed: &mut Bed,
    count: usize,
    mut work: impl FnMut(&Bed, std::ops::Range<usize>) -> Work,
) -> Result<()> {
    for first in (0..count).step_by(DAY) {
        bed.now += Duration::days(1);
        let stamp: Stamp = bed.stamp();
        let work = work(bed, first..count.min(first + DAY));
        bed.store.write(stamp, work)?;
    }
    bed.now += Duration::days(1);
    Ok(())
}

/// What the days brought is over: on a connection of its own, at once.
fn settle(bed: &mut Bed, sql: &str) -> Result<()> {
    let conn = Connection::open(bed.store.path())?;
    conn.execute_batch(&format!("BEGIN IMMEDIATE; {sql} COMMIT; PRAGMA wal_checkpoint(RESTART);"))?;
    drop(conn);
    bed.station.handle(Event::Tick, bed.now);
    Ok(())
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }

    /// One in fifty has a surname of two characters; one in four a given name of one.
    fn name(&mut self) -> String {
        let pick = |text: &str, at: u64| text.chars().nth(at as usize % text.chars().count());
        let given = [pick(GIVEN, self.next()), pick(GIVEN, self.next())];
        let surname = pick(SURNAMES, self.next());
        match self.below(100) {
            0 | 1 => "欧阳".chars().chain(given.into_iter().flatten()).collect(),
            2..27 => surname.into_iter().chain(given[0]).collect(),
            _ => surname.into_iter().chain(given.into_iter().flatten()).collect(),
        }
    }

    /// Two in five come by car, most of them from here.
    fn plate(&mut self) -> Option<Plate> {
        let (by_car, near) = (self.below(5) < 2, self.below(4) > 0);
        let number = self.below(100_000);
        let plate = format!("{}{number:05}", if near { "粤B" } else { "沪A" });
        Plate::parse(&plate).ok().flatten().filter(|_| by_car)
    }
}
