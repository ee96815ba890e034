//! `vulnerary check`: am I affected? Offline, against one database file.

use crate::{Ended, Out};
use check::{Database, EXIT_NO_DATA, Platform, Target, check, exit_code};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "Examples:\n  vulnerary check --db node.vdb node@22.4.0\n  vulnerary check --db node.vdb --platform linux --format json node@20.3.0 node@24.0.0\n\nExit codes, the highest concern of all targets first: 4 no data, 1 vulnerable, 2 end of life,\n3 not a version or undecidable, 0 safe.";

/// How to print.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// One JSON object per target and line.
    Json,
}

/// Check versions.
#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// The database, from `vulnerary db import`.
    #[arg(long, value_name = "PATH", env = "VULNERARY_DB", default_value = "vulnerary.vdb")]
    db: PathBuf,
    /// As of this date; today, when left out.
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Only what affects this platform: aix, darwin, freebsd, linux, openbsd, sunos, win32, android.
    #[arg(long, value_name = "P")]
    platform: Option<Platform>,
    /// How to print.
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Versions, such as node@22.4.0.
    #[arg(required = true, value_name = "TARGET")]
    targets: Vec<String>,
}

/// Run it.
pub(super) fn run(given: &Check, out: &mut Out) -> Result<(), Ended> {
    let path = given.db.display();
    let read = std::fs::read(&given.db).map_err(|error| error.to_string());
    let database = match read
        .and_then(|bytes| Database::read(&bytes).map_err(|error| error.to_string()))
    {
        Ok(database) => database,
        Err(says) => {
            out.say(&format!(
                    "vulnerary: {path}: {says}; make one with vulnerary db import, or name one with --db"
                ));
            return Err(Ended::Code(EXIT_NO_DATA));
        }
    };
    let at = given.at.unwrap_or_else(|| outside::now().to_zoned(TimeZone::UTC).date());
    let reports: Vec<_> = given
        .targets
        .iter()
        .map(|target| check(&database, &Target::parse(target), given.platform, at))
        .collect();
    let text = match given.format {
        Format::Table => check::print::table(&reports),
        Format::Json => check::print::json_lines(&reports),
    };
    out.fact(text.trim_end())?;
    match exit_code(&reports) {
        0 => Ok(()),
        code => Err(Ended::Code(code)),
    }
}
