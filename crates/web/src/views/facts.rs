//! The policy's questions as fields of a form, with what was answered.

use crate::say;
use crate::words::{Phrase, own, theirs};
use domain::policy::{FactDef, FactKind, Policy};
use domain::triage::{Claim, FactValue, Source};

/// Whose form it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// The team says where an answer comes from and on what it rests.
    Team,
    /// A reporter answers, and that is the source.
    Reporter,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FactView {
    /// Which fact.
    pub(crate) fact: String,
    /// For labels.
    pub(crate) id: String,
    /// The question.
    pub(crate) title: String,
    /// How to find the answer.
    pub(crate) help: String,
    /// `one` for radio buttons, `list` for a menu, `many` for boxes, `day`, `number`.
    pub(crate) shape: &'static str,
    /// The answer, where it is written rather than chosen.
    pub(crate) written: String,
    /// Answers that are offered.
    pub(crate) options: Vec<OptionView>,
    /// Whether other answers are taken too.
    pub(crate) open: bool,
    /// Whether the case still misses this answer.
    pub(crate) missing: bool,
    /// Whether the answer was only suggested.
    pub(crate) suggested: bool,
    /// Where the answer comes from, for reading.
    pub(crate) source: &'static str,
    /// Where it may come from; empty where nobody is asked.
    pub(crate) sources: Vec<OptionView>,
    /// Its evidence.
    pub(crate) note: String,
    /// How it weighs, in words.
    pub(crate) why: String,
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

impl OptionView {
    /// Whether its label is the policy's, or somebody's own.
    fn is_theirs(&self) -> bool {
        !matches!(self.value.as_str(), "" | "yes" | "no" | "never")
    }

    /// The label in an element of its own.
    pub(crate) fn shown(&self) -> Phrase {
        if self.is_theirs() { theirs(&self.label) } else { crate::words::plain(&self.label) }
    }

    /// What the element of the label says of its language.
    pub(crate) fn marks(&self) -> Phrase {
        if self.is_theirs() { own() } else { crate::words::plain("") }
    }
}

/// What a form of facts is made from.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    /// Whose questions.
    pub(crate) policy: &'a Policy,
    /// The answers so far.
    pub(crate) claim: &'a Claim,
    /// Who answers.
    pub(crate) audience: Audience,
    /// Keeps ids apart on one page.
    pub(crate) prefix: &'a str,
}

/// More answers of one's own than a claim may have are not shown again.
const OTHERS_MAX: usize = 100;

impl Asking<'_> {
    /// This question.
    pub(crate) fn fact(&self, fact: &FactDef) -> FactView {
        let stated = self.claim.get(&fact.id);
        let hint = self.claim.suggested.get(&fact.id).filter(|_| !stated.is_known());
        let value = hint.map_or(stated, |(value, _)| value);
        let said = self.claim.said.get(&fact.id);
        let from = match hint {
            Some(_) => Some(Source::Suggestion),
            None => said.and_then(|said| said.from),
        };
        let note = match hint {
            Some((_, note)) => note.clone(),
            None => said.and_then(|said| said.note.clone()),
        };
        let given = value.answers();
        let (options, others) = options(fact, &given);
        let written = match fact.kind {
            FactKind::Day | FactKind::Number => {
                given.iter().find(|one| **one != "never").map(|one| (*one).to_owned())
            }
            _ => None,
        };
        FactView {
            fact: fact.id.clone(),
            id: format!("{}-{}", self.prefix, fact.id),
            title: fact.title.clone(),
            help: fact.help.clone().unwrap_or_default(),
            shape: match fact.kind {
                FactKind::YesNo => "one",
                FactKind::Choice => "list",
                FactKind::Many => "many",
                FactKind::Day => "day",
                FactKind::Number => "number",
            },
            options: options.into_iter().chain(others).chain(unknown(fact, &given)).collect(),
            written: written.unwrap_or_default(),
            open: fact.open,
            missing: false,
            suggested: hint.is_some(),
            source: from.filter(|_| value.is_known()).map_or("", Source::title),
            sources: self.sources(from),
            note: note.unwrap_or_default(),
            why: String::new(),
        }
    }

    /// Where an answer may come from. What the reporter or the team said needs no word: the one who
    /// answers is known.
    fn sources(&self, from: Option<Source>) -> Vec<OptionView> {
        if self.audience == Audience::Reporter {
            return Vec::new();
        }
        let all = [
            ("", "The reporter if unchanged, else the team"),
            ("reporter", "The reporter"),
            ("triager", "The team"),
            ("reproduction", "A reproduction"),
            ("suggestion", "Only a suggestion; it decides nothing"),
        ];
        let kept = match from {
            Some(Source::Reproduction) => "reproduction",
            Some(Source::Suggestion) => "suggestion",
            _ => "",
        };
        let option = |(word, label): (&str, &str)| OptionView {
            value: word.to_owned(),
            label: label.to_owned(),
            chosen: word == kept,
        };
        all.into_iter().map(option).collect()
    }
}

/// The answers that are offered, and those of one's own.
fn options(fact: &FactDef, given: &[&str]) -> (Vec<OptionView>, Vec<OptionView>) {
    let option = |value: &str, label: &str| OptionView {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: given.contains(&value),
    };
    let options: Vec<OptionView> = match fact.kind {
        FactKind::YesNo => vec![option("yes", &say("yes").text()), option("no", &say("no").text())],
        FactKind::Day => vec![option("never", &say("never").text())],
        FactKind::Number => Vec::new(),
        FactKind::Choice | FactKind::Many => {
            fact.choices.iter().map(|choice| option(&choice.id, &choice.says)).collect()
        }
    };
    if matches!(fact.kind, FactKind::Day | FactKind::Number) {
        return (options, Vec::new());
    }
    let known = |one: &str| options.iter().any(|option| option.value == one);
    let others = given.iter().filter(|one| !known(one)).take(OTHERS_MAX).map(|one| OptionView {
        value: (*one).to_owned(),
        label: (*one).to_owned(),
        chosen: true,
    });
    let others = others.collect();
    (options, others)
}

/// The answer that nobody knows, where one of several is chosen.
fn unknown(fact: &FactDef, given: &[&str]) -> Option<OptionView> {
    let one_of = matches!(fact.kind, FactKind::YesNo | FactKind::Choice);
    let label = say("unknown").text();
    one_of.then(|| OptionView { value: String::new(), label, chosen: given.is_empty() })
}

/// An answer as a sentence, for reading.
pub(crate) fn answer(fact: Option<&FactDef>, value: &FactValue) -> String {
    let title = |word: &str| {
        fact.and_then(|fact| fact.choices.iter().find(|choice| choice.id == word))
            .map_or_else(|| word.to_owned(), |choice| choice.says.clone())
    };
    match value {
        FactValue::Yes => say("yes").text(),
        FactValue::No => say("no").text(),
        FactValue::Unknown => say("unknown").text(),
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
