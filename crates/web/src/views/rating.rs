//! How a case is rated: what does not fit together, why somebody chose it so, and what the policy
//! suggests.

use super::words::severity_title;
use app::case::Shown;
use domain::policy::Policy;
use domain::triage::Suggestion;
use domain::words::visible;

/// What stands beside the severity.
pub(crate) struct RatingView {
    /// What does not fit together, in sentences without their full stop.
    pub(crate) findings: Vec<String>,
    /// The reason given, empty where nothing was said.
    pub(crate) because: String,
    /// What the policy suggests.
    pub(crate) suggestion: Option<SuggestionView>,
    /// The words of the scale with their meaning, the worst first; empty where the pack has none.
    pub(crate) scale: Vec<(&'static str, String)>,
}

/// A suggested severity with its reasons.
pub(crate) struct SuggestionView {
    /// The word.
    pub(crate) word: String,
    /// Where it started, then a line per modifier that applied: its id, what it does, what it is.
    pub(crate) from: String,
    /// Modifiers that applied.
    pub(crate) steps: Vec<(String, String, String)>,
    /// Modifiers that may apply, with the questions that would tell.
    pub(crate) open: Vec<(String, String)>,
}

impl RatingView {
    /// Of this case.
    pub(crate) fn new(shown: &Shown, policy: &Policy) -> Self {
        let levels = policy.severity.scale.iter().rev().filter(|level| !level.says.is_empty());
        Self {
            findings: shown.rating.findings.iter().map(ToString::to_string).collect(),
            because: shown.case.severity_because.as_deref().map(visible).unwrap_or_default(),
            suggestion: shown.rating.suggestion.as_ref().map(|s| suggestion(s, policy)),
            scale: levels.map(|l| (severity_title(l.severity), l.says.clone())).collect(),
        }
    }

    /// Whether there is anything to say even without a form.
    pub(crate) fn speaks(&self) -> bool {
        !self.findings.is_empty() || !self.because.is_empty() || self.suggestion.is_some()
    }
}

fn suggestion(given: &Suggestion, policy: &Policy) -> SuggestionView {
    let from = severity_title(given.from);
    let question = |id: &String| policy.fact(id).map_or(id.as_str(), |fact| &fact.title).to_owned();
    let open = given.open.iter().map(|one| {
        let questions: Vec<String> = one.missing.iter().map(question).collect();
        (one.modifier.clone(), questions.join(" "))
    });
    let step = |step: &domain::triage::SuggestionStep| {
        (step.modifier.clone(), step.shift.clone(), step.says.clone())
    };
    SuggestionView {
        word: severity_title(given.severity).to_owned(),
        from: match given.score {
            Some(score) => format!("{from} by the vector, which scores {score}"),
            None => format!("{from}, where this policy starts"),
        },
        steps: given.steps.iter().map(step).collect(),
        open: open.collect(),
    }
}
