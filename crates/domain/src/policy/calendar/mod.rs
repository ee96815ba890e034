//! When something is due: in hours, in days of the project's zone, or in its working days.
//! The zone rules are the ones built into the program, so every machine gives the same answer.
//! Begin with [`Calendar::due`].

mod closed;
mod limit;

pub use closed::{Holiday, HolidayList, IntakePause};
pub use limit::{Left, Limit, Unit};

use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use serde::{Deserialize, Serialize};

/// How many days are looked at before a calendar counts as closed for good.
const LOOK_MAX: i64 = 4 * limit::DAYS_MAX as i64;

const DAY: i64 = 86_400;

/// The project's zone, its working days, its holidays and its pauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// IANA name, such as `Europe/Madrid`.
    pub zone: String,
    /// Days of the week on which people work, Monday first.
    pub working: Vec<Working>,
    /// Days on which nobody does.
    pub holidays: Vec<Holiday>,
    /// Named lists of such days. Each of them closes its days, whatever the others say.
    pub lists: Vec<HolidayList>,
    /// Announced pauses of intake, the earliest first.
    pub pauses: Vec<IntakePause>,
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
        self.counts(date, Unit::BusinessDays)
    }

    /// The holiday that this day is, with the name of the list that has it, where it is a named one.
    pub fn holiday(&self, date: Date) -> Option<(Option<&HolidayList>, &Holiday)> {
        let own = self.holidays.iter().find(|holiday| holiday.has(date));
        let named = || self.lists.iter().find_map(|list| Some((Some(list), list.holiday(date)?)));
        own.map(|holiday| (None, holiday)).or_else(named)
    }

    /// Whether this day counts in this unit.
    pub fn counts(&self, date: Date, unit: Unit) -> bool {
        match unit {
            Unit::Hours | Unit::Days => true,
            Unit::WeekDays => self.working.contains(&Working::of(date.weekday())),
            Unit::BusinessDays => self.counts(date, Unit::WeekDays) && self.holiday(date).is_none(),
        }
    }

    /// When a limit that starts at `start` is reached.
    ///
    /// Business days count the working days after the day of the start. A start on a day nobody
    /// works counts from the first minute of the next working day, so that what arrives later is
    /// never due earlier.
    pub fn due(&self, start: Timestamp, limit: &Limit) -> Result<Timestamp, NotDue> {
        self.part(start, limit, 100)
    }

    /// When so many hundredths of a limit that starts at `start` are over.
    pub fn part(&self, start: Timestamp, limit: &Limit, percent: u32) -> Result<Timestamp, NotDue> {
        match limit.wrong() {
            Some(says) => Err(NotDue::Limit(says)),
            None => self.resume(start, &limit.part(percent)),
        }
    }

    /// When what is left of a limit is over, counted on from `at`.
    pub fn resume(&self, at: Timestamp, left: &Left) -> Result<Timestamp, NotDue> {
        if left.unit == Unit::Hours {
            return at.checked_add(left.time).map_err(|_| NotDue::Beyond);
        }
        let (date, into) = self.place(&self.local(at)?, left.unit)?;
        let into = into.checked_add(left.time).ok_or(NotDue::Beyond)?;
        let days = into.as_secs().div_euclid(DAY);
        let date = self.forward(date, days, left.unit)?;
        let rest = into - SignedDuration::from_secs(days * DAY);
        let local = DateTime::from(date).checked_add(rest).map_err(|_| NotDue::Beyond)?;
        local.to_zoned(self.zone()?).map(|due| due.timestamp()).map_err(|_| NotDue::Beyond)
    }

    /// How much of this unit is left from one instant until a later one; nothing when it is not
    /// later. Counted on from the first, it ends at the second, or at the next working minute.
    pub fn left(&self, from: Timestamp, until: Timestamp, unit: Unit) -> Result<Left, NotDue> {
        if until <= from {
            return Ok(Left { unit, time: SignedDuration::ZERO });
        }
        if unit == Unit::Hours {
            return Ok(Left { unit, time: until.duration_since(from) });
        }
        let (mut date, into) = self.place(&self.local(from)?, unit)?;
        let (last, rest) = self.place(&self.local(until)?, unit)?;
        let mut days = 0;
        for _ in 0..LOOK_MAX {
            if date >= last {
                break;
            }
            date = date.tomorrow().map_err(|_| NotDue::Beyond)?;
            days += i64::from(self.counts(date, unit));
        }
        let time = SignedDuration::from_secs(days * DAY) + rest - into;
        Ok(Left { unit, time: time.max(SignedDuration::ZERO) })
    }

    /// The instant that lies this limit before another, on the project's clock.
    pub fn before(&self, end: Timestamp, limit: &Limit) -> Result<Timestamp, NotDue> {
        if let Some(says) = limit.wrong() {
            return Err(NotDue::Limit(says));
        }
        let n = i64::from(limit.n);
        let local = self.local(end)?;
        let span = if limit.unit == Unit::Hours { n.hours() } else { n.days() };
        local.checked_sub(span).map(|at| at.timestamp()).map_err(|_| NotDue::Beyond)
    }

    /// The pause of intake in which this instant lies, and when it ends.
    pub fn pause(&self, at: Timestamp) -> Result<Option<(&IntakePause, Timestamp)>, NotDue> {
        let date = self.local(at)?.date();
        let found = self.pauses.iter().find(|pause| pause.from <= date && date <= pause.to);
        let Some(pause) = found else { return Ok(None) };
        let after = pause.to.tomorrow().map_err(|_| NotDue::Beyond)?;
        let ends = after.to_zoned(self.zone()?).map_err(|_| NotDue::Beyond)?;
        Ok(Some((pause, ends.timestamp())))
    }

    /// When clocks start that start on receipt: at once, or when the pauses of intake are over.
    pub fn opens(&self, received: Timestamp) -> Result<Timestamp, NotDue> {
        let mut at = received;
        // One pause may follow upon another; each is left once.
        for _ in 0..=self.pauses.len() {
            match self.pause(at)? {
                Some((_, ends)) => at = ends,
                None => return Ok(at),
            }
        }
        Ok(at)
    }

    /// The day from which an instant counts, and how far into it: a day that does not count is left
    /// for the first minute of the next one that does.
    fn place(&self, local: &Zoned, unit: Unit) -> Result<(Date, SignedDuration), NotDue> {
        let date = local.date();
        if self.counts(date, unit) {
            return Ok((date, DateTime::from(date).duration_until(local.datetime())));
        }
        Ok((self.forward(date, 1, unit)?, SignedDuration::ZERO))
    }

    /// The day on which `n` days that count have begun after `date`.
    fn forward(&self, date: Date, n: i64, unit: Unit) -> Result<Date, NotDue> {
        let (mut day, mut counted) = (date, 0);
        for _ in 0..LOOK_MAX {
            if counted == n {
                return Ok(day);
            }
            day = day.tomorrow().map_err(|_| NotDue::Beyond)?;
            counted += i64::from(self.counts(day, unit));
        }
        Err(NotDue::Closed)
    }
}
