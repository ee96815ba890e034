//! `vulnerary policy calendar import`: an iCalendar file becomes a list of holidays.

use crate::out::counted;
use crate::{Ended, Out};
use domain::policy::Holiday;
use domain::words::one_line;
use formats::holidays::{BYTES_MAX, Found, read};
use jiff::civil::Date;
use jiff::{ToSpan, tz::TimeZone};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "Examples:
  vulnerary policy calendar import spain.ics --pack policies/node --name es --title \"Spain\"
  vulnerary policy calendar import team.ics --name team --title Team --from 2026-12-01 > team.toml

Whole days are taken, and days of every year for each year asked for. What is left out is named.
With --pack, the list is written to calendars/NAME.toml of the pack, and the pack is read as a whole
before; without it, the list is printed. Read it, commit it, and start the server again.";

/// Import holidays.
#[derive(Debug, clap::Args)]
pub(crate) struct Import {
    /// The iCalendar file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The pack that gets the list.
    #[arg(long, value_name = "DIR")]
    pack: Option<PathBuf>,
    /// Short name of the list: a-z, 0-9 and hyphens.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Its title, for people.
    #[arg(long, value_name = "TEXT")]
    title: String,
    /// The first day that is taken; the first of this year, when left out.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last day that is taken; three years later, when left out.
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Replace a list of this name.
    #[arg(long, requires = "pack")]
    replace: bool,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &Import, out: &mut Out) -> Result<(), Ended> {
    let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if given.name.is_empty() || given.name.len() > 40 || !given.name.chars().all(good) {
        return Err(Ended::Usage("--name: has 1 to 40 of a-z, 0-9 and '-'".to_owned()));
    }
    let title = one_line(given.title.trim(), 120);
    if title.is_empty() {
        return Err(Ended::Usage("--title: is empty".to_owned()));
    }
    let (first, last) = range(given)?;
    let text = outside::read_text(&given.file, BYTES_MAX).map_err(Ended::Usage)?;
    let name = given.file.display();
    let found = read(&text, first, last).map_err(|says| Ended::Usage(format!("{name}: {says}")))?;
    for one in &found.left_out {
        out.say(&format!("Left out: {one}."));
    }
    if found.holidays.is_empty() {
        return Err(Ended::Usage(format!("{name}: no whole day from {first} to {last}")));
    }
    let list = list(&title, &given.file, &found.holidays);
    match &given.pack {
        Some(pack) => write(given, pack, &list, &found, out),
        None if given.json => out.fact(&as_json(given, None, &found)),
        None => out.fact(list.trim_end()),
    }
}

fn range(given: &Import) -> Result<(Date, Date), Ended> {
    let today = outside::now().to_zoned(TimeZone::UTC).date();
    let first = given.from.unwrap_or_else(|| today.first_of_year());
    let last = match given.to {
        Some(last) => last,
        None => first.saturating_add(3.years()),
    };
    if last < first || (last - first).get_days() > 20 * 366 {
        return Err(Ended::Usage("--to: must be at most twenty years after --from".to_owned()));
    }
    Ok((first, last))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn list(title: &str, file: &Path, holidays: &[Holiday]) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let source = quoted(&one_line(&name, 120));
    let mut text = format!("title = {}\nsource = {source}\n", quoted(title));
    for Holiday { from, to, says } in holidays {
        let last = if from == to { String::new() } else { format!("to = {to}\n") };
        let says = quoted(says);
        let _ = write!(text, "\n[[holiday]]\nfrom = {from}\n{last}says = {says}\n");
    }
    text
}

fn write(
    given: &Import,
    pack: &Path,
    list: &str,
    found: &Found,
    out: &mut Out,
) -> Result<(), Ended> {
    let inside = format!("calendars/{}.toml", given.name);
    let path = pack.join(&inside);
    if path.exists() && !given.replace {
        let says = format!("{}: is there already; --replace replaces it", path.display());
        return Err(Ended::Usage(says));
    }
    let mut files = outside::read_policy_folder(pack).map_err(Ended::Outside)?;
    files.insert(inside, list.as_bytes().to_vec());
    let (policy, complaints) = domain::policy::read(&files);
    for complaint in &complaints {
        out.say(&format!("{}/{complaint}", pack.display()));
    }
    let Some(policy) = policy else {
        let says = format!("{}: with this list the pack is not sound", pack.display());
        return Err(Ended::Usage(format!("{says}; nothing was written")));
    };
    let folder = pack.join("calendars");
    std::fs::create_dir_all(&folder)
        .map_err(|error| Ended::Outside(format!("writing {}: {error}", folder.display())))?;
    outside::write_whole(&path, list).map_err(Ended::Outside)?;
    if given.json {
        return out.fact(&as_json(given, Some(&path), found));
    }
    let holidays = counted(found.holidays.len(), "entry", "entries");
    let digest = policy.digest.short();
    out.fact(&format!("{}: written; {holidays}; digest {digest}", path.display()))
}

fn as_json(given: &Import, path: Option<&Path>, found: &Found) -> String {
    serde_json::json!({
        "name": given.name, "written": path.map(|path| path.display().to_string()),
        "holidays": found.holidays, "left_out": found.left_out,
    })
    .to_string()
}
