//! How much time there is, and in what it is counted.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest limit anyone may write: about ten years of days.
pub(super) const DAYS_MAX: u32 = 3_660;
const HOURS_MAX: u32 = DAYS_MAX * 24;

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Sixty minutes each, whatever the clocks on the wall do.
    Hours,
    /// Calendar days in the project's zone; the time of day stays.
    Days,
    /// Working days in the project's zone; the time of day stays.
    BusinessDays,
    /// The same, but holidays count like any other working day of the week.
    WeekDays,
}

/// How much time there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Limit {
    /// How many.
    pub n: u32,
    /// Of what.
    pub unit: Unit,
}

impl Limit {
    /// So many hours.
    pub const fn hours(n: u32) -> Self {
        Self { n, unit: Unit::Hours }
    }

    /// So many calendar days.
    pub const fn days(n: u32) -> Self {
        Self { n, unit: Unit::Days }
    }

    /// What is wrong with it, if anything.
    pub fn wrong(&self) -> Option<String> {
        let most = if self.unit == Unit::Hours { HOURS_MAX } else { DAYS_MAX };
        let good = (1..=most).contains(&self.n);
        (!good).then(|| format!("a limit has 1 to {most} {}", words(self.unit, 2)))
    }

    /// All of it, or the first so many hundredths: of a day, as of any other length of time.
    pub(super) fn part(&self, percent: u32) -> Left {
        let one = if self.unit == Unit::Hours { 3_600 } else { 86_400 };
        // At most ten years of seconds, times a percentage that is checked where it is read.
        let seconds = i64::from(self.n) * one * i64::from(percent.min(1_000)) / 100;
        Left { unit: self.unit, time: SignedDuration::from_secs(seconds) }
    }
}

fn words(unit: Unit, n: u32) -> &'static str {
    match (unit, n) {
        (Unit::Hours, 1) => "hour",
        (Unit::Hours, _) => "hours",
        (Unit::Days, 1) => "day",
        (Unit::Days, _) => "days",
        (Unit::BusinessDays, 1) => "business day",
        (Unit::BusinessDays, _) => "business days",
        (Unit::WeekDays, 1) => "business day, holidays included",
        (Unit::WeekDays, _) => "business days, holidays included",
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.n, words(self.unit, self.n))
    }
}

/// What is left of a limit: a time of its own kind, in which a day has 24 hours on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// In what it is counted.
    pub unit: Unit,
    /// How much.
    pub time: SignedDuration,
}
