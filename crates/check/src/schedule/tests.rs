//! Phases of invented lines, and what happens to lines without dates.

use jiff::civil::date;
use serde_json::{Value, json};

use super::{Phase, Schedule};

fn lantern() -> Value {
    json!({
        "v0.8": { "start": "2001-01-01", "end": "2003-01-01" },
        "v7": { "start": "2010-01-10", "maintenance": "2010-06-01", "end": "2011-03-01", "codename": "" },
        "v8": { "start": "2011-01-10", "lts": "2011-07-01", "maintenance": "2012-07-01",
                "end": "2014-01-01", "codename": "Wick", "colour": { "hex": "#aa0" } },
        "v9": { "alpha": "2012-01-05", "start": "2012-06-05", "maintenance": "2013-01-01", "end": "2015-01-01" },
    })
}

fn schedule() -> Schedule {
    let reading = Schedule::read("lantern.json", lantern().to_string().as_bytes());
    assert_eq!(reading.complaints, []);
    reading.value.unwrap()
}

fn phase(version: &str, at: jiff::civil::Date) -> Option<Phase> {
    schedule().line_of(&version.parse().unwrap()).map(|line| line.phase(at))
}

#[test]
fn a_schedule_is_written_as_it_was_read() {
    assert_eq!(serde_json::to_value(schedule()).unwrap(), lantern());
}

#[test]
fn a_line_is_at_its_end_from_the_first_moment_of_its_end_date() {
    assert_eq!(phase("7.4.0", date(2011, 2, 28)), Some(Phase::Maintenance));
    assert_eq!(phase("7.4.0", date(2011, 3, 1)), Some(Phase::EndOfLife));
}

#[test]
fn a_line_walks_through_its_phases() {
    assert_eq!(phase("8.0.0", date(2011, 1, 9)), Some(Phase::NotYet));
    assert_eq!(phase("8.0.0", date(2011, 1, 10)), Some(Phase::Current));
    assert_eq!(phase("8.0.0", date(2011, 7, 1)), Some(Phase::ActiveLts));
    assert_eq!(phase("8.0.0", date(2012, 7, 1)), Some(Phase::Maintenance));
    assert_eq!(phase("8.0.0", date(2014, 1, 1)), Some(Phase::EndOfLife));
}

#[test]
fn a_line_with_early_builds_is_in_alpha_before_it_starts() {
    assert_eq!(phase("9.0.0", date(2012, 1, 4)), Some(Phase::NotYet));
    assert_eq!(phase("9.0.0", date(2012, 1, 5)), Some(Phase::Alpha));
    assert_eq!(phase("9.0.0", date(2012, 6, 5)), Some(Phase::Current));
}

#[test]
fn before_version_one_the_second_number_names_the_line() {
    assert_eq!(phase("0.8.28", date(2002, 1, 1)), Some(Phase::Current));
    assert_eq!(phase("0.9.1", date(2002, 1, 1)), None);
}

#[test]
fn a_line_without_usable_dates_is_kept_but_not_used() {
    let text = json!({
        "v1": { "start": "2001-01-01" },
        "v2": { "start": "2001-01-01", "end": "soon" },
        "v3": { "start": "2001-01-01", "end": "2000-01-01" },
        "v4": { "start": "2001-01-01", "end": "2002-01-01T10:00" },
        "v5": 5,
        "latest": { "start": "2001-01-01", "end": "2002-01-01" },
        "v6": { "start": "2001-01-01", "end": "2002-01-01" },
    });
    let reading = Schedule::read("odd.json", text.to_string().as_bytes());
    let schedule = reading.value.unwrap();
    let names: Vec<String> = schedule.lines().map(|line| line.name.to_string()).collect();
    assert_eq!(names, ["v6"]);
    assert_eq!(reading.complaints.len(), 6);
    assert_eq!(serde_json::to_value(schedule).unwrap(), text);
}

#[test]
fn a_file_that_is_not_an_object_is_one_complaint() {
    let reading = Schedule::read("odd.json", b"[]");
    assert!(reading.value.is_none());
    assert!(reading.complaints[0].to_string().starts_with("odd.json: reading the schedule"));
}
