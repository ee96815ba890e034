//! Which jobs follow from what happened. A job's key names it for ever, so it is queued once.

use crate::ports::store::{Job, NewJob, Write};
use crate::{Ctx, Error};
use domain::advisory::Advisory;
use domain::case::Case;
use domain::metrics::DEFINITIONS;
use domain::policy::{ChannelKind, Countdown, Policy};
use domain::words::{CaseId, Digest};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Expire the embargo of a case.
pub(super) const EXPIRE: &str = "embargo-expire";
/// Bring the folder of public files up to date.
pub(super) const EXPORT: &str = "public-files";
/// Announce an advisory to one list.
pub(super) const ANNOUNCE: &str = "announce";

/// Remind one address that a line ends.
pub(super) const REMIND: &str = "line-ends";
/// Compare what was judged with what the policy says now.
pub(super) const REVIEW: &str = "policy-review";

/// Write the rows of all cases again.
pub(super) const ROWS: &str = "case-rows";
/// What stands in them: raise it when something is added to them or measured otherwise.
pub(super) const ROWS_VERSION: u32 = 3;

/// Where work on all cases goes on.
#[derive(Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) after: String,
}

/// The comparison of every judgement with this version of the policy: once at its first start, and
/// for versions that come into force later on their first day.
pub(crate) fn policy_reviews(policy: &Policy, now: Timestamp) -> Vec<NewJob> {
    let day = now.to_zoned(TimeZone::UTC).date();
    let today = (policy.version_at(day), now);
    let later = policy.versions.iter().filter(|version| version.since > day);
    let later = later.filter_map(|version| {
        let starts = version.since.to_zoned(TimeZone::UTC).ok()?.timestamp();
        Some((version.id.as_str(), starts))
    });
    let first = Part { after: String::new() };
    std::iter::once(today)
        .chain(later)
        .map(|(version, at)| {
            job(format!("policy-review/{}/{version}", policy.digest), REVIEW, &first, at)
        })
        .collect()
}

/// The cases of the next part of work on all of them, at most `most`; and the job of the part after
/// that, if there is one.
pub(super) async fn part(
    ctx: &Ctx,
    job: &Job,
    from: &Part,
    most: u32,
) -> Result<(Vec<CaseId>, Option<Write>), Error> {
    let streams = ctx.app.store.streams(&from.after, most).await?;
    let last = streams.last().filter(|_| streams.len() == most as usize);
    let next = last.map(|last| Write::Job(next_part(job, last.clone(), ctx.now)));
    let id = |stream: &String| CaseId::read(stream.strip_prefix("case/")?).ok();
    Ok((streams.iter().filter_map(id).collect(), next))
}

/// The next part of work on all cases.
fn next_part(this: &Job, after: String, now: Timestamp) -> NewJob {
    let base = this.key.split_once("/after/").map_or(this.key.as_str(), |(base, _)| base);
    job(format!("{base}/after/{after}"), &this.kind, &Part { after }, now)
}

/// The rows of all cases, once for each way of making them.
pub(crate) fn rows_again(policy: &Policy, now: Timestamp) -> NewJob {
    let metrics: Vec<&str> = DEFINITIONS.iter().map(|definition| definition.id).collect();
    let rules = format!("{:?} {}", policy.handling, metrics.join(" "));
    let rules = Digest::of(rules.as_bytes()).short();
    let first = Part { after: String::new() };
    job(format!("case-rows/{ROWS_VERSION}/{rules}"), ROWS, &first, now)
}

/// What an expiry needs to know.
#[derive(Serialize, Deserialize)]
pub(super) struct Expire {
    pub(super) case: domain::words::CaseId,
}

/// What an announcement needs to know.
#[derive(Serialize, Deserialize)]
pub(super) struct Announce {
    pub(super) advisory: String,
    pub(super) edition: u32,
    pub(super) channel: String,
}

/// What a reminder needs to know.
#[derive(Serialize, Deserialize)]
pub(super) struct Remind {
    pub(super) about: Countdown,
    pub(super) to: String,
}

pub(crate) fn job(key: String, kind: &str, payload: &impl Serialize, run_at: Timestamp) -> NewJob {
    let payload = serde_json::to_string(payload).expect("a payload is plain data");
    NewJob { key, kind: kind.to_owned(), payload, run_at }
}

/// The timer of an embargo that binds or is proposed.
pub(crate) fn embargo_watch(case: &Case) -> impl Iterator<Item = NewJob> + use<> {
    domain::embargo::ends_by_itself(case)
        .map(|ends_at| {
            let key = format!("expire/{}/{ends_at}", case.id);
            job(key, EXPIRE, &Expire { case: case.id.clone() }, ends_at)
        })
        .into_iter()
}

/// What follows a publication: the folder, and every list that the policy names.
pub(crate) fn after_publication(
    policy: &Policy,
    advisory: &Advisory,
    now: Timestamp,
) -> impl Iterator<Item = NewJob> {
    let edition = format!("{}/{}", advisory.id, advisory.edition);
    let export = job(format!("public-files/{edition}"), EXPORT, &(), now);
    let lists = policy.channels.iter().filter(|channel| channel.kind == ChannelKind::MailList);
    let announcements = lists.map(move |channel| {
        let payload = Announce {
            advisory: advisory.id.clone(),
            edition: advisory.edition,
            channel: channel.id.clone(),
        };
        job(format!("announce/{edition}/{}", channel.id), ANNOUNCE, &payload, now)
    });
    std::iter::once(export).chain(announcements)
}

/// The reminders of ends of lines that are due and all that will be, one for each address. A date
/// that moves makes other keys; what was queued for the old date does nothing when it comes.
pub(super) fn reminders(policy: &Policy, now: Timestamp) -> Vec<NewJob> {
    let to = policy.reminded();
    let jobs = policy.lines.countdowns_from(now).into_iter().flat_map(|about| {
        to.iter().map(move |to| {
            let key = format!("line-ends/{}/{}/{}/{to}", about.line, about.ends_at, about.days);
            let (about, to) = (about.clone(), (*to).to_owned());
            let due_at = about.due_at;
            job(key, REMIND, &Remind { about, to }, due_at)
        })
    });
    jobs.collect()
}
