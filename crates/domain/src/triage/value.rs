//! The answer to one question: yes, no, a word, some words, or nobody knows.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactValue {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Nobody knows yet.
    Unknown,
    /// One of the choices, a day or a number.
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

    /// Whether somebody has answered.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Yes | Self::No | Self::Text(_) => true,
            Self::List(list) => !list.is_empty(),
            Self::Unknown => false,
        }
    }

    /// The answers given; none where it is unknown.
    pub fn answers(&self) -> Vec<&str> {
        match self {
            Self::Yes => vec!["yes"],
            Self::No => vec!["no"],
            Self::Text(text) => vec![text],
            Self::List(list) => list.iter().map(String::as_str).collect(),
            Self::Unknown => Vec::new(),
        }
    }
}

impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_known() {
            true => f.write_str(&self.answers().join(", ")),
            false => f.write_str("unknown"),
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

/// Reads what a [`FactValue`] may look like; `WANTED` says it to people.
pub(super) struct ValueVisitor;

const WANTED: &str = "yes, no, unknown, a choice, a list of choices, a day or a number";

impl<'de> de::Visitor<'de> for ValueVisitor {
    type Value = FactValue;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(WANTED)
    }
    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<FactValue, E> {
        Ok(if yes { FactValue::Yes } else { FactValue::No })
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<FactValue, E> {
        Ok(FactValue::word(text))
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<FactValue, E> {
        Ok(FactValue::Text(number.to_string()))
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<FactValue, E> {
        Ok(FactValue::Text(number.to_string()))
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<FactValue, E> {
        Ok(FactValue::Text(number.to_string()))
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

impl<'de> Deserialize<'de> for FactValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}
