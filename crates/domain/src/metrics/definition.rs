//! What each metric means, to the letter.

use serde::Serialize;

/// What a metric means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// Its name and version.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// From what until what, and what does not count.
    pub says: &'static str,
}

/// First answer of a person.
pub(super) const FIRST_RESPONSE: &str = "first-response@1";
/// The decision.
pub(super) const TRIAGE: &str = "triage@1";
/// The fixes.
pub(super) const FIX: &str = "fix@1";
/// The advisory.
pub(super) const DISCLOSURE: &str = "disclosure@1";
/// A clock of the policy; its measures are named `clock@1/<id>`.
pub const CLOCK: &str = "clock@1";

/// Every definition in force.
pub const DEFINITIONS: &[Definition] = &[
    Definition {
        id: FIRST_RESPONSE,
        title: "First response",
        says: "From the report to the first message that a person of the team wrote to its reporter. \
               Automatic messages do not count; a case that ended without one is left out.",
    },
    Definition {
        id: TRIAGE,
        title: "Triage",
        says: "From the report to the first decision whether it is a vulnerability, or a duplicate \
               of one. A case that ended without a decision is left out.",
    },
    Definition {
        id: FIX,
        title: "Fix",
        says: "From the first confirmation to the instant since which every affected line that is \
               owed a fix has one, as it stood when the advisory was published. A case that ended \
               without is left out.",
    },
    Definition {
        id: DISCLOSURE,
        title: "Disclosure",
        says: "From the report to the first edition of its advisory. A case that ended without one \
               is left out.",
    },
    Definition {
        id: CLOCK,
        title: "Promise",
        says: "One start of a clock of the policy, to the event that met it. It is late where that \
               came after the due instant, or the due instant is past and nothing came. Rights of \
               reporters do not count.",
    },
];

/// The definition of a measure of this name.
pub fn definition(name: &str) -> Option<&'static Definition> {
    let id = name.split_once('/').map_or(name, |(id, _)| id);
    DEFINITIONS.iter().find(|definition| definition.id == id)
}
