//! How mail leaves: by SMTP where a server is named, else into the spool folder.

use crate::Ended;
use crate::wire::Place;
use app::App;
use outside::{MailKey, Smtp, SmtpAddress, SpoolFolder};
use std::path::PathBuf;
use std::sync::Arc;

/// How mail leaves.
#[derive(Debug, clap::Args)]
pub(crate) struct Sending {
    /// Hand mail to this server: smtps://NAME:PASSWORD@HOST, or smtp://HOST, with STARTTLS unless it is
    /// this machine; into the spool folder when left out.
    #[arg(
        long,
        value_name = "URL",
        env = "VULNERARY_SMTP",
        hide_env_values = true,
        help_heading = "Mail"
    )]
    smtp: Option<String>,
    /// Trust this certificate (PEM) of the mail server besides those that browsers know.
    #[arg(
        long,
        value_name = "FILE",
        env = "VULNERARY_SMTP_CA",
        requires = "smtp",
        help_heading = "Mail"
    )]
    smtp_ca: Option<PathBuf>,
}

impl Sending {
    /// The use cases, with the way out that was asked for.
    pub(crate) fn join(
        &self,
        place: &Place,
        app: &Arc<App>,
        key: Option<MailKey>,
    ) -> Result<Arc<App>, Ended> {
        let site = place.url.trim_end_matches('/').to_owned();
        let about = (place.data.join("spool"), Arc::clone(&app.policy), site);
        let Some(url) = &self.smtp else {
            let (folder, policy, site) = about;
            let spool = SpoolFolder::new(folder, policy, site).sealing(key);
            return Ok(Arc::new(App { spool: Arc::new(spool), ..(**app).clone() }));
        };
        // What was given is not repeated: there may be a password in it.
        let usage = |says: String| Ended::Usage(format!("--smtp: {says}"));
        let to = SmtpAddress::read(url).map_err(usage)?;
        let smtp = Smtp::new(&to, self.smtp_ca.as_deref(), about).map_err(usage)?.sealing(key);
        Ok(Arc::new(App { spool: Arc::new(smtp), ..(**app).clone() }))
    }
}
