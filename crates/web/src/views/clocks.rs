//! Clocks of a case: promises kept, running or missed, and rights that open.

use crate::when::When;
use domain::case::{Case, NEEDS_INFO};
use domain::policy::Policy;
use jiff::Timestamp;

/// One clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClockView {
    /// For people.
    pub(crate) title: String,
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
                    ("running", "Stands still: waiting for the reporter".to_owned())
                }
                (Some(_), false) => ("kept", if right { "Not needed" } else { "Kept" }.to_owned()),
                (Some(_), true) if right => ("kept", "Over".to_owned()),
                (Some(_), true) => ("late", "Met late".to_owned()),
                (None, true) if right => ("open", "Open now".to_owned()),
                (None, true) => ("late", format!("Late by {}", due.span())),
                (None, false) if right => ("running", format!("Opens {}", due.relative)),
                (None, false) => ("running", format!("Due {}", due.relative)),
            };
            ClockView {
                title: match known {
                    Some(clock) => clock.title.clone(),
                    None if id == NEEDS_INFO => "Answer to our question".to_owned(),
                    None => id.clone(),
                },
                says: known.map_or_else(String::new, |clock| clock.says.clone()),
                due,
                look,
                stands,
                right,
            }
        })
        .collect()
}
