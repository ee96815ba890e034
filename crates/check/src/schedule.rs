//! The release schedule: which lines a project keeps, from when, until when.
//!
//! Begin with [`Schedule::read`], then [`Schedule::line_of`] and [`Line::phase`]. Everything in
//! the file is kept as it was, also what is not understood, so that writing it again loses
//! nothing. It never invents a date: a line whose start or end is missing is kept but not used.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use crate::complaint::{Complaint, Reading, quote};
use crate::version::{Version, number};

#[cfg(test)]
mod tests;

/// The name of a release line: `v22`, or `v0.12` before version 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineName {
    major: u64,
    minor: Option<u64>,
}

impl LineName {
    /// The name of the line a version belongs to.
    #[must_use]
    pub fn of(version: &Version) -> Self {
        // Before version 1 the second number told the lines apart.
        let minor = (version.major == 0).then_some(version.minor);
        Self { major: version.major, minor }
    }

    fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('v')?;
        match text.split_once('.') {
            None => {
                number(text).filter(|major| *major > 0).map(|major| Self { major, minor: None })
            }
            Some(("0", minor)) => Some(Self { major: 0, minor: Some(number(minor)?) }),
            Some(_) => None,
        }
    }
}

impl fmt::Display for LineName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minor {
            None => write!(f, "v{}", self.major),
            Some(minor) => write!(f, "v{}.{minor}", self.major),
        }
    }
}

/// Where a line stands on a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nothing of the line has been released.
    NotYet,
    /// Early builds exist; the line has not started.
    Alpha,
    /// The line takes every change.
    Current,
    /// The line is in active long-term support.
    ActiveLts,
    /// The line takes only what it must.
    Maintenance,
    /// The line takes nothing any more.
    EndOfLife,
}

/// One release line with usable dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its name.
    pub name: LineName,
    /// When its first early build appears, where the project makes any.
    pub alpha: Option<Date>,
    /// When its first release appears.
    pub start: Date,
    /// When long-term support begins, where the line has any.
    pub lts: Option<Date>,
    /// When maintenance begins.
    pub maintenance: Option<Date>,
    /// The first day on which the line is no longer supported.
    pub end: Date,
    /// Its code name; some are present and empty.
    pub codename: Option<String>,
}

impl Line {
    /// The phase of the line on a date.
    ///
    /// Every date counts from 00:00 UTC of its day, and the end is exclusive: a line that ends on
    /// 30 April is at its end of life on 30 April, all day.
    #[must_use]
    pub fn phase(&self, at: Date) -> Phase {
        let since = |date: Option<Date>| date.is_some_and(|date| at >= date);
        if at >= self.end {
            Phase::EndOfLife
        } else if at < self.start {
            if since(self.alpha) { Phase::Alpha } else { Phase::NotYet }
        } else if since(self.maintenance) {
            Phase::Maintenance
        } else if since(self.lts) {
            Phase::ActiveLts
        } else {
            Phase::Current
        }
    }
}

/// A release schedule, and the file it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    original: Map<String, Value>,
    lines: BTreeMap<LineName, Line>,
}

impl Schedule {
    /// Reads a schedule file; `file` is only used to say where a complaint comes from.
    #[must_use]
    pub fn read(file: &str, bytes: &[u8]) -> Reading<Self> {
        match serde_json::from_slice(bytes) {
            Ok(original) => {
                let (schedule, complaints) = Self::understand(file, original);
                Reading { value: Some(schedule), complaints }
            }
            Err(error) => {
                let reason = format!("reading the schedule: {error}");
                Reading { value: None, complaints: vec![Complaint::new(file, "", reason)] }
            }
        }
    }

    fn understand(file: &str, original: Map<String, Value>) -> (Self, Vec<Complaint>) {
        let mut complaints = Vec::new();
        let mut lines = BTreeMap::new();
        for (key, value) in &original {
            let Some(name) = LineName::parse(key) else {
                let reason = "it is not the name of a release line; kept, not used";
                complaints.push(Complaint::new(file, key, reason));
                continue;
            };
            match line(name, value) {
                Ok(line) => drop(lines.insert(name, line)),
                Err(reason) => {
                    complaints.push(Complaint::new(file, key, format!("{reason}; kept, not used")));
                }
            }
        }
        (Self { original, lines }, complaints)
    }

    /// The file as it was read, with everything in it.
    #[must_use]
    pub fn original(&self) -> &Map<String, Value> {
        &self.original
    }

    /// The lines with usable dates, oldest first.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.values()
    }

    /// The line a version belongs to; `None` when the schedule has no usable dates for it.
    #[must_use]
    pub fn line_of(&self, version: &Version) -> Option<&Line> {
        self.lines.get(&LineName::of(version))
    }
}

fn line(name: LineName, value: &Value) -> Result<Line, String> {
    let fields = value.as_object().ok_or("it is not an object")?;
    let date = |key: &str| match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => match Date::from_str(text) {
            // Only plain dates: a time of day would move the end of a line unnoticed.
            Ok(date) if text.len() == "2026-04-30".len() => Ok(Some(date)),
            _ => Err(format!("`{key}` is {}, which is not a date", quote(text))),
        },
        Some(_) => Err(format!("`{key}` is not a date")),
    };
    let line = Line {
        name,
        alpha: date("alpha")?,
        start: date("start")?.ok_or("`start` is missing")?,
        lts: date("lts")?,
        maintenance: date("maintenance")?,
        end: date("end")?.ok_or("`end` is missing")?,
        codename: fields.get("codename").and_then(Value::as_str).map(str::to_owned),
    };
    if line.end <= line.start {
        return Err(format!("`end` {} is not after `start` {}", line.end, line.start));
    }
    Ok(line)
}

impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.original.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let original = Value::deserialize(deserializer)?;
        match original {
            Value::Object(original) => Ok(Self::understand("", original).0),
            _ => Err(de::Error::custom("a schedule is an object")),
        }
    }
}
