//! Release lines and where they stand.

use crate::policy::{Lines, Phase};
use jiff::civil::date;

const SCHEDULE: &str = r#"{
  "v0.10": { "start": "2013-03-11", "end": "2016-10-31" },
  "v20": { "start": "2023-04-18", "lts": "2023-10-24", "maintenance": "2024-10-22", "end": "2026-04-30", "codename": "Iron" },
  "v24": { "start": "2025-05-06", "lts": "2025-10-28", "maintenance": "2026-10-20", "end": "2028-04-30", "codename": "Krypton" },
  "v26": { "start": "2026-05-05", "lts": "2026-10-28", "maintenance": "2027-10-20", "end": "2029-04-30", "codename": "" },
  "v27": { "alpha": "2026-10-28", "start": "2027-04-22", "maintenance": "2027-10-20", "end": "2030-04-30", "codename": "", "note": [1, null] },
  "2026.1": { "start": "2026-01-01", "end": "2027-01-01" },
  "pier": { "start": "2024-01-01", "end": "2028-01-01" }
}"#;

fn lines() -> Lines {
    Lines::read("lines.json", SCHEDULE.as_bytes()).unwrap()
}

#[test]
fn nothing_that_was_read_is_lost() {
    let value: serde_json::Value = serde_json::from_str(SCHEDULE).unwrap();
    assert_eq!(lines().to_json(), value);
}

#[test]
fn a_line_is_out_of_support_on_its_end_date() {
    let v20 = |day| lines().phase("v20", day).unwrap();
    assert_eq!(v20(date(2026, 4, 29)), Phase::Maintenance);
    assert_eq!(v20(date(2026, 4, 30)), Phase::EndOfLife);
}

#[test]
fn three_lines_stand_in_three_phases_on_one_day() {
    let on = |id| lines().phase(id, date(2026, 11, 1)).unwrap();
    let phases = [on("v24"), on("v26"), on("v27")];
    assert_eq!(phases, [Phase::Maintenance, Phase::ActiveLts, Phase::Alpha]);
}

#[test]
fn a_line_without_long_term_support_goes_from_current_to_maintenance() {
    let v27 = |day| lines().phase("v27", day).unwrap();
    assert_eq!(v27(date(2026, 10, 27)), Phase::NotYet);
    assert_eq!(v27(date(2027, 4, 22)), Phase::Current);
    assert_eq!(v27(date(2027, 10, 20)), Phase::Maintenance);
}

#[test]
fn an_alpha_is_not_supported() {
    let lines = lines();
    let ids: Vec<&str> =
        lines.supported(date(2026, 11, 1)).iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids, ["v24", "v26", "2026.1", "pier"]);
}

#[test]
fn a_version_finds_its_line() {
    let lines = lines();
    let of = |version: &str| lines.line_of(version).map(|line| line.id.clone());
    let some = |id: &str| Some(id.to_owned());
    assert_eq!(of("20.3.1"), some("v20"));
    assert_eq!(of("v20"), some("v20"));
    assert_eq!(of("24.x"), some("v24"));
    assert_eq!(of("27.0.0-alpha.1"), some("v27"));
    assert_eq!(of("0.10.48"), some("v0.10"));
    assert_eq!(of("2026.1.7"), some("2026.1"));
    assert_eq!(of("pier-3"), some("pier"));
    assert_eq!([of("0.1.0"), of("2.0.0"), of("200.0.0"), of("")], [None, None, None, None]);
}

#[test]
fn a_line_has_a_title_and_a_first_version() {
    let lines = lines();
    let of = |id: &str| lines.get(id).map(|line| (line.title(), line.first_version())).unwrap();
    assert_eq!(of("v24"), ("24.x".into(), "24.0.0".into()));
    assert_eq!(of("v0.10"), ("0.10.x".into(), "0.10.0".into()));
    assert_eq!(of("2026.1"), ("2026.1.x".into(), "2026.1.0".into()));
    assert_eq!(of("pier"), ("pier".into(), "pier".into()));
}

#[test]
fn every_problem_of_a_schedule_is_reported() {
    let broken = r#"{ "v1": { "start": "2024-02-30", "end": 7 }, "v2": [], "v3": { "start": "2024-01-01" },
        "v4": { "start": "2024-01-01", "end": "2023-01-01" }, "v4": { "start": "2024-01-01", "end": "2025-01-01" },
        "a b": { "start": "2024-01-01", "end": "2025-01-01", "codename": 3 } }"#;
    let said: Vec<String> = Lines::read("lines.json", broken.as_bytes())
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        said,
        [
            "lines.json: v1.start: \"2024-02-30\" is not a date such as 2026-04-30",
            "lines.json: v1.end: a date is a text",
            "lines.json: v2: a line is an object with its dates",
            "lines.json: v3.end: this date is missing",
            "lines.json: v4.end: the line ends before it starts",
            "lines.json: v4: this line is there twice",
            "lines.json: a b: a line's name has 1 to 40 of a-z, 0-9, '.', '-', '_'",
            "lines.json: a b.codename: a codename is a text",
        ]
    );
}
