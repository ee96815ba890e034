//! Release lines and where they stand.

use crate::policy::{EndRule, LineModel, LineRules, Lines, Phase, line_changes};
use jiff::Timestamp;
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

fn at(text: &str) -> Timestamp {
    let text = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
    text.parse().unwrap()
}

fn with(rules: LineRules) -> Lines {
    Lines { rules, ..lines() }
}

/// One major a year, where every line is supported for the long term.
fn yearly() -> LineRules {
    let (id, says) = ("yearly".to_owned(), "One major a year.".to_owned());
    let (since, lts, maintenance) = (date(2027, 1, 1), Phase::ActiveLts, Phase::Lts);
    let models = vec![LineModel { id, since, says, lts, maintenance }];
    LineRules { models, ..LineRules::default() }
}

#[test]
fn nothing_that_was_read_is_lost() {
    let value: serde_json::Value = serde_json::from_str(SCHEDULE).unwrap();
    assert_eq!(lines().to_json(), value);
}

#[test]
fn a_line_is_out_of_support_on_its_end_date() {
    let v20 = |instant| lines().phase("v20", at(instant)).unwrap();
    assert_eq!(v20("2026-04-29T23:59:59.999Z"), Phase::Maintenance);
    assert_eq!(v20("2026-04-30T00:00:00Z"), Phase::EndOfLife);
    assert_eq!(
        lines().rules.says(),
        "A line is at its end of life from 00:00 UTC of its end date on (exclusive)."
    );
}

#[test]
fn by_the_inclusive_rule_a_line_is_supported_on_its_end_date() {
    let lines = with(LineRules { end: EndRule::Inclusive, ..LineRules::default() });
    let v20 = |instant| lines.phase("v20", at(instant)).unwrap();
    assert_eq!(v20("2026-04-30T23:59:59Z"), Phase::Maintenance);
    assert_eq!(v20("2026-05-01"), Phase::EndOfLife);
    assert!(lines.rules.says().ends_with("of the day after (inclusive)."));
}

#[test]
fn days_begin_in_the_zone_of_the_rules() {
    let lines = with(LineRules { zone: "America/New_York".into(), ..LineRules::default() });
    let v20 = |instant| lines.phase("v20", at(instant)).unwrap();
    assert_eq!(v20("2026-04-30T03:59:59Z"), Phase::Maintenance);
    assert_eq!(v20("2026-04-30T04:00:00Z"), Phase::EndOfLife);
    let standing = lines.standing(lines.get("v20").unwrap(), at("2026-04-30"));
    assert_eq!((standing.days_left, standing.ends_at), (1, at("2026-04-30T04:00:00Z")));
}

#[test]
fn three_lines_stand_in_three_phases_on_one_day() {
    let on = |id| lines().phase(id, at("2026-11-01")).unwrap();
    let phases = [on("v24"), on("v26"), on("v27")];
    assert_eq!(phases, [Phase::Maintenance, Phase::ActiveLts, Phase::Alpha]);
}

#[test]
fn a_line_without_long_term_support_goes_from_current_to_maintenance() {
    let v27 = |day| lines().phase("v27", at(day)).unwrap();
    assert_eq!(v27("2026-10-27"), Phase::NotYet);
    assert_eq!(v27("2027-04-22"), Phase::Current);
    assert_eq!(v27("2027-10-20"), Phase::Maintenance);
}

#[test]
fn a_model_says_what_a_date_opens_for_the_lines_that_start_later() {
    let lines = with(yearly());
    let on = |id, day| lines.phase(id, at(day)).unwrap();
    assert_eq!(on("v27", "2026-11-01"), Phase::Alpha);
    assert_eq!(on("v27", "2027-04-22"), Phase::Current);
    assert_eq!(on("v27", "2027-10-20"), Phase::Lts);
    assert_eq!(on("v27", "2030-04-29"), Phase::Lts);
    assert_eq!(on("v27", "2030-04-30"), Phase::EndOfLife);
    assert_eq!(on("v26", "2027-10-20"), Phase::Maintenance);
    let next = lines.standing(lines.get("v27").unwrap(), at("2027-05-01")).next;
    assert_eq!(next, Some((Phase::Lts, date(2027, 10, 20))));
}

#[test]
fn an_alpha_is_not_supported() {
    let lines = lines();
    let ids: Vec<&str> =
        lines.supported(at("2026-11-01")).iter().map(|line| line.id.as_str()).collect();
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

fn ids(word: &str, day: &str) -> Vec<String> {
    let lines = with(yearly());
    let found = lines.select(word, at(day)).unwrap();
    found.iter().map(|line| line.id.clone()).collect()
}

#[test]
fn an_alias_names_the_lines_in_its_phases() {
    let none: [&str; 0] = [];
    let day = "2026-11-01";
    assert_eq!(ids("all", day).len(), 7);
    assert_eq!(ids("supported", day), ["v24", "v26", "2026.1", "pier"]);
    assert_eq!(ids("current", day), ["v26"]);
    assert_eq!(ids("active", day), ["v26", "2026.1", "pier"]);
    assert_eq!(ids("lts", day), ["v24", "v26"]);
    assert_eq!(ids("LTS-Active", day), ["v26"]);
    assert_eq!(ids("maintenance", day), ["v24"]);
    assert_eq!(ids("alpha", day), ["v27"]);
    assert_eq!(ids("eol", day), ["v0.10", "v20"]);
    assert_eq!(ids("alpha", "2027-11-01"), none);
    assert_eq!(ids("lts_active", "2027-11-01"), ["v27"]);
}

#[test]
fn a_line_is_found_by_id_number_codename_and_version() {
    for word in ["v24", "24", "24.x", "v24.3.1", "Krypton", "krypton"] {
        assert_eq!(ids(word, "2026-11-01"), ["v24"], "{word}");
    }
}

#[test]
fn an_unknown_word_is_an_error_that_names_what_there_is() {
    let says = |word: &str| lines().select(word, at("2026-11-01")).unwrap_err();
    assert_eq!(
        says("suported"),
        "no such alias or release line \"suported\"; did you mean \"supported\"?; aliases are all, \
         supported, current, active, lts, lts_active, maintenance, alpha, eol; lines are pier, \
         2026.1, v27, v26, v24, v20, v0.10"
    );
    assert!(says("").starts_with("no such alias or release line \"\""));
    assert!(says("v99").starts_with("no such alias or release line \"v99\""));
}

#[test]
fn dates_that_contradict_one_another_are_reported() {
    let broken = r#"{
        "v1": { "start": "2024-01-01", "lts": "2023-01-01", "maintenance": "2026-01-01", "end": "2025-01-01" },
        "supported": { "start": "2024-01-01", "end": "2025-01-01", "codename": "Oak" },
        "v3": { "start": "2024-01-01", "end": "9999-12-31", "codename": "oak" },
        "v4": { "start": "2024-01-01", "end": "2025-01-01", "branch": 4, "maintainers": "me", "upstream": [],
                "vendors": [7, { "name": " ", "link": "ftp://x", "until": "soon" }, { "name": "N" }] } }"#;
    let said = Lines::read("lines.json", broken.as_bytes()).unwrap_err();
    let said: Vec<String> = said.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "lines.json: v1.lts: comes before start, which is 2024-01-01",
            "lines.json: v1.end: comes before maintenance, which is 2026-01-01",
            "lines.json: supported: \"supported\" means lines that get fixes; a line needs another name",
            "lines.json: v3.end: \"9999-12-31\" is not a date such as 2026-04-30",
            "lines.json: v4.branch: this is a text",
            "lines.json: v4.maintainers: this is a list",
            "lines.json: v4.upstream: at most 100 names with a version each, such as \"openssl\"",
            "lines.json: v4.vendors[0]: a vendor is an object with name, link and until",
            "lines.json: v4.vendors[1].until: \"soon\" is not a date such as 2026-04-30",
            "lines.json: v4.vendors[1].link: a link begins with https:// or http://",
            "lines.json: v4.vendors[1].name: is empty",
            "lines.json: v4.vendors[2].link: is missing",
        ]
    );
}

#[test]
fn reminders_are_due_at_their_distance_and_the_nearest_one_wins() {
    let due = |instant: &str| -> Vec<(String, u32)> {
        let due = lines().due_countdowns(at(instant));
        due.into_iter().map(|one| (one.line, one.days)).collect()
    };
    let v20 = |days| vec![("v20".to_owned(), days)];
    assert_eq!(due("2026-01-29T23:59:59Z"), []);
    assert_eq!(due("2026-01-30"), v20(90));
    assert_eq!(due("2026-03-31"), v20(30));
    assert_eq!(due("2026-04-16"), v20(14));
    assert_eq!(due("2026-04-29T23:59:59Z"), v20(7));
    assert_eq!(due("2026-04-30"), []);
}

#[test]
fn what_is_to_come_leaves_out_what_is_overtaken() {
    let days = |instant: &str| -> Vec<u32> {
        let all = lines().countdowns_from(at(instant));
        all.iter().filter(|one| one.line == "v20").map(|one| one.days).collect()
    };
    assert_eq!(days("2025-01-01"), [90, 30, 14, 7]);
    assert_eq!(days("2026-04-20"), [14, 7]);
    assert_eq!(days("2026-04-30"), [0; 0]);
}

#[test]
fn a_reminder_of_a_date_that_moved_no_longer_stands() {
    let stands = |lines: &Lines, days: u32, now: &str| {
        let all = self::lines().countdowns_from(at("2025-01-01"));
        let found = all.into_iter().find(|one| one.line == "v20" && one.days == days);
        lines.stands(&found.unwrap(), at(now))
    };
    let lines = lines();
    assert!(!stands(&lines, 30, "2026-03-30"), "not yet due");
    assert!(stands(&lines, 30, "2026-03-31"));
    assert!(!stands(&lines, 30, "2026-04-16"), "overtaken");
    assert!(stands(&lines, 7, "2026-08-01"), "who slept through the end hears of it once");
    let moved = changed(r#""end": "2026-04-30""#, r#""end": "2026-05-30""#);
    assert!(!stands(&moved, 30, "2026-04-30"));
    let gone = changed("v20", "v21");
    assert!(!stands(&gone, 30, "2026-03-31"));
}

fn changed(from: &str, to: &str) -> Lines {
    Lines::read("new.json", SCHEDULE.replace(from, to).as_bytes()).unwrap()
}

fn told(new: &Lines, announced: &str) -> Vec<(bool, String)> {
    let found = line_changes(&lines(), new, at(announced));
    found.into_iter().map(|one| (one.is_short(), one.says)).collect()
}

#[test]
fn the_earlier_of_two_dates_must_be_announced_in_time() {
    let sooner = changed(r#""end": "2026-04-30""#, r#""end": "2026-03-31""#);
    let moves = "v20: end moves from 2026-04-30 to 2026-03-31";
    assert_eq!(
        told(&sooner, "2026-03-17"),
        [(false, format!("{moves}; announced 14 days before"))]
    );
    let short = format!("{moves}; announced only 13 days before, 14 are asked for");
    assert_eq!(told(&sooner, "2026-03-18"), [(true, short)]);
    let late = format!("{moves}; announced 2 days too late, 14 days before are asked for");
    assert_eq!(told(&sooner, "2026-04-02"), [(true, late)]);
    assert_eq!(told(&sooner, "2027-01-01"), [(false, moves.to_owned())]);
    let later = changed(r#""end": "2026-04-30""#, r#""end": "2026-06-30""#);
    assert!(told(&later, "2026-04-20")[0].0, "who planned by the old date had ten days");
}

#[test]
fn lines_that_come_and_go_and_dates_that_appear_are_told() {
    let dropped = changed(r#""lts": "2026-10-28", "#, "");
    assert_eq!(
        told(&dropped, "2026-10-01"),
        [(false, "v26: lts is dropped, which was 2026-10-28; announced 27 days before".into())]
    );
    let renamed = changed("\"pier\"", "\"quay\"");
    assert_eq!(
        told(&renamed, "2026-10-01"),
        [
            (
                true,
                "pier is removed, which ended on 2028-01-01; announced only 0 days before, 14 are \
                 asked for"
                    .into()
            ),
            (false, "quay is new: from 2024-01-01 to 2028-01-01".into()),
        ]
    );
    assert_eq!(told(&lines(), "2026-10-01"), []);
}

#[test]
fn another_rule_of_the_end_is_a_change_of_every_end() {
    let new = with(LineRules { end: EndRule::Inclusive, ..LineRules::default() });
    let found = told(&new, "2026-04-20");
    assert!(found[0].0 && found[0].1.starts_with("the rule of the end changes"), "{found:?}");
    assert!(!told(&new, "2026-05-01")[0].0);
}

#[test]
fn as_many_lines_as_there_may_be_are_counted_down_in_any_zone() {
    let line = |n: usize| format!(r#""v{n}": {{ "start": "2020-01-01", "end": "2026-06-01" }}"#);
    let text = format!("{{ {} }}", (0..1_000).map(line).collect::<Vec<_>>().join(", "));
    let mut lines = Lines::read("lines.json", text.as_bytes()).unwrap();
    lines.rules.zone = "America/New_York".into();
    assert_eq!(lines.countdowns_from(at("2026-01-01")).len(), 4_000);
    assert_eq!(lines.due_countdowns(at("2026-05-30")).len(), 1_000);
}
