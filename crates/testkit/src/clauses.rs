//! Clauses of later policies.

/// A clause of a later policy, and its file: what crashes is no longer a vulnerability.
pub const CRASHES_ARE_BUGS: (&str, &str) = (
    "threat/CRASHES.toml",
    r#"id = "CRASHES"
kind = "non-vulnerability"
order = 1
since = 2024-01-01
title = "Crashes"
text = "A crash is a bug like any other."
over = "*"
when = { fact = "effect", only = ["crash"] }
effect = { verdict = "normal-bug", cve = false }
"#,
);
