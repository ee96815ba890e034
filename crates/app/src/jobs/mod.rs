//! What must happen later, exactly once in effect: expiring embargoes, the public folder,
//! announcements. Every job may run twice.

mod plan;
mod run;

pub(crate) use plan::{after_publication, embargo_watch};
pub use run::{Ran, run_one};
