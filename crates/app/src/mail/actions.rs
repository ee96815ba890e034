//! Every action that a mail can come to.

use domain::access::Action;

/// What a mail becomes, the action that this is, and what its sender must have.
pub const ACTIONS: &[(&str, Option<Action>, &str)] = &[
    (
        "a report",
        Some(Action::FileReport),
        "an address that can be answered, and is not the team's",
    ),
    (
        "a message of a report's reporter",
        Some(Action::Answer),
        "the report's token, or a signature by its reporter's key; and its reporter's address",
    ),
    ("a reporter who cannot be reached", None, "the report's token, and its reporter's address"),
    (
        "a mail that waits for a person",
        None,
        "an address that can be answered, and is not the team's",
    ),
    ("an address that was shown to be theirs", None, "the token that was sent to it"),
];
