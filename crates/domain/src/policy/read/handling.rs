//! Reads `[handling]`: the order of the queue, and how long things may wait.

use super::settings::unique;
use super::table::Table;
use crate::policy::complaint::no_such;
use crate::policy::{FactDef, FactKind, Handling, ReportField};

pub(super) fn handling(top: &Table<'_>, facts: &[FactDef]) -> Handling {
    let usual = Handling::default();
    let fields = fields(top);
    let Some(table) = top.table("handling") else { return Handling { fields, ..usual } };
    let days = |key, usual| if table.has(key) { table.whole(key, 1..=3_660) } else { usual };
    Handling {
        exploited: questions(&table, "exploited", facts),
        disclosure_threat: questions(&table, "disclosure_threat", facts),
        proof: questions(&table, "proof", facts),
        defer_days: days("defer_days", usual.defer_days),
        reopen_days: days("reopen_days", usual.reopen_days),
        fields,
        appeal_days: days("appeal_days", usual.appeal_days),
    }
}

/// More fields than this nobody fills in.
const FIELDS_MAX: usize = 12;

/// The fields that the project asks for by itself.
fn fields(top: &Table<'_>) -> Vec<ReportField> {
    let tables = top.tables("report_field");
    let read = |table: &Table<'_>| ReportField {
        id: table.name("id"),
        title: table.text("title"),
        says: table.text("says"),
        wanted: table.truth("wanted").unwrap_or(false),
        file: table.truth("file").unwrap_or(false),
    };
    let fields: Vec<ReportField> = tables.iter().map(read).collect();
    unique(&tables, fields.iter().map(|field| field.id.as_str()));
    for table in tables.iter().skip(FIELDS_MAX) {
        table.complain(
            "id",
            format!("a report has at most {FIELDS_MAX} fields of the project's own"),
        );
    }
    fields
}

/// Questions that are answered by yes or no.
fn questions(table: &Table<'_>, key: &'static str, facts: &[FactDef]) -> Vec<String> {
    let ids = table.texts(key);
    let asked = || facts.iter().filter(|fact| fact.kind == FactKind::YesNo);
    for (n, id) in ids.iter().enumerate() {
        if !asked().any(|fact| fact.id == *id) {
            let known = asked().map(|fact| fact.id.as_str());
            table.complain(&format!("{key}[{n}]"), no_such("yes-no question", id, known));
        }
    }
    ids
}
