//! Intake: what a report says and what it lacks, and the words exchanged about it.

mod alike;
mod decide;
mod draft;
mod evidence;
mod import;
mod receipt;

pub use alike::{
    alike_group, alike_key, alike_keys, alike_keys_of, are_alike, joins_group, waiting_key_of,
    waits_behind,
};
pub(crate) use decide::body;
pub use decide::{ask, note, reporter_writes, submit, write};
pub use draft::{Draft, DraftFile, REPORT_LIMITS};
pub use evidence::{FIELD_MAX, asks, fields_of, lacking};
pub use import::{ImportSource, Imported, ImportedFile, ImportedWords, import};
pub use receipt::Statement;

#[cfg(test)]
mod tests;
