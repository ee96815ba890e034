//! Checks that need every clause at once.

use super::sink::Sink;
use crate::policy::Complaint;
use crate::triage::{Clause, Condition};
use std::collections::{BTreeMap, BTreeSet};

/// Complains about clauses whose conditions lead back to themselves.
pub(super) fn cycles(clauses: &[Clause], sink: &Sink) {
    let next: BTreeMap<&str, BTreeSet<&str>> = clauses
        .iter()
        .map(|clause| {
            let refers = clause.when.as_ref().map(Condition::clauses).unwrap_or_default();
            (clause.id.as_str(), refers)
        })
        .collect();
    for clause in clauses {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = next[clause.id.as_str()].iter().copied().collect();
        while let Some(id) = open.pop() {
            if id == clause.id {
                let says = "the condition leads back to this clause";
                sink.push(Complaint::new(&clause.file(), "when", says));
                break;
            }
            if seen.insert(id) {
                open.extend(next.get(id).into_iter().flatten());
            }
        }
    }
}
