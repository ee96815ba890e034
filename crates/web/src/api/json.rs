//! A case as JSON: what one reader may see of it. The command line prints the same.

use app::case::Shown;
use app::ports::store::CaseRow;
use domain::advisory::RatingFinding;
use domain::case::{By, Embargo, Event, LineState, Proposal, Violation};
use domain::cve::{CveEntry, CveNote};
use domain::policy::Policy;
use domain::release::LineStatus;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A row of the queue.
pub(super) fn row_json(row: &CaseRow, behind: Option<&(String, u64)>) -> Value {
    let mut json = json!({
        "case": row.id, "version": row.version, "phase": row.phase,
        "priority": row.priority, "severity": row.severity,
        "title": row.title, "due_at": row.due_at, "due_clock": row.due_clock,
        "embargo_ends_at": row.embargo_ends_at, "received_at": row.received_at,
        "changed_at": row.changed_at, "handler": row.handler, "open": row.open,
    });
    if let Some((group, count)) = behind {
        json["waiting_behind"] = json!({ "alike": group, "count": count });
    }
    json
}

fn by(by: &By) -> Value {
    match by {
        By::Reporter => json!("reporter"),
        By::System => json!("system"),
        By::Person(account) => json!(account),
        By::Participant(party) => json!({ "participant": party }),
    }
}

fn embargo(embargo: &Embargo, by: impl Fn(&By) -> Value) -> Value {
    let proposal = |proposal: &Proposal| {
        json!({
            "ends_at": proposal.terms.ends_at, "zone": proposal.terms.zone,
            "tlp": proposal.terms.tlp.label(), "scope": proposal.terms.scope,
            "by": by(&proposal.by), "digest": proposal.terms.digest(),
            "agreed": proposal.agreed.iter().map(&by).collect::<Vec<_>>(),
        })
    };
    let proposals: Vec<Value> = embargo.proposals.iter().map(proposal).collect();
    let exit = embargo.exit.as_ref().map(|exit| {
        json!({ "reason": exit.reason, "effective_at": exit.effective_at, "observed_at": exit.observed_at })
    });
    json!({
        "state": embargo.state, "terms": embargo.terms, "proposals": proposals,
        "later": embargo.later, "past": embargo.past, "exit": exit,
    })
}

fn line(state: &LineState, status: LineStatus) -> Value {
    let affected = match status {
        LineStatus::NotAssessed => "unknown",
        LineStatus::Affected | LineStatus::AffectedEnded => "yes",
        LineStatus::NotAffected => "no",
        LineStatus::AssumedAffected => "assumed",
    };
    let fix = state.fix.as_ref().map(|fix| {
        json!({
            "version": fix.version, "commit": fix.commit, "released_at": fix.released_at,
            "proof": fix.proof, "because": fix.because, "digest": fix.digest,
            "ready": fix.is_ready(), "reviewed_by": fix.reviewed_by,
        })
    });
    json!({
        "affected": affected, "status": status, "detail": state.affect, "fix": fix,
        "testing": state.testing, "in_work": state.in_work, "declined": state.declined,
    })
}

/// Lines of which something is stated or assumed, those too that the policy no longer has.
fn lines(shown: &Shown) -> serde_json::Map<String, Value> {
    let stated = &shown.case.lines;
    let assumed = |id: &&String| shown.lines.get(*id) == Some(&LineStatus::AssumedAffected);
    let ids: BTreeSet<&String> = stated.keys().chain(shown.lines.keys().filter(assumed)).collect();
    let nothing = LineState::default();
    let value = |id: &String| {
        let state = stated.get(id).unwrap_or(&nothing);
        let status = shown.lines.get(id).copied().unwrap_or_else(|| LineStatus::stated(state));
        (id.clone(), line(state, status))
    };
    ids.into_iter().map(value).collect()
}

fn event(event: &Event) -> Value {
    json!({
        "event": event.seq, "at": event.at, "by": by(&event.by), "policy": event.policy,
        "fact": event.fact, "content": event.content,
    })
}

/// Why it is rated as it is, what does not fit together in that, and what the policy suggests.
fn rating(shown: &Shown) -> Value {
    let finding =
        |finding: &RatingFinding| json!({ "rule": finding.rule(), "says": finding.to_string() });
    let findings: Vec<Value> = shown.rating.findings.iter().map(finding).collect();
    json!({
        "because": shown.case.severity_because, "findings": findings,
        "suggestion": shown.rating.suggestion,
    })
}

/// One CVE id, or a request for one.
fn cve(number: u32, entry: &CveEntry) -> Value {
    let document = |text: &Option<String>| {
        let text = text.as_deref().unwrap_or("null");
        serde_json::from_str::<Value>(text).unwrap_or(Value::Null)
    };
    let draft = entry.draft.as_ref().map(|draft| {
        json!({
            "digest": draft.digest, "container": document(&draft.text), "by": draft.by,
            "approved_by": draft.approved_by,
        })
    });
    let read = entry.read.as_ref().map(|read| {
        json!({ "digest": read.digest, "container": document(&read.text), "by": by(&read.by), "at": read.at })
    });
    let note = |note: &CveNote| json!({ "by": by(&note.by), "at": note.at, "text": note.text });
    json!({
        "entry": number, "state": entry.state, "id": entry.id, "from": entry.from,
        "whom": entry.whom, "about": entry.about, "began_at": entry.began_at,
        "assigned_at": entry.assigned_at, "published_at": entry.published_at, "draft": draft,
        "expected": entry.expected(), "read": read, "because": entry.because,
        "notes": entry.notes.iter().map(note).collect::<Vec<_>>(),
    })
}

/// The team's side of a case.
fn team(shown: &Shown) -> Value {
    let case = &shown.case;
    let (candidate, lacks) = match &shown.candidate {
        Ok(candidate) => (json!({ "digest": candidate.digest(), "text": candidate }), Value::Null),
        Err(refusal) => (Value::Null, json!(refusal)),
    };
    let judged = case.judgement.as_ref().map(|judgement| {
        json!({
            "verdict": judgement.verdict, "rules": judgement.rules, "missing": judgement.missing,
            "policy": judgement.policy, "at": judgement.at, "at_receipt": judgement.at_receipt,
            "clashes": judgement.clashes, "bounty": judgement.bounty,
        })
    });
    let end = case
        .embargo
        .end
        .as_ref()
        .map(|end| json!({ "by": end.by, "reason": end.reason, "because": end.because }));
    json!({
        "never_paid": case.conduct.is_unpaid(), "under_sanctions_of": case.conduct.barred,
        "read_by": case.conduct.seen_by,
        "handler": case.handler, "claim": shown.claim, "verdict_now": shown.verdict,
        "since_receipt": shown.since_receipt, "near": shown.near, "review": case.review,
        "reversed": case.reversed, "broken": broken(shown),
        "judgement": judged, "lines": lines(shown), "assumed_affected": shown.assumed,
        "ends_first": shown.ends_first, "candidate": candidate, "lacks": lacks,
        "cve": case.cves.iter().map(|(number, entry)| cve(*number, entry)).collect::<Vec<_>>(),
        "rating": rating(shown), "embargo_end_asked": end,
        "events": shown.events.iter().map(event).collect::<Vec<_>>(),
    })
}

fn broken(shown: &Shown) -> Vec<Value> {
    let say = |one: &Violation| json!({ "invariant": one.invariant, "says": one.says });
    shown.broken.iter().map(say).collect()
}

/// A case as its reader may see it.
pub fn case_json(shown: &Shown, policy: &Policy) -> Value {
    let case = &shown.case;
    let by = |one: &By| if shown.team { by(one) } else { json!(who(one)) };
    let messages: Vec<Value> = shown
        .messages
        .iter()
        .map(|message| {
            json!({
                "event": message.seq, "at": message.at, "to": message.to, "body": message.body,
                "by": by(&message.by),
            })
        })
        .collect();
    let files: Vec<Value> = case.attachments.iter().map(super::files::file_json).collect();
    let clocks: serde_json::Map<String, Value> = case
        .clocks
        .iter()
        .map(|(id, clock)| {
            let title = policy.clock(id).map(|clock| clock.title.clone());
            let facts = json!({ "title": title, "due_at": clock.due.at, "met_at": clock.met_at,
                "right": clock.due.right });
            (id.clone(), facts)
        })
        .collect();
    let published = case.published.as_ref().map(
        |published| json!({ "id": published.id, "edition": published.edition, "at": published.at }),
    );
    let offers: Vec<String> =
        shown.offers.iter().map(|offer| format!("{}/{}", offer.group, offer.name)).collect();
    let sanctions = case.conduct.sanctions.iter().map(super::sanctions::sanction_json);
    json!({
        "sanctions": sanctions.collect::<Vec<_>>(),
        "case": case.id, "version": case.version, "phase": shown.phase, "report": case.report,
        "received_at": case.received_at, "door": case.door, "received_sha256": case.received,
        "accepted_rules": case.accepted_rules, "text": case.report_text, "severity": case.severity, "vector": case.vector,
        "embargo": embargo(&case.embargo, by), "clocks": clocks, "messages": messages, "files": files,
        "decided_by_rules": case.decided_by_rules, "resolution": case.resolution,
        "advisory": { "state": shown.advisory, "published": published }, "offers": offers,
        "team": if shown.team { team(shown) } else { Value::Null },
    })
}

/// The reporter learns that somebody of the team wrote, not who.
fn who(by: &By) -> &'static str {
    match by {
        By::Reporter => "reporter",
        By::Person(_) => "team",
        By::System => "system",
        By::Participant(_) => "participant",
    }
}
