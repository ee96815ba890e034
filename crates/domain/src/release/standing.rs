//! Where each release line stands in a case: what was stated, and what follows from its end of life.
//! An ended line of which nothing is stated is assumed to be affected; any later statement wins.

use crate::advisory::{EndedLine, EndedStatus};
use crate::case::{Affect, Case, LineState, ReportState};
use crate::policy::{Line, Phase, Policy};
use jiff::Timestamp;
use serde::Serialize;

/// Where a line stands in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LineStatus {
    /// Nothing is stated, and nothing is assumed.
    NotAssessed,
    /// Stated: affected.
    Affected,
    /// Stated: affected; the line had ended, so that no fix is owed.
    AffectedEnded,
    /// Stated: not affected.
    NotAffected,
    /// Nothing is stated, and the line is at its end of life.
    AssumedAffected,
}

impl LineStatus {
    /// Of what is stated alone.
    pub fn stated(state: &LineState) -> Self {
        match state.affect {
            Affect::Unknown => LineStatus::NotAssessed,
            Affect::Affected { .. } => LineStatus::Affected,
            Affect::AffectedEnded { .. } => LineStatus::AffectedEnded,
            Affect::NotAffected { .. } => LineStatus::NotAffected,
        }
    }

    /// Whether anything is stated or assumed.
    pub fn is_known(self) -> bool {
        self != LineStatus::NotAssessed
    }

    /// As written in JSON.
    pub fn word(self) -> &'static str {
        match self {
            LineStatus::NotAssessed => "not-assessed",
            LineStatus::Affected => "affected",
            LineStatus::AffectedEnded => "affected-ended",
            LineStatus::NotAffected => "not-affected",
            LineStatus::AssumedAffected => "assumed-affected",
        }
    }
}

/// From when on lines that ended count as ended: now, or, once the case is public, when it was
/// published. `None` for a report that is no vulnerability: nothing is assumed of it.
fn reference(case: &Case, now: Timestamp) -> Option<Timestamp> {
    match (&case.published, case.report) {
        (Some(published), _) if !case.rewritten => Some(published.at),
        (Some(_), _) => Some(now),
        (None, ReportState::Invalid | ReportState::Closed) => None,
        (None, _) => Some(now),
    }
}

/// Where every line of the policy stands in this case, in the order of the policy.
pub fn statuses<'a>(
    case: &Case,
    policy: &'a Policy,
    now: Timestamp,
) -> Vec<(&'a Line, LineStatus)> {
    let rules = &policy.lines.rules;
    let day = reference(case, now).map(|at| rules.day(at));
    let ended = |line: &Line| day.is_some_and(|day| rules.phase(line, day) == Phase::EndOfLife);
    let status = |line: &Line| match case.lines.get(&line.id).map(LineStatus::stated) {
        None | Some(LineStatus::NotAssessed) if ended(line) => LineStatus::AssumedAffected,
        stated => stated.unwrap_or(LineStatus::NotAssessed),
    };
    policy.lines.list.iter().map(|line| (line, status(line))).collect()
}

/// The lines that an advisory published now would call assumed affected, in order of version.
pub fn assumed(case: &Case, policy: &Policy, now: Timestamp) -> Vec<EndedLine> {
    let assumed = |(_, status): &(&Line, LineStatus)| *status == LineStatus::AssumedAffected;
    let mut lines: Vec<EndedLine> = statuses(case, policy, now)
        .into_iter()
        .filter(assumed)
        .map(|(line, _)| EndedLine {
            line: line.title(),
            introduced: line.first_version(),
            end: line.end,
            status: EndedStatus::AssumedAffected,
        })
        .collect();
    lines.sort_by_key(EndedLine::order);
    lines
}

/// A line that ends before the case that targets it may be published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndsFirst {
    /// The line, as the policy names it.
    pub line: String,
    /// The first instant without support.
    pub ends_at: Timestamp,
    /// When the embargo ends, or would by the terms on the table.
    pub embargo_ends_at: Timestamp,
    /// Both in a sentence.
    pub says: String,
}

/// The lines of an open case under embargo, or about to be, that are owed a fix and end before the
/// embargo does: their fix would come out for a line that gets none any more.
pub fn ends_first(case: &Case, policy: &Policy) -> Vec<EndsFirst> {
    if case.report == ReportState::Closed || case.published.is_some() {
        return Vec::new();
    }
    let embargo = &case.embargo;
    let proposed = embargo.proposals.iter().map(|proposal| &proposal.terms);
    let binding = embargo.terms.as_ref().filter(|_| embargo.state.binds());
    // Of terms in force and terms on the table, the later ones: whoever agrees should know.
    let Some(terms) = binding.into_iter().chain(proposed).max_by_key(|terms| terms.ends_at) else {
        return Vec::new();
    };
    let targeted = |line: &&Line| {
        case.lines.get(&line.id).map(LineStatus::stated) == Some(LineStatus::Affected)
    };
    let mut found: Vec<EndsFirst> = policy
        .lines
        .list
        .iter()
        .filter(targeted)
        .map(|line| (line, policy.lines.rules.ends_at(line)))
        .filter(|(_, ends_at)| *ends_at <= terms.ends_at)
        .map(|(line, ends_at)| EndsFirst {
            line: line.id.clone(),
            ends_at,
            embargo_ends_at: terms.ends_at,
            says: format!(
                "{} is affected and gets no fixes from {ends_at} on, before the embargo ends at {}",
                line.title(),
                terms.ends_at
            ),
        })
        .collect();
    found.sort_by(|a, b| (a.ends_at, &a.line).cmp(&(b.ends_at, &b.line)));
    found
}
