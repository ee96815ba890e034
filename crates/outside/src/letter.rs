//! Notices and announcements as mail messages. A letter with the same key is the same message
//! whenever it is built, down to its Message-ID. Automatic mail says that it is, and leaves without a
//! sender to whom others could answer by themselves.

use crate::openpgp::MailKey;
use app::mail::AckKind;
use app::ports::spool::{Announcement, Answered, Reminder, Told, Warning};
use domain::policy::Policy;
use domain::words::Digest;
use formats::{Context, mail};
use jiff::Timestamp;
use lettre::Address;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

/// A message that can leave.
pub(crate) struct Ready {
    /// Names it for ever, as a file name.
    pub(crate) name: String,
    /// From whom, to whom, as mail servers tell each other.
    pub(crate) envelope: Envelope,
    /// The whole message.
    pub(crate) bytes: Vec<u8>,
}

/// Who wrote it.
enum By {
    /// People, who approved exactly this.
    People,
    /// The program, of itself.
    Program,
    /// The program, to a mail with this Message-ID.
    Answer(Option<String>),
}

/// What a message is made of.
struct Letter<'a> {
    key: &'a str,
    from: &'a str,
    to: &'a str,
    at: Timestamp,
    by: By,
    /// Names what several letters are about.
    thread: Option<Digest>,
    /// What an answer carries.
    token: Option<&'a str>,
    subject: String,
    body: String,
    /// What stands in the place of the body, encrypted.
    sealed: Option<String>,
}

impl<'a> Letter<'a> {
    /// One that stands alone and in the clear.
    fn plain(
        by: By,
        (key, from, to): (&'a str, &'a str, &'a str),
        at: Timestamp,
        (subject, body): (String, String),
    ) -> Self {
        Self { key, from, to, at, by, thread: None, token: None, subject, body, sealed: None }
    }
}

fn mailbox(address: &str) -> Result<Mailbox, String> {
    let address: Address = address.parse().map_err(|error| format!("{address:?}: {error}"))?;
    Ok(Mailbox::new(None, address))
}

/// The same address with a token behind a plus, as mail servers deliver to the address without it.
fn with_token(address: &Address, token: &str) -> Result<Address, String> {
    let with = format!("{}+{token}", address.user());
    Address::new(with, address.domain()).map_err(|error| error.to_string())
}

fn instant(at: Timestamp) -> std::time::SystemTime {
    UNIX_EPOCH + Duration::from_secs(u64::try_from(at.as_second()).unwrap_or(0))
}

fn header(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

impl Letter<'_> {
    /// The message, the same for the same letter whenever it is built.
    fn message(self) -> Result<Ready, String> {
        let from = mailbox(self.from)?;
        let to = mailbox(self.to)?;
        let domain = from.email.domain().to_owned();
        let name = Digest::of(self.key.as_bytes()).short();
        let answers = self.token.map(|token| with_token(&from.email, token)).transpose()?;
        // No machine is to answer a machine. A bounce goes where it finds the case, or nowhere.
        let sender = match self.by {
            By::People => Some(from.email.clone()),
            By::Program => answers.clone(),
            By::Answer(_) => None,
        };
        let envelope =
            Envelope::new(sender, vec![to.email.clone()]).map_err(|error| error.to_string())?;
        let mut message = Message::builder()
            .from(from)
            .to(to)
            .subject(self.subject)
            .date(instant(self.at))
            .message_id(Some(format!("<{name}@{domain}>")))
            .envelope(envelope.clone());
        if let Some(answers) = answers {
            message = message.reply_to(Mailbox::new(None, answers));
        }
        if let Some(thread) = &self.thread {
            let first = format!("<{}@{domain}>", thread.short());
            message = message.in_reply_to(first.clone()).references(first);
        }
        if let By::Answer(Some(id)) = &self.by {
            message = message.in_reply_to(id.clone()).references(id.clone());
        }
        let how = match self.by {
            By::People => None,
            By::Program => Some("auto-generated"),
            By::Answer(_) => Some("auto-replied"),
        };
        if let Some(how) = how {
            message = message
                .raw_header(header("Auto-Submitted", how))
                .raw_header(header("Precedence", "bulk"))
                .raw_header(header("X-Auto-Response-Suppress", "All"));
        }
        let message = match self.sealed {
            Some(sealed) => message.multipart(encrypted(sealed)?),
            None => message.header(ContentType::TEXT_PLAIN).body(self.body),
        };
        let message = message.map_err(|error| error.to_string())?;
        Ok(Ready { name, envelope, bytes: message.formatted() })
    }
}

/// The two parts of an encrypted message (RFC 3156).
fn encrypted(sealed: String) -> Result<MultiPart, String> {
    let part = |kind: &str, body: String| -> Result<SinglePart, String> {
        let kind = ContentType::parse(kind).map_err(|error| error.to_string())?;
        Ok(SinglePart::builder().header(kind).body(body))
    };
    let whole = MultiPart::encrypted("application/pgp-encrypted".to_owned());
    let whole = whole.singlepart(part("application/pgp-encrypted", "Version: 1\n".to_owned())?);
    Ok(whole.singlepart(part("application/octet-stream", sealed)?))
}

/// Writes letters for a policy and a public address.
pub(crate) struct Writer {
    policy: Arc<Policy>,
    site: String,
    key: Option<MailKey>,
}

impl Writer {
    pub(crate) fn new(policy: Arc<Policy>, site: String) -> Self {
        Self { policy, site, key: None }
    }

    /// Signs with this key what is encrypted.
    pub(crate) fn sealing(&mut self, key: MailKey) {
        self.key = Some(key);
    }

    /// The words, encrypted to this key and signed. What cannot be encrypted is not sent: then the
    /// notice says that there is something to read, as it does without a key.
    fn sealed(&self, (words, to): &(String, String), at: Timestamp) -> Option<String> {
        let inner = format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n",
            words.replace("\r\n", "\n").replace('\n', "\r\n")
        );
        match self.key.as_ref()?.seal(&inner, to, at) {
            Ok(sealed) => Some(sealed),
            Err(says) => {
                tracing::warn!(
                    says,
                    "a message was not encrypted; a notice without it goes instead"
                );
                None
            }
        }
    }

    fn context(&self) -> Context<'_> {
        Context { policy: &self.policy, site: &self.site }
    }

    pub(crate) fn announcement(&self, announcement: &Announcement) -> Result<Ready, String> {
        let Announcement { key, to, from, about } = announcement;
        let subject = mail::subject(about, &self.context());
        let body = mail::body(about, &self.context());
        let at = about.get().modified_at;
        Letter::plain(By::People, (key, from, to), at, (subject, body)).message()
    }

    pub(crate) fn reminder(&self, reminder: &Reminder) -> Result<Ready, String> {
        let Reminder { key, to, from, about, at } = reminder;
        let subject = mail::reminder_subject(about, *at, &self.context());
        let body = mail::reminder_body(about, *at, &self.context());
        Letter::plain(By::Program, (key, from, to), *at, (subject, body)).message()
    }

    pub(crate) fn notice(&self, told: &Told) -> Result<Ready, String> {
        let Told { key, to, from, case, desk, about, says, due_at, at, thread, token, words } =
            told;
        let (case, desk) = (case.as_deref(), *desk);
        let notice = mail::Notice { case, desk, about, says, due_at: *due_at, at: *at };
        let subject = notice.subject(&self.context());
        let body = notice.body(&self.context());
        let (by, thread, token) = (By::Program, Some(*thread), token.as_deref());
        let sealed = words.as_ref().and_then(|words| self.sealed(words, *at));
        Letter { key, from, to, at: *at, by, thread, token, subject, body, sealed }.message()
    }

    pub(crate) fn answer(&self, answer: &Answered) -> Result<Ready, String> {
        let Answered { key, to, from, kind, in_reply_to, receipt, token, link, at } = answer;
        let link = link.as_ref().map(|link| format!("{}/track/mail/{link}", self.site));
        let says = match kind {
            AckKind::Report => mail::Answer::Report {
                receipt: receipt.as_deref().unwrap_or_default(),
                link: link.as_deref(),
            },
            AckKind::Asked => mail::Answer::Asked,
            AckKind::Rules => mail::Answer::Rules,
        };
        let (subject, body) = (says.subject(&self.context()), says.body(&self.context()));
        let (by, token) = (By::Answer(in_reply_to.clone()), token.as_deref());
        Letter { key, from, to, at: *at, by, thread: None, token, subject, body, sealed: None }
            .message()
    }

    pub(crate) fn warning(&self, warning: &Warning) -> Result<Ready, String> {
        let Warning { key, to, from, guesses, at } = warning;
        let subject = mail::warning_subject(&self.context());
        let body = mail::warning_body(*guesses, *at);
        Letter::plain(By::Program, (key, from, to), *at, (subject, body)).message()
    }
}
