//! How a case is rated: what does not fit together, and why somebody chose it so.

use domain::case::Case;
use domain::triage::severity_findings;
use domain::words::visible;

/// What stands beside the severity.
pub(crate) struct RatingView {
    /// What does not fit together, in sentences without their full stop.
    pub(crate) findings: Vec<String>,
    /// The reason given, empty where nothing was said.
    pub(crate) because: String,
}

impl RatingView {
    /// Of this case.
    pub(crate) fn new(case: &Case) -> Self {
        let findings = severity_findings(case).iter().map(ToString::to_string).collect();
        let because = case.severity_because.as_deref().map(visible).unwrap_or_default();
        Self { findings, because }
    }
}
