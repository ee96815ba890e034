//! `vulnerary import`: reports from elsewhere. Plan, print, apply.

use super::files::receive;
use super::verbs::{Who, context};
use crate::out::counted;
use crate::wire::Setting;
use crate::{Ended, Out};
use app::Ctx;
use app::intake::{Standing, import as bring, standing};
use domain::attachment::safe_name;
use domain::intake::{ImportSource, Imported};
use domain::words::one_line;
use formats::import::{Found, read};
use serde_json::json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "Examples:\n  vulnerary import hackerone reports/\n  vulnerary import hackerone reports/ --apply\n  vulnerary import github advisories.json --apply --json\n\nWithout --apply nothing is written: it says what would be. A report that is here already is never brought\nhere twice. Records that cannot be read are listed with their place and skipped; then the exit code is 1.";

/// Larger files are no export; they can be split.
const FILE_MAX: usize = 256 * 1024 * 1024;
/// So often it is said how far it is.
const EVERY: usize = 100;

/// From where.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Reports of a HackerOne program, as its API gives them.
    #[command(after_help = EXAMPLES)]
    Hackerone(Import),
    /// Private reports and security advisories of a GitHub repository, as its REST API gives them.
    #[command(after_help = EXAMPLES)]
    Github(Import),
}

/// What, and whether it is done.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// JSON files, or folders of them.
    #[arg(value_name = "DIR|FILE", required = true)]
    from: Vec<PathBuf>,
    /// Bring them here; without it, only the plan.
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    who: Who,
}

#[derive(Default)]
struct Counts {
    new: usize,
    here: usize,
    changed: usize,
    wrong: usize,
}

/// Run one.
pub(super) async fn run(command: &Command, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    let (source, given) = match command {
        Command::Hackerone(given) => (ImportSource::Hackerone, given),
        Command::Github(given) => (ImportSource::Github, given),
    };
    let ctx = context(&given.who, setting).await?;
    ctx.require(domain::access::Action::TakeCase)?;
    let files = json_files(&given.from)?;
    let (mut counts, mut seen, mut done) = (Counts::default(), BTreeSet::new(), 0);
    for file in &files {
        let bytes = outside::read_bounded(file, FILE_MAX).map_err(Ended::Usage)?;
        for Found { place, record } in read(source, &bytes) {
            let at = format!("{}: {place}", file.display());
            let said = match record {
                Err(says) => Err(says),
                Ok(record) if !seen.insert(record.key()) => {
                    Err(format!("{} stood in an earlier place already", record.id))
                }
                Ok(record) => one(&ctx, given, &record, file, &mut counts, out).await?,
            };
            if let Err(says) = said {
                counts.wrong += 1;
                wrong(given.who.json, &at, &says, out)?;
            }
            done += 1;
            if done % EVERY == 0 {
                out.say(&format!("{done} records"));
            }
        }
    }
    total(given, &counts, out)?;
    if counts.wrong == 0 { Ok(()) } else { Err(Ended::Code(1)) }
}

/// Plan one record, and bring it here if that is asked for; or what is wrong with it.
async fn one(
    ctx: &Ctx,
    given: &Import,
    record: &Imported,
    file: &Path,
    counts: &mut Counts,
    out: &mut Out,
) -> Result<Result<(), String>, Ended> {
    let (word, case) = match standing(ctx, record).await? {
        Standing::Here(id) => {
            counts.here += 1;
            ("here", Some(id))
        }
        Standing::Changed(id) => {
            counts.changed += 1;
            ("changed", Some(id))
        }
        Standing::New if !given.apply => {
            counts.new += 1;
            ("new", None)
        }
        Standing::New => match apply(ctx, record, file, out).await {
            Ok(id) => {
                counts.new += 1;
                ("new", Some(id))
            }
            Err(Ended::App(app::Error::Invalid(says))) => return Ok(Err(says.join("; "))),
            Err(Ended::App(error @ (app::Error::TooMuch(_) | app::Error::Refused(_)))) => {
                return Ok(Err(error.to_string()));
            }
            Err(other) => return Err(other),
        },
    };
    let title = one_line(&record.title, 80);
    if given.who.json {
        let row = json!({ "record": record.id, "standing": word, "case": case, "title": title,
            "reported_at": record.reported_at, "state": record.state });
        out.fact(&row.to_string())?;
    } else {
        let case = case.map_or_else(|| "-".repeat(20), |id| id.to_string());
        out.fact(&format!("{word:<7}  {case}  {:<20}  {:<14}  {title}", record.id, record.state))?;
    }
    Ok(Ok(()))
}

async fn apply(
    ctx: &Ctx,
    record: &Imported,
    file: &Path,
    out: &mut Out,
) -> Result<domain::words::CaseId, Ended> {
    let (mut paths, mut lacking) = (Vec::new(), 0);
    for wanted in &record.files {
        match beside(file, record, &wanted.name) {
            Some(path) => paths.push(path.display().to_string()),
            None => lacking += 1,
        }
    }
    if lacking > 0 {
        let count = counted(lacking, "file", "files");
        out.say(&format!(
            "{}: {count} not in the export; the case names what is missing",
            record.id
        ));
    }
    let paths: Vec<&String> = paths.iter().collect();
    let files = receive(ctx, &paths).await?;
    match bring(ctx, record, files.all()).await {
        Ok((id, true)) => Ok(id),
        Ok((id, false)) => {
            files.discard().await;
            Ok(id)
        }
        Err(error) => {
            files.discard().await;
            Err(error.into())
        }
    }
}

/// Where a file of a record lies, if it does: `attachments/<id>/<name>` beside the export. Neither part can
/// lead elsewhere, and no link is followed.
fn beside(export: &Path, record: &Imported, name: &str) -> Option<PathBuf> {
    let folder = export.parent()?.join("attachments").join(safe_name(&record.id));
    let path = folder.join(safe_name(name));
    std::fs::symlink_metadata(&path).ok().filter(std::fs::Metadata::is_file).map(|_| path)
}

/// The JSON files at these places, in order; what a folder holds besides is left alone.
fn json_files(from: &[PathBuf]) -> Result<Vec<PathBuf>, Ended> {
    let mut files = Vec::new();
    for path in from {
        let at = |error: std::io::Error| Ended::Usage(format!("{}: {error}", path.display()));
        if !std::fs::metadata(path).map_err(at)?.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(at)?;
        let paths = entries.map(|entry| entry.map(|entry| entry.path()));
        let mut inside = paths.collect::<Result<Vec<_>, _>>().map_err(at)?;
        let json = |path: &PathBuf| {
            path.is_file() && path.extension().is_some_and(|end| end == "json" || end == "jsonl")
        };
        inside.retain(json);
        inside.sort();
        if inside.is_empty() {
            let says = "there is no .json or .jsonl file in this folder";
            return Err(Ended::Usage(format!("{}: {says}", path.display())));
        }
        files.extend(inside);
    }
    Ok(files)
}

fn wrong(json: bool, at: &str, says: &str, out: &mut Out) -> Result<(), Ended> {
    let says = one_line(says, 300);
    match json {
        true => out.fact(&json!({ "standing": "wrong", "place": at, "says": says }).to_string()),
        false => out.fact(&format!("wrong    {at}: {says}")),
    }
}

fn total(given: &Import, counts: &Counts, out: &mut Out) -> Result<(), Ended> {
    let Counts { new, here, changed, wrong } = counts;
    if given.who.json {
        let all = json!({ "applied": given.apply, "new": new, "here": here, "changed": changed,
            "wrong": wrong });
        return out.fact(&all.to_string());
    }
    let done = if given.apply { "brought here" } else { "to be brought here" };
    out.fact(&format!(
        "{new} {done}, {here} here already, {changed} here and changed since, {wrong} skipped"
    ))?;
    if !given.apply && *new > 0 {
        out.say("Nothing was written. Say --apply to bring them here.");
    }
    Ok(())
}
