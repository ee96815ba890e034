//! Reads `[handling]`: the order of the queue, and how long things may wait.

use super::table::Table;
use crate::policy::complaint::no_such;
use crate::policy::{FactDef, FactKind, Handling};

pub(super) fn handling(top: &Table<'_>, facts: &[FactDef]) -> Handling {
    let usual = Handling::default();
    let Some(table) = top.table("handling") else { return usual };
    let days = |key, usual| if table.has(key) { table.whole(key, 1..=3_660) } else { usual };
    Handling {
        exploited: questions(&table, "exploited", facts),
        disclosure_threat: questions(&table, "disclosure_threat", facts),
        proof: questions(&table, "proof", facts),
        defer_days: days("defer_days", usual.defer_days),
        reopen_days: days("reopen_days", usual.reopen_days),
        appeal_days: days("appeal_days", usual.appeal_days),
    }
}

/// Questions that are answered by yes or no.
fn questions(table: &Table<'_>, key: &'static str, facts: &[FactDef]) -> Vec<String> {
    let ids = table.texts(key);
    let asked = || facts.iter().filter(|fact| fact.kind == FactKind::YesNo);
    for (n, id) in ids.iter().enumerate() {
        if !asked().any(|fact| fact.id == *id) {
            let known = asked().map(|fact| fact.id.as_str());
            table.complain(&format!("{key}[{n}]"), no_such("yes-no question", id, known));
        }
    }
    ids
}
