//! Release lines and their dates, in the shape of the well-known `schedule.json`.
//! Nothing that was read is lost. Where a line stands is asked for an instant, and the answer follows
//! the pack's own [`LineRules`]; begin with [`Lines`]. Nothing here knows the time.

mod changes;
mod countdown;
mod line;
mod read;
mod rules;
mod select;

pub use changes::{LineChange, Notice, changes};
pub use countdown::Countdown;
pub use line::{Line, Vendor};
pub(super) use rules::zone;
pub use rules::{EndRule, LineModel, LineRules, Phase};
pub use select::{ALIASES, LineAlias};

use super::Complaint;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

/// All release lines in the order of the file, and the rules by which their dates are read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lines {
    /// The lines.
    pub list: Vec<Line>,
    /// The rules.
    pub rules: LineRules,
}

/// Where one line stands at one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing<'a> {
    /// The line.
    pub line: &'a Line,
    /// Its phase.
    pub phase: Phase,
    /// The first instant without support.
    pub ends_at: Timestamp,
    /// Days until that day; none or less once it has come.
    pub days_left: i64,
    /// What comes next, and on which day.
    pub next: Option<(Phase, Date)>,
}

impl Lines {
    /// Read from the bytes of a `lines.json`; every problem is reported, under this file's name.
    /// The rules are the default ones.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Self, Vec<Complaint>> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        read::lines(file, bytes).map(|list| Self { list, rules: LineRules::default() })
    }

    /// As a value equal to the one that was read.
    pub fn to_json(&self) -> Value {
        let entry = |line: &Line| (line.id.clone(), line.to_json());
        Value::Object(self.list.iter().map(entry).collect())
    }

    /// The line of this id.
    pub fn get(&self, id: &str) -> Option<&Line> {
        self.list.iter().find(|line| line.id == id)
    }

    /// Where the line of this id stands at this instant.
    pub fn phase(&self, id: &str, at: Timestamp) -> Option<Phase> {
        self.get(id).map(|line| self.rules.phase(line, self.rules.day(at)))
    }

    /// Whether the line of this id is known and at its end of life at this instant.
    pub fn has_ended(&self, id: &str, at: Timestamp) -> bool {
        self.phase(id, at) == Some(Phase::EndOfLife)
    }

    /// Lines that get fixes at this instant: from their start until before their end.
    pub fn supported(&self, at: Timestamp) -> Vec<&Line> {
        self.supported_on(self.rules.day(at))
    }

    /// Lines that get fixes on this day, as the rules' zone counts days.
    pub fn supported_on(&self, day: Date) -> Vec<&Line> {
        let supported = |line: &&Line| self.rules.phase(line, day).is_supported();
        self.list.iter().filter(supported).collect()
    }

    /// Lines that are at their end of life at this instant.
    pub fn ended(&self, at: Timestamp) -> Vec<&Line> {
        let day = self.rules.day(at);
        let ended = |line: &&Line| self.rules.phase(line, day) == Phase::EndOfLife;
        self.list.iter().filter(ended).collect()
    }

    /// Everything there is to say of a line at this instant.
    pub fn standing<'a>(&self, line: &'a Line, at: Timestamp) -> Standing<'a> {
        let day = self.rules.day(at);
        let last = self.rules.first_day_without(line);
        let days_left = i64::from((last - day).get_days());
        Standing {
            line,
            phase: self.rules.phase(line, day),
            ends_at: self.rules.start_of(last),
            days_left,
            next: self.rules.next(line, day),
        }
    }

    /// The line a version belongs to; the one with the longest match.
    pub fn line_of(&self, version: &str) -> Option<&Line> {
        let version = line::parts(version);
        self.list
            .iter()
            .map(|line| (line::parts(&line.id), line))
            .filter(|(prefix, _)| version.starts_with(prefix))
            .max_by_key(|(prefix, _)| prefix.len())
            .map(|(_, line)| line)
    }
}
