//! Reads `precedents/*.toml` and `conflicts/*.toml`: decided cases and known clashes.

use super::clause::weaknesses;
use super::condition::{Context, condition};
use super::extras::same_name;
use super::severity::SEVERITIES;
use super::table::Table;
use crate::triage::{Condition, Conflict, Precedent, Reversed, VerdictKind, no_choice};

pub(super) fn precedent(name: &str, top: &Table<'_>, context: &Context<'_>) -> Precedent {
    same_name(name, top);
    let reversed = top.table("reversed").map(|table| {
        let by = table.name("by");
        context.clause(&table, "by", &by);
        let since = table.day("since");
        if top.date("decided").is_some_and(|decided| since < decided) {
            table.complain("since", "is before it was decided");
        }
        Reversed { by, since, because: table.text("because") }
    });
    let precedent = Precedent {
        id: name.to_owned(),
        title: top.text("title"),
        decided: top.day("decided"),
        verdict: top.one_of("verdict", &VerdictKind::ALL),
        severity: top.word("severity", &SEVERITIES),
        cwe: top.texts("cwe"),
        area: top.maybe("area"),
        source: top.maybe("source"),
        departs: top.maybe("departs"),
        reversed,
        claim: top.claim("claim"),
    };
    weaknesses(&precedent.cwe, top);
    for (fact, says) in precedent.claim.check_against(context.facts) {
        top.complain(&format!("claim.{fact}"), says);
    }
    let asked = context.facts.iter().find(|fact| fact.id == "area");
    let area = precedent.area.as_ref().zip(asked);
    if let Some(says) = area.and_then(|(area, fact)| no_choice(fact, area)) {
        top.complain("area", says);
    }
    if precedent.verdict == VerdictKind::NeedsMoreInfo {
        top.complain("verdict", "a precedent was decided");
    }
    precedent
}

pub(super) fn conflict(name: &str, top: &Table<'_>, context: &Context<'_>) -> Conflict {
    same_name(name, top);
    let between = context.clause_list(top, "between");
    if between.is_empty() {
        top.complain("between", "names no clause");
    }
    let all = || Condition::All(between.iter().cloned().map(Condition::Clause).collect());
    let conflict = Conflict {
        id: name.to_owned(),
        title: top.text("title"),
        text: top.text("text"),
        since: top.day("since"),
        until: top.date("until"),
        precedents: top.texts("precedents"),
        when: top.table("when").map_or_else(all, |table| condition(&table, context, 0)),
        between,
    };
    if conflict.until.is_some_and(|until| until <= conflict.since) {
        top.complain("until", "must be later than since");
    }
    conflict
}

/// Complains about precedents that clashes name and nobody wrote.
pub(super) fn named(conflict: &Conflict, top: &Table<'_>, precedents: &[Precedent]) {
    for (n, id) in conflict.precedents.iter().enumerate() {
        if !precedents.iter().any(|precedent| &precedent.id == id) {
            let known = precedents.iter().map(|precedent| precedent.id.as_str());
            let says = crate::policy::no_such("precedent", id, known);
            top.complain(&format!("precedents[{n}]"), says);
        }
    }
}
