//! Verdicts and cited rules, with their texts from the policy.

use domain::policy::Policy;
use domain::triage::Verdict;

/// A cited rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleView {
    /// Its id.
    pub(crate) id: String,
    /// A few words; may be empty.
    pub(crate) title: String,
    /// What it says.
    pub(crate) text: String,
    /// Whether the policy of today has it, so that it has a page.
    pub(crate) known: bool,
}

/// Rules by id, as the policy in force words them.
pub(crate) fn rules<'a>(policy: &Policy, ids: impl Iterator<Item = &'a str>) -> Vec<RuleView> {
    let view = |id: &str| {
        let clause = policy.clause(id);
        RuleView {
            id: id.to_owned(),
            title: clause.map(|clause| clause.title.clone()).unwrap_or_default(),
            text: clause.map(|clause| clause.text.clone()).unwrap_or_default(),
            known: clause.is_some(),
        }
    };
    ids.map(view).collect()
}

/// A verdict, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VerdictView {
    /// What it is.
    pub(crate) title: String,
    /// Which look.
    pub(crate) look: &'static str,
    /// The whole in a sentence.
    pub(crate) because: String,
    /// Cited rules.
    pub(crate) rules: Vec<RuleView>,
    /// Questions whose answers would decide.
    pub(crate) missing: Vec<String>,
}

impl VerdictView {
    /// Of this verdict.
    pub(crate) fn new(policy: &Policy, verdict: &Verdict) -> Self {
        let question = |id: &String| policy.fact(id).map_or(id.clone(), |fact| fact.title.clone());
        let open = !verdict.missing.is_empty();
        Self {
            title: verdict.kind.title().to_owned(),
            look: match verdict.kind.is_vulnerability() {
                true => "yes",
                false if open => "open",
                false => "no",
            },
            because: verdict.because.clone(),
            rules: rules(policy, verdict.rules.iter().map(|cited| cited.id.as_str())),
            missing: verdict.missing.iter().map(question).collect(),
        }
    }
}
