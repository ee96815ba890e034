//! Who says so: where an answer comes from, and with which evidence.

use super::FactValue;
use super::value::ValueVisitor;
use crate::words::{one_line, visible};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// Where an answer comes from. The order is the order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A program or a hint proposed it. It is kept beside and never decides.
    Suggestion,
    /// Whoever reported says so.
    Reporter,
    /// Somebody of the team says so.
    Triager,
    /// It was seen when the report was reproduced.
    Reproduction,
}

impl Source {
    /// All of them with their words in files.
    pub const ALL: [(&'static str, Source); 4] = [
        ("suggestion", Source::Suggestion),
        ("reporter", Source::Reporter),
        ("triager", Source::Triager),
        ("reproduction", Source::Reproduction),
    ];

    /// As the end of a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::Suggestion => "suggested, which decides nothing",
            Self::Reporter => "stated by the reporter",
            Self::Triager => "stated by the team",
            Self::Reproduction => "seen in a reproduction",
        }
    }
}

/// Where one answer comes from, and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Where it comes from; not recorded in older claims.
    pub from: Option<Source>,
    /// Evidence in words: a measurement, a link, a version.
    pub note: Option<String>,
}

/// An answer as a claim writes it: bare, or with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    /// The answer.
    pub(crate) value: FactValue,
    /// Its source.
    pub(crate) said: Said,
}

impl Serialize for Stated {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.said == Said::default() {
            return self.value.serialize(serializer);
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("value", &self.value)?;
        if let Some(from) = self.said.from {
            map.serialize_entry("from", &from)?;
        }
        if let Some(note) = &self.said.note {
            map.serialize_entry("note", note)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Stated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

fn bare(value: FactValue) -> Stated {
    Stated { value, said: Said::default() }
}

impl<'de> de::Visitor<'de> for Visitor {
    type Value = Stated;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ValueVisitor.expecting(f)?;
        f.write_str(", or a table with value, from and note")
    }
    fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Stated, E> {
        ValueVisitor.visit_bool(yes).map(bare)
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Stated, E> {
        ValueVisitor.visit_str(text).map(bare)
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Stated, E> {
        ValueVisitor.visit_i64(number).map(bare)
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Stated, E> {
        ValueVisitor.visit_u64(number).map(bare)
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Stated, E> {
        ValueVisitor.visit_f64(number).map(bare)
    }
    fn visit_unit<E: de::Error>(self) -> Result<Stated, E> {
        ValueVisitor.visit_unit().map(bare)
    }
    fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Stated, A::Error> {
        ValueVisitor.visit_seq(seq).map(bare)
    }
    fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Stated, A::Error> {
        let (mut value, mut said) = (None, Said::default());
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "value" if value.is_some() => return Err(de::Error::duplicate_field("value")),
                "value" => value = Some(map.next_value()?),
                "from" if said.from.is_some() => return Err(de::Error::duplicate_field("from")),
                "from" => said.from = map.next_value()?,
                "note" if said.note.is_some() => return Err(de::Error::duplicate_field("note")),
                "note" => {
                    let note: Option<String> = map.next_value()?;
                    said.note = note.map(|note| visible(note.trim()));
                }
                _ => {
                    let key = one_line(&key, 60);
                    return Err(de::Error::unknown_field(&key, &["value", "from", "note"]));
                }
            }
        }
        let value = value.ok_or_else(|| de::Error::missing_field("value"))?;
        Ok(Stated { value, said })
    }
}
