//! Files of the tree and of the shared fixtures.
#![expect(clippy::disallowed_methods, reason = "tests bring the bytes that the pure crate reads")]

use domain::policy::{Policy, read};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The root of the tree.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn walk(folder: &Path, under: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{under}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            walk(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// The files of a shipped pack.
pub(crate) fn files(pack: &str) -> BTreeMap<String, Vec<u8>> {
    folder(&format!("policies/{pack}"))
}

/// The files in a folder of the tree.
pub(crate) fn folder(path: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    walk(&root().join(path), "", &mut files);
    files
}

/// A page of the guide.
pub(crate) fn guide(page: &str) -> String {
    std::fs::read_to_string(root().join("docs/guide").join(page)).unwrap()
}

/// The names of all shipped packs.
pub(crate) fn packs() -> Vec<String> {
    let folders = std::fs::read_dir(root().join("policies")).unwrap().map(|entry| entry.unwrap());
    let mut packs: Vec<String> = folders
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    packs.sort();
    packs
}

/// One file of the tree.
pub(crate) fn file(path: &str) -> Vec<u8> {
    std::fs::read(root().join(path)).unwrap()
}

/// A shipped pack; every complaint is printed.
pub(crate) fn pack(name: &str) -> Policy {
    let (policy, complaints) = read(&files(name));
    for complaint in &complaints {
        println!("{complaint}");
    }
    policy.unwrap_or_else(|| panic!("{} complaints", complaints.len()))
}

/// Where the shared fixtures lie.
fn fixtures() -> PathBuf {
    let named = std::env::var("VULNERARY_FIXTURES");
    named.map_or_else(|_| root().join("../shared/fixtures"), PathBuf::from)
}

fn skip<T>(path: &str, why: &std::io::Error) -> Option<T> {
    let required = std::env::var("VULNERARY_REQUIRE_FIXTURES").is_ok();
    assert!(!required, "fixture {path} is required: {why}");
    println!("skipped: no fixture {path}");
    None
}

/// A shared fixture, or nothing where they are absent and not required.
pub(crate) fn fixture(path: &str) -> Option<Vec<u8>> {
    std::fs::read(fixtures().join(path)).map_or_else(|why| skip(path, &why), Some)
}

/// Everything below a folder of shared fixtures, or nothing as above.
pub(crate) fn fixture_folder(path: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    let folder = fixtures().join(path);
    if let Err(why) = std::fs::read_dir(&folder) {
        return skip(path, &why);
    }
    let mut files = BTreeMap::new();
    walk(&folder, "", &mut files);
    Some(files)
}
