//! The read log: what people were shown is in it, and nothing else is (I13).

use super::{Finding, Watch, hold, instance};
use crate::World;
use app::ports::store::{ReadQuery, ReadRow};
use domain::access::ReadKind;
use domain::case::By;
use domain::words::CaseId;
use std::collections::BTreeSet;

/// No play is shown more than this at one instant.
const MOST: u32 = 1_000;

/// What somebody was shown, as it must stand in the log.
pub type Reading = (By, ReadKind, BTreeSet<CaseId>);

fn reading(row: &ReadRow) -> Reading {
    (row.reader.clone(), row.kind, row.cases.clone())
}

impl Watch {
    /// Rows that are new since the last look.
    async fn new_reads(&mut self, world: &World) -> Result<Vec<ReadRow>, Finding> {
        let from = self.reads.last().map(|place| place.at);
        let query = ReadQuery { from, limit: MOST, ..ReadQuery::default() };
        let rows = world.truth().reads(&query).await.map_err(|error| instance::outside(&error))?;
        hold(rows.len() < MOST as usize, "I13", || "more was read than can be looked at".into())?;
        Ok(rows.into_iter().filter(|row| self.reads.insert(row.place())).collect())
    }

    /// Since the last look exactly this was shown, and to nobody anything else.
    pub async fn was_read(&mut self, world: &World, shown: &[Reading]) -> Result<(), Finding> {
        let mut found: Vec<Reading> = self.new_reads(world).await?.iter().map(reading).collect();
        let mut wanted = shown.to_vec();
        found.sort();
        wanted.sort();
        hold(found == wanted, "I13", || {
            format!("shown was {wanted:?}, and the read log says {found:?}")
        })
    }

    /// Since the last look this person may have been shown this case, though no answer came.
    pub(crate) async fn were_read(
        &mut self,
        world: &World,
        reader: &By,
        id: &CaseId,
    ) -> Result<(), Finding> {
        let found: Vec<Reading> = self.new_reads(world).await?.iter().map(reading).collect();
        let theirs = |(by, kind, cases): &Reading| {
            by == reader && (*kind == ReadKind::Listed || cases.contains(id))
        };
        hold(found.iter().all(theirs), "I13", || format!("{reader:?} heard nothing: {found:?}"))
    }

    /// Since the last look this person acted on this case. With an answer that tells of it that is in
    /// the log; whatever else is there is of the same request, and once.
    pub(crate) async fn was_acted_on(
        &mut self,
        world: &World,
        (reader, id): (&By, &CaseId),
        told: Option<bool>,
    ) -> Result<(), Finding> {
        let found: Vec<Reading> = self.new_reads(world).await?.iter().map(reading).collect();
        let says = |what: &str| format!("{reader:?} acted on {id}, and {what}: {found:?}");
        let own = |(by, kind, _): &Reading| {
            // A reporter may sit in another case, and acts there as who takes part in it.
            let seat = *reader == By::Reporter && matches!(by, By::Participant(_));
            *kind == ReadKind::Acted && (by == reader || seat)
        };
        hold(found.iter().all(own), "I13", || says("the read log has somebody else's rows"))?;
        let once: BTreeSet<&Reading> = found.iter().collect();
        hold(told.is_none() || once.len() == found.len(), "I13", || says("it is there twice"))?;
        match told {
            Some(true) => hold(found.iter().any(|(_, _, cases)| cases.contains(id)), "I13", || {
                says("the read log lacks it")
            }),
            // Whoever may not act where they sit has still opened their own report.
            Some(false) if *reader == By::Reporter => Ok(()),
            Some(false) => hold(found.is_empty(), "I13", || says("was told nothing")),
            None => Ok(()),
        }
    }
}
