//! Comments say why; work that is left over belongs into the tracker, not into the source.

use crate::tree;

/// Words that promise work. Cut in two, so that this file does not hold them.
const PROMISES: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

/// Tests that wait by the clock, as `file: line`, each with the reason. Empty, and better so.
const SLEEPERS: &[(&str, &str)] = &[];

#[test]
fn no_source_promises_work() {
    let mut found = Vec::new();
    for path in tree::files() {
        let source = [".rs", ".sql", ".html", ".css", ".js", ".toml", ".txt"]
            .iter()
            .any(|ending| path.ends_with(ending));
        let ours = ["crates/", "house/", "model/", "policies/"].iter().any(|p| path.starts_with(p));
        let Some(text) = (source && ours).then(|| tree::text(path)).flatten() else { continue };
        for (index, line) in text.lines().enumerate() {
            let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            if words.any(|word| PROMISES.contains(&word)) {
                found.push(format!("{path}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "do it or write it down elsewhere:\n{}", found.join("\n"));
}

#[test]
fn no_test_is_ignored() {
    let mut found = Vec::new();
    for (path, text) in tree::rust() {
        for (index, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("#[ignore") {
                found.push(format!("{path}:{}", index + 1));
            }
        }
    }
    assert!(found.is_empty(), "a test that does not run is no test:\n{}", found.join("\n"));
}

#[test]
fn no_test_waits_by_the_clock() {
    let call = concat!("sleep", "(");
    let mut found = Vec::new();
    for (path, text) in tree::rust() {
        let lines = if tree::is_test(path) {
            text.lines().enumerate().map(|(index, line)| (index + 1, line)).collect()
        } else {
            tree::split_tests(&text).1
        };
        for (number, line) in lines.into_iter().filter(|(_, line)| line.contains(call)) {
            found.push((number, path.to_owned(), line.trim().to_owned()));
        }
    }
    let key = |(_, path, line): &(usize, String, String)| format!("{path}: {line}");
    let known = |name: &String| SLEEPERS.iter().any(|(known, _)| known == name);
    let new: Vec<_> = found.iter().filter(|row| !known(&key(row))).collect();
    assert!(new.is_empty(), "wait for the thing itself, not for time to pass: {new:#?}");
    let gone = SLEEPERS.iter().filter(|(name, _)| !found.iter().any(|r| key(r) == *name));
    assert!(gone.collect::<Vec<_>>().is_empty(), "take out of the table what no longer waits");
}

#[test]
fn every_file_begins_with_what_it_is_for() {
    let headless: Vec<_> = tree::rust()
        .into_iter()
        .filter(|(path, _)| path.contains("/src/"))
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| path)
        .collect();
    assert!(headless.is_empty(), "say in a //! header what these are for: {headless:#?}");
}
