//! When somebody has to look at a CVE id: its record is owed once the matter is public, and an id
//! that is not needed is given back.

use crate::case::Case;
use crate::cve::{CveEntry, CveState};
use crate::policy::{Limit, Policy};
use jiff::Timestamp;

/// What the timers of CVE ids are called, before the number of the id in its case; no clock of a pack
/// can be called so.
pub(crate) const CVE: &str = "cve:";
/// Its record should be there by now.
pub(crate) const WARN: &str = "warn-publish";
/// An id that nothing was published under for long.
pub(crate) const UNUSED: &str = "unused";

/// Every step of every id that is still to be published: its timer, the step, and when.
pub(crate) fn due(
    case: &Case,
    policy: &Policy,
    overdue: &'static str,
) -> Vec<(String, &'static str, Timestamp)> {
    let open = |entry: &CveEntry| entry.published_at.is_none() && entry.state != CveState::Rejected;
    let limits = &policy.cve;
    let public = case.world.public.confirmed_at;
    let mut all = Vec::new();
    for (number, entry) in case.cves.iter().filter(|(_, entry)| open(entry)) {
        let Some(assigned) = entry.assigned_at else { continue };
        let steps = match public {
            Some(public) => {
                let from = public.max(assigned);
                vec![(WARN, from, limits.publish), (overdue, from, limits.overdue)]
            }
            None => vec![(UNUSED, assigned, Limit::days(limits.unused_days))],
        };
        for (step, from, limit) in steps {
            let at = policy.calendar.due(from, &limit).ok();
            all.extend(at.map(|at| (format!("{CVE}{number}"), step, at)));
        }
    }
    all
}
