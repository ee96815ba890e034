//! What happened in a play, counted: a simulation in which nothing happens proves nothing.

use std::collections::BTreeMap;
use std::fmt;

/// What must have happened at least once over many plays. Kinds of events are in it, and what
/// people, faults and time did.
pub const STAGES: &[&str] = &[
    "a report was filed",
    "a report was filed again with its key",
    "a verb was performed",
    "a rule refused",
    "an actor was refused",
    "an actor learnt nothing",
    "an input was wrong",
    "a version was stale",
    "a verb was repeated with its key",
    "two people acted at once",
    "two servers worked at once",
    "somebody looked at a case",
    "a reading could not be logged",
    "somebody searched",
    "everybody looked at the advisories",
    "a worker did a job",
    "a job failed",
    "a call failed",
    "the process crashed",
    "the process started again",
    "the policy changed",
    "an advisory had a second edition",
    "submitted",
    "message-sent",
    "info-asked",
    "reporter-wrote",
    "judged",
    "validated",
    "invalidated",
    "accepted",
    "severity-set",
    "line-assessed",
    "fix-ready",
    "line-released",
    "embargo-proposed",
    "embargo-accepted",
    "embargo-rejected",
    "embargo-proposal-withdrawn",
    "embargo-end-proposed",
    "embargo-ended",
    "embargo-expired",
    "invited",
    "terms-accepted",
    "terms-declined",
    "party-left",
    "party-removed",
    "party-wrote",
    "world-alleged",
    "world-agreed",
    "world-confirmed",
    "world-dismissed",
    "attack-hold-asked",
    "attack-held",
    "advisory-written",
    "approval-asked",
    "advisory-approved",
    "advisory-published",
    "cve-requested",
    "cve-assigned",
    "cve-drafted",
    "cve-approved",
    "cve-published",
    "cve-stuck",
    "cve-differs",
    "cve-rejected",
    "cve-noted",
    "glass-asked",
    "glass-opened",
    "glass-ended",
    "closed",
    "withdrawn",
    "redacted",
];

/// Counts by name.
#[derive(Debug, Clone, Default)]
pub struct Tally(pub BTreeMap<String, u64>);

impl Tally {
    /// One more.
    pub(super) fn one(&mut self, what: &str) {
        *self.0.entry(what.to_owned()).or_default() += 1;
    }

    /// Everything of another play as well.
    pub fn add(&mut self, other: &Self) {
        for (what, count) in &other.0 {
            *self.0.entry(what.clone()).or_default() += count;
        }
    }

    /// What should have happened and never did.
    pub fn never(&self) -> Vec<&'static str> {
        STAGES.iter().copied().filter(|stage| !self.0.contains_key(*stage)).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (what, count) in &self.0 {
            writeln!(f, "{count:>9}  {what}")?;
        }
        Ok(())
    }
}
