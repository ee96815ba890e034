//! Every rule of the linter with its stable id, what it means and what to do about it.

/// What sort of thing is to be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something a reporter needs is not there.
    Missing,
    /// Two things that cannot both be true.
    Contradiction,
    /// True once, and not any more.
    Stale,
    /// A link that leads nowhere.
    Link,
    /// Written for another project.
    Inherited,
    /// Never finished.
    Unfinished,
}

impl Kind {
    /// In one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Contradiction => "contradiction",
            Self::Stale => "stale",
            Self::Link => "link",
            Self::Inherited => "inherited",
            Self::Unfinished => "unfinished",
        }
    }
}

/// A rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// It never changes its meaning.
    pub id: &'static str,
    /// What sort of thing it finds.
    pub kind: Kind,
    /// What it finds.
    pub about: &'static str,
    /// What to do.
    pub mend: &'static str,
}

const fn new(id: &'static str, kind: Kind, about: &'static str, mend: &'static str) -> Rule {
    Rule { id, kind, about, mend }
}

/// The rule of this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// All of them, by kind.
pub const RULES: &[Rule] = &[
    new(
        "contact-missing",
        Kind::Missing,
        "no private way to report is named",
        "name a mail address, a private form or a reporting programme",
    ),
    new(
        "absent-response-time",
        Kind::Missing,
        "nothing says when a reporter gets an answer",
        "say within how many days a person answers",
    ),
    new(
        "absent-disclosure",
        Kind::Missing,
        "nothing says how and when a vulnerability becomes public",
        "say how long things are kept secret and how they are announced",
    ),
    new(
        "absent-scope",
        Kind::Missing,
        "nothing says what is a vulnerability and what is not",
        "describe the threat model, or say what is out of scope",
    ),
    new(
        "absent-versions",
        Kind::Missing,
        "nothing says which versions get fixes",
        "list the supported versions, or say that only the latest is",
    ),
    new(
        "absent-safe-harbour",
        Kind::Missing,
        "nothing protects who reports in good faith",
        "promise not to act against research in good faith",
    ),
    new(
        "absent-escalation",
        Kind::Missing,
        "nothing says whom to turn to when nobody answers",
        "name a second address and from when it may be used",
    ),
    new(
        "undated",
        Kind::Missing,
        "the policy has neither a date nor a version",
        "write down its version, or the day on which it was last reviewed",
    ),
    new(
        "bounty-contradicts",
        Kind::Contradiction,
        "the text both offers a bounty and says that there is none",
        "keep the sentence that is true",
    ),
    new(
        "clocks-contradict",
        Kind::Contradiction,
        "two different times for the same promise",
        "promise one time",
    ),
    new(
        "clock-differs",
        Kind::Contradiction,
        "the text promises another time than the policy pack",
        "render the text from the pack, or change the pack",
    ),
    new(
        "versions-contradict",
        Kind::Contradiction,
        "a version is said to be supported and not to be",
        "say it once",
    ),
    new(
        "option-two-names",
        Kind::Contradiction,
        "an option is named with and without its experimental prefix",
        "use the name that current releases take",
    ),
    new(
        "bounty-ended",
        Kind::Stale,
        "the text speaks of a bounty, and there is none",
        "take the bounty out, or say when it ended",
    ),
    new(
        "date-stale",
        Kind::Stale,
        "the text was last looked after more than two years ago",
        "review the policy and write the new date down",
    ),
    new(
        "date-passed",
        Kind::Stale,
        "something is announced for a day that has passed",
        "say what happened, or give a new date",
    ),
    new(
        "version-ended",
        Kind::Stale,
        "a version that is past its end is listed as supported",
        "take it out of the list",
    ),
    new(
        "version-omitted",
        Kind::Stale,
        "a supported line is not listed as supported",
        "add it to the list",
    ),
    new(
        "list-disagrees",
        Kind::Stale,
        "two lists of mostly the same people leave somebody out",
        "add the person to the other list, or say why not",
    ),
    new("list-duplicate", Kind::Stale, "somebody is in one list twice", "take one entry out"),
    new(
        "list-name-differs",
        Kind::Stale,
        "one account has two names, or one name two accounts",
        "find out who it is and write it the same way everywhere",
    ),
    new(
        "list-handle-differs",
        Kind::Stale,
        "an account is written in two ways",
        "write it as its owner does",
    ),
    new(
        "link-broken",
        Kind::Link,
        "a link inside the repository leads nowhere",
        "correct the path, or take the link out",
    ),
    new("link-malformed", Kind::Link, "a link is not an address", "write the whole address"),
    new(
        "link-dead",
        Kind::Link,
        "a link leads to a service that is gone",
        "find out where it moved to, or take it out",
    ),
    new(
        "inherited-repository",
        Kind::Inherited,
        "the text speaks for another project than the repository it stands in",
        "write what holds for this repository, or say that the other policy applies and what differs",
    ),
    new(
        "default-unscoped",
        Kind::Inherited,
        "a default for many repositories does not name those it covers",
        "name the repositories, or those it does not cover",
    ),
    new(
        "default-difference-unsaid",
        Kind::Inherited,
        "a default for many repositories does not say what holds for them",
        "say for them whether CVEs are issued, whom to contact and which versions get fixes",
    ),
    new("placeholder", Kind::Unfinished, "a place to fill in was left empty", "fill it in"),
];
