//! The policy's questions as fields of a form, with what was answered.

use domain::policy::{FactDef, FactKind, Policy};
use domain::triage::{Claim, FactValue};

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FactView {
    /// The name of its field: `claim.` and the fact.
    pub(crate) name: String,
    /// For labels.
    pub(crate) id: String,
    /// The question.
    pub(crate) title: String,
    /// How to find the answer.
    pub(crate) help: String,
    /// `one` for radio buttons, `list` for a menu, `many` for boxes, `line` for a day or a number.
    pub(crate) shape: &'static str,
    /// The answer, where it is written rather than chosen.
    pub(crate) written: String,
    /// Answers that are offered.
    pub(crate) options: Vec<OptionView>,
    /// Whether other answers are taken too.
    pub(crate) open: bool,
    /// Whether the case still misses this answer.
    pub(crate) missing: bool,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OptionView {
    /// What is sent.
    pub(crate) value: String,
    /// What is read.
    pub(crate) label: String,
    /// Whether it is chosen.
    pub(crate) chosen: bool,
}

/// Every question of the policy, answered as in this claim; `prefix` keeps ids apart on one page.
pub(crate) fn facts(
    policy: &Policy,
    claim: &Claim,
    missing: &[String],
    prefix: &str,
) -> Vec<FactView> {
    policy.facts.iter().map(|fact| view(fact, claim, missing, prefix)).collect()
}

fn view(fact: &FactDef, claim: &Claim, missing: &[String], prefix: &str) -> FactView {
    let value = claim.get(&fact.id);
    let given = answers(value);
    let option = |value: &str, label: &str| OptionView {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: given.iter().any(|one| one == value),
    };
    let mut options: Vec<OptionView> = match fact.kind {
        FactKind::YesNo => vec![option("yes", "Yes"), option("no", "No")],
        FactKind::Day | FactKind::Number => Vec::new(),
        FactKind::Choice | FactKind::Many => {
            fact.choices.iter().map(|choice| option(&choice.id, &choice.says)).collect()
        }
    };
    let written = match fact.kind {
        FactKind::Day | FactKind::Number => given.first().cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let known = |one: &String| options.iter().any(|option| option.value == *one);
    let others: Vec<String> = given.iter().filter(|one| !known(one)).cloned().collect();
    options.extend(others.iter().map(|one| option(one, one)));
    if fact.kind != FactKind::Many {
        let chosen = !options.iter().any(|option| option.chosen);
        let unknown = OptionView { value: String::new(), label: "Not known".to_owned(), chosen };
        options.push(unknown);
    }
    FactView {
        name: format!("claim.{}", fact.id),
        id: format!("{prefix}-{}", fact.id),
        title: fact.title.clone(),
        help: fact.help.clone().unwrap_or_default(),
        shape: match fact.kind {
            FactKind::YesNo => "one",
            FactKind::Choice => "list",
            FactKind::Many => "many",
            FactKind::Day | FactKind::Number => "line",
        },
        options,
        written,
        open: fact.open,
        missing: missing.contains(&fact.id),
    }
}

fn answers(value: &FactValue) -> Vec<String> {
    match value {
        FactValue::Yes => vec!["yes".to_owned()],
        FactValue::No => vec!["no".to_owned()],
        FactValue::Unknown => Vec::new(),
        FactValue::Text(text) => vec![text.clone()],
        FactValue::List(list) => list.clone(),
    }
}

/// An answer as a sentence, for reading.
pub(crate) fn answer(fact: Option<&FactDef>, value: &FactValue) -> String {
    let title = |word: &str| {
        fact.and_then(|fact| fact.choices.iter().find(|choice| choice.id == word))
            .map_or_else(|| word.to_owned(), |choice| choice.says.clone())
    };
    match value {
        FactValue::Yes => "Yes".to_owned(),
        FactValue::No => "No".to_owned(),
        FactValue::Unknown => "Not known".to_owned(),
        FactValue::Text(text) => title(text),
        FactValue::List(list) => list.iter().map(|word| title(word)).collect::<Vec<_>>().join("; "),
    }
}

/// What a claim states: questions with their answers, for reading.
pub(crate) fn answers_of(policy: &Policy, claim: &Claim) -> Vec<(String, String)> {
    let said = claim.facts.iter().map(|(id, value)| {
        let fact = policy.fact(id);
        (fact.map_or(id.clone(), |fact| fact.title.clone()), answer(fact, value))
    });
    said.collect()
}
