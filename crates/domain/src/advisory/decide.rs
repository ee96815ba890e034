//! What may happen to an advisory, and the facts that record it.

use super::state::{ADVISORY_MOVES, AdvisoryState};
use super::{Advisory, AdvisoryDraft};
use crate::case::{By, Case, Content, Fact, News, ReportState, step};
use crate::embargo::{Candidate, Public, candidate, disclose};
use crate::policy::Policy;
use crate::words::{Digest, Refusal};
use jiff::Timestamp;

/// Write or rewrite the text; earlier approvals are void.
pub fn write(case: &Case, draft: &AdvisoryDraft) -> Result<News, Refusal> {
    let open = matches!(case.report, ReportState::Valid | ReportState::Accepted);
    // What is public can be corrected for ever, also when its case is long closed.
    if !open && case.published.is_none() {
        let says = "cannot write an advisory: the report is not confirmed";
        return Err(Refusal::new("I8", says));
    }
    let mut wrong = draft.complaints();
    let gone = crate::cve::rejected(case, &draft.cve);
    wrong.extend(gone.map(|id| format!("{id} was rejected; an advisory does not name it")));
    if !wrong.is_empty() {
        return Err(Refusal::new("advisory text", wrong.join("; ")));
    }
    let stored = draft.stored();
    let fact = Fact::AdvisoryWritten { draft: Digest::of(stored.as_bytes()) };
    Ok(fact.with(Content::one("advisory", stored)))
}

fn now_at(case: &Case, policy: &Policy) -> Result<(Candidate, AdvisoryState), Refusal> {
    let candidate = candidate(case, policy)?;
    let state = AdvisoryState::of(case, Some(candidate.digest()));
    Ok((candidate, state))
}

/// Ask for approval of the advisory as it now stands.
pub fn ask_approval(case: &Case, policy: &Policy) -> Result<News, Refusal> {
    let (candidate, state) = now_at(case, policy)?;
    step(ADVISORY_MOVES, state, "request")?;
    Ok(Fact::ApprovalAsked { candidate: candidate.digest() }.into())
}

/// Approve exactly the candidate with this digest, as somebody who neither wrote its text nor asked
/// for its approval: severity and lines are public words too, and whoever set them last and asked
/// would else approve them alone.
pub fn approve(case: &Case, policy: &Policy, by: &By, seen: Digest) -> Result<News, Refusal> {
    let (candidate, state) = now_at(case, policy)?;
    step(ADVISORY_MOVES, state, "approve")?;
    let own = [&case.draft_by, &case.asked_by].into_iter().any(|who| who.as_ref() == by.account());
    if by.account().is_none() || own {
        let says = "a second person approves an advisory, not its author nor who asks for approval";
        return Err(Refusal::new("I10", says));
    }
    if candidate.digest() != seen {
        let says = "the advisory has changed since you read it; read it again and approve that";
        return Err(Refusal::new("I10", says));
    }
    Ok(Fact::AdvisoryApproved { candidate: seen }.into())
}

/// The id of this number in the project's series.
pub fn number_to_id(policy: &Policy, number: u32, at: Timestamp) -> String {
    policy.advisory.id(number, at.to_zoned(jiff::tz::TimeZone::UTC).year())
}

/// Publish: what becomes public and the facts that record it. `next` is the number to take if the
/// case has none yet.
pub fn publish(
    case: &Case,
    policy: &Policy,
    next: u32,
    now: Timestamp,
) -> Result<(Public<Advisory>, Vec<News>), Refusal> {
    if case.report == ReportState::Closed && case.published.is_none() {
        let says = "cannot publish: the case was closed without an advisory";
        return Err(Refusal::new("moves report", says));
    }
    let (candidate, state) = now_at(case, policy)?;
    step(ADVISORY_MOVES, state, "publish")?;
    let (id, number) = match &case.published {
        Some(published) => (published.id.clone(), published.number),
        None => (number_to_id(policy, next, now), next),
    };
    let public = disclose(case, policy, (id, number), now)?;
    let advisory = public.get();
    let mut news = vec![News::from(Fact::AdvisoryPublished {
        id: advisory.id.clone(),
        number,
        edition: advisory.edition,
        candidate: candidate.digest(),
    })];
    for (line, state) in &case.lines {
        if let Some(fix) = state.fix.as_ref().filter(|fix| fix.released_at.is_none()) {
            let version = fix.version.clone();
            news.push(Fact::LineReleased { line: line.clone(), version }.into());
        }
    }
    Ok((public, news))
}
