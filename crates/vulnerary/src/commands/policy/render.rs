//! `vulnerary policy render`: the policy's prose as Markdown, printed, written to a file, or kept
//! in sync inside a file that people write too.

use super::drift::{self, refused};
use crate::out::counted;
use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::policy::Policy;
use domain::policy::marked::{Stamp, document, renewed, text_outside};
use formats::policy_document;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "Examples:
  vulnerary policy render policies/node
  vulnerary policy render policies/node --format json
  vulnerary policy render policies/node --out SECURITY.md
  vulnerary policy render policies/node --into docs/support.md
  vulnerary policy render policies/node --into docs/support.md --check

--into renews what stands between <!-- vulnerary:begin SECTION --> and
<!-- vulnerary:end SECTION -->, each alone on its line, and touches nothing else. SECTION is a
section's id, such as promises, or all.

Exit code 0 when all is well, 1 when --check finds drift, 64 when markers are wrong; then nothing is
written.";

/// What is printed.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    Markdown,
    Json,
    Questions,
}

/// Render a pack.
#[derive(Debug, clap::Args)]
pub(crate) struct Render {
    /// The pack.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// With the release lines supported on this date; today, when left out.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// What to print: the prose, one document for programs, or the questions of the threat model as
    /// a sheet to fill in.
    #[arg(long, value_enum, default_value = "markdown", conflicts_with_all = ["out", "into"])]
    format: Format,
    /// Where the instance is, for addresses in the JSON document.
    #[arg(long, value_name = "URL", default_value = "https://security.example")]
    url: String,
    /// Write the whole policy to this file.
    #[arg(long, value_name = "FILE", conflicts_with = "into")]
    out: Option<PathBuf>,
    /// Renew the marked blocks of this Markdown file.
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
    /// Write nothing; say which blocks drift.
    #[arg(long)]
    check: bool,
    /// With --out: write over a file that holds text of another origin.
    #[arg(long, requires = "out")]
    force: bool,
}

/// Run it.
pub(super) fn run(given: &Render, out: &mut Out) -> Result<(), Ended> {
    let policy = read_policy(&given.folder)?;
    let at = super::on(given.at);
    match (&given.out, &given.into) {
        (None, None) if given.check => {
            Err(Ended::Usage("--check needs the file: --out FILE or --into FILE".to_owned()))
        }
        (None, None) => match given.format {
            Format::Markdown => out.fact(document(&policy, at).trim_end()),
            Format::Questions => out.fact(policy_document::questions(&policy).trim_end()),
            Format::Json => {
                let at = at.to_zoned(TimeZone::UTC).map(|day| day.timestamp());
                let at = at.map_err(|error| Ended::Usage(error.to_string()))?;
                out.fact(
                    policy_document::json(&policy, given.url.trim_end_matches('/'), at).trim_end(),
                )
            }
        },
        (Some(path), _) | (_, Some(path)) if given.check => {
            if drift::report(&policy, path, at, false, out)? { Ok(()) } else { Err(Ended::Code(1)) }
        }
        (Some(path), _) => whole(&policy, path, at, given.force, out),
        (None, Some(path)) => blocks(&policy, path, at, out),
    }
}

fn whole(policy: &Policy, path: &Path, at: Date, force: bool, out: &mut Out) -> Result<(), Ended> {
    let (name, new) = (path.display(), document(policy, at));
    if path.exists() && !force {
        let old = drift::read(path)?;
        if old == new {
            return out.fact(&format!("{name}: is up to date"));
        }
        if !only_rendered(&name.to_string(), &old) {
            return Err(Ended::Usage(format!(
                "{name}: holds text that policy render did not write, which would be lost; keep it \
                 with --into, or write over it with --force"
            )));
        }
    }
    outside::write_whole(path, &new).map_err(Ended::Outside)?;
    out.fact(&format!("{name}: written, {} {} as of {at}", policy.id, policy.version))
}

fn only_rendered(name: &str, text: &str) -> bool {
    Stamp::find(text).is_some() && text_outside(name, text).is_ok_and(|text| text.is_empty())
}

fn blocks(policy: &Policy, path: &Path, at: Date, out: &mut Out) -> Result<(), Ended> {
    let old = drift::read(path)?;
    let name = path.display().to_string();
    let (new, changed) =
        renewed(policy, &name, &old, at).map_err(|complaints| refused(&complaints))?;
    if new == old {
        return out.fact(&format!("{name}: is up to date"));
    }
    outside::write_whole(path, &new).map_err(Ended::Outside)?;
    let blocks = counted(changed.len(), "block", "blocks");
    out.fact(&format!("{name}: {blocks} renewed: {}", changed.join(", ")))
}
