//! Fetching a file: by who may read the words that it came with, and in the read log before a byte of it
//! leaves. It is handed out as bytes; nobody here looks what is in it.

use crate::case::{seated, shown_to};
use crate::ports::objects::Chunks;
use crate::{Ctx, Error};
use domain::access::{Action, ReadKind};
use domain::attachment::KeptFile;
use domain::words::{CaseId, Digest, Refusal, visible};
use futures::TryStreamExt as _;

/// A file on its way out.
pub struct Download {
    /// Its name, made harmless.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// How many bytes it has.
    pub length: u64,
    /// Its bytes.
    pub chunks: Chunks,
}

/// The beginning of a file as text.
pub struct Preview {
    /// Its name, made harmless.
    pub name: String,
    /// What can be shown of it as text.
    pub text: String,
    /// Whether there is more.
    pub cut: bool,
    /// How many bytes it has.
    pub length: u64,
}

/// The most bytes of a file that are shown as text.
pub const PREVIEW_MAX: usize = 64 * 1024;

/// Fetch a file. One that is held back comes only to the team, and only when that is said.
pub async fn fetch(
    ctx: &Ctx,
    id: &CaseId,
    attachment: &str,
    anyway: bool,
) -> Result<Download, Error> {
    let (ctx, file, held, team) = found(ctx, id, attachment).await?;
    if held && !(team && anyway) {
        let says = match team {
            true => "this file is held back; ask for it with \"anyway\" if you know what you do",
            false => "the team holds this file back",
        };
        return Err(Refusal::new("attachments", says).into());
    }
    let chunks = open(&ctx, id, &file).await?;
    let KeptFile { name, sha256, length, .. } = file;
    Ok(Download { name, sha256, length, chunks })
}

/// The beginning of a file as text, without anything that could steer whoever looks at it.
pub async fn preview(ctx: &Ctx, id: &CaseId, attachment: &str) -> Result<Preview, Error> {
    let (ctx, file, _, _) = found(ctx, id, attachment).await?;
    let mut chunks = open(&ctx, id, &file).await?;
    let mut bytes = Vec::new();
    while bytes.len() < PREVIEW_MAX
        && let Some(more) = chunks.try_next().await.map_err(Error::Outside)?
    {
        bytes.extend(more);
    }
    bytes.truncate(PREVIEW_MAX);
    let text = visible(&String::from_utf8_lossy(&bytes));
    let cut = file.length > bytes.len() as u64;
    Ok(Preview { name: file.name, text, cut, length: file.length })
}

/// The file, if the asker may read what it came with; as whom, whether it is held back, and whether
/// they are of the team.
async fn found(
    ctx: &Ctx,
    id: &CaseId,
    attachment: &str,
) -> Result<(Ctx, KeptFile, bool, bool), Error> {
    let ctx = seated(ctx, id).await?;
    let mut case = ctx.look_into(id, Action::ReadCase).await?.case;
    let team = ctx.may_on(&case, Action::ReadNotes);
    if !team {
        case = shown_to(&ctx.actor, case);
    }
    let there = case.attachments.into_iter().find(|one| one.id.as_str() == attachment);
    let there = there.ok_or(Error::NotThere)?;
    let erased = || Refusal::new("I22", "this file was erased");
    Ok((ctx, there.file.ok_or_else(erased)?, there.held, team))
}

/// Its bytes; first of all it is in the read log that they were asked for.
async fn open(ctx: &Ctx, id: &CaseId, file: &KeptFile) -> Result<Chunks, Error> {
    ctx.reads(ReadKind::File, [id]).await?;
    let chunks = ctx.app.objects.open(&file.object, &file.key).await;
    chunks.map_err(|says| Error::Outside(format!("case {id}: a file cannot be read: {says}")))
}
