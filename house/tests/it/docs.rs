//! Documents that can rot are checked: paths exist, commands exist, decisions are short and honest.

use std::collections::BTreeSet;
use std::process::Command;

use crate::tree;

const DECISION_LINES_MAX: usize = 80;

/// The list of commands that the program writes about itself.
const COMMANDS: &str = "docs/commands.md";

/// Spans that look like a path of the project and are none, as `file: span`, with the reason.
const NOT_PATHS: &[(&str, &str)] = &[];

fn markdown() -> impl Iterator<Item = (&'static str, String)> {
    tree::files()
        .iter()
        .filter(|path| path.ends_with(".md") && !path.starts_with("fixtures/"))
        .filter_map(|path| Some((path.as_str(), tree::text(path)?)))
}

/// What a document holds, as far as these tests read it.
#[derive(Default)]
struct Spans {
    /// Code between single backticks.
    code: Vec<String>,
    /// Lines inside fences.
    fenced: Vec<String>,
    /// Where links lead.
    links: Vec<String>,
}

fn spans(text: &str) -> Spans {
    let mut spans = Spans::default();
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (Some(_), _) => spans.fenced.push(trimmed.to_owned()),
            (None, None) => {
                let mut prose = String::new();
                for (index, part) in line.split('`').enumerate() {
                    if index % 2 == 1 {
                        spans.code.push(part.to_owned());
                    } else {
                        prose.push_str(part);
                    }
                }
                let targets = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
                spans.links.extend(targets.map(|(target, _)| target.to_owned()));
            }
        }
    }
    spans
}

/// The path that a span names, if it looks like one of ours: it begins with a folder of the
/// root, or it is the name of a Rust file. Anything with a blank or a placeholder is not.
fn named_path(span: &str, tops: &BTreeSet<&str>) -> Option<String> {
    let strange = |c: char| c.is_whitespace() || "<>{}*$…|\"'()[],;=".contains(c);
    if span.contains(strange) || span.contains("...") || span.contains("::") {
        return None;
    }
    let path = span.split(['#', ':']).next()?.trim_start_matches("./").trim_end_matches('/');
    let top = path.split_once('/').is_some_and(|(top, _)| tops.contains(top));
    let rust = path.ends_with(".rs") && path.len() > 3;
    (top || rust).then(|| path.to_owned())
}

/// Whether a file or folder of the project has this path, or ends with it when it names Rust.
fn exists(path: &str) -> bool {
    let folder = format!("{path}/");
    let ending = format!("/{path}");
    tree::files().iter().any(|file| {
        file == path
            || file.starts_with(&folder)
            || (path.ends_with(".rs") && file.ends_with(&ending))
    }) || tree::absolute(path).exists()
}

#[test]
fn paths_in_documents_exist() {
    let tops: BTreeSet<&str> =
        tree::files().iter().filter_map(|path| Some(path.split_once('/')?.0)).collect();
    let mut missing = BTreeSet::new();
    for (document, text) in markdown() {
        for span in spans(&text).code {
            if named_path(&span, &tops).is_some_and(|path| !exists(&path)) {
                missing.insert(format!("{document}: {span}"));
            }
        }
    }
    let known: BTreeSet<_> = NOT_PATHS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(missing, known, "paths that are not there, and the table of those that are none");
}

#[test]
fn links_in_documents_lead_somewhere() {
    let mut missing = Vec::new();
    for (document, text) in markdown() {
        let folder = tree::absolute(document);
        let folder = folder.parent().expect("a file has a folder");
        for link in spans(&text).links {
            let elsewhere = link.contains("://") || link.starts_with("mailto:");
            let path = link.split(['#', ' ']).next().unwrap_or_default();
            if !elsewhere
                && !path.is_empty()
                && !path.starts_with('/')
                && !folder.join(path).exists()
            {
                missing.push(format!("{document}: {link}"));
            }
        }
    }
    assert!(missing.is_empty(), "links that lead nowhere: {missing:#?}");
}

/// The words after a command, where a document shows it: a code span, or a line of a fence.
fn calls(text: &str, command: &str) -> Vec<Vec<String>> {
    let spans = spans(text);
    spans
        .code
        .iter()
        .chain(&spans.fenced)
        .filter_map(|line| line.trim().trim_start_matches("$ ").strip_prefix(command))
        .filter(|rest| rest.starts_with(' '))
        .map(|rest| rest.split_whitespace().map(ToOwned::to_owned).collect())
        .collect()
}

#[test]
fn the_gate_has_the_flags_that_documents_name() {
    let help = Command::new(env!("CARGO_BIN_EXE_gate")).arg("--help").output();
    let help = String::from_utf8(help.expect("the gate runs").stdout).expect("help is text");
    let mut unknown = Vec::new();
    for (document, text) in markdown() {
        for word in calls(&text, "cargo gate").into_iter().flatten().map_while(|word| {
            // What follows a comment sign or a pipe is no longer the gate's.
            (!word.starts_with(['#', '|', '&', '>'])).then_some(word)
        }) {
            let flag = word.trim_matches(['[', ']']).split('=').next().unwrap_or_default();
            if flag.starts_with("--") && !help.contains(&format!("  {flag} ")) {
                unknown.push(format!("{document}: cargo gate {word}"));
            }
        }
    }
    assert!(unknown.is_empty(), "the gate does not know: {unknown:#?}");
}

#[test]
fn commands_in_documents_exist() {
    let Some(list) = tree::text(COMMANDS) else {
        println!("{COMMANDS} is not there, so that commands in documents go unchecked");
        return;
    };
    let mut unknown = Vec::new();
    for (document, text) in markdown().filter(|(document, _)| *document != COMMANDS) {
        for words in calls(&text, "vulnerary") {
            let plain = |word: &&String| {
                word.starts_with(|c: char| c.is_ascii_lowercase())
                    && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            };
            let Some(first) = words.first().filter(plain) else { continue };
            let call = format!("vulnerary {first}");
            let known = |call: &str| is_listed(&list, call);
            let second = words.get(1).filter(plain).map(|word| format!("{call} {word}"));
            if first != "help" && !known(&call) {
                unknown.push(format!("{document}: {call}"));
            } else if let Some(longer) = second.filter(|_| has_verbs(&list, &call))
                && !known(&longer)
            {
                unknown.push(format!("{document}: {longer}"));
            }
        }
    }
    assert!(unknown.is_empty(), "commands that do not exist: {unknown:#?}");
}

/// Whether the list names the command as a whole word.
fn is_listed(list: &str, call: &str) -> bool {
    list.match_indices(call).any(|(at, _)| {
        let next = list[at + call.len()..].chars().next();
        next.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
    })
}

/// Whether the command is a family: its own heading or usage shows `<COMMAND>`.
fn has_verbs(list: &str, call: &str) -> bool {
    [" <COMMAND>", " [COMMAND]", " [OPTIONS] <COMMAND>", " [OPTIONS] [COMMAND]"]
        .iter()
        .any(|usage| list.contains(&format!("{call}{usage}")))
}

#[test]
fn decisions_are_short_and_name_what_is_bad() {
    let mut refused = Vec::new();
    for (document, text) in markdown().filter(|(path, _)| path.starts_with("docs/decisions/")) {
        if document.ends_with("README.md") {
            continue;
        }
        let lines = text.lines().count();
        if !text.starts_with("# ") {
            refused.push(format!("{document} does not begin with a heading"));
        }
        if !text.to_lowercase().contains("bad, because") {
            refused.push(format!("{document} does not say \"Bad, because\""));
        }
        if lines > DECISION_LINES_MAX {
            refused.push(format!("{document} has {lines} lines; a page has {DECISION_LINES_MAX}"));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn a_document_is_read_as_spans_fences_and_links() {
    let read = spans("see `a/b.rs` and [c](d.md#e)\n```text\n$ vulnerary serve --demo\n```\n`x`\n");
    assert_eq!(read.code, ["a/b.rs", "x"]);
    assert_eq!(read.fenced, ["$ vulnerary serve --demo"]);
    assert_eq!(read.links, ["d.md#e"]);
}

#[test]
fn a_path_is_told_from_what_only_looks_like_one() {
    let tops = BTreeSet::from(["docs"]);
    assert_eq!(named_path("docs/a.md#part", &tops), Some("docs/a.md".to_owned()));
    assert_eq!(named_path("state.rs:12", &tops), Some("state.rs".to_owned()));
    for other in ["application/json", "docs/<name>.md", "docs/*.md", "cases/{id}", "a::b"] {
        assert_eq!(named_path(other, &tops), None);
    }
}
