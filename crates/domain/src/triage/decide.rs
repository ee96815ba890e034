//! Deciding whether a report is a vulnerability: by cited rules, or against them with a reason.

use super::{Claim, Source, Verdict, VerdictKind, judge};
use crate::advisory::Severity;
use crate::case::{
    AtReceipt, By, Case, Content, Fact, LineState, News, REPORT_MOVES, ReportState, step,
};
use crate::policy::Policy;
use crate::release::refuse_unknown;
use crate::words::{AccountId, Refusal};
use jiff::Timestamp;

/// The facts as the reporter stated them.
pub fn reported_claim(case: &Case) -> Claim {
    case.report_text
        .as_ref()
        .and_then(|text| serde_json::from_str(text.get("claim")).ok())
        .unwrap_or_default()
}

/// The facts as last judged, or as reported.
pub fn current_claim(case: &Case) -> Claim {
    case.judgement
        .as_ref()
        .and_then(|judgement| judgement.content.as_ref())
        .and_then(|content| serde_json::from_str(content.get("claim")).ok())
        .unwrap_or_else(|| reported_claim(case))
}

/// Have the threat model judge these facts, by the policy of now and the one in force at receipt,
/// and record what they said. An older policy that can no longer be read says nothing.
pub fn record_judgement(
    case: &Case,
    (policy, then): (&Policy, Option<&Policy>),
    claim: &Claim,
    now: Timestamp,
) -> Result<(Verdict, News), Refusal> {
    if case.report == ReportState::Closed {
        return Err(Refusal::new("moves report", "the case is closed"));
    }
    let wrong: Vec<String> = claim.check(policy).iter().map(ToString::to_string).collect();
    if !wrong.is_empty() {
        return Err(Refusal::new("claim", wrong.join("; ")));
    }
    let nobody = Claim::default();
    let before = current_claim(case).normal(policy).told_by(Source::Reporter, &nobody);
    let claim = &claim.normal(policy).told_by(Source::Triager, &before);
    let verdict = judge(policy, claim, now);
    let earlier = then.map(|then| (then, judge(then, claim, case.received_at)));
    let at_receipt = earlier.as_ref().filter(|(_, earlier)| earlier.kind != verdict.kind);
    let at_receipt = at_receipt.map(|(then, earlier)| AtReceipt {
        verdict: earlier.kind.word().to_owned(),
        rules: earlier.rule_ids(),
        policy: then.digest,
    });
    let clashes = verdict.disagree.iter().map(|clash| match &clash.conflict {
        Some(conflict) => conflict.clone(),
        None => clash.between.join(" against "),
    });
    let fact = Fact::Judged {
        verdict: verdict.kind.word().to_owned(),
        rules: verdict.rule_ids(),
        missing: verdict.missing.clone(),
        at_receipt,
        clashes: clashes.collect(),
        // What was promised on the day of receipt is kept.
        bounty: earlier.map_or(verdict.bounty, |(_, earlier)| match verdict.kind == earlier.kind {
            true => earlier.bounty,
            false => earlier.bounty.or(verdict.bounty),
        }),
    };
    let stated = serde_json::to_string(claim).expect("a claim is plain data");
    let content = Content::one("claim", stated).and("because", verdict.because.clone());
    Ok((verdict, fact.with(content)))
}

/// The rules to cite: those of the last judgement, if it said this; else a reason in words is due,
/// as it is where the policy at receipt said otherwise.
fn cite(case: &Case, agrees: impl Fn(&str) -> bool, because: &str) -> Result<Vec<String>, Refusal> {
    let judged = case.judgement.as_ref();
    let agreeing = judged.filter(|judgement| agrees(&judgement.verdict));
    let earlier = judged.and_then(|judgement| judgement.at_receipt.as_ref());
    let against = earlier.filter(|earlier| !agrees(&earlier.verdict));
    if (agreeing.is_none() || against.is_some()) && because.trim().is_empty() {
        let says = match (judged, against) {
            (None, _) => {
                "the threat model has not judged this claim; judge it, or give a reason".into()
            }
            (Some(_), Some(earlier)) if agreeing.is_some() => format!(
                "the policy in force at receipt said {}; to decide otherwise, give a reason",
                earlier.verdict
            ),
            (Some(judgement), _) => format!(
                "the threat model said {}; to decide otherwise, give a reason",
                judgement.verdict
            ),
        };
        return Err(Refusal::new("r4 r5", says));
    }
    Ok(agreeing.map(|judgement| judgement.rules.clone()).unwrap_or_default())
}

/// Confirm the report.
pub fn validate(case: &Case, because: &str) -> Result<News, Refusal> {
    step(REPORT_MOVES, case.report, "validate")?;
    let says_so = |word: &str| {
        [VerdictKind::Vulnerability, VerdictKind::DocsFixVulnerability]
            .iter()
            .any(|kind| kind.word() == word)
    };
    let rules = cite(case, says_so, because)?;
    let affected = case.lines.values().any(LineState::is_affected);
    if !affected && because.trim().is_empty() {
        let says =
            "cannot confirm: no release line is stated to be affected; state one, or give a reason";
        return Err(Refusal::new("r5", says));
    }
    Ok(Fact::Validated { rules }.with(Content::default().and("because", because)))
}

/// Refuse the report. One that was ever rated high or critical is refused by two people: the
/// judgement that is cited refuses it too, and is somebody else's.
pub fn invalidate(case: &Case, by: &By, because: &str) -> Result<News, Refusal> {
    step(REPORT_MOVES, case.report, "invalidate")?;
    let open = [
        VerdictKind::Vulnerability.word(),
        VerdictKind::DocsFixVulnerability.word(),
        VerdictKind::NeedsMoreInfo.word(),
    ];
    let rules = cite(case, |word| !open.contains(&word), because)?;
    let first = case.judgement.as_ref();
    let first = first.filter(|first| !open.contains(&first.verdict.as_str()) && first.by != *by);
    if case.gravest >= Some(Severity::High) && first.is_none() {
        let says = "a report that was rated high or critical is refused by two people: one whose \
                    judgement of the claim says so, and another one who refuses";
        return Err(Refusal::new("r4", says));
    }
    Ok(Fact::Invalidated { rules }.with(Content::default().and("because", because)))
}

/// Take the case, oneself or for somebody else; an accepted one is handed over so.
pub fn accept(
    case: &Case,
    policy: &Policy,
    by: &By,
    handler: Option<AccountId>,
    now: Timestamp,
) -> Result<News, Refusal> {
    step(REPORT_MOVES, case.report, "accept")?;
    if case.severity.is_none() {
        return Err(Refusal::new("r6", "cannot accept: the severity is not set"));
    }
    let handler = handler
        .or_else(|| by.account().cloned())
        .ok_or_else(|| Refusal::new("r6", "an accepted case has a handler"))?;
    if case.recused.contains(&handler) {
        return Err(Refusal::new("I11", "cannot accept: this person has no part in the case"));
    }
    if case.handler.as_ref() == Some(&handler) {
        return Err(Refusal::new("r6", "this person handles the case already"));
    }
    if case.report != ReportState::Accepted {
        refuse_unknown(case, policy, now)?;
    }
    Ok(Fact::Accepted { handler }.into())
}
