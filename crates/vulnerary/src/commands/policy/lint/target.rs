//! What is linted: a file, the policy that a folder's project shows, or a pack that is rendered.

use super::super::project::{self, Project};
use crate::Ended;
use crate::out::counted;
use crate::wire::read_policy;
use domain::policy::Policy;
use domain::policy::marked::document;
use formats::lint::{BYTES_MAX, Page, Report};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// Where a code host looks for a policy, the first one first.
const FOLDERS: &[&str] = &[".github", "", "docs"];

/// Pages of a code host that policies link to as if they were files beside them.
const HOST_PAGES: &[&str] =
    &["security", "issues", "discussions", "wiki", "releases", "pulls", "blob", "tree"];

/// Something to lint.
pub(super) struct Target {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) pack: Option<Policy>,
    pub(super) repository: Option<String>,
    /// Other policies of the same project, which nobody is shown.
    pub(super) ignored: Vec<String>,
    /// The project's folder and that of the file, where links can be looked up.
    places: Option<(PathBuf, PathBuf)>,
    found_in_folder: bool,
}

impl Target {
    pub(super) fn find(path: &Path, at: Date) -> Result<Self, Ended> {
        if !path.exists() {
            return Err(Ended::Usage(format!("{}: there is nothing here", path.display())));
        }
        if !path.is_dir() {
            return Self::file(path, project::around(path));
        }
        if path.join("policy.toml").is_file() {
            let policy = read_policy(path)?;
            return Ok(Self {
                name: format!("{} (rendered for {at})", path.display()),
                bytes: document(&policy, at).into_bytes(),
                pack: Some(policy),
                repository: None,
                ignored: Vec::new(),
                places: None,
                found_in_folder: false,
            });
        }
        let mut found = Vec::new();
        for folder in FOLDERS {
            found.extend(policies_in(&path.join(folder)));
        }
        let Some((first, rest)) = found.split_first() else {
            return Err(Ended::Usage(format!(
                "{}: no SECURITY.md in .github, in the folder itself or in docs; write one with \
                 vulnerary policy new",
                path.display()
            )));
        };
        let mut target = Self::file(first, Some(project::at(path)))?;
        target.ignored = rest.iter().map(|path| path.display().to_string()).collect();
        target.found_in_folder = true;
        Ok(target)
    }

    fn file(path: &Path, project: Option<Project>) -> Result<Self, Ended> {
        let bytes = outside::read_bounded(path, BYTES_MAX).map_err(Ended::Usage)?;
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let repository = project.as_ref().and_then(|project| project.repository.clone());
        Ok(Self {
            name: path.display().to_string(),
            bytes,
            pack: None,
            repository,
            ignored: Vec::new(),
            places: project.map(|project| (project.root, folder)),
            found_in_folder: false,
        })
    }

    /// Those links that lead to no file of the project.
    pub(super) fn missing(&self, links: Vec<&str>) -> BTreeSet<String> {
        let Some((root, folder)) = &self.places else { return BTreeSet::new() };
        let missing = |link: &&str| !exists(root, folder, link);
        links.into_iter().filter(missing).map(str::to_owned).collect()
    }

    /// What was not looked at, and why.
    pub(super) fn notes(&self, page: &Page, report: &Report, allowed: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if self.found_in_folder {
            let others = match self.ignored.as_slice() {
                [] => String::new(),
                some => format!("; ignored, as code hosts do: {}", some.join(", ")),
            };
            notes.push(format!("took {}{others}", self.name));
        }
        if report.not_visited > 0 {
            let links = counted(report.not_visited, "web link was", "web links were");
            notes.push(format!("{links} not visited"));
        }
        let relative = page.relative_links().len();
        if self.places.is_none() && relative > 0 {
            let links = counted(relative, "link to another file was", "links to other files were");
            notes.push(format!("{links} not checked: there is no project around the policy"));
        }
        if allowed > 0 {
            notes.push(format!("{} allowed", counted(allowed, "finding was", "findings were")));
        }
        if report.left_out > 0 {
            notes.push(format!(
                "{} more were left out",
                counted(report.left_out, "finding", "findings")
            ));
        }
        notes
    }
}

/// Files that code hosts take for a policy.
fn policies_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.flatten().filter(|entry| {
        let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
        matches!(name.as_str(), "security.md" | "security.markdown") && entry.path().is_file()
    });
    let mut paths: Vec<PathBuf> = names.map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn exists(root: &Path, folder: &Path, link: &str) -> bool {
    let decoded = decoded(link);
    let host_page = |path: &str| {
        let first = path.trim_start_matches("../").split('/').next().unwrap_or_default();
        path.starts_with("../") && HOST_PAGES.contains(&first)
    };
    if host_page(&decoded) {
        return true;
    }
    let path = match decoded.strip_prefix('/') {
        Some(rest) => root.join(rest),
        None => folder.join(&decoded),
    };
    let Ok(real) = std::fs::canonicalize(&path) else { return false };
    let Ok(root) = std::fs::canonicalize(root) else { return false };
    !path.components().any(|part| matches!(part, Component::Prefix(_))) && real.starts_with(root)
}

/// With `%20` and the like read.
fn decoded(link: &str) -> String {
    let bytes = link.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while at < bytes.len() {
        let pair = link.get(at + 1..at + 3).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (bytes[at], pair) {
            (b'%', Some(byte)) if byte != 0 => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
