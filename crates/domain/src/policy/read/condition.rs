//! Reads conditions, and checks them against the facts and clauses that exist.

use super::table::Table;
use crate::policy::complaint::no_such;
use crate::policy::{FactDef, FactKind};
use crate::triage::{Condition, DEPTH_MAX, Test, no_choice};
use std::collections::BTreeSet;

/// What a condition may speak of.
pub(super) struct Context<'a> {
    pub(super) facts: &'a [FactDef],
    pub(super) clauses: &'a BTreeSet<String>,
}

impl Context<'_> {
    /// Complains unless there is such a clause.
    pub(super) fn clause(&self, table: &Table<'_>, key: &str, id: &str) {
        if !self.clauses.contains(id) {
            let says = no_such("clause", id, self.clauses.iter().map(String::as_str));
            table.complain(key, says);
        }
    }

    /// A list of clauses, each of which must exist.
    pub(super) fn clause_list(&self, table: &Table<'_>, key: &'static str) -> Vec<String> {
        let list = table.texts(key);
        for (n, id) in list.iter().enumerate().take_while(|_| !table.is_full()) {
            self.clause(table, &format!("{key}[{n}]"), id);
        }
        list
    }
}

const FORMS: [&str; 6] = ["all", "steps", "any", "not", "clause", "fact"];

/// The condition in this table.
pub(super) fn condition(table: &Table<'_>, context: &Context<'_>, depth: usize) -> Condition {
    let nothing = Condition::Any(Vec::new());
    if depth > DEPTH_MAX {
        table.complain("", format!("conditions nest more than {DEPTH_MAX} deep"));
        return nothing;
    }
    let used: Vec<&str> = FORMS.into_iter().filter(|form| table.has(form)).collect();
    if used.len() != 1 {
        let says = format!("a condition has exactly one of {}", FORMS.join(", "));
        table.complain(used.get(1).copied().unwrap_or_default(), says);
    }
    let list = |key: &'static str| -> Vec<Condition> {
        let tables = table.tables(key);
        if tables.is_empty() {
            table.complain(key, "is empty");
        }
        let each = tables.iter().take_while(|one| !one.is_full());
        each.map(|one| condition(one, context, depth + 1)).collect()
    };
    match used.first().copied() {
        Some("all") => Condition::All(list("all")),
        Some("steps") => Condition::Steps(list("steps")),
        Some("any") => Condition::Any(list("any")),
        Some("not") => match table.table("not") {
            Some(inner) => Condition::Not(Box::new(condition(&inner, context, depth + 1))),
            None => nothing,
        },
        Some("clause") => {
            let id = table.name("clause");
            context.clause(table, "clause", &id);
            Condition::Clause(id)
        }
        Some("fact") => fact(table, context),
        _ => nothing,
    }
}

fn fact(table: &Table<'_>, context: &Context<'_>) -> Condition {
    let name = table.text("fact");
    let test = test(table);
    let Some(fact) = context.facts.iter().find(|fact| fact.id == name) else {
        if !name.is_empty() {
            let known = context.facts.iter().map(|fact| fact.id.as_str());
            table.complain("fact", no_such("fact", &name, known));
        }
        return Condition::Fact(name, test.map_or(Test::In(Vec::new()), |(_, test)| test));
    };
    let Some((key, test)) = test else {
        return Condition::Fact(name, Test::In(Vec::new()));
    };
    let fit = match fact.kind {
        FactKind::Many => "has, has_any or only",
        FactKind::Day => "by or before",
        FactKind::Number => "at_least or at_most",
        FactKind::Choice if fact.open => "is, in or within",
        FactKind::YesNo | FactKind::Choice => "is or in",
    };
    if !fit.split([' ', ',']).any(|word| word == key) {
        table.complain(key, format!("\"{name}\" is asked with {fit}"));
    }
    compared(&test, key, table, context);
    let words = test.words().into_iter().take_while(|_| !table.is_full());
    for says in words.filter_map(|word| no_choice(fact, word)) {
        table.complain(key, says);
    }
    Condition::Fact(name, test)
}

/// The fact that a test compares with must be one of its kind.
fn compared(test: &Test, key: &str, table: &Table<'_>, context: &Context<'_>) {
    let Some(other) = test.other() else { return };
    match context.facts.iter().find(|fact| fact.id == other) {
        None => {
            let known = context.facts.iter().map(|fact| fact.id.as_str());
            table.complain(key, no_such("fact", other, known));
        }
        Some(other) => {
            let days = matches!(test, Test::By(_));
            if days && other.kind != FactKind::Day {
                table.complain(key, format!("\"{}\" is not a day", other.id));
            }
            let list = other.kind == FactKind::Many && other.open;
            if !days && !list {
                let says = format!("\"{}\" is not an open list, as paths need", other.id);
                table.complain(key, says);
            }
        }
    }
}

const TESTS: [&str; 10] =
    ["is", "in", "has", "has_any", "only", "by", "before", "at_least", "at_most", "within"];

/// The one test in this table, with its key.
fn test(table: &Table<'_>) -> Option<(&'static str, Test)> {
    let mut tests: Vec<(&'static str, Test)> = Vec::new();
    let first = |key: &'static str| table.answers(key).into_iter().next().unwrap_or_default();
    for key in TESTS.into_iter().filter(|key| table.has(key)) {
        let test = match key {
            "is" => Test::Is(first(key)),
            "has" => Test::Has(first(key)),
            "in" => Test::In(table.answers(key)),
            "has_any" => Test::HasAny(table.answers(key)),
            "by" => Test::By(table.text(key)),
            "before" => Test::Before(table.day(key)),
            "at_least" => Test::AtLeast(table.figure(key)),
            "at_most" => Test::AtMost(table.figure(key)),
            "within" => Test::Within(table.text(key)),
            _ => Test::Only(table.answers(key)),
        };
        let words = matches!(key, "is" | "in" | "has" | "has_any" | "only");
        if words && test.words().iter().all(|word| word.is_empty()) {
            table.complain(key, "names no answer");
        }
        if matches!(key, "is" | "has") && table.answers(key).len() > 1 {
            table.complain(key, "takes one answer");
        }
        tests.push((key, test));
    }
    if tests.len() != 1 {
        let says = format!("a fact is tested with exactly one of {}", TESTS.join(", "));
        table.complain("fact", says);
    }
    tests.into_iter().next()
}
