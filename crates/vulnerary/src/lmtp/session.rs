//! One conversation with a mail server.

use super::Stream;
use app::ports::post::Envelope;
use app::{App, Ctx, Error};
use domain::access::Actor;
use domain::words::one_line;
use jiff::Timestamp;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::sync::watch;

/// The largest mail.
pub(crate) const MAIL_MAX: usize = 10_000_000;
/// The longest line of a mail; RFC 5321 allows 1,000 bytes, and some programs do not know.
const LINE_MAX: usize = 100_000;
/// The longest command.
const COMMAND_MAX: usize = 2_000;
/// So many recipients of one mail.
const RECIPIENTS_MAX: usize = 20;
/// So many commands that nobody understands.
const STRANGE_MAX: u32 = 10;
/// A server that says nothing for so long is cut off.
const SILENCE: Duration = Duration::from_secs(120);

/// One conversation.
pub(super) struct Session {
    stream: BufReader<Stream>,
    app: Arc<App>,
    now: fn() -> Timestamp,
    stopped: watch::Receiver<bool>,
    greeted: bool,
    from: Option<String>,
    recipients: Vec<String>,
    strange: u32,
}

/// A line that was read.
enum Line {
    /// Whole, without its end.
    Whole(Vec<u8>),
    /// Too long; the rest of it was read and forgotten.
    TooLong,
    /// The other side has gone.
    Gone,
}

impl Session {
    pub(super) fn new(
        stream: Stream,
        app: Arc<App>,
        now: fn() -> Timestamp,
        stopped: watch::Receiver<bool>,
    ) -> Self {
        let stream = BufReader::new(stream);
        let (from, recipients) = (None, Vec::new());
        Self { stream, app, now, stopped, greeted: false, from, recipients, strange: 0 }
    }

    /// Until the other side has had enough, or says too much that means nothing.
    pub(super) async fn run(mut self) -> io::Result<()> {
        self.say("220 Vulnerary takes reports by LMTP").await?;
        loop {
            let line = match self.line(COMMAND_MAX).await? {
                Line::Gone => return Ok(()),
                Line::TooLong => {
                    self.say("500 5.5.2 A command is shorter").await?;
                    continue;
                }
                Line::Whole(line) => String::from_utf8_lossy(&line).into_owned(),
            };
            // Between two mails is the time to stop.
            if *self.stopped.borrow() {
                return self.say("421 4.3.2 Stopping; come again").await;
            }
            if !self.command(line.trim()).await? {
                return Ok(());
            }
        }
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        // One line, whatever is in it.
        let line = one_line(line, 480);
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    /// Whether to go on.
    async fn command(&mut self, line: &str) -> io::Result<bool> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word.to_ascii_uppercase().as_str() {
            "LHLO" => {
                self.greeted = true;
                self.forget();
                let size = format!("250-SIZE {MAIL_MAX}");
                for line in ["250-Vulnerary", "250-8BITMIME", "250-ENHANCEDSTATUSCODES", &size] {
                    self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
                }
                self.say("250 PIPELINING").await?;
            }
            "HELO" | "EHLO" => self.say("500 5.5.1 This is LMTP: say LHLO").await?,
            "MAIL" => self.mail(rest).await?,
            "RCPT" => self.recipient(rest).await?,
            "DATA" if self.recipients.is_empty() => {
                self.say("503 5.5.1 First say to whom").await?;
            }
            "DATA" => return self.data().await,
            "RSET" => {
                self.forget();
                self.say("250 2.0.0 Forgotten").await?;
            }
            "NOOP" => self.say("250 2.0.0 Still here").await?,
            "VRFY" => self.say("252 2.1.5 Send it and see").await?,
            "QUIT" => {
                self.say("221 2.0.0 Goodbye").await?;
                return Ok(false);
            }
            _ => {
                self.strange += 1;
                if self.strange > STRANGE_MAX {
                    self.say("421 4.7.0 Too much that means nothing").await?;
                    return Ok(false);
                }
                self.say("500 5.5.1 There is no such command").await?;
            }
        }
        Ok(true)
    }

    fn forget(&mut self) {
        self.from = None;
        self.recipients.clear();
    }

    async fn mail(&mut self, rest: &str) -> io::Result<()> {
        if !self.greeted {
            return self.say("503 5.5.1 First say LHLO").await;
        }
        if self.from.is_some() {
            return self.say("503 5.5.1 One mail at a time").await;
        }
        let Some((address, more)) = path(rest, "FROM:") else {
            return self.say("501 5.5.4 MAIL FROM:<address>").await;
        };
        let size = more.split_whitespace().find_map(|one| {
            one.to_ascii_uppercase().strip_prefix("SIZE=").map(str::parse::<usize>)
        });
        if size.is_some_and(|size| size.map_or(true, |size| size > MAIL_MAX)) {
            return self.say(&format!("552 5.3.4 A mail has at most {MAIL_MAX} bytes")).await;
        }
        self.from = Some(address);
        self.say("250 2.1.0 Go on").await
    }

    async fn recipient(&mut self, rest: &str) -> io::Result<()> {
        if self.from.is_none() {
            return self.say("503 5.5.1 First say from whom").await;
        }
        if self.recipients.len() >= RECIPIENTS_MAX {
            return self.say("452 4.5.3 Too many recipients; send another one to these").await;
        }
        match path(rest, "TO:") {
            Some((address, _)) if !address.is_empty() => {
                self.recipients.push(address);
                self.say("250 2.1.5 Go on").await
            }
            _ => self.say("501 5.5.4 RCPT TO:<address>").await,
        }
    }

    /// Take the mail; whether to go on.
    async fn data(&mut self) -> io::Result<bool> {
        self.say("354 Send it, and a line with a full stop").await?;
        let mut mail = Vec::new();
        let mut wrong = None;
        loop {
            match self.line(LINE_MAX).await? {
                Line::Gone => return Ok(false),
                Line::TooLong => wrong = Some("554 5.6.0 A line of it is too long"),
                Line::Whole(line) if line == b"." => break,
                Line::Whole(line) if wrong.is_none() => {
                    mail.extend(line.strip_prefix(b".").unwrap_or(&line));
                    mail.extend(b"\r\n");
                }
                Line::Whole(_) => {}
            }
            if mail.len() > MAIL_MAX {
                wrong = Some("552 5.3.4 It is too large");
                // What is too much is read and forgotten.
                mail = Vec::new();
            }
        }
        let recipients = std::mem::take(&mut self.recipients);
        let null_sender = self.from.take().is_some_and(|from| from.is_empty());
        let answer = match wrong {
            Some(wrong) => wrong.to_owned(),
            None => {
                let envelope = Envelope { null_sender, recipients: recipients.clone() };
                let ctx = Ctx::new(&self.app, Actor::Anonymous, (self.now)());
                answer(&app::mail::receive(&ctx, &mail, &envelope).await)
            }
        };
        // LMTP: one answer for each recipient; it is one mail all the same.
        for _ in &recipients {
            self.say(&answer).await?;
        }
        Ok(true)
    }

    /// A line, of which no more than this is kept.
    async fn line(&mut self, most: usize) -> io::Result<Line> {
        let mut line = Vec::new();
        let mut too_long = false;
        loop {
            let read = tokio::time::timeout(SILENCE, self.stream.fill_buf()).await;
            let bytes = read.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
            if bytes.is_empty() {
                return Ok(Line::Gone);
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(bytes.len(), |end| end + 1);
            if !too_long {
                line.extend(&bytes[..end.unwrap_or(taken)]);
            }
            self.stream.consume(taken);
            if line.len() > most {
                too_long = true;
                line.clear();
            }
            if end.is_some() {
                break;
            }
        }
        if too_long {
            return Ok(Line::TooLong);
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(Line::Whole(line))
    }
}

/// The address in `FROM:<a@b>`, and what follows it.
fn path<'l>(rest: &'l str, word: &str) -> Option<(String, &'l str)> {
    let rest = rest.trim();
    let begins = rest.get(..word.len())?;
    let rest = rest.get(word.len()..)?.trim_start().strip_prefix('<')?;
    let (address, more) = rest.split_once('>')?;
    let plain = address.len() <= 320 && address.chars().all(|c| !c.is_control());
    (begins.eq_ignore_ascii_case(word) && plain).then(|| (address.to_owned(), more))
}

/// What a mail server is told. Why something failed here is for the log.
fn answer(received: &Result<app::mail::Received, Error>) -> String {
    match received {
        Ok(_) => "250 2.0.0 It is on disk".to_owned(),
        Err(Error::Outside(says)) => {
            tracing::error!(says, "a mail could not be taken");
            "451 4.3.0 Not now; send it again later".to_owned()
        }
        Err(Error::Refused(refusal)) if refusal.rule == "conflict" => {
            "451 4.3.0 Not now; send it again later".to_owned()
        }
        Err(error) => format!("550 5.7.1 {error}"),
    }
}
