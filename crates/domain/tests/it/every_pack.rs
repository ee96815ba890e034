//! What every pack that is shipped must be, whatever project it is about.

use crate::tree::{pack, packs};
use domain::policy::{Lines, markdown};
use domain::triage::run_examples;
use jiff::civil::Date;

#[test]
fn every_pack_is_sound_and_its_examples_hold() {
    assert!(packs().len() >= 3, "{:?}", packs());
    for name in packs() {
        let said: Vec<String> =
            run_examples(&pack(&name)).iter().map(ToString::to_string).collect();
        assert!(said.is_empty(), "{name}:\n{}", said.join("\n"));
    }
}

#[test]
fn every_clause_that_decides_shows_an_example_that_cites_it() {
    for name in packs() {
        let policy = pack(&name);
        for clause in policy.clauses.iter().filter(|clause| clause.effect.is_some()) {
            let shown = clause.examples.iter().any(|example| example.cites.contains(&clause.id));
            assert!(shown, "{} of {name} has no example", clause.id);
        }
    }
}

/// A day on which every clause without an end is in force.
fn latest(policy: &domain::policy::Policy) -> Date {
    policy.clauses.iter().map(|clause| clause.since).max().expect("a pack has clauses")
}

#[test]
fn the_prose_of_every_pack_names_every_clause_in_force() {
    for name in packs() {
        let policy = pack(&name);
        let on = latest(&policy);
        let text = markdown(&policy, on);
        for clause in policy.clauses.iter().filter(|clause| clause.in_force_on(on)) {
            assert!(text.contains(&format!("**{}**", clause.id)), "{} of {name}", clause.id);
        }
    }
}

#[test]
fn every_pack_supports_a_release_today_and_says_how_to_reach_people() {
    for name in packs() {
        let policy = pack(&name);
        let Lines { list: lines, .. } = &policy.lines;
        let last = lines.iter().map(|line| line.start).max().expect("a line");
        assert!(!policy.lines.supported_on(last).is_empty(), "{name} on {last}");
        assert!(!policy.contacts.is_empty() && !policy.reporter_rules.is_empty(), "{name}");
        assert!(!policy.playbooks.is_empty() && !policy.channels.is_empty(), "{name}");
    }
}
