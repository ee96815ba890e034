//! A private report or an advisory of a repository, as GitHub's REST API gives it
//! (`GET /repos/{owner}/{repo}/security-advisories`). Comments are not in that API.

use super::fields::{at, id, instant, list, needed, text, url};
use domain::intake::{ImportSource, Imported};
use serde_json::Value;

pub(super) fn record(value: &Value) -> Result<Imported, String> {
    let id = id(value, "ghsa_id")?;
    if !id.starts_with("GHSA-") {
        return Err(format!("ghsa_id is {id}, and begins with GHSA- there"));
    }
    let state = needed(value, "state")?;
    let ended = match state.as_str() {
        "published" => instant(value, "published_at")?,
        "closed" => instant(value, "closed_at")?,
        "withdrawn" => instant(value, "withdrawn_at")?,
        _ => None,
    };
    let over = matches!(state.as_str(), "published" | "closed" | "withdrawn");
    let ended = match over {
        true => ended.or(instant(value, "updated_at")?),
        false => None,
    };
    let reported_at = instant(value, "created_at")?.or(instant(value, "published_at")?);
    Ok(Imported {
        source: ImportSource::Github,
        id,
        url: url(value, "html_url"),
        title: needed(value, "summary")?,
        body: needed(value, "description")?,
        version: versions(value),
        reporter: reporter(value),
        state,
        facts: facts(value),
        reported_at: reported_at.ok_or("created_at is missing")?,
        closed_at: ended,
        words: Vec::new(),
        files: Vec::new(),
    })
}

/// The ranges that are affected, each with its package.
fn versions(value: &Value) -> String {
    let ranges = list(value, "vulnerabilities").iter().map(|one| {
        let (name, range) = (text(one, "package.name"), text(one, "vulnerable_version_range"));
        format!("{name} {range}").trim().to_owned()
    });
    ranges.filter(|range| !range.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Who reported it: whoever is credited for that, or else whoever wrote it down.
fn reporter(value: &Value) -> String {
    let credits = list(value, "credits").iter();
    let credited = credits.filter(|one| matches!(text(one, "type"), "reporter" | "finder"));
    let credited = credited.map(|one| text(one, "login")).find(|login| !login.is_empty());
    let known = credited.or(Some(text(value, "author.login"))).filter(|login| !login.is_empty());
    known.unwrap_or("somebody").to_owned()
}

fn facts(value: &Value) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            facts.push((name.to_owned(), text.to_owned()));
        }
    };
    add("CVE id there", text(value, "cve_id"));
    add("Severity there", text(value, "severity"));
    for path in ["cvss_severities.cvss_v4", "cvss_severities.cvss_v3", "cvss"] {
        add("CVSS vector there", text(value, &format!("{path}.vector_string")));
    }
    for cwe in list(value, "cwes") {
        let whole = format!("{} {}", text(cwe, "cwe_id"), text(cwe, "name"));
        add("Weakness there", whole.trim());
    }
    for one in list(value, "vulnerabilities") {
        let (name, fixed) = (text(one, "package.name"), text(one, "patched_versions"));
        add("Fixed there in", format!("{name} {fixed}").trim());
    }
    for credit in list(value, "credits") {
        let (login, kind) = (text(credit, "login"), text(credit, "type"));
        add("Credit there", format!("{login} {kind}").trim());
    }
    if let Some(Value::Bool(accepted)) = at(value, "submission.accepted") {
        add("Private report there", if *accepted { "accepted" } else { "not accepted" });
    }
    add("Published there at", text(value, "published_at"));
    facts
}
