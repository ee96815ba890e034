//! What may be said at intake, and the facts that record it.

use super::{Draft, evidence};
use crate::case::{
    Audience, Case, Content, Dues, Fact, News, REPORT_MOVES, ReportState, pause, restart, resume,
    start_clocks, step, wait_for_answer,
};
use crate::embargo;
use crate::party::{PartyRef, may_get};
use crate::policy::{Policy, Starts, no_such};
use crate::words::{Digest, Refusal, plain_length};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The longest message, in characters.
const MESSAGE_LIMIT: usize = 50_000;

/// Receive a report: clocks start, and the default embargo is proposed, by the project, and
/// accepted with the tick that stands beside its terms. The facts carry who did each. A report that is
/// like others comes into their group.
pub fn submit(
    draft: &Draft,
    door: &str,
    (secret, alike): (Digest, Option<String>),
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<News>, Vec<String>> {
    let mut wrong = draft.complaints();
    wrong.extend(draft.claim.check(policy).iter().map(ToString::to_string));
    wrong.extend(rule_complaints(draft, policy, now));
    wrong.extend(evidence::wrong(draft, policy));
    // What lacks is asked for once all else fits, so that nobody is asked twice.
    if wrong.is_empty() {
        wrong = evidence::asks(draft, policy, false);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let claim = draft.claim.clone().from_outside();
    let claim = serde_json::to_string(&claim).expect("a claim is plain data");
    let fields = draft.fields.iter().filter(|(_, text)| !text.trim().is_empty());
    let fields: BTreeMap<&String, &str> = fields.map(|(id, text)| (id, text.trim())).collect();
    let fields = match fields.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&fields).expect("texts are plain data"),
    };
    let content = Content::one("fields", fields)
        .and("title", draft.title.trim())
        .and("body", draft.body.trim())
        .and("version", draft.version.trim())
        .and("credit", draft.credit.trim())
        .and("claim", claim);
    let due = start_clocks(policy, Starts::Receipt, now);
    let (door, received) = (door.to_owned(), draft.digest());
    let submitted = Fact::Submitted { door, received, secret, due, alike };
    let mut news = vec![submitted.with(content)];
    if !draft.accepted_rules.is_empty() {
        let mut rules = draft.accepted_rules.clone();
        rules.sort();
        rules.dedup();
        news.push(Fact::RulesAccepted { rules }.into());
    }
    if let Some(terms) = embargo::propose_default(policy, now) {
        let digest = terms.digest();
        news.push(Fact::EmbargoProposed { terms }.into());
        if draft.accept_terms {
            news.push(Fact::EmbargoAccepted { terms: digest }.into());
        }
    }
    Ok(news)
}

/// Rules that are not in force cannot be accepted; where the policy asks for it, all others must be.
fn rule_complaints(draft: &Draft, policy: &Policy, now: Timestamp) -> Vec<String> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let known: Vec<&str> = policy.rules_on(today).map(|rule| rule.id.as_str()).collect();
    let accepted = &draft.accepted_rules;
    let strange = accepted.iter().find(|rule| !known.contains(&rule.as_str()));
    let mut wrong: Vec<String> = strange
        .map(|rule| format!("accepted_rules: {}", no_such("rule", rule, known.iter().copied())))
        .into_iter()
        .collect();
    let open = known.iter().filter(|id| !accepted.iter().any(|rule| rule == *id));
    let open: Vec<&str> = open.copied().collect();
    if policy.rules_required && !open.is_empty() {
        let open = open.join(", ");
        wrong.push(format!("accepted_rules: a report is taken with the rules accepted: {open}"));
    }
    wrong
}

pub(crate) fn body(text: &str) -> Result<Content, Refusal> {
    match plain_length(text) {
        0 => Err(Refusal::new("message", "a message has words")),
        length if length > MESSAGE_LIMIT => {
            let says = format!("a message has at most {MESSAGE_LIMIT} characters");
            Err(Refusal::new("message", says))
        }
        _ => Ok(Content::one("body", text.trim())),
    }
}

/// Write to the reporter; a person's words stop the reply clocks and start them again.
pub fn write(case: &Case, policy: &Policy, text: &str, now: Timestamp) -> Result<News, Refusal> {
    may_get(case, &PartyRef::Reporter)?;
    let due = restart(policy, now);
    Ok(Fact::MessageSent { to: Audience::Reporter, automatic: false, due }.with(body(text)?))
}

/// Write for the team only.
pub fn note(text: &str) -> Result<News, Refusal> {
    let due = crate::case::Dues::new();
    Ok(Fact::MessageSent { to: Audience::Team, automatic: false, due }.with(body(text)?))
}

/// Ask the reporter for something.
pub fn ask(case: &Case, policy: &Policy, text: &str, now: Timestamp) -> Result<News, Refusal> {
    step(REPORT_MOVES, case.report, "ask")?;
    may_get(case, &PartyRef::Reporter)?;
    let mut due = restart(policy, now);
    due.extend(wait_for_answer(policy, now));
    Ok(Fact::InfoAsked { due, paused: pause(case, policy, now) }.with(body(text)?))
}

/// The reporter writes; if something was asked for, this supplies it.
pub fn reporter_writes(
    case: &Case,
    policy: &Policy,
    text: &str,
    now: Timestamp,
) -> Result<News, Refusal> {
    let supplied = case.report == ReportState::NeedsInfo;
    let due = if supplied { resume(case, policy, now) } else { Dues::new() };
    Ok(Fact::ReporterWrote { supplied, due }.with(body(text)?))
}
