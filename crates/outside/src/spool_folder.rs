//! Mail as messages in a folder that the operator's mail system picks up. A file's name is drawn from
//! the letter's key, so handing over twice changes nothing.

use crate::letter::{Ready, Writer};
use crate::lock::hold;
use crate::openpgp::MailKey;
use app::ports::spool::{Announcement, Answered, Reminder, Spool, Told, Unsent, Warning};
use async_trait::async_trait;
use domain::policy::Policy;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Writes `<folder>/new/<key digest>.eml`; what was picked up is moved to `<folder>/done` by the
/// picker and not written again.
pub struct SpoolFolder {
    folder: PathBuf,
    writer: Writer,
}

impl SpoolFolder {
    /// In this folder, for this policy and public address.
    pub fn new(folder: PathBuf, policy: Arc<Policy>, site: String) -> Self {
        Self { folder, writer: Writer::new(policy, site) }
    }

    /// The same, with a key that signs what goes encrypted.
    #[must_use]
    pub fn sealing(mut self, key: Option<MailKey>) -> Self {
        if let Some(key) = key {
            self.writer.sealing(key);
        }
        self
    }

    async fn post(&self, ready: Ready) -> Result<(), Unsent> {
        let (name, folder) = (format!("{}.eml", ready.name), self.folder.clone());
        let put = tokio::task::spawn_blocking(move || put(&folder, &name, &ready.bytes));
        Ok(put.await.map_err(|error| error.to_string())??)
    }
}

#[async_trait]
impl Spool for SpoolFolder {
    async fn announce(&self, announcement: &Announcement) -> Result<(), Unsent> {
        self.post(self.writer.announcement(announcement)?).await
    }

    async fn remind(&self, reminder: &Reminder) -> Result<(), Unsent> {
        self.post(self.writer.reminder(reminder)?).await
    }

    async fn tell(&self, told: &Told) -> Result<(), Unsent> {
        self.post(self.writer.notice(told)?).await
    }

    async fn warn(&self, warning: &Warning) -> Result<(), Unsent> {
        self.post(self.writer.warning(warning)?).await
    }

    async fn answer(&self, answer: &Answered) -> Result<(), Unsent> {
        self.post(self.writer.answer(answer)?).await
    }
}

/// What a message says it is about.
pub(crate) fn subject(bytes: &[u8]) -> Option<&[u8]> {
    bytes.split(|byte| *byte == b'\n').find(|line| line.starts_with(b"Subject:"))
}

/// Whether this message left before. Another one under its name means that the database was restored
/// to a day before that one left: nobody is told of the second by silence.
pub(crate) fn left_before(path: &Path, bytes: &[u8]) -> Result<bool, String> {
    let before = match fs::read(path) {
        Ok(before) => before,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(format!("reading {}: {error}", path.display())),
    };
    if subject(&before) == subject(bytes) {
        return Ok(true);
    }
    let says = "holds another message with this name, from before the database was restored; look \
                whom it told what, and move it away to have this one sent";
    Err(format!("{}: {says}", path.display()))
}

pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let (new, done) = (folder.join("new"), folder.join("done"));
    let at = |path: &Path, error: std::io::Error| format!("writing {}: {error}", path.display());
    for folder in [&new, &done] {
        fs::create_dir_all(folder).map_err(|error| at(folder, error))?;
    }
    let _alone = hold(folder)?;
    // In this order, in which whoever sends them moves them.
    if left_before(&new.join(name), bytes)? || left_before(&done.join(name), bytes)? {
        return Ok(());
    }
    place(folder, &new, name, bytes)
}

/// Write a file so that it is there as a whole, on disk, or not at all.
pub(crate) fn place(folder: &Path, into: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let at = |path: &Path, error: std::io::Error| format!("writing {}: {error}", path.display());
    let path = into.join(name);
    let half = folder.join(format!("{name}.half"));
    let mut file = fs::File::create(&half).map_err(|error| at(&half, error))?;
    file.write_all(bytes).map_err(|error| at(&half, error))?;
    file.sync_all().map_err(|error| at(&half, error))?;
    fs::rename(&half, &path).map_err(|error| at(&path, error))?;
    // The job is recorded as done after this: the name must be on disk before.
    fs::File::open(into).and_then(|into| into.sync_all()).map_err(|error| at(into, error))
}
