//! The advisory: its text, its state, and the canonical record that every format is written from.

mod cvss;
mod decide;
mod draft;
mod findings;
mod merge;
mod record;
mod severity;
mod ssvc;
mod state;

pub use cvss::{CVSS_BYTES_MAX, Cvss, CvssError, CvssFault, CvssVersion, Score};
pub use decide::{approve, ask_approval, number_to_id, publish, write};
pub use draft::{AdvisoryDraft, Credit, DRAFT_LIMITS, Reference};
pub use findings::{Rated, RatingFinding, rating_findings, rating_findings_by};
pub use merge::{Merged, MergedField, has_marks, merge_text};
pub use record::{Advisory, AffectedLine, EndedLine, EndedStatus};
pub use severity::Severity;
pub use ssvc::{DecisionPoint, PointValue, SSVC_BYTES_MAX, SsvcAnswer, SsvcTable};
pub use state::{ADVISORY_MOVES, AdvisoryState};

#[cfg(test)]
mod tests;
