//! How bad: the project's own scale, and what raises or lowers a first guess. A person decides.

use crate::advisory::{Score, Severity};
use crate::triage::Condition;

/// What a pack says of severities; without a word of it the five words and no modifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeverityRules {
    /// Words of the scale, the mildest first.
    pub scale: Vec<Level>,
    /// Whether a rating without a CVSS vector is worth a note.
    pub vector_expected: bool,
    /// Where a suggestion starts without a vector.
    pub start: Option<Severity>,
    /// What changes a suggestion, in the order in which it does.
    pub modifiers: Vec<Modifier>,
}

/// One word of the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The word.
    pub severity: Severity,
    /// What it means here; empty where the pack has no scale.
    pub says: String,
    /// The CVSS scores that lead to it, from and to.
    pub scores: Option<(Score, Score)>,
}

/// Something that makes a vulnerability worse or milder than its vector says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modifier {
    /// Its id.
    pub id: String,
    /// What it is and why.
    pub says: String,
    /// When it applies.
    pub when: Condition,
    /// What it does.
    pub effect: Shift,
}

/// What a modifier does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// So many words worse.
    Raise(u32),
    /// So many words milder, but not to none.
    Lower(u32),
    /// Not worse than this.
    AtMost(Severity),
    /// Not milder than this.
    AtLeast(Severity),
}

impl Shift {
    /// As an ending of a sentence about a severity.
    pub fn says(self) -> String {
        let words = |n: u32| if n == 1 { "one word".to_owned() } else { format!("{n} words") };
        match self {
            Shift::Raise(n) => format!("raised by {}", words(n)),
            Shift::Lower(n) => format!("lowered by {}", words(n)),
            Shift::AtMost(severity) => format!("at most {}", severity.word()),
            Shift::AtLeast(severity) => format!("at least {}", severity.word()),
        }
    }
}

impl Default for SeverityRules {
    fn default() -> Self {
        let level =
            |severity: &Severity| Level { severity: *severity, says: String::new(), scores: None };
        let scale = Severity::ALL.iter().map(level).collect();
        Self { scale, vector_expected: true, start: None, modifiers: Vec::new() }
    }
}

impl SeverityRules {
    /// Whether the scale has this word.
    pub fn has(&self, severity: Severity) -> bool {
        self.scale.iter().any(|level| level.severity == severity)
    }

    /// The words of the scale, the mildest first.
    pub fn words(&self) -> Vec<&'static str> {
        self.scale.iter().map(|level| level.severity.word()).collect()
    }

    /// The word for a score: that of its range, or the common one as far as the scale has it.
    pub fn rate(&self, score: Score) -> Severity {
        let ranged = self
            .scale
            .iter()
            .find(|level| level.scores.is_some_and(|(from, to)| (from..=to).contains(&score)));
        ranged.map_or_else(|| self.nearest(score.rating()), |level| level.severity)
    }

    /// After a shift.
    pub fn shifted(&self, severity: Severity, shift: Shift) -> Severity {
        let mildest = self.scale.iter().position(|level| level.severity > Severity::None);
        let at = self.scale.iter().position(|level| level.severity == severity).unwrap_or_default();
        let to = |at: usize| self.scale.get(at.min(self.scale.len() - 1));
        let moved = |at: usize| to(at).map_or(severity, |level| level.severity);
        match shift {
            Shift::Raise(n) => moved(at.saturating_add(n as usize)),
            Shift::Lower(n) => {
                moved(at.saturating_sub(n as usize).max(mildest.unwrap_or_default().min(at)))
            }
            Shift::AtMost(most) => severity.min(most),
            Shift::AtLeast(least) => severity.max(least),
        }
    }

    /// The worst word of the scale that is not worse, or else the mildest.
    fn nearest(&self, severity: Severity) -> Severity {
        let milder = self.scale.iter().rev().find(|level| level.severity <= severity);
        milder.or(self.scale.first()).map_or(severity, |level| level.severity)
    }
}
