//! What a use case on a case looks like: one constant per file, read by every door. The page makes a
//! form of it, the API a path and a schema, the command line a subcommand.

use domain::access::Action;
use domain::advisory::Advisory;
use domain::case::{By, Case, News};
use domain::embargo::Public;
use domain::policy::Policy;
use domain::triage::Claim;
use domain::words::{AccountId, Digest, Refusal};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// One use case on a case.
pub struct Verb {
    /// The group that names it: `embargo` in `vulnerary embargo end`.
    pub group: &'static str,
    /// Its name: `end`.
    pub name: &'static str,
    /// What it needs.
    pub action: Action,
    /// What it does, in one sentence.
    pub says: &'static str,
    /// What it takes.
    pub fields: &'static [Field],
    /// What it decides. Pure: everything it may look at is in its arguments.
    pub decide: fn(&Asked, &Input) -> Result<Decided, Refusal>,
}

/// One field that a verb takes.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its kind.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it means, with its range.
    pub says: &'static str,
}

impl Field {
    /// The text of a message.
    pub(crate) const BODY: Field = Field {
        name: "body",
        kind: Kind::Text,
        required: true,
        says: "The message, 1 to 50,000 characters.",
    };
    /// Why somebody decides as they do.
    pub(crate) const AGAINST: Field = Field {
        name: "because",
        kind: Kind::Text,
        required: false,
        says: "Why, in words; needed to decide against the judgement.",
    };
}

/// The kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// Several lines.
    Text,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// An instant: RFC 3339, or local time in the project's zone.
    Instant,
    /// Facts of a claim: an object of fact names and values.
    Facts,
    /// Several lines, one entry each; or an array.
    List,
    /// Somebody who works here, by account.
    Account,
}

/// Who asks for what, when, of which case.
pub struct Asked<'a> {
    /// The policy in force at receipt, as far as it can still be read.
    pub then: Option<&'a Policy>,
    /// The case as it is.
    pub case: &'a Case,
    /// The policy in force.
    pub policy: &'a Policy,
    /// Who.
    pub by: &'a By,
    /// When.
    pub now: Timestamp,
    /// The next free advisory number.
    pub next_number: u32,
}

/// What was decided.
#[derive(Default)]
pub struct Decided {
    /// What happened.
    pub news: Vec<News>,
    /// What became public.
    pub publish: Option<Public<Advisory>>,
    /// Which event's content goes.
    pub erase: Option<u64>,
}

impl From<News> for Decided {
    fn from(news: News) -> Self {
        Self { news: vec![news], ..Self::default() }
    }
}

impl From<Vec<News>> for Decided {
    fn from(news: Vec<News>) -> Self {
        Self { news, ..Self::default() }
    }
}

/// Every verb, by group and in order.
pub fn verbs() -> impl Iterator<Item = &'static Verb> {
    [
        crate::intake::ALL,
        crate::triage::ALL,
        crate::case::ALL,
        crate::embargo::ALL,
        crate::release::ALL,
        crate::advisory::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The verb of this name.
pub fn find_verb(group: &str, name: &str) -> Option<&'static Verb> {
    verbs().find(|verb| verb.group == group && verb.name == name)
}

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

    /// An account's id; `None` when absent.
    pub fn account(&self, name: &str) -> Result<Option<AccountId>, Refusal> {
        self.given(name)
            .map(|text| {
                AccountId::read(text.trim())
                    .map_err(|error| Refusal::new(name, format!("{name}: {error}")))
            })
            .transpose()
    }

    /// As JSON, for the digest of a request.
    pub fn to_json(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }
}

fn complaint(field: &Field, value: &Value) -> Option<String> {
    let name = field.name;
    let fits = match field.kind {
        Kind::Line | Kind::Text | Kind::Instant => value.is_string(),
        Kind::Account => value.as_str().is_some_and(|text| AccountId::read(text.trim()).is_ok()),
        Kind::Choice(words) => value.as_str().is_some_and(|word| words.contains(&word)),
        Kind::Facts => value.is_object(),
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
        Kind::List => format!("{name}: a list of texts is expected"),
        Kind::Account => format!("{name}: an account's id is expected"),
        Kind::Line | Kind::Text | Kind::Instant => format!("{name}: a text is expected"),
    })
}
