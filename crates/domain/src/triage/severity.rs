//! Setting the severity: the word, its vector, and a reason where the two differ.

use crate::advisory::{Cvss, Rated, RatingFinding, Severity, rating_findings};
use crate::case::{Case, Content, Fact, News, ReportState};
use crate::words::Refusal;

/// Set the severity, with its vector where there is one. A rating other than the vector's needs a
/// reason; it stays visible on the case.
pub fn set_severity(
    case: &Case,
    severity: Severity,
    vector: Option<&str>,
    because: &str,
) -> Result<News, Refusal> {
    if case.report == ReportState::Closed {
        return Err(Refusal::new("moves report", "the case is closed"));
    }
    let vector = vector.map(str::trim).filter(|vector| !vector.is_empty());
    if let Some(Err(error)) = vector.map(Cvss::read) {
        return Err(Refusal::new("severity", format!("the vector is illegal: {error}")));
    }
    let rated = Rated { severity: Some(severity), vector, score: None };
    let differs = rating_findings(&rated)
        .into_iter()
        .find(|finding| matches!(finding, RatingFinding::RatingDiffers { .. }));
    if let Some(finding) = differs.filter(|_| because.trim().is_empty()) {
        let says = format!("{finding}; to rate it otherwise than the vector, give a reason");
        return Err(Refusal::new("severity", says));
    }
    let fact = Fact::SeveritySet { severity, vector: vector.map(str::to_owned) };
    Ok(fact.with(Content::default().and("because", because)))
}

/// What does not fit together in the rating of a case; nothing before it is rated.
pub fn severity_findings(case: &Case) -> Vec<RatingFinding> {
    let vector = case.vector.as_deref();
    rating_findings(&Rated { severity: case.severity, vector, score: None })
}
