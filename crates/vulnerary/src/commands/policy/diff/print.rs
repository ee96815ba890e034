//! What was found, as sentences under headings or as one JSON object.

use super::{Answer, Claims, Side};
use crate::out::counted;
use crate::{Ended, Out};
use app::triage::{Touched, TouchedCase};
use domain::words::{one_line, visible};
use serde_json::{Value, json};

fn side_json(side: &Side) -> Value {
    let policy = &side.policy;
    json!({ "pack": side.given, "id": policy.id, "version": side.version(),
        "day": side.day, "digest": policy.digest })
}

fn case_json(case: &TouchedCase, titles: bool) -> Value {
    let mut value = json!({ "id": case.id, "report": case.report, "past": case.past,
        "before": case.shift.before, "after": case.shift.after,
        "verdict_changes": case.shift.verdict_changes, "says": case.shift.says });
    if titles {
        value["title"] = Value::String(case.title.clone());
    }
    value
}

/// One object.
pub(super) fn json(answer: &Answer, out: &mut Out) -> Result<(), Ended> {
    let cases = answer.cases.as_ref().map(|found| {
        let list = |list: &[TouchedCase]| -> Vec<Value> {
            list.iter().map(|case| case_json(case, answer.titles)).collect()
        };
        let (open, past) = split(found);
        json!({ "cases": found.cases, "judged": found.judged, "erased": found.erased,
            "hidden": found.hidden, "open": open, "past": past,
            "touched": list(&found.touched), "elsewhere": list(&found.elsewhere) })
    });
    let whole = json!({ "old": side_json(&answer.sides.old), "new": side_json(&answer.sides.new),
        "changes": answer.changes, "precedents": answer.precedents, "claims": answer.claims,
        "cases": cases });
    out.fact(&whole.to_string())
}

fn split(found: &Touched) -> (usize, usize) {
    let past = found.touched.iter().filter(|case| case.past).count();
    (found.touched.len() - past, past)
}

/// Sentences under headings.
pub(super) fn text(answer: &Answer, out: &mut Out) -> Result<(), Ended> {
    let name = |side: &Side| format!("{} {} ({})", side.policy.id, side.version(), side.day);
    let (old, new) = (name(&answer.sides.old), name(&answer.sides.new));
    out.fact(&format!("{old} → {new}"))?;
    if answer.changes.is_empty() {
        out.fact("\nNothing changes.")?;
    }
    let mut part = None;
    for change in &answer.changes {
        if part != Some(change.part) {
            part = Some(change.part);
            out.fact(&format!("\n{}", change.part.title()))?;
        }
        out.fact(&format!("  {}", one_line(&change.says, 2_000)))?;
    }
    if answer.is_empty() && answer.cases.is_none() {
        return Ok(());
    }
    out.fact("\nWhat it would touch")?;
    claims("precedent", "precedents", &answer.precedents, out)?;
    if let Some(found) = &answer.claims {
        claims("claim", "claims", found, out)?;
    }
    match &answer.cases {
        Some(found) => cases(found, answer.titles, out),
        None => Ok(()),
    }
}

fn claims(one: &str, many: &str, found: &Claims, out: &mut Out) -> Result<(), Ended> {
    let verdicts = found.verdicts();
    let rest = found.changed.len() - verdicts;
    let all = counted(found.judged, one, many);
    let gets = |n: usize| if n == 1 { "gets" } else { "get" };
    if found.changed.is_empty() {
        return out.fact(&format!("  Of {all} none is judged otherwise."));
    }
    let other =
        if rest > 0 { format!("; {rest} more by other clauses or terms") } else { String::new() };
    out.fact(&format!("  Of {all} {verdicts} {} another verdict{other}.", gets(verdicts)))?;
    for judged in &found.changed {
        // Of precedents only the verdicts: clauses that were renamed would bury them.
        if judged.shift.verdict_changes || one == "claim" {
            out.fact(&format!("    {}: {}", one_line(&judged.id, 300), judged.shift.says))?;
        }
    }
    Ok(())
}

fn cases(found: &Touched, titles: bool, out: &mut Out) -> Result<(), Ended> {
    let (open, past) = split(found);
    let (open, past) = (
        counted(open, "open case", "open cases"),
        counted(past, "past decision", "past decisions"),
    );
    out.fact(&format!("  It would touch {open} and {past}, of {} judged.", found.judged))?;
    for case in &found.touched {
        out.fact(&format!("    {}", line(case, titles)))?;
    }
    if !found.elsewhere.is_empty() {
        let count = counted(found.elsewhere.len(), "more record differs", "more records differ");
        out.fact(&format!("  {count} from what both say alike; this change is not why."))?;
        for case in &found.elsewhere {
            out.fact(&format!("    {}", line(case, titles)))?;
        }
    }
    if found.erased > 0 {
        out.fact(&format!("  The facts of {} judged ones were erased.", found.erased))?;
    }
    if found.hidden > 0 {
        out.fact(&format!("  {} could not be read.", found.hidden))?;
    }
    Ok(())
}

fn line(case: &TouchedCase, titles: bool) -> String {
    let state = serde_json::to_value(case.report).ok();
    let state = state.as_ref().and_then(Value::as_str).unwrap_or("open");
    let title = match titles {
        true => format!(" \"{}\"", one_line(&case.title, 100)),
        false => String::new(),
    };
    format!("{} ({state}){title}: {}", case.id, visible(&case.shift.says))
}
