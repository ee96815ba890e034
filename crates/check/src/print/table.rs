//! Reports as a short table for people: a line per target, its findings, and how to fix it.

use super::is_dangerous;
use crate::verdict::{Finding, Report, Status};
use crate::version::Version;

/// The longest summary shown; the rest is behind the reference.
const SUMMARY_MAX: usize = 60;

const HEAD: [&str; 5] = ["ID", "SEVERITY", "ALSO KNOWN AS", "FIXED IN", "SUMMARY"];

/// Reports as text, in the order given, each line ended.
#[must_use]
pub fn table(reports: &[Report]) -> String {
    let mut lines = Vec::new();
    for report in reports {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(headline(report));
        lines.extend(rows(&report.findings));
        lines.extend(advice(report).map(|text| format!("  fix: {text}")));
        lines.extend(report.warnings.iter().map(|text| format!("  warning: {}", clean(text))));
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn headline(report: &Report) -> String {
    let platform = report.platform.map_or("all platforms", |platform| platform.name());
    let counted = match report.findings.len() {
        0 => "no findings".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    let target = clean(&report.target);
    let mut line = format!("{target}: {}", report.status.word());
    if let Some(reason) = &report.reason {
        line.push_str(&format!(" - {}", clean(reason)));
    }
    if let Some(data) = report.data {
        line.push_str(&format!(" ({counted}, {platform}, on {}, data of {data})", report.at));
    }
    line
}

fn rows(findings: &[Finding]) -> Vec<String> {
    if findings.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(findings.iter().map(cells));
    let mut widths = [0; HEAD.len()];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let aligned = |row: &[String; HEAD.len()]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("  {cell:<width$}"));
        cells.collect::<String>()
    };
    rows.iter().map(aligned).collect()
}

fn cells(finding: &Finding) -> [String; HEAD.len()] {
    let aliases = match finding.aliases.as_slice() {
        [] => "-".to_owned(),
        [one] => clean(one),
        [one, more @ ..] => format!("{} +{}", clean(one), more.len()),
    };
    let fixed = match finding.fixed.as_slice() {
        [] => "no fix known".to_owned(),
        fixed if finding.fixed_on_line => listed(fixed),
        fixed => format!("{} (not on this line)", listed(fixed)),
    };
    let severity = finding.severity.word().to_owned();
    [clean(&finding.id), severity, aliases, fixed, cut(&clean(&finding.summary))]
}

fn listed(versions: &[Version]) -> String {
    versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn advice(report: &Report) -> Option<String> {
    match (report.status, &report.upgrade) {
        (Status::Vulnerable, Some(version)) => {
            Some(format!("update to {version}, which has none of these findings and no other"))
        }
        (Status::EndOfLife, Some(version)) => {
            Some(format!("move to {version}, the nearest version that is supported and safe"))
        }
        (Status::Vulnerable | Status::EndOfLife, None) => {
            Some("no version known to be fixed is supported and without findings".to_owned())
        }
        (Status::Safe | Status::Undecidable, _) => None,
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= SUMMARY_MAX {
        return text.to_owned();
    }
    text.chars().take(SUMMARY_MAX - 1).chain(['…']).collect()
}

/// A foreign text on one line, with what could steer a terminal made visible.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\n' | '\r' | '\t' => clean.push(' '),
            it if is_dangerous(it) => clean.extend(it.escape_unicode()),
            it => clean.push(it),
        }
    }
    clean
}
