//! How mail comes in: what is believed of the operator's mail server, and the key that opens mail.

use crate::lmtp::{Address, Listener};
use crate::wire::Place;
use crate::{Ended, Out};
use app::App;
use jiff::{SignedDuration, Timestamp};
use outside::{MailKey, PostOffice};
use std::path::PathBuf;
use std::sync::Arc;

/// How mail is read.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Arriving {
    /// Believe the Authentication-Results of this mail server (DKIM, SPF, DMARC); of none when left out.
    #[arg(long, value_name = "NAME", env = "VULNERARY_MAIL_TRUST", help_heading = "Mail")]
    mail_trust: Option<String>,
    /// Open encrypted mail with this OpenPGP key, and sign with it what goes encrypted to reporters; it
    /// must ask for no passphrase.
    #[arg(long, value_name = "FILE", env = "VULNERARY_MAIL_KEY", help_heading = "Mail")]
    mail_key: Option<PathBuf>,
}

impl Arriving {
    /// The use cases, reading mail as asked.
    pub(crate) fn join(&self, place: &Place, app: &App) -> Result<Arc<App>, Ended> {
        let mut post = PostOffice::new(place.data.join("mail.key"), &app.policy);
        if let Some(server) = &self.mail_trust {
            post = post.trusting(server);
        }
        if let Some(key) = self.key()? {
            post = post.opening(key);
        }
        Ok(Arc::new(App { post: Arc::new(post), ..app.clone() }))
    }

    /// The key that opens mail.
    pub(crate) fn key(&self) -> Result<Option<MailKey>, Ended> {
        let key = self.mail_key.as_deref().map(MailKey::read).transpose();
        key.map_err(|says| Ended::Usage(format!("--mail-key {says}")))
    }
}

/// So long before its end a key is spoken of.
const SOON: SignedDuration = SignedDuration::from_hours(24 * 30);

/// That a key ends soon or has ended, if it is so.
pub(crate) fn ends_soon(key: &MailKey, now: Timestamp) -> Option<String> {
    let ends_at = key.expires_at()?;
    let soon = now.checked_add(SOON).is_ok_and(|soon| ends_at < soon);
    let says = if ends_at < now { "has expired" } else { "expires" };
    soon.then(|| {
        format!(
            "the key for mail {says} at {ends_at}; it still opens what comes, but nobody encrypts to \
             an expired key: extend it, and publish it where security.txt says"
        )
    })
}

/// Where mail comes in, and how it is read.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Taking {
    /// Take mail here by LMTP from the mail server of this machine: an address on loopback, or the path
    /// of a socket.
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "VULNERARY_LMTP",
        help_heading = "Mail",
        value_parser = Address::read
    )]
    lmtp: Option<Address>,
    #[command(flatten)]
    arriving: Arriving,
}

impl Taking {
    /// The key that opens mail, and signs what goes encrypted.
    pub(crate) fn key(&self) -> Result<Option<MailKey>, Ended> {
        self.arriving.key()
    }

    /// Read mail as asked, and listen if that is asked.
    pub(crate) async fn listen(
        &self,
        place: &Place,
        app: &mut Arc<App>,
        out: &mut Out,
    ) -> Result<Option<Listener>, Ended> {
        *app = self.arriving.join(place, app)?;
        if let Some(says) = self.key()?.and_then(|key| ends_soon(&key, outside::now())) {
            out.say(&says);
        }
        let Some(at) = &self.lmtp else { return Ok(None) };
        let listener = Listener::bind(at).await.map_err(Ended::Outside)?;
        out.say(&format!("Mail:         {} (LMTP)", listener.says()));
        Ok(Some(listener))
    }
}
