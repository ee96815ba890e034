//! The folder of public files. Each state is written beside the old one and a link is moved, so
//! that a reader sees one or the other, and a crash leaves the old one. Several processes may share
//! the folder; nothing that is public there is taken away by one that knows less.

use crate::lock::hold;
use app::ports::public_files::PublicFiles;
use async_trait::async_trait;
use domain::advisory::Advisory;
use domain::embargo::Public;
use domain::policy::Policy;
use domain::words::Digest;
use formats::Context;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Writes `<folder>/states/<digest>/…` and moves the link `<folder>/current` to it.
pub struct PublicFolder {
    folder: PathBuf,
    policy: Arc<Policy>,
    site: String,
}

impl PublicFolder {
    /// In this folder, for this policy and public address.
    pub fn new(folder: PathBuf, policy: Arc<Policy>, site: String) -> Self {
        Self { folder, policy, site }
    }
}

#[async_trait]
impl PublicFiles for PublicFolder {
    async fn write(&self, advisories: &[Public<Advisory>]) -> Result<(), String> {
        let context = Context { policy: &self.policy, site: &self.site };
        let files = formats::export::files(advisories, &context);
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || swap(&folder, &files))
            .await
            .map_err(|error| error.to_string())?
    }
}

/// Where a state lists its advisories.
const INDEX: &str = "advisories/index.json";

/// What of the list matters here; whatever else it says is of no concern.
#[derive(serde::Deserialize)]
struct Listed {
    id: String,
    modified: Timestamp,
}

fn listed(text: &str) -> BTreeMap<String, Timestamp> {
    let rows: Vec<Listed> = serde_json::from_str(text).unwrap_or_default();
    rows.into_iter().map(|row| (row.id, row.modified)).collect()
}

/// Refuse a state that takes back what is public already: another process was quicker, or the
/// database was restored to a day before it.
fn refuse_less(link: &Path, files: &BTreeMap<String, String>) -> Result<(), String> {
    let before = fs::read_to_string(link.join(INDEX)).unwrap_or_default();
    let now = listed(files.get(INDEX).map_or("", String::as_str));
    let newer = |(id, at): &(String, Timestamp)| now.get(id).is_none_or(|now| now < at);
    let Some((id, at)) = listed(&before).into_iter().find(newer) else { return Ok(()) };
    Err(format!(
        "{} shows {id} as of {at}, and this database does not: publish it again; to take it away \
         for good, remove that link",
        link.display()
    ))
}

pub(crate) fn swap(folder: &Path, files: &BTreeMap<String, String>) -> Result<(), String> {
    let _alone = hold(folder)?;
    refuse_less(&folder.join("current"), files)?;
    let states = folder.join("states");
    let name = digest(files).short();
    let state = states.join(&name);
    let at = |path: &Path, error: std::io::Error| format!("writing {}: {error}", path.display());
    if !state.exists() {
        let half = states.join(format!("{name}.half"));
        if half.exists() {
            fs::remove_dir_all(&half).map_err(|error| at(&half, error))?;
        }
        for (path, text) in files {
            let path = half.join(path);
            let parent = path.parent().unwrap_or(&half);
            fs::create_dir_all(parent).map_err(|error| at(parent, error))?;
            let mut file = fs::File::create(&path).map_err(|error| at(&path, error))?;
            file.write_all(text.as_bytes()).map_err(|error| at(&path, error))?;
            file.sync_all().map_err(|error| at(&path, error))?;
        }
        fs::create_dir_all(&half).map_err(|error| at(&half, error))?;
        fs::rename(&half, &state).map_err(|error| at(&state, error))?;
    }
    let link = folder.join("current");
    let new = folder.join("current.new");
    let before = fs::read_link(&link).ok();
    let target = Path::new("states").join(&name);
    if before.as_deref() != Some(target.as_path()) {
        let _ = fs::remove_file(&new);
        std::os::unix::fs::symlink(&target, &new).map_err(|error| at(&new, error))?;
        fs::rename(&new, &link).map_err(|error| at(&link, error))?;
    }
    // The job is recorded as done after this: the names must be on disk before.
    for kept in [&states, folder] {
        fs::File::open(kept).and_then(|kept| kept.sync_all()).map_err(|error| at(kept, error))?;
    }
    tidy(&states, &[Some(name), before.as_deref().and_then(file_name)])
}

fn file_name(path: &Path) -> Option<String> {
    Some(path.file_name()?.to_string_lossy().into_owned())
}

/// Remove states that are neither the current one nor the one before, which a slow reader may hold.
fn tidy(states: &Path, keep: &[Option<String>]) -> Result<(), String> {
    let entries = fs::read_dir(states).map_err(|error| error.to_string())?;
    for entry in entries.flatten() {
        let name = Some(entry.file_name().to_string_lossy().into_owned());
        if !keep.contains(&name) {
            fs::remove_dir_all(entry.path()).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

fn digest(files: &BTreeMap<String, String>) -> Digest {
    let parts: Vec<&[u8]> =
        files.iter().flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()]).collect();
    Digest::of_parts(&parts)
}
