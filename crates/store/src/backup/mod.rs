//! Backup and restore that no engine's tools are needed for: all tables as they were at one
//! instant, as JSON lines under zstd, between a header and a last line with counts and a digest of
//! everything before it. What lets people in (sessions, invitations, tokens) stays behind.

mod read;
mod tables;
mod write;

pub(crate) use read::Lines;
pub use read::{restore, restore_with};
pub(crate) use write::Packed;
pub use write::backup;

use crate::shipping::{Follows, Replayed};

use app::ports::store::StoreError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the file's form; a newer one is refused.
const FORMAT: u32 = 1;

/// What was written or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The schema version of the database that was written.
    pub schema: u32,
    /// How many rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// SHA-256 of the lines before the last, in hexadecimal digits.
    pub sha256: String,
    /// What was written again of units that were shipped after it.
    pub replayed: Replayed,
}

/// Why there is no backup, or nothing restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written or read.
    #[error("the backup file: {0}")]
    File(#[from] std::io::Error),
    /// The file or the database is not what it must be; nothing was restored.
    #[error("nothing restored: {0}")]
    Refused(String),
}

impl From<crate::failure::Failure> for BackupError {
    fn from(failure: crate::failure::Failure) -> Self {
        Self::Store(failure.into())
    }
}

/// The first line: what the file is, and the columns of the rows of each table.
#[derive(Serialize, Deserialize)]
struct Header {
    vulnerary_backup: u32,
    schema: u32,
    tables: BTreeMap<String, Vec<String>>,
    /// Which shipped units it holds, where units are shipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    follows: Option<Follows>,
}

/// The last line.
#[derive(Serialize, Deserialize)]
struct End {
    rows: BTreeMap<String, u64>,
    sha256: String,
}
