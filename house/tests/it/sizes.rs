//! It fits on a screen: functions up to 70 lines, files up to 300 without tests, 500 at most.

use std::collections::BTreeSet;

use crate::tree;

const FUNCTION_LINES_MAX: usize = 70;
const FILE_LINES_MAX: usize = 300;
const FILE_LINES_HARD_MAX: usize = 500;

/// Files over 300 lines without tests, each with the reason. None may pass 500.
const LONG_FILES: &[(&str, &str)] = &[];

/// Functions over 70 lines as `file::name`, each with the reason.
const LONG_FUNCTIONS: &[(&str, &str)] = &[];

#[test]
fn files_fit() {
    let mut long = BTreeSet::new();
    let mut refused = Vec::new();
    for (path, text) in tree::rust() {
        let all = text.lines().count();
        let (program, _) = tree::split_tests(&text);
        if all > FILE_LINES_HARD_MAX {
            refused.push(format!("{path} has {all} lines; {FILE_LINES_HARD_MAX} is the end"));
        } else if !tree::is_test(path) && program.len() > FILE_LINES_MAX {
            long.insert(format!("{path} ({} lines without tests)", program.len()));
        }
    }
    assert!(refused.is_empty(), "split these files:\n{}", refused.join("\n"));
    compare("files over 300 lines", &long, LONG_FILES);
}

#[test]
fn functions_fit() {
    let mut long = BTreeSet::new();
    for (path, text) in tree::rust() {
        if tree::is_test(path) {
            continue;
        }
        let (program, _) = tree::split_tests(&text);
        for (name, lines) in functions(&program) {
            if lines > FUNCTION_LINES_MAX {
                long.insert(format!("{path}::{name} ({lines} lines)"));
            }
        }
    }
    compare("functions over 70 lines", &long, LONG_FUNCTIONS);
}

/// Compares what was found with the table for equality; the size in brackets is only for reading.
fn compare(what: &str, found: &BTreeSet<String>, table: &[(&str, &str)]) {
    let key = |text: &String| text.split(" (").next().unwrap_or_default().to_owned();
    let keys: BTreeSet<_> = found.iter().map(key).collect();
    let known: BTreeSet<_> = table.iter().map(|(name, _)| (*name).to_owned()).collect();
    let new: Vec<_> = found.iter().filter(|text| !known.contains(&key(text))).cloned().collect();
    let gone: Vec<_> = known.difference(&keys).cloned().collect();
    assert!(new.is_empty(), "{what}; split them:\n{}", new.join("\n"));
    assert!(gone.is_empty(), "{what}: take these out of the table:\n{}", gone.join("\n"));
}

/// Names and lengths of functions, by the indentation that rustfmt gives: a function ends at the
/// first closing bracket that stands as far left as it does.
fn functions(lines: &[(usize, &str)]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (index, (_, line)) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        let body = lines[index..].iter().position(|(_, line)| {
            line.ends_with('{') || line.ends_with(';') || line.ends_with('}')
        });
        let Some(body) = body.filter(|at| lines[index + at].1.ends_with('{')) else { continue };
        let end = format!("{indent}}}");
        if let Some(rest) = lines[index + body..].iter().position(|(_, line)| *line == end) {
            found.push((name.to_owned(), body + rest + 1));
        }
    }
    found
}

fn function_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    if let Some(after) = rest.strip_prefix("pub(") {
        rest = after.split_once(") ")?.1;
    }
    for word in ["pub ", "default ", "const ", "async ", "unsafe ", "extern \"C\" "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let name = rest.strip_prefix("fn ")?;
    name.split(['(', '<']).next()
}

#[test]
fn a_function_is_counted_from_its_name_to_its_bracket() {
    let text = "impl A {\n    pub(crate) async fn long<T>(\n        a: T,\n    ) -> B {\n        \
                {\n        }\n    }\n\n    fn none(&self);\n    fn empty() {}\n}\n";
    let lines: Vec<_> = text.lines().enumerate().collect();
    assert_eq!(functions(&lines), [("long".to_owned(), 6)]);
}
