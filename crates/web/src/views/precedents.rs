//! Decided cases as rows: what they were, what they share with a claim, whether they still hold.

use super::verdict::kind_title;
use super::words::Chip;
use crate::words::day;
use domain::triage::{Near, Precedent, VerdictKind};
use jiff::Timestamp;

/// One decided case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PrecedentView {
    /// Its id.
    pub(crate) id: String,
    /// Where it is read.
    pub(crate) href: String,
    /// A few words.
    pub(crate) title: String,
    /// The day it was decided.
    pub(crate) decided: String,
    /// The same for people.
    pub(crate) day: String,
    /// What people decided.
    pub(crate) verdict: String,
    /// Which look.
    pub(crate) look: &'static str,
    /// How bad they found it.
    pub(crate) severity: Option<Chip>,
    /// What it has in common with a claim.
    pub(crate) shares: String,
    /// The clause that reversed it, and why.
    pub(crate) reversed: Option<(String, String)>,
    /// Whether people decided otherwise than the threat model says.
    pub(crate) departs: bool,
    /// Whether its link opens beside, because something is being typed here.
    pub(crate) beside: bool,
}

fn of_the_pack(id: &str) -> String {
    format!("/policy/precedents/{id}")
}

fn look(kind: VerdictKind) -> &'static str {
    match kind {
        kind if kind.is_vulnerability() => "yes",
        VerdictKind::NeedsMoreInfo => "open",
        _ => "no",
    }
}

impl PrecedentView {
    /// Of this precedent, today.
    pub(crate) fn of(precedent: &Precedent, now: Timestamp) -> Self {
        let reversed = precedent.reversed_at(now);
        Self {
            id: precedent.id.clone(),
            href: of_the_pack(&precedent.id),
            title: precedent.title.clone(),
            decided: precedent.decided.to_string(),
            day: day(precedent.decided),
            verdict: kind_title(precedent.verdict),
            look: look(precedent.verdict),
            severity: precedent.severity.map(Chip::severity),
            shares: String::new(),
            reversed: reversed.map(|one| (one.by.clone(), one.because.clone())),
            departs: precedent.departs.is_some(),
            beside: false,
        }
    }

    /// Of a case of this instance that is near a claim.
    pub(crate) fn own(near: &Near) -> Self {
        Self { href: format!("/cases/{}", near.id), ..Self::near(near) }
    }

    /// Of one that is near a claim.
    pub(crate) fn near(near: &Near) -> Self {
        let reversed = near.reversed.as_ref();
        Self {
            id: near.id.clone(),
            href: of_the_pack(&near.id),
            title: near.title.clone(),
            decided: near.decided.to_string(),
            day: day(near.decided),
            verdict: kind_title(near.verdict),
            look: look(near.verdict),
            severity: None,
            shares: near.shares.join(", "),
            reversed: reversed.map(|one| (one.by.clone(), one.because.clone())),
            departs: near.departs.is_some(),
            beside: false,
        }
    }
}
