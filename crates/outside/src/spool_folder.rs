//! Announcements as mail messages in a folder that the operator's mail system picks up.
//! A file's name is drawn from the announcement's key, so handing over twice changes nothing.

use crate::lock::hold;
use app::ports::spool::{Announcement, Reminder, Spool, Told, Warning};
use async_trait::async_trait;
use domain::policy::Policy;
use domain::words::Digest;
use formats::{Context, mail};
use jiff::Timestamp;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::{Address, address::Envelope};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

/// Writes `<folder>/new/<key digest>.eml`; what was picked up is moved to `<folder>/done` by the
/// picker and not written again.
pub struct SpoolFolder {
    folder: PathBuf,
    policy: Arc<Policy>,
    site: String,
}

impl SpoolFolder {
    /// In this folder, for this policy and public address.
    pub fn new(folder: PathBuf, policy: Arc<Policy>, site: String) -> Self {
        Self { folder, policy, site }
    }
}

fn mailbox(address: &str) -> Result<Mailbox, String> {
    let address: Address = address.parse().map_err(|error| format!("{address:?}: {error}"))?;
    Ok(Mailbox::new(None, address))
}

fn instant(at: Timestamp) -> std::time::SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(at.as_second()).unwrap_or(0))
}

/// What a message is made of.
struct Letter<'a> {
    key: &'a str,
    from: &'a str,
    to: &'a str,
    at: Timestamp,
    subject: String,
    body: String,
}

impl Letter<'_> {
    /// The message, the same for the same letter whenever it is built.
    fn message(self) -> Result<Vec<u8>, String> {
        let from = mailbox(self.from)?;
        let domain = from.email.domain().to_owned();
        let id = Digest::of(self.key.as_bytes());
        let envelope = Envelope::new(Some(from.email.clone()), vec![mailbox(self.to)?.email])
            .map_err(|error| error.to_string())?;
        let message = Message::builder()
            .from(from)
            .to(mailbox(self.to)?)
            .subject(self.subject)
            .date(instant(self.at))
            .message_id(Some(format!("<{}@{domain}>", id.short())))
            .header(ContentType::TEXT_PLAIN)
            .envelope(envelope)
            .body(self.body)
            .map_err(|error| error.to_string())?;
        Ok(message.formatted())
    }
}

impl SpoolFolder {
    async fn post(&self, letter: Letter<'_>) -> Result<(), String> {
        let name = format!("{}.eml", Digest::of(letter.key.as_bytes()).short());
        let (bytes, folder) = (letter.message()?, self.folder.clone());
        tokio::task::spawn_blocking(move || put(&folder, &name, &bytes))
            .await
            .map_err(|error| error.to_string())?
    }
}

#[async_trait]
impl Spool for SpoolFolder {
    async fn announce(&self, announcement: &Announcement) -> Result<(), String> {
        let context = Context { policy: &self.policy, site: &self.site };
        let Announcement { key, to, from, about } = announcement;
        let (subject, body) = (mail::subject(about, &context), mail::body(about, &context));
        self.post(Letter { key, from, to, at: about.get().modified_at, subject, body }).await
    }

    async fn remind(&self, reminder: &Reminder) -> Result<(), String> {
        let context = Context { policy: &self.policy, site: &self.site };
        let Reminder { key, to, from, about, at } = reminder;
        let subject = mail::reminder_subject(about, *at, &context);
        let body = mail::reminder_body(about, *at, &context);
        self.post(Letter { key, from, to, at: *at, subject, body }).await
    }

    async fn tell(&self, told: &Told) -> Result<(), String> {
        let context = Context { policy: &self.policy, site: &self.site };
        let Told { key, to, from, case, about, says, due_at, at } = told;
        let notice = mail::Notice { case: case.as_deref(), about, says, due_at: *due_at, at: *at };
        let (subject, body) = (notice.subject(&context), notice.body(&context));
        self.post(Letter { key, from, to, at: *at, subject, body }).await
    }

    async fn warn(&self, warning: &Warning) -> Result<(), String> {
        let context = Context { policy: &self.policy, site: &self.site };
        let Warning { key, to, from, guesses, at } = warning;
        let (subject, body) = (mail::warning_subject(&context), mail::warning_body(*guesses, *at));
        self.post(Letter { key, from, to, at: *at, subject, body }).await
    }
}

/// What a message says it is about.
fn subject(bytes: &[u8]) -> Option<&[u8]> {
    bytes.split(|byte| *byte == b'\n').find(|line| line.starts_with(b"Subject:"))
}

/// Whether this message left before. Another one under its name means that the database was restored
/// to a day before that one left: nobody is told of the second by silence.
fn left_before(path: &Path, bytes: &[u8]) -> Result<bool, String> {
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
    let path = new.join(name);
    // In this order, in which whoever sends them moves them.
    if left_before(&path, bytes)? || left_before(&done.join(name), bytes)? {
        return Ok(());
    }
    let half = folder.join(format!("{name}.half"));
    let mut file = fs::File::create(&half).map_err(|error| at(&half, error))?;
    file.write_all(bytes).map_err(|error| at(&half, error))?;
    file.sync_all().map_err(|error| at(&half, error))?;
    fs::rename(&half, &path).map_err(|error| at(&path, error))?;
    // The job is recorded as done after this: the name must be on disk before.
    fs::File::open(&new).and_then(|new| new.sync_all()).map_err(|error| at(&new, error))
}
