//! An advisory as people read it: the public page and the preview before it show the same.

use super::words::Chip;
use crate::when::When;
use domain::advisory::{Advisory, AdvisoryDraft, AffectedLine, EndedLine, Severity};
use domain::embargo::Candidate;
use domain::words::visible;

/// An advisory, ready to be shown.
#[derive(Debug, Clone)]
pub(crate) struct AdvisoryView {
    /// Its id; empty before it has one.
    pub(crate) id: String,
    /// One line.
    pub(crate) title: String,
    /// How bad.
    pub(crate) severity: Chip,
    /// Its vector.
    pub(crate) vector: String,
    /// Affected lines with their fixes.
    pub(crate) lines: Vec<AffectedLine>,
    /// Lines at their end of life that are affected or assumed to be.
    pub(crate) ended: Vec<EndedLine>,
    /// Lines stated not to be affected; only who approves needs to know.
    pub(crate) not_affected: Vec<String>,
    /// What happens, as harmless HTML.
    pub(crate) details: String,
    /// What to do meanwhile, as harmless HTML; may be empty.
    pub(crate) workaround: String,
    /// CVE ids.
    pub(crate) cve: Vec<String>,
    /// CWE ids, each with the number its page goes by.
    pub(crate) cwe: Vec<(String, String)>,
    /// Who is thanked.
    pub(crate) credits: Vec<String>,
    /// Links.
    pub(crate) references: Vec<String>,
    /// Which edition; 0 before publication.
    pub(crate) edition: u32,
    /// First published, and this edition.
    pub(crate) dates: Option<(When, When)>,
}

fn body(
    draft: &AdvisoryDraft,
    severity: Severity,
    vector: Option<&String>,
    lines: &[AffectedLine],
) -> AdvisoryView {
    let number = |id: &String| (id.clone(), id.trim_start_matches("CWE-").to_owned());
    let html = |text: &str| match text.trim() {
        "" => String::new(),
        text => formats::markdown::to_html(text),
    };
    AdvisoryView {
        id: String::new(),
        title: visible(&draft.title),
        severity: Chip::severity(severity),
        vector: vector.cloned().unwrap_or_default(),
        lines: lines.to_vec(),
        ended: Vec::new(),
        not_affected: Vec::new(),
        details: html(&draft.details),
        workaround: html(&draft.workaround),
        cve: draft.cve.clone(),
        cwe: draft.cwe.iter().map(number).collect(),
        credits: draft.credits.iter().map(|credit| visible(&credit.name)).collect(),
        references: draft.references.iter().map(|reference| reference.url.clone()).collect(),
        edition: 0,
        dates: None,
    }
}

impl AdvisoryView {
    /// As published.
    pub(crate) fn of(advisory: &Advisory) -> Self {
        let Advisory { draft, severity, vector, lines, .. } = advisory;
        Self {
            id: advisory.id.clone(),
            ended: advisory.ended.clone(),
            edition: advisory.edition,
            dates: Some((When::public(advisory.published_at), When::public(advisory.modified_at))),
            ..body(draft, *severity, vector.as_ref(), lines)
        }
    }

    /// As it would be published, with the lines that would be assumed to be affected.
    pub(crate) fn preview(candidate: &Candidate, assumed: &[EndedLine]) -> Self {
        let Candidate { draft, severity, vector, lines, ended, not_affected } = candidate;
        let not_affected = not_affected.clone();
        let mut ended = [ended, assumed].concat();
        ended.sort_by_key(EndedLine::order);
        Self { ended, not_affected, ..body(draft, *severity, vector.as_ref(), lines) }
    }
}
