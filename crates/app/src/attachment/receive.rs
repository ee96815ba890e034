//! Receiving files as they stream: each is cut where it goes beyond its limit, and none of them is ever
//! in memory as a whole. Nothing here holds the database.

use crate::ports::objects::Incoming;
use crate::{Ctx, Error};
use domain::attachment::{FileKey, Received, safe_name};
use domain::words::AttachmentId;

/// The files of one report or message, on their way.
pub struct Files {
    ctx: Ctx,
    done: Vec<Received>,
    open: Option<Open>,
    total: u64,
}

/// The one that is coming.
struct Open {
    id: AttachmentId,
    name: String,
    key: FileKey,
    length: u64,
    incoming: Box<dyn Incoming>,
}

impl Files {
    /// None yet.
    pub fn new(ctx: &Ctx) -> Self {
        Self { ctx: ctx.clone(), done: Vec::new(), open: None, total: 0 }
    }

    /// A file of this name begins.
    pub async fn begin(&mut self, name: &str) -> Result<(), Error> {
        self.end().await?;
        let most = self.ctx.policy().attachments.files_per_message as usize;
        if self.done.len() >= most {
            return Err(Error::TooMuch(format!("at most {most} files may come at once")));
        }
        let chance = &self.ctx.app.chance;
        let (id, key) =
            (AttachmentId::from_chance(chance.id()), FileKey::from_chance(chance.secret()));
        let incoming = self.ctx.app.objects.begin(&key).await.map_err(Error::Outside)?;
        self.open = Some(Open { id, name: safe_name(name), key, length: 0, incoming });
        Ok(())
    }

    /// More of it.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let limits = self.ctx.policy().attachments;
        let Some(open) = &mut self.open else { return Ok(()) };
        let more = bytes.len() as u64;
        (open.length, self.total) = (open.length + more, self.total + more);
        if open.length > limits.file_bytes {
            let (name, most) = (&open.name, size(limits.file_bytes));
            return Err(Error::TooMuch(format!("{name}: a file has at most {most}")));
        }
        if self.total > limits.case_bytes {
            let most = size(limits.case_bytes);
            return Err(Error::TooMuch(format!(
                "the files of a case have at most {most} together"
            )));
        }
        open.incoming.write(bytes).await.map_err(Error::Outside)
    }

    /// The file ends.
    pub async fn end(&mut self) -> Result<(), Error> {
        let Some(Open { id, name, key, incoming, .. }) = self.open.take() else { return Ok(()) };
        let kept = incoming.finish().await.map_err(Error::Outside)?;
        let (sha256, length, object) = (kept.sha256, kept.length, kept.object);
        self.done.push(Received { id, name, sha256, length, object, key });
        Ok(())
    }

    /// All that came.
    pub fn all(&self) -> &[Received] {
        &self.done
    }

    /// They came for nothing, and are removed. What this does not reach is swept up later.
    pub async fn discard(self) {
        for file in &self.done {
            if let Err(error) = self.ctx.app.objects.remove(&file.object).await {
                tracing::warn!(error, "a file that nobody names was not removed");
            }
        }
    }
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MiB", bytes >> 20),
        _ if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => format!("{} KiB", bytes >> 10),
        _ => format!("{bytes} bytes"),
    }
}
