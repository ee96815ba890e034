//! Rules for reporters of the project that does not exist, and what follows when they are broken.

/// At the end of its policy.
pub(crate) const RULES: &str = r#"
[[reporter_rule]]
id = "RR-2"
says = "Damage no system that is in use."
severity = ["RS-1", "RS-2", "RS-3"]

[[reporter_rule]]
id = "RS-1"
kind = "sanction"
says = "The report is refused."

[[reporter_rule]]
id = "RS-2"
kind = "sanction"
measure = "forfeit"
says = "The report is never paid."

[[reporter_rule]]
id = "RS-3"
kind = "sanction"
measure = "ban"
says = "For a time, or for good, you take no part."
"#;
