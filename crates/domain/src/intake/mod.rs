//! Intake: what a report says and what it lacks, and the words exchanged about it.

mod decide;
mod draft;
mod receipt;

pub(crate) use decide::body;
pub use decide::{ask, note, reporter_writes, submit, write};
pub use draft::{Draft, REPORT_LIMITS};
pub use receipt::Statement;

#[cfg(test)]
mod tests;
