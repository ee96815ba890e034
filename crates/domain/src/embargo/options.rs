//! What can be done when somebody is to be told whose own rules allow a shorter silence.

use super::ends_by_itself;
use crate::case::Case;
use jiff::{SignedDuration, Timestamp};

/// One way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeOption {
    /// They can be told now: the embargo ends before their own rules make them speak.
    TellNow,
    /// Tell them later, at this instant.
    DelayNotice {
        /// When.
        until: Timestamp,
        /// How many whole days from now.
        days: i64,
    },
    /// Move the end of the embargo here, with everybody's consent.
    Shorten {
        /// The new end.
        ends_at: Timestamp,
    },
    /// Ask them to make an exception; the terms come before any content.
    AskException,
}

impl NoticeOption {
    /// For people.
    pub fn says(&self) -> String {
        match self {
            Self::TellNow => "tell them now: the embargo ends before they would speak".to_owned(),
            Self::DelayNotice { until, days } => {
                format!("delay the notice by {days} d, until {until}")
            }
            Self::Shorten { ends_at } => {
                format!("end the embargo at {ends_at}, with the consent of all")
            }
            Self::AskException => {
                "send them the terms first, and no content unless they accept them".to_owned()
            }
        }
    }
}

/// The ways to tell somebody who keeps silent for at most so many days; nothing without an embargo.
pub fn notice_options(case: &Case, days: u32, now: Timestamp) -> Vec<NoticeOption> {
    let binding = case.embargo.state.binds();
    let Some(ends_at) = ends_by_itself(case).filter(|end| binding && *end > now) else {
        return Vec::new();
    };
    let silent = SignedDuration::from_hours(i64::from(days).saturating_mul(24));
    let speaks_at = now.checked_add(silent).unwrap_or(Timestamp::MAX);
    if speaks_at >= ends_at {
        return vec![NoticeOption::TellNow];
    }
    let until = ends_at.checked_sub(silent).unwrap_or(now);
    let whole = until.duration_since(now).as_hours() / 24;
    vec![
        NoticeOption::DelayNotice { until, days: whole },
        NoticeOption::AskException,
        NoticeOption::Shorten { ends_at: speaks_at },
    ]
}
