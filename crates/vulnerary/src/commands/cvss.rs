//! `vulnerary cvss`: what vectors score, and whether the scores of records are those of their vectors.

use crate::{Ended, Out};
use domain::advisory::{Cvss, CvssError, Rated, Severity, rating_findings};
use domain::words::{one_line, visible};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, Read as _};
use std::path::{Path, PathBuf};

pub(super) const EXAMPLES: &str = "Examples:\n  vulnerary cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H\n  vulnerary cvss --json < vectors.txt\n  vulnerary cvss --records vuln/npm\n\nThe score of 3.0 and 3.1 is the base score; the temporal and the environmental one stand beside it\nwhere their metrics say something. That of 4.0 is of all metrics given, and its nomenclature says of\nwhich. With --records every stored rating that its vector does not bear out is a finding.\nExit code 1 when a vector is illegal or there is a finding.";

/// Longer lines are no vectors; the rest of one is skipped.
const LINE_MAX: u64 = 4_096;
/// Larger files are no records.
const RECORD_MAX: u64 = 1_000_000;

/// Score vectors.
#[derive(Debug, clap::Args)]
pub(crate) struct Vectors {
    /// The vectors; one per line from standard input, when left out or "-".
    #[arg(value_name = "VECTOR", conflicts_with = "records")]
    vectors: Vec<String>,
    /// Compare the ratings stored in a folder of Node.js records with their vectors.
    #[arg(long, value_name = "DIR")]
    records: Option<PathBuf>,
    /// One JSON object per vector, or per finding, and line.
    #[arg(long)]
    json: bool,
}

/// Run it.
pub(super) fn run(given: &Vectors, out: &mut Out) -> Result<(), Ended> {
    if let Some(folder) = &given.records {
        return records(folder, given.json, out);
    }
    let mut sound = true;
    if given.vectors.is_empty() {
        sound &= lines(&mut std::io::stdin().lock(), given.json, out)?;
    }
    for vector in &given.vectors {
        sound &= match vector.as_str() {
            "-" => lines(&mut std::io::stdin().lock(), given.json, out)?,
            vector => one(vector, given.json, out)?,
        };
    }
    if sound { Ok(()) } else { Err(Ended::Code(1)) }
}

/// Every line that is not blank; whether all are vectors.
pub(crate) fn lines(from: &mut impl BufRead, json: bool, out: &mut Out) -> Result<bool, Ended> {
    let reading = |error: std::io::Error| Ended::Outside(format!("standard input: {error}"));
    let (mut sound, mut line) = (true, Vec::new());
    loop {
        line.clear();
        if from.take(LINE_MAX).read_until(b'\n', &mut line).map_err(reading)? == 0 {
            return Ok(sound);
        }
        if line.len() as u64 == LINE_MAX && line.last() != Some(&b'\n') {
            from.skip_until(b'\n').map_err(reading)?;
        }
        let text = String::from_utf8_lossy(&line);
        if !text.trim().is_empty() {
            sound &= one(text.trim(), json, out)?;
        }
    }
}

/// One vector; whether it is one.
fn one(vector: &str, json: bool, out: &mut Out) -> Result<bool, Ended> {
    let read = Cvss::read(vector);
    out.fact(&if json { as_json(vector, &read) } else { as_text(vector, &read) })?;
    Ok(read.is_ok())
}

fn as_json(vector: &str, read: &Result<Cvss, CvssError>) -> String {
    #[derive(serde::Serialize)]
    struct Line<'a> {
        vector: &'a str,
        #[serde(flatten, skip_serializing_if = "Option::is_none")]
        read: Option<&'a Cvss>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    }
    let (read, error) = match read {
        Ok(cvss) => (Some(cvss), None),
        Err(error) => (None, Some(error.to_string())),
    };
    serde_json::to_string(&Line { vector, read, error }).expect("plain data")
}

fn as_text(vector: &str, read: &Result<Cvss, CvssError>) -> String {
    match read {
        Err(error) => format!("   -  illegal   {}: {error}", one_line(vector, 200)),
        Ok(cvss) => {
            let beside: Vec<String> = [
                cvss.temporal.map(|score| format!("temporal {score}")),
                cvss.environmental.map(|score| format!("environmental {score}")),
                cvss.nomenclature.map(str::to_owned),
            ]
            .into_iter()
            .flatten()
            .collect();
            let (score, word) = (cvss.score.to_string(), cvss.severity.word());
            format!("{score:>4}  {word:<8}  {vector}  {}", beside.join(", ")).trim_end().to_owned()
        }
    }
}

/// What a record says of how bad it is. Core records and ecosystem records name it differently.
struct Stored {
    severity: Option<Severity>,
    vector: Option<String>,
    score: Option<f64>,
    wrong: Vec<String>,
}

fn stored(record: &Value) -> Stored {
    let mut wrong = Vec::new();
    let mut given = |key: &str, fits: fn(&Value) -> bool| {
        let value = record.get(key).filter(|value| !value.is_null())?;
        if !fits(value) {
            wrong.push(format!("{key} is {}", one_line(&value.to_string(), 40)));
        }
        Some(value.clone()).filter(fits)
    };
    let text = |value: Value| value.as_str().map(str::to_owned);
    let vector = given("cvss_vector", Value::is_string).or_else(|| given("cvss", Value::is_string));
    let score = given("cvss_score", Value::is_number).and_then(|value| value.as_f64());
    let known = |word: &Value| {
        word.as_str().is_some_and(|word| word == "unknown" || Severity::read(word).is_some())
    };
    let severity = given("severity", known).and_then(text);
    Stored {
        severity: severity.as_deref().and_then(Severity::read),
        vector: vector.and_then(text),
        score,
        wrong,
    }
}

/// The `.json` files of a folder by name, in the order of their numbers; not the index.
fn files(folder: &Path) -> Result<Vec<(String, PathBuf)>, Ended> {
    let at = |error: std::io::Error| Ended::Usage(format!("{}: {error}", folder.display()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".json") && name != "index.json" && path.is_file() {
            files.push((name, path));
        }
    }
    let number = |name: &str| name.trim_end_matches(".json").parse::<u64>().unwrap_or(u64::MAX);
    files.sort_by(|(a, _), (b, _)| (number(a), a).cmp(&(number(b), b)));
    if files.is_empty() {
        return Err(Ended::Usage(format!("{}: holds no .json record", folder.display())));
    }
    Ok(files)
}

fn record(path: &Path) -> Result<Value, String> {
    let size = std::fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > RECORD_MAX {
        return Err(format!("is larger than {RECORD_MAX} bytes"));
    }
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    if value.is_object() { Ok(value) } else { Err("is no record: an object is".to_owned()) }
}

/// What does not fit in one file: rule, sentence, and the finding itself.
fn findings(path: &Path, tally: &mut Tally) -> Vec<(&'static str, String, Value)> {
    let record = match record(path) {
        Ok(record) => record,
        Err(says) => return vec![("unreadable", says, Value::Null)],
    };
    let stored = stored(&record);
    tally.vectors += usize::from(stored.vector.is_some());
    let (severity, score) = (stored.severity, stored.score);
    let rated = Rated { severity, vector: stored.vector.as_deref(), score };
    let mut found: Vec<_> =
        stored.wrong.into_iter().map(|says| ("unreadable", says, Value::Null)).collect();
    found.extend(rating_findings(&rated).into_iter().map(|finding| {
        let data = serde_json::to_value(&finding).unwrap_or(Value::Null);
        (finding.rule(), finding.to_string(), data)
    }));
    let unrated = rated == Rated::default() && found.is_empty();
    tally.unrated += usize::from(unrated);
    tally.fit += usize::from(found.is_empty() && !unrated);
    found
}

#[derive(Default)]
struct Tally {
    vectors: usize,
    unrated: usize,
    fit: usize,
    by_rule: BTreeMap<&'static str, usize>,
}

fn records(folder: &Path, json: bool, out: &mut Out) -> Result<(), Ended> {
    let (files, mut tally) = (files(folder)?, Tally::default());
    for (name, path) in &files {
        for (rule, says, data) in findings(path, &mut tally) {
            *tally.by_rule.entry(rule).or_default() += 1;
            if json {
                let line = json!({ "record": name, "rule": rule, "says": says, "finding": data });
                out.fact(&line.to_string())?;
            } else {
                out.fact(&visible(&format!("{name:<9}  {rule:<23}  {says}")))?;
            }
        }
    }
    let rules: Vec<String> =
        tally.by_rule.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    let found = if rules.is_empty() { "no finding".to_owned() } else { rules.join(", ") };
    let summary = format!(
        "{} records, {} with a vector: {} fit, {} unrated; {found}",
        files.len(),
        tally.vectors,
        tally.fit,
        tally.unrated
    );
    if json {
        out.say(&summary);
    } else {
        out.fact(&summary)?;
    }
    if tally.by_rule.is_empty() { Ok(()) } else { Err(Ended::Code(1)) }
}
