//! `vulnerary policy check`: every problem of a pack, whether its examples hold, and whether what was
//! rendered from it still says the same.

use super::drift;
use crate::out::counted;
use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::policy::{Policy, read};
use domain::triage::run_examples;
use jiff::civil::Date;
use outside::read_policy_folder;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "Examples:
  vulnerary policy check policies/node
  vulnerary policy check policies/node --rendered SECURITY.md
  vulnerary policy check SECURITY.md --policy policies/node

Exit code 0 when all is well, 1 when there are problems or a rendered file drifts, 64 when a file
cannot be read or holds no block of a policy.";

/// Check packs.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The packs; with --policy, rendered files.
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Also say where this file, rendered from the pack, drifts.
    #[arg(long, value_name = "FILE", conflicts_with = "policy")]
    rendered: Option<PathBuf>,
    /// What is checked are files rendered from this pack.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
    /// Compare as of this date; today, when left out.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// One JSON object per pack and line.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &Check, out: &mut Out) -> Result<(), Ended> {
    let at = super::on(given.at);
    let mut good = true;
    if let Some(folder) = &given.policy {
        let policy = read_policy(folder)?;
        for file in &given.folders {
            good &= drift::report(&policy, file, at, given.json, out)?;
        }
        return if good { Ok(()) } else { Err(Ended::Code(1)) };
    }
    if given.rendered.is_some() && given.folders.len() > 1 {
        return Err(Ended::Usage("--rendered goes with one pack".to_owned()));
    }
    for folder in &given.folders {
        if folder.is_file() {
            let name = folder.display();
            return Err(Ended::Usage(format!(
                "{name}: a pack is a folder; name the pack of a rendered file with --policy DIR"
            )));
        }
        let policy = pack(folder, given.json, out)?;
        good &= policy.is_some();
        if let (Some(policy), Some(file)) = (policy, &given.rendered) {
            good &= drift::report(&policy, file, at, given.json, out)?;
        }
    }
    if good { Ok(()) } else { Err(Ended::Code(1)) }
}

/// Say what is wrong with a pack; the policy when nothing is.
pub(super) fn pack(folder: &Path, json: bool, out: &mut Out) -> Result<Option<Policy>, Ended> {
    let files = read_policy_folder(folder).map_err(Ended::Outside)?;
    let (policy, mut complaints) = read(&files);
    if let Some(policy) = &policy {
        complaints.extend(run_examples(policy));
    }
    let digest = policy.as_ref().map(|policy| policy.digest);
    let clauses = policy.as_ref().map_or(0, |policy| policy.clauses.len());
    let examples: usize =
        policy.iter().flat_map(|policy| &policy.clauses).map(|clause| clause.examples.len()).sum();
    let precedents = policy.as_ref().map_or(0, |policy| policy.precedents.len());
    let name = folder.display();
    let sound = complaints.is_empty();
    if json {
        let listed: Vec<_> = complaints
            .iter()
            .map(|c| serde_json::json!({"file": c.file, "key": c.key, "line": c.line, "says": c.says}))
            .collect();
        let answer = serde_json::json!({
            "policy": name.to_string(), "digest": digest, "clauses": clauses,
            "examples": examples, "precedents": precedents, "problems": listed,
        });
        out.fact(&answer.to_string())?;
        return Ok(policy.filter(|_| sound));
    }
    for complaint in &complaints {
        out.fact(&format!("{name}/{complaint}"))?;
    }
    match digest {
        Some(digest) if sound => out.fact(&format!(
            "{name}: sound; {clauses} clauses, {examples} examples hold, {precedents} precedents \
             agree or say why not; digest {}",
            digest.short()
        ))?,
        _ => {
            let problems = counted(complaints.len(), "problem", "problems");
            out.fact(&format!("{name}: {problems}"))?;
        }
    }
    Ok(policy.filter(|_| sound))
}
