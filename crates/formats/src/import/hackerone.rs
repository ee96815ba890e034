//! A report as the API of HackerOne gives it (`GET /v1/reports/{id}`, or one of the list), with its
//! activities where the export has them.

use super::fields::{at, id, instant, list, needed, text};
use domain::intake::{ImportSource, Imported, ImportedFile, ImportedWords};
use serde_json::Value;

/// States in which a report is over there.
const ENDED: &[&str] = &["resolved", "not-applicable", "informative", "duplicate", "spam"];

pub(super) fn record(value: &Value) -> Result<Imported, String> {
    // One report alone stands under `data`.
    let value = at(value, "data").unwrap_or(value);
    let kind = text(value, "type");
    if kind != "report" {
        return Err(format!("type is {kind:?}, and a report is expected"));
    }
    let own = needed_attributes(value)?;
    let id = id(value, "id")?;
    let state = text(own, "state").to_owned();
    let ended = instant(own, "closed_at")?;
    let ended = match ENDED.contains(&state.as_str()) {
        true => ended.or(instant(own, "last_activity_at")?).or(instant(own, "created_at")?),
        false => None,
    };
    let (words, mut files) = activities(value)?;
    files.extend(attached(value));
    Ok(Imported {
        source: ImportSource::Hackerone,
        url: Some(format!("https://hackerone.com/reports/{id}")).filter(|url| url.len() < 200),
        id,
        title: needed(own, "title")?,
        body: needed(own, "vulnerability_information")?,
        version: text(value, "relationships.structured_scope.data.attributes.asset_identifier")
            .to_owned(),
        reporter: name(value, "relationships.reporter.data"),
        state,
        facts: facts(value),
        reported_at: instant(own, "submitted_at")?
            .or(instant(own, "created_at")?)
            .ok_or("attributes.created_at is missing")?,
        closed_at: ended,
        words,
        files,
    })
}

fn needed_attributes(value: &Value) -> Result<&Value, String> {
    at(value, "attributes").filter(|own| own.is_object()).ok_or("attributes is missing".to_owned())
}

/// What somebody is called there.
fn name(value: &Value, path: &str) -> String {
    let who = at(value, path).unwrap_or(&Value::Null);
    let names = ["attributes.username", "attributes.name", "attributes.handle"];
    let known = names.into_iter().map(|path| text(who, path)).find(|name| !name.is_empty());
    known.unwrap_or("somebody").to_owned()
}

fn facts(value: &Value) -> Vec<(String, String)> {
    let named = [
        ("Severity there", "relationships.severity.data.attributes.rating"),
        ("CVSS vector there", "relationships.severity.data.attributes.cvss_vector_string"),
        ("Weakness there", "relationships.weakness.data.attributes.name"),
        ("CWE there", "relationships.weakness.data.attributes.external_id"),
        ("Handled there by", "relationships.assignee.data.attributes.username"),
        ("Triaged there at", "attributes.triaged_at"),
        ("First answer there at", "attributes.first_program_activity_at"),
        ("Disclosed there at", "attributes.disclosed_at"),
        ("Bounty there at", "attributes.bounty_awarded_at"),
    ];
    let mut facts: Vec<(String, String)> = named
        .into_iter()
        .map(|(name, path)| (name.to_owned(), text(value, path).to_owned()))
        .filter(|(_, value)| !value.trim().is_empty())
        .collect();
    let cves = list(value, "attributes.cve_ids").iter().filter_map(Value::as_str);
    facts.extend(cves.map(|cve| ("CVE id there".to_owned(), cve.to_owned())));
    facts
}

/// What was said, the first first, with the files that came with it.
fn activities(value: &Value) -> Result<(Vec<ImportedWords>, Vec<ImportedFile>), String> {
    let (mut words, mut files) = (Vec::new(), Vec::new());
    for (number, one) in list(value, "relationships.activities.data").iter().enumerate() {
        let place = |says: String| format!("activities[{number}]: {says}");
        let internal = at(one, "attributes.internal") == Some(&Value::Bool(true));
        let said = instant(one, "attributes.created_at").map_err(place)?;
        let said_at = said.ok_or_else(|| place("attributes.created_at is missing".to_owned()))?;
        let what = text(one, "type").trim_start_matches("activity-").replace('-', " ");
        let message = text(one, "attributes.message").trim();
        let text = match (message.is_empty(), what.as_str()) {
            (true, what) => format!("({what})"),
            (false, "comment") => message.to_owned(),
            (false, what) => format!("({what})\n\n{message}"),
        };
        let by = name(one, "relationships.actor.data");
        words.push(ImportedWords { at: said_at, by, internal, text });
        files.extend(attached(one));
    }
    words.sort_by_key(|one| one.at);
    Ok((words, files))
}

fn attached(value: &Value) -> Vec<ImportedFile> {
    let all = list(value, "relationships.attachments.data").iter();
    let named = all.filter(|one| !text(one, "attributes.file_name").is_empty());
    named
        .map(|one| ImportedFile {
            name: text(one, "attributes.file_name").to_owned(),
            length: at(one, "attributes.file_size").and_then(Value::as_u64),
        })
        .collect()
}
