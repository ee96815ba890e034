//! A report that repeats another one (a.6, r9): it is put off, and its reporter takes part in the
//! other case, in a channel of their own. Neither reporter hears anything of the other (I19).

use crate::case::{Case, Content, Fact, News, REPORT_MOVES, ReportState, step};
use crate::party::join;
use crate::policy::Policy;
use crate::words::{AccountId, PartyId, Refusal};
use jiff::Timestamp;

/// Mark `report` as a duplicate of `original`: what happens to it, and what happens there. The
/// original is a case of its own, and no report is joined to one that others are joined to already,
/// so that there are neither chains nor cycles.
pub fn mark_duplicate(
    report: &Case,
    original: Option<&Case>,
    policy: &Policy,
    party: PartyId,
    because: &str,
    now: Timestamp,
) -> Result<(Vec<News>, Vec<News>), Refusal> {
    step(REPORT_MOVES, report.report, "duplicate")?;
    let original =
        original.ok_or_else(|| Refusal::new("a.6", "the case that it repeats is not there"))?;
    if original.report == ReportState::Invalid {
        return Err(Refusal::new(
            "a.6",
            "that report was refused; refuse this one too, or judge it",
        ));
    }
    if original.parties.values().any(|party| party.channel.as_ref() == Some(&report.id)) {
        return Err(Refusal::new("a.6", "this report is joined to that case already"));
    }
    let (News { fact, .. }, there) = join(report, original, policy, party, now)?;
    let mine = fact.with(Content::default().and("because", because.trim()));
    Ok((vec![mine], there))
}

/// Who has no part in a case (I11). Nobody loses a case without somebody else to handle it.
pub fn recuse(case: &Case, account: &AccountId, because: &str) -> Result<News, Refusal> {
    let refused = |says: &str| Err(Refusal::new("I11", says));
    if case.recused.contains(account) {
        return refused("this person has no part in the case already");
    }
    if case.report == ReportState::Accepted && case.handler.as_ref() == Some(account) {
        return refused("this person handles the case; let somebody else accept it first");
    }
    if because.trim().is_empty() {
        return refused("keeping somebody out of a case needs its reason in words");
    }
    let fact = Fact::Recused { account: account.clone() };
    Ok(fact.with(Content::one("because", because.trim())))
}

/// Somebody may take part again.
pub fn readmit(case: &Case, account: &AccountId, because: &str) -> Result<News, Refusal> {
    if !case.recused.contains(account) {
        return Err(Refusal::new("I11", "this person was never kept out of the case"));
    }
    if because.trim().is_empty() {
        return Err(Refusal::new("I11", "letting somebody in again needs its reason in words"));
    }
    let fact = Fact::RecusalLifted { account: account.clone() };
    Ok(fact.with(Content::one("because", because.trim())))
}
