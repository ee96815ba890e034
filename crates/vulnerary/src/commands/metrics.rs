//! `vulnerary case metrics`: what cases took, over a period.

use crate::{Ended, Out};
use app::Ctx;
use app::case::{Period, metrics};
use clap::{Arg, ArgMatches, Command};
use domain::metrics::{Summary, definition, seconds};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The subcommand.
pub(super) fn command() -> Command {
    let instant = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("INSTANT").value_parser(read).help(help)
    };
    Command::new("metrics")
        .about("Metrics over the cases that were received in a period, with their definitions")
        .arg(instant("from", "From this instant or day on; a year before --to when left out"))
        .arg(instant("to", "Before this instant or day; now, when left out"))
        .after_help("Example:\n  vulnerary case metrics --from 2026-01-01 --to 2026-07-01 --json")
}

/// `2026-11-01T12:00:00Z`, or `2026-11-01` for its first minute in UTC.
fn read(text: &str) -> Result<Timestamp, String> {
    let day = || {
        let day: Date = text.parse().ok()?;
        Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    let found = text.parse().ok().or_else(day);
    found.ok_or_else(|| "an instant is written 2026-11-01T12:00:00Z or 2026-11-01".to_owned())
}

/// Run it.
pub(super) async fn run(
    ctx: &Ctx,
    json: bool,
    matches: &ArgMatches,
    out: &mut Out,
) -> Result<(), Ended> {
    let given = |name: &str| matches.get_one::<Timestamp>(name).copied();
    let period = Period::of(given("from"), given("to"), ctx.now);
    let found = metrics(ctx, period).await?;
    if json {
        return out.fact(&web::api::metrics_json(&found, period, ctx.policy()).to_string());
    }
    out.fact(&format!("received  from {} to before {}", period.from, period.to))?;
    for one in &found {
        line(one, out)?;
    }
    out.say("Definitions:");
    let mut told = "";
    for one in found.iter().filter_map(|one| definition(&one.metric)) {
        if one.id != told {
            out.say(&format!("  {}: {}", one.id, one.says));
        }
        told = one.id;
    }
    Ok(())
}

fn line(one: &Summary, out: &mut Out) -> Result<(), Ended> {
    let length = |length: Option<i64>| length.map_or("-".to_owned(), seconds);
    let late = one.late.map(|late| format!(", {late} late")).unwrap_or_default();
    let (mean, median, p90) = (length(one.mean), length(one.median), length(one.p90));
    out.fact(&format!(
        "{:<24}  {} ended, {} open{late}; mean {mean}, median {median}, p90 {p90}",
        one.metric, one.ended, one.open
    ))
}
