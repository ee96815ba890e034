//! `vulnerary judge`: what a policy's threat model says of stated facts.

use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::triage::{Claim, judge};
use jiff::Timestamp;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "Example:\n  vulnerary judge --policy policies/node --claim claim.json --json\n\nThe file is a JSON object of facts, such as {\"input\": \"inbound-network\"}.\nExit code 0 whatever the verdict; 64 for a claim that the policy does not understand.";

/// Judge a claim.
#[derive(Debug, clap::Args)]
pub(crate) struct Judge {
    /// The policy pack.
    #[arg(long, value_name = "DIR")]
    policy: PathBuf,
    /// The claim, a JSON file of facts.
    #[arg(long, value_name = "FILE")]
    claim: PathBuf,
    /// By the clauses in force at this instant; now, when left out.
    #[arg(long, value_name = "INSTANT")]
    at: Option<Timestamp>,
    /// Print the verdict as JSON.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &Judge, out: &mut Out) -> Result<(), Ended> {
    let policy = read_policy(&given.policy)?;
    let path = given.claim.display();
    let bytes =
        std::fs::read(&given.claim).map_err(|error| Ended::Usage(format!("{path}: {error}")))?;
    let claim: Claim =
        serde_json::from_slice(&bytes).map_err(|error| Ended::Usage(format!("{path}: {error}")))?;
    let wrong: Vec<String> =
        claim.check(&policy).iter().map(|complaint| format!("{path}: {complaint}")).collect();
    if !wrong.is_empty() {
        return Err(Ended::Usage(wrong.join("\n")));
    }
    let verdict = judge(&policy, &claim, given.at.unwrap_or_else(outside::now));
    if given.json {
        let verdict = serde_json::to_string(&verdict);
        return out.fact(&verdict.map_err(|error| Ended::Outside(error.to_string()))?);
    }
    out.fact(&format!("{}: {}", verdict.kind.word(), verdict.because))?;
    for cited in &verdict.rules {
        out.fact(&format!("  {}  {}", cited.id, cited.says))?;
    }
    if !verdict.missing.is_empty() {
        out.fact(&format!("  facts that would decide: {}", verdict.missing.join(", ")))?;
    }
    out.fact(&format!("policy {} {} ({})", policy.id, policy.version, policy.digest.short()))
}
