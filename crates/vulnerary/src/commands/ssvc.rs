//! `vulnerary ssvc`: what a decision table says of some answers, and what it still needs.

use crate::wire::read_policy;
use crate::{Ended, Out};
use domain::advisory::{DecisionPoint, PointValue, SSVC_BYTES_MAX, SsvcAnswer, SsvcTable};
use domain::words::one_line;
use serde_json::json;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "Examples:\n  vulnerary ssvc --table utility.json\n  vulnerary ssvc --table utility.json automatable=yes \"value density=diffuse\" --json\n  vulnerary ssvc --policy my-policy --table utility A=Y VD=D\n\nPoints and values go by their key, their name or their full id. Without answers the table is shown.\nExit code 0 when the answers decide, 1 when more are needed; 64 for an answer the table has not.";

/// Look up a decision table.
#[derive(Debug, clap::Args)]
pub(crate) struct Ssvc {
    /// The table, a JSON file in CERT/CC's format; with --policy the name of one in the pack.
    #[arg(long, value_name = "FILE")]
    table: PathBuf,
    /// Take the table from this policy pack.
    #[arg(long, value_name = "DIR")]
    policy: Option<PathBuf>,
    /// Answers.
    #[arg(value_name = "POINT=VALUE")]
    answers: Vec<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &Ssvc, out: &mut Out) -> Result<(), Ended> {
    let table = match &given.policy {
        Some(folder) => from_pack(folder, &given.table)?,
        None => from_file(&given.table)?,
    };
    let split = |answer: &String| {
        let pair = answer.split_once('=').map(|(point, value)| (point.trim(), value.trim()));
        pair.map(|(point, value)| (point.to_owned(), value.to_owned()))
            .ok_or_else(|| format!("{:?} is not POINT=VALUE", one_line(answer, 60)))
    };
    let answers: Result<Vec<_>, String> = given.answers.iter().map(split).collect();
    let answers = answers.map_err(Ended::Usage)?;
    let answer = table.decide(&answers).map_err(|wrong| Ended::Usage(wrong.join("\n")))?;
    if given.json {
        out.fact(&as_json(&table, &answer))?;
    } else {
        as_text(&table, &answer, out)?;
    }
    let decided = answer.outcome.is_some() || answers.is_empty();
    if decided { Ok(()) } else { Err(Ended::Code(1)) }
}

fn from_file(path: &Path) -> Result<SsvcTable, Ended> {
    let name = path.display().to_string();
    let failed = |error: std::io::Error| Ended::Usage(format!("{name}: {error}"));
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > SSVC_BYTES_MAX as u64 {
        return Err(Ended::Usage(format!("{name}: larger than {SSVC_BYTES_MAX} bytes")));
    }
    SsvcTable::read(&name, &std::fs::read(path).map_err(failed)?).map_err(|complaints| {
        let each: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        Ended::Usage(each.join("\n"))
    })
}

fn from_pack(folder: &Path, name: &Path) -> Result<SsvcTable, Ended> {
    let (policy, name) = (read_policy(folder)?, name.display().to_string());
    policy.ssvc.iter().find(|table| table.is_called(&name)).cloned().ok_or_else(|| {
        let known: Vec<&str> = policy.ssvc.iter().map(|table| table.name.as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let folder = folder.display();
        Ended::Usage(format!("{folder}: has no decision table {name:?}; there are: {known}"))
    })
}

fn as_json(table: &SsvcTable, answer: &SsvcAnswer<'_>) -> String {
    let short = |value: &PointValue| json!({ "key": value.key, "name": value.name });
    let possible: Vec<_> = answer.possible.iter().map(|value| short(value)).collect();
    let line = json!({
        "table": table.id, "name": table.name, "decides": table.outcome.name,
        "given": answer.given, "outcome": answer.outcome, "possible": possible,
        "needed": answer.needed,
    });
    line.to_string()
}

fn as_text(table: &SsvcTable, answer: &SsvcAnswer<'_>, out: &mut Out) -> Result<(), Ended> {
    let line = |text: &str| one_line(text, 200);
    out.fact(&format!("{}  {}", line(&table.id), line(&table.name)))?;
    for (point, value) in chosen(table, answer) {
        out.fact(&format!("  {}: {}", line(&point.name), line(&value.name)))?;
    }
    if let Some(outcome) = answer.outcome {
        let (decides, name) = (line(&table.outcome.name), line(&outcome.name));
        out.fact(&format!("{decides}: {name}, {}", line(&outcome.definition)))?;
        return Ok(());
    }
    let names: Vec<String> = answer.possible.iter().map(|value| line(&value.name)).collect();
    out.fact(&format!("{}: undecided; possible: {}", line(&table.outcome.name), names.join(", ")))?;
    out.fact("Still needed:")?;
    for point in &answer.needed {
        out.fact(&format!(
            "  {:<8} {}: {}",
            line(&point.key),
            line(&point.name),
            line(&point.definition)
        ))?;
        for value in &point.values {
            out.fact(&format!("    {:<6} {}", line(&value.key), line(&value.name)))?;
        }
    }
    Ok(())
}

/// The answers given, in the table's order.
fn chosen<'a>(
    table: &'a SsvcTable,
    answer: &'a SsvcAnswer<'_>,
) -> impl Iterator<Item = (&'a DecisionPoint, &'a PointValue)> {
    table.points.iter().filter_map(|point| {
        let key = answer.given.get(point.id.as_str())?;
        Some((point, point.values.iter().find(|value| value.key == **key)?))
    })
}
