//! Release lines and their dates, in the shape of the well-known `schedule.json`.
//! Nothing that was read is lost; a line is out of support from 00:00 UTC of its end date.

use super::Complaint;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Where a line stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nothing to try yet.
    NotYet,
    /// To be tried, not to be relied upon.
    Alpha,
    /// New and supported.
    Current,
    /// Supported for the long term.
    ActiveLts,
    /// Only important fixes.
    Maintenance,
    /// No fixes any more.
    EndOfLife,
}

impl Phase {
    /// Whether fixes are promised.
    pub fn is_supported(self) -> bool {
        matches!(self, Phase::Current | Phase::ActiveLts | Phase::Maintenance)
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Phase::NotYet => "not yet released",
            Phase::Alpha => "alpha",
            Phase::Current => "current",
            Phase::ActiveLts => "active long-term support",
            Phase::Maintenance => "maintenance",
            Phase::EndOfLife => "end of life",
        }
    }
}

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
    /// First day without support.
    pub end: Date,
    /// May be empty, as long as none is chosen.
    pub codename: Option<String>,
    /// Keys we do not know, kept.
    pub extra: Map<String, Value>,
}

impl Line {
    /// Where the line stands on this day (UTC).
    pub fn phase(&self, on: Date) -> Phase {
        let reached = |date: Option<Date>| date.is_some_and(|date| date <= on);
        if self.end <= on {
            Phase::EndOfLife
        } else if on < self.start {
            if reached(self.alpha) { Phase::Alpha } else { Phase::NotYet }
        } else if reached(self.maintenance) {
            Phase::Maintenance
        } else if reached(self.lts) {
            Phase::ActiveLts
        } else {
            Phase::Current
        }
    }

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
}

/// Without the `v` before a digit.
fn bare(text: &str) -> &str {
    match text.strip_prefix(['v', 'V']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
        _ => text,
    }
}

fn parts(text: &str) -> Vec<&str> {
    bare(text.trim()).split(['.', '-', '+']).collect()
}

/// All release lines, in the order of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines(pub Vec<Line>);

impl Lines {
    /// Read from the bytes of a `lines.json`; every problem is reported, under this file's name.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Complaint>> {
        let whole = |says: String| vec![Complaint::new(file, "", says)];
        let entries: Entries = serde_json::from_slice(bytes).map_err(|e| {
            let mut complaint = Complaint::new(file, "", format!("not a table of lines: {e}"));
            complaint.line = Some(e.line()).filter(|line| *line > 0);
            vec![complaint]
        })?;
        if entries.0.len() > 1_000 {
            return Err(whole("more than 1000 release lines".into()));
        }
        let mut complaints = Vec::new();
        let mut lines: Vec<Line> = Vec::new();
        for (id, value) in entries.0 {
            if lines.iter().any(|line| line.id == id) {
                complaints.push(Complaint::new(file, &id, "this line is there twice"));
            }
            lines.extend(line(file, &id, value, &mut complaints));
        }
        if complaints.is_empty() { Ok(Self(lines)) } else { Err(complaints) }
    }

    /// As a value equal to the one that was read.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.iter().map(|line| (line.id.clone(), line_json(line))).collect())
    }

    /// The line of this id.
    pub fn get(&self, id: &str) -> Option<&Line> {
        self.0.iter().find(|line| line.id == id)
    }

    /// Where the line of this id stands on this day (UTC).
    pub fn phase(&self, id: &str, on: Date) -> Option<Phase> {
        self.get(id).map(|line| line.phase(on))
    }

    /// Lines that get fixes on this day (UTC): from their start, until before their end.
    pub fn supported(&self, on: Date) -> Vec<&Line> {
        self.0.iter().filter(|line| line.phase(on).is_supported()).collect()
    }

    /// The line a version belongs to; the one with the longest match.
    pub fn line_of(&self, version: &str) -> Option<&Line> {
        let version = parts(version);
        self.0
            .iter()
            .map(|line| (parts(&line.id), line))
            .filter(|(prefix, _)| version.starts_with(prefix))
            .max_by_key(|(prefix, _)| prefix.len())
            .map(|(_, line)| line)
    }
}

/// A JSON object as a list, so that order and repetition are seen.
struct Entries(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Entries;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a JSON object with one entry per release line")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

fn line(file: &str, id: &str, value: Value, out: &mut Vec<Complaint>) -> Option<Line> {
    let before = out.len();
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if id.is_empty() || id.len() > 40 || !id.chars().all(good) {
        out.push(Complaint::new(file, id, "a line's name has 1 to 40 of a-z, 0-9, '.', '-', '_'"));
    }
    let Value::Object(mut map) = value else {
        out.push(Complaint::new(file, id, "a line is an object with its dates"));
        return None;
    };
    let mut dates = [None; 5];
    for (date, key) in dates.iter_mut().zip(["alpha", "start", "lts", "maintenance", "end"]) {
        *date = match map.remove(key) {
            None => None,
            Some(Value::String(text)) => day(file, id, key, &text, out),
            Some(_) => {
                out.push(Complaint::new(file, format!("{id}.{key}"), "a date is a text"));
                None
            }
        };
    }
    let codename = match map.remove("codename") {
        None => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => {
            out.push(Complaint::new(file, format!("{id}.codename"), "a codename is a text"));
            None
        }
    };
    let [alpha, start, lts, maintenance, end] = dates;
    if out.len() == before {
        for (key, missing) in [("start", start.is_none()), ("end", end.is_none())] {
            if missing {
                out.push(Complaint::new(file, format!("{id}.{key}"), "this date is missing"));
            }
        }
    }
    let (start, end) = (start?, end?);
    if end < start {
        out.push(Complaint::new(file, format!("{id}.end"), "the line ends before it starts"));
    }
    let id = id.to_owned();
    Some(Line { id, alpha, start, lts, maintenance, end, codename, extra: map })
}

fn day(file: &str, id: &str, key: &str, text: &str, out: &mut Vec<Complaint>) -> Option<Date> {
    match text.parse::<Date>() {
        Ok(date) if date.to_string() == text => Some(date),
        _ => {
            let text = crate::words::one_line(text, 40);
            let says = format!("\"{text}\" is not a date such as 2026-04-30");
            out.push(Complaint::new(file, format!("{id}.{key}"), says));
            None
        }
    }
}

fn line_json(line: &Line) -> Value {
    let mut map = line.extra.clone();
    let dates = [
        ("alpha", line.alpha),
        ("start", Some(line.start)),
        ("lts", line.lts),
        ("maintenance", line.maintenance),
        ("end", Some(line.end)),
    ];
    for (key, date) in dates {
        if let Some(date) = date {
            map.insert(key.into(), Value::String(date.to_string()));
        }
    }
    if let Some(codename) = &line.codename {
        map.insert("codename".into(), Value::String(codename.clone()));
    }
    Value::Object(map)
}
