//! What was given for the fields of a verb, by whatever door, checked against the table.

use crate::verb::{Field, Kind, Verb};
use domain::party::PartyRef;
use domain::policy::Policy;
use domain::triage::Claim;
use domain::words::{AccountId, CaseId, Digest, PartyId, Refusal};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// What was given for a verb's fields, checked against them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Input(Map<String, Value>);

impl Input {
    /// Check an object against the fields; every complaint is listed. Blank strings count as absent,
    /// as browsers send them.
    pub fn read(verb: &Verb, given: Value) -> Result<Self, Vec<String>> {
        let given = match given {
            Value::Object(map) => map,
            Value::Null => Map::new(),
            _ => return Err(vec!["an object of fields is expected".to_owned()]),
        };
        let given: Map<String, Value> = given
            .into_iter()
            .filter(|(_, value)| {
                !value.is_null() && value.as_str().is_none_or(|s| !s.trim().is_empty())
            })
            .collect();
        let mut wrong = Vec::new();
        for name in given.keys().filter(|name| !verb.fields.iter().any(|f| f.name == *name)) {
            wrong.push(format!("{name}: there is no such field"));
        }
        for field in verb.fields {
            match given.get(field.name) {
                None if field.required => {
                    wrong.push(format!("{}: is needed: {}", field.name, field.says));
                }
                None => {}
                Some(value) => wrong.extend(complaint(field, value)),
            }
        }
        if wrong.is_empty() { Ok(Self(given)) } else { Err(wrong) }
    }

    /// A text, empty when absent.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or("")
    }

    /// A text, `None` when absent.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A word read into a type that knows it.
    pub fn word<T: DeserializeOwned>(&self, name: &str) -> Result<T, Refusal> {
        let value = self.0.get(name).cloned().unwrap_or(Value::Null);
        serde_json::from_value(value)
            .map_err(|_| Refusal::new(name, format!("{name}: {:?} is not known", self.text(name))))
    }

    /// An instant; one without an offset is local to the project's zone.
    pub fn instant(&self, name: &str, policy: &Policy) -> Result<Timestamp, Refusal> {
        let text = self.text(name);
        if let Ok(instant) = text.parse::<Timestamp>() {
            return Ok(instant);
        }
        text.parse::<jiff::civil::DateTime>()
            .ok()
            .and_then(|local| local.to_zoned(policy.calendar.zone().ok()?).ok())
            .map(|zoned| zoned.timestamp())
            .ok_or_else(|| {
                let says = format!(
                    "{name}: {text:?} is not an instant such as 2026-12-24T10:00:00Z, or 2026-12-24T10:00 in {}",
                    policy.calendar.zone
                );
                Refusal::new(name, says)
            })
    }

    /// A claim; `None` when no facts were given.
    pub fn claim(&self, name: &str) -> Result<Option<Claim>, Refusal> {
        self.0
            .get(name)
            .map(|value| {
                serde_json::from_value(value.clone())
                    .map_err(|error| Refusal::new(name, format!("{name}: {error}")))
            })
            .transpose()
    }

    /// A list, from an array or from lines.
    pub fn list(&self, name: &str) -> Vec<String> {
        let entries: Vec<&str> = match self.0.get(name) {
            Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => text.lines().collect(),
            _ => Vec::new(),
        };
        entries.into_iter().map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
    }

    /// A digest.
    pub fn digest(&self, name: &str) -> Result<Digest, Refusal> {
        Digest::read(self.text(name)).ok_or_else(|| {
            Refusal::new(name, format!("{name}: a digest has 64 hexadecimal digits"))
        })
    }

    /// A digest; `None` when absent.
    pub fn maybe_digest(&self, name: &str) -> Result<Option<Digest>, Refusal> {
        self.given(name).map(|_| self.digest(name)).transpose()
    }

    /// An account's id; `None` when absent.
    pub fn account(&self, name: &str) -> Result<Option<AccountId>, Refusal> {
        self.given(name)
            .map(|text| {
                AccountId::read(text.trim())
                    .map_err(|error| Refusal::new(name, format!("{name}: {error}")))
            })
            .transpose()
    }

    /// A participant.
    pub fn party(&self, name: &str) -> Result<PartyId, Refusal> {
        PartyId::read(self.text(name).trim())
            .map_err(|error| Refusal::new(name, format!("{name}: {error}")))
    }

    /// A participant or the reporter; `None` when absent.
    pub fn party_or_reporter(&self, name: &str) -> Result<Option<PartyRef>, Refusal> {
        match self.given(name).map(str::trim) {
            None => Ok(None),
            Some(REPORTER) => Ok(Some(PartyRef::Reporter)),
            Some(_) => self.party(name).map(|party| Some(PartyRef::Party(party))),
        }
    }

    /// Another case.
    pub fn case(&self, name: &str) -> Result<CaseId, Refusal> {
        CaseId::read(self.text(name).trim())
            .map_err(|error| Refusal::new(name, format!("{name}: {error}")))
    }

    /// The text of a JSON document, however it was given.
    pub fn document(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        }
    }

    /// As JSON, for the digest of a request.
    pub fn to_json(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }
}

/// Names the reporter where a participant is asked for.
const REPORTER: &str = "reporter";

fn complaint(field: &Field, value: &Value) -> Option<String> {
    let name = field.name;
    let fits = match field.kind {
        Kind::Line | Kind::Text | Kind::Instant => value.is_string(),
        Kind::Account => value.as_str().is_some_and(|text| AccountId::read(text.trim()).is_ok()),
        Kind::Party => value
            .as_str()
            .is_some_and(|text| text.trim() == REPORTER || PartyId::read(text.trim()).is_ok()),
        Kind::Case => value.as_str().is_some_and(|text| CaseId::read(text.trim()).is_ok()),
        Kind::Choice(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Kind::Facts => value.is_object(),
        Kind::Json => value.is_object() || value.is_string(),
        Kind::List => {
            value.is_string()
                || value.as_array().is_some_and(|entries| entries.iter().all(Value::is_string))
        }
    };
    if fits {
        return None;
    }
    Some(match field.kind {
        Kind::Choice(words) => format!("{name}: one of {}", words.join(", ")),
        Kind::Facts => format!("{name}: an object of facts is expected"),
        Kind::Json => format!("{name}: a JSON object or its text is expected"),
        Kind::List => format!("{name}: a list of texts is expected"),
        Kind::Account => format!("{name}: an account's id is expected"),
        Kind::Party => format!("{name}: a participant's id is expected"),
        Kind::Case => format!("{name}: a case's id is expected"),
        Kind::Line | Kind::Text | Kind::Instant => format!("{name}: a text is expected"),
    })
}
