//! What an advisory format is, and which of them a project publishes.

use crate::Context;
use crate::advisory::ALL;
use domain::advisory::Advisory;
use domain::embargo::Public;
use domain::policy::Policy;

/// A file format of advisories.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Short name, as a policy lists it.
    pub id: &'static str,
    /// For people.
    pub title: &'static str,
    /// Whom it is for, in a sentence.
    pub says: &'static str,
    /// How its files end, without the first dot.
    pub extension: &'static str,
    /// For the header `Content-Type`.
    pub media_type: &'static str,
    /// Whether every project has it; otherwise its policy must name it.
    pub everyone: bool,
    /// Writes one.
    pub write: fn(&Public<Advisory>, &Context<'_>) -> String,
}

impl Format {
    /// Whether advisories appear in it under this policy.
    pub fn is_published(&self, policy: &Policy) -> bool {
        self.everyone || policy.advisory.formats.iter().any(|id| id == self.id)
    }
}

/// The formats in which advisories appear under this policy.
pub fn published(policy: &Policy) -> impl Iterator<Item = &'static Format> {
    ALL.iter().copied().filter(|format| format.is_published(policy))
}

/// The format whose files end like this, without the first dot.
pub fn find(extension: &str) -> Option<&'static Format> {
    ALL.iter().copied().find(|format| format.extension == extension)
}
