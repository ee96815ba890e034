//! The order of the queue, how long things may wait, and how much may be attached.

use super::Part;
use super::attachments::attachments;
use super::found::Found;
use crate::policy::{AttachmentLimits, Handling, Policy, ReportField};

/// What is received, and how it is gone through.
pub(super) fn handling(
    found: &mut Found,
    (old, limits): (&Handling, &AttachmentLimits),
    after: &Policy,
) {
    attachments(found, limits, &after.attachments);
    let new = &after.handling;
    found.part(Part::Handling);
    let Handling {
        exploited,
        disclosure_threat,
        proof,
        defer_days,
        reopen_days,
        fields,
        appeal_days,
    } = old;
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
    report_fields(found, fields, &new.fields);
    let name = "The time in which a reporter may appeal against a sanction, in days,";
    found.value("", "appeal_days", name, appeal_days, &new.appeal_days);
}

/// What every report is asked for.
fn report_fields(found: &mut Found, old: &[ReportField], new: &[ReportField]) {
    let word = |yes: bool| if yes { "yes" } else { "no" };
    found.each(
        (old, new),
        |field| field.id.clone(),
        |field| format!("The field {} of a report", field.id),
        |field| format!("{}. {}", field.title, field.says),
        |found, old, new| {
            let ReportField { id, title, says, wanted, file } = old;
            let of = |what: &str| format!("{what} of the field {id}");
            found.value(id, "title", &of("The title"), title, &new.title);
            found.text(id, "says", &format!("The field {id}"), says, &new.says);
            let asked = (word(*wanted), word(new.wanted));
            found.value(id, "wanted", &of("The asking"), asked.0, asked.1);
            let files = (word(*file), word(new.file));
            found.value(id, "file", &of("A file in place"), files.0, files.1);
        },
    );
}
