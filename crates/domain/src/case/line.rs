//! One release line in a case: whether it is affected, and its fix.

use crate::words::{AccountId, Digest};
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
    /// Whether somebody tries it now.
    pub testing: bool,
    /// Who works on its fix.
    pub in_work: Option<AccountId>,
    /// Its fix.
    pub fix: Option<Fix>,
    /// Why no fix will be made.
    pub declined: Option<String>,
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

    /// Whether a fix is owed and there is none that a second person has looked at (c.2).
    pub fn lacks_fix(&self) -> bool {
        let owed = matches!(self.affect, Affect::Affected { .. }) && self.declined.is_none();
        owed && !self.fix.as_ref().is_some_and(Fix::is_ready)
    }
}

/// The fix of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The version that holds it.
    pub version: String,
    /// Where it is.
    pub commit: Option<String>,
    /// What shows that it works; nothing for a fix recorded before that was asked.
    pub proof: Option<Proof>,
    /// That in words, or why nothing could be shown.
    pub because: Option<String>,
    /// Who recorded it.
    pub by: Option<AccountId>,
    /// What a review binds.
    pub digest: Digest,
    /// Who looked at exactly this, and found it good.
    pub reviewed_by: Option<AccountId>,
    /// When it was released.
    pub released_at: Option<Timestamp>,
}

impl Fix {
    /// Whether it counts: a second person found it good. One without proof is older than that rule.
    pub fn is_ready(&self) -> bool {
        self.proof.is_none() || self.reviewed_by.is_some()
    }

    /// The digest of a fix as it was recorded: any other word makes another one.
    pub fn digest_of(
        (line, version): (&str, &str),
        commit: Option<&str>,
        proof: Option<Proof>,
        because: Option<&str>,
    ) -> Digest {
        let proof = match proof {
            None => "",
            Some(Proof::Reproduced) => "reproduced",
            Some(Proof::Exception) => "exception",
        };
        let parts = [line, version, commit.unwrap_or(""), proof, because.unwrap_or("")];
        let parts: Vec<&[u8]> = std::iter::once("fix").chain(parts).map(str::as_bytes).collect();
        Digest::of_parts(&parts)
    }
}
