//! One release line in a case: whether it is affected, and its fix.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a release line is affected.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Affect {
    /// Not yet known.
    #[default]
    Unknown,
    /// From this version on.
    Affected {
        /// The first affected version of the line.
        introduced: String,
    },
    /// From this version on, and the line was at its end of life when that was stated: verified, and
    /// no fix is owed. An ended line of which nothing is stated is assumed to be affected instead.
    AffectedEnded {
        /// The first affected version of the line.
        introduced: String,
    },
    /// Not, and why (an OpenVEX justification).
    NotAffected {
        /// The justification's name.
        justification: String,
    },
}

/// What shows that a fix works: what was seen before and on the fix, or why nothing could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    /// It was reproduced before and is not on the fix.
    Reproduced,
    /// An exception with a reason in words.
    Exception,
}

/// One release line in this case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineState {
    /// Is it affected?
    pub affect: Affect,
    /// Its fix.
    pub fix: Option<Fix>,
}

impl LineState {
    /// Whether it is stated to be affected.
    pub fn is_affected(&self) -> bool {
        self.introduced().is_some()
    }

    /// The first version stated to be affected.
    pub fn introduced(&self) -> Option<&str> {
        match &self.affect {
            Affect::Affected { introduced } | Affect::AffectedEnded { introduced } => {
                Some(introduced)
            }
            Affect::Unknown | Affect::NotAffected { .. } => None,
        }
    }

    /// Whether a fix is owed and not there.
    pub fn lacks_fix(&self) -> bool {
        matches!(self.affect, Affect::Affected { .. }) && self.fix.is_none()
    }
}

/// The fix of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The version that holds it.
    pub version: String,
    /// Where it is.
    pub commit: Option<String>,
    /// When it was released.
    pub released_at: Option<Timestamp>,
}
