//! Records as the two APIs document them, and what is wrong with others.

use super::*;
use serde_json::json;

fn hackerone() -> Value {
    json!({
        "id": "1337", "type": "report",
        "attributes": {
            "title": "XSS in login form", "state": "resolved",
            "created_at": "2016-02-02T04:05:06.000Z", "closed_at": "2016-03-02T04:05:06.000Z",
            "vulnerability_information": "Type <script> into the name.",
            "triaged_at": null, "cve_ids": ["CVE-2016-0001"],
        },
        "relationships": {
            "reporter": { "data": { "id": "1", "type": "user", "attributes": { "username": "api-example" } } },
            "severity": { "data": { "attributes": { "rating": "high" } } },
            "weakness": { "data": { "attributes": { "name": "Cross-site Scripting", "external_id": "cwe-79" } } },
            "attachments": { "data": [{ "id": "1337", "type": "attachment", "attributes": {
                "file_name": "root.rb", "content_type": "text/x-ruby", "file_size": 2871,
                "expiring_url": "https://example.invalid/1" } }] },
            "activities": { "data": [
                { "type": "activity-bug-resolved", "id": "2", "attributes": {
                    "message": "Fixed.", "internal": false, "created_at": "2016-03-02T04:05:06.000Z" },
                  "relationships": { "actor": { "data": { "attributes": { "username": "team" } } } } },
                { "type": "activity-comment", "id": "1", "attributes": {
                    "message": "Is it real?", "internal": true, "created_at": "2016-02-03T04:05:06.000Z" },
                  "relationships": { "actor": { "data": { "attributes": { "name": "Ada" } } } } },
            ] },
        },
    })
}

fn github() -> Value {
    json!({
        "ghsa_id": "GHSA-abcd-1234-efgh", "cve_id": "CVE-2050-00000",
        "html_url": "https://github.com/repo/a-package/security/advisories/GHSA-abcd-1234-efgh",
        "summary": "A short summary of the advisory.", "description": "A detailed description.",
        "severity": "critical", "author": { "login": "octocat" }, "state": "triage",
        "created_at": "2020-01-01T00:00:00Z", "updated_at": "2020-01-02T00:00:00Z",
        "published_at": null, "closed_at": null, "withdrawn_at": null,
        "submission": { "accepted": false },
        "vulnerabilities": [{ "package": { "ecosystem": "npm", "name": "a-package" },
            "vulnerable_version_range": "< 1.0.1", "patched_versions": "1.0.1" }],
        "cvss": { "vector_string": "CVSS:3.1/AV:N/AC:H/PR:H/UI:R/S:C/C:H/I:H/A:H", "score": 7.6 },
        "cwes": [{ "cwe_id": "CWE-123", "name": "Write-what-where" }],
        "credits": [{ "login": "monalisa", "type": "reporter" }],
    })
}

fn only(source: ImportSource, text: &str) -> Result<Imported, String> {
    let [found] = read(source, text.as_bytes()).try_into().expect("one record");
    found.record
}

#[test]
fn a_report_of_hackerone_is_read_with_all_that_was_said() {
    for whole in [hackerone(), json!({ "data": hackerone() })] {
        let record = only(ImportSource::Hackerone, &whole.to_string()).unwrap();
        assert_eq!((record.id.as_str(), record.key().as_str()), ("1337", "hackerone/1337"));
        assert_eq!(record.reporter, "api-example");
        assert_eq!(record.reported_at.to_string(), "2016-02-02T04:05:06Z");
        assert_eq!(record.closed_at.unwrap().to_string(), "2016-03-02T04:05:06Z");
        let said: Vec<_> = record.words.iter().map(|one| (one.by.as_str(), one.internal)).collect();
        assert_eq!(said, [("Ada", true), ("team", false)], "the first first");
        assert_eq!(record.words[1].text, "(bug resolved)\n\nFixed.");
        assert_eq!(record.files[0].name, "root.rb");
        assert!(record.facts.contains(&("CVE id there".into(), "CVE-2016-0001".into())));
    }
}

#[test]
fn a_private_report_of_github_is_read() {
    let record = only(ImportSource::Github, &github().to_string()).unwrap();
    assert_eq!(record.id, "GHSA-abcd-1234-efgh");
    assert_eq!((record.reporter.as_str(), record.closed_at), ("monalisa", None));
    assert_eq!(record.version, "a-package < 1.0.1");
    assert!(record.facts.contains(&("Private report there".into(), "not accepted".into())));
}

#[test]
fn a_list_an_answer_and_lines_are_the_same_records() {
    let one = hackerone().to_string();
    for text in [
        format!("[{one},{one}]"),
        format!("{{\"data\":[{one},{one}]}}"),
        format!("{one}\n\n{one}\n"),
    ] {
        let found = read(ImportSource::Hackerone, text.as_bytes());
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|one| one.record.is_ok()), "{found:?}");
    }
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_the_rest_is_read() {
    let mut blank = hackerone();
    blank["attributes"]["title"] = json!(" ");
    let mut when = hackerone();
    when["attributes"]["created_at"] = json!("yesterday");
    let mut whose = hackerone();
    whose["id"] = json!("../../1");
    let all = json!({ "data": [blank, hackerone(), when, whose, { "type": "user" }, 7] });
    let found = read(ImportSource::Hackerone, all.to_string().as_bytes());
    let says: Vec<String> = found
        .iter()
        .filter_map(|one| Some(format!("{}: {}", one.place, one.record.as_ref().err()?)))
        .collect();
    assert_eq!(
        says,
        [
            "data[0]: title is blank",
            "data[2]: created_at is no instant: yesterday",
            "data[3]: id is no id: ../../1",
            "data[4]: type is \"user\", and a report is expected",
            "data[5]: type is \"\", and a report is expected",
        ]
    );
    assert!(only(ImportSource::Github, "{").unwrap_err().starts_with("not JSON"));
    assert_eq!(only(ImportSource::Github, "").unwrap_err(), "it is empty");
    assert!(only(ImportSource::Github, "{\"ghsa_id\": 7}").unwrap_err().contains("GHSA-"));
    let found = read(ImportSource::Github, b"\xff");
    assert_eq!(found[0].record.as_ref().unwrap_err(), "not UTF-8 from byte 0 on");
}
