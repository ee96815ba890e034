//! The instance as a whole: chains, receipts, jobs, embargoes that should be over.

use super::case::{Read, read_case};
use super::{Finding, Watch, hold};
use crate::World;
use app::ports::store::StoreError;
use domain::case::{Head, Link, next_timer, verify};
use domain::words::CaseId;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn outside(error: &StoreError) -> Finding {
    Finding::new("readable", error.to_string())
}

/// Everything that is written, as it was at one moment.
pub(super) struct Whole {
    /// Every journal with the end that is remembered apart from it.
    journals: Vec<(String, Vec<Link>, Option<Head>)>,
    /// Every case, read from its first event.
    pub(super) cases: BTreeMap<CaseId, Read>,
}

impl Whole {
    /// Read all of it.
    pub(super) async fn read(world: &World) -> Result<Self, Finding> {
        let (mut journals, mut cases) = (Vec::new(), BTreeMap::new());
        for name in streams(world).await? {
            let links = world.truth().stream(&name).await.map_err(|error| outside(&error))?;
            let head = world.truth().head(&name).await.map_err(|error| outside(&error))?;
            if let Some(id) = name.strip_prefix("case/") {
                let id = CaseId::read(id).map_err(|e| Finding::new("ids", e.to_string()))?;
                cases.insert(id.clone(), read_case(&id, &links)?);
            }
            journals.push((name, links, head));
        }
        Ok(Self { journals, cases })
    }

    /// Every journal verifies from its first event to the head that is remembered apart from it.
    pub(super) fn chains_hold(&self) -> Result<(), Finding> {
        for (name, links, head) in &self.journals {
            let head = head.ok_or_else(|| Finding::new("chain", format!("{name} has no head")))?;
            verify(name, links, head).map_err(|error| Finding::new("chain", error.to_string()))?;
        }
        Ok(())
    }

    /// Nobody is bound past the agreed instant, and no proposal is left on the table past its own.
    pub(super) fn no_embargo_is_overdue(&self, world: &World) -> Result<(), Finding> {
        for (id, Read { case, .. }) in &self.cases {
            let binding = case.embargo.terms.as_ref().filter(|_| case.embargo.state.binds());
            let proposed = case.embargo.proposals.iter().map(|proposal| &proposal.terms);
            let proposed = proposed.max_by_key(|terms| terms.ends_at);
            let overdue = binding.or(proposed).filter(|terms| terms.ends_at <= world.now);
            hold(overdue.is_none(), "e7", || format!("the embargo of case {id} is overdue"))?;
        }
        Ok(())
    }

    /// Everything that should have happened by itself has.
    pub(super) fn no_timer_is_overdue(&self, world: &World) -> Result<(), Finding> {
        for (id, Read { case, .. }) in &self.cases {
            let next = next_timer(case, &world.app.policy).filter(|timer| timer.at <= world.now);
            hold(next.is_none(), "timers", || format!("{next:?} of case {id} is overdue"))?;
        }
        Ok(())
    }
}

async fn streams(world: &World) -> Result<Vec<String>, Finding> {
    let (mut all, mut after) = (Vec::<String>::new(), String::new());
    loop {
        let page = world.truth().streams(&after, 100).await.map_err(|error| outside(&error))?;
        let Some(last) = page.last() else { return Ok(all) };
        after.clone_from(last);
        all.extend(page);
    }
}

/// Nothing waits, and nothing was given up.
pub(super) async fn jobs_are_done(world: &World) -> Result<(), Finding> {
    let counts = world.truth().job_counts().await.map_err(|error| outside(&error))?;
    hold(counts.dead == 0, "jobs", || format!("{} jobs were given up", counts.dead))?;
    hold(counts.open == 0, "jobs", || format!("{} jobs are left over", counts.open))
}

impl Watch {
    /// What a receipt was given for is there, and no report is there twice.
    pub(super) fn reports_are_there_once(&self, whole: &Whole) -> Result<(), Finding> {
        let mut found: BTreeMap<_, BTreeSet<CaseId>> = BTreeMap::new();
        for (id, Read { case, .. }) in &whole.cases {
            found.entry(case.received).or_default().insert(id.clone());
        }
        for (sha256, receipts) in &self.receipts {
            let there = found.remove(sha256).unwrap_or_default();
            hold(receipts.is_subset(&there), "receipts", || {
                format!("receipts were given for {receipts:?}, and there is {there:?}")
            })?;
            hold(there.len() <= receipts.len().max(1), "receipts", || {
                format!("one report made the cases {there:?}")
            })?;
        }
        Ok(())
    }
}
