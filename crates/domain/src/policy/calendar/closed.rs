//! When nobody works, and when reports wait: holidays by named lists, and announced pauses.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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

impl Holiday {
    /// Whether this day is one of them.
    pub fn has(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }
}

/// A named list of holidays, such as those of a country in which people of the team live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HolidayList {
    /// Short name, also the file's.
    pub id: String,
    /// For people.
    pub title: String,
    /// The first day on which the project keeps it.
    pub since: Option<Date>,
    /// The first day on which it no longer does.
    pub until: Option<Date>,
    /// Where it comes from.
    pub source: Option<String>,
    /// The days.
    pub holidays: Vec<Holiday>,
}

impl HolidayList {
    /// Whether the project keeps this list on this day.
    pub fn holds(&self, date: Date) -> bool {
        self.since.is_none_or(|since| since <= date) && self.until.is_none_or(|until| date < until)
    }

    /// The holiday of this list that this day is, while the list is kept.
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        self.holidays.iter().find(|holiday| holiday.has(date)).filter(|_| self.holds(date))
    }
}

/// An announced time in which reports are taken and wait: clocks that start on receipt start when it
/// is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakePause {
    /// The first day.
    pub from: Date,
    /// The last day, which is one of them.
    pub to: Date,
    /// Why, in a sentence that reporters see.
    pub says: String,
}
