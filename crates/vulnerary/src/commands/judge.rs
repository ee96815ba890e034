//! `vulnerary judge` and `vulnerary explain`: what a policy's threat model says of stated facts,
//! and what one of its clauses means.

use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::policy::Policy;
use domain::triage::{
    Bearings, Claim, Compared, Near, Verdict, cited_weaknesses, compare, explain, explain_other,
    explain_with, judge, precedents,
};
use domain::words::one_line;
use jiff::Timestamp;
use serde::Serialize;
use std::io::Read;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "Examples:\n  vulnerary judge --policy policies/node --claim claim.json\n  vulnerary judge --policy policies/node --claim claim.toml --at 2026-03-02T09:00:00Z --json\n\nThe file holds facts by name, as JSON or TOML: input = \"inbound-network\", or with its\nsource: leak = { value = \"yes\", from = \"reproduction\", note = \"3 of 3 runs\" }.\nThe source is reporter, triager, reproduction or suggestion; a suggestion decides nothing.\nExit code 0 whatever the verdict; 64 for a claim that the policy does not understand.";

pub(super) const EXPLAINED: &str = "Examples:\n  vulnerary explain UT-2 --policy policies/node\n  vulnerary explain CVE-2026-21637 --policy policies/node --json\n\nAlso explains facts, precedents and known clashes by their ids. Without an id it lists all.";

/// A claim is a page of facts, not a book.
const CLAIM_MAX: usize = 1_000_000;

/// Judge a claim.
#[derive(Debug, clap::Args)]
pub(crate) struct Judge {
    /// The policy pack.
    #[arg(long, value_name = "DIR")]
    policy: PathBuf,
    /// The claim, a JSON or TOML file of facts; - reads standard input.
    #[arg(long, value_name = "FILE")]
    claim: PathBuf,
    /// By the clauses in force at this instant; now, when left out.
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
    /// Judge by the clauses in force when the report came in as well, and say what differs.
    #[arg(long, value_name = "INSTANT")]
    received: Option<Timestamp>,
    /// The policy pack that was in force when the report came in, if it was another one.
    #[arg(long, value_name = "DIR", requires = "received")]
    received_policy: Option<PathBuf>,
    /// Print the verdict as JSON.
    #[arg(long)]
    json: bool,
}

/// The verdict document.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    verdict: &'a Verdict,
    at: Timestamp,
    precedents: &'a [Near],
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<&'a Compared>,
}

/// Run it.
pub(super) fn run(given: &Judge, out: &mut Out) -> Result<(), Ended> {
    let policy = read_policy(&given.policy)?;
    let claim = read_claim(&given.claim, &policy)?;
    let at = given.at.unwrap_or_else(outside::now);
    let compared = given.received.map(|received| {
        let other = given.received_policy.as_deref().map(read_policy).transpose()?;
        let then = other.as_ref().unwrap_or(&policy);
        Ok::<_, Ended>(compare((then, received), (&policy, at), &claim))
    });
    let compared = compared.transpose()?;
    let verdict = judge(&policy, &claim, at);
    let rules = verdict.rule_ids();
    let weaknesses = cited_weaknesses(&policy, &rules);
    let near = precedents(&policy.precedents, &claim, &weaknesses, at);
    if given.json {
        let compared = compared.as_ref();
        return out.fact(&json(&Document { verdict: &verdict, at, precedents: &near, compared })?);
    }
    tell(out, &policy, &verdict)?;
    if let Some(compared) = &compared {
        if compared.differs.is_empty() {
            out.fact("at receipt: the same")?;
        }
        for line in &compared.differs {
            out.fact(&format!("at receipt: {line}"))?;
        }
    }
    for one in near.iter().take(5) {
        let reversed = one.reversed.as_ref();
        let reversed = reversed.map(|by| format!("; reversed by {}", by.by)).unwrap_or_default();
        let (id, kind, title) = (&one.id, one.verdict.word(), &one.title);
        out.fact(&format!(
            "precedent {id} ({}): {kind}{reversed}: {title}",
            one.shares.join(", ")
        ))?;
    }
    let (id, version) = (&policy.id, &verdict.policy_version);
    out.fact(&format!("policy {id} {version} ({}) at {at}", policy.digest.short()))
}

fn tell(out: &mut Out, policy: &Policy, verdict: &Verdict) -> Result<(), Ended> {
    out.fact(&format!("{}: {}", verdict.kind.word(), verdict.because))?;
    for cited in &verdict.rules {
        out.fact(&format!("  {}  {}", cited.id, cited.says))?;
    }
    let word = |says: Option<bool>| match says {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not said",
    };
    out.fact(&format!("CVE id: {}; bounty: {}", word(verdict.cve), word(verdict.bounty)))?;
    if !verdict.facts.is_empty() {
        let open = !verdict.missing.is_empty();
        out.fact(if open { "facts that would decide:" } else { "facts it rests on:" })?;
    }
    for weighed in &verdict.facts {
        let question = policy.fact(&weighed.fact).map_or("", |fact| fact.title.as_str());
        let (fact, value, why) = (&weighed.fact, &weighed.value, &weighed.why);
        out.fact(&format!("  {fact} = {value}: {why}  [{question}]"))?;
    }
    for clash in &verdict.disagree {
        let mut between = clash.between.clone();
        between.extend(clash.precedents.iter().cloned());
        out.fact(&format!("clauses disagree: {}: {}", between.join(", "), clash.says))?;
    }
    Ok(())
}

/// The claim in this file, checked against the policy.
pub(crate) fn read_claim(file: &Path, policy: &Policy) -> Result<Claim, Ended> {
    let wrong = |says: String| Ended::Usage(format!("{}: {says}", file.display()));
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(CLAIM_MAX as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| wrong(error.to_string()))?;
        bytes
    } else {
        outside::read_bounded(file, CLAIM_MAX).map_err(Ended::Usage)?
    };
    if bytes.len() > CLAIM_MAX {
        return Err(wrong(format!("larger than {CLAIM_MAX} bytes")));
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        wrong(format!("not UTF-8 (line {line})"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let claim: Claim = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| wrong(one_line(&error.to_string(), 300)))?
    } else {
        toml::from_str(text).map_err(|error: toml::de::Error| {
            let before = error.span().map_or("", |span| text.get(..span.start).unwrap_or(text));
            let line = before.matches('\n').count() + 1;
            wrong(format!("{} (line {line})", one_line(error.message(), 300)))
        })?
    };
    let complaints: Vec<String> = claim
        .check(policy)
        .iter()
        .map(|complaint| format!("{}: {complaint}", file.display()))
        .collect();
    if complaints.is_empty() { Ok(claim) } else { Err(Ended::Usage(complaints.join("\n"))) }
}

/// Explain a clause.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// The id of a clause, a fact, a precedent or a known clash; all clauses, when left out.
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// The policy pack.
    #[arg(long, value_name = "DIR")]
    policy: PathBuf,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run_explain(given: &Explain, out: &mut Out) -> Result<(), Ended> {
    let (policy, now) = (read_policy(&given.policy)?, outside::now());
    let Some(id) = &given.id else {
        let bearings = Bearings::of(&policy, now);
        for clause in &policy.clauses {
            let line = || format!("{:8} {:17} {}", clause.id, clause.kind.word(), clause.title);
            let all = || json(&explain_with(&policy, clause, &bearings));
            out.fact(&if given.json { all()? } else { line() })?;
        }
        return Ok(());
    };
    if let Some(clause) = policy.clause(id) {
        let found = json(&explain(&policy, clause, now))?;
        return out.fact(&if given.json { found } else { lines(&found) });
    }
    let Some(found) = explain_other(&policy, id) else {
        let mut known: Vec<&str> = policy.clauses.iter().map(|clause| clause.id.as_str()).collect();
        known.extend(policy.facts.iter().map(|fact| fact.id.as_str()));
        known.extend(policy.precedents.iter().map(|precedent| precedent.id.as_str()));
        known.extend(policy.conflicts.iter().map(|conflict| conflict.id.as_str()));
        let near = domain::policy::nearest(id, known);
        let hint = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
        return Err(Ended::Usage(format!("the policy has no {id}{hint}")));
    };
    let found = found.to_string();
    out.fact(&if given.json { found } else { lines(&found) })
}

fn json(document: &impl Serialize) -> Result<String, Ended> {
    serde_json::to_string(document).map_err(|error| Ended::Outside(error.to_string()))
}

/// An explanation as lines of text: one per key.
fn lines(found: &str) -> String {
    let mut text = Vec::new();
    let found: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(found).unwrap_or_default();
    let first = ["id", "kind", "title", "question", "text", "when", "then"];
    let rest = found.keys().map(String::as_str).filter(|key| !first.contains(key));
    for key in first.into_iter().chain(rest) {
        let Some(value) = found.get(key) else { continue };
        match value {
            serde_json::Value::Null => {}
            serde_json::Value::Array(list) if list.is_empty() => {}
            serde_json::Value::Array(list) => {
                text.push(format!("{key}:"));
                text.extend(list.iter().map(|one| format!("  {}", word(one))));
            }
            other => text.push(format!("{key}: {}", word(other))),
        }
    }
    text.join("\n")
}

fn word(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Object(map) => map
            .iter()
            .map(|(key, value)| format!("{key}={}", word(value)))
            .collect::<Vec<_>>()
            .join(" "),
        serde_json::Value::Array(list) => list.iter().map(word).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
