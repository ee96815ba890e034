//! Metrics: what a case took, measured from its journal, and a set of cases summed up. Definitions
//! carry a version: who changes one gives it another number, so that a series that breaks is seen.

mod definition;
mod measure;
mod summary;

pub use definition::{CLOCK, DEFINITIONS, Definition, definition};
pub use measure::{Measure, measure};
pub use summary::{Counted, PUBLIC_MIN, Ranks, Summary, seconds};

#[cfg(test)]
mod tests;
