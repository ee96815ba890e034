//! How a report ends and begins again: closed, withdrawn, put off, taken up, opened again, tried by
//! its reporter.

use crate::case::{
    By, Case, Content, Dues, Fact, News, REPORT_MOVES, ReportState, Resolution, start_clocks, step,
};
use crate::embargo::{self, Embargo, EndReason, Proposal};
use crate::policy::{Policy, Starts};
use crate::words::Refusal;
use jiff::{SignedDuration, Timestamp};

/// So many episodes must a report have had, and only the team opens it again.
const MOST_EPISODES: usize = 5;

fn days(count: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(count))
}

fn because(text: &str) -> Content {
    Content::default().and("because", text.trim())
}

/// Which endings fit where the report stands.
fn refuse_unfit(case: &Case, resolution: Resolution) -> Result<(), Refusal> {
    use Resolution::{Duplicate, Informative, Resolved, WontFix};
    let refused = |says: &str| Err(Refusal::new("r10", says));
    match case.report {
        ReportState::Invalid if resolution == Resolved => {
            refused("a refused report is not resolved; say how it ended")
        }
        ReportState::Invalid if resolution == WontFix => {
            refused("a refused report is owed no fix; say how it ended")
        }
        ReportState::Deferred if (resolution == Duplicate) != case.joined.is_some() => refused(
            "a report ends as a duplicate when it was joined to another case, and only then",
        ),
        ReportState::Deferred
            if !matches!(resolution, Duplicate | Informative | WontFix | Resolved) =>
        {
            refused("a report that was confirmed and put off ends as informative or unfixed")
        }
        ReportState::Accepted if resolution == Duplicate => {
            refused("an accepted case is a case of its own; it is no duplicate")
        }
        _ => Ok(()),
    }
}

/// Close the case. The last invalid report frees everybody first; an accepted one must be public or
/// carry a reason; a joined one waits for the case that it was joined to.
pub fn close(
    case: &Case,
    original: Option<&Case>,
    resolution: Resolution,
    reason: &str,
) -> Result<Vec<News>, Refusal> {
    step(REPORT_MOVES, case.report, "close")?;
    refuse_unfit(case, resolution)?;
    let missing = case.conduct.readers_missing();
    if missing > 0 {
        let who = if missing == 1 { "one more person has" } else { "two people have" };
        let says = format!(
            "cannot close: its reporter is under a sanction, so {who} to read it first (case seen)"
        );
        return Err(Refusal::new("b.3", says));
    }
    let mut news = Vec::new();
    if case.report == ReportState::Invalid {
        news.extend(embargo::end_by_rule(case, EndReason::NoValidReport));
    } else {
        if case.embargo.state.binds() {
            let says = "cannot close: the reporter is bound by an active embargo";
            return Err(Refusal::new("I7", says));
        }
        let ended = (resolution == Resolution::Resolved) == case.published.is_some();
        if case.joined.is_none() && !ended {
            let says = "an accepted case is resolved when its advisory is public, and only then";
            return Err(Refusal::new("r10", says));
        }
    }
    if case.joined.is_some() && original.is_some_and(|original| !original.report.is_over()) {
        let says = "cannot close: the case that this report was joined to is still open";
        return Err(Refusal::new("r9", says));
    }
    if resolution != Resolution::Resolved && reason.trim().is_empty() {
        return Err(Refusal::new("r10", "closing needs its reason in words"));
    }
    news.push(Fact::Closed { resolution }.with(because(reason)));
    Ok(news)
}

/// The reporter withdraws. Before the report is confirmed, that ends it and binds nobody; after
/// that the reporter leaves, and the case goes on.
pub fn withdraw(case: &Case, reason: &str) -> Result<Vec<News>, Refusal> {
    let to = step(REPORT_MOVES, case.report, "withdraw")?;
    if case.consent.state == crate::party::ConsentState::Left {
        return Err(Refusal::new("r11", "you have left this case already"));
    }
    let mut news: Vec<News> = Vec::new();
    if to.is_over() {
        news.extend(embargo::end_by_rule(case, EndReason::NoValidReport));
    }
    news.push(Fact::Withdrawn.with(because(reason)));
    Ok(news)
}

/// Put a confirmed report off, to be looked at again by then.
pub fn defer(
    case: &Case,
    policy: &Policy,
    until: Timestamp,
    reason: &str,
    now: Timestamp,
) -> Result<News, Refusal> {
    step(REPORT_MOVES, case.report, "defer")?;
    let most = policy.handling.defer_days;
    if until <= now {
        return Err(Refusal::new("r7", "the day on which it is looked at again is to come"));
    }
    if now.checked_add(days(most)).is_ok_and(|last| until > last) {
        let says = format!("the policy puts a report off for {most} days at most");
        return Err(Refusal::new("handling.defer_days", says));
    }
    if case.published.is_some() {
        return Err(Refusal::new("r7", "the advisory is public; there is nothing to put off"));
    }
    if reason.trim().is_empty() {
        return Err(Refusal::new("r7", "putting a report off needs its reason in words"));
    }
    Ok(Fact::Deferred { until }.with(because(reason)))
}

/// Take a report up again that was put off; whoever does handles it, if nobody did.
pub fn resume(case: &Case, by: &By) -> Result<Vec<News>, Refusal> {
    step(REPORT_MOVES, case.report, "resume")?;
    if case.joined.is_some() {
        let says = "this report was joined to another case, and is handled there";
        return Err(Refusal::new("r9", says));
    }
    if case.severity.is_none() {
        return Err(Refusal::new("r6", "cannot resume: the severity is not set"));
    }
    let free = case.handler.as_ref().is_none_or(|handler| case.recused.contains(handler));
    let handler = by.account().filter(|_| free).cloned();
    if free && handler.is_none() {
        return Err(Refusal::new("r6", "an accepted case has a handler"));
    }
    let taken = handler.map(|handler| Fact::Accepted { handler }.into());
    Ok(std::iter::once(Fact::Resumed.into()).chain(taken).collect())
}

/// Open a closed report again, as another episode: its reporter for a while, the team at any time.
pub fn reopen(
    case: &Case,
    policy: &Policy,
    by: &By,
    reason: &str,
    now: Timestamp,
) -> Result<Vec<News>, Refusal> {
    step(REPORT_MOVES, case.report, "reopen")?;
    let refused = |says: &str| Err(Refusal::new("r12", says));
    if case.published.is_some() {
        return refused("its advisory is public: correct that, or file a new report");
    }
    if case.joined.is_some() {
        return refused("this report was joined to another case, and went with it");
    }
    if reason.trim().is_empty() {
        return refused("opening a report again needs its reason in words");
    }
    if by.account().is_none() {
        let open = policy.handling.reopen_days;
        let ended = case.closed_at.unwrap_or(case.changed_at);
        if case.resolution == Some(Resolution::Spam) || case.episodes.len() >= MOST_EPISODES {
            return refused("the team opens this again, if anybody does");
        }
        if ended.checked_add(days(open)).is_ok_and(|last| now > last) {
            let says = format!(
                "a reporter opens a report again within {open} days; file a new one instead"
            );
            return Err(Refusal::new("handling.reopen_days", says));
        }
    }
    let due: Dues = start_clocks(policy, Starts::Receipt, now);
    let mut news = vec![Fact::Reopened { due }.with(because(reason))];
    news.extend(terms_again(case, policy, by, now));
    Ok(news)
}

/// The policy's usual terms, put on the table once more by whoever opens the report again; where
/// nobody else is there to be asked, they hold at once.
fn terms_again(case: &Case, policy: &Policy, by: &By, now: Timestamp) -> Vec<News> {
    let Some(terms) = embargo::propose_default(policy, now).filter(|_| !case.world.any_so()) else {
        return Vec::new();
    };
    let mut after = case.clone();
    after.embargo = Embargo::default();
    let digest = terms.digest();
    let proposal = Proposal { terms: terms.clone(), by: by.clone(), agreed: vec![by.clone()] };
    let alone = embargo::needed(&after, policy, &proposal).is_empty();
    let accepted = alone.then(|| Fact::EmbargoAccepted { terms: digest }.into());
    std::iter::once(Fact::EmbargoProposed { terms }.into()).chain(accepted).collect()
}

/// Ask the reporter to try the fix.
pub fn ask_retest(case: &Case, text: &str) -> Result<News, Refusal> {
    let refused = |says: &str| Err(Refusal::new("r13", says));
    if case.report != ReportState::Accepted {
        return refused("a fix is tried while the case is accepted");
    }
    if case.retest.is_some_and(|retest| retest.passed.is_none()) {
        return refused("the reporter was asked already");
    }
    if !case.lines.values().any(|line| line.fix.is_some()) {
        return refused("there is no fix yet that could be tried");
    }
    Ok(Fact::RetestAsked.with(because(text)))
}

/// The reporter says whether the fix helps. If it does not, what is not released goes back to work.
pub fn retested(case: &Case, passed: bool, text: &str) -> Result<News, Refusal> {
    if case.report != ReportState::Accepted || case.retest.is_none_or(|one| one.passed.is_some()) {
        return Err(Refusal::new("r13", "nobody has asked for the fix to be tried"));
    }
    if !passed && text.trim().is_empty() {
        return Err(Refusal::new("r13", "say in words what still happens"));
    }
    Ok(Fact::Retested { passed }.with(because(text)))
}
