//! The real records and the real schedule, judged on the day of the data.
//!
//! The data is not part of the project. Without it these tests say that they skip, except where
//! a missing fixture must fail: on the build machine, or when asked for.

#![expect(
    clippy::disallowed_methods,
    reason = "the crate reads no files and asks no environment; its fixtures need both"
)]

use std::path::{Path, PathBuf};

use check::database::{Database, Meta};
use check::node_core::{Records, read_all};
use check::platform::Platform;
use check::range::Range;
use check::schedule::Schedule;
use check::version::Version;
use check::{Report, Status, Target, check, exit_code};
use jiff::civil::{Date, date};

const DATA: Date = date(2026, 4, 8);

/// The folder with Node's data, unless it is absent and may be.
fn folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let fixtures = set("VULNERARY_FIXTURES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures"),
        PathBuf::from,
    );
    let node = fixtures.join("node");
    if node.join("schedule.json").is_file() {
        return Some(node);
    }
    let required = set("CI").is_some() || set("VULNERARY_REQUIRE_FIXTURES").is_some();
    assert!(!required, "the fixtures are required and absent: {}", node.display());
    #[expect(clippy::print_stderr, reason = "a skipped test must say that it skips")]
    {
        eprintln!("skipped: no fixtures at {}", node.display());
    }
    None
}

fn schedule(node: &Path) -> Schedule {
    let bytes = std::fs::read(node.join("schedule.json")).expect("the schedule is there");
    let reading = Schedule::read("schedule.json", &bytes);
    assert_eq!(reading.complaints, []);
    reading.value.expect("the schedule is an object")
}

fn files(node: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(node.join("vuln/core")).expect("the records are there");
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        (name, std::fs::read(&path).expect("a record can be read"))
    };
    entries.map(|entry| read(entry.expect("an entry can be read").path())).collect()
}

fn records(node: &Path) -> Records {
    let files = files(node);
    read_all(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

/// The database, written and opened again.
fn database(node: &Path) -> Database {
    let (records, schedule) = (records(node).records, schedule(node));
    let bytes = check::database::write(&records, &schedule, &Meta::node(DATA));
    Database::read(&bytes.expect("node is a product name")).expect("what was written can be read")
}

fn ask(database: &Database, version: &str, platform: Option<Platform>, at: Date) -> Report {
    check(database, &Target::parse(&format!("node@{version}")), platform, at)
}

#[test]
fn every_real_record_is_read_without_complaint() {
    let Some(node) = folder() else { return };
    let all = records(&node);
    assert_eq!(all.lost, Vec::<String>::new());
    assert_eq!(all.complaints, []);
    assert_eq!(all.records.len(), 171);
    assert!(all.records.iter().all(|record| !record.summary().is_empty()));
}

#[test]
fn every_real_record_is_kept_as_it_was() {
    let Some(node) = folder() else { return };
    let all = records(&node);
    for (name, bytes) in files(&node) {
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let found = all.records.iter().find(|it| format!("{}.json", it.number) == name);
        if let Some(record) = found {
            assert_eq!(serde_json::Value::Object(record.original().clone()), value, "{name}");
        }
    }
}

#[test]
fn the_real_schedule_is_written_as_it_was_read() {
    let Some(node) = folder() else { return };
    let bytes = std::fs::read(node.join("schedule.json")).unwrap();
    let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let schedule = schedule(&node);
    assert_eq!(schedule.lines().count(), 27);
    assert_eq!(serde_json::to_value(schedule).unwrap(), value);
}

#[test]
fn the_real_lines_stand_where_the_project_says() {
    use check::schedule::Phase;
    let Some(node) = folder() else { return };
    let schedule = schedule(&node);
    let phase = |major, at| schedule.line_of(&Version::new(major, 0, 0)).map(|it| it.phase(at));
    assert_eq!(phase(20, date(2026, 4, 29)), Some(Phase::Maintenance));
    assert_eq!(phase(20, date(2026, 4, 30)), Some(Phase::EndOfLife));
    assert_eq!(phase(27, date(2026, 11, 1)), Some(Phase::Alpha));
    assert_eq!(phase(26, date(2026, 11, 1)), Some(Phase::ActiveLts));
    assert_eq!(phase(24, date(2026, 11, 1)), Some(Phase::Maintenance));
}

#[test]
fn supported_versions_have_exactly_the_known_findings() {
    let Some(node) = folder() else { return };
    let database = database(&node);
    // Version, then the findings on all platforms, on linux and on win32.
    let table = [
        ("20.3.0", 60, 53, 60),
        ("22.4.0", 24, 20, 24),
        ("24.0.0", 17, 16, 17),
        ("20.20.0", 7, 7, 7),
        ("22.22.1", 7, 7, 7),
        ("24.14.0", 8, 8, 8),
        ("25.8.1", 9, 9, 9),
        ("20.20.2", 0, 0, 0),
        ("22.22.2", 0, 0, 0),
        ("24.14.1", 0, 0, 0),
        ("25.8.2", 0, 0, 0),
    ];
    for (version, all, linux, win32) in table {
        let found = [None, Some(Platform::Linux), Some(Platform::Win32)]
            .map(|platform| ask(&database, version, platform, DATA));
        let counts = found.each_ref().map(|report| report.findings.len());
        assert_eq!(counts, [all, linux, win32], "{version}");
        let expected = if all == 0 { 0 } else { 1 };
        assert_eq!(exit_code(&found), expected, "{version}");
    }
}

#[test]
fn ended_versions_are_end_of_life_with_what_is_known() {
    let Some(node) = folder() else { return };
    let database = database(&node);
    let table = [
        ("18.20.8", 0),
        ("16.20.2", 0),
        ("21.7.3", 0),
        ("23.11.1", 0),
        ("14.21.3", 0),
        ("12.22.12", 0),
        ("10.24.1", 0),
        ("8.17.0", 0),
        ("6.17.1", 0),
        ("0.12.18", 1),
        ("4.9.1", 2),
    ];
    for (version, count) in table {
        let report = ask(&database, version, None, DATA);
        assert_eq!((report.status, report.findings.len()), (Status::EndOfLife, count), "{version}");
        assert_eq!(exit_code(&[report]), 2, "{version}");
    }
}

#[test]
fn what_is_no_exact_known_version_is_never_safe() {
    let Some(node) = folder() else { return };
    let database = database(&node);
    let versions =
        ["v22", "22", "22.x", "lts", "23.0.0-nightly20241016abcdef0123", "99.0.0", "26.0.0"];
    for version in versions {
        let report = ask(&database, version, None, DATA);
        assert_eq!(report.status, Status::Undecidable, "{version}");
        assert_eq!(exit_code(&[report]), 3, "{version}");
    }
}

#[test]
fn the_way_out_is_named() {
    let Some(node) = folder() else { return };
    let database = database(&node);
    let upgrade = |version, at| ask(&database, version, None, at).upgrade;
    assert_eq!(upgrade("20.3.0", DATA), Some(Version::new(20, 20, 2)));
    assert_eq!(upgrade("18.20.8", DATA), Some(Version::new(20, 20, 2)));
    assert_eq!(upgrade("20.3.0", date(2026, 4, 30)), Some(Version::new(22, 22, 2)));
    let report = ask(&database, "20.3.0", None, DATA);
    let last = report.findings.iter().find(|finding| finding.id == "NSWG-COR-171").unwrap();
    assert_eq!((&last.fixed[..], last.fixed_on_line), (&[Version::new(20, 20, 2)][..], true));
}

/// The version of a release on either side of every bound of the range.
fn probes(range: &Range) -> Vec<Version> {
    let mut versions = Vec::new();
    for word in range.to_string().split([' ', '|']) {
        let word = word.trim_start_matches(['<', '>', '=']).trim_end_matches("-0");
        if let Ok(Version { major, minor, patch, .. }) = word.parse::<Version>() {
            versions.push(Version::new(major, minor, patch));
            versions.push(Version::new(major, minor, patch + 1));
            versions.push(Version::new(major, minor, patch.wrapping_sub(1).min(99)));
            versions.push(Version::new(major, minor + 1, 0));
            versions.push(Version::new(major.wrapping_sub(1).min(99), 99, 99));
        }
    }
    versions
}

#[test]
fn every_real_range_is_read_as_a_second_reader_reads_it() {
    let Some(node) = folder() else { return };
    let mut compared = 0;
    for record in records(&node).records {
        for key in ["vulnerable", "patched"] {
            let text = record.original()[key].as_str().unwrap();
            let ours = Range::parse(text).unwrap();
            // The second reader takes `<= 10` for `<=10.0.0-0`; `<11` is what is meant.
            let theirs = node_semver::Range::parse(text.replace("<= 10", "<11.0.0")).unwrap();
            for version in probes(&ours) {
                let same = node_semver::Version::parse(version.to_string()).unwrap();
                assert_eq!(ours.contains(&version), theirs.satisfies(&same), "{text} {version}");
                compared += 1;
            }
        }
    }
    assert!(compared > 3000, "only {compared} comparisons");
}
