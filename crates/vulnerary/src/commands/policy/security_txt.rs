//! `vulnerary policy security-txt`: the file of RFC 9116, printed, signed or checked.

use crate::wire::read_policy;
use crate::{Ended, Out};
use formats::security_txt::{Finding, check, write};
use jiff::civil::Date;
use outside::SigningKey;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "Examples:
  vulnerary policy security-txt policies/node --url https://security.example.org
  vulnerary policy security-txt policies/node --url https://security.example.org --key key.asc --out security.txt
  vulnerary policy security-txt --check security.txt --json

The file expires on the first day of this month next year, and is the same all month.
--check judges any security.txt; it notices a signature and does not verify it.

Exit code 0 when all is well, 1 when --check finds what the standard forbids.";

/// Larger files are not read.
const FILE_MAX: usize = 1_000_000;

/// Write or check a security.txt.
#[derive(Debug, clap::Args)]
pub(crate) struct SecurityTxt {
    /// The pack.
    #[arg(value_name = "DIR", required_unless_present = "check", conflicts_with = "check")]
    folder: Option<PathBuf>,
    /// Where the pages of the site begin.
    #[arg(long, value_name = "URL", required_unless_present = "check", conflicts_with = "check")]
    url: Option<String>,
    /// Sign with this OpenPGP key, which must ask for no passphrase.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    key: Option<PathBuf>,
    /// Write to this file instead of printing.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    out: Option<PathBuf>,
    /// As of this date; today, when left out.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Check this file instead.
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
    /// With --check: one JSON object.
    #[arg(long, requires = "check")]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &SecurityTxt, out: &mut Out) -> Result<(), Ended> {
    match (&given.check, &given.folder, &given.url) {
        (Some(file), _, _) => judge(given, file, out),
        (None, Some(folder), Some(url)) => make(given, folder, url, out),
        _ => Err(Ended::Usage("give a pack and --url, or --check FILE".to_owned())),
    }
}

fn make(given: &SecurityTxt, folder: &Path, url: &str, out: &mut Out) -> Result<(), Ended> {
    let plain = !url.contains(|c: char| c.is_whitespace() || c.is_control());
    if !plain || !url.starts_with("https://") || url.len() < 10 {
        let says = "--url: must begin with https://, as RFC 9116 asks of every web address";
        return Err(Ended::Usage(says.to_owned()));
    }
    let policy = read_policy(folder)?;
    let mut text = write(&policy, url, super::on(given.at));
    if let Some(key) = &given.key {
        let key = SigningKey::read(key).map_err(Ended::Usage)?;
        text = key.sign(&text, outside::now()).map_err(Ended::Outside)?;
        out.say(&format!("Signed with {}.", key.fingerprint()));
    }
    match &given.out {
        None => out.fact(text.trim_end()),
        Some(path) => {
            outside::write_whole(path, &text).map_err(Ended::Outside)?;
            out.fact(&format!("{}: written", path.display()))
        }
    }
}

fn judge(given: &SecurityTxt, file: &Path, out: &mut Out) -> Result<(), Ended> {
    let bytes = outside::read_bounded(file, FILE_MAX).map_err(Ended::Usage)?;
    let now = match given.at {
        Some(day) => day.at(0, 0, 0, 0).in_tz("UTC").map(|zoned| zoned.timestamp()),
        None => Ok(outside::now()),
    };
    let now = now.map_err(|error| Ended::Usage(format!("--at: {error}")))?;
    let report = check(&bytes, now);
    let name = file.display();
    if given.json {
        let answer = serde_json::json!({
            "file": name.to_string(), "valid": report.is_valid(), "errors": report.errors,
            "recommendations": report.recommendations, "notifications": report.notifications,
        });
        out.fact(&answer.to_string())?;
    } else {
        let mut list = |kind: &str, findings: &[Finding]| -> Result<(), Ended> {
            for one in findings {
                let line = one.line.map_or(String::new(), |line| format!("{line}:"));
                out.fact(&format!("{name}:{line} {kind}: {} ({})", one.says, one.code))?;
            }
            Ok(())
        };
        list("error", &report.errors)?;
        list("advice", &report.recommendations)?;
        list("note", &report.notifications)?;
        let word = if report.is_valid() { "valid" } else { "not valid" };
        out.fact(&format!("{name}: {word}"))?;
    }
    if report.is_valid() { Ok(()) } else { Err(Ended::Code(1)) }
}
