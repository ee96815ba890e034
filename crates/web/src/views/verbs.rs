//! Words for verbs and their fields: titles, buttons, and what is said when it is done.

/// How a verb is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    /// Over its form.
    pub(crate) title: &'static str,
    /// On its button.
    pub(crate) button: &'static str,
    /// When it is done.
    pub(crate) done: &'static str,
    /// How its button looks: `go`, `plain` or `danger`.
    pub(crate) tone: &'static str,
}

const fn go(title: &'static str, button: &'static str, done: &'static str) -> Words {
    Words { title, button, done, tone: "go" }
}

const fn plain(title: &'static str, button: &'static str, done: &'static str) -> Words {
    Words { title, button, done, tone: "plain" }
}

const fn danger(title: &'static str, button: &'static str, done: &'static str) -> Words {
    Words { title, button, done, tone: "danger" }
}

/// How this verb is shown.
pub(crate) fn words(group: &str, name: &str) -> Words {
    match (group, name) {
        ("case", "answer") => go("Write to the team", "Send message", "Your message was sent."),
        ("case", "withdraw") => {
            danger("Withdraw your report", "Withdraw report", "Your report is withdrawn.")
        }
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
        ("case", "close") => danger("Close the case", "Close case", "The case is closed."),
        ("case", "redact") => danger("Erase content", "Erase", "The content was erased."),
        ("embargo", "propose") => {
            plain("Propose another end", "Propose", "The proposal is on the table.")
        }
        ("embargo", "accept") => {
            go("Accept the proposed end", "Accept embargo", "The embargo is accepted.")
        }
        ("embargo", "end") => danger(
            "Ask for an early end",
            "Ask to end early",
            "Your wish is recorded; a second person decides.",
        ),
        ("embargo", "confirm") => {
            danger("Agree to end it now", "End embargo now", "The embargo is over.")
        }
        ("release", "assess") => plain("Assess", "Save", "The line was assessed."),
        ("release", "fix") => plain("Fix", "Record fix", "The fix was recorded."),
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

/// The label of a field.
pub(crate) fn label(group: &str, verb: &str, field: &str) -> &'static str {
    match (group, verb, field) {
        ("case", "note", "body") => "Note",
        (_, _, "body") => "Message",
        ("case", "validate" | "invalidate", "because") => "Reason in your own words",
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
        (_, _, "line") => "Release line",
        (_, _, "digest") => "Digest",
        _ => "Value",
    }
}
