//! The real schedule.

use crate::tree::{file, fixture, pack};
use domain::policy::{Lines, Phase};
use jiff::Timestamp;

#[test]
fn the_real_schedule_is_read_without_loss() {
    let Some(bytes) = fixture("node/schedule.json") else { return };
    let lines = Lines::read("schedule.json", &bytes).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(lines.to_json(), value);
    assert_eq!(lines.list.len(), value.as_object().unwrap().len());
    assert_eq!(lines.list[0].id, "v0.8");
}

#[test]
fn the_shipped_lines_agree_with_the_real_schedule() {
    let Some(bytes) = fixture("node/schedule.json") else { return };
    let real = Lines::read("schedule.json", &bytes).unwrap();
    for line in &pack("node").lines.list {
        assert_eq!(Some(line), real.get(&line.id));
    }
}

#[test]
fn the_shipped_lines_stand_where_they_should() {
    let lines = pack("node").lines;
    let on = |id, at: &str| lines.phase(id, at.parse::<Timestamp>().unwrap()).unwrap();
    assert!(on("v20", "2026-04-29T23:59:00Z").is_supported());
    assert_eq!(on("v20", "2026-04-30T00:00:00Z"), Phase::EndOfLife);
    let autumn = "2026-11-01T00:00:00Z";
    let phases = [on("v24", autumn), on("v26", autumn), on("v27", autumn)];
    assert_eq!(phases, [Phase::Maintenance, Phase::ActiveLts, Phase::Alpha]);
}

#[test]
fn every_line_of_the_new_model_ends_in_long_term_support() {
    let lines = pack("node").lines;
    let on = |id, at: &str| lines.phase(id, at.parse::<Timestamp>().unwrap()).unwrap();
    assert_eq!(on("v27", "2027-09-01T00:00:00Z"), Phase::Current);
    assert_eq!(on("v27", "2028-01-01T00:00:00Z"), Phase::Lts);
    assert_eq!(on("v26", "2028-01-01T00:00:00Z"), Phase::Maintenance);
    assert_eq!(on("v25", "2026-05-01T00:00:00Z"), Phase::Maintenance);
}

/// Three projects with nothing in common but that they release.
#[test]
fn lines_of_every_shape_are_read_without_loss() {
    for name in ["majors", "calendar", "branches"] {
        let bytes = file(&format!("fixtures/lines/{name}.json"));
        let lines = Lines::read(name, &bytes).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(lines.to_json(), value, "{name}");
    }
}

fn shape(name: &str) -> Lines {
    Lines::read(name, &file(&format!("fixtures/lines/{name}.json"))).unwrap()
}

fn selected(lines: &Lines, word: &str, at: &str) -> Vec<String> {
    let found = lines.select(word, at.parse().unwrap()).unwrap();
    found.iter().map(|line| line.title()).collect()
}

#[test]
fn majors_carry_branch_maintainers_pins_and_vendors() {
    let lines = shape("majors");
    let line = lines.get("v3").unwrap();
    assert_eq!(line.branch.as_deref(), Some("release/3.x"));
    assert_eq!(line.maintainers, ["@ines", "@otto"]);
    assert_eq!(line.upstream["openssl"], "3.0");
    assert_eq!(line.vendors[0].name, "Longhaul");
    assert_eq!(line.vendors[0].until.unwrap().to_string(), "2031-12-31");
    assert_eq!(selected(&lines, "supported", "2026-11-20T00:00:00Z"), ["4.x", "5.x"]);
    assert_eq!(selected(&lines, "eol", "2026-11-20T00:00:00Z"), ["0.9.x", "3.x"]);
}

#[test]
fn calendar_versions_find_their_line() {
    let lines = shape("calendar");
    let line = |version: &str| lines.line_of(version).map(|line| line.id.clone());
    assert_eq!(line("2026.1.3"), Some("2026.1".into()));
    assert_eq!(line("2026.10.0"), Some("2026.10".into()));
    assert_eq!(line("2027.1"), None);
    assert_eq!(selected(&lines, "lts", "2026-11-20T00:00:00Z"), ["2026.1.x"]);
    assert_eq!(selected(&lines, "current", "2026-11-20T00:00:00Z"), ["2026.10.x"]);
}

#[test]
fn named_branches_keep_their_names() {
    let lines = shape("branches");
    assert_eq!(selected(&lines, "supported", "2026-11-20T00:00:00Z"), ["harbour", "pier"]);
    assert_eq!(lines.line_of("harbour-12").map(|line| line.id.as_str()), Some("harbour"));
    assert_eq!(lines.get("pier").unwrap().first_version(), "pier");
    assert_eq!(lines.get("harbour").unwrap().branch.as_deref(), Some("trunk/harbour"));
}
