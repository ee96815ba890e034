//! Packs and claims by somebody who means harm: each gets an error that names the place and the rule,
//! or is taken for what it is; nothing panics and nothing takes long.
#![expect(clippy::disallowed_methods, reason = "tests look at how long the pure crate takes")]

use domain::policy::{Complaint, Policy, markdown, read};
use domain::triage::{
    Bearings, Claim, cited_weaknesses, explain_with, judge, precedents, run_examples,
};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// A small pack with every form of the language; the fuzz targets begin with it.
pub(crate) fn wide() -> Files {
    crate::tree::folder("fuzz/wide")
}

fn with(path: &str, bytes: impl Into<Vec<u8>>) -> Files {
    let mut files = wide();
    files.insert(path.to_owned(), bytes.into());
    files
}

/// The first file with a text replaced.
fn but(path: &str, from: &str, to: &str) -> Files {
    let text = String::from_utf8(wide()[path].clone()).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    with(path, text.replace(from, to))
}

pub(crate) fn sound(files: &Files) -> Policy {
    let (policy, complaints) = read(files);
    policy.unwrap_or_else(|| panic!("{complaints:?}"))
}

/// What is said of a pack that must be refused.
fn said(files: &Files) -> Vec<String> {
    let began = Instant::now();
    let (policy, complaints) = read(files);
    assert!(policy.is_none() && !complaints.is_empty(), "refused with a reason");
    assert!(began.elapsed() < Duration::from_secs(90), "{:?}", began.elapsed());
    let long = |one: &&Complaint| one.to_string().len() > 1_000;
    assert!(!complaints.iter().any(|one| long(&one)), "complaints are sentences");
    complaints.iter().map(ToString::to_string).collect()
}

/// That one of the complaints is this one.
fn says(files: &Files, wanted: &str) {
    let said = said(files);
    assert!(said.iter().any(|one| one == wanted), "wanted: {wanted}\nsaid: {said:#?}");
}

fn clause(id: &str, rest: &str) -> String {
    format!(
        "id = \"{id}\"\nkind = \"scope\"\norder = 5\nsince = 2025-01-01\ntitle = \"{id}\"\n\
         text = \"Says.\"\n{rest}\n"
    )
}

fn now() -> Timestamp {
    "2026-06-01T00:00:00Z".parse().unwrap()
}

#[test]
fn the_base_is_sound() {
    assert_eq!(run_examples(&sound(&wide())), []);
}

#[test]
fn circles_are_shown() {
    let mut files = with("threat/D.toml", clause("D", "when = { clause = \"E\" }\nunder = \"E\""));
    files.insert("threat/E.toml".into(), clause("E", "when = { clause = \"F\" }").into());
    let third = "when = { not = { clause = \"D\" } }\nunder = \"D\"";
    files.insert("threat/F.toml".into(), clause("F", third).into());
    let text = clause("G", "when = { clause = \"D\" }");
    files.insert("threat/G.toml".into(), text.into());
    let way = "threat/D.toml: when: the condition leads back to this clause: D → E → F → D";
    says(&files, way);
    says(&files, "threat/G.toml: when: the condition leads into a circle of other clauses");
    let mut files = with("threat/D.toml", clause("D", "under = \"E\""));
    files.insert("threat/E.toml".into(), clause("E", "under = \"D\"").into());
    let way = "threat/D.toml: under: what it belongs to leads back to this clause: D → E → D";
    says(&files, way);
    let mut files = with("threat/D.toml", clause("D", "over = [\"E\"]"));
    files.insert("threat/E.toml".into(), clause("E", "over = [\"D\"]").into());
    says(&files, "threat/D.toml: over: E is meant to go before this clause as well");
    let files = with("threat/D.toml", clause("D", "over = [\"D\"]"));
    says(&files, "threat/D.toml: over: a clause does not go before itself");
    let gives = "{ id = \"one\", says = \"x\", gives = { machine = \"pc\" } }";
    let files = but("facts.toml", "{ id = \"one\", says = \"x\" }", gives);
    let says_so = "facts.toml: fact[5].choice[0].gives.machine: what follows from an answer tells \
                   nothing further (line 1)";
    let said = said(&files);
    assert!(said.iter().any(|one| one.starts_with(&says_so[..80])), "{said:#?}");
}

#[test]
fn thousands_of_clauses_in_a_row_or_a_fan_are_refused() {
    let mut files = wide();
    for n in 0..1_900 {
        let id = format!("L{n}");
        let rest = format!("when = {{ clause = \"L{}\" }}\nunder = \"L{}\"", n + 1, n + 1);
        files.insert(format!("threat/{id}.toml"), clause(&id, &rest).into());
    }
    files.insert("threat/L1900.toml".into(), clause("L1900", "").into());
    let said = said(&files);
    let rule = "the condition leads through more than 24 other clauses";
    assert!(said.iter().any(|one| one.contains(rule)), "{:?}", &said[..2]);
    for n in 0..200 {
        files.insert(format!("threat/M{n}.toml"), clause(&format!("M{n}"), "").into());
    }
    assert_eq!(self::said(&files), [".: more than 2000 files"]);
}

#[test]
fn long_strings_are_refused_wherever_they_stand() {
    let long = "x".repeat(900_000);
    let whole = "y".repeat(10_000_000);
    says(&with("threat/D.toml", whole.as_bytes()), ".: more than 8000000 bytes in all");
    says(
        &with("threat/D.toml", &whole.as_bytes()[..2_000_000]),
        "threat/D.toml: larger than 1000000 bytes",
    );
    let cases = [
        ("policy.toml", "\"Wide.\""),
        ("policy.toml", "\"security@wide.example\""),
        ("policy.toml", "\"WIDE-{n}\""),
        ("facts.toml", "\"Since when?\""),
        ("facts.toml", "\"documented\""),
        ("threat/A.toml", "\"https://wide.example/a\""),
        ("threat/A.toml", "\"So.\""),
        ("threat/A.toml", "\"net\""),
        ("threat/A.toml", "\"released\""),
        ("threat/A.toml", "\"2025-01-01\""),
        ("threat/A.toml", "\"seen\""),
        ("threat/A.toml", "\"CWE-22\""),
        ("threat/A.toml", "\"It lies within.\""),
        ("threat/A.toml", "\"C.1\""),
        ("threat/A.toml", "2.5"),
        ("threat/B.toml", "\"nodejs\""),
        ("precedents/P-1.toml", "\"Said before.\""),
        ("conflicts/clash.toml", "\"They clash.\""),
    ];
    for (path, text) in cases {
        let said = said(&but(path, text, &format!("\"{long}\"")));
        assert!(said.iter().all(|one| one.len() < 600), "{path} {text}");
        let file = |one: &String| one.starts_with(path) || path == "facts.toml";
        assert!(said.iter().any(file), "{path} {text}: {said:#?}");
    }
    let key = format!("{long} = 1\n");
    said(&with("policy.toml", [key.as_bytes(), &wide()["policy.toml"]].concat()));
    said(&but("threat/A.toml", "area = \"net\"\n", &format!("area = \"net\"\n{long} = 1\n")));
}

#[test]
fn long_lists_are_refused() {
    let list = format!("[{}]", "\"a\",".repeat(200_000));
    for (path, text) in [
        ("threat/A.toml", "[\"CWE-22\"]"),
        ("threat/A.toml", "[\"B\", \"C.1\"]"),
        ("threat/A.toml", "[\"/a\"]"),
        ("threat/B.toml", "[\"pc\", \"toy\"]"),
        ("threat/B.toml", "[\"C.1\", \"C.2\"]"),
        ("conflicts/clash.toml", "[\"P-1\"]"),
    ] {
        let said = said(&but(path, text, &list));
        let rule = "has more than 1000 entries";
        assert!(said.iter().any(|one| one.contains(rule)), "{path} {text}: {said:#?}");
    }
}

#[test]
fn days_that_contradict_one_another_are_refused() {
    let until = "until = 2026-02-01";
    for (day, rule) in [
        ("2025-01-01", "must be later than since"),
        ("2024-01-01", "must be later than since"),
        ("\"-000001-01-01\"", "must be a date such as 2026-04-30"),
        ("2026-02-30", "invalid date"),
        ("\"2026-2-3\"", "must be a date such as 2026-04-30"),
        ("\"10000-01-01\"", "must be a date such as 2026-04-30"),
        ("2026-02-01T00:00:00Z", "must be a date such as 2026-04-30"),
    ] {
        let said = said(&but("threat/A.toml", until, &format!("until = {day}")));
        let first = &said[0];
        assert!(first.starts_with("threat/A.toml") && first.contains("(line"), "{said:?}");
        assert!(rule == "invalid date" || first.contains(rule), "{day}: {said:?}");
    }
    for day in ["0000-01-01", "0001-01-01"] {
        judge(
            &sound(&but("threat/A.toml", "since = 2025-01-01", &format!("since = {day}"))),
            &Claim::default(),
            now(),
        );
    }
    let last = sound(&but("threat/A.toml", until, "until = 9999-12-31"));
    assert!(judge(&last, &Claim::default(), now()).missing.contains(&"area".to_owned()));
    says(
        &but("precedents/P-1.toml", "since = 2025-06-01", "since = 2025-02-01"),
        "precedents/P-1.toml: reversed.since: is before it was decided (line 12)",
    );
    says(
        &but("conflicts/clash.toml", "until = 2027-01-01", "until = 2024-01-01"),
        "conflicts/clash.toml: until: must be later than since (line 5)",
    );
}

#[test]
fn unknown_names_are_told_with_what_was_probably_meant() {
    for (path, from, to, wanted) in [
        (
            "threat/A.toml",
            "fact = \"area\"",
            "fact = \"aera\"",
            "no such fact \"aera\"; did you mean \"area\"?",
        ),
        (
            "threat/A.toml",
            "by = \"released\"",
            "by = \"relaesed\"",
            "no such fact \"relaesed\"; did you mean \"released\"?",
        ),
        (
            "threat/A.toml",
            "\nratio = 2.5",
            "\nrato = 2.5",
            "no such fact \"rato\"; did you mean \"ratio\"?",
        ),
        (
            "threat/A.toml",
            "is = \"net\"",
            "is = \"ner\"",
            "no such choice \"ner\"; did you mean \"net\"?",
        ),
        ("threat/B.toml", "\"C.1\"", "\"C1\"", "no such clause \"C1\"; did you mean \"C.1\"?"),
        ("precedents/P-1.toml", "by = \"A\"", "by = \"AA\"", "no such clause \"AA\""),
        (
            "conflicts/clash.toml",
            "\"P-1\"",
            "\"P-2\"",
            "no such precedent \"P-2\"; did you mean \"P-1\"?",
        ),
        (
            "threat/A.toml",
            "from = \"reporter\"",
            "from = \"reportr\"",
            "no such source \"reportr\"; did you mean \"reporter\"?",
        ),
        (
            "threat/A.toml",
            "note = \"seen\"",
            "nota = \"seen\"",
            "a stated fact has value, from and note",
        ),
    ] {
        let said = said(&but(path, from, to));
        let found =
            |one: &String| one.starts_with(path) && one.contains(wanted) && one.contains("(line");
        assert!(said.iter().any(found), "wanted: {wanted}\nsaid: {said:#?}");
    }
}

#[test]
fn what_is_there_twice_is_refused() {
    let twice =
        but("threat/A.toml", "until = 2026-02-01", "until = 2026-02-01\nuntil = 2026-03-01");
    let said = said(&twice);
    assert!(said[0].contains("duplicate key") && said[0].contains("(line 8)"), "{said:?}");
    let table = [wide()["threat/A.toml"].as_slice(), b"\n[example.claim]\nratio = 1\n"].concat();
    assert!(self::said(&with("threat/A.toml", table))[0].starts_with("threat/A.toml"));
    let fact = "{ id = \"ratio\", title = \"How much?\", kind = \"number\" },";
    let said = self::said(&but("facts.toml", fact, &format!("{fact}{fact}")));
    assert!(said.iter().any(|one| one.contains("\"ratio\" is there twice")), "{said:?}");
    let choice = "{ id = \"disk\", says = \"x\" }";
    let said = self::said(&but("facts.toml", choice, &format!("{choice}, {choice}")));
    assert!(said.iter().any(|one| one.contains("\"disk\" is there twice")), "{said:?}");
    says(
        &with("threat/a.toml", clause("a", "")),
        "threat/a.toml: differs from threat/A.toml in nothing but capitals",
    );
    let said = self::said(&with("threat/D.toml", clause("A", "")));
    assert!(said[0].contains("is \"A\" but the file is called \"D\""), "{said:?}");
}

#[test]
fn names_are_names() {
    for name in ["../x", "..", ".", "a/b", "a b", "a\u{202e}b", "a\u{0}b", "é", ""] {
        let text = clause("D", "").replace("id = \"D\"", &format!("id = {}", toml_text(name)));
        let said = said(&with(&format!("threat/{name}.toml"), text));
        assert!(said.iter().any(|one| one.starts_with("threat/")), "{name:?}: {said:?}");
    }
}

/// A fuzz target found this one.
#[test]
fn names_of_files_lose_what_could_steer_a_terminal() {
    let said =
        said(&with("conflicts/cl\u{19}a\u{202e}sh.toml", wide()["conflicts/clash.toml"].clone()));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("conflicts/clash.toml: id: is \"clash\" but"), "{said:?}");
}

/// A TOML string with everything odd escaped.
fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        let _ = write!(out, "\\U{:08x}", u32::from(c));
    }
    out + "\""
}

#[test]
fn bytes_that_are_no_text_are_refused_and_line_ends_do_not_matter() {
    says(&with("threat/D.toml", b"id = \"\xff\"".as_slice()), "threat/D.toml: not UTF-8 text");
    let nul = clause("D", "because = \"a\u{0}b\"");
    assert!(said(&with("threat/D.toml", nul))[0].contains("(line 7)"));
    let unix = wide();
    let windows: Files = unix
        .iter()
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes.clone()).unwrap().replace('\n', "\r\n");
            (path.clone(), format!("\u{feff}{text}").into_bytes())
        })
        .collect();
    let (one, two) = (sound(&unix), read(&windows));
    let two = two.0.unwrap_or_else(|| panic!("{:?}", two.1));
    assert_eq!(one.clauses, two.clauses);
    let tricks = "because = \"red \\u001b[31m, turned \\u202e back\"";
    let policy = sound(&with("threat/D.toml", clause("D", tricks)));
    assert_eq!(policy.clause("D").unwrap().because.as_deref(), Some("red [31m, turned  back"));
}

#[test]
fn numbers_that_are_none_are_refused() {
    for number in ["nan", "inf", "-inf", "1e400", "1e3", "99999999999999999999", "\"12\"", "0x1p3"]
    {
        let said = said(&but("threat/A.toml", "at_least = 2", &format!("at_least = {number}")));
        assert!(said[0].starts_with("threat/A.toml"), "{number}: {said:?}");
    }
    let zero = sound(&but("threat/A.toml", "at_least = 2", "at_least = -0"));
    let claim: Claim = serde_json::from_str("{\"ratio\": -0.0}").unwrap();
    assert_eq!(claim.check(&zero), []);
}

/// The worst pack within the bounds that came to mind, in a few shapes.
#[test]
fn large_packs_stay_within_bounds() {
    let mut files = wide();
    let choices: String =
        (0..300).fold(String::new(), |all, n| all + &format!("{{ id = \"c{n}\", says = \"x\" }},"));
    let mut facts = String::from_utf8(files["facts.toml"].clone()).unwrap();
    facts.truncate(facts.trim_end().len() - 1);
    for n in 0..40 {
        let _ = writeln!(
            facts,
            "{{ id = \"f{n}\", title = \"x\", kind = \"many\", choice = [{choices}] }},"
        );
    }
    files.insert("facts.toml".into(), format!("{facts}]\n").into());
    let words: String = (0..300).fold(String::new(), |all, n| all + &format!("\"c{n}\","));
    // Layers of clauses in which each names every clause of the next one.
    for layer in 0..20 {
        for n in 0..40 {
            let id = format!("W{layer}.{n}");
            let mut parts = format!("{{ fact = \"f{n}\", has_any = [{words}] }},");
            for next in (0..40).filter(|_| layer < 19) {
                let _ = write!(parts, "{{ clause = \"W{}.{next}\" }},", layer + 1);
            }
            let rest =
                format!("when = {{ any = [{parts}] }}\neffect = {{ verdict = \"hardening\" }}");
            files.insert(format!("threat/{id}.toml"), clause(&id, &rest).into());
        }
    }
    let size: usize = files.values().map(Vec::len).sum();
    let timed = |what: &str, limit: u64, began: Instant| {
        let took = began.elapsed();
        println!("{what}: {took:?} for {size} bytes");
        // A build without optimisation on a busy machine is some fifty times slower.
        assert!(took < Duration::from_millis(limit * 50), "{what}: {took:?}");
    };
    let began = Instant::now();
    let policy = sound(&files);
    timed("read", 1_000, began);
    let answers: Vec<String> = (0..100).map(|n| format!("c{n}")).collect();
    let mut claim = BTreeMap::new();
    for n in 0..40 {
        claim.insert(format!("f{n}"), answers.clone());
    }
    let full: Claim = serde_json::from_value(serde_json::to_value(&claim).unwrap()).unwrap();
    for claim in [Claim::default(), full] {
        let began = Instant::now();
        assert_eq!(claim.check(&policy), []);
        let verdict = judge(&policy, &claim.normal(&policy), now());
        timed("judge", 100, began);
        let rules: Vec<String> = verdict.rules.iter().map(|cited| cited.id.clone()).collect();
        precedents(&policy.precedents, &claim, &cited_weaknesses(&policy, &rules), now());
    }
    let began = Instant::now();
    run_examples(&policy);
    timed("run_examples", 1_000, began);
    let began = Instant::now();
    let bearings = Bearings::of(&policy, now());
    for clause in policy.clauses.iter().take(20) {
        explain_with(&policy, clause, &bearings);
    }
    timed("explain 20", 1_000, began);
    let began = Instant::now();
    markdown(&policy, "2026-06-01".parse().unwrap());
    timed("markdown", 1_000, began);
}

#[test]
fn packs_that_take_long_to_judge_are_refused() {
    let mut files = wide();
    let many = "{ fact = \"stable\", is = \"yes\" },".repeat(900);
    for n in 0..60 {
        let id = format!("W{n}");
        files.insert(
            format!("threat/{id}.toml"),
            clause(&id, &format!("when = {{ any = [{many}] }}")).into(),
        );
    }
    let one = "[[example]]\nsay = \"x\"\nexpect = \"normal-bug\"\nclaim = {}\n";
    files.insert("threat/X.toml".into(), clause("X", &one.repeat(900)).into());
    let said = said(&files);
    assert!(said[0].contains("is too much; their product is at most 20000000"), "{said:?}");
}

#[test]
fn thousands_of_names_that_nobody_knows_cost_little() {
    let mut files = wide();
    for n in 0..300 {
        let id = format!("{}{n:04}", "K".repeat(40));
        files.insert(format!("threat/{id}.toml"), clause(&id, "").into());
    }
    let unknown: String =
        (0..1_000).fold(String::new(), |all, n| all + &format!("\"{}{n:03}x\",", "K".repeat(40)));
    for n in 0..20 {
        let id = format!("Q{n}");
        files.insert(
            format!("threat/{id}.toml"),
            clause(&id, &format!("over = [{unknown}]")).into(),
        );
    }
    assert_eq!(said(&files).len(), 1_000);
}
