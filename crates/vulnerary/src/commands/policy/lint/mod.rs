//! `vulnerary policy lint`: score any project's SECURITY.md, and find what to mend in it.

mod print;
mod target;

use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::policy::{Limit, Lines, Policy, Starts, Stops};
use formats::lint::{
    Bounty, DeadAddress, Given, Page, dead_addresses, lint, read_dead_addresses, rule,
};
use jiff::civil::Date;
use std::path::{Path, PathBuf};
use target::Target;

pub(super) const EXAMPLES: &str = "Examples:
  vulnerary policy lint .
  vulnerary policy lint SECURITY.md --policy policies/node
  vulnerary policy lint . --repository ada/tide --lines schedule.json --allow absent-safe-harbour
  vulnerary policy lint policies/minimal --json

A folder is searched as GitHub does: .github, the folder itself, docs. A folder with a policy.toml is
rendered first. No address is visited. docs/guide/policy.md explains every finding.

Exit code 0 without findings, 1 with findings, 64 when there is nothing to read.";

/// Lint a policy.
#[derive(Debug, clap::Args)]
pub(crate) struct Lint {
    /// The policy: a Markdown file, a project's folder, or a pack.
    #[arg(value_name = "FILE-OR-DIR")]
    path: PathBuf,
    /// As of this date; today, when left out.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Whose policy it should be, as owner/name; from the clone or its manifest, when left out.
    #[arg(long, value_name = "NAME")]
    repository: Option<String>,
    /// The pack that says what holds: bounty, clocks, release lines.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
    /// The release schedule, in the shape of a pack's lines.json.
    #[arg(long, value_name = "FILE")]
    lines: Option<PathBuf>,
    /// There is no bounty since this date.
    #[arg(long, value_name = "DATE")]
    bounty_ended: Option<Date>,
    /// More addresses that are gone: host or host/path, a tab and the reason on each line.
    #[arg(long, value_name = "FILE")]
    dead: Option<PathBuf>,
    /// Do not count findings of this id; can be given several times.
    #[arg(long, value_name = "ID")]
    allow: Vec<String>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &Lint, out: &mut Out) -> Result<(), Ended> {
    for id in &given.allow {
        if rule(id).is_none() {
            let near = domain::policy::nearest(id, formats::lint::RULES.iter().map(|rule| rule.id));
            let near = near.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            return Err(Ended::Usage(format!("--allow {id}: no finding has this id{near}")));
        }
    }
    let at = super::on(given.at);
    let mut target = Target::find(&given.path, at)?;
    target.repository = given.repository.clone().or(target.repository);
    let policy = given.policy.as_deref().map(read_policy).transpose()?;
    let policy = policy.as_ref().or(target.pack.as_ref());
    let lines = given.lines.as_deref().map(read_lines).transpose()?;
    let dead = dead(given.dead.as_deref())?;
    let name = &target.name;
    let page = Page::read(&target.bytes).map_err(|why| Ended::Usage(format!("{name}: {why}")))?;
    let missing_files = target.missing(page.relative_links());
    let covers = policy.into_iter().flat_map(|policy| &policy.covers);
    let covers: Vec<String> = covers.map(|one| one.repository.clone()).collect();
    let knows = Given {
        on: at,
        repository: target.repository.as_deref(),
        covers: &covers,
        missing_files: &missing_files,
        dead: &dead,
        lines: lines.as_ref().or(policy.map(|policy| &policy.lines)),
        bounty: bounty(given.bounty_ended, policy, at),
        acknowledgement: policy.and_then(acknowledgement),
    };
    let mut report = lint(&page, &knows);
    let before = report.findings.len();
    report.findings.retain(|finding| !given.allow.iter().any(|id| id == finding.rule.id));
    let allowed = before - report.findings.len();
    let notes = target.notes(&page, &report, allowed);
    if given.json {
        print::json(&target, &report, &notes, out)?;
    } else {
        print::words(&target, &report, &notes, out)?;
    }
    if report.findings.is_empty() && report.left_out == 0 { Ok(()) } else { Err(Ended::Code(1)) }
}

fn read_lines(path: &Path) -> Result<Lines, Ended> {
    let bytes = outside::read_bounded(path, formats::lint::BYTES_MAX).map_err(Ended::Usage)?;
    Lines::read(&path.display().to_string(), &bytes).map_err(|complaints| {
        let says: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        Ended::Usage(says.join("\n"))
    })
}

fn dead(path: Option<&Path>) -> Result<Vec<DeadAddress>, Ended> {
    let mut dead = dead_addresses();
    if let Some(path) = path {
        let text = outside::read_text(path, formats::lint::BYTES_MAX).map_err(Ended::Usage)?;
        let more = read_dead_addresses(&text);
        dead.extend(more.map_err(|says| Ended::Usage(format!("{}: {says}", path.display())))?);
    }
    Ok(dead)
}

fn bounty(ended: Option<Date>, policy: Option<&Policy>, at: Date) -> Bounty {
    let on_day = |day: &Date| *day <= at;
    match (ended.filter(on_day), policy) {
        (Some(day), _) => Bounty::None { since: Some(day) },
        (None, None) => Bounty::Unknown,
        (None, Some(policy)) if policy.bounty_on(at) => Bounty::Offered,
        (None, Some(policy)) => {
            let until = policy.bounty.as_ref().and_then(|bounty| bounty.until);
            Bounty::None { since: until.filter(on_day) }
        }
    }
}

/// The first promise that somebody answers.
fn acknowledgement(policy: &Policy) -> Option<Limit> {
    let answers = |clock: &&domain::policy::Clock| {
        !clock.right && clock.starts == Starts::Receipt && clock.stops == Stops::Reply
    };
    policy.clocks.iter().find(answers).map(|clock| clock.limit)
}
