//! A CNA container as data: what somebody wrote, and what was read back, in one form, so that they
//! have one digest if they say the same. Names are sorted, numbers written in one way, spaces left
//! out; and `providerMetadata` is left out, because the service writes that. Only what this program
//! relies on is checked here, not the whole schema of CVE records.

use super::CveId;
use crate::words::{Digest, Refusal, plain_length};
use serde_json::{Map, Value};
use std::fmt::Write as _;

/// The most bytes of a container or record.
pub const CVE_BYTES_MAX: usize = 200_000;
/// The longest description, in characters, as the schema has it.
const DESCRIPTION_MAX: usize = 4_096;
/// The most complaints of one text.
const COMPLAINTS_MAX: usize = 20;
/// The most differences that are shown.
const DIFFERENCES_MAX: usize = 40;
/// How much of a value a difference shows.
const VALUE_MAX: usize = 300;
/// What the service adds to a container.
const ADDED: &str = "providerMetadata";

/// A CNA container in its one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Container(String);

impl Container {
    fn new(fields: &Map<String, Value>) -> Self {
        let own = fields.iter().filter(|(name, _)| *name != ADDED);
        let mut text = String::new();
        object(own, &mut text);
        Self(text)
    }

    /// As JSON, in its one form.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What an approval names, and what a record is compared by.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }
}

fn object<'a>(fields: impl Iterator<Item = (&'a String, &'a Value)>, to: &mut String) {
    let mut fields: Vec<_> = fields.collect();
    fields.sort_by_key(|(name, _)| *name);
    to.push('{');
    for (index, (name, value)) in fields.into_iter().enumerate() {
        if index > 0 {
            to.push(',');
        }
        let _ = write!(to, "{}:", Value::from(name.as_str()));
        write_value(value, to);
    }
    to.push('}');
}

fn write_value(value: &Value, to: &mut String) {
    match value {
        Value::Object(fields) => object(fields.iter(), to),
        Value::Array(values) => {
            to.push('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    to.push(',');
                }
                write_value(value, to);
            }
            to.push(']');
        }
        // 7.0 comes back as 7.
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 9e15 => {
                let _ = write!(to, "{}", whole as i64);
            }
            _ => {
                let _ = write!(to, "{number}");
            }
        },
        other => {
            let _ = write!(to, "{other}");
        }
    }
}

fn parse(field: &'static str, text: &str) -> Result<Map<String, Value>, Refusal> {
    if text.len() > CVE_BYTES_MAX {
        let says = format!("{field}: has {} bytes; at most {CVE_BYTES_MAX} are read", text.len());
        return Err(Refusal::new(field, says));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Refusal::new(field, format!("{field}: an object is expected"))),
        Err(error) => Err(Refusal::new(field, format!("{field}: is no JSON: {error}"))),
    }
}

fn refusal(field: &'static str, wrong: &[String]) -> Refusal {
    let more = wrong.len().saturating_sub(COMPLAINTS_MAX);
    let mut says: Vec<String> =
        wrong.iter().take(COMPLAINTS_MAX).map(|says| format!("{field}: {says}")).collect();
    if more > 0 {
        says.push(format!("and {more} more"));
    }
    Refusal::new(field, says.join("; "))
}

/// Read what is to be published under this id: a CNA container, alone, as the service takes it, or in
/// a whole record.
pub fn read_container(text: &str, id: &CveId) -> Result<Container, Refusal> {
    const FIELD: &str = "container";
    let mut fields = parse(FIELD, text)?;
    let mut wrong = Vec::new();
    let (at, inner) = match () {
        () if fields.contains_key("cveMetadata") || fields.contains_key("containers") => {
            wrong.extend(other_id(&fields, id));
            ("/containers/cna", fields.remove("containers").and_then(cna))
        }
        () if fields.contains_key("cnaContainer") => {
            ("/cnaContainer", fields.remove("cnaContainer"))
        }
        () => ("", Some(Value::Object(fields))),
    };
    let Some(Value::Object(inner)) = inner else {
        wrong.push(format!("{at}: an object is expected"));
        return Err(refusal(FIELD, &wrong));
    };
    wrong.extend(complaints(&inner).into_iter().map(|says| format!("{at}{says}")));
    if wrong.is_empty() { Ok(Container::new(&inner)) } else { Err(refusal(FIELD, &wrong)) }
}

fn cna(containers: Value) -> Option<Value> {
    match containers {
        Value::Object(mut all) => all.remove("cna"),
        _ => None,
    }
}

fn metadata<'a>(record: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    record.get("cveMetadata")?.get(name)?.as_str()
}

fn other_id(record: &Map<String, Value>, id: &CveId) -> Option<String> {
    match metadata(record, "cveId") {
        Some(found) if found == id.as_str() => None,
        Some(found) => {
            let found = crate::words::one_line(found, 40);
            Some(format!("/cveMetadata/cveId: is {found}, and this is about {id}"))
        }
        None => Some("/cveMetadata/cveId: is missing".to_owned()),
    }
}

/// Read a record of this id as the list of CVE records shows it, published.
pub fn read_record(text: &str, id: &CveId) -> Result<Container, Refusal> {
    const FIELD: &str = "record";
    let mut record = parse(FIELD, text)?;
    let mut wrong: Vec<String> = other_id(&record, id).into_iter().collect();
    match metadata(&record, "state") {
        Some("PUBLISHED") => {}
        Some(state) => {
            let state = crate::words::one_line(state, 40);
            wrong.push(format!("/cveMetadata/state: is {state}, not PUBLISHED"));
        }
        None => wrong.push("/cveMetadata/state: is missing".to_owned()),
    }
    let Some(Value::Object(inner)) = record.remove("containers").and_then(cna) else {
        wrong.push("/containers/cna: an object is expected; give the whole record".to_owned());
        return Err(refusal(FIELD, &wrong));
    };
    if wrong.is_empty() { Ok(Container::new(&inner)) } else { Err(refusal(FIELD, &wrong)) }
}

/// What a container that is to be published lacks, each with its place.
fn complaints(container: &Map<String, Value>) -> Vec<String> {
    let mut wrong = Vec::new();
    if container.contains_key("rejectedReasons") {
        wrong.push("/rejectedReasons: this rejects an id; it publishes nothing".to_owned());
    }
    entries(container, "affected", &mut wrong, |at, one, wrong| {
        if !one.is_object() {
            wrong.push(format!("{at}: an object is expected"));
        }
    });
    let mut languages = Vec::new();
    entries(container, "descriptions", &mut wrong, |at, one, wrong| {
        let text = |name| one.get(name).and_then(Value::as_str).unwrap_or_default();
        let (lang, value) = (text("lang"), text("value"));
        if lang.is_empty() {
            wrong.push(format!("{at}/lang: is missing"));
        } else if languages.contains(&lang) {
            wrong.push(format!("{at}/lang: there is another description in this language"));
        }
        languages.push(lang);
        if !(1..=DESCRIPTION_MAX).contains(&plain_length(value)) {
            wrong.push(format!("{at}/value: has 1 to {DESCRIPTION_MAX} characters"));
        }
    });
    if !languages.is_empty() && !languages.iter().any(|lang| is_english(lang)) {
        wrong.push("/descriptions: one in English is needed".to_owned());
    }
    entries(container, "references", &mut wrong, |at, one, wrong| {
        let url = one.get("url").and_then(Value::as_str).unwrap_or_default();
        if !(url.starts_with("https://") || url.starts_with("http://")) {
            wrong.push(format!("{at}/url: a web address is expected"));
        }
    });
    wrong
}

fn is_english(lang: &str) -> bool {
    lang == "en" || lang.starts_with("en-")
}

/// Look at each entry of a list that must have some.
fn entries<'a>(
    container: &'a Map<String, Value>,
    name: &str,
    wrong: &mut Vec<String>,
    mut each: impl FnMut(&str, &'a Value, &mut Vec<String>),
) {
    match container.get(name) {
        Some(Value::Array(list)) if !list.is_empty() => {
            for (index, one) in list.iter().enumerate() {
                each(&format!("/{name}/{index}"), one, wrong);
            }
        }
        _ => wrong.push(format!("/{name}: a list with at least one entry is expected")),
    }
}

/// Where two containers say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The place, as a JSON pointer.
    pub at: String,
    /// What was approved says this there, if anything.
    pub ours: Option<String>,
    /// What was read back says this there, if anything.
    pub theirs: Option<String>,
}

/// Where these two differ, in the order of the places; the first ones of very many.
pub fn differences(ours: &str, theirs: &str) -> Vec<Difference> {
    let read = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
    let mut found = Vec::new();
    differ("", Some(&read(ours)), Some(&read(theirs)), &mut found);
    found.truncate(DIFFERENCES_MAX);
    found
}

fn differ(at: &str, ours: Option<&Value>, theirs: Option<&Value>, found: &mut Vec<Difference>) {
    if found.len() > DIFFERENCES_MAX || ours == theirs {
        return;
    }
    match (ours, theirs) {
        (Some(Value::Object(ours)), Some(Value::Object(theirs))) => {
            let mut names: Vec<&String> = ours.keys().chain(theirs.keys()).collect();
            names.sort();
            names.dedup();
            for name in names {
                let inner = format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"));
                differ(&inner, ours.get(name), theirs.get(name), found);
            }
        }
        (Some(Value::Array(ours)), Some(Value::Array(theirs))) => {
            for index in 0..ours.len().max(theirs.len()) {
                differ(&format!("{at}/{index}"), ours.get(index), theirs.get(index), found);
            }
        }
        _ => {
            let shown = |value: &Value| match value {
                Value::String(text) => crate::words::one_line(text, VALUE_MAX),
                other => crate::words::one_line(&other.to_string(), VALUE_MAX),
            };
            let (ours, mut theirs) = (ours.map(shown), theirs.map(shown));
            let alike = ours == theirs;
            if let Some(theirs) = theirs.as_mut().filter(|_| alike) {
                theirs.push_str(" (other signs that are not shown, or further on)");
            }
            found.push(Difference { at: at.to_owned(), ours, theirs });
        }
    }
}
