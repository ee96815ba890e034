//! What is found, what is not, and what no text can do to the linter.

use super::*;
use domain::policy::{Lines, Unit};
use jiff::civil::date;
use std::sync::LazyLock;

/// A policy in which nothing is to be mended.
const GOOD: &str = "\
# Security policy of Tide

Last reviewed: 2026-05-01.

Report a vulnerability in private to <security@tide.dev>. We acknowledge your report within 5 days,
and send a detailed answer within 10 days. If you do not hear from us, write to <owners@tide.dev>.

Only the latest release is supported. What an owner of a screen can do is not considered a
vulnerability. Fixes are announced with an advisory after an embargo of 30 days. We will not take
legal action against research in good faith.
";

fn given<'a>(missing: &'a BTreeSet<String>, dead: &'a [DeadAddress]) -> Given<'a> {
    Given {
        on: date(2026, 11, 20),
        repository: None,
        covers: &[],
        missing_files: missing,
        dead,
        lines: None,
        bounty: Bounty::Unknown,
        acknowledgement: None,
    }
}

fn with<'a>(text: &str, change: impl FnOnce(&mut Given<'a>)) -> Report {
    let page = Page::read(text.as_bytes()).expect("it is a text");
    static KNOWN: LazyLock<(BTreeSet<String>, Vec<DeadAddress>)> =
        LazyLock::new(|| (BTreeSet::from(["docs/gone.md".to_owned()]), dead_addresses()));
    let mut given = given(&KNOWN.0, &KNOWN.1);
    change(&mut given);
    lint(&page, &given)
}

fn ids(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

/// What the linter finds when these lines are added to a good policy, with their lines in them.
fn added(text: &str) -> Vec<(&'static str, usize)> {
    let before = GOOD.lines().count() + 1;
    let report = with(&format!("{GOOD}\n{text}"), |_| {});
    let line = |finding: &Finding| finding.line.map_or(0, |line| line - before);
    report.findings.iter().map(|finding| (finding.rule.id, line(finding))).collect()
}

fn lines() -> Lines {
    let json = br#"{ "v1": { "start": "2024-01-01", "end": "2026-02-01" },
        "v2": { "start": "2025-06-01", "end": "2027-01-01" },
        "pier": { "start": "2025-06-01", "end": "2028-01-01" } }"#;
    Lines::read("lines.json", json).expect("it is a schedule")
}

#[test]
fn a_good_policy_has_ten_points_and_no_findings() {
    let report = with(GOOD, |_| {});
    assert_eq!((report.score.total(), ids(&report)), (10, Vec::new()));
}

#[test]
fn an_empty_policy_has_no_points_and_lacks_everything() {
    let report = with("", |_| {});
    assert_eq!(report.score.total(), 0);
    assert_eq!(
        ids(&report),
        [
            "absent-disclosure",
            "absent-escalation",
            "absent-response-time",
            "absent-safe-harbour",
            "absent-scope",
            "absent-versions",
            "contact-missing",
            "undated"
        ]
    );
}

#[test]
fn points_are_given_by_the_rubric() {
    let points = |text: &str| {
        let report = with(text, |_| {});
        report.score.points.iter().map(|point| point.points).collect::<Vec<_>>()
    };
    assert_eq!(points("<https://tide.dev/x>"), [6, 0, 0]);
    assert_eq!(points("write"), [0, 3, 0]);
    assert_eq!(points("write 1 or 2"), [0, 3, 1]);
    assert_eq!(points("write to `a@tide.dev` in 12345"), [6, 3, 0]);
    assert_eq!(points("write to a@tide.dev, disclosed vulnerability"), [6, 3, 1]);
}

#[test]
fn a_private_contact_is_recognised_in_many_shapes() {
    for text in [
        "mail `security@tide.dev`",
        "<https://hackerone.com/tide>",
        "[here](https://github.com/ada/tide/security/advisories/new)",
        "[here](../../security/advisories/new)",
        "use private vulnerability reporting",
        "Report a vulnerability [here](https://tide.dev/security).",
        "For a security issue see https://github.com/ada/tide/blob/main/SECURITY.md.",
    ] {
        assert!(!ids(&with(text, |_| {})).contains(&"contact-missing"), "{text}");
    }
    let report = with("Report vulnerabilities at https://github.com/ada/tide/issues", |_| {});
    let first = report.findings.first().expect("there is a finding");
    assert_eq!((first.rule.id, first.line), ("contact-missing", Some(1)));
    assert!(first.says.contains("everybody can read"));
}

#[test]
fn links_are_looked_at_and_not_followed() {
    assert_eq!(added("See [it](docs/gone.md#x) and [that](docs/here.md)."), [("link-broken", 1)]);
    assert_eq!(
        added("See [it](#nowhere) and [top](#security-policy-of-tide)."),
        [("link-broken", 1)]
    );
    assert_eq!(
        added("a\n[b](https://)\n[c](https://tide)\n[d](htps://tide.dev)"),
        [("link-malformed", 2), ("link-malformed", 3), ("link-malformed", 4)]
    );
    assert_eq!(
        added("[key](https://pool.sks-keyservers.net/x) [p](https://code.google.com/p/x)"),
        [("link-dead", 1), ("link-dead", 1)]
    );
    assert_eq!(added("[key](https://code.google.com/pages) and [l](https://lgtm.company)"), []);
    assert_eq!(added("Mail `old@nodesecurity.io`, too."), [("link-dead", 1)]);
}

#[test]
fn days_that_passed_are_told_from_history() {
    assert_eq!(added("Last updated: 3 March 2021"), [("date-stale", 1)]);
    assert_eq!(added("Last updated: 2026-03-03"), []);
    assert_eq!(added("Version 2 will be supported until June 2026."), [("date-passed", 1)]);
    assert_eq!(added("Version 2 will be supported until June 2027."), []);
    assert_eq!(added("Version 1 was supported until 1 June 2020."), []);
    assert_eq!(added("The flaw of 2014 is why we do this."), []);
}

#[test]
fn a_policy_says_which_one_it_is() {
    let undated = GOOD.replace("Last reviewed: 2026-05-01.", "");
    assert_eq!(ids(&with(&undated, |_| {})), ["undated"]);
    for dated in ["<!-- Last updated: 2026-05-01 -->", "This is version 3 of the policy."] {
        assert_eq!(ids(&with(&format!("{undated}\n{dated}\n"), |_| {})), Vec::<&str>::new());
    }
}

#[test]
fn supported_versions_are_held_against_the_schedule() {
    let table = "| Version | Supported |\n| --- | --- |\n| 1.x | :white_check_mark: |\n\
                 | v2.x | ✅ |\n| < 1.0 | :x: |\n";
    let report = with(&format!("{GOOD}\n{table}"), |given| given.lines = None);
    assert_eq!(ids(&report), Vec::<&str>::new());
    let schedule = lines();
    let report = with(&format!("{GOOD}\n{table}"), |given| given.lines = Some(&schedule));
    assert_eq!(ids(&report), ["version-ended", "version-omitted"]);
    assert!(report.findings[1].says.starts_with("pier is supported and not listed"));
    let table = table.replace("| v2.x | ✅ |", "| v2.x | no |\n| pier | yes |");
    let report = with(&format!("{GOOD}\n{table}"), |given| given.lines = Some(&schedule));
    assert_eq!(ids(&report), ["version-ended", "version-omitted"]);
    assert!(report.findings[1].says.contains("said to be unsupported"));
}

#[test]
fn a_version_is_supported_or_not() {
    let table = "| Version | Supported |\n|---|---|\n| 1.x | yes |\n| v1 | no |\n| 2.x | no |\n";
    assert_eq!(added(table), [("versions-contradict", 4)]);
    assert_eq!(
        added("## Supported versions\n\n* 1.x\n* 2.x\n* 1.x: end of life\n"),
        [("versions-contradict", 5)]
    );
}

#[test]
fn a_bounty_is_offered_or_not() {
    let offer = "We offer a bounty for good reports.";
    assert_eq!(added(offer), []);
    assert_eq!(added(&format!("{offer}\n\nThere is no bug bounty.")), [("bounty-contradicts", 1)]);
    assert_eq!(added("Rewards are not available. Bounties were paid; the bounty is paused."), []);
    let ended = Bounty::None { since: Some(date(2026, 4, 2)) };
    let told = |text: &str, bounty: Bounty| {
        let report = with(&format!("{GOOD}\n{text}"), |given| given.bounty = bounty);
        report.findings.iter().map(|one| one.says.clone()).collect::<Vec<_>>()
    };
    let says = told(&format!("{offer}\n\nYou may forfeit any bounty."), ended);
    assert_eq!(
        says,
        ["\"We offer a bounty for good reports.\", but there is none since 2026-04-02; line 14 \
         speaks of it too"]
    );
    assert_eq!(told("You may forfeit any bounty.", ended).len(), 1);
    assert_eq!(told("The bounty has ended. You may lose any bounty.", ended).len(), 0);
    assert_eq!(told("We do not offer a bounty.", Bounty::Offered).len(), 1);
    assert_eq!(told(offer, Bounty::Offered).len(), 0);
}

#[test]
fn promises_of_time_agree_with_each_other_and_with_the_pack() {
    assert_eq!(added("We acknowledge reports within 120 hours."), []);
    assert_eq!(added("If you do not get an acknowledgement within 6 days, escalate."), []);
}

#[test]
fn two_times_for_one_promise_are_found_at_the_first() {
    let text = format!("{GOOD}\nWe acknowledge reports within two (2) business days.\n");
    let report = with(&text, |_| {});
    assert_eq!(ids(&report), ["clocks-contradict"]);
    assert_eq!(
        report.findings[0].says,
        "the acknowledgement takes 5 days here and 2 business days in line 12"
    );
    let limit = |n, unit| Some(Limit { n, unit });
    let differs = |n, unit| {
        ids(&with(GOOD, |given| given.acknowledgement = limit(n, unit))).contains(&"clock-differs")
    };
    assert!(!differs(5, Unit::Days) && !differs(120, Unit::Hours));
    assert!(differs(5, Unit::BusinessDays) && differs(4, Unit::Days));
}

#[test]
fn lists_of_people_are_compared() {
    let person =
        |handle: &str, name: &str| format!("* [@{handle}](https://github.com/{handle}) - {name}\n");
    let (ada, bob, eve) = (person("ada", "Ada A"), person("bob", "Bob B"), person("eve", "Eve E"));
    let teams = |one: &str, two: &str| format!("## Triage\n\n{one}\n## Access\n\n{two}");
    assert_eq!(added(&teams(&format!("{ada}{bob}"), &format!("{bob}{ada}{eve}"))), []);
    assert_eq!(
        added(&teams(&format!("{ada}{eve}"), &format!("{bob}{ada}"))),
        [("list-disagrees", 3)]
    );
    // Lists of other people are other lists.
    let (kim, lea) = (person("kim", "Kim K"), person("lea", "Lea L"));
    assert_eq!(added(&teams(&format!("{ada}{eve}{kim}"), &format!("{bob}{ada}{lea}"))), []);
    assert_eq!(added(&format!("{ada}{bob}{ada}")), [("list-duplicate", 3)]);
    let spelled = person("Ada", "Ada A");
    assert_eq!(
        added(&teams(&format!("{ada}{bob}"), &format!("{spelled}{bob}"))),
        [("list-handle-differs", 8)]
    );
    let named = person("ada", "Ada Augusta");
    assert_eq!(
        added(&teams(&format!("{ada}{bob}"), &format!("{named}{bob}"))),
        [("list-name-differs", 8)]
    );
    let wrong = "* [@ada](https://github.com/adah) - Ada A\n";
    assert_eq!(added(&format!("{wrong}{bob}")), [("list-handle-differs", 1)]);
}

#[test]
fn an_option_has_one_name() {
    assert_eq!(
        added("Use `--permission`, once `--experimental-permission`."),
        [("option-two-names", 1)]
    );
    assert_eq!(added("Use `--permission` and `--experimental-wasm` -- or not --."), []);
}

#[test]
fn a_policy_of_another_project_is_recognised() {
    let speaks = |text: &str, repository: &'static str| {
        let report = with(text, |given| given.repository = Some(repository));
        ids(&report).contains(&"inherited-repository")
    };
    assert!(!speaks(GOOD, "ada/tide") && !speaks(GOOD, "ada/tide.js"));
    assert!(speaks(GOOD, "ada/lantern"));
    let core = "# Security\n\n## Reporting a bug in Core.js\n\n## The Core.js threat model\n";
    assert!(speaks(core, "org/parser") && !speaks(core, "org/core"));
    assert!(speaks("See <https://github.com/org/core/blob/HEAD/SECURITY.md>.", "org/core-gyp"));
    let link = "[report](https://github.com/org/core/security/advisories/new)";
    assert!(speaks(link, "org/parser") && !speaks(link, "org/core"));
    assert!(!speaks("See <https://github.com/org/docs>.", "org/parser"));
    assert!(!speaks("Ask to join at <https://github.com/org/team/issues>.", "org/parser"));
    assert!(!speaks("# Security policy\n\n## Reporting a bug in a third-party module", "a/b"));
}

#[test]
fn a_pack_covers_the_repository_or_not() {
    static COVERS: LazyLock<Vec<String>> =
        LazyLock::new(|| vec!["ada/tide".to_owned(), "sea/*".to_owned()]);
    let found = |repository: &'static str| {
        let report = with(GOOD, |given| {
            given.repository = Some(repository);
            given.covers = &COVERS;
        });
        ids(&report).contains(&"inherited-repository")
    };
    assert!(!found("Ada/tide") && !found("sea/tide") && !found("tide"));
    assert!(found("ada/tide-rs") && found("eve/tide"));
}

#[test]
fn a_default_names_what_it_covers() {
    let report = with(GOOD, |given| given.repository = Some("org/.github"));
    assert_eq!(ids(&report), ["default-difference-unsaid", "default-unscoped"]);
    let named = format!("{GOOD}\nFor the repositories `a` and `b` no CVE is issued; contact us.\n");
    let report = with(&named, |given| given.repository = Some("org/.github"));
    assert_eq!(ids(&report), Vec::<&str>::new());
    assert!(
        added("This policy applies to all repositories without their own.")
            .contains(&("default-unscoped", 0))
    );
}

#[test]
fn what_was_left_to_fill_in_is_found() {
    assert_eq!(
        added("Of [PROJECT], [your e-mail] and {{ name }}."),
        [("placeholder", 1), ("placeholder", 1), ("placeholder", 1)]
    );
    assert_eq!(added("Mail us at sec@example.com."), [("placeholder", 1)]);
    assert_eq!(added("Use this section to tell people about versions."), [("placeholder", 1)]);
    assert_eq!(added("See <https://docs.example.org/x>."), [("placeholder", 1)]);
    assert_eq!(added(concat!("Times: TO", "DO, TBD")), [("placeholder", 1), ("placeholder", 1)]);
    assert_eq!(added("Use `[PROJECT]`, [links](https://tide.dev), and [x] or [1]."), []);
    assert_eq!(added("<project-name> is ours"), [("placeholder", 1)]);
}

#[test]
fn every_rule_has_an_id_of_its_own_and_words() {
    let ids: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids.len(), RULES.len());
    assert!(RULES.iter().all(|rule| !rule.about.is_empty() && !rule.mend.ends_with('.')));
}

#[test]
fn known_dead_addresses_are_data() {
    assert!(dead_addresses().len() > 5);
    assert!(read_dead_addresses("a.example no tab").is_err_and(|says| says.contains("line 1")));
    assert!(read_dead_addresses("https://a.example\tgone").is_err());
    assert_eq!(read_dead_addresses("# note\n\n").map(|all| all.len()), Ok(0));
}

#[test]
fn what_is_no_text_is_refused_with_its_line() {
    let refused = |bytes: &[u8]| Page::read(bytes).map(|_| ()).expect_err("it is refused");
    assert_eq!(refused(&vec![b'a'; 10 << 20]), Unreadable::TooLarge(10 << 20));
    assert_eq!(refused(b"a\n\0"), Unreadable::Binary(2));
    assert_eq!(refused(b"a\n\nb\xff"), Unreadable::NotUtf8(3));
    assert_eq!(refused("> ".repeat(200).as_bytes()), Unreadable::TooDeep);
    assert_eq!(refused("+ ".repeat(100_000).as_bytes()), Unreadable::TooDeep);
    let many = "a *b*\n".repeat(80_000);
    assert_eq!(refused(many.as_bytes()), Unreadable::TooMany);
}

#[test]
fn large_strange_texts_end() {
    let cells = format!("|a|b|\n|-|-|\n{}", "|1|2|\n".repeat(5_000));
    let people =
        "* [@a](https://github.com/a) - A\n\n## x\n\n* [@b](https://github.com/b) - B\n\n## y\n";
    for text in [
        "[".repeat(100_000),
        "`".repeat(100_000),
        "*a **b ".repeat(5_000),
        "--a-".repeat(50_000),
        "a@b.c ".repeat(5_000),
        "5 5 days ".repeat(5_000),
        cells,
        people.repeat(500),
        "[a](#b) ".repeat(10_000),
    ] {
        if let Ok(page) = Page::read(text.as_bytes()) {
            let (missing, dead) = (BTreeSet::new(), dead_addresses());
            let report = lint(&page, &given(&missing, &dead));
            assert!(report.findings.len() <= FINDINGS_MAX);
        }
    }
}
