//! When something is due: in hours, in days of the project's zone, or in its working days.
//! The zone rules are the ones built into the program, so every machine gives the same answer.

use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Span, Timestamp, ToSpan, Zoned};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The longest limit anyone may write: about ten years of days.
const DAYS_MAX: u32 = 3_660;
const HOURS_MAX: u32 = DAYS_MAX * 24;
/// How many days are looked at before a calendar counts as closed for good.
const LOOK_MAX: u32 = 4 * DAYS_MAX;

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
    /// What is wrong with it, if anything.
    pub fn wrong(&self) -> Option<String> {
        let most = if self.unit == Unit::Hours { HOURS_MAX } else { DAYS_MAX };
        let good = (1..=most).contains(&self.n);
        (!good).then(|| format!("a limit has 1 to {most} {}", words(self.unit, 2)))
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
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.n, words(self.unit, self.n))
    }
}

/// Days on which nobody works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    /// The first day.
    pub from: Date,
    /// The last day, which is one of them.
    pub to: Date,
    /// Why.
    pub says: String,
}

/// The project's zone, its working days and its holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// IANA name, such as `Europe/Madrid`.
    pub zone: String,
    /// Days of the week on which people work, Monday first.
    pub working: Vec<Working>,
    /// Days on which nobody does.
    pub holidays: Vec<Holiday>,
}

/// A day of the week, by its short name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the seven names say it")]
pub enum Working {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Working {
    /// All seven, Monday first.
    pub const ALL: [(&'static str, Working); 7] = [
        ("mon", Working::Mon),
        ("tue", Working::Tue),
        ("wed", Working::Wed),
        ("thu", Working::Thu),
        ("fri", Working::Fri),
        ("sat", Working::Sat),
        ("sun", Working::Sun),
    ];

    fn of(day: Weekday) -> Self {
        Self::ALL[(day.to_monday_zero_offset() as usize).min(6)].1
    }
}

/// Why no due time can be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDue {
    /// The zone is unknown.
    #[error("no such time zone \"{0}\"")]
    Zone(String),
    /// The limit is empty or too long.
    #[error("{0}")]
    Limit(String),
    /// Nobody works for years.
    #[error("the calendar has no working day left")]
    Closed,
    /// Beyond the end of time.
    #[error("the due time lies beyond the calendar's end")]
    Beyond,
}

impl Calendar {
    /// The zone's rules.
    pub fn zone(&self) -> Result<TimeZone, NotDue> {
        // The bundled database: the system's could differ from machine to machine.
        TimeZoneDatabase::bundled()
            .get(&self.zone)
            .map_err(|_| NotDue::Zone(crate::words::one_line(&self.zone, 60)))
    }

    /// This instant on the project's clock.
    pub fn local(&self, at: Timestamp) -> Result<Zoned, NotDue> {
        Ok(at.to_zoned(self.zone()?))
    }

    /// Whether people work on this day.
    pub fn works(&self, date: Date) -> bool {
        self.working.contains(&Working::of(date.weekday()))
            && !self.holidays.iter().any(|h| h.from <= date && date <= h.to)
    }

    /// When a limit that starts at `start` is reached.
    ///
    /// Business days count the working days after the day of the start. A start on a day nobody
    /// works counts from the first minute of the next working day, so that what arrives later is
    /// never due earlier.
    pub fn due(&self, start: Timestamp, limit: &Limit) -> Result<Timestamp, NotDue> {
        if let Some(says) = limit.wrong() {
            return Err(NotDue::Limit(says));
        }
        let n = i64::from(limit.n);
        let local = self.local(start)?;
        match limit.unit {
            Unit::Hours => add(&local, n.hours()),
            Unit::Days => add(&local, n.days()),
            Unit::BusinessDays => {
                let from = self.working_start(local)?;
                let days = self.working_days(from.date(), limit.n)?;
                add(&from, i64::from(days).days())
            }
        }
    }

    fn working_start(&self, local: Zoned) -> Result<Zoned, NotDue> {
        if self.works(local.date()) {
            return Ok(local);
        }
        let days = self.working_days(local.date(), 1)?;
        let day = local.checked_add(i64::from(days).days()).map_err(|_| NotDue::Beyond)?;
        day.start_of_day().map_err(|_| NotDue::Beyond)
    }

    /// How many calendar days it takes for `n` working days to pass after `date`.
    fn working_days(&self, date: Date, n: u32) -> Result<u32, NotDue> {
        let (mut day, mut counted) = (date, 0);
        for passed in 1..=LOOK_MAX {
            day = day.tomorrow().map_err(|_| NotDue::Beyond)?;
            counted += u32::from(self.works(day));
            if counted == n {
                return Ok(passed);
            }
        }
        Err(NotDue::Closed)
    }
}

fn add(local: &Zoned, span: Span) -> Result<Timestamp, NotDue> {
    local.checked_add(span).map(|due| due.timestamp()).map_err(|_| NotDue::Beyond)
}
