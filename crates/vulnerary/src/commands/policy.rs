//! `vulnerary policy`: check a pack, render its prose.

use crate::out::counted;
use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::policy::{markdown, read};
use domain::triage::run_examples;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use outside::read_policy_folder;
use std::path::PathBuf;

/// What can be done with packs.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Report every problem of policy packs, with file, key and reason; run their examples.
    #[command(
        after_help = "Example:\n  vulnerary policy check policies/node\n\nExit code 0 when all is well, 1 when there are problems."
    )]
    Check {
        /// The packs.
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,
        /// One JSON object per pack and line.
        #[arg(long)]
        json: bool,
    },
    /// Render the policy's prose as Markdown, in the shape of a SECURITY.md.
    #[command(after_help = "Example:\n  vulnerary policy render policies/node > SECURITY.md")]
    Render {
        /// The pack.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// With the release lines supported on this date; today, when left out.
        #[arg(long, value_name = "DATE")]
        at: Option<Date>,
    },
}

/// Run one.
pub(super) fn run(command: &Command, out: &mut Out) -> Result<(), Ended> {
    match command {
        Command::Check { folders, json } => check(folders, *json, out),
        Command::Render { folder, at } => {
            let policy = read_policy(folder)?;
            let at = at.unwrap_or_else(|| outside::now().to_zoned(TimeZone::UTC).date());
            out.fact(markdown(&policy, at).trim_end())
        }
    }
}

fn check(folders: &[PathBuf], json: bool, out: &mut Out) -> Result<(), Ended> {
    let mut problems = 0;
    for folder in folders {
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
