//! `vulnerary lines`: where release lines stand at an instant, by the rule that is printed beside
//! every answer; and, of an instance, which open cases run past the end of a line they target.

mod print;

use crate::master::MasterArgs;
use crate::wire::{INSTANCE, Place, Setting, read_policy};
use crate::{Ended, Out};
use app::Ctx;
use app::release::{Endings, endings};
use domain::access::Actor;
use domain::policy::{Line, Lines, Standing};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "Examples:\n  vulnerary lines --policy policies/node\n  vulnerary lines --policy policies/node --at 2026-11-01 supported\n  vulnerary lines --policy policies/node --json lts 22 v27 20.3.1\n  vulnerary lines --data /var/lib/vulnerary\n\nAliases: all, supported, current, active, lts, lts_active, maintenance, alpha, eol.\nExit codes: 0; 1 when an open case under embargo targets a line that ends first (with --data);\n64 for a word that is no alias, line, codename or version of a line.";

/// Show release lines.
#[derive(Debug, clap::Args)]
pub(crate) struct LinesArgs {
    /// Aliases, lines, codenames or versions; every line when left out.
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// The policy pack; that of the instance when left out.
    #[arg(long, value_name = "DIR", env = "VULNERARY_POLICY")]
    policy: Option<PathBuf>,
    /// At this instant, or at the beginning of this day in UTC; now, when left out.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    at: Option<Timestamp>,
    /// As one JSON object.
    #[arg(long)]
    json: bool,
    /// Check the open cases of the instance in this data folder too.
    #[arg(long, value_name = "DIR", help_heading = INSTANCE)]
    data: Option<PathBuf>,
    /// Its database: sqlite:PATH or postgres://…; SQLite in the data folder when left out.
    #[arg(long, value_name = "URL", hide_env_values = true, help_heading = INSTANCE)]
    database: Option<String>,
    #[command(flatten)]
    master: MasterArgs,
}

/// `2026-11-01T12:00:00Z`, or `2026-11-01` for its first minute in UTC.
fn instant(text: &str) -> Result<Timestamp, String> {
    let day = |text: &str| {
        let day = text.parse::<Date>().ok().filter(|day| day.to_string() == text)?;
        day.to_zoned(TimeZone::UTC).ok().map(|start| start.timestamp())
    };
    let found = day(text).or_else(|| text.parse().ok());
    found.ok_or_else(|| "an instant is written 2026-11-01T12:00:00Z or 2026-11-01".to_owned())
}

/// The lines that these words name, each once, in the order of the file.
fn chosen<'a>(lines: &'a Lines, words: &[String], at: Timestamp) -> Result<Vec<&'a Line>, Ended> {
    if words.is_empty() {
        return Ok(lines.list.iter().collect());
    }
    let (mut named, mut unknown) = (Vec::new(), Vec::new());
    for word in words {
        match lines.select(word, at) {
            Ok(found) => named.extend(found.iter().map(|line| line.id.as_str())),
            Err(says) => unknown.push(says),
        }
    }
    if !unknown.is_empty() {
        return Err(Ended::Usage(unknown.join("\n")));
    }
    Ok(lines.list.iter().filter(|line| named.contains(&line.id.as_str())).collect())
}

/// Run it.
pub(super) async fn run(given: &LinesArgs, out: &mut Out, setting: &Setting) -> Result<(), Ended> {
    let at = given.at.unwrap_or_else(setting.now);
    if given.data.is_some() || given.database.is_some() {
        let place = Place {
            data: given.data.clone().unwrap_or_else(|| "data".into()),
            database: given.database.clone(),
            policy: given.policy.clone(),
            objects: None,
            url: "http://127.0.0.1:8080".to_owned(),
            master: given.master.clone(),
        };
        if setting.app.is_none() {
            place.must_exist()?;
        }
        let app = setting.app(&place).await?;
        let found = endings(&Ctx::new(&app, Actor::System, at)).await?;
        tell(given, &app.policy.lines, at, Some(&found), out)?;
        return if found.is_empty() { Ok(()) } else { Err(Ended::Code(1)) };
    }
    let Some(folder) = &given.policy else {
        let says = "name a pack with --policy, or an instance with --data";
        return Err(Ended::Usage(says.to_owned()));
    };
    tell(given, &read_policy(folder)?.lines, at, None, out)
}

fn tell(
    given: &LinesArgs,
    lines: &Lines,
    at: Timestamp,
    found: Option<&Endings>,
    out: &mut Out,
) -> Result<(), Ended> {
    let chosen = chosen(lines, &given.words, at)?;
    let standings: Vec<Standing<'_>> =
        chosen.into_iter().map(|line| lines.standing(line, at)).collect();
    let answer = print::Answer { lines, at, standings, found };
    if given.json { answer.json(out) } else { answer.text(out) }
}
