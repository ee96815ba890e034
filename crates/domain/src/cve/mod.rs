//! CVE ids of a case (region I): asked for, assigned, the record written and approved, published and
//! read back, rejected. One case may have several, one for each vulnerability. Nothing here speaks
//! to a CVE service: people say what happened, and what a record says is compared by its digest.

mod apply;
mod container;
mod decide;
mod due;
mod entry;
mod id;
mod state;

pub(crate) use apply::apply;
pub use container::{
    CVE_BYTES_MAX, Container, Difference, differences, read_container, read_record,
};
pub use decide::{approve, assign, confirm, draft, named, note, reject, request};
pub(crate) use due::{CVE, UNUSED, WARN, due};
pub use entry::{CVES_MOST, CveDraft, CveEntry, CveNote, CveTask, ReadBack, rejected};
pub use id::CveId;
pub use state::{CVE_CALLS, CVE_MOVES, CveCall, CveSource, CveState};

#[cfg(test)]
mod tests;
