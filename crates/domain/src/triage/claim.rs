//! A claim is what somebody states about a report: facts by name. What is missing is unknown.

use crate::policy::{Complaint, FactDef, FactKind, Policy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;
use std::fmt;

/// More complaints than anyone reads. Each costs a search for what may have been meant and comes back
/// as a sentence: a stranger's claim of ten thousand made-up facts must not cost ten thousand.
const COMPLAINTS_MAX: usize = 50;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactValue {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nobody knows yet.
    Unknown,
    /// One of the choices.
    Text(String),
    /// Some of the choices; none at all means that nobody knows yet.
    List(Vec<String>),
}

impl FactValue {
    /// From one word: `yes`, `no`, `unknown` or a choice.
    pub fn word(text: &str) -> Self {
        match text {
            "yes" => Self::Yes,
            "no" => Self::No,
            "unknown" | "" => Self::Unknown,
            other => Self::Text(other.to_owned()),
        }
    }

    /// The answers given, or nothing where it is unknown.
    pub(super) fn answers(&self) -> Option<Vec<&str>> {
        match self {
            Self::Yes => Some(vec!["yes"]),
            Self::No => Some(vec!["no"]),
            Self::Text(text) => Some(vec![text]),
            Self::List(list) if !list.is_empty() => Some(list.iter().map(String::as_str).collect()),
            Self::Unknown | Self::List(_) => None,
        }
    }
}

impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.answers() {
            Some(answers) => f.write_str(&answers.join(", ")),
            None => f.write_str("unknown"),
        }
    }
}

impl Serialize for FactValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Yes => serializer.serialize_str("yes"),
            Self::No => serializer.serialize_str("no"),
            Self::Unknown => serializer.serialize_str("unknown"),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => list.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FactValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = FactValue;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("yes, no, unknown, a choice or a list of choices")
            }
            fn visit_bool<E: de::Error>(self, yes: bool) -> Result<FactValue, E> {
                Ok(if yes { FactValue::Yes } else { FactValue::No })
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<FactValue, E> {
                Ok(FactValue::word(text))
            }
            fn visit_unit<E: de::Error>(self) -> Result<FactValue, E> {
                Ok(FactValue::Unknown)
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<FactValue, A::Error> {
                let mut list = Vec::new();
                while let Some(text) = seq.next_element::<String>()? {
                    list.push(text);
                }
                Ok(FactValue::List(list))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// Facts by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Claim {
    /// What is stated; a fact that is not here is unknown.
    pub facts: BTreeMap<String, FactValue>,
}

impl Claim {
    /// The answer, or unknown.
    pub fn get(&self, fact: &str) -> &FactValue {
        self.facts.get(fact).unwrap_or(&FactValue::Unknown)
    }

    /// Written one way, whichever door it came through: a question that takes several answers has
    /// a list, and what is unknown is left out.
    #[must_use]
    pub fn normal(&self, policy: &Policy) -> Self {
        let many = |fact: &str| {
            policy.fact(fact).is_some_and(|fact| fact.kind == crate::policy::FactKind::Many)
        };
        let known = self.facts.iter().filter(|(_, value)| value.answers().is_some());
        let facts = known.map(|(fact, value)| match value {
            FactValue::Text(one) if many(fact) => {
                (fact.clone(), FactValue::List(vec![one.clone()]))
            }
            other => (fact.clone(), other.clone()),
        });
        Self { facts: facts.collect() }
    }

    /// Every fact that the policy does not know and every answer it does not offer.
    pub fn check(&self, policy: &Policy) -> Vec<Complaint> {
        self.check_against(&policy.facts)
            .into_iter()
            .map(|(fact, says)| Complaint::new("claim", fact, says))
            .collect()
    }

    pub(crate) fn check_against(&self, facts: &[FactDef]) -> Vec<(String, String)> {
        let mut wrong = Vec::new();
        for (name, value) in &self.facts {
            if wrong.len() >= COMPLAINTS_MAX {
                break;
            }
            match facts.iter().find(|fact| &fact.id == name) {
                Some(fact) => {
                    wrong.extend(check(fact, value).into_iter().map(|says| (name.clone(), says)));
                }
                None => {
                    let known = facts.iter().map(|fact| fact.id.as_str());
                    let says = crate::policy::no_such("fact", name, known);
                    wrong.push((name.clone(), says));
                }
            }
        }
        wrong
    }
}

fn check(fact: &FactDef, value: &FactValue) -> Vec<String> {
    let Some(answers) = value.answers() else { return Vec::new() };
    if fact.kind == FactKind::YesNo {
        let good = matches!(value, FactValue::Yes | FactValue::No);
        return if good { Vec::new() } else { vec!["the answer is yes, no or unknown".into()] };
    }
    let mut wrong: Vec<String> =
        answers.iter().filter_map(|answer| no_choice(fact, answer)).take(COMPLAINTS_MAX).collect();
    if fact.kind == FactKind::Choice && matches!(value, FactValue::List(_)) {
        wrong.push("the answer is one choice, not a list".into());
    }
    let alone = fact.choices.iter().find(|c| c.alone && answers.contains(&c.id.as_str()));
    if let (Some(alone), true) = (alone, answers.len() > 1) {
        wrong.push(format!("\"{}\" excludes every other answer", alone.id));
    }
    wrong
}

/// What is wrong with this answer to this question, if anything.
pub(crate) fn no_choice(fact: &FactDef, answer: &str) -> Option<String> {
    if fact.kind == FactKind::YesNo {
        let good = matches!(answer, "yes" | "no");
        return (!good).then(|| "the answer is yes or no".to_owned());
    }
    if fact.open || fact.choices.iter().any(|choice| choice.id == answer) {
        return None;
    }
    let known = fact.choices.iter().map(|choice| choice.id.as_str());
    Some(crate::policy::no_such("choice", answer, known))
}
