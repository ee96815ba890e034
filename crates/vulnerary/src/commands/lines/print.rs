//! Release lines as a table for people and as one JSON object.

use crate::{Ended, Out};
use app::release::Endings;
use domain::policy::{Countdown, Line, LineModel, Lines, Standing, Vendor};
use domain::words::one_line;
use jiff::Timestamp;
use serde_json::{Value, json};

/// What is printed.
pub(super) struct Answer<'a> {
    pub(super) lines: &'a Lines,
    pub(super) at: Timestamp,
    pub(super) standings: Vec<Standing<'a>>,
    /// What was found in the cases of an instance, if they were looked at.
    pub(super) found: Option<&'a Endings>,
}

/// `in 12 days`, `tomorrow`, `12 days ago`.
fn distance(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days ago", -days),
    }
}

impl Answer<'_> {
    /// The reminders that are due for the lines that are printed.
    fn reminders(&self) -> Vec<Countdown> {
        let mut due = self.lines.due_countdowns(self.at);
        due.retain(|one| self.standings.iter().any(|standing| standing.line.id == one.line));
        due
    }

    fn rows(&self) -> Vec<[String; 6]> {
        let mut rows = vec![["LINE", "PHASE", "START", "END", "ENDS", "NEXT"].map(str::to_owned)];
        rows.extend(self.standings.iter().map(|standing| {
            let line = standing.line;
            let next = standing.next.map(|(phase, day)| format!("{} {day}", phase.title()));
            [
                one_line(&line.full_title(), 60),
                standing.phase.title().to_owned(),
                line.start.to_string(),
                line.end.to_string(),
                distance(standing.days_left),
                next.unwrap_or_default(),
            ]
        }));
        rows
    }

    /// For people.
    pub(super) fn text(&self, out: &mut Out) -> Result<(), Ended> {
        if self.standings.is_empty() {
            out.say("No line is in the phases that you asked for.");
        } else {
            let rows = self.rows();
            let width = |n: usize| rows.iter().map(|row| row[n].chars().count()).max().unwrap_or(0);
            let widths: Vec<usize> = (0..6).map(width).collect();
            for row in &rows {
                let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
                out.fact(cells.collect::<Vec<_>>().join("  ").trim_end())?;
            }
        }
        for standing in &self.standings {
            details(standing.line, out)?;
        }
        if self.standings.iter().any(|standing| !standing.line.vendors.is_empty()) {
            out.fact(Vendor::NO_ENDORSEMENT)?;
        }
        out.fact(&format!("At {}. {}", self.at, self.lines.rules.says()))?;
        let rules = &self.lines.rules;
        let shown = |model: &&LineModel| {
            self.standings.iter().any(|standing| rules.model(standing.line) == Some(*model))
        };
        for model in rules.models.iter().filter(shown) {
            let says = one_line(&model.says, 1_000);
            out.fact(&format!("Lines that start on {} or later: {says}", model.since))?;
        }
        for one in self.reminders() {
            out.fact(&format!(
                "Reminder of {} days: {} ends at {}.",
                one.days,
                one_line(&one.title, 60),
                one.ends_at
            ))?;
        }
        let Some(found) = self.found else { return Ok(()) };
        for (case, endings) in found {
            for ending in endings {
                out.fact(&format!("case {case}: {}", one_line(&ending.says, 300)))?;
            }
        }
        if found.is_empty() {
            out.fact("No open case under embargo targets a line that ends first.")?;
        }
        Ok(())
    }

    /// For programs.
    pub(super) fn json(&self, out: &mut Out) -> Result<(), Ended> {
        let rules = &self.lines.rules;
        let lines: Vec<Value> = self.standings.iter().map(|one| self.line(one)).collect();
        let models = rules.models.iter().map(|model| {
            json!({ "id": model.id, "since": model.since, "says": model.says,
                "lts": model.lts, "maintenance": model.maintenance })
        });
        let found = self.found.map(|found| {
            let each = found.iter().flat_map(|(case, endings)| {
                endings.iter().map(move |ending| json!({ "case": case, "ending": ending }))
            });
            each.collect::<Vec<_>>()
        });
        let answer = json!({
            "at": self.at,
            "rule": { "end": rules.end, "zone": rules.zone, "says": rules.says() },
            "models": models.collect::<Vec<_>>(),
            "lines": lines,
            "reminders": self.reminders(),
            "ends_first": found,
            "vendors_note": Vendor::NO_ENDORSEMENT,
        });
        out.fact(&answer.to_string())
    }

    fn line(&self, standing: &Standing<'_>) -> Value {
        let line = standing.line;
        let vendors = line.vendors.iter().map(
            |vendor| json!({ "name": vendor.name, "link": vendor.link, "until": vendor.until }),
        );
        let next = standing.next.map(|(phase, on)| json!({ "phase": phase, "on": on }));
        json!({
            "line": line.id, "title": line.title(), "codename": line.codename,
            "phase": standing.phase, "supported": standing.phase.is_supported(),
            "alpha": line.alpha, "start": line.start, "lts": line.lts,
            "maintenance": line.maintenance, "end": line.end,
            "ends_at": standing.ends_at, "days_left": standing.days_left, "next": next,
            "model": self.lines.rules.model(line).map(|model| &model.id),
            "branch": line.branch, "maintainers": line.maintainers, "upstream": line.upstream,
            "vendors": vendors.collect::<Vec<_>>(), "extra": line.extra,
        })
    }
}

/// What the file says of a line besides its dates.
fn details(line: &Line, out: &mut Out) -> Result<(), Ended> {
    let mut say = |what: &str, text: String| {
        let text = one_line(&text, 500);
        out.fact(&format!("{}  {what}: {text}", line.title()))
    };
    if let Some(branch) = &line.branch {
        say("branch", branch.clone())?;
    }
    if !line.maintainers.is_empty() {
        say("maintainers", line.maintainers.join(", "))?;
    }
    if !line.upstream.is_empty() {
        let pins = line.upstream.iter().map(|(name, version)| format!("{name} {version}"));
        say("upstream", pins.collect::<Vec<_>>().join(", "))?;
    }
    for Vendor { name, link, until } in &line.vendors {
        let until = until.map(|until| format!(" until {until}")).unwrap_or_default();
        say("fixes sold by", format!("{name}{until}, {link}"))?;
    }
    Ok(())
}
