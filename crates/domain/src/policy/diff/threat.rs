//! The threat model around its clauses: clashes, questions, precedents, decision tables.

use super::clause::{begun_or_ended, condition, in_force, span, stated};
use super::found::Found;
use super::span::Word;
use super::{Part, Turn};
use crate::advisory::{Severity, SsvcTable};
use crate::policy::{Choice, FactDef, FactKind, Policy};
use crate::triage::{Conflict, Precedent, Reversed};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn conflicts(found: &mut Found, old: (&Policy, Date), new: (&Policy, Date)) {
    found.part(Part::Conflicts);
    let (then, now) = (old.1, new.1);
    found.each(
        (&old.0.conflicts, &new.0.conflicts),
        |clash| clash.id.clone(),
        |clash| format!("The clash {}, known {},", clash.id, span(clash.since, clash.until)),
        |clash| clash.title.clone(),
        |found, old, new| {
            let Conflict { id, title, text, since, until, between, precedents, when } = old;
            let turn = (in_force(*since, *until, then), in_force(new.since, new.until, now));
            begun_or_ended(found, turn, id, (new.since, new.until, &new.title));
            let of = |what: &str| format!("{what} of {id}");
            found.value(id, "title", &of("The title"), title, &new.title);
            found.text(id, "text", id, text, &new.text);
            found.value(id, "since", &of("The first day"), since, &new.since);
            found.value(id, "until", &of("The end"), until, &new.until);
            found.list(id, "between", &of("Clauses"), between, &new.between);
            found.list(id, "precedents", &of("Precedents"), precedents, &new.precedents);
            condition(found, id, (Some(when), Some(&new.when)));
        },
    );
}

pub(super) fn facts(found: &mut Found, old: &[FactDef], new: &[FactDef]) {
    found.part(Part::Facts);
    let word = |kind: FactKind| match kind {
        FactKind::YesNo => Word("yes or no"),
        FactKind::Choice => Word("one choice"),
        FactKind::Many => Word("several choices"),
        FactKind::Day => Word("a day"),
        FactKind::Number => Word("a number"),
    };
    found.each(
        (old, new),
        |fact| fact.id.clone(),
        |fact| format!("The question {}", fact.id),
        |fact| fact.title.clone(),
        |found, old, new| {
            let FactDef { id, title, kind, choices, open, help } = old;
            found.text(id, "title", &format!("The question {id}"), title, &new.title);
            let of = |what: &str| format!("{what} {id}");
            found.value(id, "kind", &of("The answer to"), &word(*kind), &word(new.kind));
            found.value(id, "open", &of("Whether others may answer freely to"), open, &new.open);
            found.value(id, "help", &of("The help for"), help, &new.help);
            found.each(
                (choices, &new.choices),
                |choice| choice.id.clone(),
                |choice| format!("The answer {} to {id}", choice.id),
                |choice| choice.says.clone(),
                |found, old, new| {
                    let Choice { id: answer, says, alone, gives } = old;
                    let name = format!("the answer {answer} to {id}");
                    let of = |what: &str| format!("{what} {name}");
                    found.text(
                        id,
                        "choice",
                        &format!("The answer {answer} to {id}"),
                        says,
                        &new.says,
                    );
                    if *alone != new.alone {
                        let not = if new.alone { "excludes" } else { "no longer excludes" };
                        let word = |yes: bool| if yes { "yes" } else { "no" };
                        let sides = (Some(word(*alone)), Some(word(new.alone)));
                        let told = format!("The answer {answer} to {id} {not} every other answer");
                        found.changed(id, "choice", sides, &told);
                    }
                    let told = |gives: &BTreeMap<String, Vec<String>>| -> Vec<String> {
                        gives.iter().map(|(fact, is)| format!("{fact}={}", is.join("+"))).collect()
                    };
                    let name = of("What follows from");
                    found.list(id, "choice", &name, &told(gives), &told(&new.gives));
                },
            );
        },
    );
}

fn reversal(reversed: Option<&Reversed>) -> Option<String> {
    reversed.map(|Reversed { by, since, because }| format!("by {by} from {since}: {because}"))
}

pub(super) fn precedents(found: &mut Found, old: (&[Precedent], Date), new: (&[Precedent], Date)) {
    found.part(Part::Precedents);
    // Sorted by day.
    found.each_sorted(
        (old.0, new.0),
        |one| one.id.clone(),
        |one| format!("The precedent {}", one.id),
        |one| format!("{} ({}, {})", one.title, one.verdict.word(), one.decided),
        |found, before, after| {
            let Precedent {
                id,
                title,
                decided,
                verdict,
                severity,
                cwe,
                area,
                source,
                departs,
                reversed,
                claim,
            } = before;
            let of = |what: &str| format!("{what} of {id}");
            let is = |one: &Precedent, day: Date| {
                one.reversed.as_ref().is_some_and(|reversed| reversed.since <= day)
            };
            let (then, now) = (reversal(reversed.as_ref()), reversal(after.reversed.as_ref()));
            match (is(before, old.1), is(after, new.1)) {
                (false, true) => {
                    let why = now.as_deref().unwrap_or_default();
                    let told = format!("{id} is no longer to be followed: reversed {why}");
                    found.say(id, Turn::Ends, "reversed", (None, Some(why)), &told);
                }
                (true, false) => {
                    let told = format!("{id} is to be followed again");
                    found.say(id, Turn::Begins, "reversed", (then.as_deref(), None), &told);
                }
                _ => found.value(id, "reversed", &of("The reversal"), &then, &now),
            }
            found.value(id, "title", &of("The title"), title, &after.title);
            found.value(id, "decided", &of("The day"), decided, &after.decided);
            let (was, is) = (Word(verdict.word()), Word(after.verdict.word()));
            found.value(id, "verdict", &of("What people decided, the verdict"), &was, &is);
            let word = |severity: Option<Severity>| severity.map(|one| Word(one.word()));
            found.value(
                id,
                "severity",
                &of("The severity"),
                &word(*severity),
                &word(after.severity),
            );
            found.list(id, "cwe", &of("Weaknesses"), cwe, &after.cwe);
            found.value(id, "area", &of("The area"), area, &after.area);
            found.value(id, "source", &of("The source"), source, &after.source);
            found.value(id, "departs", &of("The departure"), departs, &after.departs);
            stated(found, id, &of("The facts"), claim, &after.claim);
        },
    );
}

pub(super) fn ssvc(found: &mut Found, old: &[SsvcTable], new: &[SsvcTable]) {
    found.part(Part::Ssvc);
    found.each(
        (old, new),
        |table| table.id.clone(),
        |table| format!("The decision table {}", table.id),
        |table| format!("{}: {} rows", table.name, table.len()),
        |found, old, new| {
            let id = &old.id;
            let before: BTreeMap<Vec<&str>, &str> = old.rows().collect();
            let after: BTreeMap<Vec<&str>, &str> = new.rows().collect();
            let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
            let rows = keys.iter().filter(|key| before.get(**key) != after.get(**key)).count();
            if rows > 0 {
                let told =
                    format!("The decision table {id} decides otherwise in {rows} of its rows");
                let (old, new) = (old.len().to_string(), new.len().to_string());
                found.changed(id, "rows", (Some(&old), Some(&new)), &told);
            } else if old != new {
                let told =
                    format!("The decision table {id} is worded otherwise and decides the same");
                found.changed(id, "", (None, None), &told);
            }
        },
    );
}
