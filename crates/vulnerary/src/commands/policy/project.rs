//! What a folder says of the project in it: its repository, its name. Read, never asked.

use std::path::{Path, PathBuf};

/// Manifests are small; larger ones are left alone.
const BYTES_MAX: usize = 1 << 20;

/// A folder that holds a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Project {
    /// Where it begins.
    pub(super) root: PathBuf,
    /// `owner/name` from where it was cloned, else the name in its manifest.
    pub(super) repository: Option<String>,
    /// Its site, from where it was cloned.
    pub(super) homepage: Option<String>,
}

/// The project around a file or in a folder, if one of its parents has a repository or a manifest.
pub(super) fn around(path: &Path) -> Option<Project> {
    let path = std::fs::canonicalize(path).ok()?;
    let start = if path.is_dir() { path.as_path() } else { path.parent()? };
    let is_root = |folder: &&Path| folder.join(".git").exists();
    let has_manifest = |folder: &&Path| MANIFESTS.iter().any(|name| folder.join(name).is_file());
    let root = start.ancestors().find(is_root);
    let root = root.or_else(|| start.ancestors().find(has_manifest))?;
    Some(at(root))
}

/// The project in this folder.
pub(super) fn at(root: &Path) -> Project {
    let origin = origin(root);
    let repository = origin.as_deref().and_then(owner_and_name).or_else(|| manifest_name(root));
    Project { root: root.to_owned(), repository, homepage: origin.as_deref().and_then(homepage) }
}

const MANIFESTS: &[&str] = &["Cargo.toml", "package.json", "pyproject.toml", "go.mod"];

fn text(path: &Path) -> Option<String> {
    outside::read_text(path, BYTES_MAX).ok()
}

/// The address of the remote `origin`.
fn origin(root: &Path) -> Option<String> {
    let git = root.join(".git");
    let folder = if git.is_file() {
        // A work tree of its own: the settings are with the repository.
        let pointed = text(&git)?.trim().strip_prefix("gitdir:")?.trim().to_owned();
        let pointed = root.join(pointed);
        match text(&pointed.join("commondir")) {
            Some(common) => pointed.join(common.trim()),
            None => pointed,
        }
    } else {
        git
    };
    let config = text(&folder.join("config"))?;
    let mut lines = config.lines().map(str::trim);
    lines.find(|line| *line == "[remote \"origin\"]")?;
    let mut settings = lines.take_while(|line| !line.starts_with('['));
    settings.find_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "url").then(|| value.trim().to_owned())
    })
}

/// `owner/name` of `https://host/owner/name.git` and `git@host:owner/name.git`.
fn owner_and_name(url: &str) -> Option<String> {
    let (_, path) = host_and_path(url)?;
    let mut parts = path.rsplit('/').filter(|part| !part.is_empty());
    let name = parts.next()?.trim_end_matches(".git");
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let owner = parts.next()?;
    (!name.is_empty() && name.chars().all(good) && owner.chars().all(good))
        .then(|| format!("{owner}/{name}"))
}

fn homepage(url: &str) -> Option<String> {
    let (host, _) = host_and_path(url)?;
    host.contains('.').then(|| Some(format!("https://{host}/{}", owner_and_name(url)?)))?
}

/// Host and path of `scheme://[user@]host[:port]/path` and of `[user@]host:path`.
fn host_and_path(url: &str) -> Option<(&str, &str)> {
    let (authority, path) = match url.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?,
        None => url.split_once(':')?,
    };
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = host.split(':').next().unwrap_or(host);
    (!host.is_empty() && !host.contains('/')).then_some((host, path))
}

fn manifest_name(root: &Path) -> Option<String> {
    let json = text(&root.join("package.json")).and_then(|text| {
        let value: serde_json::Value = serde_json::from_str(&text).ok()?;
        Some(value.get("name")?.as_str()?.rsplit('/').next()?.to_owned())
    });
    let named = |file: &str, section: &str| {
        let text = text(&root.join(file))?;
        let mut lines = text.lines().map(str::trim);
        lines.find(|line| *line == section)?;
        let mut settings = lines.take_while(|line| !line.starts_with('['));
        settings.find_map(|line| {
            let (key, value) = line.split_once('=')?;
            let name = value.trim().strip_prefix('"')?.split('"').next()?;
            (key.trim() == "name").then(|| name.to_owned())
        })
    };
    let module = || {
        let text = text(&root.join("go.mod"))?;
        let path = text.lines().find_map(|line| line.strip_prefix("module "))?.trim().to_owned();
        path.rsplit('/').next().map(str::to_owned)
    };
    json.or_else(|| named("Cargo.toml", "[package]"))
        .or_else(|| named("pyproject.toml", "[project]"))
        .or_else(module)
        .filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{homepage, owner_and_name};

    #[test]
    fn a_repository_is_found_in_every_spelling_of_its_address() {
        for url in [
            "https://forge.example/ada/tide.git",
            "git@forge.example:ada/tide.git",
            "ssh://git@forge.example:22/ada/tide",
            "https://ada:secret@forge.example/ada/tide/",
        ] {
            assert_eq!(owner_and_name(url).as_deref(), Some("ada/tide"), "{url}");
            assert_eq!(homepage(url).as_deref(), Some("https://forge.example/ada/tide"), "{url}");
        }
        for url in ["", "tide", "/srv/git/tide.git", "file:///srv/git/tide.git"] {
            assert_eq!(homepage(url), None, "{url}");
        }
    }
}
