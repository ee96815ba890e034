//! Clauses: those that begin or end with the day, and what differs in the others.

use super::found::Found;
use super::span::{Word, both, quoted};
use super::{Part, Turn};
use crate::policy::{Fallback, Policy};
use crate::triage::{Claim, Clause, Condition, Effect, Example};
use crate::words::one_line;
use jiff::civil::Date;

/// `from 2026-07-01`, `from 2026-07-01 until 2027-01-01`.
pub(super) fn span(since: Date, until: Option<Date>) -> String {
    match until {
        Some(until) => format!("from {since} until {until}"),
        None => format!("from {since}"),
    }
}

pub(super) fn in_force(since: Date, until: Option<Date>, day: Date) -> bool {
    since <= day && until.is_none_or(|until| day < until)
}

/// What a clause says and does, for one that is new or begins.
fn whole(clause: &Clause) -> String {
    let mut says = format!("{} ({})", clause.title, clause.kind.word());
    if let Some(when) = &clause.when {
        says.push_str(&format!("; it applies when {}", one_line(&when.says(), 400)));
    }
    if !clause.requires_all.is_empty() {
        says.push_str(&format!("; it asks for all of {}", clause.requires_all.join(", ")));
    }
    if let Some(effect) = &clause.effect {
        says.push_str(&format!("; then it is {}", effect.says(!clause.requires_all.is_empty())));
    }
    says
}

pub(super) fn clauses(found: &mut Found, old: (&Policy, Date), new: (&Policy, Date)) {
    found.part(Part::Clauses);
    let (then, now) = (old.1, new.1);
    // Sorted by order and id; a clause's own number is compared.
    found.each_sorted(
        (&old.0.clauses, &new.0.clauses),
        |clause| clause.id.clone(),
        |clause| {
            let (id, since, until) = (&clause.id, clause.since, clause.until);
            match (clause.in_force_on(now), since > now) {
                (true, _) => format!("{id}, in force {},", span(since, until)),
                (_, true) => format!("{id}, not yet in force but {},", span(since, until)),
                _ => format!("{id}, in force {} and so not any more,", span(since, until)),
            }
        },
        whole,
        |found, before, after| {
            let turn = (before.in_force_on(then), after.in_force_on(now));
            begun_or_ended(found, turn, &after.id, (after.since, after.until, &whole(after)));
            clause(found, before, after);
        },
    );
}

pub(super) fn begun_or_ended(
    found: &mut Found,
    turn: (bool, bool),
    id: &str,
    (since, until, says): (Date, Option<Date>, &str),
) {
    match (turn, until) {
        ((false, true), _) => {
            let told = format!("{id} comes into force ({}): {says}", span(since, until));
            found.say(id, Turn::Begins, "", (None, Some(says)), &told);
        }
        ((true, false), Some(until)) => {
            let told = format!("{id} is no longer in force, since {until}: {says}");
            found.say(id, Turn::Ends, "", (Some(says), None), &told);
        }
        ((true, false), None) => {
            let told = format!("{id} is not in force before {since}: {says}");
            found.say(id, Turn::Ends, "", (Some(says), None), &told);
        }
        _ => {}
    }
}

fn clause(found: &mut Found, old: &Clause, new: &Clause) {
    let Clause {
        id,
        kind,
        since,
        until,
        order,
        source,
        source_line,
        under,
        over,
        title,
        text,
        because,
        when,
        requires_all,
        effect,
        cwe,
        examples,
    } = old;
    let of = |what: &str| format!("{what} of {id}");
    found.value(id, "since", &of("The first day"), since, &new.since);
    found.value(id, "until", &of("The end"), until, &new.until);
    found.value(id, "kind", &of("The kind"), &Word(kind.word()), &Word(new.kind.word()));
    found.text(id, "text", id, text, &new.text);
    condition(found, id, (when.as_ref(), new.when.as_ref()));
    found.list(
        id,
        "requires_all",
        &format!("{id} asks for all of"),
        requires_all,
        &new.requires_all,
    );
    let unless = (!requires_all.is_empty(), !new.requires_all.is_empty());
    effects(found, id, (effect.as_ref(), new.effect.as_ref()), unless);
    if *order != new.order {
        let (old, new) = (order.to_string(), new.order.to_string());
        let told = format!("{id} is weighed as number {new} instead of {old}");
        found.changed(id, "order", (Some(&old), Some(&new)), &told);
    }
    found.list(id, "over", &format!("{id} goes before"), over, &new.over);
    found.value(id, "under", &of("The parent"), under, &new.under);
    found.value(id, "title", &of("The title"), title, &new.title);
    found.value(id, "because", &of("The reason"), because, &new.because);
    found.list(id, "cwe", &of("Weaknesses"), cwe, &new.cwe);
    found.value(id, "source", &of("The source"), source, &new.source);
    found.value(id, "source_line", &of("The source's line"), source_line, &new.source_line);
    example_list(found, id, examples, &new.examples);
}

pub(super) fn condition(
    found: &mut Found,
    id: &str,
    sides: (Option<&Condition>, Option<&Condition>),
) {
    if sides.0 == sides.1 {
        return;
    }
    let (old, new) = (sides.0.map(Condition::says), sides.1.map(Condition::says));
    let told = match (&old, &new) {
        (Some(old), Some(new)) if old == new => {
            format!("{id} applies as before, but its questions are asked in another way")
        }
        (Some(old), Some(new)) => {
            let (old, new) = both(old, new);
            format!("{id} applies when {new}, instead of when {old}")
        }
        (None, Some(new)) => {
            format!("{id} has a condition now: it applies when {}", quoted(new))
        }
        (Some(old), None) => {
            format!("{id} has no condition any more; it applied when {}", quoted(old))
        }
        (None, None) => return,
    };
    found.changed(id, "when", (old.as_deref(), new.as_deref()), &told);
}

fn effects(
    found: &mut Found,
    id: &str,
    sides: (Option<&Effect>, Option<&Effect>),
    unless: (bool, bool),
) {
    let (old, new) = (sides.0.map(|one| one.says(unless.0)), sides.1.map(|one| one.says(unless.1)));
    if old != new {
        let told = match (&old, &new) {
            (Some(old), Some(new)) => format!("What follows from {id} is: {new}. Before: {old}"),
            (None, Some(new)) => format!("{id} decides now: {new}"),
            (Some(old), None) => format!("{id} decides nothing any more; before: {old}"),
            (None, None) => return,
        };
        found.changed(id, "effect", (old.as_deref(), new.as_deref()), &told);
    }
    let also = |side: Option<&Effect>| {
        // All but `also` is in what it says.
        side.map(|Effect { verdict: _, cve: _, bounty: _, target: _, also }| also.clone())
    };
    let (old, new) = (also(sides.0).unwrap_or_default(), also(sides.1).unwrap_or_default());
    found.list(id, "also", &format!("With {id} are cited as well"), &old, &new);
}

fn example_list(found: &mut Found, id: &str, old: &[Example], new: &[Example]) {
    found.each(
        (old, new),
        |example| example.say.clone(),
        |_| format!("An example of {id}"),
        |example| format!("{} → {}", example.say, example.expect),
        |found, old, new| {
            let Example { say, claim, expect, cites, missing } = old;
            let name = format!("the example {} of {id}", quoted(&one_line(say, 80)));
            let of = |what: &str| format!("{what} {name}");
            let (before, after) = (Word(expect.word()), Word(new.expect.word()));
            found.value(id, "example", &of("The verdict of"), &before, &after);
            let name = of("Clauses that must be cited in");
            found.list(id, "example", &name, cites, &new.cites);
            let list = |missing: &Option<Vec<String>>| missing.clone().unwrap_or_default();
            if *missing != new.missing {
                let name = of("Facts that must be missing in");
                found.list(id, "example", &name, &list(missing), &list(&new.missing));
            }
            stated(found, id, &of("The facts of"), claim, &new.claim);
        },
    );
}

/// The facts of a claim that differ.
pub(super) fn stated(found: &mut Found, id: &str, name: &str, old: &Claim, new: &Claim) {
    if old == new {
        return;
    }
    let lines = |claim: &Claim| -> Vec<String> {
        // Taken apart by name: every piece of a claim counts.
        let Claim { facts, said, suggested } = claim;
        let stated = facts.iter().map(|(fact, value)| {
            let said = said.get(fact);
            let note = said.and_then(|said| said.note.as_deref()).unwrap_or_default();
            let from = said.and_then(|said| said.from).map_or("", |from| from.title());
            let more = [from, note].into_iter().filter(|one| !one.is_empty());
            let more = more.collect::<Vec<_>>().join(": ");
            let more = if more.is_empty() { more } else { format!(" ({more})") };
            format!("{fact}={value}{more}")
        });
        let suggested = suggested.iter().map(|(fact, (value, note))| {
            let note = note.as_deref().unwrap_or_default();
            format!("{fact}={value} (suggested{}{note})", if note.is_empty() { "" } else { ": " })
        });
        stated.chain(suggested).collect()
    };
    found.list(id, "claim", name, &lines(old), &lines(new));
}

pub(super) fn fallback(found: &mut Found, old: &Fallback, new: &Fallback) {
    found.part(Part::Clauses);
    let Fallback { clause, effect } = old;
    let name = "The clause that is cited when nothing decides";
    found.value("", "default", name, clause, &new.clause);
    let sides = (Some(effect), Some(&new.effect));
    effects(found, "default", sides, (false, false));
}
