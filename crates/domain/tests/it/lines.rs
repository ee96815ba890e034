//! The real schedule.

use crate::tree::{fixture, pack};
use domain::policy::{Lines, Phase};
use jiff::civil::date;

#[test]
fn the_real_schedule_is_read_without_loss() {
    let Some(bytes) = fixture("node/schedule.json") else { return };
    let lines = Lines::read("schedule.json", &bytes).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(lines.to_json(), value);
    assert_eq!(lines.0.len(), value.as_object().unwrap().len());
    assert_eq!(lines.0[0].id, "v0.8");
}

#[test]
fn the_shipped_lines_agree_with_the_real_schedule() {
    let Some(bytes) = fixture("node/schedule.json") else { return };
    let real = Lines::read("schedule.json", &bytes).unwrap();
    for line in &pack("node").lines.0 {
        assert_eq!(Some(line), real.get(&line.id));
    }
}

#[test]
fn the_shipped_lines_stand_where_they_should() {
    let lines = pack("node").lines;
    let on = |id, day| lines.phase(id, day).unwrap();
    assert!(on("v20", date(2026, 4, 29)).is_supported());
    assert_eq!(on("v20", date(2026, 4, 30)), Phase::EndOfLife);
    let autumn = date(2026, 11, 1);
    let phases = [on("v24", autumn), on("v26", autumn), on("v27", autumn)];
    assert_eq!(phases, [Phase::Maintenance, Phase::ActiveLts, Phase::Alpha]);
}
