//! Reads the vocabulary of facts, release plans and roles.

use super::clocks::limit;
use super::settings::unique;
use super::table::Table;
use crate::access::{Action, Role};
use crate::policy::complaint::no_such;
use crate::policy::{Choice, FactDef, FactKind, Playbook, Step};
use crate::triage::no_choice;
use std::collections::{BTreeMap, BTreeSet};

/// More choices than anybody looks through.
const CHOICES_MAX: usize = 300;

pub(super) fn facts(top: &Table<'_>) -> Vec<FactDef> {
    let tables = top.tables("fact");
    let facts: Vec<FactDef> = tables.iter().map(fact).collect();
    unique(&tables, facts.iter().map(|fact| fact.id.as_str()));
    let all: BTreeMap<&str, &FactDef> = facts.iter().map(|one| (one.id.as_str(), one)).collect();
    for (table, fact) in tables.iter().zip(&facts).take_while(|(table, _)| !table.is_full()) {
        gives(table, fact, &all);
    }
    facts
}

/// What answers tell about other facts must be answers to them, one step deep.
fn gives(table: &Table<'_>, fact: &FactDef, facts: &BTreeMap<&str, &FactDef>) {
    for (n, choice) in fact.choices.iter().enumerate() {
        for (target, words) in &choice.gives {
            let key = format!("choice[{n}].gives.{}", crate::words::one_line(target, 60));
            let Some(other) = facts.get(target.as_str()) else {
                table.complain(&key, no_such("fact", target, facts.keys().copied()));
                continue;
            };
            if other.choices.iter().any(|choice| !choice.gives.is_empty()) || other.id == fact.id {
                table.complain(&key, "what follows from an answer tells nothing further");
            }
            if other.kind != FactKind::Many && words.len() != 1 {
                table.complain(&key, "this fact takes one answer");
            }
            for says in words.iter().filter_map(|word| no_choice(other, word)) {
                table.complain(&key, says);
            }
        }
    }
}

fn fact(table: &Table<'_>) -> FactDef {
    let kinds = [
        ("yes-no", FactKind::YesNo),
        ("choice", FactKind::Choice),
        ("many", FactKind::Many),
        ("day", FactKind::Day),
        ("number", FactKind::Number),
    ];
    let tables = table.tables("choice");
    let choice = |table: &Table<'_>| Choice {
        id: table.name("id"),
        says: table.text("says"),
        alone: table.truth("alone").unwrap_or(false),
        gives: table.given("gives"),
    };
    let choices: Vec<Choice> = tables.iter().map(choice).collect();
    unique(&tables, choices.iter().map(|choice| choice.id.as_str()));
    if choices.len() > CHOICES_MAX {
        table.complain("choice", format!("more than {CHOICES_MAX} choices"));
    }
    for (table, choice) in tables.iter().zip(&choices) {
        if matches!(choice.id.as_str(), "yes" | "no" | "unknown") {
            table.complain("id", "yes, no and unknown are answers of their own");
        }
    }
    let fact = FactDef {
        id: table.name("id"),
        title: table.text("title"),
        kind: table.one_of("kind", &kinds),
        choices,
        open: table.truth("open").unwrap_or(false),
        help: table.maybe("help"),
    };
    let chosen = matches!(fact.kind, FactKind::Choice | FactKind::Many);
    if !chosen && (fact.open || !fact.choices.is_empty()) {
        table.complain("kind", "only choice and many have choices");
    }
    if chosen && !fact.open && fact.choices.is_empty() {
        table.complain("choice", "is missing: offer choices or say open = true");
    }
    fact
}

pub(super) fn playbook(name: &str, top: &Table<'_>) -> Playbook {
    same_name(name, top);
    let tables = top.tables("step");
    let mut steps: Vec<Step> = Vec::new();
    for table in &tables {
        let step = Step {
            id: table.name("id"),
            says: table.text("says"),
            after: table.texts("after"),
            needs: table.texts("needs"),
            within: limit(table, "within"),
        };
        for (n, earlier) in step.after.iter().enumerate() {
            if !steps.iter().any(|step| &step.id == earlier) {
                let known = steps.iter().map(|step| step.id.as_str());
                let says = no_such("earlier step", earlier, known);
                table.complain(&format!("after[{n}]"), says);
            }
        }
        if step.within.is_some() && step.after.is_empty() {
            table.complain("within", "needs an earlier step in after to count from");
        }
        steps.push(step);
    }
    unique(&tables, steps.iter().map(|step| step.id.as_str()));
    if steps.is_empty() {
        top.complain("step", "is missing: a playbook has steps");
    }
    Playbook { id: name.to_owned(), title: top.text("title"), says: top.text("says"), steps }
}

pub(super) fn role(name: &str, top: &Table<'_>) -> Role {
    same_name(name, top);
    let mut may = BTreeSet::new();
    for (n, word) in top.texts("may").iter().enumerate() {
        match Action::ALL.iter().find(|action| action.word() == word) {
            Some(action) => {
                may.insert(*action);
            }
            None => {
                let known = Action::ALL.iter().map(|action| action.word());
                top.complain(&format!("may[{n}]"), no_such("action", word, known));
            }
        }
    }
    Role { id: name.to_owned(), title: top.text("title"), says: top.text("says"), may }
}

/// The id inside must be the file's name.
pub(super) fn same_name(name: &str, top: &Table<'_>) {
    let id = top.name("id");
    if !id.is_empty() && id != name {
        top.complain("id", format!("is \"{id}\" but the file is called \"{name}\""));
    }
}
