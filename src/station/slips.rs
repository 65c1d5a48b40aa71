//! Handlers for slips: staff's list, the paper on the screen, 补打 and 作废 with a reason, the roll-call list.

use super::view::{SlipRow, SlipsView};
use super::{DeskPanel, Station, fresh};
use crate::devices::Picture;
use crate::rules::slips::{self, SlipAct, SlipReason};
use crate::rules::{House, Personal, Refusal, Slip, SlipId, Stamp};
use crate::store::{Db, Error, Standing, Store};
use chrono::{DateTime, FixedOffset};
use std::sync::Arc;

/// Slips that are done with and still listed.
const RECENT: u32 = 12;

/// Visits that one roll-call is made of: all, for nobody may be left out.
const ROLL: u32 = u32::MAX;

/// Which slip the desk looks at, and its paper, drawn once.
#[derive(Default)]
pub(super) struct Looking {
    chosen: Option<SlipId>,
    picture: Option<Arc<Picture>>,
}

impl Looking {
    pub(super) fn view(&self, db: &Db<'_>, now: DateTime<FixedOffset>) -> Result<SlipsView, Error> {
        let rows = db.slips_listed(RECENT)?.into_iter().map(|s| row(&s, now)).collect();
        Ok(SlipsView { rows, chosen: self.chosen, picture: self.picture.clone() })
    }
}

fn row(standing: &Standing, now: DateTime<FixedOffset>) -> SlipRow {
    let today = standing.made.date_naive() == now.date_naive();
    SlipRow {
        id: standing.id,
        kind: standing.kind,
        label: standing.slip.as_ref().map(|s| s.number.clone()).unwrap_or_default(),
        made: standing.made.format(if today { "%H:%M" } else { "%m-%d %H:%M" }).to_string(),
        state: standing.state,
        proof: standing.proof,
        reprint: standing.reprint,
        whole: standing.slip.is_some(),
    }
}

/// Does something with a slip for a reason, where its state allows it.
pub(super) fn act(
    store: &Store,
    stamp: Stamp,
    id: SlipId,
    act: SlipAct,
    reason: SlipReason,
) -> Result<(), Error> {
    store.write(stamp, move |tx| {
        let standing = tx.slip(id)?.ok_or(Refusal::NotFound)?;
        let (kind, entity) = (standing.kind, standing.entity);
        // One that cannot be read is put aside all the same.
        let unread = || Slip { id, kind, number: String::new(), entity, lines: Vec::new() };
        let slip = standing.slip.or_else(|| (act == SlipAct::Void).then(unread)).ok_or(Refusal::NotFound)?;
        let fact = slips::act(&slip, standing.state, act, reason)?;
        tx.record(&fact, &Personal::default())?;
        match (act, reason) {
            (SlipAct::Reprint, _) => tx.reprint_slip(id),
            (SlipAct::Void, SlipReason::Out) if standing.state.in_doubt() => tx.seen_slip(id),
            (SlipAct::Void, _) => tx.void_slip(id),
        }
    })
}

/// Prints who is inside now.
pub(super) fn roll_call(store: &Store, house: &Arc<House>, stamp: Stamp) -> Result<(), Error> {
    let house = house.clone();
    store.write(stamp, move |tx| {
        let (inside, people) = (tx.visits_inside(ROLL)?, tx.people_inside()?);
        let now = tx.stamp().now;
        let list = slips::roll_call(|| SlipId(fresh(now)), &inside, people, &house, now);
        list.iter().try_for_each(|slip| tx.print(slip))
    })
}

impl Station {
    /// Where the list of slips is open and none was there to be looked at, shows the paper of the first that came.
    pub(super) fn look_at_first(&mut self) {
        if self.desk.shows(DeskPanel::Slips)
            && self.desk.looking.chosen.is_none()
            && let Err(e) = self.look_at(None)
        {
            tracing::error!(cause = %e, "a slip's paper");
        }
    }

    /// Shows the paper of a slip; of none, of the first that staff has to look at.
    pub(super) fn look_at(&mut self, id: Option<SlipId>) -> Result<(), Error> {
        let standing = self.store.read(|db| match id {
            Some(id) => db.slip(id),
            None => Ok(db.slips_listed(RECENT)?.into_iter().next()),
        })?;
        let paper = |standing: Standing| {
            // In doubt, what may have come out is looked for, not what would come next.
            let reprint = standing.reprint && !standing.state.in_doubt();
            let slip = standing.slip.map(|slip| if reprint { slip.reprint(1) } else { slip })?;
            self.devices.preview().picture(&slip).map(Arc::new)
        };
        let chosen = standing.as_ref().map(|s| s.id);
        let picture = standing.and_then(paper);
        self.desk.looking = Looking { chosen, picture };
        Ok(())
    }
}
