//! Due instants and holiday calendars on the command line, as a process.

use crate::program::{root, vulnerary};
use serde_json::Value;
use std::path::Path;

fn pack(name: &str) -> String {
    root().join("policies").join(name).display().to_string()
}

#[test]
fn a_report_before_christmas_shows_three_instants_and_their_units() {
    let start = ["policy", "calendar", "due", &pack("node"), "--at", "2026-12-18T10:00"];
    let ran = vulnerary(&start);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in [
        "acknowledgement: due Wed 2026-12-23 10:00 UTC (2026-12-23T10:00:00Z)",
        "  5 days from receipt, in calendar days: weekends and holidays count",
        "detailed-response: due Mon 2026-12-28 10:00 UTC (2026-12-28T10:00:00Z)",
        "escalation: right opens Tue 2026-12-29 10:00 UTC (2026-12-29T10:00:00Z)",
        "  6 business days from receipt, in business days: working days without holidays",
        "  Fri 2026-12-25 does not count: Christmas Day",
        "  Sat 2026-12-26 does not count: no working day",
    ] {
        assert!(ran.out.lines().any(|one| one == line), "{line}\n{}", ran.out);
    }
    let json = vulnerary(&[&start[..], &["--json"]].concat());
    let found: Value = serde_json::from_str(&json.out).unwrap();
    let due: Vec<&str> =
        found["clocks"].as_array().unwrap().iter().filter_map(|c| c["due_at"].as_str()).collect();
    assert_eq!(due[..3], ["2026-12-23T10:00:00Z", "2026-12-28T10:00:00Z", "2026-12-29T10:00:00Z"]);
    assert_eq!(found["clocks"][2]["limit"]["unit"], "business-days");
}

#[test]
fn an_instant_that_is_none_is_named() {
    let ran = vulnerary(&["policy", "calendar", "due", &pack("node"), "--at", "soon"]);
    assert_eq!(ran.code, 64);
    assert!(ran.err.contains("is not an instant such as"), "{}", ran.err);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn an_imported_calendar_closes_its_days() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("pack");
    copy(&root().join("policies/node"), &pack);
    let file = folder.path().join("team.ics");
    let ics = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n\
               SUMMARY:Retreat\r\nDTSTART;VALUE=DATE:20261221\r\nDTEND;VALUE=DATE:20261223\r\n\
               END:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Lunch\r\n\
               DTSTART:20261221T120000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    std::fs::write(&file, ics).unwrap();
    let (file, pack) = (file.to_str().unwrap(), pack.to_str().unwrap());
    let import = ["policy", "calendar", "import", file, "--name", "team", "--title", "Team"];
    let import = [&import[..], &["--from", "2026-01-01", "--pack", pack]].concat();
    let ran = vulnerary(&import);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("Left out: Lunch: it has a time of day."), "{}", ran.err);
    assert!(ran.out.contains("calendars/team.toml: written; 1 entry"), "{}", ran.out);
    assert_eq!(vulnerary(&["policy", "check", pack]).code, 0);
    let due = vulnerary(&["policy", "calendar", "due", pack, "--at", "2026-12-18T10:00"]);
    let line = "escalation: right opens Thu 2026-12-31 10:00 UTC (2026-12-31T10:00:00Z)";
    assert!(due.out.lines().any(|one| one == line), "{}", due.out);
    assert!(due.out.contains("Mon 2026-12-21 does not count: Retreat (Team)"), "{}", due.out);
    let again = vulnerary(&import);
    assert_eq!(again.code, 64);
    assert!(again.err.contains("--replace replaces it"), "{}", again.err);
}
