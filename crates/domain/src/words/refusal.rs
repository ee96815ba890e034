//! A refusal is a sentence with the rule that said it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why something may not be done now, for the person who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The rule that refused: an invariant, a move or a clause of the policy.
    pub rule: String,
    /// The sentence, in lower case and without a full stop.
    pub says: String,
}

impl Refusal {
    /// A refusal by this rule with this sentence.
    pub fn new(rule: impl Into<String>, says: impl Into<String>) -> Self {
        Self { rule: rule.into(), says: says.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

impl std::error::Error for Refusal {}
