//! Reminders before a line ends. Which ones there are follows from the lines alone; which are due,
//! from the instant.

use super::{Line, Lines};
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// One reminder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Countdown {
    /// From when on it is due.
    pub due_at: Timestamp,
    /// The line, as the file names it.
    pub line: String,
    /// The line, for people.
    pub title: String,
    /// How many days before the end it is due.
    pub days: u32,
    /// The first instant without support.
    pub ends_at: Timestamp,
}

impl Lines {
    fn countdowns_of(&self, line: &Line) -> Vec<Countdown> {
        let last = self.rules.first_day_without(line);
        let of = |days: &u32| {
            let due = last.checked_sub(i64::from(*days).days()).ok()?;
            // A line that lives for less than the distance gets the reminders that fit in.
            (due >= line.start).then(|| Countdown {
                due_at: self.rules.start_of(due),
                line: line.id.clone(),
                title: line.full_title(),
                days: *days,
                ends_at: self.rules.start_of(last),
            })
        };
        let mut all: Vec<Countdown> = self.rules.notices_days.iter().filter_map(of).collect();
        all.sort();
        all
    }

    /// The reminders that are due at this instant: of each line that has not ended, the one nearest
    /// to its end. An earlier one that nobody saw is overtaken by it.
    pub fn due_countdowns(&self, at: Timestamp) -> Vec<Countdown> {
        let mut due: Vec<Countdown> = self
            .list
            .iter()
            .flat_map(|line| {
                let reached = |one: &Countdown| one.due_at <= at && at < one.ends_at;
                self.countdowns_of(line).into_iter().rfind(reached)
            })
            .collect();
        due.sort_by(|a, b| (a.ends_at, &a.line).cmp(&(b.ends_at, &b.line)));
        due
    }

    /// The reminders that are due at this instant and all that will be, in order.
    pub fn countdowns_from(&self, at: Timestamp) -> Vec<Countdown> {
        let all = self.list.iter().flat_map(|line| self.countdowns_of(line));
        let mut all: Vec<Countdown> = all.filter(|one| one.due_at > at).collect();
        all.extend(self.due_countdowns(at));
        all.sort();
        all
    }

    /// Whether this reminder is still to be given at this instant: its line is there and ends when it
    /// says, and no reminder nearer to the end is due. The last one is given even after the end, by
    /// whoever slept through it.
    pub fn stands(&self, reminder: &Countdown, at: Timestamp) -> bool {
        let Some(line) = self.get(&reminder.line) else { return false };
        let last = self.countdowns_of(line).into_iter().rfind(|one| one.due_at <= at);
        last.is_some_and(|one| one.days == reminder.days && one.ends_at == reminder.ends_at)
    }
}
