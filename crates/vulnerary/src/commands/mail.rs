//! `vulnerary mail`: take a mail, list what could not be sent, and try it again.

use crate::arriving::Arriving;
use crate::wire::{Place, Setting};
use crate::{Ended, Out};
use app::ports::post::Envelope;
use domain::words::one_line;
use std::io::Read as _;
use std::path::Path;

pub(super) const KEY: &str = "Example:
  vulnerary mail key project.asc

Exit code 0 while it is good for 30 more days, 1 when it is not, for whoever runs this daily. What was
encrypted to an expired key is opened all the same.";

pub(super) const FAILED: &str = "Examples:
  vulnerary mail failed --data /var/lib/vulnerary
  vulnerary mail failed --json

A mail server that answers 5xx refuses a mail for good; the mail is given up and stands here until
somebody has looked. What was only put off (4xx, no answer) is tried again by itself, at growing
distances, for ever. Exit code 0 when nothing stands here, 1 when something does.";

pub(super) const AGAIN: &str = "Example:
  vulnerary mail again guesses/2026-11-23T09:00:00Z/audit@acme.example

The key is the one that `vulnerary mail failed` prints. A running server sends it within a second.";

pub(super) const RECEIVE: &str = "Examples:
  vulnerary mail receive --data /var/lib/vulnerary < report.eml
  vulnerary mail receive --data /var/lib/vulnerary --to \"$ORIGINAL_RECIPIENT\" --from \"$SENDER\"

For a mail server that hands mail to a program. Exit codes are those that mail servers know: 0 when it
is on disk, 65 when it is no mail, 77 when it is refused for good, 75 to try again later. One mail for
each call; serve --lmtp is quicker.";

/// The most that is listed.
const MOST: u32 = 1_000;

/// What can be done with mail.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Take one mail from the standard input.
    #[command(after_help = RECEIVE)]
    Receive(Receive),
    /// Look at the key that opens mail: what it is, and whether it ends soon.
    #[command(after_help = KEY)]
    Key {
        /// The file that serve --mail-key is given.
        #[arg(value_name = "FILE")]
        file: std::path::PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// List mail that was refused for good, with the reason.
    #[command(after_help = FAILED)]
    Failed {
        #[command(flatten)]
        place: Place,
        /// As JSON, a line each.
        #[arg(long)]
        json: bool,
    },
    /// Try one of them again.
    #[command(after_help = AGAIN)]
    Again {
        #[command(flatten)]
        place: Place,
        /// Its key.
        key: String,
    },
}

/// A mail that is handed over.
#[derive(Debug, clap::Args)]
pub(crate) struct Receive {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    arriving: Arriving,
    /// To whom it was sent; may be repeated.
    #[arg(long = "to", value_name = "ADDRESS")]
    recipients: Vec<String>,
    /// From whom, as the mail server knows; empty for a mail from nobody.
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
}

/// What mail servers take for "refused for good", "no mail" and "later".
const REFUSED: u8 = 77;
const NO_MAIL: u8 = 65;
const LATER: u8 = 75;

async fn receive(given: &Receive, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    let later = |out: &mut Out, says: &str| {
        out.say(&one_line(says, 300));
        Err(Ended::Code(LATER))
    };
    let mut mail = Vec::new();
    let most = crate::lmtp::MAIL_MAX;
    let read = std::io::stdin().lock().take(most as u64 + 1).read_to_end(&mut mail);
    if let Err(error) = read {
        return later(out, &format!("reading the mail: {error}"));
    }
    if mail.len() > most {
        out.say(&format!("a mail has at most {most} bytes"));
        return Err(Ended::Code(REFUSED));
    }
    let app = match setting.app(&given.place).await {
        Ok(app) => given.arriving.join(&given.place, &app),
        Err(error) => Err(error),
    };
    let app = match app {
        Ok(app) => app,
        Err(error) => return later(out, &error.to_string()),
    };
    let null_sender = given.from.as_deref().is_some_and(|from| matches!(from, "" | "<>"));
    let envelope = Envelope { null_sender, recipients: given.recipients.clone() };
    let ctx = app::Ctx::new(&app, domain::access::Actor::Anonymous, (setting.now)());
    match app::mail::receive(&ctx, &mail, &envelope).await {
        Ok(_) => Ok(()),
        Err(app::Error::Outside(says)) => later(out, &says),
        Err(app::Error::Refused(refusal)) if refusal.rule == "conflict" => {
            later(out, &refusal.says)
        }
        Err(error) => {
            out.say(&one_line(&error.to_string(), 300));
            let none = error.to_string().starts_with("this is no mail");
            Err(Ended::Code(if none { NO_MAIL } else { REFUSED }))
        }
    }
}

fn key(file: &Path, json: bool, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    let key = outside::MailKey::read(file).map_err(Ended::Usage)?;
    let (print, ends_at) = (key.fingerprint(), key.expires_at());
    let soon = crate::arriving::ends_soon(&key, (setting.now)());
    if json {
        let facts =
            serde_json::json!({ "fingerprint": print, "expires_at": ends_at, "says": soon });
        out.fact(&facts.to_string())?;
    } else {
        let ends = ends_at.map_or("never expires".to_owned(), |at| format!("until {at}"));
        out.fact(&format!("{print}  {ends}"))?;
        soon.iter().for_each(|says| out.say(says));
    }
    if soon.is_some() { Err(Ended::Code(1)) } else { Ok(()) }
}

/// Run one.
pub(super) async fn run(command: &Command, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    match command {
        Command::Key { file, json } => key(file, *json, out, setting),
        Command::Receive(given) => receive(given, out, setting).await,
        Command::Failed { place, json } => failed(place, *json, out, setting).await,
        Command::Again { place, key } => {
            place.must_exist()?;
            let app = setting.app(place).await?;
            match app::jobs::try_again(&app, key, (setting.now)()).await {
                Err(app::Error::NotThere) => {
                    let says = "nothing with this key was given up; see vulnerary mail failed";
                    Err(Ended::Usage(format!("{key}: {says}")))
                }
                done => Ok(done?),
            }
        }
    }
}

async fn failed(place: &Place, json: bool, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    place.must_exist()?;
    let app = setting.app(place).await?;
    let all = app.store.given_up(MOST).await.map_err(app::Error::from)?;
    for job in &all {
        if json {
            let facts = serde_json::json!({
                "key": job.key, "kind": job.kind, "attempts": job.attempts, "says": job.says,
            });
            out.fact(&facts.to_string())?;
        } else {
            out.fact(&format!("{}  {}", job.key, one_line(&job.says, 300)))?;
        }
    }
    if all.is_empty() { Ok(()) } else { Err(Ended::Code(1)) }
}
