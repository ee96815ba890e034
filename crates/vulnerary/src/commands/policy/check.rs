//! `vulnerary policy check`: every problem of a pack, and whether its examples hold.

use crate::out::counted;
use crate::{Ended, Out};
use domain::policy::read;
use domain::triage::run_examples;
use outside::read_policy_folder;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "Example:\n  vulnerary policy check policies/node\n\nExit code 0 when all is well, 1 when there are problems.";

/// Check packs.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The packs.
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// One JSON object per pack and line.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &Check, out: &mut Out) -> Result<(), Ended> {
    let json = given.json;
    let mut problems = 0;
    for folder in &given.folders {
        let files = read_policy_folder(folder).map_err(Ended::Outside)?;
        let (policy, mut complaints) = read(&files);
        if let Some(policy) = &policy {
            complaints.extend(run_examples(policy));
        }
        problems += complaints.len();
        let digest = policy.as_ref().map(|policy| policy.digest);
        let clauses = policy.as_ref().map_or(0, |policy| policy.clauses.len());
        let examples: usize = policy
            .iter()
            .flat_map(|policy| &policy.clauses)
            .map(|clause| clause.examples.len())
            .sum();
        let name = folder.display();
        if json {
            let listed: Vec<_> = complaints
                .iter()
                .map(|c| serde_json::json!({"file": c.file, "key": c.key, "line": c.line, "says": c.says}))
                .collect();
            let answer = serde_json::json!({
                "policy": name.to_string(), "digest": digest, "clauses": clauses,
                "examples": examples, "problems": listed,
            });
            out.fact(&answer.to_string())?;
            continue;
        }
        for complaint in &complaints {
            out.fact(&format!("{name}/{complaint}"))?;
        }
        match digest {
            Some(digest) if complaints.is_empty() => out.fact(&format!(
                "{name}: sound; {clauses} clauses, {examples} examples hold; digest {}",
                digest.short()
            ))?,
            _ => {
                let problems = counted(complaints.len(), "problem", "problems");
                out.fact(&format!("{name}: {problems}"))?;
            }
        }
    }
    if problems == 0 { Ok(()) } else { Err(Ended::Code(1)) }
}
