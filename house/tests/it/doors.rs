//! Routes are made in one place, which asks of each what it needs and what could be guessed at it.

use crate::tree;

/// Where routes of the web are made.
const PLACE: &str = "crates/web/src/doors.rs";

/// Files that make routes besides, each with the reason.
const ELSEWHERE: &[(&str, &str)] =
    &[("crates/vulnerary/src/figures.rs", "figures, on an address that no stranger reaches")];

/// What adds a route to a router.
const MAKERS: &[&str] = &[
    ".route(",
    ".route_service(",
    ".nest(",
    ".nest_service(",
    ".fallback_service(",
    "MethodRouter",
    "axum::routing",
];

#[test]
fn routes_are_made_in_one_place() {
    let mut found = Vec::new();
    for (path, text) in tree::rust() {
        let program = path.starts_with("crates/") && !tree::is_test(path) && path != PLACE;
        if !program || ELSEWHERE.iter().any(|(file, _)| *file == path) {
            continue;
        }
        let (lines, _) = tree::split_tests(&text);
        for (number, line) in lines {
            if MAKERS.iter().any(|maker| line.contains(maker)) {
                found.push(format!("{path}:{number}: {}", line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "add these to the table of {PLACE}:\n{}", found.join("\n"));
}

#[test]
fn the_exceptions_are_still_some() {
    for (path, why) in ELSEWHERE {
        let text = tree::text(path).unwrap_or_default();
        assert!(text.contains(".route("), "{path} makes no route any more: {why}");
    }
}
