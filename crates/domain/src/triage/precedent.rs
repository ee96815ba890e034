//! Decided cases as guides: found by weakness and area, and said to be reversed where they are.

use super::{Claim, VerdictKind, judge};
use crate::advisory::Severity;
use crate::policy::{Complaint, Policy};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The fact that names weaknesses, and the one that names the part of the product.
pub(super) const CWE: &str = "cwe";
pub(super) const AREA: &str = "area";

/// More than anyone compares.
const NEAR_MAX: usize = 20;

/// A decided case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precedent {
    /// A CVE id, the id of a case, or another short name.
    pub id: String,
    /// A few words.
    pub title: String,
    /// The day it was decided or became public.
    pub decided: Date,
    /// What people decided.
    pub verdict: VerdictKind,
    /// How bad they found it.
    pub severity: Option<Severity>,
    /// Its weaknesses.
    pub cwe: Vec<String>,
    /// The part of the product.
    pub area: Option<String>,
    /// Where it can be read.
    pub source: Option<String>,
    /// Why people decided otherwise than the threat model says.
    pub departs: Option<String>,
    /// That it is no longer to be followed, and why.
    pub reversed: Option<Reversed>,
    /// Its facts.
    pub claim: Claim,
}

/// Why a precedent is no longer to be followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversed {
    /// The clause that reversed it.
    pub by: String,
    /// From 00:00 UTC of this day.
    pub since: Date,
    /// Why.
    pub because: String,
}

/// A precedent that is near a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Near {
    /// Which one.
    pub id: String,
    /// What it was.
    pub title: String,
    /// The day it was decided.
    pub decided: Date,
    /// What people decided.
    pub verdict: VerdictKind,
    /// Why people decided otherwise than the threat model says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departs: Option<String>,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// That it is no longer to be followed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reversed: Option<Reversed>,
    /// What it has in common with the claim, in words.
    pub shares: Vec<String>,
}

impl Precedent {
    /// Whether it is no longer to be followed at this instant.
    pub fn reversed_at(&self, at: Timestamp) -> Option<&Reversed> {
        let day = at.to_zoned(TimeZone::UTC).date();
        self.reversed.as_ref().filter(|reversed| reversed.since <= day)
    }

    /// Its weaknesses, also those that its claim states.
    fn weaknesses(&self) -> BTreeSet<&str> {
        let stated = self.claim.get(CWE).answers();
        self.cwe.iter().map(String::as_str).chain(stated).collect()
    }

    fn area(&self) -> Option<&str> {
        self.area.as_deref().or_else(|| self.claim.get(AREA).answers().first().copied())
    }
}

/// The precedents near a claim, nearest first: those that share a weakness, the area, or both.
/// `cwe` are further weaknesses, such as those of the cited clauses. Reversed ones are among them.
pub fn precedents<'a>(
    all: impl IntoIterator<Item = &'a Precedent>,
    claim: &Claim,
    cwe: &[String],
    at: Timestamp,
) -> Vec<Near> {
    let stated: BTreeSet<&str> = claim.get(CWE).answers().into_iter().collect();
    let area = claim.get(AREA).answers().first().copied();
    let cwe: BTreeSet<&str> = cwe.iter().map(String::as_str).collect();
    let mut near: Vec<(u32, &Precedent, Vec<String>)> = Vec::new();
    for precedent in all {
        let (mut score, mut shares) = (0, Vec::new());
        for weakness in precedent.weaknesses() {
            let hit = if stated.contains(weakness) { 4 } else { 0 };
            let hit = hit.max(u32::from(cwe.contains(weakness)));
            if hit > 0 {
                score += hit;
                shares.push(weakness.to_owned());
            }
        }
        if let Some(area) = precedent.area().filter(|one| area == Some(one)) {
            score += 3;
            shares.push(format!("area {area}"));
        }
        if score > 0 {
            near.push((score, precedent, shares));
        }
    }
    near.sort_by(|(a, one, _), (b, two, _)| {
        b.cmp(a).then(two.decided.cmp(&one.decided)).then(one.id.cmp(&two.id))
    });
    near.truncate(NEAR_MAX);
    let shown = near.into_iter().map(|(_, precedent, shares)| Near {
        id: precedent.id.clone(),
        title: precedent.title.clone(),
        decided: precedent.decided,
        verdict: precedent.verdict,
        departs: precedent.departs.clone(),
        source: precedent.source.clone(),
        reversed: precedent.reversed_at(at).cloned(),
        shares,
    });
    shown.collect()
}

/// The weaknesses of the clauses that a verdict cites.
pub fn cited_weaknesses(policy: &Policy, rules: &[String]) -> Vec<String> {
    let cited = rules.iter().filter_map(|id| policy.clause(id));
    let all: BTreeSet<&String> = cited.flat_map(|clause| &clause.cwe).collect();
    all.into_iter().cloned().collect()
}

/// The file of a precedent in its pack.
fn file(id: &str) -> String {
    format!("precedents/{id}.toml")
}

/// Whether every precedent of the pack says so where it departs from the threat model, and only
/// there. A claim that stays open departs as well: facts that were never public are a reason to give.
pub(super) fn check(policy: &Policy, newest: Timestamp) -> Vec<Complaint> {
    let group = |kind: VerdictKind| match kind {
        VerdictKind::DocsFixVulnerability => VerdictKind::Vulnerability,
        other => other,
    };
    let mut complaints = Vec::new();
    for precedent in &policy.precedents {
        let verdict = judge(policy, &precedent.claim, newest);
        let same = group(verdict.kind) == group(precedent.verdict);
        let says = match (&precedent.departs, same) {
            (None, false) => format!(
                "was decided to be {}, but the newest clauses say: {} Say in departs why",
                precedent.verdict, verdict.because
            ),
            (Some(_), true) => "departs from nothing: the newest clauses say the same".to_owned(),
            _ => continue,
        };
        complaints.push(Complaint::new(&file(&precedent.id), "departs", says));
    }
    complaints
}
