//! Reads what `policy.toml` says by date: rules for reporters, the bounty, the versions.

use super::settings::unique;
use super::table::Table;
use crate::policy::complaint::no_such;
use crate::policy::{Bounty, Measure, ReporterRule, RuleKind, Version};
use jiff::civil::Date;

/// The days from which and until which something holds.
pub(super) fn span(table: &Table<'_>) -> (Option<Date>, Option<Date>) {
    let (since, until) = (table.date("since"), table.date("until"));
    if let (Some(since), Some(until)) = (since, until)
        && until <= since
    {
        table.complain("until", format!("must be after {since}, the day it begins"));
    }
    (since, until)
}

pub(super) fn reporter_rules(top: &Table<'_>) -> Vec<ReporterRule> {
    let tables = top.tables("reporter_rule");
    let read = |table: &Table<'_>| {
        let (since, until) = span(table);
        ReporterRule {
            id: table.name("id"),
            kind: table.word("kind", &RuleKind::ALL).unwrap_or(RuleKind::Conduct),
            says: table.text("says"),
            severity: table.texts("severity"),
            measure: table.word("measure", &Measure::ALL).unwrap_or_default(),
            since,
            until,
        }
    };
    let rules: Vec<ReporterRule> = tables.iter().map(read).collect();
    unique(&tables, rules.iter().map(|rule| rule.id.as_str()));
    let sanctions = || rules.iter().filter(|rule| rule.kind == RuleKind::Sanction);
    for (table, rule) in tables.iter().zip(&rules) {
        for (n, id) in rule.severity.iter().enumerate() {
            if !sanctions().any(|sanction| sanction.id == *id) {
                let known = sanctions().map(|sanction| sanction.id.as_str());
                table.complain(&format!("severity[{n}]"), no_such("sanction", id, known));
            }
        }
        if rule.kind != RuleKind::Conduct && !rule.severity.is_empty() {
            table.complain("severity", "only rules of conduct lead to sanctions");
        }
        if rule.kind != RuleKind::Sanction && table.has("measure") {
            table.complain("measure", "only a sanction does something; leave it out");
        }
    }
    rules
}

/// Whether a report is taken only with the rules accepted, and whether a link that opens a reporter's
/// page once may go by mail.
pub(super) fn intake(top: &Table<'_>, rules: &[ReporterRule]) -> (bool, bool) {
    let Some(table) = top.table("intake") else { return (false, false) };
    let required = table.truth("accept_rules").unwrap_or(false);
    if required && rules.is_empty() {
        table.complain("accept_rules", "there is no [[reporter_rule]] that could be accepted");
    }
    (required, table.truth("mail_link").unwrap_or(false))
}

pub(super) fn bounty(top: &Table<'_>) -> Option<Bounty> {
    let table = top.table("bounty")?;
    let (since, until) = span(&table);
    Some(Bounty { says: table.text("says"), since, until })
}

pub(super) fn versions(top: &Table<'_>, version: &str) -> Vec<Version> {
    let tables = top.tables("history");
    let read = |table: &Table<'_>| Version {
        id: table.text("id"),
        since: table.day("since"),
        says: table.text("says"),
    };
    let versions: Vec<Version> = tables.iter().map(read).collect();
    unique(&tables, versions.iter().map(|version| version.id.as_str()));
    for (pair, table) in versions.windows(2).zip(tables.iter().skip(1)) {
        if pair[1].since <= pair[0].since {
            let before = pair[0].since;
            table.complain("since", format!("must be after {before}, when the one before begins"));
        }
    }
    if let Some(last) = versions.last().filter(|last| last.id != version) {
        top.complain("version", format!("is \"{version}\", but the last one is \"{}\"", last.id));
    }
    versions
}
