//! Notices that a timer went off: one job for each address, so that each gets one mail. They hold
//! titles of the policy and instants, never a word of the case.

use super::plan::job;
use super::remind::sender;
use super::run::unsent;
use crate::ports::spool::Told;
use crate::ports::store::{Job, NewJob};
use crate::{Ctx, Error};
use domain::access::Action;
use domain::case::{self, Case, News};
use domain::words::{CaseId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Tell one address.
pub(super) const NOTICE: &str = "notice";

/// What a notice needs to know.
#[derive(Serialize, Deserialize)]
struct Tell {
    to: String,
    /// The case; not for people outside, who know it by another name.
    case: Option<String>,
    about: String,
    says: String,
    due_at: Timestamp,
    at: Timestamp,
    /// Whether it is about the queue, and no case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    desk: bool,
    #[serde(default)]
    thread: Option<Digest>,
    #[serde(default)]
    token: Option<String>,
    /// The message of a case that it may hold.
    #[serde(default)]
    words: Option<(CaseId, u64)>,
}

/// The notices of these news.
pub(crate) fn notices(ctx: &Ctx, case: &Case, news: &[News]) -> impl Iterator<Item = NewJob> {
    let (id, now, of) = (case.id.to_string(), ctx.now, case.id.clone());
    case::notices(case, ctx.policy(), news).into_iter().map(move |notice| {
        let key = format!("notice/{id}/{}/{}", notice.key, notice.to);
        let case = (!notice.outside).then(|| id.clone());
        let (to, about, says, token) = (notice.to, notice.about, notice.says, notice.token);
        let thread = Some(Digest::of_parts(&[b"mail about", id.as_bytes(), to.as_bytes()]));
        let words = notice.words.map(|seq| (of.clone(), seq));
        let (due_at, desk) = (notice.at, false);
        let tell = Tell { to, case, about, says, due_at, at: now, desk, thread, token, words };
        job(key, NOTICE, &tell, now)
    })
}

/// A notice about the queue, for somebody of the team.
pub(super) fn desk(
    (key, to): (String, String),
    about: &str,
    says: String,
    due_at: Timestamp,
    now: Timestamp,
) -> NewJob {
    let (about, thread) =
        (about.to_owned(), Some(Digest::of_parts(&[b"mail about the desk", to.as_bytes()])));
    let (case, token, words) = (None, None, None);
    let tell = Tell { to, case, about, says, due_at, at: now, desk: true, thread, token, words };
    job(key, NOTICE, &tell, now)
}

/// Hand it to the spool.
pub(super) async fn tell(ctx: &Ctx, job: &Job) -> Result<(), Error> {
    let Tell { to, case, about, says, due_at, at, desk, thread, token, words } =
        super::run::payload(job)?;
    let (key, from) = (job.key.clone(), sender(ctx.policy()));
    let words = match words {
        Some((id, seq)) => words_of(ctx, &id, seq).await?,
        None => None,
    };
    // Of a notice that an earlier version queued.
    let thread = thread.unwrap_or_else(|| Digest::of(key.as_bytes()));
    let told = Told { key, to, from, case, desk, about, says, due_at, at, thread, token, words };
    ctx.app.spool.tell(&told).await.map_err(unsent)
}

/// The words of a message, if they are still there, with the key that its reporter now has.
async fn words_of(ctx: &Ctx, id: &CaseId, seq: u64) -> Result<Option<(String, String)>, Error> {
    let case = match ctx.open(id, Action::ReadCase).await {
        Err(Error::NotThere) => return Ok(None),
        opened => opened?.case,
    };
    let message = case.messages.iter().find(|message| message.seq == seq);
    let body = message.and_then(|message| message.body.clone());
    Ok(body.zip(case.contact.key))
}
