//! Reads claims, and what an answer tells about other facts: tables under whatever names.

use super::node::{Node, Value};
use super::table::{TEXT_MAX, Table};
use crate::policy::complaint::no_such;
use crate::triage::{Claim, FactValue, Said, Source, Stated};
use std::collections::BTreeMap;

/// The most facts in one table.
const FACTS_MAX: usize = 1_000;

impl Table<'_> {
    /// The facts of a claim, under whatever names, bare or with their source.
    pub(super) fn claim(&self, key: &'static str) -> Claim {
        let mut claim = Claim::default();
        if !self.has(key) {
            self.complain(key, "is missing");
        }
        let entries = self.entries(key);
        if entries.len() > FACTS_MAX {
            self.complain(key, format!("more than {FACTS_MAX} facts"));
        }
        for (fact, node) in entries.into_iter().take(FACTS_MAX) {
            let path = format!("{key}.{}", crate::words::one_line(fact, 60));
            if let Some(stated) = self.stated(&path, node) {
                claim.put(fact.to_owned(), stated);
            }
        }
        claim
    }

    fn stated(&self, path: &str, node: &Node) -> Option<Stated> {
        let Value::Table(entries) = &node.value else {
            return Some(Stated { value: self.answer(path, node)?, said: Said::default() });
        };
        let mut said = Said::default();
        let mut value = None;
        for (name, node) in entries {
            match (name.as_str(), &node.value) {
                ("value", _) => value = self.answer(&format!("{path}.value"), node),
                ("note", Value::Text(text)) => said.note = Some(crate::words::visible(text.trim())),
                ("from", Value::Text(text)) => {
                    let found = Source::ALL.iter().find(|(word, _)| word == text);
                    said.from = found.map(|(_, source)| *source);
                    if said.from.is_none() {
                        let known = Source::ALL.iter().map(|(word, _)| *word);
                        self.complain(&format!("{path}.from"), no_such("source", text, known));
                    }
                }
                _ => {
                    let name = crate::words::one_line(name, 60);
                    let says = "a stated fact has value, from and note, each a text";
                    self.complain(&format!("{path}.{name}"), says);
                }
            }
        }
        if value.is_none() {
            self.complain(&format!("{path}.value"), "is missing");
        }
        Some(Stated { value: value?, said })
    }

    /// An answer to a question, in one of its shapes.
    pub(super) fn answer(&self, path: &str, node: &Node) -> Option<FactValue> {
        let value = match &node.value {
            Value::Truth(true) => FactValue::Yes,
            Value::Truth(false) => FactValue::No,
            Value::Text(text) if text.len() <= TEXT_MAX => FactValue::word(text),
            Value::Date(day) => FactValue::Text(day.clone()),
            Value::Whole(number) => FactValue::Text(number.to_string()),
            Value::Fraction(number) => FactValue::Text(number.clone()),
            Value::List(list) => {
                let list = self.bounded(path, node, list).iter();
                FactValue::List(list.filter_map(|one| self.as_text(path, one)).collect())
            }
            _ => {
                self.unfit(path, node, "yes, no, unknown, a choice, a list, a day or a number");
                return None;
            }
        };
        Some(value)
    }

    /// What an answer tells about other facts.
    pub(super) fn given(&self, key: &'static str) -> BTreeMap<String, Vec<String>> {
        let mut gives = BTreeMap::new();
        for (fact, node) in self.entries(key).into_iter().take(FACTS_MAX) {
            let path = format!("{key}.{}", crate::words::one_line(fact, 60));
            let value = self.answer(&path, node).unwrap_or(FactValue::Unknown);
            let words: Vec<String> = value.answers().into_iter().map(str::to_owned).collect();
            if words.is_empty() {
                self.complain(&path, "tells nothing");
            }
            gives.insert(fact.to_owned(), words);
        }
        gives
    }

    /// A number that must be there, as written.
    pub(super) fn figure(&self, key: &'static str) -> String {
        match self.entry(key).map(|node| (&node.value, self.answer(key, node))) {
            Some((Value::Whole(_) | Value::Fraction(_), Some(FactValue::Text(number))))
                if crate::triage::number(&number).is_some() =>
            {
                number
            }
            _ => {
                self.complain(key, "must be a number such as 12 or 0.5");
                String::new()
            }
        }
    }
}
