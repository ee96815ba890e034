//! The table of timers: what goes off by itself in a case, when, what follows and who hears of it.
//! The machine, the mails and the page of timers are made of it.

use super::deadlines::NEEDS_INFO;
use super::event::News;
use super::glass::{self, GLASS};
use super::state::Case;
use super::timers::{self, DECIDE, DUE, EMBARGO, Timer};
use crate::cve;
use crate::policy::Policy;
use crate::sanction;
use crate::world;
use jiff::Timestamp;

/// Who hears by mail that a timer went off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hears {
    /// Nobody: who is concerned finds a message.
    Nobody,
    /// Those of the team who hold this role.
    Role(&'static str),
    /// Whom this step of the policy's clock names; `triager` where the policy dropped it since.
    Escalation,
}

/// What follows when a timer goes off, besides the mails.
type Follows = fn(&Case, &Policy, &Timer, Timestamp) -> Vec<News>;

/// One kind of timer.
#[derive(Debug)]
pub struct TimerRow {
    /// Its id; `*` for each clock of the policy.
    pub timer: &'static str,
    /// Its step; what ends in `*` stands for all that begin so.
    pub step: &'static str,
    /// When it goes off.
    pub when: &'static str,
    /// What follows.
    pub then: &'static str,
    /// Who hears of it by mail.
    pub hears: Hears,
    pub(super) follows: Follows,
}

/// Every kind of timer; the first row that fits is meant.
pub const TIMERS: &[TimerRow] = &[
    TimerRow {
        timer: NEEDS_INFO,
        step: DUE,
        when: "`[needs_info] close_days` after the question",
        then: "The report is refused for want of an answer and closed, and its embargo ends; where \
               it concerns others it stays open and the reporter is reminded.",
        hears: Hears::Role("triager"),
        follows: |case, _, _, _| timers::abandoned(case),
    },
    TimerRow {
        timer: NEEDS_INFO,
        step: "remind-*",
        when: "each of `[needs_info] remind_days` after the question",
        then: "The reporter finds a reminder that says when the report will be closed.",
        hears: Hears::Nobody,
        follows: timers::remind,
    },
    TimerRow {
        timer: EMBARGO,
        step: "warn-*",
        when: "each of `[embargo] warn` before the agreed end",
        then: "The reporter and each participant who signed find a message on their page; a \
               participant who gave a mail address gets a mail.",
        hears: Hears::Role("lead"),
        follows: timers::near_end,
    },
    TimerRow {
        timer: "attack",
        step: DECIDE,
        when: "`[embargo] attack_hours` after attacks were confirmed",
        then: "The embargo ends, unless two people decided to hold it.",
        hears: Hears::Role("lead"),
        follows: |case, _, _, now| world::attack_over(case, now).into_iter().collect(),
    },
    TimerRow {
        timer: GLASS,
        step: DUE,
        when: "4 hours after a second auditor agreed that a first one reads the case",
        then: "The auditor can read the case no more, and the reporter finds a message that says from when to \
               when they could.",
        hears: Hears::Role("lead"),
        follows: |case, _, timer, _| glass::over(case, timer.at),
    },
    TimerRow {
        timer: "cve:*",
        step: cve::WARN,
        when: "`[cve] publish` after the matter is public, or the id was assigned later",
        then: "Nothing by itself: the case shows that the record is owed.",
        hears: Hears::Role("lead"),
        follows: nothing,
    },
    TimerRow {
        timer: "cve:*",
        step: DUE,
        when: "`[cve] overdue`, from the same moment",
        then: "Nothing by itself: the record is overdue by the rules of CNAs.",
        hears: Hears::Role("lead"),
        follows: nothing,
    },
    TimerRow {
        timer: "cve:*",
        step: cve::UNUSED,
        when: "`[cve] unused_days` after the id was assigned, while nothing is public",
        then: "Nothing by itself: somebody says whether the id is still needed, or rejects it.",
        hears: Hears::Role("lead"),
        follows: nothing,
    },
    TimerRow {
        timer: "sanction:*",
        step: DUE,
        when: "the instant at which the sanction ends",
        then: "The sanction is over; its reporter finds that on their page.",
        hears: Hears::Nobody,
        follows: |case, _, timer, now| sanction::lapse(case, &timer.id, now).into_iter().collect(),
    },
    TimerRow {
        timer: "*",
        step: DECIDE,
        when: "`[world] allege` after something was said of the world (`public`, `exploit`, `attacks`)",
        then: "Nothing by itself: people confirm or dismiss it.",
        hears: Hears::Role("lead"),
        follows: nothing,
    },
    TimerRow {
        timer: "*",
        step: "warn-*",
        when: "each `warn` of the clock, in percent of its limit",
        then: "Nothing by itself.",
        hears: Hears::Role("triager"),
        follows: nothing,
    },
    TimerRow {
        timer: "*",
        step: "escalate-*",
        when: "each `[[clock.escalate]] after`, from the clock's start",
        then: "Nothing by itself.",
        hears: Hears::Escalation,
        follows: nothing,
    },
    TimerRow {
        timer: "*",
        step: DUE,
        when: "the clock's `limit`",
        then: "A promise counts as missed; of a right, the reporter finds a message that it has opened.",
        hears: Hears::Role("triager"),
        follows: timers::right_opened,
    },
];

fn nothing(_: &Case, _: &Policy, _: &Timer, _: Timestamp) -> Vec<News> {
    Vec::new()
}

impl TimerRow {
    /// The row of this step of this timer.
    pub fn of(timer: &str, step: &str) -> Option<&'static Self> {
        let fits = |pattern: &str, word: &str| match pattern.strip_suffix('*') {
            Some(begin) => word.starts_with(begin),
            None => word == pattern,
        };
        TIMERS.iter().find(|row| fits(row.timer, timer) && fits(row.step, step))
    }
}

#[cfg(test)]
mod tests {
    use super::{Hears, TIMERS, TimerRow};

    #[test]
    fn the_first_row_that_fits_is_meant() {
        let hears = |timer, step| TimerRow::of(timer, step).map(|row| (row.step, row.hears));
        assert_eq!(hears("needs-info", "due"), Some(("due", Hears::Role("triager"))));
        assert_eq!(hears("needs-info", "remind-2"), Some(("remind-*", Hears::Nobody)));
        assert_eq!(hears("embargo", "warn-72h"), Some(("warn-*", Hears::Role("lead"))));
        assert_eq!(hears("decision", "warn-90"), Some(("warn-*", Hears::Role("triager"))));
        assert_eq!(hears("decision", "escalate-1"), Some(("escalate-*", Hears::Escalation)));
        assert_eq!(hears("public", "decide"), Some(("decide", Hears::Role("lead"))));
        assert_eq!(hears("cve:1", "due"), Some(("due", Hears::Role("lead"))));
        assert_eq!(hears("cve:12", "warn-publish"), Some(("warn-publish", Hears::Role("lead"))));
        assert_eq!(hears("decision", "sometime"), None);
    }

    #[test]
    fn no_row_hides_a_later_one() {
        let own = |text: &'static str| text.trim_end_matches('*');
        for row in TIMERS {
            let found = TimerRow::of(own(row.timer), own(row.step)).expect("a row");
            assert_eq!((found.timer, found.step), (row.timer, row.step), "is never meant");
        }
    }
}
