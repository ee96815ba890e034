//! The scale of severities: what a pack may say of it, and what every mistake is called.

use super::pack;
use crate::advisory::{Score, Severity};
use crate::policy::{Policy, Shift, read};

const TINY: &str = r#"id = "tiny"
version = "1"
project = { name = "Tiny", slug = "tiny", homepage = "https://tiny.example", summary = "Tiny." }
contact = [{ how = "mail", address = "security@tiny.example", says = "Write." }]
calendar = { zone = "UTC", working = ["mon", "tue"] }
embargo = { default_days = 10, cap_days = 20, says = "Short." }
advisory = { id_format = "TINY-{year}-{n}", first = 1, package = "tiny" }
default = { verdict = "normal-bug", clause = "X-1" }
"#;

fn with(more: &str) -> Result<Policy, Vec<String>> {
    let (policy, complaints) =
        read(&pack::files(&[("policy.toml", &format!("{TINY}\n[severity]\n{more}\n"))]));
    policy
        .ok_or_else(|| complaints.iter().map(|one| format!("{}: {}", one.key, one.says)).collect())
}

fn score(number: f64) -> Score {
    Score::read(number).unwrap()
}

#[test]
fn without_a_word_of_it_the_five_common_words_hold() {
    let policy = read(&pack::files(&[])).0.unwrap();
    assert_eq!(policy.severity.words(), ["none", "low", "medium", "high", "critical"]);
    assert_eq!(policy.severity.rate(score(8.9)), Severity::High);
    assert!(policy.severity.vector_expected);
}

#[test]
fn a_scale_of_ones_own_has_its_words_and_ranges() {
    let policy = with(r#"vector = "optional"
        scale = [{ word = "high", says = "Bad.", scores = "6.0 to 10.0" }, { word = "low", says = "Less.", scores = "0.0 to 5.9" }]"#).unwrap();
    let rules = &policy.severity;
    assert_eq!(rules.words(), ["low", "high"]);
    assert_eq!([5.9, 6.0].map(|n| rules.rate(score(n))), [Severity::Low, Severity::High]);
    assert!(!rules.vector_expected && !rules.has(Severity::Medium));
    assert_eq!(rules.shifted(Severity::Low, Shift::Raise(1)), Severity::High);
    let bare =
        with(r#"scale = [{ word = "low", says = "x" }, { word = "high", says = "x" }]"#).unwrap();
    let words = [0.0, 5.0, 7.0, 10.0].map(|n| bare.severity.rate(score(n)).word());
    assert_eq!(words, ["low", "low", "high", "high"]);
}

#[test]
fn a_severity_is_never_lowered_to_none() {
    let rules = read(&pack::files(&[])).0.unwrap().severity;
    assert_eq!(rules.shifted(Severity::Medium, Shift::Lower(4)), Severity::Low);
    assert_eq!(rules.shifted(Severity::None, Shift::Lower(1)), Severity::None);
    assert_eq!(rules.shifted(Severity::High, Shift::Raise(4)), Severity::Critical);
    assert_eq!(rules.shifted(Severity::High, Shift::AtMost(Severity::Low)), Severity::Low);
    assert_eq!(rules.shifted(Severity::Low, Shift::AtLeast(Severity::High)), Severity::High);
}

#[test]
fn every_mistake_has_its_place_and_its_sentence() {
    let cases = [
        (
            r#"vector = "maybe""#,
            "severity.vector: no such word \"maybe\" (one of expected, optional)",
        ),
        ("scale = []", "severity.scale: is empty"),
        (
            r#"scale = [{ word = "bad", says = "x" }]"#,
            "severity.scale[0].word: no such word \"bad\" (one of none, low, medium, high, critical)",
        ),
        (
            r#"scale = [{ word = "low", says = "x" }, { word = "low", says = "x" }]"#,
            "severity.scale[1].word: \"low\" is there twice",
        ),
        (
            r#"scale = [{ word = "low", says = "x", scores = "9 to 11" }]"#,
            "severity.scale[0].scores: is a range within 0.0 to 10.0, such as \"7.0 to 8.9\"",
        ),
        (
            r#"scale = [{ word = "low", says = "x", scores = "0.0 to 4.0" }, { word = "high", says = "x", scores = "5.0 to 10.0" }]"#,
            "severity.scale: the next range begins at 5.0, but 4.1 is due",
        ),
        (
            r#"scale = [{ word = "low", says = "x", scores = "0.0 to 9.0" }]"#,
            "severity.scale: no range holds 9.1 to 10.0",
        ),
        (
            "start = \"high\"\nscale = [{ word = \"low\", says = \"x\" }]",
            "severity.start: \"high\" is not in the scale (low)",
        ),
        (
            r#"modifier = [{ id = "M", says = "x", raise = 1 }]"#,
            "severity.modifier[0].when: is missing",
        ),
        (
            r#"modifier = [{ id = "M", says = "x", when = { fact = "hurts", is = true } }]"#,
            "severity.modifier[0]: a modifier has exactly one of raise, lower, at_most, at_least",
        ),
        (
            r#"modifier = [{ id = "M", says = "x", when = { fact = "hurts", is = true }, raise = 9 }]"#,
            "severity.modifier[0].raise: must be from 1 to 4",
        ),
        (
            r#"modifier = [{ id = "M", says = "x", when = { fact = "hurtz", is = true }, lower = 1 }]"#,
            "severity.modifier[0].when.fact: no such fact \"hurtz\"; did you mean \"hurts\"?",
        ),
        (r#"speed = 1"#, "severity.speed: no such key \"speed\""),
    ];
    for (more, says) in cases {
        let said = with(more).unwrap_err();
        assert!(said.iter().any(|one| one == says), "{more}: {said:#?}");
    }
}
