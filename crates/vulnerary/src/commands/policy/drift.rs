//! Whether a file still reads as its policy does. `policy render --check` and `policy check` ask.

use super::line_diff::changed_lines;
use crate::out::counted;
use crate::{Ended, Out};
use domain::policy::marked::{BYTES_MAX, Drift, Stamp, drift};
use domain::policy::{Complaint, Policy};
use jiff::civil::Date;
use std::path::Path;

/// Lines of difference that are shown for each block.
const SHOWN: usize = 12;

/// Text of a file that is compared or renewed.
pub(super) fn read(path: &Path) -> Result<String, Ended> {
    outside::read_text(path, BYTES_MAX).map_err(Ended::Usage)
}

/// What is wrong with markers, as the end of a command.
pub(super) fn refused(complaints: &[Complaint]) -> Ended {
    let lines: Vec<String> = complaints.iter().map(ToString::to_string).collect();
    Ended::Usage(format!("nothing was written or compared\n{}", lines.join("\n")))
}

/// Say which blocks of the file drift; true when none does.
pub(super) fn report(
    policy: &Policy,
    path: &Path,
    at: Date,
    json: bool,
    out: &mut Out,
) -> Result<bool, Ended> {
    let text = read(path)?;
    let name = path.display().to_string();
    let drifts = drift(policy, &name, &text, at).map_err(|complaints| refused(&complaints))?;
    let stamp = Stamp::find(&text);
    if json {
        out.fact(&as_json(policy, &name, stamp.as_ref(), &drifts).to_string())?;
        return Ok(drifts.is_empty());
    }
    for one in &drifts {
        let place = one.line.map(|line| format!(":{line}")).unwrap_or_default();
        let says = match one.line {
            Some(_) => "does not read as the policy does",
            None => "is missing from this rendered document",
        };
        out.fact(&format!("{name}{place}: the block \"{}\" {says}", one.section))?;
        for line in changed_lines(&one.found, &one.wanted, SHOWN) {
            out.fact(&format!("    {}", domain::words::visible(&line)))?;
        }
    }
    if drifts.is_empty() {
        out.fact(&format!("{name}: no drift from {} {}", policy.id, policy.version))?;
        return Ok(true);
    }
    let blocks = counted(drifts.len(), "block drifts", "blocks drift");
    let from = stamp.filter(|stamp| stamp.digest != policy.digest.to_string()).map(|stamp| {
        let short = stamp.digest.get(..12).unwrap_or(&stamp.digest);
        format!(
            "; it was rendered on {} from {} {} ({short}), the pack is now version {} ({})",
            stamp.at,
            domain::words::one_line(&stamp.pack, 60),
            domain::words::one_line(&stamp.version, 60),
            policy.version,
            policy.digest.short()
        )
    });
    out.fact(&format!("{name}: {blocks}{}", from.unwrap_or_default()))?;
    Ok(false)
}

fn as_json(
    policy: &Policy,
    name: &str,
    stamp: Option<&Stamp>,
    drifts: &[Drift],
) -> serde_json::Value {
    let listed: Vec<_> = drifts
        .iter()
        .map(|one| {
            serde_json::json!({
                "section": one.section, "line": one.line,
                "diff": changed_lines(&one.found, &one.wanted, usize::MAX),
            })
        })
        .collect();
    serde_json::json!({
        "file": name, "policy": policy.id, "version": policy.version, "digest": policy.digest,
        "rendered": stamp, "drift": listed,
    })
}
