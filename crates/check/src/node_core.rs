//! Reads the records Node keeps about its own runtime, one file `N.json` per record.
//!
//! Begin with [`read_all`] for a folder, or [`Record::read`] for one file. Everything in a file is
//! kept as it was. A fault never makes a record look harmless: a range that cannot be read leaves
//! the record undecided for the versions it may concern, and an unknown environment counts as all.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::complaint::{Complaint, Reading};
use crate::platform::Platform;
use crate::range::Range;
use crate::severity::Severity;
use crate::version::number;

mod fields;
#[cfg(test)]
mod tests;

/// One record about the runtime.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The number in the name of its file.
    pub number: u64,
    /// The public identifiers it is known under; may be empty.
    pub cve: Vec<String>,
    /// Whole lines that were ever affected; `None` when the range cannot be read.
    pub vulnerable: Option<Range>,
    /// The releases that are fixed; `None` when the range cannot be read.
    pub patched: Option<Range>,
    /// How bad it is.
    pub severity: Severity,
    /// The platforms it is limited to; empty means all of them.
    pub platforms: Vec<Platform>,
    /// A short text, where there is one.
    pub description: Option<String>,
    /// A long text, where there is one.
    pub overview: Option<String>,
    /// Where to read more.
    pub reference: Option<String>,
    original: Map<String, Value>,
}

impl Record {
    /// Reads one file. The name must be `N.json`; it is the only place the number stands.
    ///
    /// No value means a hole in the data: a database made without the record may call a version
    /// safe that is not.
    #[must_use]
    pub fn read(file: &str, bytes: &[u8]) -> Reading<Self> {
        let nothing = |reason: String| Reading {
            value: None,
            complaints: vec![Complaint::new(file, "", reason)],
        };
        let Some(number) = number_of(file) else {
            return nothing("the name of the file is not a number and `.json`".to_owned());
        };
        match serde_json::from_slice(bytes) {
            Ok(original) => fields::understand(file, number, original),
            Err(error) => nothing(format!("reading the record: {error}")),
        }
    }

    /// The identifier under which the record is quoted.
    #[must_use]
    pub fn id(&self) -> String {
        format!("NSWG-COR-{}", self.number)
    }

    /// The file as it was read, with everything in it.
    #[must_use]
    pub fn original(&self) -> &Map<String, Value> {
        &self.original
    }

    /// One line about the record: its description, else the beginning of its overview.
    #[must_use]
    pub fn summary(&self) -> String {
        const LONGEST: usize = 200;
        let texts = [&self.description, &self.overview];
        let text = texts.into_iter().flatten().find(|text| !text.trim().is_empty());
        let paragraph = text.map_or("", |text| text.trim().split("\n\n").next().unwrap_or(""));
        let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= LONGEST {
            return line;
        }
        let mut short: String = line.chars().take(LONGEST - 1).collect();
        short.push('…');
        short
    }
}

/// The records of a folder, in the order of their numbers, and what is wrong with any of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Records {
    /// The records that were read.
    pub records: Vec<Record>,
    /// Every fault in any file.
    pub complaints: Vec<Complaint>,
    /// The files that should hold a record but gave none: holes in the data.
    pub lost: Vec<String>,
}

/// Reads all `(name, bytes)` of a folder. The generated `index.json` repeats the records and is
/// passed over.
pub fn read_all<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Records {
    let mut all = Records::default();
    let mut records = BTreeMap::new();
    for (file, bytes) in files.into_iter().filter(|(file, _)| *file != "index.json") {
        let reading = Record::read(file, bytes);
        all.complaints.extend(reading.complaints);
        match reading.value {
            Some(record) => drop(records.insert(record.number, record)),
            None => all.lost.push(file.to_owned()),
        }
    }
    all.records = records.into_values().collect();
    all
}

fn number_of(file: &str) -> Option<u64> {
    number(file.strip_suffix(".json")?)
}
