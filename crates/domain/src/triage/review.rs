//! A changed policy never decides again by itself: it asks people to look. And every decided case
//! is a precedent for the next one.

use super::{Claim, Precedent, VerdictKind, current_claim, judge};
use crate::case::{Case, Content, Fact, News, ReportState, ReviewOutcome};
use crate::policy::Policy;
use crate::words::Refusal;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// The key under which cases that wait for a review are found.
pub const REVIEW_KEY: &str = "review";

/// What is to be written down now that this policy is in force: that somebody must look, or that
/// nobody needs to any more. Nothing where the threat model says what it said, or has never been
/// asked, or was compared already.
pub fn compare_with_judgement(case: &Case, policy: &Policy, now: Timestamp) -> Option<News> {
    let judgement = case.judgement.as_ref()?;
    judgement.content.as_ref()?;
    let version = policy.version_at(now.to_zoned(TimeZone::UTC).date()).to_owned();
    if case.reviewed.as_ref() == Some(&(policy.digest, version.clone())) {
        return None;
    }
    let verdict = judge(policy, &current_claim(case), now);
    let said = case.review.as_ref().map_or(&judgement.verdict, |review| &review.verdict);
    if verdict.kind.word() == said {
        return None;
    }
    if verdict.kind.word() == judgement.verdict {
        return Some(Fact::Reviewed { outcome: ReviewOutcome::Moot, by_rule: None }.into());
    }
    let rules = verdict.rule_ids();
    let content = Content::one("because", verdict.because);
    Some(
        Fact::ReviewOpened { verdict: verdict.kind.word().to_owned(), rules, version }
            .with(content),
    )
}

/// Somebody has looked at what a changed policy says otherwise.
pub fn review(case: &Case, outcome: ReviewOutcome, because: &str) -> Result<News, Refusal> {
    let Some(open) = &case.review else {
        return Err(Refusal::new("review", "no review is open: the policy says nothing else"));
    };
    if because.trim().is_empty() {
        return Err(Refusal::new("review", "say in words why"));
    }
    if outcome != ReviewOutcome::Again && case.decided.is_none() {
        let says = "nothing was decided yet that could stand; choose again, and judge the claim";
        return Err(Refusal::new("review", says));
    }
    if outcome == ReviewOutcome::Again && case.report == ReportState::Closed {
        let says =
            "the case is closed and is not decided again; the decision stands or is reversed";
        return Err(Refusal::new("review", says));
    }
    let by_rule =
        (outcome == ReviewOutcome::Reversed).then(|| open.rules.first().cloned()).flatten();
    Ok(Fact::Reviewed { outcome, by_rule }.with(Content::one("because", because)))
}

/// The case as a precedent, once people have decided it and as long as its facts are kept.
pub fn precedent_of(case: &Case) -> Option<Precedent> {
    let decided = case.decided.as_ref()?;
    case.report_text.as_ref()?;
    let claim = current_claim(case);
    let judged = case.judgement.as_ref().map(|judgement| judgement.verdict.as_str());
    let agrees = judged.and_then(VerdictKind::read).filter(|kind| {
        kind.is_vulnerability() == decided.valid && *kind != VerdictKind::NeedsMoreInfo
    });
    let fallback = if decided.valid { VerdictKind::Vulnerability } else { VerdictKind::NormalBug };
    let departs = match (agrees, &decided.because) {
        (None, Some(because)) => Some(because.clone()),
        (None, None) => Some("decided without a judgement".to_owned()),
        (Some(_), _) => None,
    };
    Some(Precedent {
        id: case.id.to_string(),
        title: case.title().to_owned(),
        decided: decided.at.to_zoned(TimeZone::UTC).date(),
        verdict: agrees.unwrap_or(fallback),
        severity: case.severity,
        cwe: Vec::new(),
        area: None,
        source: None,
        departs,
        reversed: case.reversed.clone(),
        claim,
    })
}

/// The keys under which this case is found by others.
pub fn keys_of(case: &Case) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    if case.review.is_some() {
        keys.insert(REVIEW_KEY.to_owned());
    }
    if case.decided.is_some() && case.report_text.is_some() {
        keys.extend(keys_near(&current_claim(case), &[]));
    }
    keys
}

/// The keys under which cases near this claim are found.
pub fn keys_near(claim: &Claim, cwe: &[String]) -> BTreeSet<String> {
    let stated = claim.get(super::precedent::CWE).answers();
    let weaknesses = stated.into_iter().chain(cwe.iter().map(String::as_str)).take(KEYS_MAX);
    let mut keys: BTreeSet<String> = weaknesses.map(|cwe| format!("cwe:{cwe}")).collect();
    let area = claim.get(super::precedent::AREA).answers();
    keys.extend(area.into_iter().take(1).map(|area| format!("area:{area}")));
    keys
}

/// More weaknesses than one flaw has.
const KEYS_MAX: usize = 20;
