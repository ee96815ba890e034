//! Clocks of a case: promises kept, running or missed, and rights that open.

use crate::say;
use crate::when::When;
use domain::case::{Case, NEEDS_INFO};
use domain::policy::Policy;
use jiff::Timestamp;

/// One clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClockView {
    /// For people.
    pub(crate) title: String,
    /// Whether the policy says so.
    pub(crate) theirs: bool,
    /// The promise in a sentence.
    pub(crate) says: String,
    /// When it is due.
    pub(crate) due: When,
    /// Which look.
    pub(crate) look: &'static str,
    /// How it stands, in words.
    pub(crate) stands: String,
    /// Whether it opens a right of the reporter.
    pub(crate) right: bool,
}

/// Every clock of this case, the first due first.
pub(crate) fn clocks(case: &Case, policy: &Policy, now: Timestamp) -> Vec<ClockView> {
    let mut all: Vec<_> = case.clocks.iter().collect();
    all.sort_by_key(|(_, clock)| (clock.met_at.is_some(), clock.due.at));
    all.into_iter()
        .map(|(id, clock)| {
            let known = policy.clock(id);
            let due = When::new(clock.due.at, now, policy);
            let right = clock.due.right;
            let (look, stands) = match (clock.met_at, clock.is_late(now)) {
                _ if clock.paused.is_some() && clock.met_at.is_none() => {
                    ("running", say("clock-paused").text())
                }
                (Some(_), false) => {
                    ("kept", say(if right { "clock-not-needed" } else { "clock-kept" }).text())
                }
                (Some(_), true) if right => ("kept", say("clock-over").text()),
                (Some(_), true) => ("late", say("clock-met-late").text()),
                (None, true) if right => ("open", say("clock-open").text()),
                (None, true) => ("late", say("clock-late").with("span", due.span()).text()),
                (None, false) if right => {
                    ("running", say("clock-opens").with("when", &due.relative).text())
                }
                (None, false) => ("running", say("clock-due").with("when", &due.relative).text()),
            };
            ClockView {
                title: match known {
                    Some(clock) => clock.title.clone(),
                    None if id == NEEDS_INFO => say("clock-answer").text(),
                    None => id.clone(),
                },
                theirs: known.is_some(),
                says: known.map_or_else(String::new, |clock| clock.says.clone()),
                due,
                look,
                stands,
                right,
            }
        })
        .collect()
}
