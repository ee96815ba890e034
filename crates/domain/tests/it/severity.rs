//! Suggested severities under the shipped packs: a start, the modifiers that apply, and what is open.

use crate::tree::pack;
use domain::triage::{Claim, FactValue, suggest};
use jiff::Timestamp;

fn said(name: &str, vector: Option<&str>, facts: &[(&str, &str)]) -> String {
    let policy = pack(name);
    let mut claim = Claim::default();
    for (fact, word) in facts {
        let value = match policy.fact(fact).map(|fact| fact.kind) {
            Some(domain::policy::FactKind::Many) => FactValue::List(vec![(*word).to_owned()]),
            _ => FactValue::word(word),
        };
        claim.facts.insert((*fact).to_owned(), value);
    }
    let Some(given) = suggest(&policy, &claim, vector, Timestamp::UNIX_EPOCH) else {
        return "nothing".to_owned();
    };
    let steps: Vec<String> = given
        .steps
        .iter()
        .map(|step| format!(" {} {}", step.modifier, step.severity.word()))
        .collect();
    let open: Vec<String> = given
        .open
        .iter()
        .map(|one| format!(" {}?{}", one.modifier, one.missing.join("+")))
        .collect();
    format!("{}{} = {}{}", given.from.word(), steps.concat(), given.severity.word(), open.concat())
}

#[test]
fn modifiers_apply_in_their_order_and_name_what_they_miss() {
    let open = " S-TAKEOVER?effect S-OWNER?source S-DEMO?screens";
    assert_eq!(said("minimal", None, &[]), format!("medium = medium{open}"));
    let facts = [("effect", "takeover"), ("source", "tide-feed"), ("screens", "harbour")];
    assert_eq!(said("minimal", None, &facts), "medium S-TAKEOVER high = high");
    let facts = [("effect", "takeover"), ("source", "screen-owner"), ("screens", "demo")];
    let steps = "medium S-TAKEOVER high S-OWNER medium S-DEMO low = low";
    assert_eq!(said("minimal", None, &facts), steps);
}

#[test]
fn a_suggestion_starts_from_the_vector_by_the_projects_scale() {
    let halts = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
    assert_eq!(said("node", Some(halts), &[]), "high = high");
    assert_eq!(said("node", Some("CVSS:3.1/AV:N"), &[]), "nothing");
    assert_eq!(said("node", None, &[]), "nothing");
    let facts = [("effect", "wrong-tides"), ("source", "screen-owner"), ("screens", "harbour")];
    assert_eq!(said("minimal", Some(halts), &facts), "high S-OWNER medium = medium");
}

#[test]
fn the_shipped_packs_say_what_their_words_mean() {
    for (name, words) in [
        ("node", "none low medium high critical"),
        ("curl-like", "low medium high critical"),
        ("minimal", "low medium high"),
    ] {
        let rules = pack(name).severity;
        assert_eq!(rules.words().join(" "), words, "{name}");
        assert!(rules.scale.iter().all(|level| !level.says.is_empty()), "{name}");
    }
}
