//! Importing the estate's list of households: the file says all of every unit that it names.

use super::fresh;
use crate::rules::fact::ErasureReason;
use crate::rules::households::{self, Household};
use crate::rules::{HouseholdId, Stamp};
use crate::store::{Error, Store};
use std::collections::BTreeSet;

/// What an import changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Households that were not known.
    pub new: u32,
    /// Households with another name now.
    pub renamed: u32,
    /// Households as they were.
    pub same: u32,
    /// Households of a unit in the file that are not in the file any more; their personal part is blanked.
    pub gone: u32,
}

/// Imports a list in one transaction: all of it, or nothing. Units that the file does not name stay as they are.
pub fn import_households(store: &Store, stamp: Stamp, list: Vec<Household>) -> Result<Imported, Error> {
    let imported = store.write(stamp, move |tx| {
        let (mut done, mut standing, mut named) = (Imported::default(), BTreeSet::new(), BTreeSet::new());
        for line in &list {
            let kept = tx.households_beside(line)?;
            named.extend(kept.iter().map(|k| k.id));
            let id = match kept.iter().find(|k| k.same_phone) {
                Some(k) if k.same_name => {
                    done.same += 1;
                    standing.insert(k.id);
                    continue;
                }
                Some(k) => {
                    done.renamed += 1;
                    k.id
                }
                None => {
                    done.new += 1;
                    HouseholdId(fresh(tx.stamp().now))
                }
            };
            standing.insert(id);
            let (fact, personal) = households::record(id, line);
            tx.record(&fact, &personal)?;
        }
        let gone: Vec<_> = named.difference(&standing).map(|id| id.0).collect();
        tx.erase_all(&gone, ErasureReason::Expired)?;
        done.gone = u32::try_from(gone.len()).unwrap_or(u32::MAX);
        Ok(done)
    })?;
    // The list stands all the same.
    if let Err(e) = store.sweep_owed() {
        tracing::warn!(cause = %e, "what is gone still stands in the log; the station sweeps it later");
    }
    Ok(imported)
}
