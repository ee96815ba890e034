//! Mail by SMTP, to the operator's own mail server. An answer that did not come leaves open whether a
//! message went, so it is sent again under the same Message-ID; what was taken is noted in a folder at
//! once, so that a process killed before its database knows sends nothing twice.

use crate::letter::{Ready, Writer};
use crate::lock::hold;
use crate::openpgp::MailKey;
use crate::smtp_address::{Secured, SmtpAddress};
use crate::spool_folder::{left_before, place, subject};
use app::ports::spool::{Announcement, Answered, Reminder, Spool, Told, Unsent, Warning};
use async_trait::async_trait;
use domain::policy::Policy;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self, AsyncSmtpTransportBuilder};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A server that says nothing for so long is tried again later.
const PATIENCE: Duration = Duration::from_secs(60);

/// Answers that are about us and not about the message: log in first, or otherwise. Trying again helps
/// once the operator has mended it.
const ABOUT_US: [u16; 5] = [521, 530, 534, 535, 538];

/// Sends by SMTP, and notes in `<folder>/sent` what was taken.
pub struct Smtp {
    folder: PathBuf,
    writer: Writer,
    server: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// To this server, for this policy and public address. Certificates are checked with those that
    /// browsers know, and with the ones in `authority`, where a file is named.
    pub fn new(
        to: &SmtpAddress,
        authority: Option<&Path>,
        (folder, policy, site): (PathBuf, Arc<Policy>, String),
    ) -> Result<Self, String> {
        let mut server: AsyncSmtpTransportBuilder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(to.host())
                .port(to.port())
                .hello_name(ClientId::Domain(host_of(&site)))
                .timeout(Some(PATIENCE))
                .tls(tls(to, authority)?);
        if let Some((name, password)) = to.login() {
            server = server.credentials(Credentials::new(name.to_owned(), password.to_owned()));
        }
        Ok(Self { folder, writer: Writer::new(policy, site), server: server.build() })
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
        let (folder, name) = (self.folder.clone(), ready.name.clone());
        let bytes = ready.bytes;
        let looked = {
            let (folder, name, bytes) = (folder.clone(), name.clone(), bytes.clone());
            tokio::task::spawn_blocking(move || left(&folder, &name, &bytes)).await
        };
        if looked.map_err(|error| error.to_string())?? {
            return Ok(());
        }
        self.server.send_raw(&ready.envelope, &bytes).await.map_err(|error| unsent(&error))?;
        let noted = tokio::task::spawn_blocking(move || note(&folder, &name, &bytes)).await;
        // It went. What could not be noted is in the database in a moment; only a crash in between
        // would send it again.
        match noted {
            Ok(Ok(())) => {}
            Ok(Err(says)) => tracing::warn!(says, "a mail was sent, which could not be noted"),
            Err(error) => tracing::warn!(%error, "a mail was sent, which could not be noted"),
        }
        Ok(())
    }
}

fn host_of(site: &str) -> String {
    let rest = site.split_once("://").map_or(site, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    if host.is_empty() { "localhost".to_owned() } else { host.to_owned() }
}

fn tls(to: &SmtpAddress, authority: Option<&Path>) -> Result<Tls, String> {
    if to.secured() == Secured::Not {
        return Ok(Tls::None);
    }
    let mut parameters = TlsParameters::builder(to.host().to_owned());
    if let Some(path) = authority {
        let at = |says: &dyn std::fmt::Display| format!("{}: {says}", path.display());
        let pem = crate::read_bounded(path, 1_000_000)?;
        let certificate = Certificate::from_pem(&pem).map_err(|error| at(&error))?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters.build_rustls().map_err(|error| error.to_string())?;
    Ok(match to.secured() {
        Secured::FromTheStart => Tls::Wrapper(parameters),
        _ => Tls::Required(parameters),
    })
}

/// Whether to try again, and why. What a server said is kept short and on one line.
fn unsent(error: &smtp::Error) -> Unsent {
    let mut says = format!("SMTP: {error}");
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        says = format!("{says}: {inner}");
        cause = inner.source();
    }
    let says = domain::words::one_line(&says, 300);
    let code = error.status().map(u16::from);
    match error.is_permanent() && !code.is_some_and(|code| ABOUT_US.contains(&code)) {
        true => Unsent::Never(says),
        false => Unsent::Later(says),
    }
}

/// Whether it left before, by this way or through the folder.
fn left(folder: &Path, name: &str, bytes: &[u8]) -> Result<bool, String> {
    let file = format!("{name}.eml");
    let before = [folder.join("sent").join(name), folder.join("done").join(&file)];
    for path in &before {
        if left_before(path, bytes)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keep that it went: what it was about, and nothing of what it said or to whom.
fn note(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let sent = folder.join("sent");
    fs::create_dir_all(&sent).map_err(|error| format!("making {}: {error}", sent.display()))?;
    let _alone = hold(folder)?;
    let mut line = subject(bytes).unwrap_or_default().to_vec();
    line.push(b'\n');
    place(folder, &sent, name, &line)
}

#[async_trait]
impl Spool for Smtp {
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
