//! The program knows no pack: what a clause or a question is called stands in the packs and nowhere
//! in the code. So the code serves any project.

use crate::tree;
use std::collections::BTreeSet;

/// Quoted words of packs that the program may hold, as `file: word`, each with the reason.
/// Empty, and better so.
const KNOWN: &[(&str, &str)] = &[];

/// The folders of the shipped packs.
fn packs() -> BTreeSet<&'static str> {
    let files = tree::files().iter();
    files.filter_map(|path| path.strip_prefix("policies/")?.split('/').next()).collect()
}

/// What packs call their clauses and questions, as far as no sentence would say it by chance:
/// names in capitals, names with a digit and names with a hyphen.
fn names() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in tree::files().iter().filter(|path| path.starts_with("policies/")) {
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            [_, _, "threat", file] => {
                names.extend(file.strip_suffix(".toml").map(ToOwned::to_owned));
            }
            [_, _, "facts.toml"] => {
                let text = tree::text(path).unwrap_or_default();
                // Choices are indented; questions are not.
                let ids = text.lines().filter_map(|line| line.strip_prefix("id = \""));
                let ids = ids.filter_map(|rest| rest.strip_suffix('"'));
                names.extend(ids.filter(|id| id.contains('-')).map(ToOwned::to_owned));
            }
            _ => {}
        }
    }
    names
}

/// The names in this line that stand alone between quotes.
fn quoted<'n>(line: &str, names: &'n BTreeSet<String>) -> Vec<&'n str> {
    let code = line.split("//").next().unwrap_or_default();
    let pieces = code.split('"').skip(1).step_by(2);
    pieces.filter_map(|piece| names.get(piece)).map(String::as_str).collect()
}

#[test]
fn no_code_knows_a_clause_or_a_question_of_a_pack() {
    let names = names();
    assert!(packs().len() >= 3 && names.len() > 100, "{:?}: {} names", packs(), names.len());
    let mut found = Vec::new();
    for (path, text) in tree::rust() {
        if !path.starts_with("crates/") || tree::is_test(path) || path.contains("testkit") {
            continue;
        }
        let (program, _) = tree::split_tests(&text);
        for (number, line) in program {
            for name in quoted(line, &names) {
                if !KNOWN.contains(&(path, name)) {
                    found.push(format!("{path}:{number}: {name}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "say it in the pack instead:\n{}", found.join("\n"));
}

#[test]
fn a_name_between_quotes_is_found_and_a_word_in_a_sentence_is_not() {
    let names = BTreeSet::from(["UT-1".to_owned(), "api-use".to_owned()]);
    assert_eq!(quoted("judge(\"UT-1\", \"no\")", &names), ["UT-1"]);
    assert_eq!(quoted("// \"UT-1\"", &names), Vec::<&str>::new());
    assert_eq!(quoted("say(\"as UT-1 says\")", &names), Vec::<&str>::new());
}
