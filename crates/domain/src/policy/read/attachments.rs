//! Reads `[attachments]`: how much may be attached.

use super::table::Table;
use crate::policy::AttachmentLimits;

pub(super) fn attachments(top: &Table<'_>) -> AttachmentLimits {
    let usual = AttachmentLimits::default();
    let Some(table) = top.table("attachments") else { return usual };
    let kib = |key, usual: u64| {
        if table.has(key) { u64::from(table.whole(key, 1..=1_048_576_000)) * 1024 } else { usual }
    };
    let count = |key, usual| table.whole_or(key, 0..=10_000, usual);
    let limits = AttachmentLimits {
        file_bytes: kib("file_kib", usual.file_bytes),
        files_per_message: count("files_per_message", usual.files_per_message),
        files_per_case: count("files_per_case", usual.files_per_case),
        case_bytes: kib("case_kib", usual.case_bytes),
    };
    if limits.case_bytes < limits.file_bytes {
        table.complain("case_kib", "is less than what one file may have");
    }
    limits
}
