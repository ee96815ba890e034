//! `vulnerary policy calendar due`: every instant that follows from a start, with its unit.

use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::policy::{Calendar, Clock, NotDue, Policy, Schedule, Starts, Unit};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};
use std::path::PathBuf;

pub(super) const EXAMPLES: &str = "Examples:
  vulnerary policy calendar due policies/node --at 2026-12-18T10:00
  vulnerary policy calendar due policies/minimal --at 2026-12-23T15:30:00Z --json

An instant without an offset is local to the project's zone. Clocks that start with a reply of the
project are counted from the same instant. Days that business days pass over are listed with why.";

/// The most passed days that are listed for one clock.
const PASSED_MAX: usize = 40;

/// Print due instants.
#[derive(Debug, clap::Args)]
pub(crate) struct Due {
    /// The pack.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// When the report arrives; now, when left out.
    #[arg(long, value_name = "INSTANT")]
    at: Option<String>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

/// A clock with its instants and the days that it passes over.
struct Row<'a> {
    clock: &'a Clock,
    schedule: Schedule,
    passed: Vec<(Date, String)>,
}

/// Run it.
pub(super) fn run(given: &Due, out: &mut Out) -> Result<(), Ended> {
    let policy = read_policy(&given.folder)?;
    let at = match &given.at {
        None => outside::now(),
        Some(text) => instant(text, &policy.calendar)?,
    };
    let rows = policy.clocks.iter().map(|clock| row(&policy, clock, at));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let pause = policy.calendar.pause(at)?;
    if given.json {
        let pause = pause.map(|(pause, ends)| {
            json!({"from": pause.from, "to": pause.to, "says": pause.says, "ends_at": ends})
        });
        let answer = json!({
            "received_at": at, "zone": policy.calendar.zone, "policy": policy.digest,
            "intake_pause": pause, "clocks": rows.iter().map(as_json).collect::<Vec<_>>(),
        });
        return out.fact(&answer.to_string());
    }
    out.fact(&format!("received {}", shown(&policy.calendar, at)?))?;
    if let Some((pause, ends)) = pause {
        let ends = shown(&policy.calendar, ends)?;
        out.fact(&format!("intake is paused: {} Counted from {ends}.", pause.says))?;
    }
    for row in &rows {
        print(&policy.calendar, row, out)?;
    }
    if rows.is_empty() {
        out.fact("the policy promises no time and opens no right")?;
    }
    Ok(())
}

impl From<NotDue> for Ended {
    fn from(error: NotDue) -> Self {
        Self::Usage(error.to_string())
    }
}

fn instant(text: &str, calendar: &Calendar) -> Result<Timestamp, Ended> {
    let local = |local: DateTime| {
        let zoned = local.to_zoned(calendar.zone()?);
        zoned.map(|zoned| zoned.timestamp()).map_err(|error| Ended::Usage(error.to_string()))
    };
    match (text.parse::<Timestamp>(), text.parse::<DateTime>()) {
        (Ok(at), _) => Ok(at),
        (_, Ok(at)) => local(at),
        _ => Err(Ended::Usage(format!(
            "--at: {text:?} is not an instant such as 2026-12-18T10:00:00Z, or 2026-12-18T10:00 \
             in {}",
            calendar.zone
        ))),
    }
}

fn row<'a>(policy: &Policy, clock: &'a Clock, at: Timestamp) -> Result<Row<'a>, Ended> {
    let calendar = &policy.calendar;
    let schedule = clock.schedule(calendar, at)?;
    let passed = passed(calendar, clock.limit.unit, &schedule)?;
    Ok(Row { clock, schedule, passed })
}

/// Days between start and due instant that the unit does not count.
fn passed(
    calendar: &Calendar,
    unit: Unit,
    schedule: &Schedule,
) -> Result<Vec<(Date, String)>, NotDue> {
    let last = calendar.local(schedule.due_at)?.date();
    let mut day = calendar.local(schedule.starts_at)?.date();
    let mut found = Vec::new();
    while day < last && found.len() < PASSED_MAX {
        if !calendar.counts(day, unit) {
            let why = match calendar.holiday(day) {
                Some((Some(list), holiday)) => format!("{} ({})", holiday.says, list.title),
                Some((None, holiday)) => holiday.says.clone(),
                None => "no working day".to_owned(),
            };
            found.push((day, why));
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    Ok(found)
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "hours, one by one",
        Unit::Days => "calendar days: weekends and holidays count",
        Unit::BusinessDays => "business days: working days without holidays",
        Unit::WeekDays => "business days: holidays count",
    }
}

fn shown(calendar: &Calendar, at: Timestamp) -> Result<String, Ended> {
    let local = calendar.local(at)?;
    let local = local.strftime("%a %Y-%m-%d %H:%M");
    Ok(format!("{local} {} ({at})", calendar.zone))
}

fn print(calendar: &Calendar, row: &Row<'_>, out: &mut Out) -> Result<(), Ended> {
    let Row { clock, schedule, passed } = row;
    let what = if clock.right { "right opens" } else { "due" };
    let from = match clock.starts {
        Starts::Receipt => "receipt",
        Starts::Reply => "a reply at that instant",
    };
    out.fact(&format!("\n{}: {what} {}", clock.id, shown(calendar, schedule.due_at)?))?;
    out.fact(&format!("  {} from {from}, in {}", clock.limit, unit(clock.limit.unit)))?;
    for (day, why) in passed {
        out.fact(&format!("  {} {day} does not count: {why}", day.strftime("%a")))?;
    }
    for (step, at) in &schedule.steps {
        let to = clock.escalation(step).map(|step| format!(" to {}", step.to.word()));
        let to = to.unwrap_or_default();
        out.fact(&format!("  {step}{to}: {}", shown(calendar, *at)?))?;
    }
    Ok(())
}

fn as_json(row: &Row<'_>) -> Value {
    let Row { clock, schedule, passed } = row;
    let passed = passed.iter().map(|(day, why)| json!({"day": day, "says": why}));
    json!({
        "id": clock.id, "title": clock.title, "right": clock.right,
        "limit": {"n": clock.limit.n, "unit": clock.limit.unit},
        "counted_in": unit(clock.limit.unit), "starts": clock.starts,
        "starts_at": schedule.starts_at, "due_at": schedule.due_at, "steps": schedule.steps,
        "not_counted": passed.collect::<Vec<_>>(), "paused_by": clock.paused_by,
    })
}
