//! Reads `threat/*.toml`: one clause and its examples per file.

use super::condition::{Context, condition};
use super::extras::same_name;
use super::table::Table;
use crate::policy::Fallback;
use crate::policy::complaint::no_such;
use crate::triage::{Clause, ClauseKind, Effect, Example, VerdictKind};

pub(super) fn clause(name: &str, top: &Table<'_>, context: &Context<'_>) -> Clause {
    same_name(name, top);
    let clause = Clause {
        id: name.to_owned(),
        kind: top.one_of("kind", &ClauseKind::ALL),
        since: top.day("since"),
        until: top.date("until"),
        order: top.whole("order", 0..=1_000_000),
        source: top.maybe("source"),
        source_line: top.has("source_line").then(|| top.whole("source_line", 1..=10_000_000)),
        under: top.maybe("under"),
        over: over(top, context),
        title: top.text("title"),
        text: top.text("text"),
        because: top.maybe("because"),
        when: top.table("when").map(|table| condition(&table, context, 0)),
        requires_all: context.clause_list(top, "requires_all"),
        effect: top.table("effect").map(|table| effect(&table, context)),
        cwe: top.texts("cwe"),
        examples: top
            .tables("example")
            .iter()
            .take_while(|table| !table.is_full())
            .map(|table| example(table, context))
            .collect(),
    };
    whole(&clause, top);
    if let Some(under) = &clause.under {
        context.clause(top, "under", under);
        if under == name {
            top.complain("under", "a clause does not belong to itself");
        }
    }
    clause
}

/// Clauses that it goes before by intent; `*` stands for all.
fn over(top: &Table<'_>, context: &Context<'_>) -> Vec<String> {
    if top.texts("over") == ["*"] {
        return vec!["*".to_owned()];
    }
    context.clause_list(top, "over")
}

/// What must fit together within a clause.
fn whole(clause: &Clause, top: &Table<'_>) {
    if clause.until.is_some_and(|until| until <= clause.since) {
        top.complain("until", "must be later than since");
    }
    if clause.effect.is_some() && clause.when.is_none() {
        top.complain("effect", "needs a condition: say when it applies");
    }
    if clause.effect.is_none() && !clause.requires_all.is_empty() {
        top.complain("requires_all", "needs an effect: say what follows when a criterion fails");
    }
    if clause.kind == ClauseKind::Criterion && clause.when.is_none() {
        top.complain("when", "is missing: a criterion has a condition");
    }
    weaknesses(&clause.cwe, top);
}

/// Complains about weaknesses that are not written like one.
pub(super) fn weaknesses(cwe: &[String], top: &Table<'_>) {
    for (n, cwe) in cwe.iter().enumerate() {
        let number = cwe.strip_prefix("CWE-").unwrap_or_default();
        if number.is_empty() || number.len() > 6 || !number.bytes().all(|b| b.is_ascii_digit()) {
            top.complain(&format!("cwe[{n}]"), "must be written like CWE-79");
        }
    }
}

fn effect(table: &Table<'_>, context: &Context<'_>) -> Effect {
    let effect = Effect {
        verdict: table.one_of("verdict", &VerdictKind::ALL),
        cve: table.truth("cve"),
        bounty: table.truth("bounty"),
        target: table.maybe("target"),
        also: context.clause_list(table, "also"),
    };
    if effect.verdict == VerdictKind::NeedsMoreInfo {
        table.complain("verdict", "no clause asks for more; that happens when facts are missing");
    }
    if (effect.verdict == VerdictKind::Redirect) != effect.target.is_some() {
        table.complain("target", "is there exactly when the verdict is redirect");
    }
    effect
}

pub(super) fn fallback(top: &Table<'_>, context: &Context<'_>) -> Fallback {
    let Some(table) = top.must_table("default") else {
        let (cve, bounty, target, also) = (None, None, None, Vec::new());
        let verdict = VerdictKind::NormalBug;
        let effect = Effect { verdict, cve, bounty, target, also };
        return Fallback { clause: String::new(), effect };
    };
    let clause = table.name("clause");
    context.clause(&table, "clause", &clause);
    Fallback { clause, effect: effect(&table, context) }
}

fn example(table: &Table<'_>, context: &Context<'_>) -> Example {
    let claim = table.claim("claim");
    for (fact, says) in claim.check_against(context.facts) {
        table.complain(&format!("claim.{fact}"), says);
    }
    let missing = table.has("missing").then(|| table.texts("missing"));
    for (n, fact) in missing.iter().flatten().enumerate() {
        if !context.facts.iter().any(|known| &known.id == fact) {
            let known = context.facts.iter().map(|fact| fact.id.as_str());
            table.complain(&format!("missing[{n}]"), no_such("fact", fact, known));
        }
    }
    Example {
        say: table.text("say"),
        claim,
        expect: table.one_of("expect", &VerdictKind::ALL),
        cites: context.clause_list(table, "cites"),
        missing,
    }
}
