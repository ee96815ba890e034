//! A lint report, for people and for programs.

use super::target::Target;
use crate::out::counted;
use crate::{Ended, Out};
use formats::lint::Report;

pub(super) fn words(
    target: &Target,
    report: &Report,
    notes: &[String],
    out: &mut Out,
) -> Result<(), Ended> {
    let name = &target.name;
    out.fact(&format!("{name}: {} of 10 points", report.score.total()))?;
    for point in &report.score.points {
        out.fact(&format!("  {} of {}: {}", point.points, point.of, point.says))?;
    }
    for finding in &report.findings {
        let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
        let rule = finding.rule;
        out.fact(&format!("{name}{line}: {} ({}): {}", rule.id, rule.kind.word(), finding.says))?;
        out.fact(&format!("    {}", rule.mend))?;
    }
    for note in notes {
        out.fact(&format!("{name}: {note}"))?;
    }
    let findings = match report.findings.len() {
        0 => "no findings".to_owned(),
        n => counted(n, "finding", "findings"),
    };
    out.fact(&format!("{name}: {findings}"))
}

pub(super) fn json(
    target: &Target,
    report: &Report,
    notes: &[String],
    out: &mut Out,
) -> Result<(), Ended> {
    let points: Vec<_> = report
        .score
        .points
        .iter()
        .map(
            |point| serde_json::json!({"points": point.points, "of": point.of, "says": point.says}),
        )
        .collect();
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| {
            serde_json::json!({
                "id": finding.rule.id, "kind": finding.rule.kind.word(), "line": finding.line,
                "says": finding.says, "mend": finding.rule.mend,
            })
        })
        .collect();
    let answer = serde_json::json!({
        "file": target.name, "repository": target.repository, "score": report.score.total(),
        "points": points, "findings": findings, "left_out": report.left_out,
        "ignored": target.ignored, "not_visited": report.not_visited, "notes": notes,
    });
    out.fact(&answer.to_string())
}
