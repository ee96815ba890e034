//! Reads a decision table and says everything that keeps it from deciding: a value that is not
//! there, two outcomes for the same answers, answers without an outcome.

use super::raw::{Entries, RawPoint, RawTable};
use super::{DecisionPoint, PointValue, SSVC_BYTES_MAX, SsvcTable};
use crate::policy::{Complaint, no_such};
use crate::words::{one_line, visible};
use std::collections::{BTreeMap, BTreeSet};

/// Bounds that no published table comes near.
const POINTS_MAX: usize = 30;
const VALUES_MAX: usize = 100;
const ROWS_MAX: usize = 50_000;
const TEXT_MAX: usize = 5_000;
/// More complaints than anyone reads.
const COMPLAINTS_MAX: usize = 50;

const SCHEMA: &str = "2.0.0";

struct Wrong<'a> {
    file: &'a str,
    complaints: Vec<Complaint>,
}

impl Wrong<'_> {
    fn say(&mut self, key: impl Into<String>, says: impl Into<String>) {
        if self.complaints.len() < COMPLAINTS_MAX {
            self.complaints.push(Complaint::new(self.file, key, says));
        }
    }

    fn text(&mut self, key: &str, text: &str) -> String {
        if text.trim().is_empty() {
            self.say(key, "is empty");
        } else if text.len() > TEXT_MAX {
            self.say(key, format!("is longer than {TEXT_MAX} bytes"));
        }
        visible(text.trim())
    }

    fn unique<'b>(&mut self, key: &str, words: impl Iterator<Item = &'b str>) {
        let mut seen = BTreeSet::new();
        for word in words.filter(|word| !seen.insert(*word)) {
            self.say(key, format!("\"{}\" is there more than once", one_line(word, 60)));
        }
    }
}

pub(super) fn table(file: &str, bytes: &[u8]) -> Result<SsvcTable, Vec<Complaint>> {
    let one = |says: String| vec![Complaint::new(file, "", says)];
    if bytes.len() > SSVC_BYTES_MAX {
        return Err(one(format!("larger than {SSVC_BYTES_MAX} bytes")));
    }
    let raw: RawTable = serde_json::from_slice(bytes)
        .map_err(|error| one(format!("is no SSVC decision table: {error}")))?;
    let mut wrong = Wrong { file, complaints: Vec::new() };
    let table = checked(&raw, &mut wrong);
    match table {
        Some(table) if wrong.complaints.is_empty() => Ok(table),
        _ => Err(wrong.complaints),
    }
}

fn checked(raw: &RawTable, wrong: &mut Wrong<'_>) -> Option<SsvcTable> {
    if raw.schema_version != SCHEMA {
        let says = format!("is \"{}\"; {SCHEMA} is read", one_line(&raw.schema_version, 20));
        wrong.say("schemaVersion", says);
    }
    let all = &raw.decision_points.0;
    if all.len() > POINTS_MAX {
        wrong.say("decision_points", format!("are more than {POINTS_MAX}"));
        return None;
    }
    wrong.unique("decision_points", all.iter().map(|(id, _)| id.as_str()));
    let read: Vec<DecisionPoint> = all.iter().map(|(id, raw)| point(id, raw, wrong)).collect();
    if !wrong.complaints.is_empty() {
        return None;
    }
    let Some(at) = read.iter().position(|point| point.id == raw.outcome) else {
        let known = read.iter().map(|point| point.id.as_str());
        wrong.say("outcome", no_such("decision point", &raw.outcome, known));
        return None;
    };
    let mut points = read;
    let outcome = points.remove(at);
    let rows = rows(&raw.mapping, &points, &outcome, wrong);
    let id = format!("{}:{}:{}", raw.namespace, raw.key, raw.version);
    Some(SsvcTable {
        id: wrong.text("key", &id),
        name: wrong.text("name", &raw.name),
        definition: wrong.text("definition", &raw.definition),
        points,
        outcome,
        rows,
    })
}

fn point(id: &str, raw: &RawPoint, wrong: &mut Wrong<'_>) -> DecisionPoint {
    let at = format!("decision_points.{}", one_line(id, 60));
    if raw.values.is_empty() || raw.values.len() > VALUES_MAX {
        wrong.say(format!("{at}.values"), format!("must be 1 to {VALUES_MAX}"));
    }
    wrong.unique(&format!("{at}.values"), raw.values.iter().map(|value| value.key.as_str()));
    let mut values = Vec::new();
    for (n, value) in raw.values.iter().take(VALUES_MAX).enumerate() {
        let at = format!("{at}.values[{n}]");
        values.push(PointValue {
            key: wrong.text(&format!("{at}.key"), &value.key),
            name: wrong.text(&format!("{at}.name"), &value.name),
            definition: wrong.text(&format!("{at}.definition"), &value.definition),
        });
    }
    DecisionPoint {
        id: wrong.text(&at, id),
        key: wrong.text(&format!("{at}.key"), &raw.key),
        name: wrong.text(&format!("{at}.name"), &raw.name),
        definition: wrong.text(&format!("{at}.definition"), &raw.definition),
        values,
    }
}

fn rows(
    mapping: &[Entries<String>],
    points: &[DecisionPoint],
    outcome: &DecisionPoint,
    wrong: &mut Wrong<'_>,
) -> Vec<Vec<u16>> {
    let combinations: usize =
        points.iter().map(|point| point.values.len()).fold(1, usize::saturating_mul);
    if mapping.len().max(combinations) > ROWS_MAX {
        wrong.say("mapping", format!("there are more than {ROWS_MAX} combinations of answers"));
        return Vec::new();
    }
    let mut rows: BTreeMap<Vec<u16>, u16> = BTreeMap::new();
    let columns: Vec<&DecisionPoint> = points.iter().chain([outcome]).collect();
    for (n, entries) in mapping.iter().enumerate() {
        let Some(mut row) = row(n, entries, &columns, wrong) else { continue };
        let result = row.pop().unwrap_or_default();
        if rows.insert(row, result).is_some() {
            wrong.say(format!("mapping[{n}]"), "an earlier row has the same answers");
        }
    }
    if wrong.complaints.is_empty() && rows.len() < combinations {
        let says =
            format!("{} of {combinations} combinations have no row", combinations - rows.len());
        wrong.say("mapping", says);
    }
    let whole = |(mut row, result): (Vec<u16>, u16)| {
        row.push(result);
        row
    };
    rows.into_iter().map(whole).collect()
}

/// One row, by the places of its values; nothing when something is wrong with it.
fn row(
    n: usize,
    entries: &Entries<String>,
    columns: &[&DecisionPoint],
    wrong: &mut Wrong<'_>,
) -> Option<Vec<u16>> {
    let at = format!("mapping[{n}]");
    let mut row: Vec<Option<u16>> = vec![None; columns.len()];
    let mut sound = true;
    for (id, key) in &entries.0 {
        let Some(column) = columns.iter().position(|point| point.id == *id) else {
            let known = columns.iter().map(|point| point.id.as_str());
            wrong.say(&at, no_such("decision point", id, known));
            sound = false;
            continue;
        };
        let values = &columns[column].values;
        let value = values.iter().position(|value| value.key == *key);
        if value.is_none() {
            let known = values.iter().map(|value| value.key.as_str());
            wrong.say(format!("{at}.{}", columns[column].id), no_such("value", key, known));
        }
        if row[column].is_some() {
            wrong.say(format!("{at}.{}", columns[column].id), "is there more than once");
        }
        sound &= value.is_some() && row[column].is_none();
        row[column] = value.map(|value| value as u16);
    }
    for (point, _) in columns.iter().zip(&row).filter(|(_, value)| value.is_none() && sound) {
        wrong.say(format!("{at}.{}", point.id), "is missing");
    }
    row.into_iter().collect::<Option<Vec<u16>>>().filter(|_| sound)
}
