//! Words for verbs and their fields: titles, buttons, and what is said when it is done.

use crate::say;
use std::borrow::Cow;

/// How a verb is shown.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    /// Over its form.
    pub(crate) title: Cow<'static, str>,
    /// On its button.
    pub(crate) button: Cow<'static, str>,
    /// When it is done.
    pub(crate) done: Cow<'static, str>,
    /// How its button looks: `go`, `plain` or `danger`.
    pub(crate) tone: &'static str,
}

const fn words_of(
    title: &'static str,
    button: &'static str,
    done: &'static str,
    tone: &'static str,
) -> Words {
    let (title, button, done) = (Cow::Borrowed(title), Cow::Borrowed(button), Cow::Borrowed(done));
    Words { title, button, done, tone }
}

const fn go(title: &'static str, button: &'static str, done: &'static str) -> Words {
    words_of(title, button, done, "go")
}

const fn plain(title: &'static str, button: &'static str, done: &'static str) -> Words {
    words_of(title, button, done, "plain")
}

const fn danger(title: &'static str, button: &'static str, done: &'static str) -> Words {
    words_of(title, button, done, "danger")
}

/// How this verb is shown: those that people outside the team see have messages, in every language.
pub(crate) fn words(group: &str, name: &str) -> Words {
    let said = |part: &str| say(format!("verb-{group}-{name}{part}")).text_if_known();
    let ours = of_people_outside(group, name).unwrap_or_else(|| table(group, name));
    Words {
        title: said("").map_or(ours.title, Cow::Owned),
        button: said("-button").map_or(ours.button, Cow::Owned),
        done: said("-done").map_or(ours.done, Cow::Owned),
        tone: ours.tone,
    }
}

/// How the buttons look of verbs that people outside the team see; the rest are messages.
fn of_people_outside(group: &str, name: &str) -> Option<Words> {
    match (group, name) {
        ("case", "answer" | "tried") | ("embargo", "accept") | ("participant", "answer") => {
            Some(go("", "", ""))
        }
        ("case", "contact" | "reopen") | ("embargo", "propose" | "reject" | "retract") => {
            Some(plain("", "", ""))
        }
        ("participant", "decline") | ("sanction", "appeal") | ("world", "allege") => {
            Some(plain("", "", ""))
        }
        ("case", "withdraw") | ("participant", "leave") => Some(danger("", "", "")),
        _ => None,
    }
}

/// How a verb is shown on the pages of the team.
fn table(group: &str, name: &str) -> Words {
    match (group, name) {
        ("case", "write") => {
            go("Write to the reporter", "Send to reporter", "The message was sent.")
        }
        ("case", "ask") => plain(
            "Ask the reporter for something",
            "Ask reporter",
            "The reporter was asked; the report waits for the answer.",
        ),
        ("case", "note") => {
            plain("Note for the team", "Save note", "The note was saved; only the team sees it.")
        }
        ("case", "judge") => {
            go("State the facts", "Record judgement", "The judgement was recorded.")
        }
        ("case", "validate") => go("Confirm", "Confirm vulnerability", "The report is confirmed."),
        ("case", "review") => go("Say what stands", "Review", "The review is answered."),
        ("case", "invalidate") => danger("Refuse", "Refuse report", "The report is refused."),
        ("case", "severity") => plain("Set the severity", "Set severity", "The severity is set."),
        ("case", "accept") => go("Accept the case", "Accept case", "The case has a handler."),
        ("case", "defer") => plain("Put it off", "Put off", "The report is put off."),
        ("case", "resume") => go("Take it up again", "Resume", "The case is accepted again."),
        ("case", "duplicate") => plain(
            "Join it to the case that it repeats",
            "Mark as duplicate",
            "The report is joined; its reporter takes part in that case.",
        ),
        ("case", "retest") => {
            plain("Ask the reporter to try the fix", "Ask to try", "The reporter was asked.")
        }
        ("case", "recuse") => {
            danger("Keep a person out", "Keep out", "This person has no part in the case any more.")
        }
        ("case", "readmit") => {
            plain("Let a person in again", "Let in", "This person may take part again.")
        }
        ("case", "close") => danger("Close the case", "Close case", "The case is closed."),
        ("case", "quarantine") => {
            plain("Hold a file back", "Save", "It is noted whether the file is held back.")
        }
        ("case", "seen") => {
            go("Read it, and say so", "I have read it", "You are one of two readers.")
        }
        ("sanction", _) => sanction(name),
        ("case", "redact") => danger("Erase content", "Erase", "The content was erased."),
        ("participant" | "world", _) => outside(group, name),
        ("embargo", _) => embargo(name),
        ("release" | "advisory", _) => release(group, name),
        ("cve", _) => cve(name),
        _ => plain("Do it", "Do it", "Done."),
    }
}

/// How a verb about the embargo is shown.
fn embargo(name: &str) -> Words {
    match name {
        "end" => danger(
            "Ask for an early end",
            "Ask to end early",
            "Your wish is recorded; a second person decides.",
        ),
        "confirm" => danger("Agree to end it now", "End embargo now", "The embargo is over."),
        _ => plain("Do it", "Do it", "Done."),
    }
}

/// How a verb about a reporter who broke a rule is shown.
fn sanction(name: &str) -> Words {
    match name {
        "impose" => danger(
            "Sanction the reporter",
            "Sanction",
            "The reporter is sanctioned, told so, and may appeal.",
        ),
        "lift" => plain("Lift it early", "Lift", "The sanction is lifted."),
        "answer" => go("Answer the appeal", "Answer", "The appeal is answered."),
        _ => plain("Do it", "Do it", "Done."),
    }
}

/// How a verb of the fix and its advisory is shown.
fn release(group: &str, name: &str) -> Words {
    match (group, name) {
        ("release", "assess") => plain("Assess", "Save", "The line was assessed."),
        ("release", "fix") => plain("Fix", "Record fix", "The fix was recorded."),
        ("release", "test") => plain("Try this line", "I try it", "The line is being tried."),
        ("release", "work") => plain("Begin with the fix", "I work on it", "The fix is in work."),
        ("release", "decline") => danger(
            "Leave it without a fix",
            "No fix",
            "The line gets no fix; the advisory says so.",
        ),
        ("release", "review") => go("Look at this fix", "Say so", "What you found is recorded."),
        ("advisory", "write") => {
            plain("Write the advisory", "Save advisory", "The advisory was saved.")
        }
        ("advisory", "request") => {
            go("Ask for approval", "Ask for approval", "Approval was asked for.")
        }
        ("advisory", "approve") => {
            go("Approve exactly this text", "Approve", "The advisory is approved.")
        }
        ("advisory", "publish") => {
            danger("Publish", "Publish everywhere now", "The advisory is public.")
        }
        _ => plain("Do it", "Do it", "Done."),
    }
}

/// How a verb about a CVE id is shown.
fn cve(name: &str) -> Words {
    match name {
        "request" => plain("Ask for a CVE id", "I asked for one", "The request is recorded."),
        "assign" => plain("Record an assigned id", "Record id", "The CVE id is recorded."),
        "draft" => plain("Write its record", "Save record", "The record was saved."),
        "approve" => go("Approve exactly this record", "Approve", "The record is approved."),
        "confirm" => go(
            "Give it as read back",
            "Compare",
            "What was read back is recorded; the id says whether it is what was approved.",
        ),
        "reject" => danger("Record a rejection", "Record rejection", "The rejection is recorded."),
        "note" => plain("Note something about it", "Save note", "The note was saved."),
        _ => plain("Do it", "Do it", "Done."),
    }
}

/// How a verb of participants, or about the world, is shown.
fn outside(group: &str, name: &str) -> Words {
    match (group, name) {
        ("participant", "invite") => plain(
            "Invite somebody from outside",
            "Make an invitation",
            "They are invited; pass the secret on.",
        ),
        ("participant", "write") => go("Write to them", "Send", "The message was sent."),
        ("participant", "remove") => {
            danger("End their access", "End access", "They get nothing more.")
        }
        ("world", "confirm") => danger("It is so", "Confirm", "Your word is recorded."),
        ("world", "dismiss") => plain("It is not so", "Dismiss", "It was dismissed."),
        ("world", "hold") => plain(
            "Ask to keep the embargo",
            "Ask to keep it",
            "Your wish is recorded; a second person decides.",
        ),
        ("world", "second") => go("Agree to keep it", "Keep the embargo", "The embargo is kept."),
        _ => plain("Do it", "Do it", "Done."),
    }
}

/// The label of a field.
pub(crate) fn label(group: &str, verb: &str, field: &str) -> &'static str {
    match (group, verb, field) {
        ("case" | "cve", "note", "body") => "Note",
        ("cve", "request" | "assign", "from") => "From whom",
        ("cve", _, "whom") => "By name",
        ("cve", _, "about") => "What it is for",
        ("cve", _, "id") => "CVE id",
        ("cve", _, "entry") => "Which one",
        ("cve", _, "container") => "CNA container (JSON)",
        ("cve", _, "record") => "Record as read back (JSON)",
        ("cve", _, "listed") => "The id itself is listed as",
        ("sanction", "impose", "because") => "What the evidence shows, for the team",
        ("sanction", "appeal", "because") => "What speaks against it",
        (_, _, "notice") => "What the reporter reads",
        (_, _, "rule") => "The rule that was broken",
        (_, _, "sanction") => "The sanction",
        (_, _, "for_good") => "For good",
        (_, _, "stands") => "Does the sanction stand?",
        (_, _, "number") => "Which sanction",
        (_, _, "body") => "Message",
        ("case", "validate" | "invalidate", "because") => "Reason in your own words",
        ("release", "fix", "because") => "What was seen before and on the fix",
        (_, _, "because") => "Reason in words",
        (_, _, "claim") => "Facts",
        (_, _, "handler") => "Handler",
        (_, _, "severity") => "Severity",
        (_, _, "vector") => "CVSS vector",
        (_, _, "resolution") => "How it ended",
        (_, _, "event") => "Number in the timeline",
        (_, _, "ends_at") => "Until",
        (_, _, "reason") => "Kind of reason",
        (_, _, "affected") => "Affected?",
        (_, _, "introduced") => "First affected version",
        (_, _, "justification") => "If not, why",
        (_, _, "version") => "Fixed version",
        (_, _, "commit") => "Commit or link",
        (_, _, "title") => "Title",
        (_, _, "details") => "Details",
        (_, _, "workaround") => "Workaround",
        (_, _, "cve") => "CVE ids",
        (_, _, "cwe") => "CWE ids",
        (_, _, "credits") => "Credits",
        (_, _, "references") => "References",
        (_, _, "role") => "As what",
        (_, _, "name") => "Name",
        (_, _, "address") => "Address",
        (_, _, "party") => "Participant",
        (_, _, "what") => "What is so",
        (_, _, "source") => "Where it can be seen",
        (_, _, "evidence") => "What was seen there",
        (_, _, "capture") => "SHA-256 of what you captured",
        (_, _, "breach") => "From whom it came",
        ("world", "hold", "until") => "Keep it until",
        ("case", "defer", "until") => "Looked at again",
        (_, _, "until") => "Until",
        (_, _, "tlp") => "How far content may travel",
        (_, _, "scope") => "What is kept back",
        (_, _, "outcome") => "What stands",
        (_, _, "case" | "of") => "The other case",
        (_, _, "line") => "Release line",
        (_, _, "digest") => "Digest",
        (_, _, "fix") => "Digest of the fix",
        (_, _, "proof") => "What shows that it works",
        (_, _, "verdict") => "What you found",
        (_, _, "helps") => "Does it help?",
        (_, _, "account") => "Account",
        _ => "Value",
    }
}
