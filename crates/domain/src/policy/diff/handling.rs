//! The order of the queue and how long things may wait.

use super::Part;
use super::found::Found;
use crate::policy::Handling;

pub(super) fn handling(found: &mut Found, old: &Handling, new: &Handling) {
    found.part(Part::Handling);
    let Handling { exploited, disclosure_threat, proof, defer_days, reopen_days } = old;
    let listed = |ids: &[String]| (!ids.is_empty()).then(|| ids.join(", "));
    let name = "The mark of exploitation in the queue";
    found.value("", "exploited", name, &listed(exploited), &listed(&new.exploited));
    let name = "The mark of a threat to publish";
    found.value(
        "",
        "disclosure_threat",
        name,
        &listed(disclosure_threat),
        &listed(&new.disclosure_threat),
    );
    let name = "The mark of proof";
    found.value("", "proof", name, &listed(proof), &listed(&new.proof));
    let name = "The longest deferral, in days,";
    found.value("", "defer_days", name, defer_days, &new.defer_days);
    let name = "The time in which a reporter may open a report again, in days,";
    found.value("", "reopen_days", name, reopen_days, &new.reopen_days);
}
