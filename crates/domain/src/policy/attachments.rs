//! How much may be attached: settings of `[attachments]`, all of which may be left out.

/// Limits of files, each of which cuts a stream that goes beyond it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttachmentLimits {
    /// The largest file, in bytes.
    pub file_bytes: u64,
    /// The most files that come with one report or message.
    pub files_per_message: u32,
    /// The most files of one case.
    pub files_per_case: u32,
    /// All files of one case together, in bytes.
    pub case_bytes: u64,
}

const MIB: u64 = 1024 * 1024;

impl Default for AttachmentLimits {
    fn default() -> Self {
        Self {
            file_bytes: 25 * MIB,
            files_per_message: 10,
            files_per_case: 200,
            case_bytes: 500 * MIB,
        }
    }
}
