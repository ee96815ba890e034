//! The policy for programs, the sheet of questions and the badge.

use crate::world::policy;
use formats::badge::badge;
use formats::policy_document::{json, questions};
use jiff::civil::date;
use serde_json::Value;

#[test]
fn the_document_holds_every_clause_in_force_and_is_the_same_all_day() {
    for name in ["node", "minimal"] {
        let policy = policy(name);
        let at =
            |text: &str| json(&policy, "https://s.example/", text.parse().expect("an instant"));
        let text = at("2026-03-02T00:00:00Z");
        assert_eq!(text, at("2026-03-02T23:59:59Z"));
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let day = date(2026, 3, 2);
        let in_force = policy.clauses.iter().filter(|clause| clause.in_force_on(day)).count();
        assert_eq!(document["clauses"].as_array().map(Vec::len), Some(in_force));
        assert_eq!(document["digest"], policy.digest.to_string());
        assert_eq!(document["version"], policy.version_at(day));
        assert_eq!(document["clocks"].as_array().map(Vec::len), Some(policy.clocks.len()));
    }
}

#[test]
fn every_question_is_on_the_sheet() {
    let policy = policy("node");
    let sheet = questions(&policy);
    for fact in &policy.facts {
        assert!(sheet.contains(&format!("\n`{}`: ", fact.id)), "{}", fact.id);
        for choice in &fact.choices {
            assert!(sheet.contains(&format!("- [ ] `{}` ", choice.id)), "{}", choice.id);
        }
    }
}

#[test]
fn the_badge_turns_by_itself_when_nobody_looks_after_the_contacts() {
    let mut policy = policy("minimal");
    let today = date(2026, 3, 31);
    assert_eq!(badge(&policy, today).message, "contact not confirmed");
    policy.contacts[0].confirmed = Some(date(2026, 3, 2));
    let fresh = badge(&policy, today);
    assert!(fresh.contact_fresh && fresh.color == "green", "{fresh:?}");
    assert_eq!(fresh.message, "contact confirmed 2026-03-02");
    let stale = badge(&policy, date(2026, 4, 1));
    assert!(!stale.contact_fresh && stale.color == "yellow", "{stale:?}");
    assert!(!badge(&policy, date(2026, 3, 1)).contact_fresh, "a day to come confirms nothing");
    assert!(fresh.svg().contains("aria-label=\"security policy: contact confirmed 2026-03-02\""));
    assert_eq!(fresh.targets_met, None);
}
