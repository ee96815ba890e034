//! Every format of every fixture is what it was when somebody looked at it. With `VULNERARY_BLESS=1`
//! the files are written anew; then look at the difference.

use crate::world::{FIXTURES, context, fixture, policy, public, root};
use std::collections::BTreeSet;

/// What this advisory looks like in every format, and in feed and mail, by file name.
fn written(name: &str, pack: &str) -> Vec<(String, String)> {
    let policy = policy(pack);
    let context = context(&policy);
    let advisory = public(&fixture(name));
    let mut files: Vec<(String, String)> = formats::advisory::ALL
        .iter()
        .map(|format| (format!("{}.golden", format.id), (format.write)(&advisory, &context)))
        .collect();
    let mail = formats::mail::body(&advisory, &context);
    files.push(("mail.golden".to_owned(), mail));
    let feed = formats::feed::atom(std::slice::from_ref(&advisory), &context);
    files.push(("feed.golden".to_owned(), feed));
    files
}

#[test]
fn every_format_of_every_fixture_is_as_it_was_looked_at() {
    let bless = std::env::var("VULNERARY_BLESS").is_ok_and(|value| value == "1");
    let mut differ = Vec::new();
    for (name, pack) in FIXTURES {
        for (file, text) in written(name, pack) {
            let path = root().join("fixtures/advisories").join(name).join(&file);
            if bless {
                std::fs::write(&path, text).unwrap();
            } else if std::fs::read_to_string(&path).unwrap_or_default() != text {
                differ.push(format!("{name}/{file}"));
            }
        }
    }
    assert!(differ.is_empty(), "{differ:?} differ; set VULNERARY_BLESS=1 and read the difference");
}

#[test]
fn every_folder_of_fixtures_is_tested() {
    let entries = std::fs::read_dir(root().join("fixtures/advisories")).unwrap();
    let found: BTreeSet<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let known: BTreeSet<String> = FIXTURES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(found, known);
}

#[test]
fn a_golden_file_belongs_to_something_that_is_written() {
    for (name, pack) in FIXTURES {
        let known: Vec<String> = written(name, pack).into_iter().map(|(file, _)| file).collect();
        for entry in std::fs::read_dir(root().join("fixtures/advisories").join(name)).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            assert!(file == "advisory.json" || known.contains(&file), "{name}/{file}");
        }
    }
}

#[test]
fn formats_have_ids_and_extensions_of_their_own() {
    let all = formats::advisory::ALL;
    let ids: BTreeSet<_> = all.iter().map(|format| format.id).collect();
    let extensions: BTreeSet<_> = all.iter().map(|format| format.extension).collect();
    assert_eq!((ids.len(), extensions.len()), (all.len(), all.len()));
    for format in all {
        assert_eq!(formats::find(format.extension).map(|found| found.id), Some(format.id));
    }
    assert!(formats::find("exe").is_none());
}

#[test]
fn a_policy_adds_formats_to_those_everyone_has() {
    let ids = |name: &str| -> Vec<&str> {
        formats::published(&policy(name)).map(|format| format.id).collect()
    };
    assert_eq!(ids("minimal"), ["markdown", "osv"]);
    assert_eq!(ids("node"), ["markdown", "node-core", "osv"]);
}
