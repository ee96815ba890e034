//! Reports as other places export them, read into what can be brought here. Nothing fails as a whole:
//! what cannot be read is listed with its place and the reason, and the rest goes on.
//! Begin with [`read`].

mod fields;
mod github;
mod hackerone;

use domain::intake::{ImportSource, Imported};
use serde_json::Value;

/// One record of an export, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where in the file.
    pub place: String,
    /// What it is, or why it cannot be read.
    pub record: Result<Imported, String>,
}

/// More records than any export of one file has.
const RECORDS_MAX: usize = 100_000;

/// Every record of this file: one record, a list of them, an answer of the API that holds them under
/// `data`, or one on each line.
pub fn read(source: ImportSource, bytes: &[u8]) -> Vec<Found> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            let says = format!("not UTF-8 from byte {} on", error.valid_up_to());
            return vec![Found { place: "the file".to_owned(), record: Err(says) }];
        }
    };
    match serde_json::from_str::<Value>(text) {
        Ok(whole) => records(source, &whole),
        Err(error) => lines(source, text, &error),
    }
}

fn one(source: ImportSource, place: String, value: &Value) -> Found {
    let record = match source {
        ImportSource::Hackerone => hackerone::record(value),
        ImportSource::Github => github::record(value),
    };
    Found { place, record }
}

fn records(source: ImportSource, whole: &Value) -> Vec<Found> {
    let (name, list) = match whole {
        Value::Array(list) => ("", Some(list)),
        Value::Object(object) => ("data", object.get("data").and_then(Value::as_array)),
        _ => ("", None),
    };
    let Some(list) = list else { return vec![one(source, "the file".to_owned(), whole)] };
    let all = list.iter().take(RECORDS_MAX).enumerate();
    let mut found: Vec<Found> =
        all.map(|(number, value)| one(source, format!("{name}[{number}]"), value)).collect();
    if list.len() > RECORDS_MAX {
        let record = Err(format!("there are more than {RECORDS_MAX} records; split the file"));
        found.push(Found { place: format!("{name}[{RECORDS_MAX}]"), record });
    }
    found
}

/// One record on each line; where not even the first line is one, the file is said to be no JSON.
fn lines(source: ImportSource, text: &str, whole: &serde_json::Error) -> Vec<Found> {
    let filled = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut found = Vec::new();
    for (number, line) in filled.take(RECORDS_MAX) {
        let place = format!("line {}", number + 1);
        match serde_json::from_str::<Value>(line) {
            Ok(value) => found.push(one(source, place, &value)),
            Err(_) if found.is_empty() => {
                let record = Err(format!("not JSON: {whole}"));
                return vec![Found { place: "the file".to_owned(), record }];
            }
            Err(error) => found.push(Found { place, record: Err(format!("not JSON: {error}")) }),
        }
    }
    if found.is_empty() {
        let record = Err("it is empty".to_owned());
        found.push(Found { place: "the file".to_owned(), record });
    }
    found
}

#[cfg(test)]
mod tests;
