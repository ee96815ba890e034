//! What a browser sends with a form, as it was typed and as the JSON that a verb reads.

use crate::refuse::Problem;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use serde_json::{Map, Value};

/// Fields that steer a form and belong to no verb.
pub(crate) const CONTROL: &[&str] = &["form_token", "expected_version", "key", "stay"];

/// The fields of a form, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields(pub(crate) Vec<(String, String)>);

impl Fields {
    /// From the body of a form; line ends become plain ones, as browsers send two characters.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(body).map_err(|_| Problem::Unreadable)?;
        let plain = |text: String| text.replace("\r\n", "\n");
        Ok(Self(pairs.into_iter().map(|(name, value)| (name, plain(value))).collect()))
    }

    /// The first value of this name, or nothing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.given(name).unwrap_or("")
    }

    /// The first value of this name, if it was sent.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of this name that is not blank.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let mine = self.0.iter().filter(move |(key, _)| key == name);
        mine.map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    }

    /// As the object that a verb reads: dotted names nest, repeated names make lists, blanks and
    /// control fields are left out. Where an answer comes from and its evidence, `from.x` and
    /// `note.x`, join the answer `claim.x`.
    pub(crate) fn to_json(&self) -> Value {
        let mut whole = Map::new();
        for (name, value) in &self.0 {
            if CONTROL.contains(&name.as_str()) || value.trim().is_empty() {
                continue;
            }
            match name.split_once('.') {
                None => add(&mut whole, name, value),
                Some((outer, inner)) => {
                    let nest = whole.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                    if let Value::Object(nest) = nest {
                        add(nest, inner, value);
                    }
                }
            }
        }
        join_sources(&mut whole);
        Value::Object(whole)
    }
}

/// Put sources and evidence beside the answers that they are for. Evidence without an answer stays
/// with an unknown one, so that it is refused and not lost.
fn join_sources(whole: &mut Map<String, Value>) {
    for name in ["from", "note"] {
        if !whole.get(name).is_some_and(Value::is_object) {
            continue;
        }
        let Some(Value::Object(said)) = whole.remove(name) else { continue };
        for (fact, words) in said {
            join(whole, name, fact, words);
        }
    }
}

fn join(whole: &mut Map<String, Value>, name: &str, fact: String, words: Value) {
    let unknown = || Value::String("unknown".to_owned());
    let claim = whole.get_mut("claim").and_then(Value::as_object_mut);
    let answer = claim.and_then(|claim| claim.remove(&fact));
    let mut stated = match answer {
        Some(Value::Object(stated)) => stated,
        Some(value) => Map::from_iter([("value".to_owned(), value)]),
        None if name == "note" => Map::from_iter([("value".to_owned(), unknown())]),
        None => return,
    };
    stated.insert(name.to_owned(), words);
    let claim = whole.entry("claim").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(claim) = claim {
        claim.insert(fact, Value::Object(stated));
    }
}

fn add(map: &mut Map<String, Value>, name: &str, value: &str) {
    let value = Value::String(value.to_owned());
    match map.get_mut(name) {
        None => {
            map.insert(name.to_owned(), value);
        }
        Some(Value::Array(list)) => list.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let body = Bytes::from_request(request, state).await.map_err(|_| Problem::TooMuch)?;
        Self::read(&body)
    }
}
