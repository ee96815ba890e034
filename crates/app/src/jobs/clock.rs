//! Whether the machine's clock can be believed. Timers act on what it says, so a clock that jumps
//! must not end embargoes; a process that was down for a week is no jump. Begin with [`judge`].

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::{PoisonError, RwLock};

/// Clocks are set back a little all the time.
const BACK: SignedDuration = SignedDuration::from_mins(5);
/// A larger gap that nothing accounts for is believed by nobody, unless the operator says otherwise.
pub const BOUND: SignedDuration = SignedDuration::from_hours(36);

/// What was read off the machine at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// What the clock on the wall says.
    pub at: Timestamp,
    /// Which run of the machine it is.
    pub boot: String,
    /// For how long that run has lasted, by a clock that nobody sets.
    pub up: SignedDuration,
}

/// What is remembered of the last moment at which the clock was believed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// That moment.
    pub reading: Reading,
    /// When a person confirmed the clock, and how far ahead of it the journal then was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmed>,
}

/// A person said that the clock is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// When.
    pub at: Timestamp,
    /// Later instants of the journal up to this one are known to be wrong.
    pub forgiven: Timestamp,
}

/// Why a clock is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// It went on further than time did.
    #[error(
        "the clock says {now}, {hours} hours later than anything accounts for (last seen {last})"
    )]
    Ahead {
        /// What it says.
        now: Timestamp,
        /// What was known before.
        last: Timestamp,
        /// By how much.
        hours: i64,
    },
    /// It went back.
    #[error("the clock says {now}, but the journal or this machine has already seen {last}")]
    Behind {
        /// What it says.
        now: Timestamp,
        /// What was known before.
        last: Timestamp,
    },
}

/// Whether this reading can be believed, after what is remembered and the latest known instant of
/// the journal. In the same run of the machine, its other clock accounts for every minute, however
/// long the process was down. Otherwise the gap may be as long as the bound.
pub fn judge(
    seen: Option<&Seen>,
    journal: Option<Timestamp>,
    now: &Reading,
    bound: SignedDuration,
) -> Result<(), Doubt> {
    let Some(seen) = seen else { return Ok(()) };
    let forgiven = seen.confirmed.as_ref().map(|confirmed| confirmed.forgiven);
    let journal = journal.filter(|at| forgiven.is_none_or(|forgiven| *at > forgiven));
    let last = journal.map_or(seen.reading.at, |at| at.max(seen.reading.at));
    if now.at.saturating_add(BACK).unwrap_or(now.at) < last {
        return Err(Doubt::Behind { now: now.at, last });
    }
    let expected = match seen.reading.boot == now.boot && seen.reading.up <= now.up {
        true => {
            let passed = now.up.saturating_sub(seen.reading.up);
            seen.reading.at.checked_add(passed).unwrap_or(Timestamp::MAX).max(last)
        }
        false => last,
    };
    let over = now.at.duration_since(expected);
    if over > bound {
        return Err(Doubt::Ahead { now: now.at, last, hours: over.as_hours() });
    }
    Ok(())
}

/// What the process thinks of its clock. A default one believes it.
#[derive(Debug, Default)]
pub struct ClockGuard(RwLock<Option<Doubt>>);

impl ClockGuard {
    /// Why the clock is not believed, if it is not.
    pub fn doubt(&self) -> Option<Doubt> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Take down what was judged; true when that is news.
    pub fn set(&self, doubt: Option<Doubt>) -> bool {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let news = kept.is_some() != doubt.is_some();
        *kept = doubt;
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn reading(text: &str, boot: &str, hours: i64) -> Reading {
        let up = SignedDuration::from_hours(hours);
        Reading { at: at(text), boot: boot.into(), up }
    }

    fn seen() -> Seen {
        Seen { reading: reading("2027-01-07T08:50:00Z", "a", 100), confirmed: None }
    }

    #[test]
    fn a_process_that_was_down_for_weeks_is_no_jump_while_the_machine_ran() {
        let now = reading("2027-02-07T08:50:00Z", "a", 100 + 31 * 24);
        assert_eq!(judge(Some(&seen()), None, &now, BOUND), Ok(()));
    }

    #[test]
    fn four_hundred_days_ahead_are_not_believed() {
        for (boot, hours) in [("a", 103), ("b", 0)] {
            let now = reading("2028-02-11T11:20:00Z", boot, hours);
            let doubt = judge(Some(&seen()), None, &now, BOUND).unwrap_err();
            assert!(matches!(doubt, Doubt::Ahead { hours: 9_500.., .. }), "{doubt}");
        }
    }

    #[test]
    fn a_machine_that_was_off_for_a_night_is_believed_and_for_a_week_is_not() {
        let night = reading("2027-01-08T08:50:00Z", "b", 1);
        assert_eq!(judge(Some(&seen()), None, &night, BOUND), Ok(()));
        let week = reading("2027-01-14T08:50:00Z", "b", 1);
        assert!(judge(Some(&seen()), None, &week, BOUND).is_err());
        // Another server wrote to the journal an hour ago: time did go on.
        let journal = Some(at("2027-01-14T08:00:00Z"));
        assert_eq!(judge(Some(&seen()), journal, &week, BOUND), Ok(()));
    }

    #[test]
    fn a_clock_that_goes_back_is_not_believed() {
        let now = reading("2027-01-07T08:46:00Z", "a", 100);
        assert_eq!(judge(Some(&seen()), None, &now, BOUND), Ok(()));
        let now = reading("2027-01-07T08:40:00Z", "a", 100);
        assert!(matches!(judge(Some(&seen()), None, &now, BOUND), Err(Doubt::Behind { .. })));
        let journal = Some(at("2028-01-01T00:00:00Z"));
        let now = reading("2027-01-07T09:00:00Z", "a", 100);
        assert!(matches!(judge(Some(&seen()), journal, &now, BOUND), Err(Doubt::Behind { .. })));
    }

    #[test]
    fn what_a_person_confirmed_is_believed() {
        let far = at("2028-02-11T11:20:00Z");
        let confirmed = Some(Confirmed { at: at("2027-01-07T09:00:00Z"), forgiven: far });
        let seen = Seen { confirmed, ..seen() };
        let now = reading("2027-01-07T09:30:00Z", "a", 101);
        assert_eq!(judge(Some(&seen), Some(far), &now, BOUND), Ok(()));
        let later = Some(at("2028-03-01T00:00:00Z"));
        assert!(judge(Some(&seen), later, &now, BOUND).is_err());
        assert_eq!(judge(None, later, &now, BOUND), Ok(()), "a first start has nothing to compare");
    }
}
