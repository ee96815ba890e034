//! The policy in force when a report came in, and the policy of today: what differs.

use super::{Claim, Verdict, judge};
use crate::policy::Policy;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Two verdicts about the same claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// By the policy in force at receipt.
    pub at_receipt: Verdict,
    /// By the policy of today.
    pub today: Verdict,
    /// What differs, in sentences; empty when nothing a reporter would hear does.
    pub differs: Vec<String>,
}

/// Judges the claim by the policy that was in force at receipt and by today's.
pub fn compare(
    (then, received): (&Policy, Timestamp),
    (today, now): (&Policy, Timestamp),
    claim: &Claim,
) -> Compared {
    let (before, after) = (judge(then, claim, received), judge(today, claim, now));
    let only = |one: &[String], two: &[String]| -> Vec<String> {
        one.iter().filter(|id| !two.contains(id)).cloned().collect()
    };
    let mut differs = Vec::new();
    if before.kind != after.kind {
        differs.push(format!(
            "At receipt it was {}; today it is {}.",
            before.kind.title(),
            after.kind.title()
        ));
    }
    let (old, new) = (before.rule_ids(), after.rule_ids());
    let (gone, come) = (only(&old, &new), only(&new, &old));
    if !gone.is_empty() {
        differs.push(format!("No longer cited: {}.", gone.join(", ")));
    }
    if !come.is_empty() {
        differs.push(format!("Newly cited: {}.", come.join(", ")));
    }
    let flag = |what: &str, before: Option<bool>, after: Option<bool>| {
        let word =
            |flag: Option<bool>| flag.map_or("not said", |yes| if yes { "yes" } else { "no" });
        (before != after)
            .then(|| format!("{what}: {} at receipt, {} today.", word(before), word(after)))
    };
    differs.extend(flag("CVE id", before.cve, after.cve));
    differs.extend(flag("Bounty", before.bounty, after.bounty));
    if before.redirect != after.redirect {
        let word = |target: &Option<String>| target.clone().unwrap_or_else(|| "nobody".to_owned());
        let (before, after) = (word(&before.redirect), word(&after.redirect));
        differs.push(format!("Redirected to {before} at receipt, to {after} today."));
    }
    Compared { at_receipt: before, today: after, differs }
}
