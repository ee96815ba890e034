//! Receive a report. The answer is given only after the report is on disk.

use super::alike::alike;
use crate::case::tied;
use crate::jobs;
use crate::ports::store::{Once, StoreError, Write};
use crate::unit::first_unit;
use crate::{Ctx, Error};
use domain::access::Action;
use domain::attachment::{Received, attach};
use domain::case::{By, Fact, News};
use domain::intake::{self, Draft, DraftFile, Statement};
use domain::words::{CaseId, Digest, Secret};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What the reporter gets, once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Receipt {
    /// The report's id.
    pub id: CaseId,
    /// SHA-256 of what was received.
    pub sha256: Digest,
    /// When it was received.
    pub received_at: Timestamp,
    /// Opens the tracking page; shown once and kept nowhere.
    pub secret: String,
    /// What was received, to the byte: the digest is of this text.
    pub received: String,
    /// All but the secret, signed: proof for whoever has the public key.
    pub signed: String,
}

/// The scope of the keys of reports.
const SCOPE: &str = "report";

/// What is kept of an answer. The secret is not: it is drawn from the salt and the key, and of the
/// key only the digest is kept, so that only whoever holds the key can draw it again.
#[derive(Serialize, Deserialize)]
struct Kept {
    id: CaseId,
    received_at: Timestamp,
    salt: [u8; 32],
}

fn kept_key(key: &str) -> String {
    Digest::of_parts(&[b"key of a report", key.as_bytes()]).to_string()
}

fn secret_of(key: Option<&str>, salt: [u8; 32]) -> Secret {
    let drawn = key.map(|key| Digest::of_parts(&[b"tracking secret", key.as_bytes(), &salt]));
    Secret::from_chance("track", drawn.map_or(salt, |digest| *digest.bytes()))
}

/// Receive a report through this door.
pub async fn submit(ctx: &Ctx, draft: &Draft, door: &str) -> Result<Receipt, Error> {
    submit_once(ctx, draft, door, None).await
}

/// Receive a report with the files that came with it. The receipt is about them too.
pub async fn submit_with_files(
    ctx: &Ctx,
    draft: &Draft,
    files: &[Received],
    door: &str,
    key: Option<&str>,
) -> Result<Receipt, Error> {
    if !draft.files.is_empty() {
        let says =
            "files: send them beside the report; what is here is written by whoever receives them";
        return Err(Error::Invalid(vec![says.to_owned()]));
    }
    let draft = Draft { files: files.iter().map(DraftFile::from).collect(), ..draft.clone() };
    submit_whole(ctx, &draft, (files, Along::default()), door, key).await
}

/// Receive a report; with a key, the same report again gives the same receipt: a reporter whose
/// connection broke before the answer came is not locked out of their own report.
pub async fn submit_once(
    ctx: &Ctx,
    draft: &Draft,
    door: &str,
    key: Option<&str>,
) -> Result<Receipt, Error> {
    submit_with_files(ctx, draft, &[], door, key).await
}

/// What is written beside a case, once its id is known.
pub(crate) type Beside = Box<dyn Fn(&CaseId) -> Vec<Write> + Send + Sync>;

/// What is written with a report, in the same unit.
pub(crate) struct Along {
    /// Texts of the first event besides the report's own.
    pub(crate) first: Vec<(&'static str, String)>,
    /// What happens after it.
    pub(crate) news: Vec<(By, News)>,
    /// Writes beside the case.
    pub(crate) writes: Beside,
}

impl Default for Along {
    fn default() -> Self {
        Self { first: Vec::new(), news: Vec::new(), writes: Box::new(|_| Vec::new()) }
    }
}

/// Receive a report with what goes along.
pub(crate) async fn submit_along(
    ctx: &Ctx,
    draft: &Draft,
    door: &str,
    key: Option<&str>,
    along: Along,
) -> Result<Receipt, Error> {
    submit_whole(ctx, draft, (&[], along), door, key).await
}

async fn submit_whole(
    ctx: &Ctx,
    draft: &Draft,
    (files, along): (&[Received], Along),
    door: &str,
    key: Option<&str>,
) -> Result<Receipt, Error> {
    ctx.require(Action::FileReport)?;
    let draft = &Draft { claim: draft.claim.normal(ctx.policy()), ..draft.clone() };
    if let Some(before) = answered(ctx, draft, key).await? {
        return Ok(before);
    }
    let id = CaseId::from_chance(ctx.app.chance.case());
    let salt = ctx.app.chance.secret();
    let secret = secret_of(key, salt);
    let told = (secret.digest(), alike(ctx, draft).await?);
    let mut news =
        intake::submit(draft, door, told, ctx.policy(), ctx.now).map_err(Error::Invalid)?;
    for (name, text) in &along.first {
        news[0].content = std::mem::take(&mut news[0].content).and(name, text.as_str());
    }
    news.extend(attach(&[], &ctx.policy().attachments, 1, files)?);
    let mut news = told_by(news);
    news.extend(along.news);
    let follows = tied(ctx, None, news.iter().map(|(_, one)| one)).await?;
    news.extend(follows.into_iter().map(|one| (By::System, one)));
    // Before anything is written: who cannot sign receives nothing.
    let receipt = receipt(ctx, draft, (id.clone(), ctx.now), &secret)?;
    let mut unit = first_unit(ctx, &id, &news)?;
    unit.extend((along.writes)(&id));
    unit.extend(jobs::arrivals(ctx.now).map(Write::Job));
    if let Some(key) = key {
        let kept = Kept { id: id.clone(), received_at: ctx.now, salt };
        let answer = serde_json::to_string(&kept).map_err(|e| Error::Outside(e.to_string()))?;
        unit.push(Write::Once(Once {
            scope: SCOPE.into(),
            key: kept_key(key),
            request: draft.digest(),
            answer,
        }));
    }
    match ctx.app.store.commit(unit).await {
        Ok(()) => {}
        Err(error @ StoreError::Conflict(_)) => {
            // The same request came in twice at once: this one gets the other's answer.
            let before = answered(ctx, draft, key).await?;
            return before.ok_or_else(|| error.into());
        }
        Err(error) => return Err(error.into()),
    }
    tracing::info!(case.id = %id, door, "a report was received");
    metrics::counter!("vulnerary_reports_total", "door" => door.to_owned()).increment(1);
    Ok(receipt)
}

/// The receipt of a report that was received with this key before; nothing is taken.
pub async fn receipt_again(
    ctx: &Ctx,
    draft: &Draft,
    key: Option<&str>,
) -> Result<Option<Receipt>, Error> {
    ctx.require(Action::FileReport)?;
    let draft = &Draft { claim: draft.claim.normal(ctx.policy()), ..draft.clone() };
    answered(ctx, draft, key).await
}

/// The secret of the report that was received with this key, and when that was.
pub(crate) async fn secret_again(
    ctx: &Ctx,
    key: &str,
) -> Result<Option<(Secret, Timestamp)>, Error> {
    let Some(before) = ctx.app.store.once(SCOPE, &kept_key(key)).await? else { return Ok(None) };
    let kept: Kept =
        serde_json::from_str(&before.answer).map_err(|error| Error::Outside(error.to_string()))?;
    Ok(Some((secret_of(Some(key), kept.salt), kept.received_at)))
}

async fn answered(ctx: &Ctx, draft: &Draft, key: Option<&str>) -> Result<Option<Receipt>, Error> {
    let Some(key) = key else { return Ok(None) };
    let good = (16..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if !good {
        let says = "an idempotency key has 16 to 200 visible ASCII characters, drawn at random";
        return Err(Error::Invalid(vec![says.into()]));
    }
    let Some(before) = ctx.app.store.once(SCOPE, &kept_key(key)).await? else { return Ok(None) };
    if before.request != draft.digest() {
        return Err(Error::KeyReused);
    }
    let kept: Kept =
        serde_json::from_str(&before.answer).map_err(|error| Error::Outside(error.to_string()))?;
    let secret = secret_of(Some(key), kept.salt);
    receipt(ctx, draft, (kept.id, kept.received_at), &secret).map(Some)
}

fn receipt(
    ctx: &Ctx,
    draft: &Draft,
    (id, received_at): (CaseId, Timestamp),
    secret: &Secret,
) -> Result<Receipt, Error> {
    let project = ctx.policy().project.name.clone();
    let sha256 = draft.digest();
    let says = Statement { project, report: id.clone(), sha256, received_at };
    let signed = ctx.app.receipts.sign(&says.text()).map_err(Error::Outside)?;
    let secret = secret.reveal().to_owned();
    Ok(Receipt { id, sha256, received_at, secret, received: draft.as_received(), signed })
}

/// The project proposes the default terms; everything else the reporter did.
fn told_by(news: Vec<News>) -> Vec<(By, News)> {
    let by = |fact: &Fact| match fact {
        Fact::EmbargoProposed { .. } => By::System,
        _ => By::Reporter,
    };
    news.into_iter().map(|one| (by(&one.fact), one)).collect()
}
