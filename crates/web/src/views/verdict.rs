//! Verdicts and cited rules, with their texts from the policy.

use super::facts::answer;
use crate::say;
use domain::policy::Policy;
use domain::triage::{Disagreement, Verdict, VerdictKind, Weighed};

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
    /// Whether its link opens beside, because something is being typed here.
    pub(crate) beside: bool,
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
            beside: false,
        }
    };
    ids.map(view).collect()
}

/// A fact that the verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WeighedView {
    /// The question.
    pub(crate) question: String,
    /// The answer.
    pub(crate) answer: String,
    /// Why it is known.
    pub(crate) why: String,
}

/// Clauses that disagree about a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClashView {
    /// The known clash, where the policy knows it.
    pub(crate) id: Option<String>,
    /// The clash in words.
    pub(crate) says: String,
    /// The clauses.
    pub(crate) rules: Vec<RuleView>,
    /// Decisions that clash with them.
    pub(crate) precedents: Vec<String>,
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
    /// Cited rules; where it is undecided, those that may still decide.
    pub(crate) rules: Vec<RuleView>,
    /// Questions whose answers would decide.
    pub(crate) missing: Vec<String>,
    /// Whether a CVE id is asked for, where the policy says.
    pub(crate) cve: Option<bool>,
    /// Whether a bounty can be paid, where the policy says.
    pub(crate) bounty: Option<bool>,
    /// Facts it rests on.
    pub(crate) facts: Vec<WeighedView>,
    /// Clauses that disagree.
    pub(crate) disagree: Vec<ClashView>,
}

impl VerdictView {
    /// Of this verdict.
    pub(crate) fn new(policy: &Policy, verdict: &Verdict) -> Self {
        let question = |id: &String| policy.fact(id).map_or(id.clone(), |fact| fact.title.clone());
        let open = !verdict.missing.is_empty();
        let weighed = |one: &Weighed| WeighedView {
            question: question(&one.fact),
            answer: answer(policy.fact(&one.fact), &one.value),
            why: one.why.clone(),
        };
        let clash = |one: &Disagreement| ClashView {
            id: one.conflict.clone(),
            says: one.says.clone(),
            rules: rules(policy, one.between.iter().map(String::as_str)),
            precedents: one.precedents.clone(),
        };
        Self {
            title: kind_title(verdict.kind),
            look: match verdict.kind.is_vulnerability() {
                true => "yes",
                false if open => "open",
                false => "no",
            },
            because: if open { undecided(verdict) } else { verdict.because.clone() },
            rules: rules(policy, verdict.rules.iter().map(|cited| cited.id.as_str())),
            missing: verdict.missing.iter().map(question).collect(),
            cve: verdict.cve,
            bounty: verdict.bounty,
            facts: verdict.facts.iter().filter(|_| !open).map(weighed).collect(),
            disagree: verdict.disagree.iter().map(clash).collect(),
        }
    }
}

impl VerdictView {
    /// The same with links that open beside.
    pub(crate) fn beside(mut self) -> Self {
        let clashes = self.disagree.iter_mut().flat_map(|clash| &mut clash.rules);
        for rule in self.rules.iter_mut().chain(clashes) {
            rule.beside = true;
        }
        self
    }
}

/// Why there is no verdict yet, without the names of facts.
fn undecided(verdict: &Verdict) -> String {
    let answers = verdict.missing.len();
    let answers = say("verdict-answers-missing").count("n", answers).text();
    match verdict.rules.as_slice() {
        [one] => say("verdict-open-one").with("clause", &one.id).with("answers", answers).text(),
        many => say("verdict-open").count("n", many.len()).with("answers", answers).text(),
    }
}

/// A verdict for people.
pub(crate) fn kind_title(kind: VerdictKind) -> String {
    say(format!("verdict-{}", kind.word())).text()
}

/// The verdict of this word, for people.
pub(crate) fn verdict_title(word: &str) -> &str {
    VerdictKind::read(word).map_or(word, |kind| kind.title())
}
