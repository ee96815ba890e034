//! How much may be attached.

use super::Part;
use super::found::Found;
use crate::policy::AttachmentLimits;

pub(super) fn attachments(found: &mut Found, old: &AttachmentLimits, new: &AttachmentLimits) {
    found.part(Part::Attachments);
    let AttachmentLimits { file_bytes, files_per_message, files_per_case, case_bytes } = old;
    let kib = |bytes: &u64| bytes / 1024;
    let name = "The largest file, in KiB,";
    found.value("", "file_kib", name, &kib(file_bytes), &kib(&new.file_bytes));
    let name = "The most files of a message";
    found.value("", "files_per_message", name, files_per_message, &new.files_per_message);
    let name = "The most files of a case";
    found.value("", "files_per_case", name, files_per_case, &new.files_per_case);
    let name = "All files of a case, in KiB,";
    found.value("", "case_kib", name, &kib(case_bytes), &kib(&new.case_bytes));
}
