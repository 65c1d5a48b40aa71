//! The table of households: written by the import, asked whether a telephone is one of theirs.

use super::error::{Error, Fault};
use super::keys::Keys;
use super::tx::Db;
use crate::rules::households::{Household, PhoneMatch};
use crate::rules::people::{PersonName, Phone};
use crate::rules::units::Unit;
use crate::rules::{HouseholdId, Personal};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// What the table keeps of a household of some unit, beside a line of the list.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// Which.
    pub id: HouseholdId,
    /// It has this line's telephone.
    pub same_phone: bool,
    /// It has this line's name.
    pub same_name: bool,
}

pub(super) fn put(
    conn: &Connection,
    keys: &Keys,
    id: HouseholdId,
    unit: &Unit,
    personal: &Personal,
) -> Result<(), Fault> {
    // After an erasure there is nothing to compare with, and nothing to keep.
    let (Some(name), Some(phone)) = (&personal.name, &personal.phone) else { return Ok(()) };
    conn.prepare_cached(
        "INSERT INTO household (id, unit, phone, name) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET unit = excluded.unit, phone = excluded.phone, name = excluded.name",
    )?
    .execute(params![id.bytes(), unit.as_str(), phone_digest(keys, phone), name_digest(keys, name)])?;
    Ok(())
}

pub(super) fn blank(conn: &Connection, entity: Uuid) -> Result<(), Fault> {
    conn.execute("DELETE FROM household WHERE id = ?1", [entity.as_bytes()])?;
    Ok(())
}

fn phone_digest(keys: &Keys, phone: &Phone) -> [u8; 16] {
    keys.digest_of("phone", phone.reveal())
}

fn name_digest(keys: &Keys, name: &PersonName) -> [u8; 16] {
    keys.digest_of("name", name.reveal())
}

impl Db<'_> {
    /// The households of a unit, each compared with a line of the list.
    pub fn households_beside(&self, line: &Household) -> Result<Vec<Kept>, Error> {
        let (phone, name) = (phone_digest(self.keys, &line.phone), name_digest(self.keys, &line.name));
        let mut ask = self.conn.prepare_cached("SELECT id, phone, name FROM household WHERE unit = ?1")?;
        let mut rows = ask.query([line.unit.as_str()])?;
        let mut kept = Vec::new();
        while let Some(row) = rows.next()? {
            kept.push(Kept {
                id: HouseholdId(Uuid::from_bytes(row.get(0)?)),
                same_phone: row.get::<_, [u8; 16]>(1)? == phone,
                same_name: row.get::<_, [u8; 16]>(2)? == name,
            });
        }
        Ok(kept)
    }

    /// What a telephone is to a unit, as far as the list knows.
    pub fn phone_match(&self, unit: &Unit, phone: &Phone) -> Result<PhoneMatch, Error> {
        let wanted = phone_digest(self.keys, phone);
        let mut ask = self.conn.prepare_cached("SELECT phone FROM household WHERE unit = ?1")?;
        let mut rows = ask.query([unit.as_str()])?;
        let mut found = PhoneMatch::Unlisted;
        while let Some(row) = rows.next()? {
            if row.get::<_, [u8; 16]>(0)? == wanted {
                return Ok(PhoneMatch::Household);
            }
            found = PhoneMatch::Other;
        }
        Ok(found)
    }
}
