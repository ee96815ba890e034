//! How many files may come, and what is recorded of them.

use super::state::{Attachment, FileKey, KeptFile};
use crate::case::{Case, Content, Fact, News};
use crate::policy::AttachmentLimits;
use crate::words::{AttachmentId, Digest, Refusal};

/// A file that was received and is stored; nothing names it yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The id that it gets.
    pub id: AttachmentId,
    /// Its name, made harmless.
    pub name: String,
    /// SHA-256 of what was received.
    pub sha256: Digest,
    /// How many bytes it has.
    pub length: u64,
    /// SHA-256 of what is stored.
    pub object: Digest,
    /// What opens that.
    pub key: FileKey,
}

/// The rule of everything that is too much.
const RULE: &str = "attachments";

/// Record these files beside the report or the message of event `of`, in a case that has those
/// already.
pub fn attach(
    before: &[Attachment],
    limits: &AttachmentLimits,
    of: u64,
    files: &[Received],
) -> Result<Vec<News>, Refusal> {
    let refuse = |says: String| Err(Refusal::new(RULE, says));
    let most = limits.files_per_message as usize;
    if files.len() > most {
        return refuse(format!(
            "a message has at most {most} files, and these are {}",
            files.len()
        ));
    }
    if let Some(file) = files.iter().find(|file| file.length > limits.file_bytes) {
        return refuse(format!("{} is larger than {} bytes", file.name, limits.file_bytes));
    }
    // What was erased takes no room; that it was there counts.
    let most = limits.files_per_case as usize;
    if before.len() + files.len() > most {
        return refuse(format!("a case has at most {most} files, and {} are there", before.len()));
    }
    let there: u64 = before.iter().filter_map(|one| one.file.as_ref()).map(|f| f.length).sum();
    let new: u64 = files.iter().map(|file| file.length).sum();
    if there.saturating_add(new) > limits.case_bytes {
        let most = limits.case_bytes;
        return refuse(format!("the files of a case have at most {most} bytes together"));
    }
    Ok(files.iter().map(|file| news(of, file)).collect())
}

fn news(of: u64, file: &Received) -> News {
    let Received { id, name, sha256, length, object, key } = file.clone();
    let content = KeptFile { name, sha256, length, object, key }.content();
    Fact::Attached { attachment: id, of }.with(content)
}

/// Hold an attachment back, or let it go.
pub fn hold(case: &Case, id: &str, held: bool, because: &str) -> Result<News, Refusal> {
    let there = case.attachments.iter().find(|one| one.id.as_str() == id.trim());
    let there = there
        .ok_or_else(|| Refusal::new(RULE, "attachment: this case has no file with this id"))?;
    if there.held == held {
        let says =
            if held { "this file is held back already" } else { "this file is not held back" };
        return Err(Refusal::new(RULE, says));
    }
    let attachment = there.id.clone();
    Ok(Fact::AttachmentHeld { attachment, held }.with(Content::one("because", because)))
}
