//! One release line: its dates, its names, and what else the project says of it.

use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// One release line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// As in the file: `v22`, `v0.10`, `2026.1`, `harbour`.
    pub id: String,
    /// First day of pre-releases.
    pub alpha: Option<Date>,
    /// First day of support.
    pub start: Date,
    /// First day of long-term support.
    pub lts: Option<Date>,
    /// First day of maintenance.
    pub maintenance: Option<Date>,
    /// The end date; whether it is the last day of support or the first without is a rule's matter.
    pub end: Date,
    /// May be empty, as long as none is chosen.
    pub codename: Option<String>,
    /// The branch of the repository that the line is released from.
    pub branch: Option<String>,
    /// Who releases it.
    pub maintainers: Vec<String>,
    /// Which line of each dependency it stays on, such as `openssl` on `3.0`.
    pub upstream: BTreeMap<String, String>,
    /// Who sells fixes for it after its end. A fact, never an endorsement.
    pub vendors: Vec<Vendor>,
    /// Every key besides the dates and the codename, known or not, as it was written.
    pub extra: Map<String, Value>,
}

/// Somebody who sells fixes for a line that the project no longer supports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vendor {
    /// How they are called.
    pub name: String,
    /// Where their offer is described.
    pub link: String,
    /// The last day for which they have announced it.
    pub until: Option<Date>,
}

impl Vendor {
    /// What stands beside every list of them.
    pub const NO_ENDORSEMENT: &'static str = "Named as a fact: the project has not examined these \
                                              offers and recommends none of them.";
}

impl Line {
    /// The numbers or words that every version of the line begins with.
    fn prefix(&self) -> &str {
        bare(&self.id)
    }

    /// Whether its versions are numbers: `v22`, `2026.1`; a named line has names.
    pub fn is_numbered(&self) -> bool {
        self.prefix().starts_with(|c: char| c.is_ascii_digit())
    }

    /// For people: `22.x`, `0.10.x`; a named line keeps its name.
    pub fn title(&self) -> String {
        let prefix = self.prefix();
        if self.is_numbered() { format!("{prefix}.x") } else { prefix.to_owned() }
    }

    /// For people, with its codename where it has one: `22.x (Jod)`.
    pub fn full_title(&self) -> String {
        match self.codename.as_deref().map(str::trim) {
            None | Some("") => self.title(),
            Some(codename) => format!("{} ({codename})", self.title()),
        }
    }

    /// The first version: `22.0.0`, `0.10.0`; a named line keeps its name.
    pub fn first_version(&self) -> String {
        let mut version = self.prefix().to_owned();
        if self.is_numbered() {
            for _ in version.split('.').count()..3 {
                version.push_str(".0");
            }
        }
        version
    }

    /// Its dates by key, in the order in which they come.
    pub fn dates(&self) -> [(&'static str, Option<Date>); 5] {
        [
            ("alpha", self.alpha),
            ("start", Some(self.start)),
            ("lts", self.lts),
            ("maintenance", self.maintenance),
            ("end", Some(self.end)),
        ]
    }

    /// As a value equal to the one that was read.
    pub fn to_json(&self) -> Value {
        let mut map = self.extra.clone();
        for (key, date) in self.dates() {
            if let Some(date) = date {
                map.insert(key.into(), Value::String(date.to_string()));
            }
        }
        if let Some(codename) = &self.codename {
            map.insert("codename".into(), Value::String(codename.clone()));
        }
        Value::Object(map)
    }
}

/// Without the `v` before a digit.
fn bare(text: &str) -> &str {
    match text.strip_prefix(['v', 'V']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => text,
    }
}

/// The parts of a version or of a line's id, for comparing them.
pub(super) fn parts(text: &str) -> Vec<&str> {
    bare(text.trim()).split(['.', '-', '+']).collect()
}
