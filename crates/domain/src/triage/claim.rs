//! A claim is what is stated about a report: facts by name, each with its source. What is missing
//! is unknown; what was only suggested is kept beside and decides nothing.

use super::said::Stated;
use super::{FactValue, Said, Source};
use crate::policy::{Complaint, FactDef, FactKind, Policy};
use crate::words::is_plain;
use jiff::civil::Date;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// More complaints than anyone reads. Each costs a search for what may have been meant and comes back
/// as a sentence: a stranger's claim of ten thousand made-up facts must not cost ten thousand.
const COMPLAINTS_MAX: usize = 50;

/// The longest answer in a list of one's own words, and the longest evidence.
const ANSWER_MAX: usize = 300;
const NOTE_MAX: usize = 2_000;

/// The most answers to one question.
const ANSWERS_MAX: usize = 100;

/// Facts by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim {
    /// What is stated; a fact that is not here is unknown.
    pub facts: BTreeMap<String, FactValue>,
    /// Where the stated facts come from, as far as it is known.
    pub said: BTreeMap<String, Said>,
    /// What was only proposed, with the reason where one was given.
    pub suggested: BTreeMap<String, (FactValue, Option<String>)>,
}

impl Claim {
    /// Of these facts, from nobody in particular.
    pub fn of(facts: impl IntoIterator<Item = (String, FactValue)>) -> Self {
        Self { facts: facts.into_iter().collect(), ..Self::default() }
    }

    /// The answer, or unknown.
    pub fn get(&self, fact: &str) -> &FactValue {
        self.facts.get(fact).unwrap_or(&FactValue::Unknown)
    }

    /// Put one answer in, where its source says it belongs.
    pub(crate) fn put(&mut self, fact: String, stated: Stated) {
        if stated.said.from == Some(Source::Suggestion) {
            self.suggested.insert(fact, (stated.value, stated.said.note));
            return;
        }
        if stated.said != Said::default() {
            self.said.insert(fact.clone(), stated.said);
        }
        self.facts.insert(fact, stated.value);
    }

    /// Written one way, whichever door it came through: a question that takes several answers has
    /// a list, and what is unknown is left out.
    #[must_use]
    pub fn normal(&self, policy: &Policy) -> Self {
        let shape = |fact: &str, value: &FactValue| match (policy.fact(fact), value) {
            (Some(def), FactValue::Text(one)) if def.kind == FactKind::Many => {
                FactValue::List(vec![one.clone()])
            }
            _ => value.clone(),
        };
        let known = self.facts.iter().filter(|(_, value)| value.is_known());
        let facts: BTreeMap<String, FactValue> =
            known.map(|(fact, value)| (fact.clone(), shape(fact, value))).collect();
        let said = self.said.iter().filter(|(fact, _)| facts.contains_key(*fact));
        let said = said.map(|(fact, said)| (fact.clone(), said.clone())).collect();
        let suggested = self.suggested.iter().filter(|(_, (value, _))| value.is_known());
        let suggested = suggested
            .map(|(fact, (value, note))| (fact.clone(), (shape(fact, value), note.clone())))
            .collect();
        Self { facts, said, suggested }
    }

    /// With every fact that has no source yet said to come from here; an answer that `before` had
    /// already keeps the source it had there.
    #[must_use]
    pub fn told_by(mut self, source: Source, before: &Claim) -> Self {
        for (fact, value) in &self.facts {
            let said = self.said.entry(fact.clone()).or_default();
            if said.from.is_some() {
                continue;
            }
            match before.said.get(fact) {
                Some(earlier) if before.facts.get(fact) == Some(value) => {
                    said.from = earlier.from;
                    said.note = said.note.take().or_else(|| earlier.note.clone());
                }
                _ => said.from = Some(source),
            }
        }
        self
    }

    /// As whoever reports may state it: nobody outside speaks for the team.
    #[must_use]
    pub fn from_outside(mut self) -> Self {
        let forged = |from: &Source| *from > Source::Reporter;
        for said in self.said.values_mut().filter(|said| said.from.as_ref().is_some_and(forged)) {
            said.from = Some(Source::Reporter);
        }
        self
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
        let suggested = self.suggested.iter().map(|(name, (value, _))| (name, value));
        for (name, value) in self.facts.iter().chain(suggested) {
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
                    wrong.push((crate::words::one_line(name, 60), says));
                }
            }
        }
        let notes = self.said.iter().map(|(name, said)| (name, &said.note));
        let notes = notes.chain(self.suggested.iter().map(|(name, (_, note))| (name, note)));
        for (name, _) in notes.filter(|(_, note)| note.as_ref().is_some_and(|n| n.len() > NOTE_MAX))
        {
            let says = format!("the note is longer than {NOTE_MAX} bytes");
            wrong.push((crate::words::one_line(name, 60), says));
        }
        wrong.truncate(COMPLAINTS_MAX);
        wrong
    }
}

impl Serialize for Claim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stated = self.facts.iter().map(|(fact, value)| {
            let said = self.said.get(fact).cloned().unwrap_or_default();
            (fact, Stated { value: value.clone(), said })
        });
        let known = |fact: &String| self.facts.contains_key(fact);
        let suggested =
            self.suggested.iter().filter(|(fact, _)| !known(fact)).map(|(fact, (value, note))| {
                let said = Said { from: Some(Source::Suggestion), note: note.clone() };
                (fact, Stated { value: value.clone(), said })
            });
        serializer.collect_map(stated.chain(suggested).collect::<BTreeMap<_, _>>())
    }
}

impl<'de> Deserialize<'de> for Claim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

/// Reads facts by name, each of them once.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Claim;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of facts by name")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Claim, A::Error> {
        let (mut claim, mut seen) = (Claim::default(), BTreeSet::new());
        while let Some((fact, stated)) = map.next_entry::<String, Stated>()? {
            if !seen.insert(fact.clone()) {
                let fact = crate::words::one_line(&fact, 60);
                return Err(A::Error::custom(format!("the fact \"{fact}\" is there twice")));
            }
            claim.put(fact, stated);
        }
        Ok(claim)
    }
}

fn check(fact: &FactDef, value: &FactValue) -> Vec<String> {
    if !value.is_known() {
        return Vec::new();
    }
    if fact.kind == FactKind::YesNo {
        let good = matches!(value, FactValue::Yes | FactValue::No);
        return if good { Vec::new() } else { vec!["the answer is yes, no or unknown".into()] };
    }
    let answers = value.answers();
    if answers.len() > ANSWERS_MAX {
        return vec![format!("more than {ANSWERS_MAX} answers")];
    }
    let mut wrong: Vec<String> =
        answers.iter().filter_map(|answer| no_choice(fact, answer)).take(COMPLAINTS_MAX).collect();
    if fact.kind != FactKind::Many && matches!(value, FactValue::List(_)) {
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
    match fact.kind {
        FactKind::YesNo => {
            let good = matches!(answer, "yes" | "no");
            return (!good).then(|| "the answer is yes or no".to_owned());
        }
        FactKind::Day => {
            let says = "the answer is a day such as 2026-04-30, or never";
            return (day(answer).is_none() && answer != NEVER).then(|| says.to_owned());
        }
        FactKind::Number => {
            let says = "the answer is a number such as 12 or 0.5";
            return number(answer).is_none().then(|| says.to_owned());
        }
        FactKind::Choice | FactKind::Many => {}
    }
    if fact.choices.iter().any(|choice| choice.id == answer) {
        return None;
    }
    if fact.open {
        let plain = |c: char| c != '\n' && c != '\t' && is_plain(c);
        let good = answer.len() <= ANSWER_MAX && answer.chars().all(plain);
        if answer.trim().is_empty() || matches!(answer, "yes" | "no" | "unknown") {
            let says = "an answer of one's own has words; what is unknown is left out";
            return Some(says.to_owned());
        }
        let says =
            format!("an answer of one's own is one plain line of at most {ANSWER_MAX} bytes");
        return (!good).then_some(says);
    }
    let known = fact.choices.iter().map(|choice| choice.id.as_str());
    Some(crate::policy::no_such("choice", answer, known))
}

/// The answer of a day that never came.
pub(super) const NEVER: &str = "never";

/// A day of a year with four digits, written in full.
pub(crate) fn day(answer: &str) -> Option<Date> {
    let whole = answer.len() == "2026-04-30".len();
    answer.parse::<Date>().ok().filter(|day| whole && day.to_string() == answer)
}

/// A number in plain decimals.
pub(crate) fn number(answer: &str) -> Option<f64> {
    let plain =
        answer.len() <= 20 && answer.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-'));
    plain.then(|| answer.parse().ok()).flatten()
}
