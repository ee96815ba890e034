//! What the threat model says, what was decided, and what guides whoever decides.

use super::reader::Reader;
use crate::views::precedents::PrecedentView;
use crate::views::verdict::{RuleView, VerdictView, rules, verdict_title};
use crate::when::When;
use app::case::Shown;
use domain::case::ReportState;

/// What was judged and decided, and what guides it.
pub(super) struct Triage {
    pub(super) verdict: VerdictView,
    pub(super) near: Vec<PrecedentView>,
    pub(super) since_receipt: Vec<String>,
    pub(super) review: Option<(String, String, Vec<RuleView>)>,
    pub(super) reversed: Option<domain::triage::Reversed>,
    pub(super) recorded: Option<(String, When)>,
    pub(super) decided: Option<(&'static str, Vec<RuleView>)>,
    /// Whether the reader may state the facts.
    pub(super) may_judge: bool,
}

/// Of this case.
pub(super) fn triage(reader: &Reader<'_>, shown: &Shown) -> Triage {
    let (case, policy) = (&shown.case, reader.policy());
    let recorded = case
        .judgement
        .as_ref()
        .map(|judgement| (verdict_title(&judgement.verdict).to_owned(), reader.when(judgement.at)));
    let word = match case.report {
        ReportState::Valid | ReportState::Accepted => Some("Confirmed"),
        ReportState::Deferred if case.joined.is_none() => Some("Confirmed"),
        ReportState::Invalid => Some("Refused"),
        ReportState::Closed if !case.decided_by_rules.is_empty() => Some("Decided"),
        _ => None,
    };
    let said = app::triage::preview(policy, &shown.claim, reader.now());
    let cited = || rules(policy, case.decided_by_rules.iter().map(String::as_str));
    Triage {
        verdict: VerdictView::new(policy, &shown.verdict),
        near: shown
            .near
            .iter()
            .map(PrecedentView::own)
            .chain(said.alike.iter().map(PrecedentView::near))
            .collect(),
        since_receipt: shown.since_receipt.clone(),
        review: case.review.as_ref().map(|review| {
            let cited = rules(policy, review.rules.iter().map(String::as_str));
            (review.version.clone(), verdict_title(&review.verdict).to_owned(), cited)
        }),
        reversed: case.reversed.clone(),
        recorded,
        decided: word.map(|word| (word, cited())),
        may_judge: shown.offers("case", "judge"),
    }
}
