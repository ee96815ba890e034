//! State whether a release line is affected.

use crate::input::Input;
use crate::verb::{Asked, Decided, Field, Kind, Verb};
use domain::access::Action;
use domain::case::Affect;
use domain::release;
use domain::words::Refusal;

/// State whether a release line is affected.
pub(super) const VERB: Verb = Verb {
    group: "release",
    name: "assess",
    action: Action::AssessLine,
    says: "State whether a release line is affected, and since which version or why not.",
    fields: &[
        Field::LINE,
        Field {
            name: "affected",
            kind: Kind::Choice(&["yes", "no", "unknown"]),
            required: true,
            says: "Whether it is affected.",
        },
        Field {
            name: "introduced",
            kind: Kind::Line,
            required: false,
            says: "The first affected version; the line's first when left out.",
        },
        Field {
            name: "justification",
            kind: Kind::Choice(domain::release::JUSTIFICATIONS),
            required: false,
            says: "Why it is not affected, in the words of VEX.",
        },
    ],
    decide,
};

fn decide(asked: &Asked, input: &Input) -> Result<Decided, Refusal> {
    let line = input.text("line");
    let first = || asked.policy.lines.get(line).map(domain::policy::Line::first_version);
    let affect = match input.text("affected") {
        "yes" => Affect::Affected {
            introduced: input
                .given("introduced")
                .map(str::to_owned)
                .or_else(first)
                .unwrap_or_default(),
        },
        "no" => Affect::NotAffected { justification: input.text("justification").to_owned() },
        _ => Affect::Unknown,
    };
    Ok(release::assess(asked.case, asked.policy, line, affect, asked.now)?.into())
}
