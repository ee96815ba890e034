//! The pure parts of the doors: forms, cookies' origin, instants, statuses.

use crate::form::Fields;
use crate::guard::from_here;
use crate::refuse::{says, sentence, status_of};
use crate::session::same;
use crate::when::relative;
use app::Error;
use axum::http::HeaderMap;
use domain::words::Refusal;
use serde_json::json;

fn fields(body: &str) -> Fields {
    Fields::read(body.as_bytes()).unwrap()
}

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
}

#[test]
fn dotted_names_nest_and_repeated_names_make_lists() {
    let read = fields("line=v22&claim.cwe=CWE-20&claim.cwe=CWE-79&claim.auth=no&title=a%0D%0Ab");
    let wanted = json!({
        "line": "v22",
        "claim": { "cwe": ["CWE-20", "CWE-79"], "auth": "no" },
        "title": "a\nb",
    });
    assert_eq!(read.to_json(), wanted);
}

#[test]
fn blanks_and_control_fields_are_no_part_of_a_verb() {
    let read = fields("form_token=t&expected_version=3&key=k&body=+&because=x");
    assert_eq!(read.to_json(), json!({ "because": "x" }));
}

#[test]
fn a_text_where_facts_are_due_stays_one() {
    assert_eq!(fields("claim=x&claim.a=y").to_json(), json!({ "claim": "x" }));
}

#[test]
fn sources_and_evidence_join_their_answers() {
    let read = fields("claim.a=yes&from.a=reproduction&note.a=3+of+3&from.b=triager&note.c=seen");
    let wanted = json!({ "claim": {
        "a": { "value": "yes", "from": "reproduction", "note": "3 of 3" },
        "c": { "value": "unknown", "note": "seen" },
    } });
    assert_eq!(read.to_json(), wanted);
}

#[test]
fn a_form_from_another_site_is_not_ours() {
    let url = "https://security.example.org";
    assert!(from_here(&headers(&[]), url));
    assert!(from_here(&headers(&[("origin", "https://security.example.org")]), url));
    assert!(from_here(&headers(&[("sec-fetch-site", "same-origin"), ("origin", "null")]), url));
    assert!(!from_here(&headers(&[("origin", "null")]), url));
    assert!(!from_here(&headers(&[("origin", "https://security.example.org.evil.test")]), url));
    assert!(!from_here(&headers(&[("origin", "http://security.example.org")]), url));
    assert!(!from_here(&headers(&[("sec-fetch-site", "same-site")]), url));
    assert!(!from_here(&headers(&[("sec-fetch-site", "cross-site")]), url));
}

#[test]
fn an_empty_token_is_never_the_right_one() {
    assert!(same("abc", "abc"));
    assert!(!same("abd", "abc"));
    assert!(!same("", ""));
}

#[test]
fn a_distance_is_told_in_whole_units() {
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let at = |text: &str| relative(text.parse().unwrap(), now);
    assert_eq!(at("2026-03-02T09:00:20Z"), "in a moment");
    assert_eq!(at("2026-03-02T10:30:00Z"), "in 90 minutes");
    assert_eq!(at("2026-03-02T06:00:00Z"), "3 hours ago");
    assert_eq!(at("2026-03-09T09:00:00Z"), "in 7 days");
}

#[test]
fn each_answer_of_a_use_case_has_its_status() {
    let refused = Error::Refused(Refusal::new("I5", "the embargo holds"));
    let all = [
        (Error::NotThere, 404),
        (Error::NotAllowed("no".into()), 403),
        (refused.clone(), 409),
        (Error::Invalid(vec!["title: too long".into()]), 422),
        (Error::Stale { now: 3 }, 409),
        (Error::KeyReused, 422),
        (Error::Outside("disk".into()), 500),
    ];
    for (error, status) in all {
        assert_eq!(status_of(&error).as_u16(), status, "{error}");
    }
    let shown = (vec!["The embargo holds.".to_owned()], Some("I5".to_owned()));
    assert_eq!(says(&refused), Some(shown));
}

#[test]
fn what_failed_outside_is_never_shown() {
    assert_eq!(says(&Error::Outside("password of the database".into())), None);
    assert_eq!(says(&Error::NotThere), None);
    assert_eq!(sentence("é is fine"), "É is fine.");
}

#[test]
fn methods_that_strangers_invent_share_one_word() {
    use axum::http::Method;
    assert_eq!(crate::record::word(&Method::POST), "POST");
    for invented in ["M1", "M2", "get"] {
        assert_eq!(crate::record::word(&Method::from_bytes(invented.as_bytes()).unwrap()), "other");
    }
}
