//! The files of the project: what git tracks, and what it would track next.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The workspace's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the house stands in the workspace")
}

/// Every file of the project, relative to the root, with forward slashes, in order.
pub(crate) fn files() -> &'static [String] {
    static FILES: OnceLock<Vec<String>> = OnceLock::new();
    FILES.get_or_init(|| {
        let git = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root())
            .output()
            .expect("git lists the files of the project");
        assert!(git.status.success(), "git ls-files: {}", String::from_utf8_lossy(&git.stderr));
        let mut files: Vec<String> = String::from_utf8_lossy(&git.stdout)
            .split('\0')
            .filter(|path| !path.is_empty() && root().join(path).is_file())
            .map(ToOwned::to_owned)
            .collect();
        files.sort();
        files.dedup();
        files
    })
}

/// The Rust files of the crates and the house, without generated ones, with their text.
pub(crate) fn rust() -> Vec<(&'static str, String)> {
    files()
        .iter()
        .map(String::as_str)
        .filter(|path| path.starts_with("crates/") || path.starts_with("house/"))
        .filter(|path| path.ends_with(".rs") && !path.ends_with(".gen.rs"))
        .filter_map(|path| Some((path, text(path)?)))
        .collect()
}

/// A file's text; none when somebody removed it meanwhile or when it is no text.
pub(crate) fn text(path: &str) -> Option<String> {
    std::fs::read_to_string(root().join(path)).ok()
}

/// Whether the whole file is tests.
pub(crate) fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/") || path.contains("/benches/")
}

/// Where an absolute path is, as the project calls it.
pub(crate) fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// An absolute path of a file of the project.
pub(crate) fn absolute(path: &str) -> PathBuf {
    root().join(path)
}

/// Lines with their numbers, counted from one.
pub(crate) type Lines<'a> = Vec<(usize, &'a str)>;

/// Splits a Rust text into the lines of the program and the lines of its inline test modules.
pub(crate) fn split_tests(text: &str) -> (Lines<'_>, Lines<'_>) {
    let (mut program, mut tests) = (Vec::new(), Vec::new());
    let mut end: Option<String> = None;
    let mut marked = false;
    for (index, line) in text.lines().enumerate() {
        let numbered = (index + 1, line);
        if let Some(last) = &end {
            tests.push(numbered);
            if line == last {
                end = None;
            }
            continue;
        }
        let trimmed = line.trim_start();
        if marked && trimmed.starts_with("mod ") && trimmed.ends_with('{') {
            end = Some(format!("{}}}", &line[..line.len() - trimmed.len()]));
            tests.push(numbered);
        } else {
            program.push(numbered);
        }
        marked = trimmed == "#[cfg(test)]" || (marked && trimmed.starts_with("#["));
    }
    (program, tests)
}

#[test]
fn inline_tests_are_told_from_the_program() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\nfn c() {}\n";
    let (program, tests) = split_tests(text);
    assert_eq!(program.iter().map(|(n, _)| *n).collect::<Vec<_>>(), [1, 2, 6]);
    assert_eq!(tests.len(), 3);
}
