//! The fields of one record, each read on its own so that one fault does not hide another.
//!
//! Where a field is missing or makes no sense, what is assumed instead is always the reading that
//! warns sooner, and the complaint says so.

use std::str::FromStr;

use serde_json::{Map, Value};

use super::Record;
use crate::complaint::{Complaint, Reading, quote};
use crate::platform::Platform;
use crate::range::Range;
use crate::severity::Severity;

/// One record being read.
struct Fields<'a> {
    file: &'a str,
    original: &'a Map<String, Value>,
    complaints: Vec<Complaint>,
}

pub(super) fn understand(file: &str, number: u64, original: Map<String, Value>) -> Reading<Record> {
    let mut fields = Fields { file, original: &original, complaints: Vec::new() };
    let cve = fields.identifiers();
    let vulnerable = fields.range("vulnerable", None, "the record is undecided");
    let patched = fields.range("patched", Some(Range::empty()), "no version counts as fixed");
    let severity = fields.severity();
    let platforms = fields.platforms();
    let description = fields.text("description");
    let overview = fields.text("overview");
    let reference = fields.text("ref");
    if description.is_none() && overview.is_none() {
        fields.complain("overview", "neither it nor `description` says what the record is about");
    }
    let complaints = fields.complaints;
    let record = Record {
        number,
        cve,
        vulnerable,
        patched,
        severity,
        platforms,
        description,
        overview,
        reference,
        original,
    };
    Reading { value: Some(record), complaints }
}

impl Fields<'_> {
    fn complain(&mut self, key: &str, reason: impl Into<String>) {
        self.complaints.push(Complaint::new(self.file, key, reason));
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.original.get(key).filter(|value| !value.is_null())
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.get(key) {
            None => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(_) => {
                self.complain(key, "it is not a text; left out");
                None
            }
        }
    }

    /// `if_missing` when there is none, `None` when what is there cannot be read.
    fn range(&mut self, key: &str, if_missing: Option<Range>, meaning: &str) -> Option<Range> {
        let read = match self.get(key) {
            None => {
                self.complain(key, format!("it is missing; {meaning}"));
                return if_missing;
            }
            Some(Value::String(text)) => Range::parse(text).map_err(|error| error.to_string()),
            Some(_) => Err("it is not a text".to_owned()),
        };
        let complaint = |reason| self.complain(key, format!("{reason}; the record is undecided"));
        read.map_err(complaint).ok()
    }

    fn severity(&mut self) -> Severity {
        match self.text("severity") {
            None => {
                self.complain("severity", "it is missing; taken as unknown");
                Severity::Unknown
            }
            Some(word) => Severity::from_str(&word).unwrap_or_else(|_| {
                self.complain(
                    "severity",
                    format!("{} is no severity; taken as unknown", quote(&word)),
                );
                Severity::Unknown
            }),
        }
    }

    fn platforms(&mut self) -> Vec<Platform> {
        const KEY: &str = "affectedEnvironments";
        let words = match self.get(KEY) {
            Some(Value::Array(words)) if !words.is_empty() => words.clone(),
            _ => {
                self.complain(KEY, "it names no environment; taken as all");
                return Vec::new();
            }
        };
        let mut platforms = Vec::new();
        let mut all = false;
        for word in words {
            let word = word.as_str().map_or_else(|| word.to_string(), str::to_owned);
            match Platform::from_str(&word) {
                Ok(platform) => platforms.push(platform),
                Err(_) if word == "all" => all = true,
                Err(_) => {
                    all = true;
                    self.complain(KEY, format!("{} is no environment; taken as all", quote(&word)));
                }
            }
        }
        platforms.sort();
        platforms.dedup();
        if all { Vec::new() } else { platforms }
    }

    fn identifiers(&mut self) -> Vec<String> {
        let values = match self.get("cve") {
            Some(Value::Array(values)) => values.clone(),
            _ => {
                self.complain("cve", "it is not a list; taken as empty");
                return Vec::new();
            }
        };
        let mut identifiers = Vec::new();
        for value in values {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if !is_cve(&text) {
                self.complain("cve", format!("{} is not of the form CVE-2020-1234", quote(&text)));
            }
            identifiers.push(text);
        }
        identifiers
    }
}

fn is_cve(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let parts = text.strip_prefix("CVE-").and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(year, number)| {
        year.len() == 4 && number.len() >= 4 && digits(year) && digits(number)
    })
}
