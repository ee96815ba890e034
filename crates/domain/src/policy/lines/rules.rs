//! How a project reads its own dates: when an end date ends a line, in which zone a day begins, and
//! which phase each date opens. All of it is data of the pack, since projects differ in it and one
//! project may change its model from a line on.

use super::Line;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Nothing to try yet.
    NotYet,
    /// To be tried, not to be relied upon.
    Alpha,
    /// New and supported.
    Current,
    /// Supported for the long term, with a period of maintenance to come.
    ActiveLts,
    /// Supported for the long term, to its end.
    Lts,
    /// Only important fixes.
    Maintenance,
    /// No fixes any more.
    EndOfLife,
}

impl Phase {
    /// The phases that a date may open, by their words.
    pub const OPENED: &'static [(&'static str, Phase)] = &[
        ("current", Phase::Current),
        ("active-lts", Phase::ActiveLts),
        ("lts", Phase::Lts),
        ("maintenance", Phase::Maintenance),
    ];

    /// Whether fixes are promised.
    pub fn is_supported(self) -> bool {
        matches!(self, Phase::Current | Phase::ActiveLts | Phase::Lts | Phase::Maintenance)
    }

    /// As written in packs and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Phase::NotYet => "not-yet",
            Phase::Alpha => "alpha",
            Phase::Current => "current",
            Phase::ActiveLts => "active-lts",
            Phase::Lts => "lts",
            Phase::Maintenance => "maintenance",
            Phase::EndOfLife => "end-of-life",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Phase::NotYet => "not yet released",
            Phase::Alpha => "alpha",
            Phase::Current => "current",
            Phase::ActiveLts => "active long-term support",
            Phase::Lts => "long-term support",
            Phase::Maintenance => "maintenance",
            Phase::EndOfLife => "end of life",
        }
    }
}

/// What an end date means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndRule {
    /// It is the first day without support.
    #[default]
    Exclusive,
    /// It is the last day of support.
    Inclusive,
}

impl EndRule {
    /// As written in packs and in JSON.
    pub fn word(self) -> &'static str {
        match self {
            EndRule::Exclusive => "exclusive",
            EndRule::Inclusive => "inclusive",
        }
    }
}

/// Which phase each date opens, for the lines that start on or after a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineModel {
    /// Short name.
    pub id: String,
    /// For the lines that start on or after this day.
    pub since: Date,
    /// The model in a sentence.
    pub says: String,
    /// What the date `lts` opens.
    pub lts: Phase,
    /// What the date `maintenance` opens.
    pub maintenance: Phase,
}

/// The rules by which dates are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRules {
    /// What an end date means.
    pub end: EndRule,
    /// The IANA name of the zone in which days begin.
    pub zone: String,
    /// Models in order of `since`; a line follows the last one that fits, or else the usual one.
    pub models: Vec<LineModel>,
    /// How many days before a line's end the team is reminded, the longest first.
    pub notices_days: Vec<u32>,
    /// Who is reminded by mail.
    pub notices_to: Vec<String>,
    /// How many days before it takes effect a change of a date must be announced.
    pub change_notice_days: u32,
}

impl Default for LineRules {
    fn default() -> Self {
        Self {
            end: EndRule::Exclusive,
            zone: "UTC".to_owned(),
            models: Vec::new(),
            notices_days: vec![90, 30, 14, 7],
            notices_to: Vec::new(),
            change_notice_days: 14,
        }
    }
}

/// The rules of zones that are built into the program, each read once: a page asks for every line.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The zone of this name.
pub(in crate::policy) fn zone(name: &str) -> Option<TimeZone> {
    ZONES.get(name).ok()
}

impl LineRules {
    /// The rule of the end, in a sentence that stands beside every answer.
    pub fn says(&self) -> String {
        let zone = &self.zone;
        match self.end {
            EndRule::Exclusive => format!(
                "A line is at its end of life from 00:00 {zone} of its end date on (exclusive)."
            ),
            EndRule::Inclusive => format!(
                "A line is supported on its end date and at its end of life from 00:00 {zone} of \
                 the day after (inclusive)."
            ),
        }
    }

    fn zone(&self) -> TimeZone {
        // A pack with an unknown zone is refused when it is read.
        zone(&self.zone).unwrap_or(TimeZone::UTC)
    }

    /// The day of this instant.
    pub fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone()).date()
    }

    /// The instant at which this day begins.
    pub fn start_of(&self, day: Date) -> Timestamp {
        day.to_zoned(self.zone()).map_or(Timestamp::MAX, |start| start.timestamp())
    }

    /// The first day on which the line gets no fixes any more.
    pub fn first_day_without(&self, line: &Line) -> Date {
        match self.end {
            EndRule::Exclusive => line.end,
            EndRule::Inclusive => line.end.tomorrow().unwrap_or(line.end),
        }
    }

    /// The first instant at which the line gets no fixes any more.
    pub fn ends_at(&self, line: &Line) -> Timestamp {
        self.start_of(self.first_day_without(line))
    }

    /// The model that the line follows, where the pack names one.
    pub fn model(&self, line: &Line) -> Option<&LineModel> {
        self.models.iter().rev().find(|model| model.since <= line.start)
    }

    fn opened(&self, line: &Line, key: &str) -> Phase {
        let model = self.model(line);
        match key {
            "alpha" => Phase::Alpha,
            "lts" => model.map_or(Phase::ActiveLts, |model| model.lts),
            "maintenance" => model.map_or(Phase::Maintenance, |model| model.maintenance),
            "end" => Phase::EndOfLife,
            _ => Phase::Current,
        }
    }

    /// Where the line stands on this day.
    pub fn phase(&self, line: &Line, day: Date) -> Phase {
        if self.first_day_without(line) <= day {
            return Phase::EndOfLife;
        }
        let before_start = day < line.start;
        let reached = |date: Option<Date>| date.is_some_and(|date| date <= day);
        let dates = line.dates().into_iter().rev();
        let mut opened = dates.filter(|(key, date)| {
            *key != "end" && reached(*date) && (!before_start || *key == "alpha")
        });
        opened.next().map_or(Phase::NotYet, |(key, _)| self.opened(line, key))
    }

    /// The next phase of the line after this day, and the day on which it begins.
    pub(super) fn next(&self, line: &Line, day: Date) -> Option<(Phase, Date)> {
        let date = |(key, date): (&'static str, Option<Date>)| {
            let date = if key == "end" { Some(self.first_day_without(line)) } else { date };
            date.map(|date| (self.opened(line, key), date))
        };
        line.dates().into_iter().filter_map(date).find(|(_, date)| *date > day)
    }
}
