//! Reads what a pack says of how bad things are: its scale, its modifiers, its decision tables.

use super::condition::{Context, condition};
use super::settings::unique;
use super::sink::Sink;
use super::table::Table;
use crate::advisory::{Score, Severity, SsvcTable};
use crate::policy::{Complaint, Level, Modifier, SeverityRules, Shift};
use crate::triage::Condition;
use std::collections::BTreeMap;

pub(super) const SEVERITIES: [(&str, Severity); 5] = [
    ("none", Severity::None),
    ("low", Severity::Low),
    ("medium", Severity::Medium),
    ("high", Severity::High),
    ("critical", Severity::Critical),
];

/// The decision tables in `ssvc/`, by path.
pub(super) fn ssvc(files: &BTreeMap<String, Vec<u8>>, sink: &Sink) -> Vec<SsvcTable> {
    let mut tables: Vec<SsvcTable> = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("ssvc/")) {
        match SsvcTable::read(path, bytes) {
            Err(complaints) => sink.extend(complaints),
            Ok(table) if tables.iter().any(|known| known.id == table.id) => {
                let says = format!("the table {} is there more than once", table.id);
                sink.push(Complaint::new(path, "key", says));
            }
            Ok(table) => tables.push(table),
        }
    }
    tables
}

/// The table `[severity]`.
pub(super) fn rules(top: &Table<'_>, context: &Context<'_>) -> SeverityRules {
    let mut rules = SeverityRules::default();
    let Some(table) = top.table("severity") else { return rules };
    let vector = [("expected", true), ("optional", false)];
    rules.vector_expected = table.word("vector", &vector).unwrap_or(true);
    if table.has("scale") {
        rules.scale = scale(&table);
    }
    rules.start = table.word("start", &SEVERITIES);
    in_scale(&table, "start", rules.start, &rules);
    let tables = table.tables("modifier");
    rules.modifiers = tables.iter().map(|one| modifier(one, context, &rules)).collect();
    unique(&tables, rules.modifiers.iter().map(|modifier| modifier.id.as_str()));
    rules
}

fn in_scale(table: &Table<'_>, key: &str, word: Option<Severity>, rules: &SeverityRules) {
    if let Some(word) = word.filter(|word| !rules.has(*word)) {
        let words = rules.words().join(", ");
        table.complain(key, format!("\"{}\" is not in the scale ({words})", word.word()));
    }
}

fn scale(table: &Table<'_>) -> Vec<Level> {
    let tables = table.tables("scale");
    let read = |one: &Table<'_>| Level {
        severity: one.one_of("word", &SEVERITIES),
        says: one.text("says"),
        scores: scores(one),
    };
    let mut scale: Vec<Level> = tables.iter().map(read).collect();
    for (n, one) in tables.iter().enumerate() {
        if scale[..n].iter().any(|level| level.severity == scale[n].severity) {
            one.complain("word", format!("\"{}\" is there twice", scale[n].severity.word()));
        }
    }
    if scale.is_empty() {
        table.complain("scale", "is empty");
        return SeverityRules::default().scale;
    }
    scale.sort_by_key(|level| level.severity);
    cover(table, &scale);
    scale
}

/// Scores such as `"7.0 to 8.9"`.
fn scores(table: &Table<'_>) -> Option<(Score, Score)> {
    let text = table.maybe("scores")?;
    let score = |text: &str| text.trim().parse().ok().and_then(Score::read);
    let range = text.split_once(" to ").map(|(from, to)| (score(from), score(to)));
    match range {
        Some((Some(from), Some(to))) if from <= to => Some((from, to)),
        _ => {
            table.complain("scores", "is a range within 0.0 to 10.0, such as \"7.0 to 8.9\"");
            None
        }
    }
}

/// Complains unless the ranges hold every score, each in one word, the worse word the higher.
fn cover(table: &Table<'_>, scale: &[Level]) {
    let ranges: Vec<(Score, Score)> = scale.iter().filter_map(|level| level.scores).collect();
    if ranges.is_empty() {
        return;
    }
    let mut next = 0.0;
    for (from, to) in ranges {
        if (from.value() - next).abs() > 0.01 {
            let says = format!("the next range begins at {from}, but {next:.1} is due");
            table.complain("scale", says);
            return;
        }
        next = to.value() + 0.1;
    }
    if next < 10.05 {
        table.complain("scale", format!("no range holds {next:.1} to 10.0"));
    }
}

fn modifier(table: &Table<'_>, context: &Context<'_>, rules: &SeverityRules) -> Modifier {
    let never = || Condition::Any(Vec::new());
    let when = table.must_table("when").map_or_else(never, |when| condition(&when, context, 0));
    Modifier { id: table.name("id"), says: table.text("says"), when, effect: effect(table, rules) }
}

fn effect(table: &Table<'_>, rules: &SeverityRules) -> Shift {
    let forms = ["raise", "lower", "at_most", "at_least"];
    let used: Vec<&str> = forms.into_iter().filter(|form| table.has(form)).collect();
    if used.len() != 1 {
        let says = format!("a modifier has exactly one of {}", forms.join(", "));
        table.complain(used.get(1).copied().unwrap_or_default(), says);
    }
    let bound = |key: &'static str| {
        let word = table.word(key, &SEVERITIES);
        in_scale(table, key, word, rules);
        word.unwrap_or(Severity::None)
    };
    match used.first().copied() {
        Some("raise") => Shift::Raise(table.whole("raise", 1..=4)),
        Some("lower") => Shift::Lower(table.whole("lower", 1..=4)),
        Some("at_most") => Shift::AtMost(bound("at_most")),
        _ => Shift::AtLeast(bound("at_least")),
    }
}
