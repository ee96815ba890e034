//! Files of strangers, in a folder or a bucket. They are sealed while they stream in, into a file of this
//! machine first: so its digest, which is its name, is known before it is anybody's object, and a slow
//! sender costs a small buffer and nothing else. Nothing here looks what is in them.

mod bucket;
mod opening;
mod sealing;

pub use bucket::Bucket;

use crate::SystemChance;
use app::ports::chance::Chance as _;
use app::ports::objects::{Chunks, Incoming, Kept, Objects};
use async_trait::async_trait;
use domain::attachment::FileKey;
use domain::words::Digest;
use futures::TryStreamExt as _;
use jiff::Timestamp;
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectStore, ObjectStoreExt as _};
use sealing::Sealing;
use sha2::{Digest as _, Sha256};
use std::fs::DirBuilder;
use std::io::{Error as IoError, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

/// Where the files on their way are, below the folder.
const INCOMING: &str = "incoming";

/// Objects in a folder of this machine, or in a bucket.
pub struct ObjectFolder {
    folder: PathBuf,
    store: OnceLock<Arc<dyn ObjectStore>>,
    bucket: Option<Bucket>,
}

fn says(error: &dyn std::fmt::Display) -> String {
    error.to_string()
}

/// The place of an object: folders by its first digits, since some file systems dislike many names in
/// one.
fn place(object: &Digest) -> String {
    let name = object.to_string();
    format!("{}/{name}", &name[..2])
}

fn private_folder(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|error| format!("creating {}: {error}", path.display()))
}

impl ObjectFolder {
    /// In this folder, which is made when the first file comes.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, store: OnceLock::new(), bucket: None }
    }

    /// In this bucket; what is on its way there is in this folder.
    pub fn before_bucket(folder: PathBuf, bucket: Bucket) -> Self {
        Self { folder, store: OnceLock::from(bucket.store()), bucket: Some(bucket) }
    }

    /// Whether no file has come yet.
    fn is_empty(&self) -> bool {
        self.bucket.is_none() && !self.folder.exists()
    }

    fn store(&self) -> Result<Arc<dyn ObjectStore>, String> {
        if let Some(store) = self.store.get() {
            return Ok(Arc::clone(store));
        }
        let store = LocalFileSystem::new_with_prefix(&self.folder).map_err(|e| says(&e))?;
        Ok(Arc::clone(self.store.get_or_init(|| Arc::new(store))))
    }
}

#[async_trait]
impl Objects for ObjectFolder {
    async fn begin(&self, key: &FileKey) -> Result<Box<dyn Incoming>, String> {
        let incoming = self.folder.join(INCOMING);
        private_folder(&incoming)?;
        let path = incoming.join(hex::encode(SystemChance.id()));
        let at = |error: IoError| format!("writing {}: {error}", path.display());
        let file = crate::create_private(&path).map_err(at)?;
        Ok(Box::new(OnItsWay {
            file: File::from_std(file),
            path,
            folder: self.folder.clone(),
            bucket: self.bucket.clone(),
            sealing: Some(Sealing::new(key)),
            stored: Sha256::new(),
            plain: Sha256::new(),
            length: 0,
        }))
    }

    async fn open(&self, object: &Digest, key: &FileKey) -> Result<Chunks, String> {
        let path = ObjectPath::from(place(object));
        let found = self.store()?.get(&path).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => format!("the object {object} is missing"),
            other => says(&other),
        })?;
        let stored = found.into_stream().map_err(|error| says(&error));
        opening::open(Box::pin(stored.map_ok(|bytes| bytes.to_vec())), key).await
    }

    async fn remove(&self, object: &Digest) -> Result<(), String> {
        if self.is_empty() {
            return Ok(());
        }
        match self.store()?.delete(&ObjectPath::from(place(object))).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(says(&error)),
        }
    }

    async fn before(&self, instant: Timestamp) -> Result<Vec<Digest>, String> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        forget_unfinished(&self.folder.join(INCOMING), instant)?;
        let mut names = Vec::new();
        let mut listed = self.store()?.list(None);
        while let Some(meta) = listed.try_next().await.map_err(|error| says(&error))? {
            let name = meta.location.filename().and_then(Digest::read);
            // What lies elsewhere is somebody else's.
            let name = name.filter(|name| meta.location.as_ref() == place(name));
            let old = meta.last_modified.timestamp() < instant.as_second();
            names.extend(name.filter(|_| old));
        }
        Ok(names)
    }
}

/// Remove what was begun before this instant and never finished.
fn forget_unfinished(incoming: &Path, instant: Timestamp) -> Result<(), String> {
    let at = |error: IoError| format!("{}: {error}", incoming.display());
    let entries = match std::fs::read_dir(incoming) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(at)?,
    };
    for entry in entries {
        let entry = entry.map_err(at)?;
        let changed = entry.metadata().and_then(|found| found.modified());
        let changed = changed.ok().and_then(|at| Timestamp::try_from(at).ok());
        if changed.is_some_and(|changed| changed < instant) {
            std::fs::remove_file(entry.path()).map_err(at)?;
        }
    }
    Ok(())
}

/// A file on its way.
struct OnItsWay {
    file: File,
    path: PathBuf,
    folder: PathBuf,
    bucket: Option<Bucket>,
    /// `None` once it is finished.
    sealing: Option<Sealing>,
    stored: Sha256,
    plain: Sha256,
    length: u64,
}

impl OnItsWay {
    async fn put(&mut self, sealed: &[u8]) -> Result<(), String> {
        self.stored.update(sealed);
        let written = self.file.write_all(sealed).await;
        written.map_err(|error| format!("writing {}: {error}", self.path.display()))
    }

    async fn rename_to(&self, place: &str) -> Result<(), String> {
        let to = self.folder.join(place);
        let into = to.parent().map(Path::to_owned).unwrap_or_default();
        private_folder(&into)?;
        let at = |error: IoError| format!("keeping {}: {error}", to.display());
        tokio::fs::rename(&self.path, &to).await.map_err(at)?;
        // What is renamed is there for good only once its folder is on disk.
        for folder in [&into, &self.folder] {
            let opened = File::open(folder).await.map_err(at)?;
            opened.sync_all().await.map_err(at)?;
        }
        Ok(())
    }
}

#[async_trait]
impl Incoming for OnItsWay {
    async fn write(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.plain.update(bytes);
        self.length += bytes.len() as u64;
        let mut rest = bytes;
        while let Some(sealing) = &mut self.sealing
            && let (taken, Some(sealed)) = sealing.add(rest)?
        {
            rest = taken;
            self.put(&sealed).await?;
        }
        Ok(())
    }

    async fn finish(mut self: Box<Self>) -> Result<Kept, String> {
        let Some(sealing) = self.sealing.take() else { return Err("it ended twice".to_owned()) };
        self.put(&sealing.last()?).await?;
        self.file.flush().await.map_err(|error| says(&error))?;
        self.file.sync_all().await.map_err(|error| says(&error))?;
        let digest = |hasher: Sha256| {
            Digest::from_bytes(&hasher.finalize()).ok_or("a digest has 32 bytes".to_owned())
        };
        let object = digest(self.stored.clone())?;
        let sha256 = digest(self.plain.clone())?;
        match &self.bucket {
            Some(bucket) => bucket.put(&self.path, &place(&object)).await?,
            None => self.rename_to(&place(&object)).await?,
        }
        Ok(Kept { object, sha256, length: self.length })
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        // Gone already where it was finished in the folder.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests;
