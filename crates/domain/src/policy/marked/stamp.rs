//! The comment in a rendered document that says where it comes from.

use crate::policy::Policy;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

const BEFORE: &str = "<!-- vulnerary:rendered ";
const AFTER: &str = " -->";

/// Pack, version, digest and day of a rendered document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The pack's short name.
    pub pack: String,
    /// Its version.
    pub version: String,
    /// Of all its files.
    pub digest: String,
    /// The day for which it was rendered (UTC).
    pub at: Date,
}

impl Stamp {
    /// Of this policy on this day.
    pub fn of(policy: &Policy, at: Date) -> Self {
        let (pack, version) = (policy.id.clone(), policy.version_at(at).to_owned());
        Self { pack, version, digest: policy.digest.to_string(), at }
    }

    /// The first stamp of a text.
    pub fn find(text: &str) -> Option<Self> {
        text.lines().find_map(|line| {
            let inside = line.trim().strip_prefix(BEFORE)?.strip_suffix(AFTER)?;
            serde_json::from_str(inside).ok()
        })
    }

    /// The text with its first stamp, where it has one, brought up to date.
    pub(super) fn renewed(policy: &Policy, at: Date, text: String) -> String {
        let mut from = 0;
        for line in text.split_inclusive('\n') {
            if Self::find(line).is_some() {
                let (start, length) = (line.len() - line.trim_start().len(), line.trim().len());
                let mut out = text.clone();
                let (first, last) = (from + start, from + start + length);
                out.replace_range(first..last, &Self::of(policy, at).to_string());
                return out;
            }
            from += line.len();
        }
        text
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = serde_json::to_string(self).map_err(|_| fmt::Error)?;
        // Nothing inside may end the comment.
        write!(f, "{BEFORE}{}{AFTER}", json.replace('>', "\\u003e"))
    }
}
