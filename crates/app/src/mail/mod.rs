//! Mail that comes in. A mail is words: it files a report, or it is a message of the reporter whom
//! its token and its sender name together; anything else waits for a person. No mail is an action, and
//! what a machine sent is not answered. Begin with [`receive`].

mod ack;
mod actions;
mod bounce;
mod file;
mod link;
mod look;
mod staff;
mod thread;

pub(crate) use ack::ACK;
pub(crate) use ack::work as acknowledge;
pub use ack::{Ack, AckKind};
pub use actions::ACTIONS;
pub use link::redeem;
pub use look::{Held, file_waiting, put_aside, waiting};

use crate::ports::post::Envelope;
use crate::ports::store::{MailRow, MailState, StoreError, Write};
use crate::{Ctx, Error};
use domain::mail::{Arrived, Automatic};
use domain::words::{CaseId, Digest, Refusal};
use jiff::{SignedDuration, Timestamp};

/// What became of a mail that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is a new report, with this case.
    Filed(CaseId),
    /// It is a message of the reporter of this case.
    Threaded(CaseId),
    /// It waits for a person.
    Waits,
    /// Its sender has the address of one that waits.
    Confirmed,
    /// A machine sent it.
    Automatic,
    /// It told that a mail did not arrive.
    Bounce,
    /// It came before.
    Again,
}

/// The rule of a mail that is not taken.
pub const REFUSED: &str = "mail";
/// The most mails that one address may send in a day.
const PER_DAY: u32 = 50;
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How often a mail that met somebody else's write is looked at again.
const TRIES: usize = 4;

/// A mail on its way in.
pub(crate) struct Incoming<'a> {
    raw: &'a [u8],
    envelope: &'a Envelope,
    arrived: Arrived,
    /// A keyed digest of its sender's address.
    sender: Digest,
    /// When its sender was last answered by the program, within a day.
    answered_at: Option<Timestamp>,
}

/// Take a mail. When this has succeeded it is on disk, and not before. A refusal is for good; other
/// errors are for later.
pub async fn receive(ctx: &Ctx, raw: &[u8], envelope: &Envelope) -> Result<Received, Error> {
    let mut tries = 1;
    loop {
        match receive_now(ctx, raw, envelope).await {
            Err(Error::Refused(refusal)) if refusal.rule == "conflict" && tries < TRIES => {
                tries += 1;
            }
            done => {
                let end = match &done {
                    Ok(Received::Filed(_)) => "filed",
                    Ok(Received::Threaded(_)) => "threaded",
                    Ok(Received::Waits) => "waits",
                    Ok(Received::Confirmed) => "confirmed",
                    Ok(Received::Automatic) => "automatic",
                    Ok(Received::Bounce) => "bounce",
                    Ok(Received::Again) => "again",
                    Err(Error::Outside(_)) => "failed",
                    Err(_) => "refused",
                };
                metrics::counter!("vulnerary_mails_total", "end" => end).increment(1);
                return done;
            }
        }
    }
}

async fn receive_now(ctx: &Ctx, raw: &[u8], envelope: &Envelope) -> Result<Received, Error> {
    let read = ctx.app.post.read(raw, envelope, &[]);
    let arrived = read.map_err(|says| Refusal::new(REFUSED, says))?;
    if ctx.app.store.mail(&arrived.id).await?.is_some() {
        return Ok(Received::Again);
    }
    let sender = ctx.app.post.keyed(&[b"sender", arrived.from.as_deref().unwrap_or("").as_bytes()]);
    let sender = sender.map_err(Error::Outside)?;
    let since = ctx.now.checked_sub(DAY).unwrap_or(Timestamp::MIN);
    let (count, answered_at) = ctx.app.store.mail_from(&sender, since).await?;
    let mut mail = Incoming { raw, envelope, arrived, sender, answered_at };
    if mail.arrived.bounce.is_some() {
        return bounce::take(ctx, &mail).await;
    }
    if matches!(mail.arrived.automatic, Some(Automatic::Echo | Automatic::Answer)) {
        commit(ctx, vec![Write::Mail(mail.row(ctx, MailState::Automatic, None))]).await?;
        return Ok(Received::Automatic);
    }
    let Some(from) = mail.arrived.from.as_deref() else {
        let says = "a mail is from one address, which can be answered; this one is not";
        return Err(Refusal::new(REFUSED, says).into());
    };
    if count >= PER_DAY {
        let says = format!("{PER_DAY} mails of one address are taken in a day; send it tomorrow");
        return Err(Error::Outside(says));
    }
    staff::keep_out(ctx, from).await?;
    if let Some(done) = thread::take(ctx, &mut mail).await? {
        return Ok(done);
    }
    file::take(ctx, &mail).await
}

impl Incoming<'_> {
    /// The row of a mail that nobody needs to look at.
    fn row(&self, ctx: &Ctx, state: MailState, case: Option<CaseId>) -> MailRow {
        use base64::Engine as _;
        // What is in a case is kept as it came: files came with it, and somebody may want to check it.
        let raw = match state {
            MailState::Case | MailState::Waiting => {
                base64::engine::general_purpose::STANDARD.encode(self.raw)
            }
            _ => String::new(),
        };
        MailRow {
            id: self.arrived.id,
            at: ctx.now,
            sender: self.sender,
            state,
            case,
            acked_at: None,
            challenge: None,
            confirmed_at: None,
            says: String::new(),
            raw,
        }
    }

    /// What of its words is kept, with what came along.
    fn words(&self) -> Option<String> {
        let mut words = self.arrived.text.clone()?;
        if !self.arrived.attached.is_empty() {
            words.push_str("\n\nFiles that came with this mail, which nobody opened:\n");
        }
        for file in &self.arrived.attached {
            let (name, bytes, sha256) = (&file.name, file.bytes, &file.sha256);
            words.push_str(&format!("- {name}, {bytes} bytes, SHA-256 {sha256}\n"));
        }
        Some(words)
    }
}

/// Write it; of two deliveries at once one is told that it was there.
async fn commit(ctx: &Ctx, unit: Vec<Write>) -> Result<(), Error> {
    match ctx.app.store.commit(unit).await {
        Err(StoreError::Conflict(what)) => {
            Err(Refusal::new("conflict", format!("{what} was taken meanwhile")).into())
        }
        done => Ok(done?),
    }
}
