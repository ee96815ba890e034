//! Setting the severity: the word, its vector, and a reason where the two differ.

use super::{current_claim, suggest};
use crate::advisory::{Cvss, Rated, RatingFinding, Severity, rating_findings_by};
use crate::case::{Case, Content, Fact, News, ReportState};
use crate::policy::Policy;
use crate::words::Refusal;
use jiff::Timestamp;

fn refused(says: impl Into<String>) -> Refusal {
    Refusal::new("severity", says)
}

/// Set the severity, with its vector where there is one. A rating other than the vector's needs a
/// reason, unless the modifiers of the policy are the reason; it stays visible on the case.
pub fn set_severity(
    case: &Case,
    policy: &Policy,
    (severity, vector): (Severity, Option<&str>),
    because: &str,
    now: Timestamp,
) -> Result<News, Refusal> {
    if case.report == ReportState::Closed {
        return Err(Refusal::new("moves report", "the case is closed"));
    }
    let rules = &policy.severity;
    if !rules.has(severity) {
        let (word, words) = (severity.word(), rules.words().join(", "));
        return Err(refused(format!("the scale of this policy has no {word}; it has {words}")));
    }
    let vector = vector.map(str::trim).filter(|vector| !vector.is_empty());
    if let Some(Err(error)) = vector.map(Cvss::read) {
        return Err(refused(format!("the vector is illegal: {error}")));
    }
    let differs = findings(policy, severity, vector)
        .into_iter()
        .find(|finding| matches!(finding, RatingFinding::RatingDiffers { .. }));
    if let Some(finding) = differs.filter(|_| because.trim().is_empty()) {
        let claim = current_claim(case);
        let modified = suggest(policy, &claim, vector, now)
            .is_some_and(|suggested| suggested.severity == severity);
        if !modified {
            let says = format!("{finding}; to rate it otherwise than the vector, give a reason");
            return Err(refused(says));
        }
    }
    let fact = Fact::SeveritySet { severity, vector: vector.map(str::to_owned) };
    Ok(fact.with(Content::default().and("because", because)))
}

/// What does not fit together in the rating of a case; nothing before it is rated.
pub fn severity_findings(case: &Case, policy: &Policy) -> Vec<RatingFinding> {
    let Some(severity) = case.severity else { return Vec::new() };
    findings(policy, severity, case.vector.as_deref())
}

fn findings(policy: &Policy, severity: Severity, vector: Option<&str>) -> Vec<RatingFinding> {
    let rated = Rated { severity: Some(severity), vector, score: None };
    let mut found = rating_findings_by(&rated, |score| policy.severity.rate(score));
    found.retain(|finding| {
        policy.severity.vector_expected
            || !matches!(finding, RatingFinding::SeverityWithoutVector { .. })
    });
    found
}
