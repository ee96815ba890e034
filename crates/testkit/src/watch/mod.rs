//! Checks of what was really written, made without asking the code that wrote it. A watch remembers
//! what it has seen, so it also notices what must never change.

mod case;
mod conduct;
mod deadlines;
mod events;
mod instance;
mod public;
mod queue;
mod reads;

pub use reads::Reading;

use crate::World;
use app::ports::store::ReadPlace;
use case::Seen;
use domain::words::{CaseId, Digest};
use instance::Whole;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Something that must never be, and is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What does not hold: an invariant, or a word for one.
    pub rule: &'static str,
    /// What is wrong.
    pub says: String,
}

impl Finding {
    pub(crate) fn new(rule: &'static str, says: impl Into<String>) -> Self {
        Self { rule, says: says.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.says)
    }
}

/// Found, unless it holds.
pub(crate) fn hold(
    holds: bool,
    rule: &'static str,
    says: impl FnOnce() -> String,
) -> Result<(), Finding> {
    if holds { Ok(()) } else { Err(Finding::new(rule, says())) }
}

/// What was seen so far.
#[derive(Default)]
pub struct Watch {
    cases: BTreeMap<CaseId, Seen>,
    /// Canaries of texts that were published.
    published: BTreeSet<String>,
    /// Editions of advisories by number.
    editions: BTreeMap<u32, u32>,
    /// Cases for which a receipt was given, by the digest of the report.
    receipts: BTreeMap<Digest, BTreeSet<CaseId>>,
    /// Rows of the read log.
    reads: BTreeSet<ReadPlace>,
}

impl Watch {
    /// This report was sent: it may be there, and if so, once.
    pub fn sent(&mut self, sha256: Digest) {
        self.receipts.entry(sha256).or_default();
    }

    /// A receipt was given: from now on this report is there.
    pub fn received(&mut self, sha256: Digest, id: &CaseId) {
        self.receipts.entry(sha256).or_default().insert(id.clone());
    }

    /// Look at one case, and at everything public.
    pub async fn step(&mut self, world: &World, id: Option<&CaseId>) -> Result<(), Finding> {
        if let Some(id) = id {
            self.look_at_case(world, id).await?;
        }
        self.look_at_public(world).await
    }

    /// Look at everything: every case and its row, every chain from its beginning, every receipt.
    pub async fn everything(&mut self, world: &World) -> Result<(), Finding> {
        self.whole(world).await.map(drop)
    }

    async fn whole(&mut self, world: &World) -> Result<Whole, Finding> {
        let whole = Whole::read(world).await?;
        for (id, read) in &whole.cases {
            self.read_again(world, id, read).await?;
        }
        whole.chains_hold()?;
        queue::rows_fit(world, &whole).await?;
        self.reports_are_there_once(&whole)?;
        self.look_at_public(world).await?;
        Ok(whole)
    }

    /// Look at what must hold once no job is left to do.
    pub async fn at_rest(&mut self, world: &World) -> Result<(), Finding> {
        let whole = self.whole(world).await?;
        instance::jobs_are_done(world).await?;
        self.everything_was_announced_once(world, &whole).await?;
        whole.no_embargo_is_overdue(world)?;
        whole.no_timer_is_overdue(world)
    }
}
