//! The one door through which anything becomes public. [`Public`] has two makers, both here:
//! [`disclose`], which asks the case, and [`Public::recall`], which reads back what it once let out.

use super::EmbargoState;
use crate::advisory::{Advisory, AdvisoryDraft, AffectedLine, EndedLine, EndedStatus, Severity};
use crate::case::{Affect, Case};
use crate::policy::{Line, Policy};
use crate::release::assumed;
use crate::words::{Digest, Refusal};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A value that may leave the process. Everything public takes this and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public<T>(T);

impl<T> Public<T> {
    /// To read it. There is no way to make one from outside this file.
    pub fn get(&self) -> &T {
        &self.0
    }
}

/// A row of the publications that the store keeps apart from all cases. Only rows that were once
/// written by [`Public::record`] are ever kept there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRow {
    /// The advisory's number.
    pub number: u32,
    /// Its id.
    pub id: String,
    /// Its current edition.
    pub edition: u32,
    /// Latest change.
    pub modified_at: Timestamp,
    /// The record as JSON.
    pub record: String,
}

impl Public<Advisory> {
    /// As the row to keep.
    pub fn record(&self) -> PublishedRow {
        PublishedRow {
            number: self.0.number,
            id: self.0.id.clone(),
            edition: self.0.edition,
            modified_at: self.0.modified_at,
            record: serde_json::to_string(&self.0).expect("an advisory is plain data"),
        }
    }

    /// Read back a row of the publications.
    pub fn recall(row: &PublishedRow) -> Result<Self, serde_json::Error> {
        serde_json::from_str(&row.record).map(Public)
    }
}

/// Exactly what an approval binds: every public word that people wrote or decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The text.
    pub draft: AdvisoryDraft,
    /// The severity.
    pub severity: Severity,
    /// Its vector.
    pub vector: Option<String>,
    /// Affected lines with their fixes.
    pub lines: Vec<AffectedLine>,
    /// Lines at their end of life that somebody found affected, and that have no fix. Those that are
    /// only assumed to be affected follow from the day of publication, not from anybody's word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ended: Vec<EndedLine>,
    /// Lines stated not to be affected. The advisory does not list them, but it is somebody's word
    /// that leaves them out: without it an ended one would be assumed to be affected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_affected: Vec<String>,
}

impl Candidate {
    /// The digest that approvals name.
    pub fn digest(&self) -> Digest {
        Digest::of(&serde_json::to_vec(self).expect("a candidate is plain data"))
    }
}

/// The candidate of this case, or what it still lacks.
pub fn candidate(case: &Case, policy: &Policy) -> Result<Candidate, Refusal> {
    let lacks = |says: &str| Refusal::new("completeness", format!("cannot publish: {says}"));
    let draft = case.draft.clone().ok_or_else(|| lacks("there is no advisory text"))?;
    if let Some(id) = crate::cve::rejected(case, &draft.cve) {
        return Err(lacks(&format!("the text names {id}, which was rejected")));
    }
    let severity = case.severity.ok_or_else(|| lacks("the severity is not set"))?;
    let (mut lines, mut ended, mut not_affected) = (Vec::new(), Vec::new(), Vec::new());
    for (id, state) in &case.lines {
        let known = policy.lines.get(id);
        let line = known.map_or_else(|| id.clone(), Line::title);
        let Some(introduced) = state.introduced().map(str::to_owned) else {
            let said = matches!(state.affect, Affect::NotAffected { .. });
            not_affected.extend(said.then_some(line));
            continue;
        };
        match (&state.fix, &state.affect, known) {
            (Some(fix), ..) if !fix.is_ready() => {
                let says = format!("the fix of the line {id} waits for a second person to look");
                return Err(lacks(&says));
            }
            (Some(fix), ..) => {
                lines.push(AffectedLine { line, introduced, fixed: fix.version.clone() });
            }
            (None, Affect::AffectedEnded { .. }, Some(known)) => {
                let (end, status) = (known.end, EndedStatus::Affected);
                ended.push(EndedLine { line, introduced, end, status });
            }
            (None, _, Some(known)) if state.declined.is_some() => {
                let (end, status) = (known.end, EndedStatus::Unfixed);
                ended.push(EndedLine { line, introduced, end, status });
            }
            _ => return Err(lacks(&format!("the affected line {id} has no fixed version"))),
        }
    }
    if lines.is_empty() && ended.is_empty() {
        return Err(lacks("no release line is affected"));
    }
    lines.sort_by_key(AffectedLine::order);
    ended.sort_by_key(EndedLine::order);
    Ok(Candidate { draft, severity, vector: case.vector.clone(), lines, ended, not_affected })
}

/// Let the case's advisory out, as this id and number, or say why not.
pub fn disclose(
    case: &Case,
    policy: &Policy,
    (id, number): (String, u32),
    now: Timestamp,
) -> Result<Public<Advisory>, Refusal> {
    refuse_embargo(case, now)?;
    for line in policy.lines.supported(now) {
        let state = case.lines.get(&line.id).map(|state| &state.affect);
        if matches!(state, None | Some(Affect::Unknown)) {
            let title = line.title();
            let says = format!("cannot publish: the supported line {title} is not assessed");
            return Err(Refusal::new("c.1", says));
        }
    }
    let candidate = candidate(case, policy)?;
    let digest = candidate.digest();
    if !case.is_approved(digest) {
        let says = "cannot publish: nobody but its author has approved exactly this text";
        return Err(Refusal::new("I10", says));
    }
    let Candidate { draft, severity, vector, lines, mut ended, .. } = candidate;
    ended.extend(assumed(case, policy, now));
    ended.sort_by_key(EndedLine::order);
    let before = case.published.as_ref();
    Ok(Public(Advisory {
        id,
        number,
        edition: before.map_or(1, |published| published.edition + 1),
        draft,
        severity,
        vector,
        lines,
        ended,
        published_at: before.map_or(now, |published| published.first_at),
        modified_at: now,
    }))
}

fn refuse_embargo(case: &Case, now: Timestamp) -> Result<(), Refusal> {
    let embargo = &case.embargo;
    match (embargo.state, &embargo.terms) {
        (EmbargoState::Active | EmbargoState::Revise, Some(terms)) => {
            let says = if terms.ends_at > now {
                format!("cannot publish: the embargo holds until {}", terms.ends_at)
            } else {
                "cannot publish: the end of the embargo is not yet recorded".to_owned()
            };
            Err(Refusal::new("I5", says))
        }
        (EmbargoState::Active | EmbargoState::Revise, None) => {
            Err(Refusal::new("I5", "cannot publish: the embargo holds"))
        }
        (EmbargoState::Proposed, _) => {
            Err(Refusal::new("I2", "cannot publish: embargo terms are still on the table"))
        }
        (EmbargoState::None | EmbargoState::Exited, _) => Ok(()),
    }
}
