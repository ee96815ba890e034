//! Claims by somebody who means harm: each gets an error that names the fact and the rule, in bounded time.
#![expect(clippy::disallowed_methods, reason = "tests look at how long the pure crate takes")]

use crate::hostile::{sound, wide};
use domain::triage::Claim;
use std::time::{Duration, Instant};

#[test]
fn claims_are_refused_with_the_place_and_the_rule() {
    let policy = sound(&wide());
    let refused = |text: &str| -> String {
        match serde_json::from_str::<Claim>(text) {
            Err(error) => error.to_string(),
            Ok(claim) => claim.check(&policy).iter().map(|one| format!("{one}\n")).collect(),
        }
    };
    for (claim, wanted) in [
        ("{\"aera\":\"net\"}", "no such fact \"aera\"; did you mean \"area\"?"),
        ("{\"area\":\"nett\"}", "area: no such choice \"nett\"; did you mean \"net\"?"),
        ("{\"area\":[\"net\",\"disk\"]}", "area: the answer is one choice, not a list"),
        ("{\"area\":\"net\",\"area\":\"disk\"}", "the fact \"area\" is there twice"),
        ("{\"area\":{\"value\":\"net\",\"value\":\"disk\"}}", "duplicate field `value`"),
        ("{\"area\":{\"from\":\"triager\"}}", "missing field `value`"),
        ("{\"area\":{\"value\":\"net\",\"from\":\"god\"}}", "unknown variant `god`"),
        ("{\"documented\":\"0000-00-00\"}", "documented: the answer is a day such as 2026-04-30"),
        ("{\"documented\":\"-000001-01-01\"}", "documented: the answer is a day such as"),
        ("{\"documented\":\"2026-02-30\"}", "documented: the answer is a day such as"),
        ("{\"ratio\":1e400}", "number out of range"),
        ("{\"ratio\":1e300}", "ratio: the answer is a number such as 12 or 0.5"),
        ("{\"ratio\":\"NaN\"}", "ratio: the answer is a number such as 12 or 0.5"),
        ("{\"ratio\":\"--1\"}", "ratio: the answer is a number such as 12 or 0.5"),
        ("{\"stable\":\"perhaps\"}", "stable: the answer is yes, no or unknown"),
        ("{\"cwe\":[\"unknown\"]}", "what is unknown is left out"),
        ("{\"cwe\":[\" \"]}", "an answer of one's own has words"),
        ("{\"cwe\":[\"a\\nb\"]}", "one plain line"),
        ("{\"cwe\":[\"a\\u001bb\"]}", "one plain line"),
        ("{\"cwe\":[\"a\\u202eb\"]}", "one plain line"),
        ("{\"machine\":[\"none\",\"pc\"]}", "machine: \"none\" excludes every other answer"),
        ("{\"machine\":[[\"pc\"]]}", "invalid type: sequence"),
        ("[]", "a table of facts by name"),
    ] {
        let said = refused(claim);
        assert!(said.contains(wanted), "{claim}\nwanted: {wanted}\nsaid: {said}");
    }
    let long = "x".repeat(10_000_000);
    for claim in [
        format!("{{\"area\":\"{long}\"}}"),
        format!("{{\"cwe\":[\"{long}\"]}}"),
        format!("{{\"{long}\":\"net\"}}"),
        format!("{{\"area\":{{\"value\":\"net\",\"note\":\"{long}\"}}}}"),
        format!("{{\"cwe\":[{}\"a\"]}}", "\"a\",".repeat(1_000_000)),
        format!(
            "{{{}\"a\":1}}",
            (0..300_000).fold(String::new(), |all, n| all + &format!("\"f{n}\":1,"))
        ),
    ] {
        let began = Instant::now();
        let said = refused(&claim);
        assert!(!said.is_empty() && said.len() < 20_000, "{} bytes said", said.len());
        assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    }
    let deep = format!("{{\"cwe\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(!refused(&deep).is_empty());
}

#[test]
fn notes_lose_what_could_steer_a_terminal() {
    let text = r#"{"area":{"value":"net","note":" \u001b[2J\u202eok "}}"#;
    let claim: Claim = serde_json::from_str(text).unwrap();
    assert_eq!(claim.said["area"].note.as_deref(), Some("[2Jok"));
}

#[test]
fn nobody_outside_speaks_for_the_team() {
    let text =
        r#"{"area":{"value":"net","from":"reproduction"},"ratio":{"value":2,"from":"suggestion"}}"#;
    let claim: Claim = serde_json::from_str(text).unwrap();
    let claim = serde_json::to_value(claim.from_outside()).unwrap();
    assert_eq!(claim["area"]["from"], "reporter");
    assert_eq!(claim["ratio"]["from"], "suggestion");
}
