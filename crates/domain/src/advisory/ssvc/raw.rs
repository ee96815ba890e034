//! The JSON of a decision table as it is written, order and repetitions included.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// An object whose entries keep their order, and of which none is lost when a name comes twice.
#[derive(Debug)]
pub(super) struct Entries<V>(pub(super) Vec<(String, V)>);

impl<V> Default for Entries<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

struct EntriesVisitor<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for EntriesVisitor<V> {
    type Value = Entries<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Entries<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

/// A table. What a newer schema adds is not looked at.
#[derive(Debug, Deserialize)]
pub(super) struct RawTable {
    pub(super) namespace: String,
    pub(super) key: String,
    #[serde(default = "first")]
    pub(super) version: String,
    pub(super) name: String,
    pub(super) definition: String,
    #[serde(rename = "schemaVersion")]
    pub(super) schema_version: String,
    pub(super) decision_points: Entries<RawPoint>,
    pub(super) outcome: String,
    #[serde(default)]
    pub(super) mapping: Vec<Entries<String>>,
}

/// A decision point.
#[derive(Debug, Deserialize)]
pub(super) struct RawPoint {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) definition: String,
    pub(super) values: Vec<RawValue>,
}

/// A value.
#[derive(Debug, Deserialize)]
pub(super) struct RawValue {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) definition: String,
}

/// The version that the schema gives to what has none.
fn first() -> String {
    "0.0.1".to_owned()
}
