//! Every file that the journals name, for whoever checks that all of them are there.

use crate::{App, Error};
use domain::attachment::KeptFile;
use domain::case::{fold, read_event};
use domain::words::{AttachmentId, CaseId};
use std::sync::Arc;

/// A file that a journal names.
pub struct StoredFile {
    /// In which case.
    pub case: CaseId,
    /// Which.
    pub id: AttachmentId,
    file: KeptFile,
}

impl StoredFile {
    /// Read it to its end; how many bytes it has, or what is wrong with it.
    pub async fn read(&self, app: &App) -> Result<u64, String> {
        use futures::TryStreamExt as _;
        let chunks = app.objects.open(&self.file.object, &self.file.key).await?;
        let length = chunks.try_fold(0, async |sum, more| Ok(sum + more.len() as u64)).await?;
        match length == self.file.length {
            true => Ok(length),
            false => Err(format!("it has {length} bytes and had {}", self.file.length)),
        }
    }

    /// Whether it is there; it is not read further than its beginning.
    pub async fn look(&self, app: &App) -> Result<(), String> {
        app.objects.open(&self.file.object, &self.file.key).await.map(drop)
    }
}

/// Every file that journals name, of the cases after this one in order of their streams: at most those
/// of so many cases, and where to go on.
pub async fn stored_files(
    app: &Arc<App>,
    after: &str,
    limit: u32,
) -> Result<(Vec<StoredFile>, Option<String>), Error> {
    let streams = app.store.streams(after, limit).await?;
    let mut files = Vec::new();
    for stream in &streams {
        let Some(Ok(id)) = stream.strip_prefix("case/").map(CaseId::read) else { continue };
        let links = app.store.stream(stream).await?;
        let events = links.iter().map(read_event).collect::<Result<Vec<_>, _>>();
        let events = events.map_err(|error| Error::Outside(format!("{stream}: {error}")))?;
        let case =
            fold(&id, &events).map_err(|error| Error::Outside(format!("{stream}: {error}")))?;
        let named = case.attachments.into_iter().filter_map(|one| {
            Some(StoredFile { case: case.id.clone(), id: one.id, file: one.file? })
        });
        files.extend(named);
    }
    Ok((files, streams.last().cloned()))
}
