//! Parts of the work page that are shown alone when they are asked for.

/// A part of the page that is long and seldom needed, and has a page for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// Every question of the policy.
    Questions,
    /// Release lines, with those that get no fixes.
    Lines,
}

impl Apart {
    /// As an address calls it.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "questions" => Some(Self::Questions),
            "lines" => Some(Self::Lines),
            _ => None,
        }
    }
}
